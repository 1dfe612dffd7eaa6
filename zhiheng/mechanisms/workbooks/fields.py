"""What a column of an import means, and what is handed on between reading, checking and returning."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal, NotRequired, TypedDict

Kind = Literal["text", "whole", "decimal", "date", "choice", "key"]
Value = str | int | Decimal | date | None

DOOR = "zhiheng.mechanisms.workbooks.reading:read_table"
"""The door for ``mechanisms.confined``: the web process never parses what was uploaded."""

ERROR_HEADING = "错误说明"
"""The column of a returned workbook; ignored when the repaired file comes back."""

LONGEST_TEXT = 32_767
"""Characters that Excel keeps in one cell."""


@dataclass(frozen=True)
class Field:
    """One column of an import, found by its heading wherever it stands.

    ``kind`` decides what a cell becomes: ``text``, ``choice`` and ``key`` a str, ``whole`` an int, ``decimal`` a
    Decimal, ``date`` a date (a month alone is its last day, as deadlines mean it). ``key`` names an existing row; where
    it is blank, the row is new. ``unit`` may stand behind a number; 万 and 亿 behind it are multiplied out unless the
    unit itself has them. ``longest`` counts characters, ``width`` half-width characters. ``locked`` cells cannot be
    edited in Excel, which keeps nobody from editing the file: what comes back in them is to be checked. ``also``:
    headings under which the same is found in tables that others made.
    """

    key: str
    heading: str
    kind: Kind = "text"
    required: bool = False
    longest: int = 500
    choices: tuple[str, ...] = ()
    unit: str = ""
    locked: bool = False
    width: float = 14.0
    also: tuple[str, ...] = ()


class Page(TypedDict):
    """A sheet as read. ``rows`` are [row number in Excel, [cells from column A on]]; blank rows are left out.

    A cell is None, a str, a number, a bool, or a dict of one entry: {"date": ISO}, {"percent": number × 100},
    {"error": "#N/A"}, {"formula": text}. Values of merged cells stand in every cell of their range.
    """

    name: str
    rows: list[tuple[int, list[Any]]]
    hidden_rows: list[int]
    hidden_columns: list[str]
    merged: list[str]
    head: NotRequired[list[str]]


class Table(TypedDict):
    """What a file or a pasted block holds: JSON. ``form`` is xlsx, csv or paste; hidden sheets are not read."""

    form: str
    pages: list[Page]


@dataclass(frozen=True)
class Fault:
    """What is wrong in one cell and how to repair it. ``row`` 0 is the whole file; ``column`` "" is the whole row."""

    row: int
    column: str
    heading: str
    said_zh: str
    said_en: str

    @property
    def cell(self) -> str:
        """The name of the cell as Excel gives it: C5."""
        return f"{self.column}{self.row}" if self.column and self.row else ""


@dataclass(frozen=True)
class Notice:
    """Something read that a person may not expect: hidden rows, merged cells, columns that were left out."""

    said_zh: str
    said_en: str


@dataclass(frozen=True)
class Line:
    """One row of the table. ``values`` has no entry for a field whose column the file does not have, and for a cell
    with a fault; ``columns`` gives the letter of each field's column."""

    row: int
    values: dict[str, Value]
    columns: dict[str, str]
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True)
class Checked:
    """All rows in the order of the file. ``faults`` are those of the file and of every row; ``head_row`` 0 is none."""

    page: str
    head_row: int
    lines: tuple[Line, ...]
    faults: tuple[Fault, ...]
    notices: tuple[Notice, ...]

    @property
    def right(self) -> tuple[Line, ...]:
        """The rows without a fault, for «只导入正确行»; none when the file itself is at fault."""
        return () if any(fault.row == 0 for fault in self.faults) else tuple(x for x in self.lines if not x.faults)
