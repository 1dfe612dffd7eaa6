"""Which drawing a question asks for, made of its cells."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from zhiheng.web.drawing.grids import heat, tiles
from zhiheng.web.drawing.lines import multiples, trend
from zhiheng.web.drawing.picture import Picture
from zhiheng.web.drawing.slopes import slope
from zhiheng.web.numbers.found import Found
from zhiheng.web.numbers.promises import steps


def picture(found: Found) -> Picture | None:
    """The drawing; None where there is nothing to draw, or a table alone is asked for."""
    asked = found.asked
    share = asked.definition.unit == "%"
    periods = found.heads
    most = Decimal(100) if share else None
    if asked.view == "trend":
        if all(spot.value is None for spot in found.own.spots):
            return None
        goals = [] if asked.within else steps(found.promises, asked.periods)
        return trend(periods, found.own.spots, goals, from_zero=not share, most=most)
    if asked.view == "table" or not any(spot.value is not None for row in found.parts for spot in row.spots):
        return None
    if asked.view == "heat":
        return heat(periods, found.parts, found.own)
    if asked.view == "multiples":
        return multiples(periods, found.parts, from_zero=not share, most=most)
    if asked.view == "slope":
        return slope((periods[0], periods[-1]), found.parts, better=asked.definition.better)
    last = found.last(found.parts) or 0
    return tiles([replace(row, spots=row.spots[: last + 1]) for row in found.parts])
