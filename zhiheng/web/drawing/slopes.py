"""Two periods beside each other: who moved more than chance would, and who did not."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from zhiheng.web.drawing.picture import Linked, Mark, Picture, circle, line, words
from zhiheng.web.drawing.spots import Row, Spot, amounts

WIDTH, LEFT, RIGHT, TOP, BOTTOM, LINE, LEAST = 760, 250, 510, 46, 20, 19, 340


def moved(before: Spot, after: Spot) -> bool:
    """Whether two values differ by more than chance: intervals that do not touch; without intervals, any difference."""
    if before.value is None or after.value is None:
        return False
    if before.low is None or before.high is None or after.low is None or after.high is None:
        return before.value != after.value
    return before.high < after.low or after.high < before.low


def slope(periods: tuple[str, str], rows: Sequence[Row], *, better: str) -> Picture:
    """A line for each row from its first spot to its last; only those that moved are coloured, by what is good."""
    whole = [row for row in rows if row.spots[0].value is not None and row.spots[-1].value is not None]
    height = max(LEAST, len(whole) * 27 + TOP + BOTTOM)
    values = amounts(spot for row in whole for spot in (row.spots[0], row.spots[-1])) or [Decimal(0)]
    low, spread = min(values), max(values) - min(values) or Decimal(1)

    def down(spot: Spot) -> int:
        assert spot.value is not None
        return round(height - BOTTOM - (spot.value - low) / spread * (height - TOP - BOTTOM))

    lefts = _apart([down(row.spots[0]) for row in whole], TOP, height - BOTTOM)
    rights = _apart([down(row.spots[-1]) for row in whole], TOP, height - BOTTOM)
    marks: list[Mark | Linked] = [
        words("drawn-tick", LEFT, 18, periods[0], "end"),
        words("drawn-tick", RIGHT, 18, periods[1], "start"),
        line("drawn-axis", LEFT, TOP - 12, LEFT, height),
        line("drawn-axis", RIGHT, TOP - 12, RIGHT, height),
    ]
    # Those that moved are drawn last, over the others.
    order = sorted(range(len(whole)), key=lambda at: moved(whole[at].spots[0], whole[at].spots[-1]))
    for at in order:
        before, after = whole[at].spots[0], whole[at].spots[-1]
        marks += _sloping(whole[at], (down(before), down(after)), (lefts[at], rights[at]), better)
    return Picture(WIDTH, height + BOTTOM, tuple(marks))


def _sloping(row: Row, ends: tuple[int, int], labels: tuple[int, int], better: str) -> list[Mark | Linked]:
    before, after = row.spots[0], row.spots[-1]
    css = f"drawn-slope {_colour(before, after, better)}"
    first = words(css, LEFT - 12, labels[0] + 5, f"{row.label} {before.label}", "end")
    last = words(css, RIGHT + 12, labels[1] + 5, f"{after.label} {row.label}", "start")
    return [
        line(css, LEFT, ends[0], RIGHT, ends[1]),
        Linked(before.href, before.told, (circle(css, LEFT, ends[0], 4), first)),
        Linked(after.href, after.told, (circle(css, RIGHT, ends[1], 4), last)),
    ]


def _colour(before: Spot, after: Spot, better: str) -> str:
    if not moved(before, after) or before.value is None or after.value is None:
        return "still"
    if not better:
        return "moved"
    return "good" if (after.value > before.value) == (better == "higher") else "bad"


def _apart(places: Sequence[int], top: int, bottom: int) -> list[int]:
    """Places of labels near those of their dots, at least a line apart, pushed down and then up again from the end."""
    found = list(places)
    order = sorted(range(len(places)), key=lambda at: places[at])
    for before, after in pairwise(order):
        found[after] = max(found[after], found[before] + LINE)
    least = bottom
    for at in reversed(order):
        found[at] = max(top - LINE, min(found[at], least))
        least = found[at] - LINE
    return found
