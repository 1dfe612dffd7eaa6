"""What people type means what they meant, or is refused with the way to write it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from zhiheng.mechanisms.workbooks.fields import Field, Value
from zhiheng.mechanisms.workbooks.typed import Wrong, value_of

TEXT = Field("text", "任务", longest=10)
KEY = Field("key", "编号", "key")
WHOLE = Field("whole", "数量", "whole", unit="张")
DECIMAL = Field("decimal", "目标值", "decimal")
TEN_THOUSANDS = Field("decimal", "产量", "decimal", unit="万吨")
DATE = Field("date", "期限", "date")
CHOICE = Field("choice", "状态", "choice", choices=("未开始", "进行中（正常）"))


@pytest.mark.parametrize(
    ("field", "cell", "value"),
    [
        (TEXT, "\u3000 抽检 \n", "抽检"),
        (TEXT, "   ", None),
        (TEXT, 2025, "2025"),
        (TEXT, 0.1, "0.1"),
        (TEXT, {"date": "2025-03-01"}, "2025-03-01"),
        (TEXT, {"percent": "95.5"}, "95.5%"),
        (TEXT, "=1+1", "=1+1"),
        (KEY, 7.0, "7"),
        (WHOLE, "１，２００", 1200),
        (WHOLE, "9.21万张", 92_100),
        (WHOLE, "3 亿", 300_000_000),
        (WHOLE, "12.0", 12),
        (WHOLE, "—", None),
        (WHOLE, "−5", -5),
        (DECIMAL, "９８．５％", Decimal("98.5")),
        (DECIMAL, {"percent": "98.5"}, Decimal("98.5")),
        (DECIMAL, 0.1, Decimal("0.1")),
        (DECIMAL, "1.5E+3", Decimal("1500")),
        (DECIMAL, "+2.50", Decimal("2.5")),
        (TEN_THOUSANDS, "9.21万吨", Decimal("9.21")),
        (TEN_THOUSANDS, "9.21", Decimal("9.21")),
        (DATE, "2025.3.1", date(2025, 3, 1)),
        (DATE, "2025年3月1日", date(2025, 3, 1)),
        (DATE, "2025-03-01", date(2025, 3, 1)),
        (DATE, "２０２５/３/１", date(2025, 3, 1)),
        (DATE, "20250301", date(2025, 3, 1)),
        (DATE, 20250301, date(2025, 3, 1)),
        (DATE, 45717, date(2025, 3, 1)),
        (DATE, {"date": "2025-03-01"}, date(2025, 3, 1)),
        (DATE, "2024年2月", date(2024, 2, 29)),
        (DATE, "2025年9月底前", date(2025, 9, 30)),
        (DATE, "2025.3", date(2025, 3, 31)),
        (DATE, 2025.3, date(2025, 3, 31)),
        (DATE, "/", None),
        (CHOICE, " 进行中(正常)", "进行中（正常）"),
        (CHOICE, None, None),
    ],
)
def test_it_is_read(field: Field, cell: Any, value: Value) -> None:
    assert value_of(cell, field) == value


@pytest.mark.parametrize(
    ("field", "cell", "said"),
    [
        (TEXT, "字" * 11, "11 字，超过 10 字"),
        (TEXT, 123456789012345678, "超过 15 位"),
        (TEXT, {"formula": "1+1"}, "公式"),
        (TEXT, {"error": "#N/A"}, "#N/A"),
        (WHOLE, "#REF!", "#REF!"),
        (WHOLE, "1.5", "不是整数"),
        (WHOLE, "95%", "以“张”为单位"),
        (WHOLE, "3台", "以“张”为单位"),
        (WHOLE, "1,23", "不是"),
        (WHOLE, True, "不是"),
        (DECIMAL, "约 3", "“约 3”不是数字"),
        (DECIMAL, "三十", "不是数字"),
        (DECIMAL, "9" * 40, "不是数字"),
        (DECIMAL, "3 4", "不是数字"),
        (TEN_THOUSANDS, "9.21万", "两种读法"),
        (TEN_THOUSANDS, "92100吨", "以“万吨”为单位"),
        (DATE, "2025", "不是日期"),
        (DATE, 2025, "不是日期"),
        (DATE, 2025.1, "1 月还是 10 月"),
        (DATE, "2025-02-30", "不是日期"),
        (DATE, "2025年13月", "不是日期"),
        (DATE, "3月1日", "不是日期"),
        (CHOICE, "未开使", "是否应为“未开始”"),
        (CHOICE, "完全不同", "不在可选项中；"),
    ],
)
def test_it_is_refused_with_its_repair(field: Field, cell: Any, said: str) -> None:
    with pytest.raises(Wrong, match=said) as wrong:
        value_of(cell, field)
    assert "；" in wrong.value.said_zh and wrong.value.said_en.isascii()


def test_what_is_required_may_not_be_blank() -> None:
    required = Field("text", "任务", required=True)
    with pytest.raises(Wrong, match="“任务”必填"):
        value_of("  ", required)
