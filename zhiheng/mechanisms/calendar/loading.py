"""The calendar as a table: filled from the kept library, corrected by people, and read by whoever counts days."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Count, Max, Sum
from django.utils.translation import gettext_noop

from zhiheng.mechanisms.calendar.counting import Calendar
from zhiheng.mechanisms.calendar.library import notices, of_library
from zhiheng.mechanisms.calendar.models import CalendarYear, SpecialDay
from zhiheng.mechanisms.journal.models import write_entries
from zhiheng.mechanisms.versions import Stale, step

JOURNAL = "calendar:"
"""What the journal of the calendar is called; a slug of a plan has no colon."""


def calendar_now() -> Calendar:
    """The calendar of the table, or of the library where nothing was loaded; one small query when nothing changed."""
    seen = CalendarYear.objects.aggregate(years=Count("pk"), at=Max("changed_at"), versions=Sum("version"))
    return _read(seen["years"], seen["at"], seen["versions"]) if seen["years"] else of_library()


@lru_cache(maxsize=1)
def _read(years: int, at: datetime, versions: int) -> Calendar:
    days = list(SpecialDay.objects.values_list("day", "kind"))
    return Calendar(
        published=frozenset(CalendarYear.objects.values_list("year", flat=True)),
        off=frozenset(day for day, kind in days if kind == SpecialDay.OFF),
        worked=frozenset(day for day, kind in days if kind == SpecialDay.WORKED),
    )


@transaction.atomic
def load_calendar(*, at: datetime) -> list[int]:
    """Bring the years of the library into the table; those that a person wrote stay. Gives the years that changed."""
    rows = {row.year: row for row in CalendarYear.objects.select_for_update()}
    changed = []
    for notice in notices():
        row = rows.get(notice.year) or CalendarYear(year=notice.year, version=0)
        said = "、".join(filter(None, [notice.number, notice.changed]))
        days = (notice.off, notice.worked)
        if row.edited or (row.pk and (row.notice, row.certain, row.off_and_worked()) == (said, notice.certain, days)):
            continue
        row.notice, row.certain, row.changed_at = said, notice.certain, at
        row.version += 1
        row.save()
        _write_days(row, *days)
        changed.append(notice.year)
    return changed


@transaction.atomic
def announce(
    year: int,
    notice: str,
    off: Collection[date],
    worked: Collection[date],
    *,
    version: int,
    by: Any,
    at: datetime,
    why: str,
) -> CalendarYear:
    """Write what a notice says about a year, journalled; Stale when ``version`` (0: none yet) is no longer the newest.

    The days replace those of the year; ``typed.read_notice`` has checked them.
    """
    row = CalendarYear.objects.filter(year=year).first()
    number, holidays, made_up = "", frozenset[date](), frozenset[date]()
    changes = {"notice": notice, "certain": True, "edited": True, "changed_at": at}
    if row is None:
        row = _created(year, version, changes)
    else:
        number, (holidays, made_up) = row.notice, row.off_and_worked()
        if not step(row, version, changes):
            raise Stale(row.version, [])
    _write_days(row, off, worked)
    said = [
        (gettext_noop("通知文号"), number, notice),
        (gettext_noop("放假"), _words(holidays), _words(off)),
        (gettext_noop("上班"), _words(made_up), _words(worked)),
    ]
    lines = [(str(year), field, old, new) for field, old, new in said if old != new]
    write_entries(lines, ledger=f"{JOURNAL}{year}", by=by, at=at, why=why)
    return row


def _created(year: int, version: int, changes: dict[str, Any]) -> CalendarYear:
    if version:
        raise Stale(0, [])
    try:
        with transaction.atomic():
            return CalendarYear.objects.create(year=year, **changes)
    except IntegrityError:
        raise Stale(CalendarYear.objects.get(year=year).version, []) from None


def _write_days(row: CalendarYear, off: Iterable[date], worked: Iterable[date]) -> None:
    row.days.all().delete()
    kinds = ((SpecialDay.OFF, off), (SpecialDay.WORKED, worked))
    SpecialDay.objects.bulk_create(SpecialDay(year=row, day=day, kind=kind) for kind, days in kinds for day in days)


def _words(days: Iterable[date]) -> str:
    return "、".join(f"{day:%m-%d}" for day in sorted(days))
