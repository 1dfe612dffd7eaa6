"""指标目标 out: every promise with its number as a number and its unit beside it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhiheng.ledger.exports import BLANK, sign_off, subtitle
from zhiheng.ledger.models import Document, Indicator, Target
from zhiheng.mechanisms.sheets import Column, Sheet, Table, Value


@dataclass(frozen=True)
class TargetLine:
    """One promise of an indicator."""

    indicator: Indicator
    target: Target


def target_lines(document: Document, indicators: QuerySet[Indicator]) -> list[TargetLine]:
    """The promises of some indicators of an edition: indicators in its order, the promises of each by year."""
    rows = Target.objects.filter(document=document, indicator__in=indicators)
    rows = rows.select_related("indicator__ledger", "ledger", "document", "clause", "task").prefetch_related("units")
    ordered = sorted(rows, key=lambda t: (t.indicator.sort_no, t.year or 9999, t.sort_no))
    return [TargetLine(target.indicator, target) for target in ordered]


def indicators_sheet(document: Document, lines: list[TargetLine], today: date) -> Sheet:
    """指标目标表 to fill in: targets are numbers with their unit beside them; what was reached is left blank."""
    columns = _sheet_columns()
    blanks = [None for column in columns if column.blank]
    order = {pk: number for number, pk in enumerate(dict.fromkeys(line.indicator.pk for line in lines), 1)}
    rows = tuple((order[line.indicator.pk], *_sheet_row(line), *blanks) for line in lines)
    return Sheet(
        name=gettext("指标目标"),
        title=gettext("%(plan)s 指标目标表") % {"plan": document.ledger.label},
        subtitle=subtitle(document, today),
        table=Table(columns, rows),
        sign_off=sign_off(),
        note=gettext("目标按文件写法登记，文件没有给出的年份不补；浅黄色的栏由单位填写。"),
    )


def _sheet_columns() -> tuple[Column, ...]:
    return (
        Column(gettext("序号"), 5, merge=2, centred=True),
        Column(gettext("指标"), 34, merge=1),
        Column(gettext("年份"), 10),
        Column(gettext("要求"), 11),
        Column(gettext("目标值"), 12),
        Column(gettext("计量单位"), 10),
        Column(gettext("条目"), 14),
        Column(gettext("责任单位"), 30),
        Column(gettext("实际值"), 12, blank=True),
        Column(gettext("数据来源"), 16, blank=True),
        Column(gettext("备注"), 12, blank=True),
    )


def _sheet_row(line: TargetLine) -> tuple[Value, ...]:
    target = line.target
    return (
        line.indicator.label,
        target.when,
        str(target.get_comparator_display()) if target.value is not None else target.promise,
        target.value,
        target.unit or BLANK,
        _place(target),
        "、".join(unit.label for unit in target.units.all()) or gettext("方案未指明"),
    )


def _place(target: Target) -> str:
    """The clause; a chapter with its heading, because 一 alone looks like a dash."""
    clause = target.clause
    if clause is None:
        return BLANK
    return f"{clause.key}、{clause.label}" if len(clause.key) == 1 else clause.key


TARGET_FIELDS = {
    "id": _("目标号"),
    "key": _("编号"),
    "indicator": _("指标"),
    "indicator_id": _("指标标识"),
    "comparator": _("比较"),
    "value": _("目标值"),
    "unit": _("计量单位"),
    "kind": _("类型"),
    "year": _("年份"),
    "cadence": _("频次"),
    "benchmark": _("比较对象"),
    "per": _("每"),
    "clause": _("条目"),
    "task": _("任务"),
    "units": _("责任单位"),
    "start": _("原文起"),
    "end": _("原文止"),
    "address": _("原文地址"),
}


def target_fields(line: TargetLine) -> dict[str, Any]:
    """One promise with the field names of JSON; the CSV has the same fields under headings of the reader's language."""
    target = line.target
    return {
        "id": target.number,
        "key": target.key,
        "indicator": line.indicator.label,
        "indicator_id": line.indicator.slug,
        "comparator": target.comparator,
        "value": target.value,
        "unit": target.unit or None,
        "kind": target.kind,
        "year": target.year,
        "cadence": target.cadence or None,
        "benchmark": target.benchmark or None,
        "per": target.per or None,
        "clause": target.clause.key if target.clause else None,
        "task": target.task.key if target.task else None,
        "units": [unit.label for unit in target.units.all()],
        "start": target.start,
        "end": target.end,
        "address": target.quote_url,
    }
