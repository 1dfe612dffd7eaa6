"""What of counts of people may be published: no small number, and none that a difference of two would tell. Pure.

A count below the floor (``complaint.small_cell``) may lead to a person who is known to have complained. A count of
nobody leads to nobody.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping, Sequence
from typing import NamedTuple

Counts = tuple[int, ...]
"""Counts of one group in periods that are published side by side: a year, or a year and its quarters (``year_of``)."""
Tree = Mapping[Hashable, Sequence[Hashable]]
"""The parts of each group, as they are published below it."""


class Told(NamedTuple):
    """What is said of a count: that it lies between two numbers."""

    least: int
    most: int


def small(number: int, floor: int) -> bool:
    """Whether a count is one of few people."""
    return 0 < number < floor


def in_steps(number: int, floor: int) -> Told:
    """What is said of a count on a card that changes from day to day: in steps as wide as the floor.

    Counts beside each other, and the same count tomorrow, differ by whole steps or by nothing.
    """
    least = number - number % floor
    return Told(least, least + floor - 1)


def year_of(year: int, quarters: Sequence[int]) -> Counts:
    """A year and its quarters, and how many count in two of them: who adds up the quarters and takes away the year

    has their number, so it may not be small either.
    """
    return year, *quarters, max(0, sum(quarters) - year)


def told(
    counts: Mapping[Hashable, Counts],
    tree: Tree,
    whole: Hashable,
    floor: int,
    among: Collection[Hashable] | None = None,
) -> set[Hashable]:
    """The groups of a tree whose counts may be published, in all their periods or in none of them.

    Of a group that is not told nothing below it is. ``among``: those told of the year, when quarters are asked for;
    whoever is not told of the year is not told of its quarters, which add up to it. What a group has beside its parts
    is nowhere published but is what the parts leave, and so counts as one of them.
    """
    own = counts.get(whole, ())
    if _few(own, floor) or (among is not None and whole not in among):
        return set()
    found, parts = {whole}, {part: counts.get(part, (0,) * len(own)) for part in tree.get(whole, ())}
    if not parts:
        return found
    rest = ("beside", whole)
    sums = [sum(column) for column in zip(*parts.values(), strict=True)]
    parts[rest] = tuple(max(0, number - of_parts) for number, of_parts in zip(own, sums, strict=True))
    hidden = _hidden(parts, floor, set() if among is None else {part for part in parts if part not in among})
    for part in parts:
        if part not in hidden:
            found |= told(counts, tree, part, floor, among) if part != rest else {rest}
    return found


def _hidden(parts: Mapping[Hashable, Counts], floor: int, hidden: set[Hashable]) -> set[Hashable]:
    """The parts that are withheld: the small ones, and the smallest of the others until two or more are withheld and

    together are not small: else the whole less the others would tell them.
    """
    hidden = hidden | {part for part, numbers in parts.items() if _few(numbers, floor)}
    others = sorted((part for part, numbers in parts.items() if any(numbers)), key=lambda part: parts[part])
    for part in others:
        sums = [sum(column) for column in zip(*(parts[key] for key in hidden), strict=True)]
        if not hidden or (len(hidden) > 1 and not _few(sums, floor)):
            break
        hidden.add(part)
    return hidden


def _few(numbers: Sequence[int], floor: int) -> bool:
    return any(small(number, floor) for number in numbers)
