"""Which weight a stratum has in a cell: output by region and industry, of the year of the period or the newest before.

The law's formula weighs in two layers, by region and by industry: a stratum is one industry of one region for which
an output is known, and a record of a county belongs to the nearest region above it that has one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from zhiheng.indicators.shapes import Value, weighted
from zhiheng.indicators.tree import WHOLE, Tree
from zhiheng.mechanisms.periods import Period


@dataclass(frozen=True)
class Weighing:
    """The weights of all years: year → (region, stratum) → a whole number."""

    years: Mapping[int, Mapping[tuple[int, Hashable], int]]
    tree: Tree

    @classmethod
    def of(cls, rows: Iterable[Mapping[str, Any]], tree: Tree) -> Weighing:
        """From rows of year, region, stratum and weight."""
        years: dict[int, dict[tuple[int, Hashable], int]] = defaultdict(dict)
        for row in rows:
            years[row["year"]][row["region"], row["stratum"]] = row["weight"]
        return cls(years, tree)

    def folded(
        self, strata: Mapping[tuple[int | None, Hashable], Mapping[Hashable, int]], period: Period, region: int
    ) -> Value:
        """The weighted rate of a cell, from what the records of each region and stratum tell."""
        known = [year for year in self.years if year <= period.ends.year]
        every = self.years[max(known)] if known else {}
        under = self.tree.under(region) if region != WHOLE else None
        weights = {key: weight for key, weight in every.items() if under is None or key[0] in under}
        holders = {place for place, _ in weights}
        placed: dict[Hashable, Counter[Hashable]] = defaultdict(Counter)
        for (place, stratum), told in strata.items():
            placed[self._holder(place, holders), stratum].update(told)
        return weighted(placed, weights)

    def _holder(self, place: int | None, holders: set[int]) -> int | None:
        """The nearest region above a place, or itself, that has weights; the place where there is none."""
        above = (self.tree.over(place) - {WHOLE}) & holders
        return max(above, key=lambda one: len(self.tree.over(one)), default=place)
