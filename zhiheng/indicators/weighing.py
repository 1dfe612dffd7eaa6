"""Which weight a stratum has in a cell: output by region and industry, of the year of the period or the newest before.

The law's formula weighs in two layers, by region and by industry: a stratum is one industry of one region for which
an output is known, and a record of a county belongs to the nearest region above it that has one. Each stratum has its
own newest year: a year of which only one city is known must not hide what was known of the others. What a region has
besides those below it that have their own weighs as its rest, so that no output counts twice.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Set
from dataclasses import dataclass, field
from datetime import MAXYEAR
from functools import cached_property
from typing import Any

from zhiheng.indicators.shapes import Value, weighted
from zhiheng.indicators.tree import WHOLE, Tree
from zhiheng.mechanisms.periods import Period

Stratum = tuple[int, Hashable]
"""A region and what is told apart in it."""


@dataclass(frozen=True)
class _Weights:
    """What the strata of a region and those below it weigh, and whether 演示数据 are among it."""

    strata: Mapping[Stratum, int]
    demo: bool


@dataclass(frozen=True)
class Weighing:
    """The weights of all years: year → (region, stratum) → a whole number, and whether that is 演示数据."""

    years: Mapping[int, Mapping[Stratum, tuple[int, bool]]]
    tree: Tree
    _known: dict[tuple[int, int], _Weights] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: Iterable[Mapping[str, Any]], tree: Tree) -> Weighing:
        """From rows of year, region, stratum, weight and demo."""
        years: dict[int, dict[Stratum, tuple[int, bool]]] = defaultdict(dict)
        for row in rows:
            years[row["year"]][row["region"], row["stratum"]] = row["weight"], row["demo"]
        return cls(years, tree)

    def holder(self, place: int | None, period: Period) -> int | None:
        """The nearest region above a place, or itself, that has weights in a period; the place where there is none."""
        above = {one for one in self.tree.over(place) if self._since.get(one, MAXYEAR) <= period.ends.year}
        return self._nearest(above, place)

    def folded(
        self, told: Mapping[int | None, Mapping[tuple[Hashable, Hashable], int]], period: Period, region: int
    ) -> Value:
        """The weighted rate of a cell, from what the records of each holder and stratum tell."""
        weights = self._under(period.ends.year, region).strata
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

    def demo(self, period: Period, region: int) -> bool:
        """Whether 演示数据 weigh in a cell: then its value is demonstration, whatever its records are."""
        return self._under(period.ends.year, region).demo

    def _under(self, year: int, region: int) -> _Weights:
        """The weights of a year in a region and below it."""
        if (year, region) not in self._known:
            under = self.tree.under(region) if region != WHOLE else None
            newest = {
                key: told
                for one in sorted(self.years)
                if one <= year
                for key, told in self.years[one].items()
                if under is None or key[0] in under
            }
            rests = self._rests({key: weight for key, (weight, _) in newest.items()})
            self._known[year, region] = _Weights(rests, any(demo for _, demo in newest.values()))
        return self._known[year, region]

    def _rests(self, weights: Mapping[Stratum, int]) -> dict[Stratum, int]:
        """What each stratum weighs besides the same of regions below its own; never less than nothing."""
        found = dict(weights)
        for (place, stratum), weight in weights.items():
            above = {one for one in self.tree.over(place) - {place} if (one, stratum) in weights}
            if upper := self._nearest(above, None):
                found[upper, stratum] -= weight
        return {key: max(0, weight) for key, weight in found.items()}

    def _nearest(self, places: Set[int], otherwise: int | None) -> int | None:
        return max(places - {WHOLE}, key=lambda one: len(self.tree.over(one)), default=otherwise)

    @cached_property
    def _since(self) -> Mapping[int, int]:
        """Since which year each region has weights."""
        return {place: year for year in sorted(self.years, reverse=True) for place, _ in self.years[year]}
