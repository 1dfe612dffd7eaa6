"""A plan as read, with the corrections of people laid over it; pure.

What was read is never changed. Every row keeps the characters that ask for it; a row that the reader missed is added at
a quotation of the text. The same corrections in the same order give the same plan.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal

from zhiheng.plan.model import Assignment, Deadline, Funding, Plan, Quote, Target, Task, UnitMention

Action = Literal["change", "drop", "add"]
FIELDS = {
    "plan": ("title", "issuer", "number", "issued"),
    "task": ("heading",),
    "unit": ("name", "role"),
    "target": ("indicator", "comparator", "value", "unit", "year", "cadence", "kind", "benchmark", "per"),
    "funding": ("item", "amount", "share", "cap", "per"),
    "deadline": ("what", "date"),
}
"""What of each kind of row can be corrected. A sum and its cap are in 元, a share is 50% or 1/3."""
HEAD = "plan:head"
"""The row of what the head of the document says of itself."""


@dataclass(frozen=True)
class Amendment:
    """One correction: ``thing`` names the row ("target:T03"), ``values`` its new fields, ``span`` where it stands."""

    action: Action
    thing: str
    values: Mapping[str, str] = field(default_factory=dict)
    span: Quote | None = None


@dataclass(frozen=True)
class Item:
    """A row of the reading that can be corrected, with its fields as text, and what became of it."""

    thing: str
    span: Quote
    fields: Mapping[str, str]
    state: Literal["", "changed", "dropped", "added"] = ""
    row: Any = field(default=None, compare=False, repr=False)

    @property
    def kind(self) -> str:
        return self.thing.partition(":")[0]


def items_of(plan: Plan, amendments: Iterable[Amendment] = ()) -> dict[str, Item]:
    """Head, tasks, units, targets, sums and deadlines of a reading by name, as amended; dropped ones stay listed."""
    items = {item.thing: item for item in _as_read(plan)}
    for amendment in amendments:
        known = items.get(amendment.thing)
        if amendment.action == "add" and amendment.span is not None:
            blank = dict.fromkeys(FIELDS[amendment.thing.partition(":")[0]], "")
            items[amendment.thing] = Item(amendment.thing, amendment.span, {**blank, **amendment.values}, "added")
        elif known and amendment.action == "drop":
            items[amendment.thing] = replace(known, state="dropped")
        elif known and known.state != "dropped":
            state = known.state if known.state == "added" else "changed"
            items[amendment.thing] = replace(known, fields={**known.fields, **amendment.values}, state=state)
    return items


def amended(plan: Plan, amendments: Iterable[Amendment]) -> Plan:
    """The plan as the corrections leave it, to be imported."""
    items = items_of(plan, amendments)
    kept = {thing: item for thing, item in items.items() if item.state != "dropped"}
    tasks = _tasks(plan, kept)
    names = {unit.name for task in tasks for assignment in task.assignments for unit in assignment.units}
    rows = sorted(kept.values(), key=lambda item: item.span)
    head = kept[HEAD].fields
    return replace(
        plan,
        title=head["title"],
        issuer=head["issuer"] or None,
        number=head["number"] or None,
        issued=date.fromisoformat(head["issued"]) if head["issued"] else None,
        tasks=tasks,
        targets=tuple(_target(plan, item, tasks) for item in rows if item.kind == "target"),
        funding=tuple(_funding(plan, item) for item in rows if item.kind == "funding"),
        deadlines=tuple(_deadline(plan, item) for item in rows if item.kind == "deadline"),
        units=tuple(sorted(names)),
    )


def found(text: str, words: str) -> list[Quote]:
    """Where some words stand in a text."""
    places, at = [], text.find(words) if words else -1
    while at >= 0:
        places.append(Quote(at, at + len(words)))
        at = text.find(words, at + 1)
    return places


def task_at(plan: Plan, span: Quote) -> Task | None:
    """The task in whose text a quotation stands."""
    return next((task for task in plan.tasks if task.span.holds(span)), None)


def share_words(share: Fraction) -> str:
    """A share as an exact percentage where there is one (1/2 → 50%), else as a fraction (1/3)."""
    percent = share * 100
    if (percent * 100).denominator > 1:
        return f"{share.numerator}/{share.denominator}"
    return f"{_plain(Decimal(percent.numerator) / percent.denominator)}%"


def _as_read(plan: Plan) -> Iterable[Item]:
    title = found(plan.text, plan.title) or [Quote(0, len(plan.text.partition("\n")[0]))]
    issued = plan.issued.isoformat() if plan.issued else ""
    head = {"title": plan.title, "issuer": plan.issuer or "", "number": plan.number or "", "issued": issued}
    yield Item(HEAD, title[0], head)
    for task in plan.tasks:
        yield Item(f"task:{task.id}", task.span, {"heading": task.heading}, row=task)
        for place, assignment in enumerate(task.assignments):
            for number, unit in enumerate(assignment.units):
                thing = f"unit:{task.id}/{place + 1}/{number + 1}"
                yield Item(thing, unit.span, {"name": unit.name, "role": unit.role or ""}, row=unit)
    for target in plan.targets:
        yield Item(f"target:{target.id}", target.span, _of_target(target), row=target)
    for number, funding in enumerate(plan.funding, 1):
        yield Item(f"funding:{number}", funding.span, _of_funding(funding), row=funding)
    for number, deadline in enumerate(plan.deadlines, 1):
        fields = {"what": deadline.what, "date": deadline.date.isoformat()}
        yield Item(f"deadline:{number}", deadline.span, fields, row=deadline)


def _of_target(target: Target) -> dict[str, str]:
    given = {name: str(getattr(target, name) or "") for name in FIELDS["target"]}
    return given | {"value": "" if target.value is None else f"{target.value:f}"}


def _of_funding(funding: Funding) -> dict[str, str]:
    return {
        "item": funding.item,
        "amount": _yuan(funding.amount_fen),
        "share": share_words(funding.share) if funding.share is not None else "",
        "cap": _yuan(funding.cap_fen),
        "per": funding.per or "",
    }


def _tasks(plan: Plan, kept: Mapping[str, Item]) -> tuple[Task, ...]:
    added = [item for item in kept.values() if item.kind == "unit" and item.row is None]
    tasks = []
    for task in plan.tasks:
        if (own := kept.get(f"task:{task.id}")) is None:
            continue
        assignments = tuple(
            replace(
                assignment,
                units=tuple(
                    _mention(item)
                    for number in range(1, len(assignment.units) + 1)
                    if (item := kept.get(f"unit:{task.id}/{place}/{number}"))
                ),
            )
            for place, assignment in enumerate(task.assignments, 1)
        )
        inside = [item for item in added if task_at(plan, item.span) is task]
        tasks.append(replace(task, heading=own.fields["heading"], assignments=_with_added(task, assignments, inside)))
    return tuple(tasks)


def _mention(item: Item) -> UnitMention:
    return UnitMention(item.fields["name"], item.fields["role"] or None, item.span)  # type: ignore[arg-type]


def _with_added(task: Task, assignments: tuple[Assignment, ...], added: list[Item]) -> tuple[Assignment, ...]:
    """Added units join the assignment that holds their words; where none does, the whole task is their part."""
    for item in added:
        place = next((n for n, a in enumerate(assignments) if a.span.holds(item.span) or a.mark.holds(item.span)), None)
        if place is None:
            assignments = (*assignments, Assignment(task.span, item.span, (_mention(item),)))
        else:
            grown = replace(assignments[place], units=(*assignments[place].units, _mention(item)))
            assignments = (*assignments[:place], grown, *assignments[place + 1 :])
    return assignments


def _target(plan: Plan, item: Item, tasks: tuple[Task, ...]) -> Target:
    """A target with its corrected fields; a new one takes its clause and its units from where its words stand."""
    fields = item.fields
    held = (a for task in tasks for a in task.assignments if a.span.holds(item.span))
    return Target(
        id=item.thing.partition(":")[2],
        clause=_clause(plan, item),
        indicator=fields["indicator"],
        comparator=fields["comparator"],  # type: ignore[arg-type]
        value=Decimal(fields["value"]) if fields["value"] else None,
        unit=fields["unit"] or None,
        kind=fields["kind"],  # type: ignore[arg-type]
        year=int(fields["year"]) if fields["year"] else None,
        cadence=fields["cadence"] or None,
        benchmark=fields["benchmark"] or None,
        per=fields["per"] or None,
        units=tuple(dict.fromkeys(unit.name for a in held for unit in a.units)),
        span=item.span,
    )


def _funding(plan: Plan, item: Item) -> Funding:
    fields = item.fields
    return Funding(
        clause=_clause(plan, item),
        item=fields["item"],
        amount_fen=_fen(fields["amount"]),
        share=_share(fields["share"]),
        cap_fen=_fen(fields["cap"]),
        per=fields["per"] or None,
        span=item.span,
    )


def _deadline(plan: Plan, item: Item) -> Deadline:
    return Deadline(_clause(plan, item), item.fields["what"], date.fromisoformat(item.fields["date"]), item.span)


def _clause(plan: Plan, item: Item) -> str:
    """The clause of a row; for one that was added, the innermost around its words, empty where there is none."""
    if item.row is not None:
        clause: str = item.row.clause
        return clause
    if task := task_at(plan, item.span):
        return task.id
    holding = [section for section in plan.sections if section.span.holds(item.span)]
    return max(holding, key=lambda section: section.level).id if holding else ""


def _yuan(fen: int | None) -> str:
    return "" if fen is None else _plain(Decimal(fen) / 100)


def _fen(yuan: str) -> int | None:
    return int(Decimal(yuan) * 100) if yuan else None


def _share(words: str) -> Fraction | None:
    if not words:
        return None
    return Fraction(words[:-1]) / 100 if words.endswith("%") else Fraction(words)


def _plain(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
