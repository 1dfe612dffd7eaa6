"""The text of a notice, as somebody pastes or types it, read into days; whatever is not understood is refused.

Read are sentences as the notices write them (4月4日（周六）至6日（周一）放假，共3天。) and plain lines (2026-02-14
上班). What a notice says twice is compared: the weekday in brackets with the date, 共9天 with the days.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from zhiheng.mechanisms.calendar.counting import DAY, SATURDAY

WEEKDAYS = "一二三四五六日"
ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})日?")
A_DAY = re.compile(r"(?:(\d{4})年)?(?:(\d{1,2})月)?(\d{1,2})日(?:\(([^)]*)\))?")
TO = re.compile(r"\s*(?:至|到|-|—|–|~)+\s*")
TOTAL = re.compile(r"共(\d+)天")
SIGNED = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日")
LONGEST = 15
"""Days; no holiday is longer, and a slip in a month would make one."""


@dataclass
class Days:
    """What was read: weekdays that are off, weekend days that are worked, and a sentence for each thing wrong."""

    off: set[date] = field(default_factory=set)
    worked: set[date] = field(default_factory=set)
    problems: list[str] = field(default_factory=list)


def read_notice(text: str, year: int) -> Days:
    """The days of a notice for a year; they lie in the year, or in December before it."""
    found = Days()
    rest: set[date] = set()
    for sentence in _sentences(text):
        try:
            _read(sentence, year, rest, found.worked)
        except ValueError as wrong:
            found.problems.append(_("“%(said)s”：%(wrong)s") % {"said": sentence[:60], "wrong": wrong})
    found.off = {day for day in rest if day.weekday() < SATURDAY}
    both = _("既放假又上班")
    found.problems += [f"{day}：{both}" for day in sorted(rest & found.worked)]
    return found


def as_lines(off: Iterable[date], worked: Iterable[date]) -> str:
    """The same days as ``read_notice`` reads them back, one a line."""
    said = [*((day, "放假") for day in off), *((day, "上班") for day in worked)]
    return "\n".join(f"{day} {kind}" for day, kind in sorted(said))


def _sentences(text: str) -> Iterator[str]:
    """The sentences that name a day; a date alone is when the notice was signed."""
    plain = ISO.sub(r"\1年\2月\3日", unicodedata.normalize("NFKC", text))
    for sentence in re.split(r"[。;\n]", plain):
        said = sentence.strip()
        if A_DAY.search(said) and not SIGNED.fullmatch(said):
            yield said


def _read(sentence: str, year: int, rest: set[date], worked: set[date]) -> None:
    days = list(_days(sentence, year))
    if ("放假" in sentence) == ("上班" in sentence):
        raise ValueError(_("一句里要写明放假或上班，只写一样"))
    if "放假" in sentence:
        total = TOTAL.search(sentence)
        if total and int(total[1]) != len(days):
            raise ValueError(_("写明共 %(said)s 天，读到 %(read)s 天") % {"said": total[1], "read": len(days)})
        rest.update(days)
        return
    for day in days:
        if day.weekday() < SATURDAY:
            raise ValueError(_("%(day)s 不是周末，本来就上班") % {"day": day})
    worked.update(days)


def _days(sentence: str, year: int) -> Iterator[date]:
    """Every day that a sentence names; 至 between two names the days between as well."""
    month, end, last = 0, 0, None
    for match in A_DAY.finditer(sentence):
        month = int(match[2] or month)
        day = _day(match, year if last is None else last.year, month, year)
        if last is not None and TO.fullmatch(sentence, end, match.start()):
            if not last < day <= last + timedelta(LONGEST):
                raise ValueError(_("从 %(first)s 到 %(last)s 不像一次放假") % {"first": last, "last": day})
            yield from (last + DAY * number for number in range(1, (day - last).days))
        yield day
        end, last = match.end(), day


def _day(match: re.Match[str], written: int, month: int, year: int) -> date:
    try:
        day = date(int(match[1] or written), month, int(match[3]))
    except ValueError:
        raise ValueError(_("没有“%(day)s”这一天") % {"day": match[0]}) from None
    if day.year != year and (day.year, day.month) != (year - 1, 12):
        raise ValueError(_("%(day)s 不在 %(year)s 年") % {"day": day, "year": year})
    said = re.search(rf"(?:周|星期)([{WEEKDAYS}天])", match[4] or "")
    if said and WEEKDAYS[day.weekday()] != said[1].replace("天", "日"):
        raise ValueError(_("%(day)s 是%(weekday)s，与括号里写的不符") % {"day": day, "weekday": date_format(day, "l")})
    return day
