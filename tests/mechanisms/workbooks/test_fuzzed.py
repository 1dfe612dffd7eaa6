"""Whatever the bytes are: a table is read or refused in words, and what people type never breaks the check."""

from __future__ import annotations

import io
import tempfile
import zipfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.mechanisms.workbooks.made import HEAD, ROW, book, sheet
from zhiheng.mechanisms.workbooks.checking import checked
from zhiheng.mechanisms.workbooks.fields import Field
from zhiheng.mechanisms.workbooks.filling import template
from zhiheng.mechanisms.workbooks.pasting import pasted
from zhiheng.mechanisms.workbooks.reading import read_table
from zhiheng.mechanisms.workbooks.returning import returned
from zhiheng.plan.unreadable import Unreadable

FIELDS = (
    Field("task", "任务", required=True),
    Field("count", "数量", "whole", unit="张"),
    Field("goal", "目标", "decimal"),
    Field("due", "期限", "date"),
    Field("state", "状态", "choice", choices=("未开始", "进行中")),
)
MERGED = '<mergeCells><mergeCell ref="A2:B3"/></mergeCells>'
SHEET = sheet(HEAD + ROW, before='<cols><col min="1" max="2" hidden="1"/></cols>', after=MERGED)
WHOLE = template("分解", "说明", FIELDS, [{"task": "抽检", "count": 3}])
PLACES = st.lists(st.tuples(st.integers(0, 10**6), st.binary(max_size=4)), min_size=1, max_size=6)
TYPED = st.text(st.sampled_from("0123456789０９.,-/年月日底前万亿%张E+#=@\"' \t\n未开始进行中None"), max_size=60)


def spoil(data: bytes, places: list[tuple[int, bytes]]) -> bytes:
    for place, put in places:
        at = place % (len(data) + 1)
        data = data[:at] + put + data[at + len(put) :]
    return data


def ends(data: bytes) -> bool:
    """Whether bytes end in a refusal in words or in a table that can be checked and returned."""
    with tempfile.NamedTemporaryFile(suffix=".xlsx") as file:
        Path(file.name).write_bytes(data)
        try:
            table = read_table(Path(file.name))
        except Unreadable:
            return True
    found = checked(table, FIELDS)
    return bool(returned(table, FIELDS, found.faults))


@given(PLACES)
@settings(max_examples=120, deadline=None)
def test_a_spoiled_file_is_read_or_refused(places: list[tuple[int, bytes]]) -> None:
    assert ends(spoil(WHOLE, places))


@given(
    PLACES,
    st.sampled_from(["xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml", "xl/worksheets/sheet1.xml"]),
)
@settings(max_examples=120, deadline=None)
def test_a_spoiled_part_is_read_or_refused(places: list[tuple[int, bytes]], part: str) -> None:
    with zipfile.ZipFile(io.BytesIO(WHOLE)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    assert ends(book(parts=parts | {part: spoil(parts[part], places)}))


@given(PLACES)
@settings(max_examples=120, deadline=None)
def test_a_spoiled_sheet_is_read_or_refused(places: list[tuple[int, bytes]]) -> None:
    assert ends(book(parts={"xl/worksheets/sheet1.xml": spoil(SHEET.encode(), places)}))


@given(st.binary(max_size=300) | TYPED.map(str.encode))
@settings(max_examples=120, deadline=None)
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    assert ends(data)


@given(st.lists(st.lists(TYPED, min_size=1, max_size=5), min_size=1, max_size=4))
@settings(max_examples=120, deadline=None)
def test_any_pasted_block_is_checked_and_returned(rows: list[list[str]]) -> None:
    table = pasted("\n".join("\t".join(row) for row in rows), [field.heading for field in FIELDS])
    assert returned(table, FIELDS, checked(table, FIELDS).faults)
