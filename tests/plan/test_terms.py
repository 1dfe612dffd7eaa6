"""The years that a title gives, and what they say of a horizon without a year."""

import pytest

from tests.plan.sentences import brief
from zhiheng.plan import parse
from zhiheng.plan.head import single_year, term


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("云溪市渔业提升三年行动计划（2021—2023年）", (2021, 2023)),
        ("云溪市“十三五”渔业规划", (2016, 2020)),
        ("云溪省“十四五”渔业发展实施方案", (2021, 2025)),
        ("云溪省“十五五”时期渔业规划", (2026, 2030)),
        ("云溪市渔业2024年工作要点", (2024, 2024)),
        ("云溪市2030年前渔船减排行动方案", None),
        ("云溪市到2030年渔船减排行动方案", None),
        ("云溪市渔业行动方案", None),
    ],
)
def test_a_title_gives_the_years_that_it_names(title: str, expected: tuple[int, int] | None) -> None:
    assert term(title) == expected
    assert parse(f"{title}\n一、任务\n").period == expected


def test_a_title_with_two_years_is_no_plan_for_one_year() -> None:
    assert single_year("云溪市2024年、2025年工作要点") is None


@pytest.mark.parametrize("horizon", ["三年内", "通过三年努力,", "经过3年时间,", "到计划期末,"])
def test_a_horizon_of_the_whole_plan_ends_with_the_plan(horizon: str) -> None:
    assert brief(f"{horizon}参保率达到95%。", "云溪市行动计划(2023-2025年)") == [("参保率", ">=", 95, "%", 2025)]


def test_a_horizon_without_known_years_gives_no_year() -> None:
    assert brief("通过三年努力,参保率达到95%。") == [("参保率", ">=", 95, "%", None)]


def test_a_period_word_is_no_part_of_a_name() -> None:
    assert [b[0] for b in brief("三年内新增图书馆5座。全年办理案件3000件以上。")] == ["新增图书馆", "办理案件"]


def test_a_number_that_the_preface_cites_is_not_the_number_of_the_plan() -> None:
    preface = "根据《云溪省渔业纲要》(云政发〔2022〕69号)等文件,制定本方案。"
    assert parse(f"某市方案\n{preface}\n一、任务\n").number is None
    assert parse(f"某市方案\n某政发〔2023〕5号\n{preface}\n一、任务\n").number == "某政发〔2023〕5号"
