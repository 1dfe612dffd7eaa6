"""Which weight a stratum has in a cell: output by region and industry, of the year of the period or the newest before.

The law's formula weighs in two layers, by region and by industry: a stratum is one industry of one region for which
an output is known, and a record of a county belongs to the nearest region above it that has one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from zhiheng.indicators.shapes import Value, weighted
from zhiheng.indicators.tree import WHOLE, Tree
from zhiheng.mechanisms.periods import Period


@dataclass(frozen=True)
class Weighing:
    """The weights of all years: year → (region, stratum) → a whole number."""

    years: Mapping[int, Mapping[tuple[int, Hashable], int]]
    tree: Tree
    _known: dict[tuple[int, int], Mapping[tuple[int, Hashable], int]] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: Iterable[Mapping[str, Any]], tree: Tree) -> Weighing:
        """From rows of year, region, stratum and weight."""
        years: dict[int, dict[tuple[int, Hashable], int]] = defaultdict(dict)
        for row in rows:
            years[row["year"]][row["region"], row["stratum"]] = row["weight"]
        return cls(years, tree)

    def holder(self, place: int | None, period: Period) -> int | None:
        """The nearest region above a place, or itself, that has weights in a period; the place where there is none."""
        holders = self._holders.get(self._year(period), frozenset())
        above = (self.tree.over(place) - {WHOLE}) & holders
        return max(above, key=lambda one: len(self.tree.over(one)), default=place)

    def folded(
        self, told: Mapping[int | None, Mapping[tuple[Hashable, Hashable], int]], period: Period, region: int
    ) -> Value:
        """The weighted rate of a cell, from what the records of each holder and stratum tell."""
        weights = self._under(self._year(period), region)
        if not weights:
            counts: Counter[Hashable] = Counter()
            for each in told.values():
                for (_, one), many in each.items():
                    counts[one] += many
            return weighted({None: counts}, weights)
        strata: dict[tuple[int | None, Hashable], dict[Hashable, int]] = defaultdict(dict)
        for holder, each in told.items():
            for (stratum, one), many in each.items():
                strata[holder, stratum][one] = many
        return weighted(strata, weights)

    def _under(self, year: int, region: int) -> Mapping[tuple[int, Hashable], int]:
        """The weights of a year in a region and below it."""
        if (year, region) not in self._known:
            under = self.tree.under(region) if region != WHOLE else None
            every = self.years.get(year, {}).items()
            self._known[year, region] = {key: one for key, one in every if under is None or key[0] in under}
        return self._known[year, region]

    @cached_property
    def _holders(self) -> dict[int, frozenset[int]]:
        return {year: frozenset(place for place, _ in weights) for year, weights in self.years.items()}

    def _year(self, period: Period) -> int:
        """The year whose weights a period takes: its own, or the newest before; 0 where there is none."""
        return max((year for year in self.years if year <= period.ends.year), default=0)
