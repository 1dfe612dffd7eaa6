"""The workbook that comes back with its errors: red cells with notes, and a column 错误说明 to filter by.

It is built anew from what was read: a file that WPS saved and another program patched has been seen to break.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import ERROR_CODES
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from zhiheng.mechanisms.sheets import put, saved, sheet_name
from zhiheng.mechanisms.workbooks.checking import found_page, same_heading
from zhiheng.mechanisms.workbooks.fields import ERROR_HEADING, Fault, Field, Table
from zhiheng.mechanisms.workbooks.filling import BLANK_ROWS, make_ready
from zhiheng.mechanisms.workbooks.sheet_xml import number_of
from zhiheng.mechanisms.workbooks.typed import shown

_RED = PatternFill("solid", fgColor="FFC7CE")
_HEAD = PatternFill("solid", fgColor="E3ECF8")


def returned(table: Table, fields: Sequence[Field], faults: Iterable[Fault]) -> bytes:
    """The uploaded table again, rows and row numbers as they were and every cell as it was typed.

    Wrong cells are red with a note, and the column 错误说明 tells them row by row; right rows carry no mark. Formulas
    and error values come back as error values, so that what was not repaired is refused again. Repaired, the file is
    uploaded as it is. A block that was pasted without a header gets one, and its rows move down by one.
    """
    page, head, places = found_page(table, fields)
    down = 1 if "head" in page else 0
    rows = [(number + down, list(cells)) for number, cells in page["rows"]]
    if "head" in page:
        rows.insert(0, (1, list(page["head"])))
    head = max(head + down, 1)
    header = next((cells for number, cells in rows if number == head), [])
    old = next((n for n, cell in enumerate(header, 1) if _is_told(cell)), 0)
    told = old or max((len(cells) for _, cells in rows), default=0) + 1
    book = Workbook()
    out = book.worksheets[0]
    out.title = sheet_name(page["name"])
    for number, cells in rows:
        for column, cell in enumerate(cells, 1):
            # a merged title stands in every cell of its range
            if column != old if number >= head else cells[column - 2 : column - 1] != [cell]:
                _retype(out, number, column, cell)
    last = max((number for number, _ in rows), default=head)
    make_ready(book, out, fields, {key: place + 1 for key, place in places.items()}, head + 1, last + BLANK_ROWS)
    _dress_header(out, head, told)
    _mark(out, head, told, faults, down)
    return saved(book)


def _is_told(cell: Any) -> bool:
    return isinstance(cell, str) and same_heading(cell) == ERROR_HEADING


def _retype(out: Worksheet, row: int, column: int, cell: Any) -> None:
    """A cell of a ``Page`` as it was; formulas do not go out again, not even those of the person who sent them."""
    kind, text = next(iter(cell.items())) if isinstance(cell, dict) else ("", "")
    if kind == "date":
        put(out, row, column, date.fromisoformat(text))
    elif kind == "percent":
        put(out, row, column, Decimal(text) / 100).number_format = "0.00%"
    elif kind in ("formula", "error"):
        put(out, row, column, text if text in ERROR_CODES else "#VALUE!").data_type = "e"
    elif isinstance(cell, bool) or cell is None:
        put(out, row, column, shown(cell) or None)
    else:
        put(out, row, column, cell).number_format = "General"


def _dress_header(out: Worksheet, head: int, told: int) -> None:
    put(out, head, told, ERROR_HEADING)
    for column in range(1, told + 1):
        cell = out.cell(head, column)
        cell.font, cell.fill = Font(bold=True), _HEAD
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    out.column_dimensions[get_column_letter(told)].width = 60
    out.freeze_panes = f"A{head + 1}"
    out.page_setup.orientation, out.page_setup.fitToHeight = "landscape", 0
    out.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    out.auto_filter.ref = f"A{head}:{get_column_letter(told)}{max(out.max_row, head)}"


def _mark(out: Worksheet, head: int, told: int, faults: Iterable[Fault], down: int) -> None:
    sentences: dict[int, list[str]] = {}
    for fault in faults:
        row = fault.row + down if fault.row else head
        where = f"{fault.column}列“{fault.heading}”：" if fault.column else ""
        sentences.setdefault(row, []).append(f"{where}{fault.said_zh}")
        cell = out.cell(row, number_of(fault.column) if fault.column else told)
        note = f"{cell.comment.text}\n{fault.said_zh}" if cell.comment else fault.said_zh
        cell.fill, cell.comment = _RED, Comment(note, "质衡", width=320, height=90)
        cell.protection = Protection(locked=False)
    for row, said in sentences.items():
        if row != head:
            cell = put(out, row, told, "；".join(said))
            cell.font, cell.alignment = Font(color="9C0006"), Alignment(wrap_text=True, vertical="top")
