"""The files of a number: the cells that a page shows as csv and json, the drawing as svg, what is known of it."""

from __future__ import annotations

from typing import Any

from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from zhiheng.directory.models import Region
from zhiheng.indicators.snapshot import snapshot_now
from zhiheng.ledger.exports import LICENCE
from zhiheng.mechanisms.periods import Period
from zhiheng.mechanisms.sending import send, send_json
from zhiheng.mechanisms.sheets import CSV, as_json, file_name, table_of, write_csv
from zhiheng.web.numbers.asked import Asked, known
from zhiheng.web.numbers.everything import everything
from zhiheng.web.numbers.findings import finding
from zhiheng.web.numbers.found import Found
from zhiheng.web.numbers.pictures import picture
from zhiheng.web.numbers.withheld import checked, reader
from zhiheng.web.numbers.words import about, picture_name, source, subtitle

SVG = "image/svg+xml; charset=utf-8"
FIELDS = (
    *("period", "begins", "ends", "region", "region_name", "group", "value", "unit", "numerator", "denominator"),
    *("low", "high", "covered", "withheld", "demo"),
)


@require_safe
def number_export(request: HttpRequest, key: str, fmt: str) -> HttpResponse:
    """What the page of the same question shows, as csv, json, svg or metadata.json."""
    definition = known(key)
    asked = checked(Asked.of(definition, request.GET, timezone.localdate()), reader())
    found = Found(asked, reader(), snapshot_now())
    name = picture_name(found, fmt)
    if fmt == "csv":
        rows = cell_rows(found)
        return send(request, write_csv(table_of({one: one for one in FIELDS}, rows)), content_type=CSV, name=name)
    if fmt == "json":
        rows = [{field: _plain(value) for field, value in row.items()} for row in cell_rows(found)]
        return send_json(request, {"metadata": about(request, found), "cells": rows})
    if fmt == "metadata.json":
        return send_json(request, about(request, found))
    drawing = picture(found) if fmt == "svg" else None
    if drawing is None:
        raise Http404(gettext("没有这种格式，或者没有可画的数据。"))
    text = drawing.file(finding(found), [subtitle(found), source(found)], style())
    return send(request, text.encode(), content_type=SVG, name=name)


@require_safe
def numbers_heat_export(request: HttpRequest, fmt: str) -> HttpResponse:
    """All definitions of a period by region, as csv, json or svg."""
    if fmt not in ("csv", "json", "svg"):
        raise Http404(gettext("没有这种格式，或者没有可画的数据。"))
    found = everything(request.GET.get("period", ""), timezone.localdate(), reader(), snapshot_now())
    period = str(found.period)
    name = file_name([gettext("各地区各指标"), period, *([gettext("含演示数据")] if found.demo else [])], fmt)
    rows = [
        {"definition": one.asked.definition.key, "name": str(one.asked.definition.name), **row}
        for one in found.found
        for row in cell_rows(one)
    ]
    if fmt == "csv":
        fields = {one: one for one in ("definition", "name", *FIELDS)}
        return send(request, write_csv(table_of(fields, rows)), content_type=CSV, name=name)
    if fmt == "json":
        plain = [{field: _plain(value) for field, value in row.items()} for row in rows]
        known_of_all = {"period": period, "licence": LICENCE, "demo": found.demo}
        return send_json(request, {"metadata": known_of_all, "cells": plain})
    title = gettext("各指标 %(period)s 在各地区的数值") % {"period": period}
    lines = [source(one) for one in found.found[:1]]
    return send(request, found.picture.file(title, lines, style()).encode(), content_type=SVG, name=name)


def cell_rows(found: Found) -> list[dict[str, Any]]:
    """Every cell of the page, of the place itself and of its parts, whole in numbers; what is withheld without them."""
    asked = found.asked
    places: list[Region | None] = [asked.region]
    if not asked.apart:
        places += [one for one in found.regions if one != asked.region]
    rows = [_row(found, period, place) for period in asked.periods for place in places]
    if asked.apart:
        rows += [_row(found, period, asked.region, group) for period in asked.periods for group in found.groups]
    return rows


def style() -> str:
    """The style sheet of drawings, for a file of its own."""
    path = finders.find("drawing.css")
    assert isinstance(path, str)
    with open(path, encoding="utf-8") as sheet:
        return sheet.read()


def _row(found: Found, period: Period, place: Region | None, group: tuple[str | None, ...] = ()) -> dict[str, Any]:
    cell = found.cell(period, place, group)
    told = found.may_tell(period, cell.region, group)
    low, high = found.interval(cell) if told else (None, None)
    return {
        "period": str(period),
        "begins": period.begins,
        "ends": period.ends,
        "region": place.slug if place else "",
        "region_name": place.label if place else gettext("全省"),
        "group": group[0] if group else None,
        "value": cell.found.value if told else None,
        "unit": str(found.asked.definition.unit),
        "numerator": cell.found.numerator if told else None,
        "denominator": cell.found.denominator if told else None,
        "low": low,
        "high": high,
        "covered": cell.found.covered if told else None,
        "withheld": not told,
        "demo": cell.demo > 0,
    }


def _plain(value: Any) -> Any:
    return value if isinstance(value, bool) else as_json(value)
