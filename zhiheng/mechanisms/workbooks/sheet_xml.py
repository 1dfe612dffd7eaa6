"""One sheet of an .xlsx: cells with what they hold, by row and column, whoever wrote the file.

Positions come from the cells, never from ``<dimension>``, which may be false. A formula gives its text and no cached
value: what a program computed once is not what a person states.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from math import isfinite
from typing import Any

from zhiheng.mechanisms.workbooks.fields import LONGEST_TEXT, Page
from zhiheng.mechanisms.workbooks.xml_stream import damaged, stream
from zhiheng.plan.archive import too_large
from zhiheng.plan.unreadable import Unreadable

MAX_ROWS, MAX_COLUMNS = 100_000, 200
"""Since 2026-11-22: the longest register of a province has ten thousand rows, the widest form forty columns."""
MAX_CELLS = 300_000
"""Filled cells of one file, since 2026-11-22: read in under two seconds; five times 5,000 rows of 12 columns."""
MAX_MERGED = 20_000
BLANK_RUN = 2_000
"""Blank rows after which a sheet is taken to have ended; a value behind them is refused, never left out in silence."""
EPOCH, EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)

_LAST_SERIAL = 2_958_465
_NO_ROW = 10**7
_ESCAPED = re.compile(r"_x00(09|0[Aa]|0[Dd])_")
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})")
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?\bref=[\"']([A-Z0-9:$]{1,24})[\"']")
_TAKEN = frozenset(("v", "f", "t"))
_VALUE_ENDS = (b"v>", b"is>", b"f>")
_AFTER_ROWS = 4 << 20


def letters(column: int) -> str:
    """1 → A, 27 → AA."""
    out = ""
    while column:
        column, rest = divmod(column - 1, 26)
        out = chr(65 + rest) + out
    return out


def number_of(column: str) -> int:
    """A → 1, AA → 27."""
    number = 0
    for letter in column:
        number = number * 26 + ord(letter) - 64
    return number


def plain(text: str) -> str:
    """Text of a cell without the escapes that Excel writes for tabs and line ends."""
    text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x00" in text else text
    return text.replace("\r\n", "\n").replace("\r", "\n")


def too_long(where: str) -> Unreadable:
    """The refusal for a text longer than Excel itself can keep."""
    return Unreadable(
        f"{where}的文字超过 {LONGEST_TEXT} 字，超出 Excel 单元格的上限；请缩短后再上传",
        f"a text is longer than the {LONGEST_TEXT} characters that a cell can hold: shorten it and upload again",
    )


def too_many() -> Unreadable:
    """The refusal for more filled cells than one file may have."""
    return Unreadable(
        f"有内容的单元格超过 {MAX_CELLS} 个；请分成几个文件上传",
        f"more than {MAX_CELLS} cells are filled: upload it in several files",
    )


class SheetXml:
    """Reads one sheet. ``formats`` tells for each style whether its numbers are dates or percentages."""

    def __init__(self, name: str, strings: Sequence[str], formats: Sequence[str], epoch: date, room: int) -> None:
        self.page: Page = {"name": name, "rows": [], "hidden_rows": [], "hidden_columns": [], "merged": []}
        self._strings, self._formats, self._epoch, self.room = strings, formats, epoch, room
        self._columns: dict[str, int] = {}
        self._row = self._column = self._blank = self._hidden = 0
        self._cells: dict[int, Any] = {}
        self._attributes: dict[str, str] | None = None
        self._kept: dict[str, str] = {}
        self._taking = ""
        self._text: list[str] = []
        self._length = 0
        self._phonetic = self._in_rows = False

    def read(self, pieces: Iterator[bytes]) -> Page:
        """The page of an XML part; ``Unreadable`` beyond the limits or for a part that is damaged."""
        stream(pieces, self._start, self._end, self._data, lambda: self._blank > BLANK_RUN)
        if self._blank > BLANK_RUN:
            self.page["merged"] += self._behind_blank_rows(pieces)
        self._spread()
        return self.page

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "c" and self._in_rows:
            self._attributes, self._kept = attributes, {}
            self._column = self._place(attributes.get("r"))
        elif name in _TAKEN and self._attributes is not None and not self._phonetic:
            self._taking, self._text, self._length = name, [], 0
            self._kept.setdefault(name, "")
        elif name == "row" and self._in_rows:
            self._begin_row(attributes)
        elif name == "rPh":
            self._phonetic = True
        elif name == "sheetData":
            self._in_rows = True
        elif name == "col" and self._hidden < MAX_COLUMNS and attributes.get("hidden") in ("1", "true"):
            self._hide(int(attributes.get("min", 1)), int(attributes.get("max", 1)))
        elif name == "mergeCell":
            self.page["merged"].append(attributes.get("ref", "").replace("$", ""))

    def _end(self, name: str) -> None:
        if name == "c" and self._attributes is not None:
            value = self._value(self._attributes)
            if value is not None and value != "":
                self._keep(value)
            self._attributes = None
        elif name == self._taking:
            self._kept[name] += "".join(self._text)
            self._taking = ""
        elif name == "row" and self._in_rows:
            self._end_row()
        elif name == "rPh":
            self._phonetic = False
        elif name == "sheetData":
            self._in_rows = False

    def _data(self, text: str) -> None:
        if self._taking:
            self._length += len(text)
            if self._length > LONGEST_TEXT:
                raise too_long(f"单元格 {letters(self._column)}{self._row} ")
            self._text.append(text)

    def _begin_row(self, attributes: dict[str, str]) -> None:
        number = int(attributes.get("r", self._row + 1))
        if not self._row < number < _NO_ROW:
            raise damaged()
        self._row, self._column, self._cells = number, 0, {}
        if attributes.get("hidden") in ("1", "true"):
            self.page["hidden_rows"].append(number)

    def _end_row(self) -> None:
        if any(not isinstance(value, str) or value.strip() for value in self._cells.values()):
            cells = [self._cells.get(column) for column in range(1, max(self._cells) + 1)]
            self.page["rows"].append((self._row, cells))
            self._blank = 0
            return
        self._blank += 1
        if self.page["hidden_rows"][-1:] == [self._row]:
            self.page["hidden_rows"].pop()

    def _hide(self, first: int, last: int) -> None:
        first, last = max(first, self._hidden + 1), min(last, MAX_COLUMNS)
        self._hidden = max(self._hidden, last)
        self.page["hidden_columns"] += [letters(column) for column in range(first, last + 1)]

    def _place(self, reference: str | None) -> int:
        """The column of a cell; cells without a reference follow each other."""
        if reference is None:
            return self._column + 1
        name = reference.rstrip("0123456789")
        column = self._columns.get(name) or self._columns.setdefault(name, number_of(name) if name.isalpha() else 0)
        if column <= self._column or reference[len(name) :] != str(self._row):
            raise damaged()
        return column

    def _keep(self, value: Any) -> None:
        if self._row > MAX_ROWS or self._column > MAX_COLUMNS:
            cell = f"{letters(self._column)}{self._row}"
            raise Unreadable(
                f"单元格 {cell} 有内容，超出 {MAX_ROWS} 行、{MAX_COLUMNS} 列的范围；请删除后再上传",
                f"cell {cell} is filled beyond {MAX_ROWS} rows and {MAX_COLUMNS} columns: delete it and upload again",
            )
        self.room -= 1
        if self.room < 0:
            raise too_many()
        self._cells[self._column] = value

    def _value(self, attributes: dict[str, str]) -> Any:
        kept, kind = self._kept, attributes.get("t", "n")
        if "f" in kept:
            return {"formula": kept["f"][:200]}
        if kind == "inlineStr":
            return plain(kept.get("t", ""))
        text = kept.get("v", "")
        if text == "":
            return None
        if kind == "s":
            place = int(text)
            if not 0 <= place < len(self._strings):
                raise damaged()
            return self._strings[place]
        if kind == "str":
            return plain(text)
        if kind == "b":
            return text.strip() in ("1", "true")
        if kind == "e":
            return {"error": text[:20]}
        if kind == "d":
            return {"date": date.fromisoformat(text[:10]).isoformat()}
        return self._number(float(text), attributes.get("s"))

    def _number(self, number: float, style: str | None) -> Any:
        if not isfinite(number):
            return {"error": "#NUM!"}
        written = self._formats[int(style)] if style and int(style) < len(self._formats) else ""
        if written == "date" and 1 <= number <= _LAST_SERIAL:
            return {"date": (self._epoch + timedelta(days=int(number))).isoformat()}
        if written == "percent":
            return {"percent": f"{(Decimal(repr(number)) * 100).normalize():f}"}
        return int(number) if number.is_integer() and abs(number) < 1e15 else number

    def _behind_blank_rows(self, pieces: Iterator[bytes]) -> list[str]:
        """Merged ranges behind a long run of blank rows, which are searched for values but not parsed one by one."""
        kept = b""
        for piece in pieces:
            kept = kept[-64:] + piece
            end = kept.find(b"sheetData>")
            rows = kept if end < 0 else kept[:end]
            if any(sign in rows for sign in _VALUE_ENDS):
                raise Unreadable(
                    f"第 {self._row} 行以下在连续 {BLANK_RUN} 多个空行之后还有内容；请删除空行后再上传",
                    f"below row {self._row} cells are filled behind more than {BLANK_RUN} blank rows: delete the rows",
                )
            if end >= 0:
                kept = kept[end:]
                break
        for piece in pieces:
            kept += piece
            if len(kept) > _AFTER_ROWS:
                break
        return [found.decode().replace("$", "") for found in _MERGED.findall(kept)]

    def _spread(self) -> None:
        """Give every cell of a merged range the value of its first one: officials merge the first columns."""
        rows = self.page["rows"]
        numbers = [number for number, _ in rows]
        if len(self.page["merged"]) > MAX_MERGED:
            raise too_large()
        for area in self.page["merged"]:
            top, left, bottom, right = _corners(area)
            first, last = bisect_left(numbers, top), bisect_right(numbers, bottom)
            if first == last or numbers[first] != top or left > len(rows[first][1]):
                continue
            right = min(right, MAX_COLUMNS)
            self.room -= (last - first) * (right - left + 1)
            if self.room < 0:
                raise too_large()
            value = rows[first][1][left - 1]
            if value is None:
                continue
            for _, cells in rows[first:last]:
                cells.extend([None] * (right - len(cells)))
                cells[left - 1 : right] = [value] * (right - left + 1)


def _corners(area: str) -> tuple[int, int, int, int]:
    """B4:C7 → (4, 2, 7, 3)."""
    found = [_REFERENCE.fullmatch(corner) for corner in area.split(":")]
    if not found or None in found:
        raise damaged()
    places = [(int(corner[2]), number_of(corner[1])) for corner in found if corner]
    return (*places[0], *places[-1])
