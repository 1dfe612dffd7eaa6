"""When a session is over, to the second; time is given, so no test waits."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from zhiheng.directory.timeouts import is_over

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
IDLE, LONGEST = timedelta(minutes=30), timedelta(hours=12)


@pytest.mark.parametrize(
    ("begun_before", "seen_before", "over"),
    [
        (timedelta(0), timedelta(0), False),
        (timedelta(hours=1), timedelta(minutes=30), False),
        (timedelta(hours=1), timedelta(minutes=30, seconds=1), True),
        (timedelta(hours=12), timedelta(minutes=1), False),
        (timedelta(hours=12, seconds=1), timedelta(minutes=1), True),
    ],
)
def test_a_session_ends_after_half_an_hour_alone_or_half_a_day(
    begun_before: timedelta, seen_before: timedelta, over: bool
) -> None:
    assert is_over(NOON - begun_before, NOON - seen_before, NOON, idle=IDLE, longest=LONGEST) is over
