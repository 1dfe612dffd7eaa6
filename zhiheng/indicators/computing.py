"""Counting: a definition over a snapshot, by period and region and whatever else it may be asked by.

One question groups the facts by period, region and what they tell; the counts of counties are then added up along the
tree of those who report, and folded. Nothing here depends on the engine.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from zhiheng.indicators.declaring import Definition
from zhiheng.indicators.shapes import Facts, Value
from zhiheng.indicators.tree import WHOLE, Tree
from zhiheng.indicators.weighing import Weighing
from zhiheng.mechanisms.periods import Grain, Period


@dataclass(frozen=True)
class Question:
    """What is asked of a definition: the span, the length of its periods, the day of asking, and by what apart.

    ``within`` keeps the records of these values alone (``{"category": "food"}``).
    """

    span: Period
    grain: Grain
    on: date
    apart: tuple[str, ...] = ()
    within: tuple[tuple[str, Hashable], ...] = ()


@dataclass(frozen=True)
class Cell:
    """One value: its period, its region (WHOLE for all), the group it is asked apart for, and how many are 演示数据."""

    period: Period
    region: int
    group: tuple[Hashable, ...]
    found: Value
    demo: int


def cells(definition: Definition, tables: Mapping[str, Any], asked: Question, tree: Tree) -> list[Cell]:
    """Every cell of a question that has records, and the whole of each period also when it has none."""
    facts = definition.over(tables, asked.on)
    rows = counted(facts, asked)
    tallies = _added_up(rows, facts, asked, tree)
    weighing = Weighing.of(facts.weights.to_pyarrow().to_pylist(), tree) if facts.stratum else None
    if not asked.apart:
        for period in asked.span.each(asked.grain):
            tallies.setdefault((period, WHOLE, ()), _Tally())
    return [
        Cell(period, region, group, tally.folded(facts, weighing, period, region), tally.demo)
        for (period, region, group), tally in sorted(tallies.items(), key=_order)
    ]


def counted(facts: Facts, asked: Question) -> list[dict[str, Any]]:
    """How many records of each period, region and group tell what: one question to the engine, small in its answer."""
    rows = placed(facts, asked)
    keys = ["bucket", "region", "told", *asked.apart, *({facts.stratum} - {"", *asked.apart})]
    found = rows.group_by(keys).aggregate(many=rows.count(), demo=rows.demo.sum())
    return list(found.to_pyarrow().to_pylist())


def placed(facts: Facts, asked: Question) -> Any:
    """The records of a question, each once in each of its periods: ``bucket`` is year × 100 + month of the period."""
    rows = facts.table
    rows = rows.filter(rows.day.between(asked.span.begins, asked.span.ends))
    for name, value in asked.within:
        rows = rows.filter(rows[name] == value)
    if facts.twice and asked.grain is Grain.CUMULATIVE:
        first = rows.group_by("record").aggregate(day=rows.day.min())
        rows = rows.drop("day").distinct().join(first, "record")
    rows = rows.mutate(bucket=_bucket(rows.day, asked.grain))
    return rows.drop("day").distinct() if facts.twice else rows


def _bucket(day: Any, grain: Grain) -> Any:
    """The first month of the period, as a number: 202607 for July and for the third quarter of 2026."""
    if grain is Grain.YEAR:
        return day.year() * 100 + 1
    if grain is Grain.QUARTER:
        return day.year() * 100 + (day.quarter() - 1) * 3 + 1
    return day.year() * 100 + day.month()


class _Tally:
    """What the records of one cell tell, added up; strata apart where they are weighed."""

    def __init__(self) -> None:
        self.strata: dict[Any, Counter[Hashable]] = defaultdict(Counter)
        self.demo = 0

    def add(self, stratum: Any, told: Hashable, many: int, demo: int) -> None:
        self.strata[stratum][told] += many
        self.demo += demo

    def folded(self, facts: Facts, weighing: Weighing | None, period: Period, region: int) -> Value:
        if weighing is not None:
            return weighing.folded(self.strata, period, region)
        assert facts.fold is not None  # what is not weighed has a fold: ``shapes`` makes no other
        return facts.fold(sum(self.strata.values(), Counter()))


def _added_up(
    rows: Iterable[Mapping[str, Any]], facts: Facts, asked: Question, tree: Tree
) -> dict[tuple[Period, int, tuple[Hashable, ...]], _Tally]:
    tallies: dict[tuple[Period, int, tuple[Hashable, ...]], _Tally] = defaultdict(_Tally)
    periods = list(asked.span.each(asked.grain))
    for row in rows:
        group = tuple(row[name] for name in asked.apart)
        stratum = (row["region"], row[facts.stratum]) if facts.stratum else None
        for period in _periods_of(row["bucket"], periods, asked.grain):
            for region in tree.over(row["region"]):
                tallies[period, region, group].add(stratum, row["told"], row["many"], row["demo"] or 0)
    return tallies


def _periods_of(bucket: int, periods: Sequence[Period], grain: Grain) -> list[Period]:
    """The period of a bucket; of cumulative ones, all that end with its month or later."""
    month = date(bucket // 100, bucket % 100, 1)
    if grain is Grain.CUMULATIVE:
        return [one for one in periods if one.ends >= month]
    return [one for one in periods if one.begins == month]


def _order(item: tuple[tuple[Period, int, tuple[Hashable, ...]], object]) -> tuple[Period, int, tuple[str, ...]]:
    (period, region, group), _ = item
    return period, region, tuple(map(str, group))
