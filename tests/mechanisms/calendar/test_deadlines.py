"""A slice of ``python -m benchmarks deadlines``: two ways of counting agree; a calendar that lacks days is found."""

from __future__ import annotations

from datetime import date

import pytest

from benchmarks.deadlines import ZONES, drawn, no_clock, oracle, without, wrong_ones
from zhiheng.mechanisms.calendar.library import of_library

PAIRS = [drawn("20261122", number) for number in range(1_200)]


@pytest.mark.parametrize("zone", ZONES)
def test_two_ways_of_counting_agree_in_every_time_zone(zone: str) -> None:
    assert wrong_ones(PAIRS[ZONES.index(zone) :: len(ZONES)], of_library(), zone) == []


def test_the_draws_hold_what_they_are_to_try() -> None:
    answers = [oracle(asked) for asked in PAIRS]
    assert any(on is None for on, _ in answers) and any(provisional for _, provisional in answers)
    assert any(asked.rule for asked in PAIRS) and any(asked.start < date(1992, 1, 1) for asked in PAIRS)


def test_a_calendar_without_the_holidays_of_a_year_is_found_out() -> None:
    assert wrong_ones(PAIRS, without(2025, of_library()), ZONES[0])


def test_a_clock_that_is_read_is_noticed() -> None:
    with no_clock(), pytest.raises(AssertionError, match="clock"):
        date.today()  # noqa: TID251
