"""Units of measure, benchmarks and wholes in two languages."""

import pytest
from django.utils import translation

from zhiheng.ledger.measures import amount, amounts_in, compared_with, each, measure


@pytest.mark.parametrize(
    ("number", "unit", "chinese", "english"),
    [
        ("95", "%", "95%", "95%"),
        ("1,000", "家", "1,000 家", "1,000"),
        ("45", "亿元", "45 亿元", "45 × 100 million yuan"),
        ("3.5", "件/万人", "3.5 件/万人", "3.5 per 10,000 people"),
        ("7", "", "7", "7"),
    ],
)
def test_an_amount_is_said_in_both_languages(number: str, unit: str, chinese: str, english: str) -> None:
    assert amount(number, unit) == chinese
    with translation.override("en"):
        assert amount(number, unit) == english


def test_a_unit_that_nobody_knows_stays_as_the_document_writes_it() -> None:
    with translation.override("en"):
        assert amount("3", "挂果枝") == "3 挂果枝"
        assert measure("挂果枝") == "挂果枝"


def test_the_head_of_a_column_of_counted_things_says_number() -> None:
    assert measure("项") == "项"
    with translation.override("en"):
        assert measure("项") == "number"


def test_amounts_inside_a_sentence_are_found_the_longest_unit_first() -> None:
    sentence = "2025年 2,150 个、2024年 1.9 个百分点、2023年 3.5 件/万人"
    assert amounts_in(sentence) == sentence
    with translation.override("en"):
        said = amounts_in(sentence)
    assert said == "2025年 2,150、2024年 1.9 percentage points、2023年 3.5 per 10,000 people"


def test_what_is_compared_and_what_each_means() -> None:
    assert (compared_with("全国平均水平"), each("设区市")) == ("全国平均水平", "每个设区市")
    with translation.override("en"):
        assert compared_with("全国平均水平") == "the national average"
        assert each("设区市") == "each prefecture-level city"
        assert compared_with("隔壁村") == "隔壁村"
