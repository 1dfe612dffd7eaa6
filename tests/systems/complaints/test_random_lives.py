"""A slice of ``python -m benchmarks complaint-histories``: random lives, counted by the definition and by hand."""

from __future__ import annotations

from datetime import date

from tests.systems.complaints.histories import Round, recount, rounds
from tests.systems.complaints.lives import Campaign
from zhiheng.mechanisms.calendar.library import of_library


def test_the_rate_is_what_a_clerk_counts_by_hand_and_nobody_is_stuck(db: None) -> None:
    campaign = Campaign("20261122")
    campaign.draw(80)
    campaign.live(10)
    campaign.compare_each()
    campaign.compare_all()
    assert campaign.differing == []
    assert campaign.stuck == []
    assert campaign.owed > 200
    # A clerk who forgets the suspensions is found out.
    assert campaign.control


def test_the_clerk_counts_the_dates_that_the_law_gives() -> None:
    """Sixty days from 2026-04-10, forty-five working days from 2024-06-28, and the days of testing left out."""
    works = of_library().is_working
    assert list(rounds([("accept", date(2026, 4, 10))], works)) == [Round(date(2026, 6, 9), None)]
    assert list(rounds([("accept", date(2024, 6, 28))], works)) == [Round(date(2024, 8, 30), None)]
    tested = [("accept", date(2026, 4, 10)), ("suspend", date(2026, 4, 20)), ("resume", date(2026, 4, 29))]
    assert list(rounds(tested, works)) == [Round(date(2026, 6, 22), None)]


def test_the_clerk_owes_what_is_overdue_and_not_what_is_to_come() -> None:
    march = (date(2026, 3, 1), date(2026, 3, 31))
    overdue, late = Round(date(2026, 3, 10), None), Round(date(2026, 3, 10), date(2026, 4, 2))
    early, to_come = Round(date(2026, 5, 10), date(2026, 3, 2)), Round(date(2026, 3, 25), None)
    assert recount([overdue, late, early, to_come], *march, on=date(2026, 3, 20)) == (1, 3)
