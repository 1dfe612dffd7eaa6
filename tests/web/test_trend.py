"""The drawing of an indicator."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhiheng.web.trend import HEIGHT, LEFT, RIGHT, WIDTH, Value, axis, on_scale, trend, written

AMOUNTS = st.decimals(-1_000_000, 1_000_000, places=2)


def values(*amounts: str) -> list[Value]:
    return [Value(2023 + n, Decimal(amount), amount) for n, amount in enumerate(amounts)]


@settings(deadline=None)
@given(st.lists(AMOUNTS, min_size=1, max_size=9), st.booleans())
def test_an_axis_holds_every_amount_in_a_few_even_steps(amounts: list[Decimal], from_zero: bool) -> None:
    marks = axis(amounts, from_zero=from_zero)
    assert marks[0] <= min(amounts) and max(amounts) <= marks[-1]
    assert 2 <= len(marks) <= 9
    assert len({after - before for before, after in zip(marks, marks[1:], strict=False)}) == 1
    assert not from_zero or marks[0] <= 0 <= marks[-1]


@settings(deadline=None)
@given(st.lists(AMOUNTS, min_size=1, max_size=6), st.lists(AMOUNTS, max_size=4))
def test_nothing_is_drawn_outside_the_picture(amounts: list[Decimal], promised: list[Decimal]) -> None:
    promises = [(2023 + n, amount, str(amount)) for n, amount in enumerate(promised)]
    drawn = trend([Value(2023 + n, a, str(a)) for n, a in enumerate(amounts)], promises, from_zero=False)
    assert all(LEFT <= dot.x <= WIDTH - RIGHT and 0 <= dot.y <= HEIGHT for dot in drawn.dots)
    assert all(LEFT <= step.x1 < step.x2 <= WIDTH - RIGHT and 0 <= step.y <= HEIGHT for step in drawn.steps)


def test_a_higher_value_stands_higher_and_a_later_one_further_right() -> None:
    first, second = trend(values("91", "95"), [], from_zero=False).dots
    assert second.y < first.y and second.x > first.x


def test_a_promise_of_a_year_is_as_wide_as_the_year_and_one_of_every_year_spans_all() -> None:
    drawn = trend(values("1", "2"), [(2025, Decimal(3), "≥ 3"), (None, Decimal(1), "≥ 1")], from_zero=True)
    one, every = drawn.steps
    assert (every.x1, every.x2) == (LEFT, WIDTH - RIGHT)
    assert one.x2 - one.x1 < (WIDTH - LEFT - RIGHT) / 3
    assert [tick.label for tick in drawn.years] == ["2023", "2024", "2025"]


def test_a_short_axis_says_that_it_is_cut_and_a_count_begins_at_zero() -> None:
    assert trend(values("94", "95"), [], from_zero=False).cut
    assert not trend(values("94", "95"), [], from_zero=True).cut


def test_a_label_makes_room_for_the_words_of_a_promise_just_above() -> None:
    drawn = trend(values("94.85", "90"), [(2023, Decimal(95), "≥ 95%")], from_zero=False)
    assert drawn.dots[0].label_y > drawn.dots[0].y


@pytest.mark.parametrize(("value", "place"), [("0", 8), ("5", 50), ("10", 92), ("-3", 8), ("99", 92)])
def test_a_value_has_its_place_between_the_ends_of_the_scale(value: str, place: int) -> None:
    assert on_scale(Decimal(value), Decimal(0), Decimal(10), 100) == place


def test_a_scale_without_length_puts_its_value_in_the_middle() -> None:
    assert on_scale(Decimal(5), Decimal(5), Decimal(5), 100) == 50


@pytest.mark.parametrize(("amount", "words"), [("100000", "100,000"), ("97.50", "97.5"), ("1E+3", "1,000"), ("0", "0")])
def test_numbers_of_an_axis_have_no_needless_zeros(amount: str, words: str) -> None:
    assert written(Decimal(amount)) == words
