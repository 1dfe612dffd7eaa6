"""The drawing of an indicator: yearly values as dots, promises as steps, regions on one scale. Pure: numbers to places.

Places are whole units of an SVG view box (x to the right, y down), so that a template writes them without formatting.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

WIDTH, HEIGHT = 760, 300
LEFT, RIGHT, TOP, BOTTOM = 64, 24, 26, 34
NICE = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))
MOST_STEPS = 5


@dataclass(frozen=True)
class Value:
    """A value of a year; ``label`` is how it is written beside its dot."""

    year: int
    value: Decimal
    label: str


@dataclass(frozen=True)
class Dot:
    """A value in its place, with the line its label stands on."""

    x: int
    y: int
    label: str
    label_y: int


@dataclass(frozen=True)
class Step:
    """A promise from ``x1`` to ``x2``: the width of its year, or of all years for a promise of every year."""

    x1: int
    x2: int
    y: int
    label: str
    label_y: int


@dataclass(frozen=True)
class Tick:
    """A mark of an axis: a place across for a year, down for a number."""

    place: int
    label: str


@dataclass(frozen=True)
class Trend:
    """A chart ready to be written; ``cut`` says that the axis does not begin at zero."""

    dots: tuple[Dot, ...]
    steps: tuple[Step, ...]
    years: tuple[Tick, ...]
    values: tuple[Tick, ...]
    line: str
    cut: bool
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    top: int = TOP
    bottom: int = HEIGHT - BOTTOM


def trend(values: Sequence[Value], promises: Sequence[tuple[int | None, Decimal, str]], *, from_zero: bool) -> Trend:
    """Lay out the values of years and the promises (year or None for every year, value, label).

    A rate has a short axis around what is there, a count begins at zero. At least one value is needed.
    """
    years = [value.year for value in values] + [year for year, _, _ in promises if year]
    first, last = min(years), max(years)
    scale = axis([v.value for v in values] + [amount for _, amount, _ in promises], from_zero=from_zero)
    width = Decimal(WIDTH - LEFT - RIGHT) / (last - first + 1)

    def across(year: int) -> Decimal:
        return LEFT + width * (year - first) + width / 2

    def down(amount: Decimal) -> int:
        part = (amount - scale[0]) / (scale[-1] - scale[0])
        return round(HEIGHT - BOTTOM - part * (HEIGHT - TOP - BOTTOM))

    heights = {year: down(amount) for year, amount, _ in promises}
    dots = tuple(_dot(round(across(v.year)), down(v.value), v.label, heights.get(v.year)) for v in values)
    return Trend(
        dots=dots,
        steps=tuple(_step(across(year) if year else None, width, down(y), label) for year, y, label in promises),
        years=tuple(Tick(round(across(year)), str(year)) for year in range(first, last + 1)),
        values=tuple(Tick(down(amount), written(amount)) for amount in scale),
        line=" ".join(f"{dot.x},{dot.y}" for dot in dots),
        cut=scale[0] != 0,
    )


def axis(amounts: Sequence[Decimal], *, from_zero: bool) -> list[Decimal]:
    """Round numbers that hold all amounts, at most seven of them; never a single one."""
    low, high = min(amounts), max(amounts)
    if from_zero:
        low, high = min(Decimal(0), low), max(Decimal(0), high)
    spread = (high - low) or max(abs(high), Decimal(1)) / 10
    raw = spread / MOST_STEPS
    power = Decimal(1).scaleb(raw.adjusted())
    step = next(nice * power for nice in NICE if nice * power >= raw)
    start = (low / step).to_integral_value(rounding="ROUND_FLOOR") * step
    # The lowest dot does not lie on the axis, unless the axis is zero.
    if start == low and low != 0:
        start -= step
    marks = [start]
    while marks[-1] < high:
        marks.append(marks[-1] + step)
    return marks if len(marks) > 1 else [*marks, marks[-1] + step]


def on_scale(value: Decimal, low: Decimal, high: Decimal, width: int) -> int:
    """The place of a value on a line of ``width`` with a margin of 8 at both ends; outside values stay at the ends."""
    if high <= low:
        return width // 2
    part = min(max((value - low) / (high - low), Decimal(0)), Decimal(1))
    return round(8 + part * (width - 16))


def written(amount: Decimal) -> str:
    """A number of an axis without needless zeros: 95, 97.5, 100,000."""
    text = f"{amount:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _step(middle: Decimal | None, width: Decimal, y: int, label: str) -> Step:
    """A promise as wide as its year with a gap to the next, or from side to side."""
    if middle is None:
        return Step(LEFT, WIDTH - RIGHT, y, label, y - 7)
    return Step(round(middle - width / 2 + 6), round(middle + width / 2 - 6), y, label, y - 7)


def _dot(x: int, y: int, label: str, promise_y: int | None) -> Dot:
    """The label stands above its dot, or below where a promise's own label is close above."""
    crowded = promise_y is not None and -6 <= y - promise_y <= 30
    return Dot(x, y, label, y + 20 if crowded or y < TOP + 14 else y - 10)
