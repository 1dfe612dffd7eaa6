"""What of counts of people may be published: no small number, and none that a difference of two would tell. Pure.

A count below the floor (``complaint.small_cell``) may lead to a person who is known to have complained. A count of
nobody leads to nobody.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

Key = TypeVar("Key")


def small(number: int, floor: int) -> bool:
    """Whether a count is one of few people."""
    return 0 < abs(number) < floor


def side_by_side(numbers: Mapping[Key, int], floor: int) -> dict[Key, int | None]:
    """Counts of one group that are shown beside each other, the whole first; None for one that is withheld.

    One that is small is withheld, and one whose difference to another that is shown is small.
    """
    shown: dict[Key, int | None] = {}
    for key, number in numbers.items():
        told = [other for other in shown.values() if other is not None]
        withheld = small(number, floor) or any(small(number - other, floor) for other in told)
        shown[key] = None if withheld else number
    first = next(iter(numbers), None)
    if first is not None and shown[first] is None:
        return dict.fromkeys(numbers)
    return shown


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
