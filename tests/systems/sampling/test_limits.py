"""The limits of the five categories: which run where, and when each ends."""

from __future__ import annotations

from datetime import date

import pytest

from tests.factories import sampling as they
from zhiheng.mechanisms.calendar.counting import Limit, Unit, due
from zhiheng.mechanisms.calendar.loading import calendar_now, load_calendar
from zhiheng.mechanisms.parameters import parameters
from zhiheng.mechanisms.scope import everywhere
from zhiheng.systems.sampling import sorts
from zhiheng.systems.sampling.lifecycle import CLOCKS
from zhiheng.systems.sampling.repeating import months_before

EVENT = date(2026, 9, 18)
"""A Friday before a Sunday that is worked and before the holiday of October."""
TABLE = [
    ("to_lab", "food", "2026-09-24"),
    ("report", "food", "2026-10-22"),
    ("hand_in_pass", "food", "2026-09-29"),
    ("hand_in_fail", "food", "2026-09-21"),
    ("serve", "food", "2026-09-24"),
    ("objection", "industrial", "2026-10-08"),
    ("objection", "building", "2026-10-08"),
    ("objection", "food", "2026-09-29"),
    ("objection", "drug", "2026-09-28"),
    ("objection", "produce", "2026-09-24"),
    ("decide", "food", "2026-09-24"),
    ("formalities", "industrial", "2026-09-28"),
    ("name_laboratory", "industrial", "2026-09-28"),
    ("name_laboratory", "food", "2026-09-24"),
    ("retest", "food", "2026-10-09"),
    ("retest", "produce", "2026-09-29"),
    ("publish", "food", "2026-10-22"),
    ("publish", "drug", "2026-10-22"),
    ("handle", "food", "2026-12-17"),
    ("fix", "industrial", "2026-11-17"),
    ("recheck", "industrial", "2026-12-02"),
    ("recheck", "building", "2026-12-02"),
    ("second_recheck", "industrial", "2026-12-17"),
]
"""Limit, category and the day on which it ends when its event is on EVENT, by the calendar of 2026."""


@pytest.fixture
def calendar(db: None) -> None:
    load_calendar(at=they.on("2026-01-02"))


@pytest.mark.parametrize(("what", "category", "ends"), TABLE)
def test_a_limit_ends_on_the_day_that_the_law_says(what: str, category: str, ends: str, calendar: None) -> None:
    rule = parameters()[f"sampling.{what}_{category}"].on(EVENT)
    assert str(due(EVENT, rule.limit, calendar_now()).on) == ends
    assert rule.reference and (rule.certain or rule.note)


@pytest.mark.parametrize("category", [key for key, _ in sorts.CATEGORIES])
def test_when_the_time_to_publish_begins_is_said_to_be_uncertain(category: str) -> None:
    for day in (date(2020, 1, 2), EVENT):
        rule = parameters()[f"sampling.publish_{category}"].on(day)
        assert not rule.certain and "起算日" in rule.note


def test_what_the_law_does_not_limit_has_no_clock() -> None:
    running = {(clock.key, clock.rule.rpartition("_")[2]) for clock in CLOCKS}
    assert ("handle", "industrial") not in running and ("recheck", "food") not in running
    assert ("report", "drug") not in running
    assert {(what, category) for what, category, _ in TABLE} <= running


def test_of_the_two_readings_for_drugs_the_earlier_day_counts(calendar: None) -> None:
    """药品管理法102 says 七日, the rule of 2019 seven working days; ours is never the later one."""
    rule = parameters()["sampling.objection_drug"].on(EVENT)
    for day in (date.fromordinal(date(2026, 1, 1).toordinal() + n) for n in range(0, 360, 3)):
        ours, other = (due(day, limit, calendar_now()).on for limit in (rule.limit, Limit(7, Unit.WORKING)))
        assert ours and other and ours <= other
    assert not rule.certain and "34号" in rule.note


def test_every_category_says_which_sampling_type_feeds_its_rate_and_never_risk_monitoring() -> None:
    fed = {category: sorts.feeds(category, EVENT) for category, _ in sorts.CATEGORIES}
    assert {rule.value for rule in fed.values()} <= {sorts.SUPERVISION, sorts.EVALUATION, sorts.ROUTINE}
    assert (fed["food"].value, fed["produce"].value) == (sorts.EVALUATION, sorts.ROUTINE)


def test_a_clock_runs_in_its_category_alone_and_a_window_is_nobodys_delay(calendar: None) -> None:
    sample = they.served(sorts.DRUG, passed=False, day="2026-09-18")
    with everywhere():
        clocks = {row.clock: row for row in sample.clock_rows.all()}
        sample.refresh_from_db()
    assert set(clocks) == {"objection"} and str(clocks["objection"].due_on) == "2026-09-28"
    assert sample.due_on is None


def test_months_before_the_end_of_a_month() -> None:
    assert months_before(date(2026, 8, 31), 6) == date(2026, 2, 28)
    assert months_before(date(2026, 3, 2), 6) == date(2025, 9, 2)
