"""Sums that a plan promises."""

from fractions import Fraction

from zhiheng.plan import parse
from zhiheng.plan.model import Funding


def rules(words: str) -> tuple[Funding, ...]:
    plan = parse(f"某市方案\n一、任务\n1.甲。{words}\n")
    assert plan.targets == ()
    return plan.funding


def test_respectively_gives_each_item_its_sum() -> None:
    found = rules("对主办国际会展、全国会展、区域会展的单位,分别按照每个项目30万元、20万元、10万元的标准给予资助。")
    assert [(f.item, f.amount_fen, f.per) for f in found] == [
        ("主办国际会展的单位", 30_000_000, "项目"),
        ("主办全国会展的单位", 20_000_000, "项目"),
        ("主办区域会展的单位", 10_000_000, "项目"),
    ]


def test_two_grades_share_head_and_tail() -> None:
    found = rules("对承担国家级、省级示范项目企业分别给予8万元、4万元资金支持。")
    assert [(f.item, f.amount_fen) for f in found] == [
        ("承担国家级示范项目企业", 8_000_000),
        ("承担省级示范项目企业", 4_000_000),
    ]


def test_a_share_and_its_cap_are_one_rule() -> None:
    (rule,) = rules("对购买检测服务的企业,给予核定支出费用50%、最高不超过100万元的资金支持。")
    assert (rule.item, rule.share, rule.cap_fen, rule.amount_fen) == (
        "购买检测服务的企业",
        Fraction(1, 2),
        100_000_000,
        None,
    )


def test_a_loan_has_a_cap() -> None:
    (rule,) = rules("符合条件的人员自主创业的,可申请最高不超过15万元的创业贷款。")
    assert rule.cap_fen == 15_000_000 and rule.amount_fen is None


def test_a_threshold_in_the_condition_is_no_sum() -> None:
    (rule,) = rules("对年销售额超过2亿元的企业,给予50万元奖励。")
    assert rule.amount_fen == 50_000_000


def test_money_to_be_reached_is_a_target_and_no_promise() -> None:
    plan = parse("某市方案\n一、任务\n1.甲。到2025年,知识产权质押贷款余额达到45亿元。\n")
    assert plan.funding == () and [t.unit for t in plan.targets] == ["亿元"]
