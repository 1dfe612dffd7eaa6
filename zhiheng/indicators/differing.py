"""Why a value of today is another than one of before: the records that came, changed or went between two snapshots.

Records are told apart by their ids alone. Pure but for the engine that is asked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import ibis

from zhiheng.indicators.computing import behind
from zhiheng.indicators.declaring import Definition
from zhiheng.indicators.engines import EMBEDDED, Parts, opened, tree_of
from zhiheng.indicators.shapes import Facts
from zhiheng.indicators.tree import WHOLE
from zhiheng.mechanisms.periods import Period

How = Literal["came", "changed", "went"]
LINES = 20


@dataclass(frozen=True)
class Asked:
    """A snapshot as asked on a day."""

    snapshot: Parts
    on: date


@dataclass(frozen=True)
class Side:
    """What one record says at one of the two times: the day that puts it into a period, what it tells, its region."""

    day: date
    told: Any
    region: int | None


@dataclass(frozen=True)
class Line:
    """One record that differs, by its id. ``before`` of one that came is set where it stood in another cell before;

    likewise ``after`` of one that went. Without it the record was not there, or was not counted.
    """

    record: str
    how: How
    before: Side | None
    after: Side | None


@dataclass(frozen=True)
class Difference:
    """How many records of a cell came, changed and went, and the first of them in order of their ids."""

    came: int
    changed: int
    went: int
    lines: tuple[Line, ...]

    def __bool__(self) -> bool:
        return bool(self.came or self.changed or self.went)


def difference(
    definition: Definition,
    before: Asked,
    after: Asked,
    period: Period,
    region: int = WHOLE,
    *,
    limit: int = LINES,
    url: str = EMBEDDED,
) -> Difference:
    """Which records of a cell are others in a later snapshot; both are counted by the definition of now."""
    old, new = (_facts(definition, asked, url) for asked in (before, after))
    rows = _differing(
        behind(old, period, region, tree_of(before.snapshot, before.on, url)),
        behind(new, period, region, tree_of(after.snapshot, after.on, url)),
        ("told", *(("region", new.stratum) if new.stratum else ())),
    )
    counts = Counter({row["how"]: row["many"] for row in _rows(rows.group_by("how").aggregate(many=rows.count()))})
    shown = _rows(rows.order_by("record").limit(limit))
    moved_from = _elsewhere(old, [row["record"] for row in shown if row["how"] == "came"])
    moved_to = _elsewhere(new, [row["record"] for row in shown if row["how"] == "went"])
    lines = [
        Line(
            row["record"],
            row["how"],
            _side(row, "before") if row["how"] != "came" else moved_from.get(row["record"]),
            _side(row, "after") if row["how"] != "went" else moved_to.get(row["record"]),
        )
        for row in shown
    ]
    return Difference(counts["came"], counts["changed"], counts["went"], tuple(lines))


def _facts(definition: Definition, asked: Asked, url: str) -> Facts:
    return definition.over(opened(asked.snapshot, definition.tables, url), asked.on)


def _differing(old: Any, new: Any, kept: tuple[str, ...]) -> Any:
    """Rows of record, how, and day, told and region before and after. ``kept``: what has to be the same in both."""
    columns = tuple(dict.fromkeys(("record", "day", "told", "region", *kept)))
    sides = [rows.select(*columns).rename(f"{{name}}_{side}") for side, rows in (("before", old), ("after", new))]
    rows = sides[0].outer_join(sides[1], sides[0].record_before == sides[1].record_after)
    how = ibis.cases((rows.record_before.isnull(), "came"), (rows.record_after.isnull(), "went"), else_="changed")
    rows = rows.mutate(record=ibis.coalesce(rows.record_before, rows.record_after), how=how)
    others = [~rows[f"{name}_before"].identical_to(rows[f"{name}_after"]) for name in kept]
    return rows.filter((rows.how != "changed") | ibis.or_(*others))


def _elsewhere(facts: Facts, records: Iterable[str]) -> Mapping[str, Side]:
    """Where records of a cell stand at the other time, when they are counted at all then."""
    wanted = list(records)
    if not wanted:
        return {}
    rows = facts.table.filter(facts.table.record.isin(wanted)).order_by("day")
    return {row["record"]: Side(row["day"], row["told"], row["region"]) for row in _rows(rows)}


def _side(row: Mapping[str, Any], side: str) -> Side:
    return Side(row[f"day_{side}"], row[f"told_{side}"], row[f"region_{side}"])


def _rows(table: Any) -> list[dict[str, Any]]:
    return list(table.to_pyarrow().to_pylist())
