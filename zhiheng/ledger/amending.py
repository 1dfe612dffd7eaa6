"""A plan as read, with the corrections of people laid over it; pure.

What was read is never changed. Every row keeps the characters that ask for it; a row that the reader missed is added at
a quotation of the text. The same corrections in the same order give the same plan.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, Literal

from zhiheng.plan.model import Assignment, Plan, Quote, Target, Task, UnitMention

Kind = Literal["task", "unit", "target", "funding"]
Action = Literal["change", "drop", "add"]


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
    """Every task, unit, target and sum of a reading by its name, as amended; dropped ones stay listed."""
    items = {item.thing: item for item in _as_read(plan)}
    for amendment in amendments:
        known = items.get(amendment.thing)
        if amendment.action == "add" and amendment.span is not None:
            items[amendment.thing] = Item(amendment.thing, amendment.span, dict(amendment.values), "added")
        elif known and amendment.action == "drop":
            items[amendment.thing] = replace(known, state="dropped")
        elif known:
            state = known.state if known.state == "added" else "changed"
            items[amendment.thing] = replace(known, fields={**known.fields, **amendment.values}, state=state)
    return items


def amended(plan: Plan, amendments: Iterable[Amendment]) -> Plan:
    """The plan as the corrections leave it, to be imported."""
    items = items_of(plan, amendments)
    kept = {thing: item for thing, item in items.items() if item.state != "dropped"}
    tasks = _tasks(plan, kept)
    names = {unit.name for task in tasks for assignment in task.assignments for unit in assignment.units}
    targets = [_target(plan, item, tasks) for item in kept.values() if item.kind == "target"]
    return replace(
        plan,
        tasks=tasks,
        targets=tuple(sorted(targets, key=lambda target: target.span)),
        funding=tuple(item.row for item in kept.values() if item.kind == "funding"),
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


def _as_read(plan: Plan) -> Iterable[Item]:
    for task in plan.tasks:
        yield Item(f"task:{task.id}", task.span, {"heading": task.heading}, row=task)
        for place, assignment in enumerate(task.assignments):
            for number, unit in enumerate(assignment.units):
                thing = f"unit:{task.id}/{place + 1}/{number + 1}"
                yield Item(thing, unit.span, {"name": unit.name, "role": unit.role or ""}, row=unit)
    for target in plan.targets:
        yield Item(f"target:{target.id}", target.span, _fields(target), row=target)
    for number, funding in enumerate(plan.funding, 1):
        yield Item(f"funding:{number}", funding.span, {"item": funding.item}, row=funding)


def _fields(target: Target) -> dict[str, str]:
    value = "" if target.value is None else f"{target.value:f}"
    return {
        "indicator": target.indicator,
        "comparator": target.comparator,
        "value": value,
        "unit": target.unit or "",
        "year": str(target.year or ""),
        "kind": target.kind,
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
    row = item.row or _blank_target(plan, item)
    held = (a for task in tasks for a in task.assignments if a.span.holds(item.span))
    units = tuple(dict.fromkeys(unit.name for a in held for unit in a.units))
    return replace(
        row,
        indicator=fields["indicator"],
        comparator=fields["comparator"],
        value=Decimal(fields["value"]) if fields["value"] else None,
        unit=fields["unit"] or None,
        year=int(fields["year"]) if fields["year"] else None,
        kind=fields["kind"],
        units=units,
    )


def _blank_target(plan: Plan, item: Item) -> Target:
    task = task_at(plan, item.span)
    holding = [section for section in plan.sections if section.span.holds(item.span)]
    clause = task.id if task else max(holding, key=lambda section: section.level).id if holding else ""
    name = item.thing.partition(":")[2]
    return Target(name, clause, "", "=", None, None, "stock", None, None, None, None, (), item.span)
