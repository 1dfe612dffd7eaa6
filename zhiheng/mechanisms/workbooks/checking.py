"""Every row of a table with its values, and all errors at once, each by Excel row and column with its repair."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from zhiheng.mechanisms.workbooks.fields import ERROR_HEADING, Checked, Fault, Field, Line, Notice, Page, Table, Value
from zhiheng.mechanisms.workbooks.sheet_xml import letters
from zhiheng.mechanisms.workbooks.typed import Wrong, shown, value_of
from zhiheng.plan.text import normalise

HEAD_ROWS = 50
"""Filled rows among which the header is looked for: titles and instructions stand above it."""


def same_heading(text: str) -> str:
    """A heading without what people and programs add to it: blanks, line ends, width, a star, （必填）."""
    folded = "".join(normalise(text).split()).casefold()
    return folded.removesuffix("(必填)").strip("*")


def found_page(table: Table, fields: Sequence[Field]) -> tuple[Page, int, dict[str, int]]:
    """The page and the row that hold most of the headings, and for each field's key the index of its column.

    Row 0 is a block pasted without a header, or a table in which no heading was found (then no column either).
    """
    best: tuple[Page, int, dict[str, int]] = (table["pages"][0], 0, {}) if table["pages"] else (_NOTHING, 0, {})
    for page in table["pages"]:
        if "head" in page:
            return page, 0, _columns(page["head"], fields)
        for number, cells in page["rows"][:HEAD_ROWS]:
            columns = _columns(cells, fields)
            if len(columns) > len(best[2]):
                best = page, number, columns
    return best


_NOTHING: Page = {"name": "", "rows": [], "hidden_rows": [], "hidden_columns": [], "merged": []}


def _columns(cells: Sequence[Any], fields: Sequence[Field]) -> dict[str, int]:
    places: dict[str, int] = {}
    for place, cell in enumerate(cells):
        if isinstance(cell, str):
            places.setdefault(same_heading(cell), place)
    named = {field.key: map(same_heading, (field.heading, *field.also)) for field in fields}
    found = {key: next((places[name] for name in names if name in places), None) for key, names in named.items()}
    return {key: place for key, place in found.items() if place is not None}


def checked(table: Table, fields: Sequence[Field]) -> Checked:
    """Read every row below the header; blank rows are passed over. Nothing is raised for what people typed."""
    page, head, columns = found_page(table, fields)
    lost = [field for field in fields if field.required and field.key not in columns]
    if lost or not columns:
        fault = _no_header(lost or list(fields))
        return Checked(page["name"], head, (), (fault,), ())
    lines = tuple(
        _line(number, cells, fields, columns)
        for number, cells in page["rows"]
        if number > head and any(shown(_at(cells, place)).strip() for place in columns.values())
    )
    lines = _without_doubles(lines, [field for field in fields if field.kind == "key"])
    faults = tuple(fault for line in lines for fault in line.faults)
    return Checked(page["name"], head, lines, faults, tuple(_notices(table, page, head, columns)))


def fault_at(line: Line, field: Field, said_zh: str, said_en: str) -> Fault:
    """A fault that only the page can know (an unknown key, another region), at the cell of a field."""
    return Fault(line.row, line.columns.get(field.key, ""), field.heading, said_zh, said_en)


def _at(cells: Sequence[Any], place: int) -> Any:
    return cells[place] if place < len(cells) else None


def _line(number: int, cells: Sequence[Any], fields: Sequence[Field], columns: Mapping[str, int]) -> Line:
    values: dict[str, Value] = {}
    faults = []
    for field in fields:
        if field.key not in columns:
            continue
        place = columns[field.key]
        try:
            values[field.key] = value_of(_at(cells, place), field)
        except Wrong as wrong:
            faults.append(Fault(number, letters(place + 1), field.heading, wrong.said_zh, wrong.said_en))
    return Line(number, values, {key: letters(place + 1) for key, place in columns.items()}, tuple(faults))


def _without_doubles(lines: tuple[Line, ...], keys: Sequence[Field]) -> tuple[Line, ...]:
    """A key names one row: the second row with it gets a fault, which names the first."""
    first: dict[tuple[str, Value], int] = {}
    out = []
    for line in lines:
        faults = list(line.faults)
        for field in keys:
            value = line.values.get(field.key)
            row = first.setdefault((field.key, value), line.row) if value is not None else line.row
            if row != line.row:
                zh = f"与第 {row} 行的“{field.heading}”相同；同一行内容只填一次，新增的行请留空"
                en = f"the same {field.key} as in row {row}: give each row once, leave it blank in a new row"
                faults.append(fault_at(line, field, zh, en))
        out.append(
            line if len(faults) == len(line.faults) else Line(line.row, line.values, line.columns, tuple(faults))
        )
    return tuple(out)


def _no_header(lost: Sequence[Field]) -> Fault:
    names = "、".join(field.heading for field in lost)
    return Fault(
        0,
        "",
        "",
        f"没有找到这些列的表头：{names}；请使用下载的模板，表头文字不要改动",
        f"no heading was found for: {names}; use the template and leave its headings as they are",
    )


def _notices(table: Table, page: Page, head: int, columns: Mapping[str, int]) -> list[Notice]:
    found = []
    read = {letters(place + 1) for place in columns.values()}
    if rows := [number for number in page["hidden_rows"] if number > head]:
        found.append(Notice(f"隐藏的第 {some(rows)} 行也已读取", f"hidden rows were read as well: {some(rows, ', ')}"))
    if hidden := [column for column in page["hidden_columns"] if column in read]:
        found.append(
            Notice(f"隐藏的 {some(hidden)} 列也已读取", f"hidden columns were read as well: {some(hidden, ', ')}")
        )
    if merged := [area for area in page["merged"] if _last_row(area) > head]:
        zh = f"合并单元格 {some(merged)} 的内容已填入其中每一格"
        found.append(Notice(zh, f"the value of merged cells was given to each of them: {some(merged, ', ')}"))
    header = next((cells for number, cells in page["rows"] if number == head and head), [])
    unknown = [
        shown(cell).strip()
        for place, cell in enumerate(header)
        if shown(cell).strip() and place not in columns.values() and shown(cell).strip() != ERROR_HEADING
    ]
    if unknown:
        found.append(Notice(f"没有读取的列：{some(unknown)}", f"columns that were not read: {some(unknown, ', ')}"))
    if others := [other["name"] for other in table["pages"] if other is not page and other["rows"]]:
        found.append(Notice(f"没有读取的工作表：{some(others)}", f"sheets that were not read: {some(others, ', ')}"))
    return found


def _last_row(area: str) -> int:
    return int("".join(sign for sign in area.rpartition(":")[2] if sign.isdigit()) or 0)


def some(things: Sequence[object], comma: str = "、") -> str:
    """The first ten of many, and how many there are."""
    return comma.join(str(thing) for thing in things[:10]) + (f" … ({len(things)})" if len(things) > 10 else "")
