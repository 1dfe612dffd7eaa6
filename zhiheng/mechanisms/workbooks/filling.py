"""The workbook that goes out to be filled in: my rows, drop-downs from a hidden sheet, a locked key column.

Key and locked columns are protected without a password, which stops slips and no malice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from openpyxl import Workbook
from openpyxl.styles import Protection
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from zhiheng.mechanisms.sheets import HEADER_ROW, Column, Sheet, Table, put, saved, style_of, workbook
from zhiheng.mechanisms.workbooks.fields import Field, Value
from zhiheng.mechanisms.workbooks.sheet_xml import MAX_ROWS

DICTIONARY = "字典"
BLANK_ROWS = 200
"""Rows below mine that are made ready for new ones."""

_OPEN, _LOCKED = Protection(locked=False), Protection(locked=True)
_FORMATS = {"text": "@", "choice": "@", "key": "@", "date": "yyyy-mm-dd"}


def template(
    sheet: str,
    instructions: str,
    fields: Sequence[Field],
    rows: Iterable[Mapping[str, Value]],
    *,
    new_rows: int = BLANK_ROWS,
) -> bytes:
    """The .xlsx of my rows: instructions, header, values under it, drop-downs, and blank rows for new ones.

    ``rows`` give values by the key of the field; what is missing is blank. ``new_rows`` counts the blank ones; 0 where
    nothing may be added. Raises ValueError for more rows than an upload may have.
    """
    columns = tuple(Column(field.heading, field.width, blank=not _is_locked(field)) for field in fields)
    body = tuple(tuple(row.get(field.key) for field in fields) for row in rows)
    if HEADER_ROW + len(body) + new_rows > MAX_ROWS:
        raise ValueError(f"{len(body)} rows are more than an upload may have")
    book = workbook(Sheet(sheet, sheet, instructions, Table(columns, body)))
    page = book.worksheets[0]
    places = {field.key: number for number, field in enumerate(fields, 1)}
    make_ready(book, page, fields, places, HEADER_ROW + 1, HEADER_ROW + len(body) + new_rows)
    return saved(book)


def _is_locked(field: Field) -> bool:
    return field.locked or field.kind == "key"


def make_ready(
    book: Workbook, page: Worksheet, fields: Sequence[Field], places: Mapping[str, int], first: int, last: int
) -> None:
    """Give the columns of ``places`` their drop-downs, lengths, formats and locks from the first to the last row."""
    dictionary = book.create_sheet(DICTIONARY)
    dictionary.sheet_state = "hidden"
    for field in fields:
        if field.key not in places:
            continue
        letter = get_column_letter(places[field.key])
        page.column_dimensions[letter].width = field.width
        if rule := _rule(dictionary, field):
            page.add_data_validation(rule)
            rule.add(f"{letter}{first}:{letter}{max(first, last)}")
        sample = page.cell(first, places[field.key])
        sample.protection = _LOCKED if _is_locked(field) else _OPEN
        for row in range(first, last + 1):
            cell = page.cell(row, places[field.key])
            # As in sheets: by its number, because looking up the object takes longer than writing the cell.
            style_of(cell).protectionId = style_of(sample).protectionId
            if cell.value is None or field.kind in ("text", "choice", "key"):
                cell.number_format = _FORMATS.get(field.kind, "General")
    protection = page.protection
    protection.sheet = True
    # In openpyxl False means: not forbidden on the protected sheet.
    protection.formatColumns = protection.formatRows = protection.formatCells = False
    protection.insertRows = protection.sort = protection.autoFilter = False


def _rule(dictionary: Worksheet, field: Field) -> DataValidation | None:
    """What Excel itself refuses: a word that is not in the list, a text that is too long. The rest may be typed freely
    and is read on our side, or Excel would refuse 9.21万."""
    if field.kind == "choice" and field.choices:
        column = 1 if dictionary["A1"].value is None else dictionary.max_column + 1
        for row, word in enumerate((field.heading, *field.choices), 1):
            put(dictionary, row, column, word)
        letter = get_column_letter(column)
        area = f"{quote_sheetname(dictionary.title)}!${letter}$2:${letter}${len(field.choices) + 1}"
        rule = DataValidation("list", formula1=area, allow_blank=True, showErrorMessage=True)
        rule.error = "请从下拉列表中选择"
    elif field.kind == "text":
        rule = DataValidation("textLength", operator="lessThanOrEqual", formula1=str(field.longest), allow_blank=True)
        rule.showErrorMessage, rule.error = True, f"最多 {field.longest} 字"
    else:
        return None
    rule.errorTitle = field.heading[:32]
    return rule
