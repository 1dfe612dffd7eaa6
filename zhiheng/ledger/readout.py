"""What was read of a document as lines beside it: each task with its units, targets and sums, and the rest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as noop

from zhiheng.ledger.amending import FIELDS, Item
from zhiheng.ledger.measures import amount, each
from zhiheng.ledger.models import AssignedUnit, Target
from zhiheng.ledger.models.target import plain
from zhiheng.ledger.passages import Heading, Span
from zhiheng.plan.model import Plan

KINDS = {
    "plan": noop("文件"),
    "task": noop("任务"),
    "unit": noop("责任单位"),
    "target": noop("目标"),
    "funding": noop("资金"),
    "deadline": noop("期限"),
}
SPANS = {"target": "target", "funding": "sum", "deadline": "deadline"}
UNMARKED = {"plan", "task"}
"""Rows whose words are the heading of the document or a whole passage of it: a mark on them would say nothing."""


@dataclass(frozen=True)
class Line:
    """One row of the reading: what kind it is, what it says, whether it was corrected."""

    item: Item
    says: str

    @property
    def kind(self) -> str:
        return gettext(KINDS[self.item.kind])

    @property
    def anchor(self) -> str:
        """The row's place on the page, which the marks in the document lead to."""
        return f"r-{self.item.thing}"


@dataclass(frozen=True)
class Group:
    """A task with the rows that stand in its words; without a task, the rows that stand in none."""

    task: Line | None
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Counts:
    """How many rows of each kind there are without the dropped ones, and how many places were not read."""

    tasks: int
    units: int
    targets: int
    funding: int
    deadlines: int
    unread: int


def groups(items: Iterable[Item]) -> list[Group]:
    """Rows under the task in whose words they stand, in the order of the text."""
    ordered = sorted(items, key=lambda item: (item.span.start, item.kind != "task", -item.span.end))
    tasks = [item for item in ordered if item.kind == "task"]
    inside: dict[str, list[Line]] = {task.thing: [] for task in tasks}
    outside: list[Line] = []
    for item in ordered:
        if item.kind == "task":
            continue
        holder = next((task for task in tasks if task.span.holds(item.span)), None)
        (inside[holder.thing] if holder else outside).append(Line(item, says(item)))
    made = [Group(Line(task, says(task)), tuple(inside[task.thing])) for task in tasks]
    return [Group(None, tuple(outside)), *made] if outside else made


def counts(items: Iterable[Item], plan: Plan) -> Counts:
    """The numbers above the rows."""
    kinds = [item.kind for item in items if item.state != "dropped"]
    return Counts(
        tasks=kinds.count("task"),
        units=kinds.count("unit"),
        targets=kinds.count("target"),
        funding=kinds.count("funding"),
        deadlines=kinds.count("deadline"),
        unread=len(plan.coverage.unread),
    )


def says(item: Item) -> str:
    """A row in words, in the reader's language."""
    fields = item.fields
    if item.kind == "task":
        return f"{item.thing.partition(':')[2]} {fields['heading']}"
    if item.kind == "unit":
        roles = dict(AssignedUnit.ROLES)
        return f"{fields['name']}({roles[fields['role']]})" if fields["role"] else fields["name"]
    if item.kind == "target":
        return target_says(item)
    if item.kind == "funding":
        return funding_says(fields)
    return " ".join(fields[name] for name in FIELDS[item.kind] if fields[name])


def target_says(item: Item) -> str:
    """A target in words: 复耕率 2025年 ≥ 25%."""
    fields = item.fields
    target = Target(
        comparator=fields["comparator"],
        value=Decimal(fields["value"]) if fields["value"] else None,
        unit=fields["unit"],
        year=int(fields["year"]) if fields["year"] else None,
        cadence=fields["cadence"],
        benchmark=fields["benchmark"],
    )
    said = f"{fields['indicator']} {target.when} {target.promise}"
    return f"{said} ({each(fields['per'])})" if fields["per"] else said


def funding_says(fields: Mapping[str, str]) -> str:
    """A sum in words: 奖励 200,000 元, 50%, 上限 1,000,000 元."""
    said = [amount(plain(Decimal(fields["amount"])), "元")] if fields["amount"] else []
    said += [fields["share"]] if fields["share"] else []
    if fields["cap"]:
        said.append(gettext("上限 %(sum)s") % {"sum": amount(plain(Decimal(fields["cap"])), "元")})
    said += [each(fields["per"])] if fields["per"] else []
    return " · ".join([fields["item"], *said])


def spans(items: Iterable[Item], plan: Plan) -> list[Span]:
    """The marks in the document: what each became, with its row; and what was not understood."""
    made = [Span(a.mark.start, a.mark.end, "mark") for task in plan.tasks for a in task.assignments]
    for item in items:
        if item.kind not in UNMARKED:
            kind = SPANS.get(item.kind, "unit")
            made.append(Span(item.span.start, item.span.end, kind, f"#r-{item.thing}", says(item)))
    made += [Span(u.span.start, u.span.end, "unread", title=u.why) for u in plan.coverage.unread]
    return made


def headings(plan: Plan) -> list[Heading]:
    """The outline of the document as read."""
    return [Heading(s.span.start, s.number, s.heading, s.level, f"c-{s.id}") for s in plan.sections]
