"""All errors of a table at once, each by its Excel row and column; the header found by its words."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from zhiheng.mechanisms.workbooks.checking import checked
from zhiheng.mechanisms.workbooks.fields import Field, Page, Table
from zhiheng.mechanisms.workbooks.pasting import MAX_PASTED, pasted
from zhiheng.plan.unreadable import Unreadable

FIELDS = (
    Field("id", "编号", "key", locked=True),
    Field("task", "任务", required=True),
    Field("count", "数量", "whole", unit="张"),
    Field("goal", "目标值", "decimal"),
)
HEADINGS = [field.heading for field in FIELDS]


def page(*rows: tuple[int, list[Any]], name: str = "任务", **more: Any) -> Page:
    empty: Page = {"name": name, "rows": list(rows), "hidden_rows": [], "hidden_columns": [], "merged": []}
    return empty | more  # type: ignore[return-value]


def table(*pages: Page) -> Table:
    return {"form": "xlsx", "pages": list(pages)}


def test_the_header_is_found_by_its_words_below_titles_and_in_any_order() -> None:
    title = (1, ["任务分解表", "任务分解表"])
    head = (4, [None, "目 标\n值", "数量（必填）", "*任务", "备注"])
    found = checked(table(page(title, head, (7, [None, "98.5%", "9.21万", "抽检", "x"]))), FIELDS)
    assert found.head_row == 4 and not found.faults
    assert found.lines[0].row == 7
    assert found.lines[0].values == {"task": "抽检", "count": 92_100, "goal": Decimal("98.5")}
    assert found.lines[0].columns == {"task": "D", "count": "C", "goal": "B"}
    assert [notice.said_zh for notice in found.notices] == ["没有读取的列：备注"]


def test_all_errors_come_at_once_by_row_and_column() -> None:
    rows = [(1, HEADINGS), (2, ["a", "甲", "三", 1]), (5, ["b", None, 1.5, {"error": "#N/A"}]), (6, ["c", "丙"])]
    found = checked(table(page(*rows)), FIELDS)
    assert [fault.cell for fault in found.faults] == ["C2", "B5", "C5", "D5"]
    assert [line.row for line in found.right] == [6]


def test_a_key_that_comes_twice_is_named_with_its_first_row() -> None:
    found = checked(
        table(page((1, HEADINGS), (2, ["a", "甲"]), (3, [None, "乙"]), (4, [None, "丙"]), (9, ["a", "丁"]))), FIELDS
    )
    assert [(fault.cell, "第 2 行" in fault.said_zh) for fault in found.faults] == [("A9", True)]


def test_without_a_required_heading_nothing_is_read_and_the_heading_is_named() -> None:
    found = checked(table(page((1, ["编号", "数量"]), (2, ["a", 1]))), FIELDS)
    assert not found.lines and "任务" in found.faults[0].said_zh and found.faults[0].cell == ""
    assert not checked(table(), FIELDS).right


def test_the_sheet_with_most_headings_is_read_and_the_others_are_named() -> None:
    found = checked(table(page((1, ["任务", "说明"]), name="说明"), page((1, HEADINGS), (2, ["a", "甲"]))), FIELDS)
    assert found.page == "任务" and [n.said_zh for n in found.notices] == ["没有读取的工作表：说明"]


def test_what_was_hidden_or_merged_is_said_and_the_column_of_errors_is_not_a_column() -> None:
    rows = [(1, ["抬头"] * 4), (2, [*HEADINGS, "错误说明"]), (3, ["a", "甲", 1, 2, "旧错误"]), (4, ["b", "甲"])]
    read = page(*rows, hidden_rows=[4], hidden_columns=["C", "Z"], merged=["A1:D1", "B3:B4"])
    said = " ".join(notice.said_zh for notice in checked(table(read), FIELDS).notices)
    assert "第 4 行" in said and "隐藏的 C 列" in said and "B3:B4" in said
    assert "A1:D1" not in said and "Z" not in said and "错误说明" not in said


def test_a_pasted_block_with_a_header_is_read_by_its_words() -> None:
    block = '数量\t任务\r\n9.21万\t"第一行\n第""二""行"\r\n\r\n3\t"十四五"规划\r\n'
    found = checked(pasted(block, HEADINGS), FIELDS)
    assert [(line.row, line.values) for line in found.lines] == [
        (2, {"task": '第一行\n第"二"行', "count": 92_100}),
        (4, {"task": '"十四五"规划', "count": 3}),
    ]


def test_a_pasted_block_without_a_header_is_read_in_the_order_of_the_columns() -> None:
    found = checked(pasted("\t甲\t三\t\n\t乙\t4\t5\t", HEADINGS), FIELDS)
    assert [fault.cell for fault in found.faults] == ["C1"]
    assert found.right[0].values == {"id": None, "task": "乙", "count": 4, "goal": Decimal(5)}


def test_a_block_made_to_hurt_is_refused_or_read_in_time() -> None:
    for block in ("\t" * 10_000, "x" * (MAX_PASTED + 1), "1\t" * 300, "1\n" * 10_001):
        with pytest.raises(Unreadable, match="粘贴的内容超过"):
            pasted(block, HEADINGS)
    assert checked(pasted('"\n' * 10_000, HEADINGS), FIELDS).lines == ()
    doubled, blank = 9_999, 10_000
    assert len(checked(pasted('"""\t"\n' * 10_000, HEADINGS), FIELDS).faults) == doubled + blank
    assert checked(pasted("", HEADINGS), FIELDS).lines == ()
