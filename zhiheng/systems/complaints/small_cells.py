"""What of counts of people may be published: no small number, and none that a difference of two would tell. Pure.

A count below the floor (``complaint.small_cell``) may lead to a person who is known to have complained. A count of
nobody leads to nobody.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, TypeVar

Key = TypeVar("Key")


class Told(NamedTuple):
    """What is said of a count: that it lies between two numbers, both possible. Exact when they are the same."""

    least: int
    most: int

    @property
    def exact(self) -> bool:
        return self.least == self.most


def small(number: int, floor: int) -> bool:
    """Whether a count is one of few people."""
    return 0 < number < floor


def of_a_whole(whole: int, part: int, floor: int) -> Told:
    """What is said of a part beside its whole: neither the part nor the rest is told when it is small."""
    if small(whole, floor):
        return Told(0, whole_told(whole, floor).most)
    few, rest_few = small(part, floor), small(whole - part, floor)
    if (few or rest_few) and whole < 2 * floor:
        return Told(1, whole - 1)
    if few:
        return Told(1, floor - 1)
    return Told(whole - floor + 1, whole - 1) if rest_few else Told(part, part)


def whole_told(whole: int, floor: int) -> Told:
    """What is said of a whole."""
    return Told(1, floor - 1) if small(whole, floor) else Told(whole, whole)


def adding_up(parts: Mapping[Key, int], floor: int) -> dict[Key, int | None]:
    """Counts whose sum is published as well; None for one that is withheld.

    What is withheld has to be at least two, together not small: else the sum less the others would tell it. The
    smallest of the rest are withheld with it until that holds.
    """
    withheld = {key for key, number in parts.items() if small(number, floor)}
    rest = sorted((key for key, number in parts.items() if number and key not in withheld), key=lambda key: parts[key])
    while withheld and rest and (len(withheld) < 2 or small(sum(parts[key] for key in withheld), floor)):
        withheld.add(rest.pop(0))
    return {key: None if key in withheld else number for key, number in parts.items()}
