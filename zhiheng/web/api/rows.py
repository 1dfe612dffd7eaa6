"""The rows of a ledger: tasks, targets, indicators, sums and deadlines of the edition in force."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import override
from ninja import Path, Query, Router, Schema

from zhiheng.ledger.models import AssignedUnit, Assignment, Deadline, Document, Funding, Indicator, Target, Task
from zhiheng.ledger.selection import IndicatorSelection, TaskSelection
from zhiheng.ledger.views.opened import opened
from zhiheng.supervision.standing import Standing, standings_of
from zhiheng.web.api.language import language_of
from zhiheng.web.api.paging import Paging, Word, Year, page
from zhiheng.web.api.problems import ERRORS
from zhiheng.web.api.shapes import (
    DeadlineShape,
    FundingShape,
    IndicatorShape,
    IndicatorWithTargets,
    Page,
    TargetShape,
    TaskShape,
    number,
)

router = Router(tags=["rows"])

KeyOf = Annotated[Word, Path()]


class TaskFilters(Schema):
    """The filters of the 任务台账 page."""

    chapter: Word = ""
    unit: Word = ""
    role: Literal["lead", "support", "joint", "none"] | None = None
    q: Word = ""
    target: Literal["yes", "no"] | None = None
    year: Year = None


class IndicatorFilters(Schema):
    """The filters of the 指标目录 page."""

    chapter: Word = ""
    unit: Word = ""
    kind: Word = ""
    q: Word = ""


class TargetFilters(Schema):
    """Filters of promises: an indicator's id, a unit's id, a year, a kind."""

    indicator: Word = ""
    unit: Word = ""
    year: Year = None
    kind: Word = ""


@router.get("/{ledger}/tasks", response={200: Page[TaskShape], **ERRORS}, summary="任务 tasks")
def tasks(request: HttpRequest, ledger: KeyOf, filters: Query[TaskFilters], paging: Query[Paging]) -> dict[str, Any]:
    """Tasks in the order of the document, with the filters of the page."""
    _, document = opened(ledger)
    chosen = TaskSelection(
        chapter=filters.chapter,
        unit=filters.unit,
        role=filters.role or "",
        q=filters.q,
        target=filters.target or "",
        year=filters.year,
    )
    return page(_tasks(chosen.tasks(document), document), paging, lambda task: _task(task, document))


@router.get("/{ledger}/tasks/{key}", response={200: TaskShape, **ERRORS}, summary="一项任务 one task")
def task(request: HttpRequest, ledger: KeyOf, key: KeyOf) -> dict[str, Any]:
    """One task by its key, such as 二(一)1."""
    _, document = opened(ledger)
    return _task(get_object_or_404(_tasks(Task.objects.filter(document=document), document), key=key), document)


@router.get("/{ledger}/targets", response={200: Page[TargetShape], **ERRORS}, summary="目标值 targets")
def targets(
    request: HttpRequest, ledger: KeyOf, filters: Query[TargetFilters], paging: Query[Paging]
) -> dict[str, Any]:
    """Promises in the order of the document."""
    _, document = opened(ledger)
    rows = Target.objects.filter(document=document)
    wanted = {"indicator__slug": filters.indicator, "units__slug": filters.unit, "year": filters.year}
    wanted["kind"] = filters.kind
    rows = rows.filter(**{name: value for name, value in wanted.items() if value})
    return page(_targets(rows), paging, lambda target: _target(target, document))


@router.get("/{ledger}/indicators", response={200: Page[IndicatorShape], **ERRORS}, summary="指标 indicators")
def indicators(
    request: HttpRequest, ledger: KeyOf, filters: Query[IndicatorFilters], paging: Query[Paging]
) -> dict[str, Any]:
    """Indicators that the edition in force promises something for."""
    _, document = opened(ledger)
    rows = IndicatorSelection(**filters.dict()).indicators(document).select_related("ledger")
    return page(rows, paging, _indicator)


@router.get(
    "/{ledger}/indicators/{indicator}", response={200: IndicatorWithTargets, **ERRORS}, summary="一项指标 one indicator"
)
def indicator(request: HttpRequest, ledger: KeyOf, indicator: KeyOf) -> dict[str, Any]:
    """One indicator with its promises and where they stand today, in the reader's language."""
    found, document = opened(ledger)
    row = get_object_or_404(found.indicators.select_related("ledger"), slug=indicator)
    promises, today = Target.objects.filter(document=document, indicator=row), timezone.localdate()
    with override(language_of(request)):
        standings = [_standing(standing) for standing in standings_of(promises, today)]
    own = [_target(target, document) for target in _targets(promises).order_by("sort_no")]
    return {**_indicator(row), "targets": own, "standings": standings, "as_of": today}


@router.get("/{ledger}/funding", response={200: Page[FundingShape], **ERRORS}, summary="资金 funding")
def funding(request: HttpRequest, ledger: KeyOf, paging: Query[Paging]) -> dict[str, Any]:
    """The sums that the plan promises."""
    _, document = opened(ledger)
    rows = Funding.objects.filter(document=document).select_related("clause").prefetch_related("units")
    return page(rows, paging, lambda row: _funding(row, document))


@router.get("/{ledger}/deadlines", response={200: Page[DeadlineShape], **ERRORS}, summary="期限 deadlines")
def deadlines(request: HttpRequest, ledger: KeyOf, paging: Query[Paging]) -> dict[str, Any]:
    """Dated duties."""
    _, document = opened(ledger)
    rows = Deadline.objects.filter(document=document).select_related("clause")
    return page(rows, paging, lambda row: _deadline(row, document))


def _tasks(rows: QuerySet[Task], document: Document) -> QuerySet[Task]:
    assigned = Prefetch("assignments__assigned", AssignedUnit.objects.select_related("unit"))
    own = Prefetch("targets", Target.objects.filter(document=document), to_attr="own_targets")
    return rows.select_related("clause", "ledger").prefetch_related("assignments", assigned, own)


def _task(task: Task, document: Document) -> dict[str, Any]:
    return {
        "id": task.key,
        "heading": task.heading,
        "heading_en": task.heading_en or None,
        "clause": task.clause.key if task.clause else None,
        "span": [task.start, task.end],
        "assignments": [_assignment(row, document.text) for row in task.assignments.all()],
        "targets": [target.number for target in task.own_targets],  # type: ignore[attr-defined]
        "address": task.get_absolute_url(),
    }


def _assignment(row: Assignment, text: str) -> dict[str, Any]:
    return {
        "quote": text[row.start : row.end],
        "span": [row.start, row.end],
        "mark": [row.mark_start, row.mark_end],
        "units": [{"id": a.unit.slug, "name": a.name, "role": a.role or None} for a in row.assigned.all()],
    }


def _targets(rows: QuerySet[Target]) -> QuerySet[Target]:
    return rows.select_related("indicator", "clause", "task").prefetch_related("units")


def _target(row: Target, document: Document) -> dict[str, Any]:
    return {
        "id": row.number,
        "key": row.key,
        "indicator": row.indicator.slug,
        "comparator": row.comparator,
        "value": number(row.value),
        "unit": row.unit or None,
        "kind": row.kind,
        "year": row.year,
        "cadence": row.cadence or None,
        "benchmark": row.benchmark or None,
        "per": row.per or None,
        "clause": row.clause.key if row.clause else None,
        "task": row.task.key if row.task else None,
        "units": [unit.slug for unit in row.units.all()],
        "quote": document.text[row.start : row.end],
        "span": [row.start, row.end],
    }


def _standing(standing: Standing) -> dict[str, Any]:
    return {
        "target": standing.target.number,
        "state": standing.state,
        "word": standing.word,
        "reason": standing.reason,
        "demo": standing.demo,
    }


def _indicator(row: Indicator) -> dict[str, Any]:
    return {
        "id": row.slug,
        "name": row.name,
        "name_en": row.name_en or None,
        "unit": row.unit or None,
        "definition": row.definition or None,
        "definition_source": row.definition_source or None,
        "note": row.note or None,
        "address": row.get_absolute_url(),
    }


def _funding(row: Funding, document: Document) -> dict[str, Any]:
    return {
        "clause": row.clause.key if row.clause else None,
        "item": row.item,
        "amount_fen": row.amount_fen,
        "share": f"{row.share_numerator}/{row.share_denominator}" if row.share_numerator else None,
        "cap_fen": row.cap_fen,
        "per": row.per or None,
        "units": [unit.slug for unit in row.units.all()],
        "quote": document.text[row.start : row.end],
        "span": [row.start, row.end],
    }


def _deadline(row: Deadline, document: Document) -> dict[str, Any]:
    return {
        "clause": row.clause.key if row.clause else None,
        "what": row.what,
        "date": row.date,
        "quote": document.text[row.start : row.end],
        "span": [row.start, row.end],
    }
