"""Small charts from Python."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from zhiheng.web.charts import WIDTH, shares


@given(st.lists(st.integers(0, 1000), max_size=8))
def test_the_parts_of_a_bar_fill_it_without_gap_or_overlap(numbers: list[int]) -> None:
    laid = shares([(str(place), "", number) for place, number in enumerate(numbers)])
    assert [share.number for share in laid] == [number for number in numbers if number]
    at = 0
    for share in laid:
        assert share.x == at
        at += share.width
    assert at == (WIDTH if laid else 0)
