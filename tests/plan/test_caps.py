"""Caps that a later clause or sentence sets on the sums before it; whom a sum is for; sums of a budget."""

from fractions import Fraction

from tests.plan.sentences import sums


def test_a_cap_of_the_next_clause_belongs_to_the_share_before_it() -> None:
    (rule,) = sums("对改造项目,按设备投资额的10%给予补助,单个项目最高补助300万元。")
    assert (rule.item, rule.share, rule.cap_fen, rule.per) == ("改造项目", Fraction(1, 10), 300_000_000, "项目")


def test_a_cap_of_the_next_sentence_is_a_rule_of_its_own_and_no_target() -> None:
    first, second, cap = sums("对国家级、省级示范船厂,分别给予50万元、30万元奖励。单个企业每年最高不超过100万元。")
    assert [first.amount_fen, second.amount_fen] == [50_000_000, 30_000_000]
    assert (cap.amount_fen, cap.cap_fen, cap.per) == (None, 100_000_000, "企业/年")


def test_a_cap_for_another_thing_is_not_laid_on_the_first() -> None:
    first, second = sums("对改造项目按投入的10%给予补助;对示范项目,单个项目最高补助不超过300万元,给予支持。")
    assert (first.item, first.cap_fen) == ("改造项目", None)
    assert (second.item, second.cap_fen) == ("示范项目", 300_000_000)


def test_grades_keep_the_words_around_them() -> None:
    assert [r.item for r in sums("对新获批的国家级、省级、市级平台,分别给予200万元、100万元、50万元奖励。")] == [
        "新获批的国家级平台",
        "新获批的省级平台",
        "新获批的市级平台",
    ]


def test_names_that_end_alike_are_whole() -> None:
    assert [r.item for r in sums("对首次列入国家百强企业、省百家重点企业的,分别给予20万元、10万元奖励。")] == [
        "首次列入国家百强企业",
        "首次列入省百家重点企业",
    ]


def test_a_share_of_the_investment_is_not_part_of_the_item() -> None:
    (rule,) = sums("对符合条件的项目按不超过总投资30%、最高5000万元给予补助。")
    assert (rule.item, rule.share, rule.cap_fen) == ("符合条件的项目", Fraction(3, 10), 5_000_000_000)


def test_what_an_investor_pays_is_no_sum_of_the_plan() -> None:
    assert [r.amount_fen for r in sums("对来我市的团队给予100万元资助,每增加投资额5000万元增加1名指标。")] == [
        100_000_000
    ]


def test_money_of_the_treasury_is_a_sum() -> None:
    (rule,) = sums("市财政每年安排3亿元打造渔业产业链群。")
    assert (rule.item, rule.amount_fen) == ("打造渔业产业链群", 30_000_000_000)
