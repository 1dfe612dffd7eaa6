"""An estimate with what belongs to it, and when it is too weak to be published."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from statistics import NormalDist

FEWEST = 20
"""Records below which no estimate is published, since 2026-11-22: a rule of this project."""
WIDEST = 0.33
"""Coefficient of variation above which no estimate is published, since 2026-11-22 (as above)."""
LEVEL = 0.95


class Unestimable(ValueError):
    """What nothing can be estimated from; ``message_zh`` and ``message_en`` are a sentence each, for people."""

    def __init__(self, message_zh: str, message_en: str) -> None:
        super().__init__(f"{message_zh}({message_en})")
        self.message_zh = message_zh
        self.message_en = message_en


class Interval(StrEnum):
    """How an interval was made; for a design NORMAL is what R's ``confint`` of ``survey`` gives by default."""

    WILSON = "wilson"
    CLOPPER_PEARSON = "clopper-pearson"
    NORMAL = "normal"
    T = "t"


class Suppressed(StrEnum):
    """Why an estimate is not published: too few records, or too wide a spread."""

    FEW = "n<20"
    WIDE = "CV>33%"


@dataclass(frozen=True)
class Estimate:
    """A mean or a share (0 to 1), its standard error, its interval and how many records it rests on.

    ``se`` and ``ci`` are None where one record must tell the spread of a stratum. ``df``: sampling units less strata,
    under a design.
    """

    estimate: float
    se: float | None
    ci: tuple[float, float] | None
    n: int
    interval: Interval
    df: int | None = None

    @property
    def cv(self) -> float | None:
        """Standard error ÷ estimate (变异系数); None where either is missing or the estimate is 0."""
        return abs(self.se / self.estimate) if self.se is not None and self.estimate else None

    @property
    def suppressed(self) -> Suppressed | None:
        """Why this is not to be published; None where it may be. 20 records and exactly 33 % may."""
        if self.n < FEWEST:
            return Suppressed.FEW
        return Suppressed.WIDE if self.cv is not None and self.cv > WIDEST else None

    @property
    def shown(self) -> float | None:
        """The estimate where it may be published. None is «not published»; without data there is no Estimate at all."""
        return None if self.suppressed else self.estimate


def normal(level: float) -> float:
    """How many standard errors an interval reaches to either side by the normal distribution: 1.96 for 0.95."""
    if not 0 < level < 1:
        raise Unestimable(f"置信水平 {level} 应在 0 与 1 之间", "a confidence level lies between 0 and 1")
    return NormalDist().inv_cdf((1 + level) / 2)
