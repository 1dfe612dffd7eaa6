"""Values side by side: a heat table of rows and periods with its numbers, and the regions as tiles of equal size."""

from __future__ import annotations

from collections.abc import Sequence

from zhiheng.web.drawing.picture import Linked, Mark, Picture, path, rect, wide, words
from zhiheng.web.drawing.spots import Row, Spot, shading

CELL_HEIGHT, CELL_WIDTH, LETTER, HEAD = 28, 60, 14, 30
TILE_WIDTH, TILE_HEIGHT, GAP, COLUMNS = 150, 64, 6, 5


def heat(periods: Sequence[str], rows: Sequence[Row], whole: Row | None = None, *, by_row: bool = False) -> Picture:
    """Each row a line, each period a column, each number written on a shade: pale is low, dark is high.

    ``whole`` is a last line, of what the rows add up to: it does not stretch their scale. ``by_row``: each row is
    another measure with a scale of its own, and its first spot the whole.
    """
    shade = shading(rows)
    rows = [*rows, *([whole] if whole else [])]
    left = round(max((wide(row.label) for row in rows), default=4) * LETTER) + 20
    width = max(CELL_WIDTH, *(round(wide(one) * 13) + 10 for one in periods), 0)
    marks: list[Mark | Linked] = [
        words("drawn-tick", left + column * width + width // 2, HEAD - 10, period)
        for column, period in enumerate(periods)
    ]
    for number, row in enumerate(rows):
        y = HEAD + number * CELL_HEIGHT
        shade = shading([Row(row.label, row.spots[1:])]) if by_row else shade
        marks.append(words("drawn-name", 4, y + 19, row.label, "start"))
        for column, spot in enumerate(row.spots):
            marks.append(_cell(spot, shade(spot), left + column * width, y, width, CELL_HEIGHT))
    return Picture(left + len(periods) * width + 2, HEAD + len(rows) * CELL_HEIGHT + 2, tuple(marks), real=True)


def tiles(rows: Sequence[Row]) -> Picture:
    """The last spot of each row on a tile in its place, roughly as the regions lie; the others stand at the end."""
    shade = shading([Row(row.label, row.spots[-1:]) for row in rows])
    last = max((row.tile[0] for row in rows if row.tile), default=0)
    marks: list[Mark | Linked] = []
    homeless = 0
    for row in rows:
        place = row.tile or (last + 1 + homeless // COLUMNS, homeless % COLUMNS + 1)
        homeless += row.tile is None
        x, y = (place[1] - 1) * (TILE_WIDTH + GAP), (place[0] - 1) * (TILE_HEIGHT + GAP)
        marks.append(_tile(row, shade(row.spots[-1]), x, y))
    lines = last + -(-homeless // COLUMNS)
    return Picture(COLUMNS * (TILE_WIDTH + GAP), lines * (TILE_HEIGHT + GAP), tuple(marks))


def _cell(spot: Spot, shade: int | None, x: int, y: int, width: int, height: int) -> Linked:
    css = "drawn-shade-none" if shade is None else f"drawn-shade-{shade}"
    label = "drawn-none" if shade is None else "drawn-number unsure" if spot.unsure else "drawn-number"
    marks = [rect(css, x + 1, y + 1, width - 2, height - 2), words(label, x + width // 2, y + 19, spot.label)]
    if spot.below:
        marks.append(_flag(x + 4, y + 4))
    return Linked(spot.href, spot.told, tuple(marks))


def _tile(row: Row, shade: int | None, x: int, y: int) -> Linked:
    spot = row.spots[-1]
    css = "drawn-shade-none" if shade is None else f"drawn-shade-{shade}"
    marks = [
        rect(css, x, y, TILE_WIDTH, TILE_HEIGHT),
        words("drawn-name", x + 12, y + 24, row.label, "start"),
        words("drawn-none" if shade is None else "drawn-value", x + 12, y + 49, spot.label, "start"),
    ]
    if spot.below:
        marks.append(_flag(x + TILE_WIDTH - 16, y + 8))
    return Linked(spot.href, spot.told, tuple(marks))


def _flag(x: int, y: int) -> Mark:
    """A small triangle, point down: below the promise."""
    return path("drawn-flag", [(x, y), (x + 8, y), (x + 4, y + 7)], closed=True)
