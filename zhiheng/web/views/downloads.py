"""The files of a ledger: exactly the rows that its pages show, as .xlsx, .csv and .json, each with its metadata."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from zhiheng.ledger.exports import edition_form, flat_table, json_rows, metadata
from zhiheng.ledger.exports.funding import FUNDING_FIELDS, funding_rows
from zhiheng.ledger.exports.targets import TARGET_FIELDS, indicators_sheet, target_fields, target_lines
from zhiheng.ledger.exports.tasks import task_lines, tasks_json, tasks_sheet, tasks_table
from zhiheng.ledger.models import Document
from zhiheng.ledger.reading_back import plan_of
from zhiheng.ledger.selection import IndicatorSelection, TaskSelection
from zhiheng.ledger.views.opened import opened
from zhiheng.mechanisms.sending import send, send_json
from zhiheng.mechanisms.sheets import CSV, XLSX, Sheet, Table, file_name, write_csv, write_xlsx
from zhiheng.web.figures import FIGURE_FIELDS, figure_rows


@require_safe
def tasks_export(request: HttpRequest, slug: str, fmt: str) -> HttpResponse:
    """任务台账 with the filters of the page: xlsx, csv, json or metadata.json."""
    _, document = opened(slug)
    selection = TaskSelection.from_query(request.GET)
    lines = task_lines(document, selection.tasks(document))
    about = metadata(document, name="tasks", rows=len(lines), demo=False)
    about["selection"] = selection.query() or None
    title = gettext("任务台账")
    if fmt == "xlsx":
        return _xlsx(request, document, tasks_sheet(document, lines, timezone.localdate()), bool(selection))
    if fmt == "csv":
        return _csv(request, document, title, tasks_table(lines))
    return _json(request, fmt, about, tasks=lambda: tasks_json(lines))


@require_safe
def indicators_export(request: HttpRequest, slug: str, fmt: str) -> HttpResponse:
    """The promises of the indicators that the page shows: xlsx, csv, json or metadata.json."""
    _, document = opened(slug)
    selection = IndicatorSelection.from_query(request.GET)
    lines = target_lines(document, selection.indicators(document))
    rows = [target_fields(line) for line in lines]
    about = metadata(document, name="indicators", rows=len(rows), demo=False)
    about["selection"] = selection.query() or None
    if fmt == "xlsx":
        return _xlsx(request, document, indicators_sheet(document, lines, timezone.localdate()), bool(selection))
    if fmt == "csv":
        return _csv(request, document, gettext("指标目标"), flat_table(TARGET_FIELDS, rows))
    return _json(request, fmt, about, targets=lambda: json_rows(rows))


@require_safe
def indicator_export(request: HttpRequest, slug: str, indicator: str, fmt: str) -> HttpResponse:
    """One indicator with its definition, promises and every figure: csv (figures alone), json, metadata.json."""
    ledger, document = opened(slug)
    found = get_object_or_404(ledger.indicators, slug=indicator)
    figures = figure_rows(found)
    demo = any(row["demo"] for row in figures)
    about = metadata(document, name=found.slug, rows=len(figures), demo=demo)
    about |= {"indicator": found.name, "indicator_en": found.name_en or None, "unit": found.unit or None}
    about |= {"definition": found.definition or None, "definition_source": found.definition_source or None}
    if fmt == "csv":
        label = gettext("含演示数据") if demo else ""
        return _csv(request, document, "_".join(filter(None, [found.label, label])), flat_table(FIGURE_FIELDS, figures))
    lines = target_lines(document, ledger.indicators.filter(pk=found.pk))
    targets = [target_fields(line) for line in lines]
    return _json(request, fmt, about, targets=lambda: json_rows(targets), figures=lambda: json_rows(figures))


@require_safe
def funding_export(request: HttpRequest, slug: str, fmt: str) -> HttpResponse:
    """The sums that the plan promises: csv, json or metadata.json."""
    _, document = opened(slug)
    rows = funding_rows(document)
    about = metadata(document, name="funding", rows=len(rows), demo=False)
    if fmt == "csv":
        return _csv(request, document, gettext("资金"), flat_table(FUNDING_FIELDS, rows))
    return _json(request, fmt, about, funding=lambda: json_rows(rows))


@require_safe
def plan_export(request: HttpRequest, slug: str) -> HttpResponse:
    """The edition in force as the contract zhiheng.plan/1, the same that ``python -m zhiheng.plan --json`` prints."""
    _, document = opened(slug)
    return send_json(request, plan_of(document).to_dict())


@require_safe
def plan_metadata(request: HttpRequest, slug: str) -> HttpResponse:
    """What plan.json was read from."""
    _, document = opened(slug)
    return send_json(request, metadata(document, name="plan", rows=1, demo=False))


def _xlsx(request: HttpRequest, document: Document, sheet: Sheet, selected: bool) -> HttpResponse:
    """Stamped with the edition's import, so that the same rows are the same file; the day of export is in its words."""
    if selected:
        sheet = replace(sheet, subtitle=sheet.subtitle + "    " + gettext("(按条件筛选)"))
    sheet = replace(sheet, made_at=document.imported_at)
    name = _file_name(document, sheet.name, "xlsx")
    return send(request, write_xlsx(sheet), content_type=XLSX, name=name, fingerprint=repr(sheet))


def _csv(request: HttpRequest, document: Document, title: str, table: Table) -> HttpResponse:
    return send(request, write_csv(table), content_type=CSV, name=_file_name(document, title, "csv"))


def _json(request: HttpRequest, fmt: str, about: dict[str, Any], **parts: Any) -> HttpResponse:
    if fmt == "json":
        return send_json(request, {"metadata": about, **{name: part() for name, part in parts.items()}})
    if fmt == "metadata.json":
        return send_json(request, about)
    raise Http404(gettext("没有这种格式。"))


def _file_name(document: Document, title: str, extension: str) -> str:
    """质量强省…_任务台账_要点版_20261122.xlsx: the plan without its years, what it is, which form, the day."""
    plan = re.split("[(（]", document.ledger.label)[0].strip()
    day = timezone.localdate().strftime("%Y%m%d")
    return file_name([plan, title, edition_form(document), day], extension)
