"""The notices as the kept library tells them, for the years that ``data/calendar.yaml`` names as announced."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

import holidays

from zhiheng.data import read_yaml
from zhiheng.mechanisms.calendar.counting import SATURDAY, Calendar


@dataclass(frozen=True)
class Notice:
    """What the State Council announced for a year; ``changed`` is the later notice that changed it, if any.

    ``certain``: the number was compared with a copy. ``off`` and ``worked`` as in ``Calendar``.
    """

    year: int
    number: str
    changed: str
    certain: bool
    off: frozenset[date]
    worked: frozenset[date]


@cache
def notices() -> tuple[Notice, ...]:
    """The announced years in order, with their days.

    The library knows statutory holidays for years to come, and their make-up days only once they are announced: a year
    that is named without any is a mistake, and raises ValueError.
    """
    rows = read_yaml("calendar.yaml")["years"]
    return tuple(_notice(row["year"], row["notice"], row.get("changed", ""), row["certain"]) for row in rows)


@cache
def of_library() -> Calendar:
    """The calendar where no database is: every announced year."""
    known = notices()
    return Calendar(
        published=frozenset(notice.year for notice in known),
        off=frozenset().union(*(notice.off for notice in known)),
        worked=frozenset().union(*(notice.worked for notice in known)),
    )


def _notice(year: int, number: str, changed: str, certain: bool) -> Notice:
    known = holidays.country_holidays("CN", years=year)
    worked = frozenset(day for day in known.weekend_workdays if day.year == year)
    if not worked:
        raise ValueError(f"calendar.yaml: {year} is named as announced, and the library has no make-up days for it")
    off = frozenset(day for day in known if day.year == year and day.weekday() < SATURDAY)
    return Notice(year, number, changed, certain, off, worked)
