"""Figures as rows of named fields; each says whether it was generated."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from zhiheng.ledger.models import Indicator
from zhiheng.supervision.figures import known

FIGURE_FIELDS = {
    "indicator": _("指标"),
    "region": _("地区"),
    "region_id": _("地区标识"),
    "year": _("年份"),
    "quarter": _("季度"),
    "value": _("数值"),
    "unit": _("计量单位"),
    "numerator": _("分子"),
    "denominator": _("分母"),
    "source": _("来源"),
    "demo": _("演示数据"),
}


def figure_rows(indicator: Indicator) -> list[dict[str, Any]]:
    """Every figure of an indicator by period and 建制 order; ``quarter`` is None for a whole year.

    Of what is computed here these are the published values, and ``source`` says so.
    """
    found = known([indicator]).figures
    return [
        {
            "indicator": indicator.label,
            "region": figure.region.label,
            "region_id": figure.region.slug,
            "year": figure.year,
            "quarter": figure.quarter or None,
            "value": figure.value,
            "unit": indicator.unit or None,
            "numerator": figure.numerator,
            "denominator": figure.denominator,
            "source": figure.source,
            "demo": figure.demo,
        }
        for figure in sorted(found, key=lambda one: (one.year, one.quarter, one.region.sort_no))
    ]
