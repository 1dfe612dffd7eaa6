"""Slopes colour those alone that moved more than chance."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.web.drawing.made import row, spot
from zhiheng.web.drawing.picture import Linked, Mark
from zhiheng.web.drawing.slopes import LINE, _apart, moved, slope


def colours(better: str, *rows: tuple[str, str, str]) -> list[str]:
    picture = slope(("2024", "2025"), [row("甲", *ends, reach=reach) for *ends, reach in rows], better=better)
    return sorted(one.css.split()[1] for one in picture.marks if isinstance(one, Mark) and "drawn-slope" in one.css)


def test_intervals_that_touch_are_no_change() -> None:
    assert not moved(spot("95", reach="1"), spot("97", reach="1"))
    assert moved(spot("95", reach="0.9"), spot("97", reach="0.9"))
    assert moved(spot("95"), spot("96")) and not moved(spot("95"), spot("95")) and not moved(spot("95"), spot(None))


@pytest.mark.parametrize(("better", "expected"), [("higher", "good"), ("lower", "bad"), ("", "moved")])
def test_a_rise_is_good_where_more_is_better(better: str, expected: str) -> None:
    assert colours(better, ("90", "95", "1"), ("90", "90.5", "1")) == sorted([expected, "still"])


def test_who_lacks_one_of_the_two_periods_is_left_out() -> None:
    picture = slope(("2024", "2025"), [row("甲", "90", None), row("乙", "91", "92")], better="higher")
    assert [one.href for one in picture.marks if isinstance(one, Linked)] == ["/value/91", "/value/92"]


def test_nobody_to_compare_is_an_empty_picture_and_no_error() -> None:
    assert not [one for one in slope(("2024", "2025"), [], better="").marks if isinstance(one, Linked)]


@given(st.lists(st.integers(40, 400), min_size=1, max_size=14))
def test_labels_never_cover_each_other(places: list[int]) -> None:
    laid = sorted(_apart(places, 40, 400))
    assert all(after - before >= LINE for before, after in pairwise(laid))
