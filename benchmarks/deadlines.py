"""100,000 random deadlines against a second way of counting them, in several time zones; and the control that errs.

The oracle shares no code with the product but the calendar's source: from the library it writes a table of every day
1970 to 2100 (rest or work, announced or not), crosses out suspended days and counts along the line. It takes a rule's
limit from its own copy of the law's dates. The product is asked with the TZ of each zone set, and with a clock that
raises when it is read. The control takes the holidays of one year from the product's calendar;
it must be found out. Prints the seed of the draws.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import secrets
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from unittest import mock

import holidays

from zhiheng.mechanisms.calendar.counting import Calendar, Limit, Span, Unit, due
from zhiheng.mechanisms.calendar.library import of_library
from zhiheng.mechanisms.parameters import parameters

ZONES = ("Asia/Shanghai", "UTC", "America/Los_Angeles", "Pacific/Kiritimati")
"""Shanghai had summer time from 1986 to 1991, and the draws reach back to it; the others lie west, and a day ahead."""
FIRST, LAST = date(1970, 1, 1), date(2100, 12, 31)
ANNOUNCED = range(2020, 2027)
RULES: dict[str, tuple[tuple[str, int, str], ...]] = {
    "complaint.accept": (("2014-03-15", 7, "working"),),
    "complaint.mediate": (
        ("2020-01-01", 45, "working"),
        ("2024-07-01", 60, "calendar"),
        ("2026-04-15", 60, "calendar"),
    ),
    "report.verify": (("2021-07-15", 15, "working"),),
    "report.punish": (("2021-07-15", 90, "calendar"),),
    "report.prescription": (("2021-07-15", 24, "months"),),
}
"""The law's dates once more, typed from the texts and not from the product's files."""
Answer = tuple[date | None, bool]


@dataclass(frozen=True)
class Asked:
    """One pair: the day of the event, a limit or the name of a rule, and the suspensions."""

    start: date
    limit: tuple[int, str, bool]
    suspended: tuple[Span, ...]
    rule: str = ""


def main(arguments: Sequence[str] = ()) -> int:
    """Ask every pair in every zone; 1 when one is wrong, or when the control finds nothing."""
    parser = argparse.ArgumentParser(prog="benchmarks deadlines", description=__doc__)
    parser.add_argument("--pairs", type=int, default=100_000)
    parser.add_argument("--seed", default="")
    chosen = parser.parse_args(list(arguments))
    seed = chosen.seed or secrets.token_hex(4)
    pairs = [drawn(seed, number) for number in range(chosen.pairs)]
    began = time.perf_counter()
    wrong = 0
    for place, zone in enumerate(ZONES):
        found = wrong_ones(pairs[place :: len(ZONES)], of_library(), zone)
        wrong += len(found)
        for asked, got, right in found[:3]:
            print(f"  {zone}: {asked}: {got}, not {right}")
    seconds = time.perf_counter() - began
    control = wrong_ones(pairs, without(2025, of_library()), ZONES[0])
    kinds = sum(1 for asked in pairs if asked.rule), sum(1 for asked in pairs if asked.suspended)
    print(f"seed {seed}: {len(pairs):,} pairs ({kinds[0]:,} by rule, {kinds[1]:,} suspended) in {len(ZONES)} zones")
    print(f"wrong deadlines: {wrong}   ({seconds:.1f} s with the oracle)")
    print(f"control, the holidays of 2025 taken away: {len(control):,} wrong")
    return int(bool(wrong) or not control)


def wrong_ones(pairs: Sequence[Asked], calendar: Calendar, zone: str) -> list[tuple[Asked, Answer, Answer]]:
    """The pairs that the product and the oracle answer differently, with both answers."""
    with in_zone(zone), no_clock():
        answers = [product(asked, calendar) for asked in pairs]
    rights = map(oracle, pairs)
    return [(asked, got, right) for asked, got, right in zip(pairs, answers, rights, strict=True) if got != right]


def product(asked: Asked, calendar: Calendar) -> Answer:
    """What the product says: the rule looked up by the day of the event, or the limit as given."""
    days, unit, rolls = asked.limit
    limit = parameters()[asked.rule].on(asked.start).limit if asked.rule else Limit(days, Unit(unit), rolls=rolls)
    found = due(asked.start, limit, calendar, asked.suspended)
    return found.on, found.provisional


def _table() -> list[str]:
    """One letter for each day from FIRST to LAST: r rest, w work by a notice; R and W by the day of the week alone."""
    china = holidays.country_holidays("CN", years=ANNOUNCED)
    letters = []
    for number in range((LAST - FIRST).days + 1):
        day = FIRST + timedelta(number)
        weekend = day.isoweekday() in (6, 7)
        if day.year not in ANNOUNCED:
            letters.append("R" if weekend else "W")
        elif weekend:
            letters.append("w" if day in china.weekend_workdays else "r")
        else:
            letters.append("r" if day in china else "w")
    return letters


TABLE = _table()


def oracle(asked: Asked) -> Answer:
    """The same by crossing out: a line of days after the event, the suspended ones struck, then counted by letters."""
    days, unit, rolls = _by_law(asked) if asked.rule else asked.limit
    begin = (asked.start - FIRST).days
    struck: set[int] = set()
    line_end = len(TABLE)
    for first, last in asked.suspended:
        if last is None:
            line_end = min(line_end, max(begin + 1, (first - FIRST).days))
        else:
            struck.update(range((first - FIRST).days, (last - FIRST).days + 1))
    line = [place for place in range(begin + 1, min(line_end, begin + 3000)) if place not in struck]
    if unit == "working":
        return _nth_working_day(line, days)
    if unit == "months":
        days = (_same_day(asked.start, days) - asked.start).days
    if len(line) < days:
        return None, False
    if not rolls:
        return _date(line[days - 1]), False
    tail = line[days - 1 :]
    for number, place in enumerate(tail):
        if TABLE[place] in "wW":
            return _date(place), any(TABLE[passed].isupper() for passed in tail[: number + 1])
    return None, False


def _nth_working_day(line: list[int], days: int) -> Answer:
    working = [number for number, place in enumerate(line) if TABLE[place] in "wW"]
    if len(working) < days:
        return None, False
    end = working[days - 1]
    return _date(line[end]), any(TABLE[place].isupper() for place in line[: end + 1])


def _by_law(asked: Asked) -> tuple[int, str, bool]:
    begun = [version for version in RULES[asked.rule] if version[0] <= asked.start.isoformat()]
    _, days, unit = begun[-1]
    return days, unit, True


def _same_day(start: date, months: int) -> date:
    """The corresponding day, or the last day of the month: try 31, 30 … until the month has it."""
    year, month = start.year + (start.month - 1 + months) // 12, (start.month - 1 + months) % 12 + 1
    for day in range(start.day, 27, -1):
        try:
            return date(year, month, day)
        except ValueError:
            continue
    return date(year, month, start.day)


def _date(place: int) -> date:
    return date.fromordinal(FIRST.toordinal() + place)


def drawn(seed: str, number: int) -> Asked:
    """The pair of a number: of ten, five begin in announced years, two cross into 2027, two lie before, one after."""
    chance = int.from_bytes(hashlib.sha256(f"{seed}:{number}".encode()).digest(), "big")

    def pick(most: int) -> int:
        nonlocal chance
        chance, rest = divmod(chance, most)
        return rest

    spans = {0: ("2020-01-01", 2480), 1: ("2026-09-01", 122), 2: ("1986-04-01", 12000), 3: ("2027-01-01", 9000)}
    first, width = spans[(0, 0, 0, 0, 0, 1, 1, 2, 2, 3)[pick(10)]]
    start = date.fromisoformat(first) + timedelta(pick(width))
    names = [name for name, versions in RULES.items() if versions[0][0] <= start.isoformat()]
    rule = names[pick(len(names))] if names and pick(3) == 0 else ""
    unit, most = (("working", 121), ("calendar", 401), ("months", 37))[pick(3)]
    limit = (1 + pick(most - 1), unit, pick(4) > 0)
    suspended = []
    for _ in range((0, 0, 1, 2, 3)[pick(5)]):
        begins = start + timedelta(pick(120) - 20)
        suspended.append((begins, None if pick(12) == 0 else begins + timedelta(pick(45))))
    return Asked(start, limit, tuple(suspended), rule)


def without(year: int, calendar: Calendar) -> Calendar:
    """The calendar with the holidays of one year forgotten, though it is still taken for announced."""
    kept = frozenset(day for day in calendar.off if day.year != year)
    return Calendar(calendar.published, kept, calendar.worked)


@contextmanager
def in_zone(zone: str) -> Iterator[None]:
    """The process in a time zone, as a machine set to it would be."""
    before = os.environ.get("TZ")
    try:
        os.environ["TZ"] = zone
        time.tzset()
        yield
    finally:
        os.environ.pop("TZ") if before is None else os.environ.update(TZ=before)
        time.tzset()


@contextmanager
def no_clock() -> Iterator[None]:
    """The clock of ``time``, which ``date.today`` asks too, raises when somebody reads it."""

    def read(*_: object) -> None:
        raise AssertionError("a deadline was counted with the machine's clock")

    with mock.patch("time.time", read), mock.patch("time.localtime", read), mock.patch("time.gmtime", read):
        yield
