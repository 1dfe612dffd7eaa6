"""The door of an import: what an uploaded .xlsx or .csv holds, as JSON. Runs in a confined child, without openpyxl.

Kinds are told by content. What a spreadsheet program would run or load by itself is refused (``active_content``), and
so are old, encrypted and foreign formats, each with the way to a file that can be read.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from zhiheng.mechanisms.active_content import refuse_active
from zhiheng.mechanisms.workbooks.fields import LONGEST_TEXT, Page, Table
from zhiheng.mechanisms.workbooks.sheet_xml import (
    EPOCH,
    EPOCH_1904,
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_ROWS,
    SheetXml,
    plain,
    too_long,
    too_many,
)
from zhiheng.mechanisms.workbooks.xml_stream import damaged, stream
from zhiheng.plan.archive import Archive, too_large
from zhiheng.plan.files import decode
from zhiheng.plan.unreadable import Unreadable

MAX_SHEETS = 20
"""Visible sheets of one file that are looked at, since 2026-11-22: a form has one or two."""
MAX_CHARACTERS = 20_000_000
"""Of all texts of a workbook, since 2026-11-22: as many as the largest upload has bytes."""

MAX_FORMATS = 66_000
"""Cell formats of one workbook: Excel itself keeps 65,490."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FOREIGN = (
    (b"%PDF-", "PDF 文件", "a PDF"),
    (b"{\\rtf", "RTF 文档", "an RTF document"),
    (b"\x89PNG", "图片", "a picture"),
    (b"\xff\xd8\xff", "图片", "a picture"),
    (b"GIF8", "图片", "a picture"),
    (b"Rar!", "压缩包", "a packed archive"),
    (b"7z\xbc\xaf", "压缩包", "a packed archive"),
    (b"\x1f\x8b", "压缩包", "a packed archive"),
    (b"MZ", "程序", "a program"),
    (b"\x7fELF", "程序", "a program"),
)
_MARKUP = re.compile(rb"\s*(?:<\?xml|<!doctype|<html|<table|mime-version:)", re.IGNORECASE)
_NOT_IN_FORMATS = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.')
_BUILT_IN_DATES = frozenset({14, 15, 16, 17, 22, *range(27, 32), 36, *range(50, 59)})
_BUILT_IN_PERCENT = frozenset({9, 10})


def read_table(path: Path) -> Table:
    """Every visible sheet of a workbook, or the one of a .csv. Raises ``Unreadable`` with what to do instead."""
    data = path.read_bytes()
    if not data.strip():
        raise Unreadable("文件是空的；请用下载的模板填写后再上传", "the file is empty: fill in the template")
    if data.startswith(b"PK"):
        refuse_active(data)
        return {"form": "xlsx", "pages": _workbook(Archive(data))}
    _refuse_other_kinds(data)
    return {"form": "csv", "pages": [_csv_page(_decoded(data), path.stem)]}


def _decoded(data: bytes) -> str:
    try:
        return decode(data)
    except Unreadable:
        raise Unreadable(
            "不是可读的表格，或文字编码已损坏；请用 WPS 或 Excel 打开，另存为 .xlsx 后再上传",
            "not a table that can be read, or its encoding is damaged: save it as .xlsx",
        ) from None


def _refuse_other_kinds(data: bytes) -> None:
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise Unreadable(
                "工作簿已加密；请在 WPS 或 Excel 中取消打开密码，另存后再上传",
                "the workbook is encrypted: remove the password and save it again",
            )
        raise _other("旧版 .xls/.et 表格", "an old .xls or .et workbook")
    for mark, zh, en in _FOREIGN:
        if data.startswith(mark):
            raise _other(zh, en)
    head = data[:4096].replace(b"\x00", b"").removeprefix(b"\xef\xbb\xbf").lstrip(b"\xff\xfe")
    if _MARKUP.match(head):
        raise _other("网页或 XML 格式的表格", "a table in HTML or XML")


def _other(kind_zh: str, kind_en: str) -> Unreadable:
    return Unreadable(
        f"这是{kind_zh}，不能导入；请用 WPS 或 Excel 打开，另存为 .xlsx 后再上传",
        f"{kind_en} cannot be imported: open it in WPS or Excel and save it as .xlsx",
    )


def _workbook(package: Archive) -> list[Page]:
    for part, zh, en in (
        ("word/document.xml", "Word 文档", "a Word document"),
        ("ppt/presentation.xml", "演示文稿", "a presentation"),
        ("xl/workbook.bin", ".xlsb 二进制工作簿", "a binary .xlsb workbook"),
        ("content.xml", "OpenDocument 表格（.ods）", "an OpenDocument file"),
        ("OFD.xml", "OFD 版式文件", "an OFD file"),
    ):
        if part in package.names:
            raise _other(zh, en)
    place = next((target for kind, target in _links(package, "") if kind == "officeDocument"), "")
    root = package.xml(place)
    if root is None:
        raise _other("压缩包", "a plain archive")
    parts = dict(_links(package, place, by_id=True))
    kinds = dict(_links(package, place))
    strings = _strings(package, kinds.get("sharedStrings", ""))
    formats = _formats(package, kinds.get("styles", ""))
    is_1904 = any(found.get("date1904") in ("1", "true") for found in root.iter("x:workbookPr"))
    pages, room = [], MAX_CELLS
    for sheet in [found for found in root.iter("x:sheet") if found.get("state", "visible") == "visible"][:MAX_SHEETS]:
        part = parts.get(sheet.get("x:id", ""), "")
        if part not in package.names:
            raise damaged()
        reader = SheetXml(sheet.get("name", ""), strings, formats, EPOCH_1904 if is_1904 else EPOCH, room)
        pages.append(reader.read(package.pieces(part)))
        room = reader.room
    return pages


def _links(package: Archive, part: str, *, by_id: bool = False) -> Iterator[tuple[str, str]]:
    """The relations of a part as (last word of the type, or the id; name of the other part)."""
    folder, _, name = part.rpartition("/")
    relations = package.xml(f"{folder}/_rels/{name}.rels".lstrip("/"))
    for link in [] if relations is None else relations.iter("rel:Relationship"):
        target = link.get("Target", "")
        whole = target[1:] if target.startswith("/") else f"{folder}/{target}".lstrip("/")
        yield link.get("Id", "") if by_id else link.get("Type", "").rpartition("/")[2], whole


def _strings(package: Archive, part: str) -> list[str]:
    if part not in package.names:
        return []
    texts = _Texts()
    stream(package.pieces(part), texts.start, texts.end, texts.data, lambda: False)
    return texts.found


class _Texts:
    """The shared texts; readings for a pronunciation (phonetic runs) are not part of a text."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self._runs: list[str] = []
        self._length = self._total = 0
        self._taking = self._phonetic = False

    def start(self, name: str, _: dict[str, str]) -> None:
        if name == "si":
            self._runs, self._length = [], 0
        elif name == "rPh":
            self._phonetic = True
        self._taking = name == "t" and not self._phonetic

    def end(self, name: str) -> None:
        self._taking = False
        if name == "rPh":
            self._phonetic = False
        elif name == "si":
            self.found.append(plain("".join(self._runs)))
            if len(self.found) > MAX_CELLS:
                raise too_large()

    def data(self, text: str) -> None:
        if self._taking:
            self._length, self._total = self._length + len(text), self._total + len(text)
            if self._length > LONGEST_TEXT:
                raise too_long("有一个单元格")
            if self._total > MAX_CHARACTERS:
                raise too_large()
            self._runs.append(text)


def _formats(package: Archive, part: str) -> list[str]:
    """For each cell style: "date", "percent" or "". Formats 27–36 and 50–58 are dates in Chinese programs."""
    if part not in package.names:
        return []
    written: dict[int, str] = {}
    numbers: list[int] = []
    state = {"in_cells": False}

    def start(name: str, attributes: dict[str, str]) -> None:
        if name == "numFmt":
            written[int(attributes.get("numFmtId", "0"))] = attributes.get("formatCode", "")
        elif name == "cellXfs":
            state["in_cells"] = True
        elif name == "xf" and state["in_cells"]:
            numbers.append(int(attributes.get("numFmtId", "0")))
            if len(numbers) > MAX_FORMATS:
                raise too_large()

    def end(name: str) -> None:
        state["in_cells"] &= name != "cellXfs"

    stream(package.pieces(part), start, end, lambda _: None, lambda: False)
    return [_kind_of_format(number, written.get(number, "")) for number in numbers]


def _kind_of_format(number: int, code: str) -> str:
    bare = _NOT_IN_FORMATS.sub("", code).lower()
    if number in _BUILT_IN_DATES or (code and "general" not in bare and ("y" in bare or "d" in bare)):
        return "date"
    return "percent" if number in _BUILT_IN_PERCENT or "%" in bare else ""


def _csv_page(text: str, name: str) -> Page:
    first = text[:10_000].partition("\n")[0]
    separator = max(",\t;", key=first.count)
    if any(line.count(separator) > MAX_COLUMNS + LONGEST_TEXT for line in io.StringIO(text)):
        raise too_many()
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows: list[tuple[int, list[Any]]] = []
    room = MAX_CELLS
    try:
        for number, row in enumerate(reader, 1):
            if any(cell.strip() for cell in row):
                rows.append((number, [_csv_cell(cell) for cell in row]))
                room -= len(row)
            if room < 0 or number > MAX_ROWS or len(row) > MAX_COLUMNS:
                raise too_many()
    except csv.Error:
        raise Unreadable(
            f"CSV 文件第 {reader.line_num} 行附近的引号不成对，或有一格过长；请另存为 .xlsx 后再上传",
            f"near line {reader.line_num} a quotation mark is not closed or a cell is too long: save it as .xlsx",
        ) from None
    return {"name": name, "rows": rows, "hidden_rows": [], "hidden_columns": [], "merged": []}


def _csv_cell(cell: str) -> Any:
    from zhiheng.mechanisms.sheets import looks_like_formula  # brings openpyxl, which a workbook is read without

    if cell.startswith("="):
        return {"formula": cell[1:200]}
    if len(cell) > LONGEST_TEXT:
        raise too_long("有一个单元格")
    # write_csv sets an apostrophe before what a spreadsheet would compute
    return (cell[1:] if cell[:1] == "'" and looks_like_formula(cell[1:]) else cell) or None
