"""开放数据: every file there is, of how many rows, of which day, under which licence."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from zhiheng.directory.models import Region, Unit
from zhiheng.ledger.exports import LICENCE
from zhiheng.ledger.models import Assignment, Document, Funding, Indicator, Target, Task
from zhiheng.mechanisms.calendar.models import CalendarYear, SpecialDay
from zhiheng.reporting.models import Figure
from zhiheng.supervision.figures import known
from zhiheng.web.in_force import editions_in_force


@dataclass(frozen=True)
class DataSet:
    """One data set: what it holds, how many rows, where its files are and whether generated figures are in it."""

    name: str
    about: str
    rows: int
    files: list[tuple[str, str]]
    updated: datetime | None = None
    latest: str = ""
    demo: bool = False


def data(request: HttpRequest) -> HttpResponse:
    """The catalogue of the open data."""
    ledgers = [(document, _of_ledger(document), _indicators(document)) for document in editions_in_force()]
    context: dict[str, Any] = {
        "ledgers": ledgers,
        "directory": _of_directory(),
        "licence": LICENCE,
        "demo_shown": any(row.demo for _, _, indicators in ledgers for row in indicators),
    }
    return render(request, "web/data.html", context)


def _of_ledger(document: Document) -> list[DataSet]:
    marks = Assignment.objects.filter(task__document=document).count()
    unmarked = Task.objects.filter(document=document, assignments__isnull=True).count()
    targets, sums = (model.objects.filter(document=document).count() for model in (Target, Funding))
    slug = document.ledger.slug
    plan = [("json", reverse("plan_json", args=[slug])), ("metadata.json", reverse("plan_metadata", args=[slug]))]
    about_tasks = gettext("每条分工一行：任务、工作内容、责任单位、目标、时限、原文位置")
    about_targets = gettext("每个目标值一行：比较方式、数值、单位、年份、责任单位、原文位置")
    about_sums = gettext("方案承诺的奖补：金额、比例、上限、责任单位")
    about_plan = gettext("章节、任务、分工、目标、资金、期限和阅读覆盖情况，格式 zhiheng.plan/1")
    sets = [
        (gettext("任务台账"), about_tasks, marks + unmarked, _files("tasks_export", slug, "xlsx", "csv", "json")),
        (gettext("指标目标"), about_targets, targets, _files("indicators_export", slug, "xlsx", "csv", "json")),
        (gettext("资金"), about_sums, sums, _files("funding_export", slug, "csv", "json")),
        (gettext("整份方案(机读)"), about_plan, 1, plan),
    ]
    return [DataSet(name, about, rows, files, document.imported_at) for name, about, rows, files in sets]


def _files(view: str, slug: str, *formats: str) -> list[tuple[str, str]]:
    return [(fmt, reverse(view, args=[slug, fmt])) for fmt in (*formats, "metadata.json")]


def _indicators(document: Document) -> list[DataSet]:
    """One data set for each indicator that has figures."""
    rows = defaultdict[int, list[Figure]](list)
    indicators = Indicator.objects.filter(ledger=document.ledger).select_related("ledger")
    for figure in known(indicators).figures:
        rows[figure.indicator_id].append(figure)
    found = [row for row in indicators if row.pk in rows]
    return [
        DataSet(
            indicator.label,
            indicator.unit,
            len(rows[indicator.pk]),
            [
                (fmt, reverse("indicator_export", args=[document.ledger.slug, indicator.slug, fmt]))
                for fmt in ("csv", "json", "metadata.json")
            ],
            latest=max(rows[indicator.pk], key=lambda figure: (figure.year, figure.quarter or 5)).period,
            demo=any(figure.demo for figure in rows[indicator.pk]),
        )
        for indicator in found
    ]


def _of_directory() -> list[DataSet]:
    formats = ("csv", "json", "metadata.json")
    return [
        DataSet(
            gettext("责任单位名录"),
            gettext("名称、全称、别名、启用和停用年份、承接单位"),
            Unit.objects.count(),
            [(fmt, reverse("units_export", args=[fmt])) for fmt in formats],
        ),
        DataSet(
            gettext("地区名录"),
            gettext("省、14 个填报地区、167 个县(市、区)，行政区划和填报两种口径的上级"),
            Region.objects.count(),
            [(fmt, reverse("regions_export", args=[fmt])) for fmt in formats],
        ),
        DataSet(
            gettext("工作日历"),
            gettext("国务院公布的放假日期和调休上班的周末，法定期限据此计算"),
            SpecialDay.objects.count(),
            [(fmt, reverse("calendar_export", args=[fmt])) for fmt in ("xlsx", "csv", "json")],
            CalendarYear.objects.aggregate(at=Max("changed_at"))["at"],
        ),
    ]
