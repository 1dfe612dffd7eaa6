"""Periods as officials name them: 2026, 2026Q3, 2026-09; a day is always in exactly one of each grain."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

_PERIOD = re.compile(r"([12][0-9]{3})(?:Q([1-4])|-(0[1-9]|1[0-2]))?")


class Grain(StrEnum):
    """How long a period is. CUMULATIVE: from the first day asked for to the end of each month."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    CUMULATIVE = "cumulative"


class NoPeriod(ValueError):
    """What was given names no period; the message says, in Chinese, how one is written."""


@dataclass(frozen=True, order=True)
class Period:
    """The days from one to another, both in it."""

    begins: date
    ends: date

    @classmethod
    def of(cls, text: str) -> Period:
        """The period of ``2026``, ``2026Q3`` or ``2026-09``; NoPeriod for anything else."""
        found = _PERIOD.fullmatch(text)
        if not found:
            raise NoPeriod("期间要写成 2026、2026Q3 或 2026-09。")
        year, quarter, month = (int(part or 0) for part in found.groups())
        first = month or (quarter - 1) * 3 + 1 if month or quarter else 1
        last = month or (quarter * 3 if quarter else 12)
        return cls(date(year, first, 1), date(year, last, monthrange(year, last)[1]))

    @classmethod
    def holding(cls, day: date, grain: Grain) -> Period:
        """The period of a grain in which a day lies; of the cumulative grain, that of its month."""
        if grain is Grain.YEAR:
            return cls.of(f"{day.year}")
        if grain is Grain.QUARTER:
            return cls.of(f"{day.year}Q{(day.month + 2) // 3}")
        return cls.of(f"{day:%Y-%m}")

    def each(self, grain: Grain) -> Iterator[Period]:
        """The periods of a grain that it touches, oldest first; cumulative ones begin where this one does."""
        day = self.begins
        while day <= self.ends:
            one = Period.holding(day, grain)
            yield Period(self.begins, one.ends) if grain is Grain.CUMULATIVE else one
            day = one.ends + timedelta(days=1)

    @property
    def whole(self) -> bool:
        """Whether it is whole months, of years that have names here (1000 to 2999)."""
        months = self.begins.day == 1 and self.ends.day == monthrange(self.ends.year, self.ends.month)[1]
        return months and self.begins.year >= 1000 and self.begins <= self.ends and self.ends.year < 3000

    def __contains__(self, day: date) -> bool:
        return self.begins <= day <= self.ends

    def __str__(self) -> str:
        """As it is written: 2026, 2026Q3, 2026-09; anything else as 2023-01-01..2026-09-30."""
        for grain in (Grain.YEAR, Grain.QUARTER, Grain.MONTH) if self.whole else ():
            if Period.holding(self.begins, grain) == self:
                quarter = f"{self.begins.year}Q{(self.begins.month + 2) // 3}"
                return {Grain.YEAR: f"{self.begins.year}", Grain.QUARTER: quarter}.get(grain, f"{self.begins:%Y-%m}")
        return f"{self.begins}..{self.ends}"
