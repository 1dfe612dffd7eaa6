"""Spots and rows for tests of drawings."""

from __future__ import annotations

from decimal import Decimal

from zhiheng.web.drawing.spots import Row, Spot


def spot(value: str | None, *, reach: str = "", told: str = "") -> Spot:
    """A spot that opens its own number; ``reach`` is how far its interval goes to both sides."""
    if value is None:
        return Spot(None, "—", told or "none", "/value/none")
    amount = Decimal(value)
    low, high = (amount - Decimal(reach), amount + Decimal(reach)) if reach else (None, None)
    return Spot(amount, value, told or value, f"/value/{value}", low, high)


def row(label: str, *values: str | None, reach: str = "", tile: tuple[int, int] | None = None) -> Row:
    """A row of spots."""
    return Row(label, tuple(spot(value, reach=reach) for value in values), tile)
