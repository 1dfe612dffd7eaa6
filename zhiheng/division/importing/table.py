"""The table of a division in Excel: its columns, my rows for the template, and its rows as a batch keeps them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import Q

from zhiheng.directory.models import Region, Unit
from zhiheng.division.models import Part
from zhiheng.division.origin import Origin, receivers
from zhiheng.ledger.models import Ledger, Task
from zhiheng.mechanisms.scope import Desk
from zhiheng.mechanisms.workbooks.fields import Fault, Field, Line, Value
from zhiheng.mechanisms.workbooks.filling import BLANK_ROWS, template
from zhiheng.mechanisms.workbooks.sheet_xml import MAX_ROWS

SHEET = "任务分解"
INSTRUCTIONS = (
    "编号、任务、责任分工原文、状态、版本不用填。新增的行：编号留空，选任务编号和接收地区或单位；"
    "年份留空为方案全期，季度留空为全年。删去的行不会被删除，撤回请在系统里办理。"
)
WIDTHS = {"content": 40.0, "quote": 40.0, "title": 24.0, "receiver": 20.0, "key": 12.0, "note": 20.0}


def fields_of(ledger: Ledger, desk: Desk, on: date) -> tuple[Field, ...]:
    """The columns of a ledger's division for a post, with what may be chosen in them on a day."""
    tasks = Task.objects.filter(document=ledger.edition_in_force()).values_list("key", flat=True)
    years = range(ledger.period_start or 0, (ledger.period_end or -1) + 1)
    content, contact, note = (_longest(name) for name in ("content", "contact", "note"))
    fields = (
        Field("key", "编号", "key"),
        Field("task", "任务编号", "choice", required=True, choices=tuple(tasks)),
        Field("title", "任务", longest=2000, locked=True),
        Field("quote", "责任分工原文", longest=20_000, locked=True),
        Field("receiver", "接收地区或单位", "choice", required=True, choices=tuple(by_name(ledger, desk, on))),
        Field("year", "年份", "choice" if years else "whole", choices=tuple(map(str, years))),
        Field("quarter", "季度", "choice", choices=("全年", "1", "2", "3", "4")),
        Field("content", "工作内容", required=True, longest=content),
        Field("due", "完成时限", "date"),
        Field("contact", "责任人", longest=contact),
        Field("note", "备注", longest=note),
        Field("state", "状态", locked=True),
        Field("version", "版本", "whole", locked=True),
    )
    return tuple(replace(field, width=WIDTHS.get(field.key, field.width)) for field in fields)


def by_name(ledger: Ledger, desk: Desk, on: date) -> dict[str, Region | Unit]:
    """To whom the post at a desk may give parts, by the names that stand in the file."""
    regions, units = receivers(ledger, desk, on)
    found: list[Region | Unit] = [*units, *regions]
    return {receiver.name: receiver for receiver in found}


def my_template(ledger: Ledger, desk: Desk, on: date, rows: Iterable[Mapping[str, Value]]) -> bytes:
    """The workbook to fill in, with some rows in it."""
    return template(SHEET, INSTRUCTIONS, fields_of(ledger, desk, on), rows)


def given_by(desk: Desk) -> Q:
    """The parts that the post at a desk gave."""
    return Q(by_unit=desk.unit) if desk.unit is not None else Q(by_region=desk.region, by_unit__isnull=True)


def my_rows(ledger: Ledger, desk: Desk) -> Iterator[dict[str, Value]]:
    """The parts that the post gave and may change, as rows; as many as a file may have."""
    mine = Part.objects.filter(given_by(desk), ledger=ledger).exclude(state=Part.WITHDRAWN)
    # Prefetched, so that the text of the plan comes once and not with every row.
    mine = mine.select_related("task", "region", "unit").prefetch_related("document")
    for part in mine[: MAX_ROWS - BLANK_ROWS - 10]:
        yield {
            "key": str(part.pk),
            "task": part.task.key,
            "title": part.task.heading,
            "quote": part.quote,
            "receiver": part.receiver.name,
            "year": str(part.year or "") or None,
            "quarter": str(part.quarter or "") or None,
            "content": part.content,
            "due": part.due,
            "contact": part.contact or None,
            "note": part.note or None,
            "state": part.get_state_display(),
            "version": part.version,
        }


def rows_to_divide(origin: Origin, regions: Sequence[Region]) -> Iterator[dict[str, Value]]:
    """A row for each region, in which only the work is to be written."""
    for region in regions:
        yield {
            "task": origin.task.key,
            "title": origin.task.heading,
            "quote": origin.quote,
            "receiver": region.name,
            "due": origin.due,
        }


def as_json(line: Line) -> dict[str, Any]:
    """A row as a batch keeps it."""
    values = {name: value.isoformat() if isinstance(value, date) else value for name, value in line.values.items()}
    return {"row": line.row, "values": values, "faults": [list(fault_as_json(fault)) for fault in line.faults]}


def fault_as_json(fault: Fault) -> tuple[str, str, str, str]:
    """Column, heading, Chinese, English."""
    return fault.column, fault.heading, fault.said_zh, fault.said_en


def line_of(kept: Mapping[str, Any], columns: Mapping[str, str]) -> Line:
    """A row again, with its values as the fields of a part have them."""
    values = dict(kept["values"])
    if values.get("due"):
        values["due"] = date.fromisoformat(values["due"])
    if values.get("year"):
        values["year"] = int(values["year"])
    if "quarter" in values:
        values["quarter"] = int(values["quarter"]) if values["quarter"] in ("1", "2", "3", "4") else 0
    for name in {"content", "contact", "note"} & set(values):
        values[name] = values[name] or ""
    faults = tuple(Fault(kept["row"], *said) for said in kept["faults"])
    return Line(kept["row"], values, dict(columns), faults)


def _longest(name: str) -> int:
    longest: int = Part._meta.get_field(name).max_length  # type: ignore[union-attr, assignment]
    return longest
