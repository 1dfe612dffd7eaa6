"""年度路径: what a promise between two milestones could ask of each year, as a proposal that a person approves.

The plan gives some years and is silent about the others. A proposed year is never the plan's word: each point says
whether it is a milestone of the plan, a known figure, or a proposal and by which rule. Nothing is proposed before the
first known point or after the last.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from typing import Literal

from zhiheng.division.apportioning import places_of

Origin = Literal["milestone", "figure", "proposal"]
Way = Literal["steps", "hold", "growth"]
WAYS: tuple[Way, ...] = ("steps", "hold", "growth")
"""等差: the same amount every year; 保持前值: the last known value until the next; 按年均增速: the same rate."""


@dataclass(frozen=True)
class Known:
    """A year that is settled: by a target of the plan (its number, T16), or by a figure (no number)."""

    year: int
    value: Decimal
    target: str = ""


@dataclass(frozen=True)
class PathPoint:
    """A year of the path; ``target`` is the number of the milestone, ``way`` the rule of a proposal."""

    year: int
    value: Decimal
    origin: Origin
    target: str = ""
    way: Way | None = None


def usual_way(kind: str, comparator: str) -> Way:
    """Sums, stocks and rates rise in equal steps; what is to be held, or promised every year anew, stays."""
    return "hold" if comparator == "hold" or kind in ("annual", "growth", "coverage") else "steps"


def proposed_path(points: Iterable[Known], years: Iterable[int], way: Way) -> tuple[PathPoint, ...]:
    """The path over the years that lie between known points, in the digits of the finer of the two beside each.

    Of two points of one year the target wins over the figure: what is promised is the path, not what came. Raises
    ValueError for two targets in one year that differ, and for a growth that does not lead from above zero to above it.
    """
    known = _settled(points)
    wanted = set(years)
    path = [_as_point(point) for point in known.values() if point.year in wanted]
    for before, after in pairwise(known.values()):
        for year in range(before.year + 1, after.year):
            if year in wanted:
                path.append(PathPoint(year, _between(before, after, year, way), "proposal", way=way))
    return tuple(sorted(path, key=lambda point: point.year))


def _settled(points: Iterable[Known]) -> dict[int, Known]:
    """One point a year, in the order of the years."""
    settled: dict[int, Known] = {}
    for point in sorted(points, key=lambda point: (point.year, not point.target)):
        other = settled.setdefault(point.year, point)
        if point.target and other.value != point.value:
            raise ValueError(f"{point.target} and {other.target} ask different things of {point.year}")
    return settled


def _as_point(known: Known) -> PathPoint:
    return PathPoint(known.year, known.value, "milestone" if known.target else "figure", known.target)


def _between(before: Known, after: Known, year: int, way: Way) -> Decimal:
    """The value of a year between two known ones, rounded to their digits and so never outside of them."""
    if way == "hold":
        return before.value
    places = max(places_of(before.value), places_of(after.value))
    part = Decimal(year - before.year) / Decimal(after.year - before.year)
    if way == "growth":
        if before.value <= 0 or after.value <= 0:
            raise ValueError("a growth leads from above zero to above zero")
        value = before.value * (after.value / before.value) ** part
    else:
        value = before.value + (after.value - before.value) * part
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
