"""An import of 5,000 rows of 12 columns: template, upload read in its child, checked, returned; against bare openpyxl.

Seconds depend on the machine; the ratios within one run say more. Every hundredth row has an error, which is returned.
Fails when an error is lost on the way or the preview (read and checked) takes over ten seconds.
"""

from __future__ import annotations

import io
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

import openpyxl

from zhiheng.mechanisms.confined import Value, confined
from zhiheng.mechanisms.workbooks.checking import checked
from zhiheng.mechanisms.workbooks.fields import DOOR, Field
from zhiheng.mechanisms.workbooks.filling import template
from zhiheng.mechanisms.workbooks.returning import returned

ROWS, WRONG_EACH = 5_000, 100
PREVIEW = 10.0
STATES = ("未开始", "进行中", "已完成")
FIELDS = (
    Field("id", "编号", "key", locked=True),
    *(Field(f"text{number}", f"内容{number}", longest=200) for number in range(1, 5)),
    Field("count", "数量", "whole"),
    *(Field(f"goal{number}", f"目标值{number}", "decimal") for number in range(1, 4)),
    *(Field(f"due{number}", f"期限{number}", "date") for number in range(1, 3)),
    Field("state", "状态", "choice", choices=STATES),
)

Made = TypeVar("Made")


def main(arguments: Sequence[str] = ()) -> int:
    """Print a line a step; 1 when an error was lost or the preview is too slow."""
    out, writing = timed(lambda: template("分解", "请填黄色的列", FIELDS, map(row, range(ROWS))))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "upload.xlsx")
        path.write_bytes(spoiled(out))
        _, bare = timed(lambda: everything(path))
        outcome, reading = timed(lambda: confined(DOOR, path))
    if not isinstance(outcome, Value):
        print(f"the upload was not read: {outcome}")
        return 1
    found, checking = timed(lambda: checked(outcome.data, FIELDS))
    back, returning = timed(lambda: returned(outcome.data, FIELDS, found.faults))
    print(f"{ROWS:,} rows of {len(FIELDS)} columns, {len(out) >> 10} KB; {len(found.faults)} errors")
    steps = {"template": writing, "read, confined": reading, "checked": checking, "returned": returning}
    for step, seconds in ({"bare openpyxl, reading": bare} | steps).items():
        print(f"{step:<24}{seconds:>7.2f} s  {seconds / bare:>6.2f} × bare reading")
    print(f"preview (read and checked) {reading + checking:.2f} s, of {PREVIEW:.0f}; returned {len(back) >> 10} KB")
    whole = len(found.lines) == ROWS and len(found.faults) == ROWS // WRONG_EACH
    return 0 if whole and reading + checking <= PREVIEW else 1


def timed(step: Callable[[], Made]) -> tuple[Made, float]:
    """What a step gives, and its seconds."""
    began = time.perf_counter()
    made = step()
    return made, time.perf_counter() - began


def row(number: int) -> dict[str, str | int | Decimal | date | None]:
    """A row of figures and words."""
    day = date(2025, 1, 1) + timedelta(days=number % 700)
    return (
        {"id": f"T{number:05d}", "count": number, "state": STATES[number % 3], "due1": day, "due2": day}
        | {f"text{place}": f"第{number}项质量强省任务的分解内容{place}" for place in range(1, 5)}
        | {f"goal{place}": Decimal(number * place) / 8 for place in range(1, 4)}
    )


def spoiled(data: bytes) -> bytes:
    """The template with a word in place of a number in every hundredth row."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    page = book.worksheets[0]
    column = [field.key for field in FIELDS].index("count") + 1
    head = next(cells[0].row for cells in page.iter_rows() if cells[0].value == FIELDS[0].heading)
    for number in range(head + 1, head + 1 + ROWS, WRONG_EACH):
        page.cell(number, column).value = "若干"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def everything(path: Path) -> int:
    """The cells of a workbook, as openpyxl alone reads them."""
    return sum(len(cells) for cells in openpyxl.load_workbook(path).worksheets[0].iter_rows(values_only=True))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
