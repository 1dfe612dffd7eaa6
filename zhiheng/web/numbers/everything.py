"""All definitions of one period, by region: each a line with a scale of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.http import Http404
from django.utils.translation import get_language, gettext

from zhiheng.directory.models import Region
from zhiheng.indicators.declaring import definitions
from zhiheng.indicators.snapshot import Snapshot
from zhiheng.mechanisms.periods import Period
from zhiheng.mechanisms.scope import Desk
from zhiheng.web.drawing.grids import heat
from zhiheng.web.drawing.picture import Picture
from zhiheng.web.drawing.spots import Row
from zhiheng.web.numbers.asked import FIRST_YEAR, Asked, period_of
from zhiheng.web.numbers.found import Found
from zhiheng.web.numbers.withheld import OPEN_GRAINS


@dataclass(frozen=True)
class Everything:
    """What every definition says of a period, and the regions in 建制 order."""

    period: Period
    regions: Sequence[Region]
    found: Sequence[Found]

    @property
    def places(self) -> list[str]:
        """The heads of the columns: the province, then its regions."""
        english = get_language() == "en"
        return [gettext("全省"), *(region.label if english else region.short for region in self.regions)]

    @property
    def rows(self) -> list[Row]:
        """A row for each definition, which opens its explorer."""
        return [
            Row(
                f"{one.asked.definition.name} ({one.measure or '—'})",
                tuple(one.spot(self.period, region) for region in (None, *self.regions)),
                href=one.asked.but(view="trend", span=Period(date(FIRST_YEAR, 1, 1), one.asked.span.ends)).address(),
            )
            for one in self.found
        ]

    @property
    def picture(self) -> Picture:
        """The heat table."""
        return heat(self.places, self.rows, by_row=True)

    @property
    def demo(self) -> bool:
        """Whether 演示数据 are among the records."""
        return any(one.demo for one in self.found)


def everything(text: str, today: date, desk: Desk, snapshot: Snapshot) -> Everything:
    """All definitions of a period (the last whole year without one); Http404 for what is no year, quarter or month."""
    period = period_of(text or choices(today)[0])
    named = (one for one in OPEN_GRAINS if Period.holding(period.begins, one) == period)
    grain = next(named, None)
    if grain is None or period.begins > today:
        raise Http404(gettext("期间要写成 2026、2026Q3 或 2026-09。"))
    asked = (Asked(definition, "heat", grain, period, today, today) for definition in definitions().values())
    return Everything(period, list(Region.objects.reporting(today)), [Found(one, desk, snapshot) for one in asked])


def choices(today: date) -> list[str]:
    """The periods that are offered: the last whole year, this year, the quarters of both, the years before."""
    quarters = [f"{year}Q{quarter}" for year in (today.year, today.year - 1) for quarter in range(4, 0, -1)]
    begun = [text for text in quarters if Period.of(text).begins <= today]
    before = [str(year) for year in range(today.year - 2, FIRST_YEAR - 1, -1)]
    return [str(today.year - 1), str(today.year), *begun, *before]
