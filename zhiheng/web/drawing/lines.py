"""Values through time: the trend of one place with the promises as steps, and small trends side by side."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from zhiheng.web.drawing.picture import Linked, Mark, Picture, circle, line, path, words
from zhiheng.web.drawing.spots import Goal, Row, Spot, amounts
from zhiheng.web.trend import axis, written

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 760, 310, 64, 24, 30, 38
MOST_LABELS = 9
ACROSS, SMALL_WIDTH, SMALL_HEIGHT = 4, 190, 132


class Frame:
    """A box with one place for each period and a scale from bottom to top."""

    def __init__(self, box: tuple[int, int, int, int], periods: int, scale: Sequence[Decimal]) -> None:
        self.left, self.top, self.right, self.bottom = box
        self.slot = (self.right - self.left) / max(periods, 1)
        self.scale = scale

    def across(self, place: int) -> int:
        return round(self.left + self.slot * (place + 0.5))

    def down(self, value: Decimal) -> int:
        part = (value - self.scale[0]) / (self.scale[-1] - self.scale[0])
        return round(self.bottom - part * (self.bottom - self.top))

    def runs(self, spots: Sequence[Spot]) -> list[list[tuple[int, Spot]]]:
        """The spots that stand side by side; where one has no value the line is broken."""
        found: list[list[tuple[int, Spot]]] = [[]]
        for place, spot in enumerate(spots):
            if spot.value is None:
                found.append([])
            else:
                found[-1].append((place, spot))
        return [run for run in found if run]


def trend(
    periods: Sequence[str],
    spots: Sequence[Spot],
    goals: Sequence[Goal],
    *,
    from_zero: bool,
    most: Decimal | None = None,
) -> Picture:
    """The values of one place, their intervals as a band, the promises as steps. At least one value is needed.

    ``most``: what no value can be above (100 for a share), where the scale ends at the latest.
    """
    scale = scaled(amounts(spots, goals, band=True), from_zero=from_zero, most=most)
    frame = Frame((LEFT, TOP, WIDTH - RIGHT, HEIGHT - BOTTOM), len(periods), scale)
    marks: list[Mark | Linked] = []
    for tick in scale:
        marks.append(line("drawn-grid", frame.left, frame.down(tick), frame.right, frame.down(tick)))
        marks.append(words("drawn-tick", frame.left - 8, frame.down(tick) + 5, written(tick), "end"))
    marks += _ticks(frame, periods)
    marks += [mark for run in frame.runs(spots) for mark in _band(frame, run)]
    marks += [mark for goal in goals for mark in _step(frame, goal)]
    marks += [path("drawn-line", _points(frame, run)) for run in frame.runs(spots) if len(run) > 1]
    named = _named(spots)
    shown = [(place, spot) for place, spot in enumerate(spots) if spot.value is not None]
    marks += [_dot(frame, place, spot, goals, named=place in named) for place, spot in shown]
    return Picture(WIDTH, HEIGHT, tuple(marks))


def multiples(periods: Sequence[str], rows: Sequence[Row], *, from_zero: bool, most: Decimal | None = None) -> Picture:
    """A small trend for each row on one scale, four beside each other, each with its newest value."""
    values = amounts(spot for row in rows for spot in row.spots) or [Decimal(0)]
    scale = scaled(values, from_zero=from_zero, most=most)
    marks: list[Mark | Linked] = []
    for number, row in enumerate(rows):
        x, y = number % ACROSS * SMALL_WIDTH, number // ACROSS * SMALL_HEIGHT
        frame = Frame((x + 36, y + 34, x + SMALL_WIDTH - 14, y + SMALL_HEIGHT - 22), len(periods), scale)
        marks.append(words("drawn-name", x + 6, y + 18, row.label, "start"))
        for tick in (scale[0], scale[-1]):
            marks.append(line("drawn-grid", frame.left, frame.down(tick), frame.right, frame.down(tick)))
            marks.append(words("drawn-small", frame.left - 4, frame.down(tick) + 4, written(tick), "end"))
        marks += [path("drawn-line", _points(frame, run)) for run in frame.runs(row.spots) if len(run) > 1]
        marks += [words("drawn-small", frame.left, frame.bottom + 16, periods[0], "start")]
        if len(periods) > 1:
            marks.append(words("drawn-small", frame.right, frame.bottom + 16, periods[-1], "end"))
        marks += _newest(frame, row)
    return Picture(ACROSS * SMALL_WIDTH, -(-len(rows) // ACROSS) * SMALL_HEIGHT, tuple(marks))


def scaled(values: Sequence[Decimal], *, from_zero: bool, most: Decimal | None) -> list[Decimal]:
    """Round numbers that hold all values and end where no value can be above."""
    marks = axis(values, from_zero=from_zero)
    return marks if most is None or marks[-1] <= most else [*(one for one in marks if one < most), most]


def spark(spots: Sequence[Spot], width: int = 150, height: int = 34) -> Picture:
    """A line without an axis, beside its newest number; it opens nothing."""
    values = amounts(spots)
    if not values:
        return Picture(width, height, ())
    low, high = min(values), max(values)
    frame = Frame((2, 6, width - 2, height - 6), len(spots), (low, high if high > low else low + 1))
    marks: list[Mark | Linked] = [path("drawn-line", _points(frame, run)) for run in frame.runs(spots) if len(run) > 1]
    place, last = frame.runs(spots)[-1][-1]
    marks.append(circle("drawn-dot", frame.across(place), frame.down(last.value or low), 4))
    return Picture(width, height, tuple(marks))


def _points(frame: Frame, run: Sequence[tuple[int, Spot]]) -> list[tuple[int, int]]:
    return [(frame.across(place), frame.down(spot.value)) for place, spot in run if spot.value is not None]


def _ticks(frame: Frame, periods: Sequence[str]) -> list[Mark]:
    """The axis, and as many names of periods as fit."""
    every = max(1, -(-len(periods) * 66 // (frame.right - frame.left)))
    marks = [line("drawn-axis", frame.left, frame.bottom, frame.right, frame.bottom)]
    for place in range(len(periods) - 1, -1, -every):
        marks.append(words("drawn-tick", frame.across(place), frame.bottom + 22, periods[place]))
    return marks


def _band(frame: Frame, run: Sequence[tuple[int, Spot]]) -> list[Mark]:
    """Where the values would lie, were they asked again: an area; of one value by itself, a line."""
    ends = [
        (frame.across(place), frame.down(spot.high), frame.down(spot.low))
        for place, spot in run
        if spot.low is not None and spot.high is not None
    ]
    if not ends:
        return []
    if len(ends) == 1:
        x, high, low = ends[0]
        return [line("drawn-reach", x, high, x, low)]
    upper, lower = [(x, high) for x, high, _ in ends], [(x, low) for x, _, low in reversed(ends)]
    return [path("drawn-band", [*upper, *lower], closed=True)]


def _step(frame: Frame, goal: Goal) -> list[Mark]:
    y = frame.down(goal.value)
    x1, x2 = round(frame.left + frame.slot * goal.first + 2), round(frame.left + frame.slot * (goal.last + 1) - 2)
    # A narrow step at the end has its words to the left of its end, else they would leave the picture.
    anchor, x = ("end", x2) if x2 > frame.right - 90 else ("start", x1)
    return [line("drawn-goal", x1, y, x2, y), words("drawn-goal-name", x, y - 7, goal.label, anchor)]


def _named(spots: Sequence[Spot]) -> set[int]:
    """Whose numbers are written: all of a few; of many the first, the last, the lowest and the highest."""
    shown = [place for place, spot in enumerate(spots) if spot.value is not None]
    if len(shown) <= MOST_LABELS:
        return set(shown)
    by_value = sorted(shown, key=lambda place: spots[place].value or Decimal(0))
    return {shown[0], shown[-1], by_value[0], by_value[-1]}


def _dot(frame: Frame, place: int, spot: Spot, goals: Sequence[Goal], *, named: bool) -> Linked:
    assert spot.value is not None
    x, y = frame.across(place), frame.down(spot.value)
    over = [frame.down(goal.value) for goal in goals if goal.first <= place <= goal.last]
    crowded = any(-6 <= y - step <= 34 for step in over) or y < frame.top + 14
    marks = [circle("drawn-dot below" if spot.below else "drawn-dot", x, y, 6)]
    if named:
        marks.append(words("drawn-value", x, y + 22 if crowded else y - 11, spot.label))
    return Linked(spot.href, spot.told, tuple(marks))


def _newest(frame: Frame, row: Row) -> list[Mark | Linked]:
    """The last spot with its number; of a row without any value, the word that says so."""
    runs = frame.runs(row.spots)
    if not runs:
        told = row.spots[-1] if row.spots else Spot(None, "—", row.label)
        middle = (frame.left + frame.right) // 2
        return [
            Linked(told.href, told.told, (words("drawn-none", middle, (frame.top + frame.bottom) // 2, told.label),))
        ]
    place, spot = runs[-1][-1]
    x, y = frame.across(place), frame.down(spot.value or Decimal(0))
    marks = circle("drawn-dot", x, y, 4), words("drawn-value", frame.right, frame.top - 16, spot.label, "end")
    return [Linked(spot.href, spot.told, marks)]
