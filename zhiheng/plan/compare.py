"""Two editions of a plan, item by item: which tasks, units, targets and sums were added, removed or changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from zhiheng.plan.model import Plan

ChangeKind = Literal["added", "removed", "changed"]


@dataclass(frozen=True)
class Change:
    """One difference: ``what`` is task, assignment, target, funding or deadline; ``key`` names it in both editions."""

    kind: ChangeKind
    what: str
    key: str
    field: str | None = None
    old: Any = None
    new: Any = None


def compare(old: Plan, new: Plan) -> tuple[Change, ...]:
    """The changes from ``old`` to ``new``, by kind of item and then in the order of the newer document.

    Items are matched by what they say, not by where they stand: a task by its id, a target by clause, indicator, year
    and cadence, a sum by clause and item, a deadline by clause and duty. Equal keys are told apart by their order.
    """
    return (
        *_changes("task", _tasks(old), _tasks(new)),
        *_changes("assignment", _assignments(old), _assignments(new)),
        *_changes("target", _targets(old), _targets(new)),
        *_changes("funding", _funding(old), _funding(new)),
        *_changes("deadline", _deadlines(old), _deadlines(new)),
    )


def _changes(what: str, old: dict[str, dict[str, Any]], new: dict[str, dict[str, Any]]) -> Iterable[Change]:
    for key, fields in new.items():
        if key not in old:
            yield Change("added", what, key, None, None, fields)
            continue
        for name, value in fields.items():
            if old[key].get(name) != value:
                yield Change("changed", what, key, name, old[key].get(name), value)
    for key, fields in old.items():
        if key not in new:
            yield Change("removed", what, key, None, fields, None)


def _keyed(pairs: Iterable[tuple[str, dict[str, Any]]]) -> dict[str, dict[str, Any]]:
    """A dictionary whose repeated keys get a running number."""
    found: dict[str, dict[str, Any]] = {}
    counts: dict[str, int] = {}
    for key, fields in pairs:
        counts[key] = counts.get(key, 0) + 1
        found[key if counts[key] == 1 else f"{key}#{counts[key]}"] = fields
    return found


def _tasks(plan: Plan) -> dict[str, dict[str, Any]]:
    return _keyed((t.id, {"heading": t.heading, "words": t.span.of(plan.text)}) for t in plan.tasks)


def _assignments(plan: Plan) -> dict[str, dict[str, Any]]:
    return _keyed(
        (f"{task.id} {unit.name}", {"role": unit.role})
        for task in plan.tasks
        for assignment in task.assignments
        for unit in assignment.units
    )


def _targets(plan: Plan) -> dict[str, dict[str, Any]]:
    return _keyed(
        (
            f"{t.clause} {t.indicator} {t.year or t.cadence or ''}".strip(),
            {"comparator": t.comparator, "value": t.value, "unit": t.unit, "benchmark": t.benchmark, "per": t.per},
        )
        for t in plan.targets
    )


def _funding(plan: Plan) -> dict[str, dict[str, Any]]:
    return _keyed(
        (f"{f.clause} {f.item}", {"amount_fen": f.amount_fen, "share": f.share, "cap_fen": f.cap_fen, "per": f.per})
        for f in plan.funding
    )


def _deadlines(plan: Plan) -> dict[str, dict[str, Any]]:
    return _keyed((f"{d.clause} {d.what}", {"date": d.date.isoformat()}) for d in plan.deadlines)
