"""The demonstration's published values (演示数据): what its own records say of every period that is over."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils import timezone

from zhiheng.directory.models import Region
from zhiheng.indicators.declaring import definitions
from zhiheng.indicators.models import PublishedValue
from zhiheng.indicators.snapshot import snapshot_now
from zhiheng.indicators.values import NotPublished, publish
from zhiheng.ledger.models import Indicator
from zhiheng.mechanisms.periods import Grain, Period
from zhiheng.reporting.demonstration import Periods
from zhiheng.supervision.figures import known

FIRST = 2023
"""The plan's first year."""


def publish_values(at: datetime, *, by: Any) -> int:
    """Publish the years and quarters over on that day of everything that the plan promises and records here count.

    Where something is published already, nothing is done. Returns how many demonstration values there are.
    """
    if not PublishedValue.objects.exists():
        on = timezone.localdate(at)
        places = [*Region.objects.filter(kind=Region.PROVINCE), *Region.objects.reporting(on)]
        taken, span = snapshot_now(), Period(Period.of(f"{FIRST}").begins, on)
        for definition in definitions().values():
            for grain in (Grain.YEAR, Grain.QUARTER):
                over = [period for period in span.each(grain) if period.ends < on]
                try:
                    if definition.indicator and over:
                        publish(definition, over, places, by=by, at=at, snapshot=taken)
                except NotPublished:
                    continue  # no records of it, or of too few people
    return PublishedValue.objects.filter(demo=True).count()


def told(indicators: Iterable[Indicator]) -> Periods:
    """The periods of indicators of which a value is published: no figure is made up for these."""
    read = known(indicators).figures
    return {(figure.indicator.slug, figure.year, figure.quarter) for figure in read if figure.address}
