"""What is drawn: spots, each one value with the words that tell it and the address that opens it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Spot:
    """One value as a drawing has it.

    ``label`` is what is written in its place (a number, — for none, a word for what is withheld); ``told`` says it
    whole. ``low`` and ``high`` are its interval. ``unsure``: from too few records to be compared. ``below``: it misses
    the promise of its time. ``withheld``: there is a value, and it is not told.
    """

    value: Decimal | None
    label: str
    told: str
    href: str = ""
    low: Decimal | None = None
    high: Decimal | None = None
    unsure: bool = False
    below: bool = False
    withheld: bool = False


@dataclass(frozen=True)
class Row:
    """One line of a drawing: a region or a group, its spots by period, its place on the grid of tiles, its own page."""

    label: str
    spots: tuple[Spot, ...]
    tile: tuple[int, int] | None = None
    href: str = ""


@dataclass(frozen=True)
class Goal:
    """A promise over the periods from ``first`` to ``last`` (places, both in it)."""

    first: int
    last: int
    value: Decimal
    label: str


def amounts(spots: Iterable[Spot], goals: Iterable[Goal] = (), *, band: bool = False) -> list[Decimal]:
    """All numbers that a scale must hold; with ``band`` the intervals as well."""
    found = [spot.value for spot in spots if spot.value is not None]
    if band:
        found += [end for spot in spots for end in (spot.low, spot.high) if end is not None and spot.value is not None]
    return [*found, *(goal.value for goal in goals)]


def shading(rows: Sequence[Row], steps: int = 5) -> Callable[[Spot], int | None]:
    """What shade a spot has: 0 for the lowest of the rows to ``steps - 1`` for the highest; None without a value."""
    values = sorted(spot.value for row in rows for spot in row.spots if spot.value is not None)
    low, spread = (values[0], values[-1] - values[0]) if values else (Decimal(0), Decimal(0))

    def shade(spot: Spot) -> int | None:
        if spot.value is None:
            return None
        return min(steps - 1, max(0, int((spot.value - low) / spread * steps))) if spread else 0

    return shade
