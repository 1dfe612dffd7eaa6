"""The calendar as a table: what the library brings, what people correct, and what is read from it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from pytest_django import DjangoAssertNumQueries

from zhiheng.directory.models import Officer
from zhiheng.mechanisms.calendar.library import notices, of_library
from zhiheng.mechanisms.calendar.loading import announce, calendar_now, load_calendar
from zhiheng.mechanisms.calendar.models import CalendarYear, SpecialDay
from zhiheng.mechanisms.journal.models import Entry
from zhiheng.mechanisms.versions import Stale

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 22, 4, tzinfo=UTC)
LATER = datetime(2026, 11, 23, 4, tzinfo=UTC)
FIRST_OF_MAY = date(2026, 5, 1)


@pytest.fixture
def wen() -> Officer:
    return Officer.objects.create(username="wen", display_name="文娟", role="office")


def test_a_database_without_a_calendar_counts_by_the_library() -> None:
    assert not CalendarYear.objects.exists()
    assert calendar_now() == of_library()


def test_loading_brings_every_announced_year_once(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    assert load_calendar(at=NOON) == [notice.year for notice in notices()] == list(range(2020, 2027))
    assert load_calendar(at=LATER) == []
    assert CalendarYear.objects.get(year=2026).notice == "国办发明电〔2025〕7号"
    assert calendar_now() == of_library()
    with django_assert_num_queries(1):
        calendar_now()


def test_a_year_that_the_library_tells_otherwise_today_is_loaded_again() -> None:
    load_calendar(at=NOON)
    SpecialDay.objects.get(day=FIRST_OF_MAY).delete()
    assert load_calendar(at=LATER) == [2026]
    assert calendar_now() == of_library()


def test_what_a_person_wrote_is_kept_by_loading_and_read_at_once(wen: Officer) -> None:
    load_calendar(at=NOON)
    before = calendar_now()
    announce(2027, "某号", {date(2027, 1, 1)}, {date(2027, 1, 3)}, version=0, by=wen, at=NOON, why="通知已发布")
    now = calendar_now()
    assert now.published == before.published | {2027}
    assert now.rests(date(2027, 1, 1)) and now.is_working(date(2027, 1, 3))
    version = CalendarYear.objects.get(year=2026).version
    announce(2026, "另一号", {FIRST_OF_MAY}, set(), version=version, by=wen, at=NOON, why="调整")
    assert load_calendar(at=LATER) == []
    assert [day.day for day in SpecialDay.objects.filter(year__year=2026)] == [FIRST_OF_MAY]
    assert calendar_now().is_working(date(2026, 10, 1))


def test_what_is_announced_is_journalled_in_words(wen: Officer) -> None:
    load_calendar(at=NOON)
    days = of_library()
    off = {day for day in days.off if day.year == 2026} - {FIRST_OF_MAY}
    worked = {day for day in days.worked if day.year == 2026}
    announce(2026, "国办发明电〔2025〕7号", off, worked, version=1, by=wen, at=NOON, why="对照通知更正")
    [line] = Entry.objects.filter(ledger="calendar:2026")
    assert (line.field, line.by, line.why) == ("放假", wen, "对照通知更正")
    assert "05-01" in line.old and "05-01" not in line.new


def test_of_two_who_announce_one_year_the_second_is_told(wen: Officer) -> None:
    for version in (0, 1):
        announce(2027, "某号", {date(2027, 1, 1)}, set(), version=version, by=wen, at=NOON, why="通知")
        with pytest.raises(Stale) as told:
            announce(2027, "别号", set(), set(), version=version, by=wen, at=NOON, why="通知")
        assert told.value.version == version + 1
    with pytest.raises(Stale):
        announce(2028, "别号", set(), set(), version=3, by=wen, at=NOON, why="通知")
    assert [(row.year, row.notice) for row in CalendarYear.objects.all()] == [(2027, "某号")]
    assert calendar_now().off == {date(2027, 1, 1)}
