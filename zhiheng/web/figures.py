"""Figures as rows of named fields; each says whether it was generated."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from zhiheng.ledger.models import Indicator
from zhiheng.reporting.models import Figure

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
    """Every figure of an indicator by period and 建制 order; ``quarter`` is None for a whole year."""
    found = Figure.objects.filter(indicator=indicator).select_related("region")
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
        for figure in found.order_by("year", "quarter", "region__sort_no")
    ]
