"""Tables out: what an office opens, prints and signs, and what a program loads."""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from zhiheng.mechanisms.sheets import (
    Column,
    Sheet,
    Table,
    Value,
    disposition,
    file_name,
    looks_like_formula,
    merged_runs,
    write_csv,
    write_xlsx,
)

COLUMNS = (
    Column("序号", 5, merge=2),
    Column("重点任务", 14, merge=1),
    Column("目标", 10),
    Column("期限", 12),
    Column("备注", 10, blank=True),
)
ROWS = (
    (1, "标准", Decimal("98.500000"), date(2025, 12, 31), None),
    (2, "标准", 100000, None, "=HYPERLINK(1)"),
    (3, "服务", Decimal("25"), date(2027, 12, 31), "+86"),
)


def opened(rows: tuple[tuple[Value, ...], ...] = ROWS) -> Worksheet:
    sheet = Sheet("任务台账", "质量强省任务台账", "要点版 · 2026-11-22", Table(COLUMNS, rows), ("填报人", "审核人"))
    return openpyxl.load_workbook(io.BytesIO(write_xlsx(sheet))).worksheets[0]


def test_numbers_and_dates_are_written_as_numbers_and_dates() -> None:
    page = opened()
    assert page["C4"].value == 98.5 and page["C4"].data_type == "n"
    assert page["C5"].value == 100000
    assert page["D4"].value.date() == date(2025, 12, 31) and page["D4"].is_date


def test_text_like_a_formula_stays_text_and_keeps_its_words() -> None:
    cell = opened()["E5"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == ("=HYPERLINK(1)", "s", True)


def test_chapters_are_merged_and_the_header_is_frozen_and_repeated() -> None:
    page = opened()
    assert "B4:B5" in [str(area) for area in page.merged_cells.ranges]
    assert page.freeze_panes == "C4"
    assert page.print_title_rows == "$1:$3"


def test_the_page_is_a4_landscape_one_page_wide_with_a_print_area_down_to_the_signatures() -> None:
    page = opened()
    assert (page.page_setup.orientation, int(page.page_setup.paperSize)) == ("landscape", 9)
    assert page.sheet_properties.pageSetUpPr.fitToPage and page.page_setup.fitToHeight == 0
    signed = next(row for row in page.iter_rows() if row[0].value == "填报人:")
    assert page.print_area.endswith(f"$E${signed[0].row}")


def test_a_table_without_rows_is_still_a_page_to_print() -> None:
    assert opened(rows=())["A3"].value == "序号"


def test_a_row_of_the_wrong_length_is_refused_and_named() -> None:
    with pytest.raises(ValueError, match="row 1 has 2 values under 5 columns"):
        Table(COLUMNS, ((1, "标准"),))


def test_a_merged_run_never_crosses_a_border_of_lesser_depth() -> None:
    table = Table((Column("章", merge=1), Column("部分", merge=2)), (("一", "总"), ("二", "总"), ("二", "总")))
    assert list(merged_runs(table)) == [(0, 1, 2), (1, 1, 2)]


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", "＝1", "＋1", "－1", "＠x", "\t=1", " =1", "\r1"])
def test_signs_that_begin_a_formula_are_seen_in_half_and_full_width(text: str) -> None:
    assert looks_like_formula(text)
    assert next(csv.reader(io.StringIO(_body(text))))[0].startswith("'")


@pytest.mark.parametrize("text", ["", "95%", "达到95%", "(一)", "—", "1-2"])
def test_ordinary_words_are_left_alone(text: str) -> None:
    assert not looks_like_formula(text)


def test_csv_begins_with_a_mark_that_office_programs_read_and_keeps_negative_numbers_numbers() -> None:
    content = write_csv(Table((Column("数"), Column("日")), ((Decimal("-1.50"), date(2025, 1, 2)), (None, None))))
    assert content == "\ufeff数,日\r\n-1.5,2025-01-02\r\n,\r\n".encode()


@given(st.lists(st.text(max_size=40), min_size=1, max_size=4))
def test_any_text_can_be_written_and_no_cell_becomes_a_formula(texts: list[str]) -> None:
    table = Table((Column("文"),), tuple((text,) for text in texts))
    page = openpyxl.load_workbook(io.BytesIO(write_xlsx(Sheet("表", "题", "注", table)))).worksheets[0]
    assert all(cell.data_type != "f" for row in page.iter_rows() for cell in row)
    write_csv(table)


def test_file_names_are_as_offices_give_them_and_hold_no_sign_a_file_system_refuses() -> None:
    assert file_name(["质量强省", "任务台账", "20261122"], "xlsx") == "质量强省_任务台账_20261122.xlsx"
    assert file_name(["a/b:c", "", "x\ny"], "csv") == "abc_xy.csv"


def test_the_download_header_carries_the_chinese_name_and_an_ascii_one() -> None:
    header = disposition("质量强省_任务台账_20261122.xlsx")
    assert 'filename="zhiheng_20261122.xlsx"' in header
    assert "filename*=UTF-8''%E8%B4%A8" in header
    assert header.isascii()


def test_a_name_cannot_break_out_of_the_download_header() -> None:
    assert disposition('a"b.csv').count('"') == 2
    assert "\n" not in disposition("a\nb.csv") and "\r" not in disposition("a\r\nX: y.csv")


def _body(text: str) -> str:
    return write_csv(Table((Column("文"),), ((text,),))).decode("utf-8-sig").split("\r\n", 1)[1]
