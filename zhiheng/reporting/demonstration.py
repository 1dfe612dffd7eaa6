"""The demonstration province's figures become rows, every one of them marked as 演示数据."""

from __future__ import annotations

from collections.abc import Set
from datetime import date

from django.db import transaction

from zhiheng.data import demo
from zhiheng.directory.models import Region
from zhiheng.ledger.models import Indicator
from zhiheng.reporting.models import Figure

SOURCE = f"演示数据(种子 {demo.SEED})"


Periods = Set[tuple[str, int, int]]
"""Indicators by their keys, with years and quarters."""


@transaction.atomic
def load_figures(as_of: date, told: Periods = frozenset()) -> int:
    """Add the demonstration figures of periods over on ``as_of``; a figure that is there is never touched.

    What is ``told`` already, by values that were computed from records, is left out, but for the figure that is there
    to disagree. Returns how many demonstration figures the ledger holds.
    """
    indicators = {row.slug: row for row in Indicator.objects.all()}
    regions = {row.slug: row for row in Region.objects.all()}
    Figure.objects.bulk_create(
        [
            Figure(
                indicator=indicators[figure.indicator],
                region=regions[figure.region],
                year=figure.year,
                quarter=figure.quarter,
                value=figure.value,
                numerator=figure.numerator,
                denominator=figure.denominator,
                weight=figure.weight,
                source=SOURCE,
                demo=True,
            )
            for figure in demo.figures(as_of)
            if figure.indicator in indicators
            and ((figure.indicator, figure.year, figure.quarter) not in told or figure.disagrees)
        ],
        ignore_conflicts=True,
    )
    return Figure.objects.filter(demo=True).count()
