"""The figures of an indicator: published values that were computed from records here, and what units reported.

The two are never merged. Of a period with a published value the published ones alone are read; a reported figure
beside one that says something else is told with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext

from zhiheng.indicators.models import PublishedValue
from zhiheng.ledger.models import Indicator
from zhiheng.reporting.models import Figure
from zhiheng.supervision.sources import computed

YEAR_OR_QUARTER = re.compile(r"[0-9]{4}(?:Q([1-4]))?")
"""Periods that a figure of the ledger has; months are published too, but no target is judged by them."""


@dataclass(frozen=True)
class Dispute:
    """与填报值不一致: a published value and the figure that was reported of the same region and period."""

    published: Figure
    reported: Figure


@dataclass(frozen=True)
class Known:
    """What is read of some indicators, and where what was reported says something else."""

    figures: list[Figure]
    disputes: list[Dispute]


def known(indicators: Iterable[Indicator], *, until: int | None = None, **where: Any) -> Known:
    """The figures of indicators, of the regions that ``where`` chooses (``region__kind``), of years up to ``until``.

    A published value comes as a Figure that is not saved, with the ``address`` that leads to its records.
    """
    rows = {row.pk: row for row in indicators}
    asked = Figure.objects.filter(indicator__in=rows, **where).select_related("region")
    reported = list(asked if until is None else asked.filter(year__lte=until))
    published = [one for one in _published(rows.values(), where) if until is None or one.year <= until]
    told = {(one.indicator_id, one.year, one.quarter) for one in published}
    values = {_cell(one): one for one in published}
    for figure in reported:
        figure.indicator = rows[figure.indicator_id]
    beside = [Dispute(values[_cell(one)], one) for one in reported if _cell(one) in values]
    disputes = [pair for pair in beside if _differ(pair.published, pair.reported)]
    read = [one for one in reported if (one.indicator_id, one.year, one.quarter) not in told]
    return Known([*read, *published], disputes)


def _published(indicators: Iterable[Indicator], where: dict[str, Any]) -> list[Figure]:
    """The published values of indicators that are computed here, each the last word on its cell."""
    by_key = {definition.key: row for row in indicators if (definition := computed(row))}
    if not by_key:
        return []
    found = PublishedValue.objects.filter(definition__in=by_key, superseded_by=None, value__isnull=False, **where)
    return [
        _figure(by_key[one.definition], one, matched[1])
        for one in found.select_related("region")
        if (matched := YEAR_OR_QUARTER.fullmatch(one.period))
    ]


def _figure(indicator: Indicator, value: PublishedValue, quarter: str | None) -> Figure:
    assert value.value is not None  # those without data were not asked for
    figure = Figure(
        indicator=indicator,
        region=value.region,
        year=value.ends.year,
        quarter=int(quarter or 0),
        value=value.value,
        numerator=None if value.numerator is None else Decimal(value.numerator),
        denominator=Decimal(value.denominator),
        source=gettext("由业务记录计算并公布"),
        demo=value.demo,
    )
    figure.address, figure.covered = value.get_absolute_url(), value.covered
    return figure


def _cell(figure: Figure) -> tuple[int, int, int, int]:
    return figure.indicator_id, figure.region_id, figure.year, figure.quarter


def _differ(published: Figure, reported: Figure) -> bool:
    """Whether they say different things in the decimals that are published."""
    return Decimal(reported.value).quantize(Decimal("0.01")) != Decimal(published.value).quantize(Decimal("0.01"))
