"""When a limit ends: the vectors of the law, and what must hold for every date."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiheng.mechanisms.calendar.counting import (
    MOST_DAYS,
    Calendar,
    Due,
    Limit,
    Span,
    Uncountable,
    Unit,
    due,
    working_days_between,
)
from zhiheng.mechanisms.calendar.library import of_library

CALENDAR = of_library()
MON_TO_FRI = Calendar(CALENDAR.published, frozenset(), frozenset())
W, C, M = Unit.WORKING, Unit.CALENDAR, Unit.MONTHS


def day(text: str) -> date:
    return date.fromisoformat(text)


def span(text: str) -> Span:
    begins, ends = text.split("..")
    return day(begins), day(ends) if ends else None


@pytest.mark.parametrize(
    ("start", "days", "unit", "expected", "monday_to_friday"),
    [
        ("2026-09-28", 7, W, "2026-10-13", "2026-10-07"),
        ("2026-02-12", 7, W, "2026-02-28", "2026-02-23"),
        ("2026-04-30", 7, W, "2026-05-13", "2026-05-11"),
        ("2025-09-26", 7, W, "2025-10-13", "2025-10-07"),
        ("2026-09-18", 5, W, "2026-09-24", "2026-09-25"),
        ("2026-09-28", 20, W, "2026-10-30", "2026-10-26"),
        ("2026-08-03", 60, C, "2026-10-08", "2026-10-02"),
        ("2026-09-20", 15, C, "2026-10-08", "2026-10-05"),
        ("2026-04-20", 60, C, "2026-06-22", "2026-06-19"),
        ("2026-04-10", 60, C, "2026-06-09", "2026-06-09"),
        ("2026-04-10", 45, W, "2026-06-16", "2026-06-12"),
    ],
)
def test_the_vectors_of_the_official_calendar(
    start: str, days: int, unit: Unit, expected: str, monday_to_friday: str
) -> None:
    assert due(day(start), Limit(days, unit), CALENDAR) == Due(day(expected), False)
    assert due(day(start), Limit(days, unit), MON_TO_FRI).on == day(monday_to_friday)


@pytest.mark.parametrize(
    ("start", "limit", "suspended", "expected"),
    [
        # a limit that ends on a make-up Saturday ends there; on a plain Saturday it does not
        ("2026-02-26", Limit(2, C), [], "2026-02-28"),
        ("2026-03-05", Limit(2, C), [], "2026-03-09"),
        ("2026-03-05", Limit(2, C, rolls=False), [], "2026-03-07"),
        # the corresponding day, the last of the month, the leap day
        ("2026-01-31", Limit(1, M), [], "2026-02-28"),
        ("2024-01-31", Limit(1, M), [], "2024-02-29"),
        ("2024-02-29", Limit(12, M), [], "2025-02-28"),
        ("2026-01-15", Limit(3, M), [], "2026-04-15"),
        ("2025-11-20", Limit(3, M), [], "2026-02-24"),
        # each suspended day once, also where suspensions overlap, also one that began before the limit did
        ("2026-03-02", Limit(5, W), ["2026-03-04..2026-03-06"], "2026-03-12"),
        ("2026-03-02", Limit(5, W), ["2026-03-04..2026-03-05", "2026-03-05..2026-03-06"], "2026-03-12"),
        ("2026-03-02", Limit(5, W), ["2026-02-01..2026-03-03"], "2026-03-10"),
        ("2026-03-02", Limit(10, C), ["2026-03-04..2026-03-06"], "2026-03-16"),
        ("2026-01-15", Limit(1, M), ["2026-02-01..2026-02-10"], "2026-02-25"),
        # rolled from a Saturday onto a suspended Monday, and on
        ("2026-03-05", Limit(2, C), ["2026-03-09..2026-03-10"], "2026-03-11"),
        # a suspension after the end changes nothing, one day longer does
        ("2026-03-02", Limit(5, W), ["2026-03-10.."], "2026-03-09"),
        ("2026-03-02", Limit(5, W), ["2026-03-09.."], None),
        ("2026-03-02", Limit(60, C), ["2026-03-03.."], None),
        ("2026-03-05", Limit(2, C), ["2026-03-08.."], None),
        # no days at all: the day itself, or the next that is none of rest
        ("2026-03-02", Limit(0, W), [], "2026-03-02"),
        ("2026-03-07", Limit(0, C), [], "2026-03-09"),
    ],
)
def test_ends_that_a_clerk_would_look_at_twice(
    start: str, limit: Limit, suspended: list[str], expected: str | None
) -> None:
    found = due(day(start), limit, CALENDAR, map(span, suspended))
    assert found == Due(day(expected) if expected else None, False)


@pytest.mark.parametrize(
    ("start", "limit", "suspended", "provisional"),
    [
        ("2026-12-21", Limit(7, W), [], False),  # to 30 December
        ("2026-12-21", Limit(9, W), [], True),
        ("2026-12-01", Limit(30, C), [], False),  # Thursday, 31 December
        ("2026-12-01", Limit(31, C), [], True),
        ("2026-12-01", Limit(31, C, rolls=False), [], False),  # no notice could change it
        ("2026-12-31", Limit(2, C, rolls=False), [], False),
        ("2026-11-30", Limit(3, M), [], True),
        ("2019-12-30", Limit(3, W), [], True),
        # a suspended year decides nothing; the days counted do
        ("2024-12-30", Limit(3, W), ["2025-01-01..2025-12-31"], False),
    ],
)
def test_what_a_year_without_a_notice_decides_is_provisional(
    start: str, limit: Limit, suspended: list[str], provisional: bool
) -> None:
    assert due(day(start), limit, CALENDAR, map(span, suspended)).provisional is provisional


def test_a_suspended_year_without_a_notice_decides_nothing() -> None:
    without = Calendar(CALENDAR.published - {2025}, CALENDAR.off, CALENDAR.worked)
    year = [(date(2025, 1, 1), date(2025, 12, 31))]
    assert not due(date(2024, 12, 27), Limit(5, W), without, year).provisional
    assert due(date(2024, 12, 27), Limit(5, W), without).provisional


def test_what_cannot_be_counted_is_told_in_both_languages() -> None:
    with pytest.raises(Uncountable, match=r"早于开始日.*before it begins"):
        due(date(2026, 3, 2), Limit(5, W), CALENDAR, [(date(2026, 3, 5), date(2026, 3, 4))])
    with pytest.raises(Uncountable, match=r"不能是 -1.*-1 is not within"):
        Limit(-1, C)
    with pytest.raises(Uncountable, match="1201"):
        Limit(1201, M)
    for unit in Unit:
        with pytest.raises(Uncountable, match="9999"):
            due(date(9999, 12, 30), Limit(40, unit), CALENDAR)


def test_a_moment_is_no_day() -> None:
    with pytest.raises(TypeError, match="local date"):
        due(datetime(2026, 3, 2, 23, 30), Limit(5, W), CALENDAR)


def test_overdue_is_told_in_working_days() -> None:
    assert working_days_between(day("2026-09-30"), day("2026-10-08"), CALENDAR) == 1
    assert working_days_between(day("2026-10-08"), day("2026-09-30"), CALENDAR) == -1
    assert working_days_between(day("2026-09-30"), day("2026-09-30"), CALENDAR) == 0


days = st.dates(date(2019, 6, 1), date(2028, 6, 1))
spans = st.lists(
    st.tuples(days, st.integers(0, 90)).map(lambda given: (given[0], given[0] + timedelta(given[1]))), max_size=4
)


@given(start=days, number=st.integers(1, 200), suspended=spans)
def test_of_working_days_exactly_so_many_are_counted(start: date, number: int, suspended: list[Span]) -> None:
    end = due(start, Limit(number, W), CALENDAR, suspended).on
    assert end is not None and CALENDAR.is_working(end)
    passed = [start + timedelta(each) for each in range(1, (end - start).days + 1)]
    stopped = {each for each in passed for begins, ends in suspended if begins <= each <= (ends or each)}
    assert sum(map(CALENDAR.is_working, set(passed) - stopped)) == number
    assert end not in stopped
    if not suspended:
        assert working_days_between(start, end, CALENDAR) == number


@given(start=days, number=st.integers(0, 400), unit=st.sampled_from(Unit), suspended=spans)
def test_a_suspension_never_brings_an_end_forward_and_a_day_more_neither(
    start: date, number: int, unit: Unit, suspended: list[Span]
) -> None:
    plain, later = due(start, Limit(number, unit), CALENDAR), due(start, Limit(number, unit), CALENDAR, suspended)
    more = due(start, Limit(number + 1, unit), CALENDAR, suspended)
    assert plain.on and later.on and more.on
    assert plain.on <= later.on <= more.on
    assert due(start, Limit(number, unit), CALENDAR, reversed(suspended)) == later


@given(start=days, number=st.integers(0, MOST_DAYS), unit=st.sampled_from([W, C]))
def test_a_notice_that_comes_later_changes_provisional_ends_only(start: date, number: int, unit: Unit) -> None:
    fewer = Calendar(CALENDAR.published - {2026}, *(_without_2026(days) for days in (CALENDAR.off, CALENDAR.worked)))
    before, after = due(start, Limit(number % 300, unit), fewer), due(start, Limit(number % 300, unit), CALENDAR)
    assert before.provisional or before == after


def _without_2026(given_days: frozenset[date]) -> frozenset[date]:
    return frozenset(each for each in given_days if each.year != 2026)
