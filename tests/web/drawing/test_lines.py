"""Trends and small multiples."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.web.drawing.made import row, spot
from zhiheng.web.drawing.lines import HEIGHT, WIDTH, multiples, scaled, spark, trend
from zhiheng.web.drawing.picture import Linked, Mark, Picture
from zhiheng.web.drawing.spots import Goal

AMOUNTS = st.none() | st.decimals(0, 100, places=2).map(str)
PERIODS = [f"2025Q{number}" for number in range(1, 5)]


def marks(picture: Picture, css: str) -> list[Mark]:
    """The marks of a class, also those that are linked."""
    every = [mark for one in picture.marks for mark in (one.marks if isinstance(one, Linked) else (one,))]
    return [mark for mark in every if css in mark.css.split()]


def drawn_at(mark: Mark, name: str) -> int:
    return int(dict(mark.places)[name])


@settings(deadline=None)
@given(st.lists(AMOUNTS, min_size=1, max_size=48).filter(lambda values: any(values)), st.booleans())
def test_each_value_is_drawn_inside_and_opens_itself(values: list[str | None], from_zero: bool) -> None:
    spots = [spot(value, reach="1.5") for value in values]
    picture = trend([str(n) for n in range(len(values))], spots, [], from_zero=from_zero, most=Decimal(102))
    opened = [one.href for one in picture.marks if isinstance(one, Linked)]
    assert opened == [one.href for one in spots if one.value is not None]
    dots = marks(picture, "drawn-dot")
    assert all(0 < drawn_at(dot, "cx") < WIDTH and 0 < drawn_at(dot, "cy") < HEIGHT for dot in dots)


def test_a_hole_breaks_the_line() -> None:
    spots = [spot("95"), spot("96"), spot(None), spot("97")]
    picture = trend(PERIODS, spots, [], from_zero=False)
    assert len(marks(picture, "drawn-line")) == 1 and len(marks(picture, "drawn-dot")) == 3


def test_a_promise_is_a_step_over_its_own_periods_at_its_own_height() -> None:
    picture = trend(
        PERIODS, [spot("95"), spot("96"), spot("96"), spot("97")], [Goal(1, 3, Decimal(96), "≥ 96%")], from_zero=False
    )
    step, dots = marks(picture, "drawn-goal")[0], marks(picture, "drawn-dot")
    assert drawn_at(step, "y1") == drawn_at(dots[1], "cy") > drawn_at(dots[3], "cy")
    assert drawn_at(dots[0], "cx") < drawn_at(step, "x1") < drawn_at(dots[1], "cx")
    assert drawn_at(step, "x2") > drawn_at(dots[3], "cx")


def test_a_share_has_no_scale_above_a_hundred() -> None:
    assert scaled([Decimal("92.1"), Decimal("99.9")], from_zero=False, most=Decimal(100))[-1] == 100
    assert scaled([Decimal("92.1"), Decimal("101")], from_zero=False, most=None)[-1] > 100


def test_of_many_values_only_the_telling_ones_are_written() -> None:
    spots = [spot(str(90 + n % 7 + n / 100)) for n in range(24)]
    written = [
        mark.text for mark in marks(trend([str(n) for n in range(24)], spots, [], from_zero=False), "drawn-value")
    ]
    values = [one.label for one in spots]
    assert set(written) == {values[0], values[-1], min(values), max(values)}


def test_small_multiples_share_one_scale() -> None:
    picture = multiples(
        PERIODS, [row("甲", "90", "90", "90", "90"), row("乙", "98", "98", "98", "98")], from_zero=False
    )
    first, second = marks(picture, "drawn-dot")
    assert drawn_at(first, "cy") > drawn_at(second, "cy")
    ticks = [mark.text for mark in marks(picture, "drawn-small") if not mark.text.startswith("2025")]
    assert ticks[:2] == ticks[2:4]


def test_a_place_without_values_says_so_among_the_small_ones() -> None:
    picture = multiples(PERIODS, [row("甲", None, None, None, None)], from_zero=False)
    assert [mark.text for mark in marks(picture, "drawn-none")] == ["—"]


def test_a_spark_of_nothing_is_empty() -> None:
    assert spark([spot(None)]).marks == () and spark([spot("1"), spot("2")]).marks
