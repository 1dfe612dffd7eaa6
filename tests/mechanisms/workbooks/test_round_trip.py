"""What goes out comes back: templates filled by nobody, errors repaired by somebody, files through another program."""

from __future__ import annotations

import io
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhiheng.mechanisms.workbooks.checking import checked
from zhiheng.mechanisms.workbooks.fields import ERROR_HEADING, Checked, Field, Table, Value
from zhiheng.mechanisms.workbooks.filling import template
from zhiheng.mechanisms.workbooks.pasting import pasted
from zhiheng.mechanisms.workbooks.reading import read_table
from zhiheng.mechanisms.workbooks.returning import returned

STATES = tuple(f"第{number}种很长很长的状态名称" for number in range(60))
FIELDS = (
    Field("id", "编号", "key", locked=True),
    Field("task", "任务", required=True, longest=200, width=40),
    Field("count", "数量", "whole"),
    Field("goal", "目标值", "decimal"),
    Field("due", "期限", "date"),
    Field("state", "状态", "choice", choices=STATES),
)
ROWS: tuple[Mapping[str, Value], ...] = tuple(
    {
        "id": f"T{number}",
        "task": f"任务{number}",
        "count": number,
        "goal": Decimal(number) / 8,
        "due": date(2025, 1, number),
        "state": STATES[number],
    }
    for number in range(1, 6)
)
SIGNS = st.characters(exclude_categories=["Cc", "Cs", "Cn"], exclude_characters="\ufeff")
TEXTS = st.text(SIGNS, min_size=1, max_size=30).map(str.strip).filter(lambda text: text and text[0] != "#")
ROW = st.fixed_dictionaries(
    {
        "id": st.none(),
        "task": TEXTS | TEXTS.map(lambda text: f"={text}"),
        "count": st.none() | st.integers(-(10**14), 10**14),
        "goal": st.none() | st.decimals(-(10**9), 10**9, places=5),
        "due": st.none() | st.dates(date(1900, 3, 1), date(2190, 1, 1)),
        "state": st.none() | st.sampled_from(STATES),
    }
)


def read(data: bytes) -> tuple[Table, Checked]:
    """A workbook as an upload is read."""
    with tempfile.NamedTemporaryFile(suffix=".xlsx") as file:
        Path(file.name).write_bytes(data)
        table = read_table(Path(file.name))
    return table, checked(table, FIELDS)


@given(st.lists(ROW, min_size=1, max_size=8))
@settings(max_examples=60, deadline=None)
def test_a_template_reads_back_equal(rows: list[dict[str, Value]]) -> None:
    _, found = read(template("分解", "请填黄色的列", FIELDS, rows))
    assert not found.faults
    assert [line.values for line in found.lines] == rows


def test_a_template_has_its_lists_on_a_hidden_sheet_and_locks_its_keys_alone() -> None:
    book = openpyxl.load_workbook(io.BytesIO(template("分解", "请填黄色的列", FIELDS, ROWS)))
    page, dictionary = book.worksheets
    assert (dictionary.title, dictionary.sheet_state) == ("字典", "hidden")
    rules = {rule.type: rule for rule in page.data_validations.dataValidation}
    assert rules["list"].formula1 == "'字典'!$A$2:$A$61" and str(rules["list"].sqref) == "F4:F208"
    assert all(len(rule.formula1) <= 255 for rule in rules.values())
    assert page.protection.sheet and not page.protection.password
    assert [page.cell(4, column).protection.locked for column in range(1, 7)] == [True] + [False] * 5
    assert page.freeze_panes == "A4" and page["A2"].value == "请填黄色的列"
    assert page["E4"].is_date and page["C4"].data_type == "n" and page["B208"].number_format == "@"


def test_two_thousand_cells_that_look_like_formulas_go_out_as_text() -> None:
    words = [sha256(b"%d" % number).hexdigest() for number in range(2_100)]
    rows = [{"task": f"{'=+-@＝＋－＠'[int(word[0], 16) % 8]}{word}"} for word in words]
    data = template("分解", "=1+1", FIELDS, rows)
    page = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    assert not [cell.coordinate for row in page.iter_rows() for cell in row if cell.data_type == "f"]
    assert [line.values["task"] for line in read(data)[1].lines] == [row["task"] for row in rows]


def with_errors() -> bytes:
    """The template with three errors, a formula and a new row in it, and a column of the person's own."""
    book = openpyxl.load_workbook(io.BytesIO(template("分解", "请填黄色的列", FIELDS, ROWS)))
    page = book.worksheets[0]
    page["C4"], page["D5"], page["F6"], page["E7"] = "三", "=1+1", "没有的状态", "明年"
    page["B12"], page["C12"], page["H3"], page["H12"] = "新任务", "9.21万", "我的备注", "=说明"
    page["H12"].data_type = "s"
    return _saved(book)


def _saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_the_returned_workbook_marks_the_wrong_cells_alone_and_keeps_rows_and_words() -> None:
    table, found = read(with_errors())
    page = openpyxl.load_workbook(io.BytesIO(returned(table, FIELDS, found.faults))).worksheets[0]
    red = {cell.coordinate for row in page.iter_rows() for cell in row if cell.fill.fgColor.rgb == "00FFC7CE"}
    assert (
        red == {"C4", "D5", "F6", "E7"} == {cell.coordinate for row in page.iter_rows() for cell in row if cell.comment}
    )
    assert page.title == "分解" and page["I3"].value == ERROR_HEADING
    assert [row for row in range(4, 13) if page[f"I{row}"].value] == [4, 5, 6, 7]
    assert "“三”不是数字" in page["I4"].value and page["C4"].value == "三"
    assert (page["C12"].value, page["H3"].value, page["H12"].value) == ("9.21万", "我的备注", "=说明")
    assert page["D5"].data_type == "e" and page["H12"].data_type == "s" and page["E4"].is_date
    assert [rule.type for rule in page.data_validations.dataValidation] == ["textLength", "list"]


def test_the_returned_workbook_is_refused_until_it_is_repaired_and_then_read() -> None:
    table, found = read(with_errors())
    data = returned(table, FIELDS, found.faults)
    again = read(data)[1]
    assert [fault.cell for fault in again.faults] == [fault.cell for fault in found.faults]
    book = openpyxl.load_workbook(io.BytesIO(data))
    page = book.worksheets[0]
    page["C4"], page["D5"], page["F6"], page["E7"] = 3, 2, STATES[3], date(2026, 1, 1)
    repaired_table, repaired = read(_saved(book))
    assert not repaired.faults and [line.row for line in repaired.lines] == [4, 5, 6, 7, 8, 12]
    assert repaired.lines[-1].values["count"] == 92_100
    clean = openpyxl.load_workbook(io.BytesIO(returned(repaired_table, FIELDS, ()))).worksheets[0]
    assert clean["I3"].value == ERROR_HEADING and not [row for row in range(4, 13) if clean[f"I{row}"].value]


def test_a_pasted_block_is_returned_with_a_header() -> None:
    table = pasted("\t甲\t三\n\t乙\t4", [field.heading for field in FIELDS])
    data = returned(table, FIELDS, checked(table, FIELDS).faults)
    assert [(fault.cell, fault.heading) for fault in read(data)[1].faults] == [("C2", "数量")]


def test_a_file_without_the_headings_is_returned_with_what_is_missing() -> None:
    table, found = read(_saved(openpyxl.Workbook()))
    page = openpyxl.load_workbook(io.BytesIO(returned(table, FIELDS, found.faults))).worksheets[0]
    assert "任务" in page["A1"].comment.text


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice (soffice) is not on this machine")
def test_a_template_saved_by_libreoffice_reads_back_equal(tmp_path: Path) -> None:
    (tmp_path / "t.xlsx").write_bytes(template("分解", "请填黄色的列", FIELDS, ROWS))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    convert = ["soffice", "--headless", profile, "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir"]
    subprocess.run([*convert, tmp_path / "out", tmp_path / "t.xlsx"], check=True, capture_output=True, timeout=120)
    _, found = read((tmp_path / "out" / "t.xlsx").read_bytes())
    assert not found.faults and [line.values for line in found.lines] == list(ROWS)
