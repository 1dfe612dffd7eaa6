"""What everybody may be told of people who are counted: no small number, and none that leads to one (``small_cells``).

It is decided for a year, its quarters and its months together, so that whoever asks page after page learns no more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from zhiheng.directory.models import Region, RegionEdge
from zhiheng.directory.models.region import in_force_between
from zhiheng.indicators.asking import Answer, answer
from zhiheng.indicators.computing import Cell
from zhiheng.indicators.declaring import Definition
from zhiheng.indicators.shapes import Value
from zhiheng.indicators.small_cells import Tree, told, year_of
from zhiheng.indicators.snapshot import Snapshot, snapshot_now
from zhiheng.indicators.tree import WHOLE
from zhiheng.mechanisms.parameters import parameters
from zhiheng.mechanisms.periods import Grain, Period

REGION = "region"
FINER = {Grain.QUARTER: Grain.YEAR, Grain.MONTH: Grain.QUARTER}
"""What the periods of a grain add up to, as far as it is published."""


@dataclass(frozen=True)
class Shown:
    """A cell as everybody may see it: its value and counts, or ``withheld`` because too few people are behind it."""

    definition: Definition
    cell: Cell
    withheld: bool

    @property
    def found(self) -> Value:
        """What was counted; for whoever may see it although it is withheld."""
        return self.cell.found

    @property
    def value(self) -> Decimal | None:
        return None if self.withheld else self.found.value

    @property
    def words(self) -> str:
        """The value as people write it: 96, 78.72."""
        return "" if self.value is None else f"{self.value.normalize():f}"


def floor_on(day: date) -> int:
    """The smallest count of people that is published."""
    return int(str(parameters()["complaint.small_cell"].on(day).value))


def shown(
    definition: Definition,
    text: str,
    on: date,
    groups: Iterable[Hashable],
    *,
    by: str = REGION,
    snapshot: Snapshot | None = None,
) -> dict[Hashable, Shown]:
    """A year, a quarter or a month (2026, 2026Q3, 2026-09) of groups, as published: regions by their id, or WHOLE;

    or, of the whole, the groups of what ``by`` names. NoPeriod for another text.
    """
    snapshot, period = snapshot or snapshot_now(), Period.of(text)
    grain = _grain(period)
    year = _Year(definition.key, period.begins.year, on, by, snapshot.hash, snapshot)
    found, may = year.answer(grain), everybody(definition.key, text, on, by=by, snapshot=snapshot)
    cells = {group: found.at(period, *_place(group, by)) for group in groups}
    # No table of fields is at hand here: one that has no record in the year is told as such with the whole.
    none = set(cells) - set(year.counts(Grain.YEAR)) if by != REGION and WHOLE in may else set()
    return {group: Shown(definition, cell, group not in may and group not in none) for group, cell in cells.items()}


def everybody(
    key: str, text: str, on: date, *, by: str = REGION, snapshot: Snapshot | None = None
) -> frozenset[Hashable]:
    """The groups of which everybody may see a year, a quarter or a month."""
    snapshot, period = snapshot or snapshot_now(), Period.of(text)
    return _told(_Year(key, period.begins.year, on, by, snapshot.hash, snapshot), _grain(period))


@dataclass(frozen=True)
class _Year:
    """What a definition is asked of one year in one snapshot, by region or by what else."""

    key: str
    year: int
    on: date
    by: str
    hash: str
    snapshot: Snapshot = field(compare=False)

    def answer(self, grain: Grain) -> Answer:
        apart = () if self.by == REGION else (self.by,)
        # A decade is one question, where its years, which are shown side by side, would be ten.
        first = self.year - self.year % 10
        span = Period(date(first, 1, 1), date(first + 9, 12, 31))
        return answer(self.key, span, grain, on=self.on, apart=apart, snapshot=self.snapshot)

    def counts(self, grain: Grain) -> dict[Hashable, dict[Period, int]]:
        """How many records each group has in each period."""
        found: dict[Hashable, dict[Period, int]] = defaultdict(dict)
        for cell in self.answer(grain).cells:
            if cell.period.begins.year == self.year and (self.by == REGION or cell.region == WHOLE):
                found[cell.region if self.by == REGION else cell.group[0]][cell.period] = cell.found.denominator
        if self.by != REGION:
            found[WHOLE] = replace(self, by=REGION).counts(grain)[WHOLE]
        return found


@lru_cache(maxsize=256)
def _told(asked: _Year, grain: Grain) -> frozenset[Hashable]:
    """Who is withheld of a year is withheld of its quarters, and of its months who is withheld of these."""
    floor, coarser = floor_on(asked.on), FINER.get(grain)
    found = asked.counts(grain)
    if coarser is None:
        of_year = {group: tuple(periods.values()) for group, periods in found.items()}
        return frozenset(told(of_year, _below(asked, found), WHOLE, floor))
    sums, year = asked.counts(coarser), Period.of(f"{asked.year}")
    counts = {group: tuple(_columns(sums[group], periods, year, coarser, grain)) for group, periods in found.items()}
    return frozenset(told(counts, _below(asked, found), WHOLE, floor, _told(asked, coarser)))


def _columns(
    sums: Mapping[Period, int], periods: Mapping[Period, int], year: Period, coarser: Grain, grain: Grain
) -> Iterator[int]:
    """Everything that is published side by side of a group, and what follows from it."""
    for whole in year.each(coarser):
        yield from year_of(sums.get(whole, 0), [periods.get(part, 0) for part in whole.each(grain)])


def _below(asked: _Year, found: Iterable[Hashable]) -> Tree:
    """What each group is made of: the whole of its fields, or a region of those that report to it on that day."""
    if asked.by != REGION:
        return {WHOLE: sorted({group for group in found if group != WHOLE}, key=str)}
    tree: dict[Hashable, list[Hashable]] = defaultdict(list)
    edges = RegionEdge.objects.filter(in_force_between("", asked.on), tree=RegionEdge.REPORTING)
    for parent, child in edges.order_by("pk").values_list("parent_id", "child_id"):
        tree[parent].append(child)
    tree[WHOLE] = list(Region.objects.filter(kind=Region.PROVINCE).values_list("pk", flat=True))
    return tree


def _place(group: Hashable, by: str) -> tuple[Any, ...]:
    return (group,) if by == REGION else (WHOLE, (group,))


def _grain(period: Period) -> Grain:
    return next(one for one in Grain if Period.holding(period.begins, one) == period)
