"""Two editions of a plan, item by item: what was added, removed and changed.

Places in the text are left out: a paragraph that moved is not a change of what is promised.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from zhiheng.plan.model import Plan, Target, Task, plain_number

Fields = Mapping[str, str]


@dataclass(frozen=True)
class Change:
    """One difference. ``what`` is section, task, target, funding or deadline; ``field`` is set for "changed" only."""

    kind: Literal["added", "removed", "changed"]
    what: str
    key: str
    field: str | None
    old: str | None
    new: str | None


def compare(old: Plan, new: Plan) -> tuple[Change, ...]:
    """The changes from ``old`` to ``new`` in the order of the new document, removals of each sort last."""
    before, after = dict(_items(old)), dict(_items(new))
    changes: list[Change] = []
    for sort in ("section", "task", "target", "funding", "deadline"):
        old_keys = [key for key in before if key[0] == sort]
        for key in (key for key in after if key[0] == sort):
            changes += _differences(key, before.get(key), after[key])
        changes += [Change("removed", *key, None, _told(before[key]), None) for key in old_keys if key not in after]
    return tuple(changes)


def _differences(key: tuple[str, str], old: Fields | None, new: Fields) -> list[Change]:
    if old is None:
        return [Change("added", *key, None, None, _told(new))]
    names = [name for name in {**new, **old} if old.get(name, "") != new.get(name, "")]
    return [Change("changed", *key, name, old.get(name, ""), new.get(name, "")) for name in names]


def _told(fields: Fields) -> str:
    return " ".join(value for value in fields.values() if value)


def _items(plan: Plan) -> Iterator[tuple[tuple[str, str], Fields]]:
    yield from _numbered("section", ((s.id, {"heading": s.heading}) for s in plan.sections))
    yield from _numbered("task", ((t.id, _task(t)) for t in plan.tasks))
    yield from _numbered("target", ((_target_key(t), _target(t)) for t in plan.targets))
    yield from _numbered(
        "funding",
        (
            (
                f"{f.clause}/{f.item}",
                {
                    "amount_fen": _text(f.amount_fen),
                    "share": _text(f.share),
                    "cap_fen": _text(f.cap_fen),
                    "per": f.per or "",
                },
            )
            for f in plan.funding
        ),
    )
    yield from _numbered("deadline", ((f"{d.clause}/{d.what}", {"date": d.date.isoformat()}) for d in plan.deadlines))


def _numbered(sort: str, items: Iterable[tuple[str, Fields]]) -> Iterator[tuple[tuple[str, str], Fields]]:
    """Keys made different where a document says the same thing twice."""
    seen: Counter[str] = Counter()
    for key, fields in items:
        seen[key] += 1
        yield (sort, key if seen[key] == 1 else f"{key}/{seen[key]}"), fields


def _task(task: Task) -> Fields:
    """The heading and, assignment by assignment, the units with their roles."""
    marks = {
        f"units {place}": "、".join(f"{unit.name}({unit.role})" if unit.role else unit.name for unit in part.units)
        for place, part in enumerate(task.assignments, 1)
    }
    return {"heading": task.heading, **marks}


def _target_key(target: Target) -> str:
    when = str(target.year or target.cadence or "")
    return "/".join(part for part in (target.indicator, when, target.per) if part)


def _target(target: Target) -> Fields:
    return {
        "comparator": target.comparator,
        "value": _text(plain_number(target.value)),
        "unit": target.unit or "",
        "kind": target.kind,
        "benchmark": target.benchmark or "",
        "clause": target.clause,
        "units": "、".join(target.units),
    }


def _text(value: object) -> str:
    return "" if value is None else str(value)
