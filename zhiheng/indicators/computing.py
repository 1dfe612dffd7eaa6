"""Counting: a definition over a snapshot, by period and region and whatever else it may be asked by.

One question groups the facts by period, region and what they tell; the counts of counties are then added up along the
tree of those who report, and folded. Nothing here depends on the engine.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import ibis
import pyarrow as pa

from zhiheng.indicators.declaring import Definition
from zhiheng.indicators.shapes import Facts, Value, number
from zhiheng.indicators.tree import WHOLE, Tree
from zhiheng.indicators.weighing import Weighing
from zhiheng.mechanisms.periods import Grain, Period

Within = tuple[tuple[str, Hashable], ...]
"""Which records alone: pairs of a column and its value."""


@dataclass(frozen=True)
class Question:
    """What is asked of a definition: the span, the length of its periods, the day of asking, and by what apart.

    ``within`` keeps the records of these values alone (``(("industry", "13"),)``). ``regions`` are those that are
    told, beside WHOLE; without them every region is.
    """

    span: Period
    grain: Grain
    on: date
    apart: tuple[str, ...] = ()
    within: Within = ()
    regions: frozenset[int] | None = None

    @property
    def periods(self) -> list[Period]:
        """The periods that the span touches, each whole."""
        return list(self.span.each(self.grain))

    @property
    def reach(self) -> Period:
        """From the first day of its first period to the last day of its last."""
        periods = self.periods
        return Period(periods[0].begins, periods[-1].ends)


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
    weighing = Weighing.of(facts.weights.to_pyarrow().to_pylist(), tree) if facts.stratum else None
    alike = _alike(asked, tree, weighing)
    tallies = _added_up(_told_by_place(facts, asked, alike), asked, tree, weighing)
    if not asked.apart:
        for period in asked.periods:
            tallies.setdefault((period, WHOLE, ()), _Tally())
    return [
        Cell(*place, tally.folded(facts, weighing, *place[:2]), tally.counted_demo(weighing, *place[:2]))
        for place, tally in sorted(tallies.items(), key=_order)
    ]


def behind(facts: Facts, period: Period, region: int, tree: Tree, within: Within = ()) -> Any:
    """The records behind one cell, as a table of Ibis: each once, with the columns of facts; ``day``, the first in it.

    There are always as many as the cell's denominator says: what is chosen here is what is counted there.
    """
    rows = _chosen(facts, period, within, once=True)
    return rows if region == WHOLE else rows.filter(rows.region.isin(sorted(tree.under(region))))


def counted(facts: Facts, asked: Question, alike: Mapping[int, int] | None = None) -> Iterator[tuple[Any, ...]]:
    """How many records of each period, region and group tell what: one question to the engine, small in its answer.

    Rows of bucket (year × 100 + first month), region, stratum, how many are 演示数据, pairs of what is told and how
    many tell it, then by what the records are asked apart. Regions that are ``alike`` are counted as one of them.
    """
    rows = _chosen(facts, asked.reach, asked.within, once=asked.grain is Grain.CUMULATIVE)
    rows = rows.mutate(bucket=_bucket(rows.day, asked))
    if facts.twice and asked.grain is not Grain.CUMULATIVE:
        rows = rows.drop("day").distinct()
    if alike:
        rows = _as_one(rows, alike)
    if facts.stratum:
        rows = rows.mutate(stratum=rows[facts.stratum])
    found = _grouped(rows, facts, asked).to_pyarrow()
    yes_or_no = "yes" in found.column_names
    names = ("bucket", "region", "stratum", "demo", "many", "yes" if yes_or_no else "told", *asked.apart)
    for bucket, region, stratum, demo, many, told, *group in zip(
        *(found[one].to_pylist() for one in names), strict=True
    ):
        pairs = ((True, told), (False, many - told)) if yes_or_no else ((told, many),)
        yield (bucket, region, stratum, demo, pairs, *group)


def _grouped(rows: Any, facts: Facts, asked: Question) -> Any:
    """The groups; what is the same for every record is said of them, for it would cost as much to group and add up."""
    yes_or_no = rows.told.type().is_boolean()
    keys = ["bucket", "region", *asked.apart]
    keys += [name for name, wanted in (("stratum", facts.stratum), ("told", not yes_or_no)) if wanted]
    counts = {"many": rows.count(), "demo": rows.demo.sum()}
    if yes_or_no and facts.fold is not number:
        counts["yes"] = rows.told.sum()
    found = rows.group_by(keys).aggregate(**counts)
    if not facts.stratum:
        found = found.mutate(stratum=0)
    return found.mutate(yes=found.many) if facts.fold is number else found


def _as_one(rows: Any, alike: Mapping[int, int]) -> Any:
    """The records with their regions put as one where they are alike."""
    one = ibis.memtable(pa.table({"place": list(alike), "one": list(alike.values())}))
    rows = rows.left_join(one, rows.region == one.place)
    return rows.mutate(region=ibis.coalesce(rows.one, rows.region)).drop("place", "one")


def _chosen(facts: Facts, span: Period, within: Within, *, once: bool) -> Any:
    """The records with a day in a span; where one may stand with several and is wanted ``once``, with its first."""
    rows = facts.table
    rows = rows.filter(rows.day.between(span.begins, span.ends))
    for name, value in within:
        rows = rows.filter(rows[name].isnull() if value is None else rows[name] == value)
    if not (facts.twice and once):
        return rows
    first = rows.group_by("record").aggregate(day=rows.day.min())
    return rows.drop("day").distinct().join(first, "record")


def _bucket(day: Any, asked: Question) -> Any:
    """The first month of the period, as a number: 202607 for July and for the third quarter of 2026."""
    # Taking the year out of each of many days costs as much as counting them.
    one = asked.reach.begins.year == asked.reach.ends.year
    year = (asked.reach.begins.year if one else day.year()) * 100
    if asked.grain is Grain.YEAR:
        return ibis.literal(year + 1) if one else year + 1
    if asked.grain is Grain.QUARTER:
        return year + (day.quarter() - 1) * 3 + 1
    return year + day.month()


class _Tally:
    """What the records of one cell tell, added up: by the region whose weights are theirs, stratum and what is told."""

    def __init__(self) -> None:
        self.told: dict[int | None, Counter[tuple[Hashable, Hashable]]] = defaultdict(Counter)
        self.demo = 0

    def add(self, holder: int | None, other: _Tally) -> None:
        self.told[holder].update(other.told[None])
        self.demo += other.demo

    def folded(self, facts: Facts, weighing: Weighing | None, period: Period, region: int) -> Value:
        if weighing is not None:
            return weighing.folded(self.told, period, region)
        assert facts.fold is not None  # what is not weighed has a fold: ``shapes`` makes no other
        return facts.fold({told: many for (_, told), many in self.told[None].items()})

    def counted_demo(self, weighing: Weighing | None, period: Period, region: int) -> int:
        """How many of the records are 演示数据: all of them where such weigh."""
        weighs = weighing is not None and weighing.demo(period, region)
        return sum(one.total() for one in self.told.values()) if weighs else self.demo


def _alike(asked: Question, tree: Tree, weighing: Weighing | None) -> dict[int, int]:
    """Regions that count in the same of those asked for, by the same weights: each with the first of its like.

    Where no strata multiply the groups, adding counties up here is as quick as the engine's joining them.
    """
    if weighing is None or asked.regions is None:
        return {}
    years = {period.ends.year: period for period in asked.periods}.values()
    firsts: dict[Hashable, int] = {}
    found: dict[int, int] = {}
    for place in sorted(tree.above):
        holders = tuple(weighing.holder(place, year) for year in years)
        found[place] = firsts.setdefault((tree.over(place) & asked.regions, holders), place)
    return {place: first for place, first in found.items() if place != first}


def _told_by_place(
    facts: Facts, asked: Question, alike: Mapping[int, int]
) -> dict[tuple[int, int | None, tuple[Hashable, ...]], _Tally]:
    own: dict[tuple[int, int | None, tuple[Hashable, ...]], _Tally] = defaultdict(_Tally)
    for bucket, region, stratum, demo, pairs, *group in counted(facts, asked, alike):
        tally = own[bucket, region, tuple(group)]
        for told, many in pairs:
            if many:
                tally.told[None][stratum, told] = many
        tally.demo += demo or 0
    return own


def _added_up(
    own: Mapping[tuple[int, int | None, tuple[Hashable, ...]], _Tally],
    asked: Question,
    tree: Tree,
    weighing: Weighing | None,
) -> dict[tuple[Period, int, tuple[Hashable, ...]], _Tally]:
    tallies: dict[tuple[Period, int, tuple[Hashable, ...]], _Tally] = defaultdict(_Tally)
    periods, told = asked.periods, asked.regions
    for (bucket, region, group), tally in own.items():
        over = tree.over(region) if told is None else tree.over(region) & {*told, WHOLE}
        for period in _periods_of(bucket, periods, asked.grain):
            holder = weighing.holder(region, period) if weighing else None
            for above in over:
                tallies[period, above, group].add(holder, tally)
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
