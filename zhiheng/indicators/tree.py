"""The tree of those who report, as plain pairs: what a value of a city is added up from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

WHOLE = 0
"""In the place of a region: all of them together, also records of none."""


@dataclass(frozen=True)
class Tree:
    """Each region with all regions above it, itself among them."""

    above: Mapping[int, frozenset[int]]

    @classmethod
    def of(cls, pairs: Iterable[tuple[int, int]]) -> Tree:
        """From pairs of a region and the one it reports to."""
        parents: dict[int, set[int]] = defaultdict(set)
        for child, parent in pairs:
            parents[child].add(parent)
        return cls({region: frozenset(_upward(region, parents)) for region in list(parents)})

    def over(self, region: int | None) -> frozenset[int]:
        """The region and all above it, and WHOLE; of a record without a region, WHOLE alone."""
        if region is None:
            return frozenset({WHOLE})
        return self.above.get(region, frozenset({region})) | {WHOLE}

    def under(self, region: int) -> frozenset[int]:
        """The region and all that report through it."""
        return frozenset(one for one, above in self.above.items() if region in above) | {region}


def _upward(region: int, parents: Mapping[int, set[int]]) -> set[int]:
    found, waiting = {region}, [region]
    while waiting:
        new = parents.get(waiting.pop(), set()) - found
        found |= new
        waiting += new
    return found
