"""When a legal limit ends, counted as the law counts: a pure function of dates, a limit and a calendar.

民法典 201: the day on which a limit begins is not counted. 202: a limit in months ends on the corresponding day, on the
last day of the month where there is none. 203: where the last day is one of rest, the limit ends on the first day that
is none. 行政处罚法 85 and others count in working days: days that the State Council's yearly notice leaves worked,
make-up Saturdays and Sundays among them. Time excluded from a limit (鉴定、检测、公告…) is a suspension: a span of days
that are not counted, never an edited due date.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import islice

DAY = timedelta(days=1)
SATURDAY = 5
MOST_DAYS = 36_525
MOST_MONTHS = 1_200
"""A hundred years; a longer limit is a slip of the keyboard."""

Span = tuple[date, date | None]
"""A suspension, both days included; None where it is still running."""


class Uncountable(ValueError):
    """What no deadline can be counted from; ``message_zh`` and ``message_en`` are a sentence each, for people."""

    def __init__(self, message_zh: str, message_en: str) -> None:
        super().__init__(f"{message_zh}({message_en})")
        self.message_zh = message_zh
        self.message_en = message_en


class Unit(StrEnum):
    """What a limit is counted in."""

    WORKING = "working"
    CALENDAR = "calendar"
    MONTHS = "months"


@dataclass(frozen=True)
class Calendar:
    """What the notices say: the years that have one, weekdays that are not worked, weekend days that are.

    A year without a notice counts Monday to Friday, and what was counted with it is provisional.
    """

    published: frozenset[int]
    off: frozenset[date]
    worked: frozenset[date]

    def rests(self, day: date) -> bool:
        """Whether nobody works on a day: a weekend that is not made up, a holiday, a day off in exchange."""
        return day in self.off or (day.weekday() >= SATURDAY and day not in self.worked)

    def is_working(self, day: date) -> bool:
        """Whether a day is 工作日."""
        return not self.rests(day)


@dataclass(frozen=True)
class Limit:
    """A number of days or months. ``rolls``: one in days or months that ends on a day of rest ends on the next workday.

    民法典 203 speaks of 法定休假日, which courts read as weekends too; a law that says otherwise switches it off.
    """

    days: int
    unit: Unit
    rolls: bool = True

    def __post_init__(self) -> None:
        most = MOST_MONTHS if self.unit is Unit.MONTHS else MOST_DAYS
        if not 0 <= self.days <= most:
            raise Uncountable(f"期限应在 0 到 {most} 之间,不能是 {self.days}", f"{self.days} is not within 0 to {most}")


@dataclass(frozen=True)
class Due:
    """The last day of a limit; None while the clock stands in a suspension that has no end yet.

    ``provisional``: a day that decides it lies in a year without a notice; it is counted again when there is one.
    """

    on: date | None
    provisional: bool


STANDING = Due(None, False)


def due(start: date, limit: Limit, calendar: Calendar, suspended: Iterable[Span] = ()) -> Due:
    """The last day of a limit that an event on ``start`` sets running.

    Working days: the nth that is not suspended. Calendar days and months: the end that the law names, later by every
    suspended day, then rolled to the next day that is neither of rest nor suspended. Raises Uncountable for a
    suspension that ends before it begins and for an end that no calendar has, TypeError for a moment instead of a day.
    """
    if isinstance(start, datetime):
        raise TypeError("a deadline is counted from a date; take the local date of the moment")
    spans = _in_order(suspended)
    try:
        if limit.unit is Unit.WORKING:
            return _due_by_working_days(start, limit.days, calendar, spans)
        days = limit.days
        if limit.unit is Unit.MONTHS:
            days = (_months_later(start, limit.days) - start).days
        return _due_by_days(start, days, calendar if limit.rolls else None, spans)
    except OverflowError:
        raise Uncountable("日期超出公元 1 至 9999 年", "a date outside the years 1 to 9999") from None


def working_days_between(start: date, end: date, calendar: Calendar) -> int:
    """The working days after ``start`` up to ``end``, as ``due`` counts them; negative when ``end`` is earlier."""
    first, last = min(start, end), max(start, end)
    days = (first + DAY * number for number in range(1, (last - first).days + 1))
    count = sum(map(calendar.is_working, days))
    return count if start <= end else -count


def _due_by_working_days(start: date, days: int, calendar: Calendar, spans: list[Span]) -> Due:
    end, provisional = start, False
    running = _running(start, spans)
    while days:
        day = next(running, None)
        if day is None:
            return STANDING
        end, provisional = day, provisional or day.year not in calendar.published
        days -= calendar.is_working(day)
    return Due(end, provisional)


def _due_by_days(start: date, days: int, calendar: Calendar | None, spans: list[Span]) -> Due:
    """Without a calendar the limit does not roll, and no notice decides anything."""
    last = next(islice(_running(start - DAY if not days else start, spans), max(days - 1, 0), None), None)
    if last is None or calendar is None:
        return Due(last, False)
    provisional = last.year not in calendar.published
    for day in _running(last - DAY, spans):
        provisional = provisional or day.year not in calendar.published
        if calendar.is_working(day):
            return Due(day, provisional)
    return STANDING


def _running(start: date, spans: list[Span]) -> Iterator[date]:
    """The days after ``start`` on which the clock runs, in order; they end before a suspension that has no end."""
    day = start
    for begin, end in spans:
        while day + DAY < begin:
            yield (day := day + DAY)
        if end is None:
            return
        day = max(day, end)
    while True:
        yield (day := day + DAY)


def _in_order(suspended: Iterable[Span]) -> list[Span]:
    spans = sorted(suspended, key=lambda span: span[0])
    for begin, end in spans:
        if end is not None and end < begin:
            raise Uncountable(
                f"中止期间的结束日 {end} 早于开始日 {begin}", f"a suspension ends on {end}, before it begins on {begin}"
            )
    return spans


def _months_later(start: date, months: int) -> date:
    """The corresponding day so many months later, or the last of that month (民法典 202)."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    if year > date.max.year:
        raise OverflowError
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))
