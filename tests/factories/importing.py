"""Workbooks of a division as people fill them in, and batches made of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from tests.factories.division import fruit, office, sits, words
from tests.factories.uploading import MORNING
from zhiheng.directory.models import Officer
from zhiheng.division.importing import batches
from zhiheng.division.importing.table import fields_of, my_rows, my_template
from zhiheng.division.models import ImportBatch, Part
from zhiheng.ledger.models import Ledger
from zhiheng.mechanisms.scope import desk_now
from zhiheng.mechanisms.sheets import HEADER_ROW
from zhiheng.mechanisms.workbooks.checking import checked
from zhiheng.mechanisms.workbooks.pasting import pasted
from zhiheng.mechanisms.workbooks.reading import read_table

HEADINGS = {
    "key": "编号",
    "task": "任务编号",
    "quote": "责任分工原文",
    "receiver": "接收地区或单位",
    "year": "年份",
    "quarter": "季度",
    "content": "工作内容",
    "due": "完成时限",
    "contact": "责任人",
    "note": "备注",
    "version": "版本",
}


def new_row(receiver: str = "石家庄市", **other: Any) -> dict[str, Any]:
    """A row for a new part of the first words of FRUIT."""
    origin = words()
    return {
        "task": origin.task.key,
        "quote": origin.quote,
        "receiver": receiver,
        "year": 2025,
        "content": "抽检",
        **other,
    }


def filled(rows: Iterable[Mapping[str, Any]], by: Officer) -> bytes:
    """The officer's template with rows typed below those that stand in it."""
    with sits(by):
        content = my_template(fruit(), desk_now(), MORNING.date(), my_rows(fruit(), desk_now()))
    return typed_into(content, rows)


def typed_into(content: bytes, rows: Iterable[Mapping[str, Any]], *, at: int = 0) -> bytes:
    """A workbook after somebody typed rows into it, below the last one with a task or from row ``at`` on."""
    book = load_workbook(BytesIO(content))
    page = book.worksheets[0]
    head = next(row for row in range(1, 10) if page.cell(row, 1).value == "编号")
    places = {page.cell(head, column).value: column for column in range(1, page.max_column + 1)}
    below = next(row for row in range(head + 1, page.max_row + 2) if not page.cell(row, places["任务编号"]).value)
    for number, row in enumerate(rows, at or below):
        for name, value in row.items():
            page.cell(number, places[HEADINGS[name]]).value = value
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def first_row() -> int:
    """The Excel row of the first part in a template."""
    return HEADER_ROW + 1


def begun(content: bytes, by: Officer, tmp_path: Path, name: str = "分解.xlsx") -> ImportBatch:
    """A batch of an uploaded workbook, of which nothing has been checked."""
    path = tmp_path / name
    path.write_bytes(content)
    with sits(by):
        table = read_table(path)
        rows = checked(table, fields_of(fruit(), desk_now(), MORNING.date()))
        return batches.begin(rows, table["form"], BytesIO(content), name, ledger=fruit(), by=by, at=MORNING)


def pasted_batch(ledger: Ledger, rows: str, by: Officer) -> ImportBatch:
    """A checked batch of rows of task, receiver and work, as pasted with tabs between them."""
    block = f"任务编号\t接收地区或单位\t工作内容\n{rows}"
    with sits(by):
        table = pasted(block, ())
        read = checked(table, fields_of(ledger, desk_now(), MORNING.date()))
        stream = BytesIO(block.encode())
        batch = batches.begin(read, "paste", stream, "粘贴.txt", ledger=ledger, by=by, at=MORNING)
        return batches.check_on(batch, at=MORNING)


def batch_of(rows: Iterable[Mapping[str, Any]], tmp_path: Path, by: Officer | None = None) -> ImportBatch:
    """A checked batch of the officer's template with some rows typed into it."""
    giver = by or office()
    batch = begun(filled(rows, giver), giver, tmp_path)
    with sits(giver):
        while batch.state == ImportBatch.CHECKING:
            batch = batches.check_on(batch, at=MORNING)
    return batch


def imported(
    batch: ImportBatch, by: Officer | None = None, *, only_right: bool = False, issue: bool = False
) -> ImportBatch:
    """The batch after its officer has confirmed it."""
    giver = by or office()
    with sits(giver):
        return batches.confirm(batch, only_right=only_right, issue=issue, by=giver, at=MORNING, why="按会议纪要分解")


def said_of(part: Part) -> tuple[Any, ...]:
    """What of a part the tests look at."""
    return part.receiver.name, part.year, part.quarter, part.content, part.state
