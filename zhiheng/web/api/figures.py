"""Figures: the numbers that were reported or generated."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Path, Query, Router, Schema

from zhiheng.ledger.views.opened import opened
from zhiheng.reporting.models import Figure
from zhiheng.web.api.paging import Paging, Word, Year, page
from zhiheng.web.api.problems import ERRORS
from zhiheng.web.api.shapes import FigureShape, Page, number

router = Router(tags=["figures"])


class FigureFilters(Schema):
    """Filters of figures: an indicator's id, a region's id, a year, generated or not."""

    indicator: Word = ""
    region: Word = ""
    year: Year = None
    demo: bool | None = None


@router.get("/{ledger}/figures", response={200: Page[FigureShape], **ERRORS}, summary="数值 figures")
def figures(
    request: HttpRequest, ledger: Annotated[Word, Path()], filters: Query[FigureFilters], paging: Query[Paging]
) -> dict[str, Any]:
    """Figures year by year; ``demo`` says of each whether it was generated for demonstration."""
    found, _ = opened(ledger)
    rows = Figure.objects.filter(indicator__ledger=found).select_related("indicator", "region")
    wanted = {"indicator__slug": filters.indicator, "region__slug": filters.region, "year": filters.year}
    rows = rows.filter(**{name: value for name, value in wanted.items() if value})
    if filters.demo is not None:
        rows = rows.filter(demo=filters.demo)
    return page(rows, paging, _figure, order="year")


def _figure(figure: Figure) -> dict[str, Any]:
    return {
        "indicator": figure.indicator.slug,
        "region": figure.region.slug,
        "year": figure.year,
        "quarter": figure.quarter or None,
        "value": number(figure.value),
        "unit": figure.indicator.unit or None,
        "numerator": number(figure.numerator),
        "denominator": number(figure.denominator),
        "source": figure.source,
        "demo": figure.demo,
    }
