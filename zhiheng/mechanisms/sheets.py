"""Tables out: the .xlsx that officials fill in and print, and the .csv that anybody can load.

Officials know one shape (台账): a title row, what it is and of when, a header that repeats on every printed page,
chapters merged, A4 landscape fitted to the width, and a line for signatures. Numbers and dates are written as numbers
and dates, so that a column can be added up. Text that a spreadsheet would take for a formula stays text in both.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from itertools import pairwise
from typing import Any
from urllib.parse import quote

from openpyxl import Workbook
from openpyxl.cell.cell import Cell as OpenpyxlCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

Value = str | int | float | Decimal | date | None

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
FORMULA_SIGNS = frozenset("=+-@＝＋－＠﹢﹣﹦﹫−")
HEADER_ROW = 3
LINE_HEIGHT = 15.0
HIGHEST_ROW = 409.0

_FORBIDDEN_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_FORBIDDEN_IN_NAMES = re.compile(r'[\\/:*?"<>|\[\]\s\x00-\x1f]+')
_SMALL = Font(size=10)
_THIN = Side(style="thin", color="8A94A6")
_GRID = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)


@dataclass(frozen=True)
class Column:
    """One column: its heading, its width in half-width characters and how runs of equal values are merged.

    ``merge`` is 0 for a column that is not merged, otherwise the depth: 1 for chapters, 2 for what stands in them …
    A run never crosses a border of a run of lesser depth. ``blank`` marks a column left for people to fill in.
    """

    heading: str
    width: float = 12.0
    merge: int = 0
    blank: bool = False
    centred: bool = False


@dataclass(frozen=True)
class Table:
    """Rows under columns, and nothing of how they look; every row has one value a column."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]

    def __post_init__(self) -> None:
        for number, row in enumerate(self.rows, 1):
            if len(row) != len(self.columns):
                raise ValueError(f"row {number} has {len(row)} values under {len(self.columns)} columns")


@dataclass(frozen=True)
class Sheet:
    """A table as a printed page: title, the lines under it, the table, and the words to sign after."""

    name: str
    title: str
    subtitle: str
    table: Table
    sign_off: tuple[str, ...] = ()
    note: str = ""
    made_at: datetime | None = field(default=None, compare=False)


def looks_like_formula(text: str) -> bool:
    """Whether a spreadsheet may compute this text: a sign, half or full width, a tab or a return begins it."""
    return text[:1] in {"\t", "\r", "\n"} or text.lstrip()[:1] in FORMULA_SIGNS


def write_csv(table: Table) -> bytes:
    """The table as CSV with a byte order mark, so that WPS reads UTF-8; text like a formula gets an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([_csv_value(column.heading) for column in table.columns])
    writer.writerows([_csv_value(value) for value in row] for row in table.rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8")


def _csv_value(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return f"'{value}" if looks_like_formula(value) else value
    if isinstance(value, date):
        return value.isoformat()
    return plain_digits(value)


def plain_digits(value: int | float | Decimal) -> str:
    """A number without exponent, thousands marks or trailing zeros: Decimal("98.500000") → 98.5, 1E+5 → 100000."""
    text = f"{value:f}" if isinstance(value, Decimal) else str(value)
    return text.rstrip("0").rstrip(".") if "." in text else text


def write_xlsx(*sheets: Sheet) -> bytes:
    """A workbook with one printed page set per sheet, as a file."""
    return saved(workbook(*sheets))


def saved(book: Workbook) -> bytes:
    """The bytes of a workbook."""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def workbook(*sheets: Sheet) -> Workbook:
    """A workbook with one printed page set per sheet, for who has more to add."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for sheet in sheets:
        page = book.create_sheet(sheet_name(sheet.name))
        _write_head(page, sheet)
        _write_body(page, sheet.table)
        last = _write_foot(page, sheet)
        _set_up_print(page, sheet.table, last)
        if sheet.made_at:
            book.properties.created = book.properties.modified = sheet.made_at.replace(tzinfo=None)
        book.properties.title, book.properties.creator = sheet.title, "Zhiheng"
    return book


def sheet_name(name: str) -> str:
    """A name that Excel takes for a sheet."""
    return re.sub(r"[\\/*?:\[\]]", " ", name)[:31] or "1"


def put(page: Worksheet, row: int, column: int, value: Value) -> OpenpyxlCell:
    """Write a value into a cell: text stays text, also when it begins like a formula or reads like an error."""
    cell = page.cell(row, column)
    assert isinstance(cell, OpenpyxlCell)
    if isinstance(value, str):
        text = _FORBIDDEN_IN_XML.sub("", value)
        cell.value = text[:32767]
        # openpyxl would store "=…" as a formula and "#N/A" as an error; the quote prefix keeps it so when edited.
        cell.data_type = "s"
        if looks_like_formula(text):
            cell.quotePrefix = True
        return cell
    cell.value = value
    if isinstance(value, date):
        cell.number_format = "yyyy-mm-dd"
    elif isinstance(value, int):
        cell.number_format = "#,##0"
    elif value is not None:
        cell.number_format = "#,##0.######" if Decimal(value) % 1 else "#,##0"
    return cell


def _write_head(page: Worksheet, sheet: Sheet) -> None:
    columns = sheet.table.columns
    for row, (text, size, height) in enumerate([(sheet.title, 18, 34.0), (sheet.subtitle, 10, 20.0)], 1):
        cell = put(page, row, 1, text)
        cell.font = Font(size=size, bold=row == 1)
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        page.merge_cells(start_row=row, start_column=1, end_row=row, end_column=len(columns))
        room = sum(column.width for column in columns) * 10 / size
        page.row_dimensions[row].height = height * _lines(text, room)
    for place, column in enumerate(columns, 1):
        cell = put(page, HEADER_ROW, place, column.heading)
        cell.font = Font(size=10, bold=True)
        cell.fill = PatternFill("solid", fgColor="FFF8E1" if column.blank else "E3ECF8")
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        cell.border = _GRID
        page.column_dimensions[get_column_letter(place)].width = column.width
    page.row_dimensions[HEADER_ROW].height = LINE_HEIGHT * max(_lines(c.heading, c.width) for c in columns) + 8


def _write_body(page: Worksheet, table: Table) -> None:
    runs = list(merged_runs(table))
    covered = {(row, place) for place, first, last in runs for row in range(first, last + 1)}
    worn: dict[tuple[str, bool], tuple[int, int, int]] = {}
    for index, row in enumerate(table.rows):
        number = HEADER_ROW + 1 + index
        lines = 1
        for place, value in enumerate(row):
            cell = put(page, number, place + 1, value)
            is_text = value is None or isinstance(value, str)
            _dress(cell, _side(value, table.columns[place]), is_text, worn)
            if isinstance(value, str) and (index, place) not in covered:
                lines = max(lines, _lines(value, table.columns[place].width))
        page.row_dimensions[number].height = min(HIGHEST_ROW, LINE_HEIGHT * lines + 4)
    for place, first, last in runs:
        letter = get_column_letter(place + 1)
        page.merge_cells(f"{letter}{HEADER_ROW + 1 + first}:{letter}{HEADER_ROW + 1 + last}")


def _dress(cell: OpenpyxlCell, side: str, wrapped: bool, worn: dict[tuple[str, bool], tuple[int, int, int]]) -> None:
    """Font, grid and alignment. Given once for each kind of cell and then by their numbers in the workbook: openpyxl
    looks an object up by a hash that takes longer than writing the cell."""
    if (side, wrapped) in worn:
        style = style_of(cell)
        style.alignmentId, style.fontId, style.borderId = worn[side, wrapped]
        return
    cell.alignment = Alignment(horizontal=side, vertical="center", wrap_text=wrapped)
    cell.font, cell.border = _SMALL, _GRID
    style = style_of(cell)
    worn[side, wrapped] = style.alignmentId, style.fontId, style.borderId


def style_of(cell: Any) -> Any:
    """The numbers under which the workbook keeps what a cell looks like (openpyxl has none before the first)."""
    if cell._style is None:
        cell._style = StyleArray()
    return cell._style


def _side(value: Value, column: Column) -> str:
    if column.centred or isinstance(value, date) or value == "—":
        return "center"
    return "left" if value is None or isinstance(value, str) else "right"


def merged_runs(table: Table) -> Iterable[tuple[int, int, int]]:
    """Runs of equal values in the merging columns, as (column, first row, last row), all counted from 0.

    A run never crosses a border of lesser depth: two chapters may have parts of the same name.
    """
    merging = sorted((column.merge, place) for place, column in enumerate(table.columns) if column.merge)
    borders: set[int] = {0} if table.rows else set()
    for _, place in merging:
        values = [row[place] for row in table.rows]
        borders |= {i for i in range(1, len(values)) if values[i] != values[i - 1]}
        begins = [*sorted(borders), len(values)]
        for first, after in pairwise(begins):
            if after - first > 1:
                yield place, first, after - 1


def _write_foot(page: Worksheet, sheet: Sheet) -> int:
    columns, row = len(sheet.table.columns), HEADER_ROW + len(sheet.table.rows)
    if sheet.note:
        row += 1
        cell = put(page, row, 1, sheet.note)
        cell.font = Font(size=9, color="5A6472")
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        page.merge_cells(start_row=row, start_column=1, end_row=row, end_column=columns)
        page.row_dimensions[row].height = LINE_HEIGHT * _lines(sheet.note, sum(c.width for c in sheet.table.columns))
    if sheet.sign_off:
        row += 2
        for place, (first, last) in enumerate(_shares(columns, len(sheet.sign_off))):
            cell = put(page, row, first, f"{sheet.sign_off[place]}:")
            cell.font = Font(size=11)
            cell.alignment = Alignment(horizontal="left", vertical="center")
            if last > first:
                page.merge_cells(start_row=row, end_row=row, start_column=first, end_column=last)
        page.row_dimensions[row].height = 30
    return row


def _shares(columns: int, parts: int) -> list[tuple[int, int]]:
    """Columns 1…n cut into equal runs: 13 columns in 4 parts are (1,3) (4,6) (7,9) (10,13)."""
    parts = min(parts, columns)
    step = columns // parts
    return [(1 + i * step, columns if i == parts - 1 else (i + 1) * step) for i in range(parts)]


def _set_up_print(page: Worksheet, table: Table, last_row: int) -> None:
    last = get_column_letter(len(table.columns))
    page.print_area = f"A1:{last}{last_row}"
    page.print_title_rows = f"1:{HEADER_ROW}"
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", page.PAPERSIZE_A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.page_margins.left = page.page_margins.right = 0.4
    page.page_margins.top, page.page_margins.bottom = 0.5, 0.6
    page.page_margins.header = page.page_margins.footer = 0.25
    page.print_options.horizontalCentered = True
    page.oddFooter = HeaderFooterItem(center=_HeaderFooterPart(text="— &P / &N —"))
    frozen = next((i for i, column in enumerate(table.columns) if not column.merge), 0)
    page.freeze_panes = f"{get_column_letter(frozen + 1)}{HEADER_ROW + 1}"


def _lines(text: str, width: float) -> int:
    """Lines that a text takes in a column; a Chinese character is two half-widths wide."""
    room = max(2.0, width - 1)
    return sum(max(1, -(-_width(line) // int(room))) for line in text.split("\n"))


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in text)


def file_name(parts: Sequence[str], extension: str) -> str:
    """A file name as offices give them: 质量强省_任务台账_20261122.xlsx, without signs that a file system refuses."""
    named = [_FORBIDDEN_IN_NAMES.sub("", part)[:60] for part in parts]
    return "_".join(part for part in named if part) + f".{extension}"


def disposition(name: str) -> str:
    """Content-Disposition of a download (RFC 5987), with an ASCII name for programs that read no other."""
    plain = re.sub(r"[^A-Za-z0-9._-]+", "", name).strip("_.-") or "download"
    if plain == name:
        return f'attachment; filename="{name}"'
    extension = name.rpartition(".")[2]
    plain = f"zhiheng_{plain}" if "." in plain else f"zhiheng_{plain}.{extension}"
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def table_of(
    fields: Mapping[str, object], rows: Iterable[Mapping[str, Any]], *, yes: object = "是", no: object = "否"
) -> Table:
    """Rows of named fields as a table. ``fields`` gives each field its heading; lists are joined with 、."""

    def flat(value: Any) -> Value:
        if isinstance(value, bool):
            return str(yes if value else no)
        return "、".join(value) if isinstance(value, list) else value

    columns = tuple(Column(str(heading)) for heading in fields.values())
    return Table(columns, tuple(tuple(flat(row[name]) for name in fields) for row in rows))


def as_json(value: Value) -> Any:
    """A value as JSON takes it: exact decimals as the shortest number, dates as ISO text."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value.isoformat() if isinstance(value, date) else value
