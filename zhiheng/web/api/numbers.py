"""Numbers computed from records: every definition, and the cells of one, as its page and its files have them."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Path, Query, Router, Schema

from zhiheng.indicators.declaring import definitions
from zhiheng.indicators.snapshot import snapshot_now
from zhiheng.web.api.paging import Word
from zhiheng.web.api.problems import ERRORS
from zhiheng.web.api.shapes import Number
from zhiheng.web.api.shapes import number as exact
from zhiheng.web.numbers.asked import Asked, known
from zhiheng.web.numbers.found import Found
from zhiheng.web.numbers.withheld import checked, reader
from zhiheng.web.numbers.words import about
from zhiheng.web.views.numbers_files import cell_rows

DECIMALS = ("value", "low", "high", "covered")
router = Router(tags=["numbers"])


class DefinitionShape(Schema):
    """A definition: its key, what it counts, by which version of its code, and what it is not."""

    key: str
    name: str
    unit: str
    indicator: str | None
    clause: str
    formula: str
    source: str
    certain: bool
    what_it_does_not_say: str
    version: str
    tables: list[str]
    apart: list[str]


class Definitions(Schema):
    """All of them."""

    items: list[DefinitionShape]
    count: int


class CellShape(Schema):
    """One value; ``region`` is empty for the province. What is withheld has no numbers; no data has a null value."""

    period: str
    begins: date
    ends: date
    region: str
    region_name: str
    group: str | None
    value: Number | None
    unit: str
    numerator: int | None
    denominator: int | None
    low: Number | None
    high: Number | None
    covered: Number | None
    withheld: bool
    demo: bool


class Cells(Schema):
    """The cells of a question with what is to be known of them: definition, version, snapshot, clause."""

    metadata: dict[str, Any]
    cells: list[CellShape]


class NumberFilters(Schema):
    """A grain (month, quarter, year, cumulative), the first and the last period, a region's id, by what to break down

    instead of by region, ``name:value`` to keep alone, and the day of knowledge.
    """

    grain: Word = ""
    from_: Word = Field("", alias="from")
    to: Word = ""
    region: Word = ""
    apart: Word = ""
    within: Word = ""
    on: Word = ""


@router.get("/numbers", response={200: Definitions, **ERRORS}, summary="指标算法 definitions of numbers")
def numbers(request: HttpRequest) -> dict[str, Any]:
    """Every definition that is computed here."""
    found = [
        {
            "key": one.key,
            "name": str(one.name),
            "unit": str(one.unit),
            "indicator": one.indicator or None,
            "clause": one.clause,
            "formula": str(one.words),
            "source": str(one.source),
            "certain": one.certain,
            "what_it_does_not_say": str(one.silent),
            "version": one.version,
            "tables": list(one.tables),
            "apart": list(one.apart or {}),
        }
        for one in definitions().values()
    ]
    return {"items": found, "count": len(found)}


@router.get("/numbers/{definition}", response={200: Cells, **ERRORS}, summary="由记录算出的数 numbers")
def number(request: HttpRequest, definition: Annotated[Word, Path()], filters: Query[NumberFilters]) -> dict[str, Any]:
    """The cells of a definition by period and region, as known now or on a day; few cases are withheld."""
    asked = Asked.of(known(definition), request.GET, timezone.localdate(), view="table")
    found = Found(checked(asked, reader()), reader(), snapshot_now())
    cells = [{**row, **{name: exact(row[name]) for name in DECIMALS}} for row in cell_rows(found)]
    return {"metadata": about(request, found), "cells": cells}
