"""A table of records as text, and its columns as numbers or names: what is wrong is said by row and column."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from zhiheng.mechanisms.console import Refused
from zhiheng.plan.files import decode
from zhiheng.plan.unreadable import Unreadable

NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,3})?")


@dataclass(frozen=True)
class Records:
    """Headings, and the rows under them with the numbers that a spreadsheet gives them; blank rows are left out."""

    headings: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]

    def names(self, heading: str) -> list[str]:
        """A column as text; Refused where it is not there or a cell is empty."""
        return [cell for _, cell in self._cells(heading)]

    def numbers(self, heading: str) -> list[float]:
        """A column as finite numbers; Refused where it is not there or a cell is none."""
        found = []
        for row, cell in self._cells(heading):
            plain = unicodedata.normalize("NFKC", cell)
            # beyond the range of floating point a number of digits would read as infinite
            if not NUMBER.fullmatch(plain) or abs(float(plain)) == float("inf"):
                raise Refused(
                    f"第 {row} 行“{heading}”列的“{cell[:40]}”不是数字;求占比请写 列=值", f"row {row}: not a number"
                )
            found.append(float(plain))
        return found

    def _cells(self, heading: str) -> Iterator[tuple[int, str]]:
        if self.headings.count(heading) != 1:
            there = "、".join(self.headings[:20])
            which = "不止一列叫" if heading in self.headings else "没有名为"
            raise Refused(f"{which}“{heading}”,现有各列:{there}", f"not one column {heading}")
        place = self.headings.index(heading)
        for row, cells in self.rows:
            if not cells[place]:
                raise Refused(f"第 {row} 行“{heading}”列是空的", f"row {row}: {heading} is empty")
            yield row, cells[place]


def read(path: Path) -> Records:
    """The records of a .csv (UTF-8, UTF-16 with mark, GBK; commas, tabs or semicolons); Refused in words."""
    try:
        text = decode(path.read_bytes())
    except OSError:
        raise Refused(f"文件“{path.name}”打不开", "the file cannot be opened") from None
    except Unreadable:
        raise Refused("不是文字表格,或编码已损坏;请另存为 .csv", "not a table as text: save it as .csv") from None
    first = text.partition("\n")[0]
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=max(",\t;", key=first.count), strict=True)
    try:
        found = [(row, tuple(cell.strip() for cell in cells)) for row, cells in enumerate(lines, 1)]
    except csv.Error:
        raise Refused(
            f"第 {lines.line_num} 行附近引号不成对", f"near line {lines.line_num} a quotation mark is open"
        ) from None
    rows = [(row, cells) for row, cells in found if any(cells)]
    if len(rows) < 2:
        raise Refused("表中没有记录", "the table has no records")
    headings = rows[0][1]
    if odd := [row for row, cells in rows if len(cells) != len(headings)]:
        raise Refused(f"第 {odd[0]} 行的列数与表头不同", f"row {odd[0]} has not as many cells as the header")
    return Records(headings, tuple(rows[1:]))
