"""The journal as pages tell it."""

from __future__ import annotations

import pytest
from django.utils import translation

from zhiheng.ledger.templatetags.ledger import field, journalled, thing
from zhiheng.mechanisms.journal.models import Entry


@pytest.mark.parametrize(
    ("stored", "told"),
    [
        ("97", "97"),
        ("lead", "牵头单位"),
        ("", ""),
        ("{'role': None}", ""),
        ("{'heading': '公开结果', 'words': '按月公开。'}", "标题: 公开结果; 文字: 按月公开。"),
        ("{'comparator': '>=', 'value': Decimal('97'), 'unit': '%', 'per': None}", "比较: >=; 数值: 97; 计量单位: %"),
        ("{'amount_fen': 30000000, 'share': Fraction(1, 2), 'cap_fen': None}", "金额(元): 300,000; 比例: 1/2"),
        ("{一段以花括号开头的文字}", "{一段以花括号开头的文字}"),
    ],
)
def test_a_value_is_told_in_words(stored: str, told: str) -> None:
    assert journalled(stored) == told


def test_a_line_names_its_thing_and_field_in_the_readers_language() -> None:
    entry = Entry(thing="task:二(一)1", field="heading")
    assert (thing(entry), field(entry)) == ("任务 二(一)1", "标题")
    with translation.override("en"):
        assert thing(entry).startswith("Task") and thing(entry).endswith(" 二(一)1")


def test_a_thing_of_another_kind_is_told_as_it_is_written() -> None:
    entry = Entry(thing="round:2025Q1", field="closed_at")
    assert (thing(entry), field(entry)) == ("round:2025Q1", "closed_at")
