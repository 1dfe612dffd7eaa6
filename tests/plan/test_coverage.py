"""Nothing is lost in silence: every digit is claimed by something or listed with a reason."""

from hypothesis import given, settings
from hypothesis import strategies as st

from zhiheng.plan import claimed, parse
from zhiheng.plan.document import document
from zhiheng.plan.model import Plan

WORDS = [
    "到2025年",
    "建设",
    "达到",
    "98%",
    "以上",
    "1000家",
    "项目",
    "(责任单位:市水利局)",
    "、",
    ",",
    "。",
    "\n",
    "一、",
    "(一)",
    "1.",
    "合格率",
    "每年",
    "新增",
    "给予30万元奖励",
    "分别",
    "和",
    "“1+X”",
    "全覆盖",
    "比2020年",
    "下降",
    "左右",
    "第3批",
    "的",
    "企业",
    "(",
    ")",
    "两次",
    "一半",
    "2024年6月底前",
    "每5年",
    "2.16名",
    "其中",
    "５Ｇ",
    "\t",
]


def silent(plan: Plan) -> list[int]:
    """The places of digits that nobody claims and nobody lists."""
    taken = claimed(plan.text)
    listed = [u.span for u in plan.coverage.unread]
    return [
        at
        for at, char in enumerate(plan.text)
        if char.isdecimal() and taken.holding(at) is None and not any(s.start <= at < s.end for s in listed)
    ]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=60).map("".join))
def test_every_digit_of_any_mixture_is_claimed_or_listed(text: str) -> None:
    plan = parse(text)
    assert silent(plan) == []
    assert 0 <= plan.coverage.read <= plan.coverage.characters == len(text)


@settings(max_examples=200, deadline=None)
@given(st.text())
def test_any_string_at_all_is_read(text: str) -> None:
    assert silent(parse(text)) == []


def test_a_number_that_says_nothing_is_listed_with_a_reason() -> None:
    plan = parse("某市方案\n一、任务\n1.甲。代码77的工作。\n")
    assert [(u.span.of(plan.text), bool(u.why)) for u in plan.coverage.unread] == [("77", True)]
    assert plan.coverage.read == len(plan.text) - 2


def test_claims_carry_their_class() -> None:
    doc = document("某市方案\n一、任务\n1.甲。招聘具有3年以上经历的人员,建设5G网络。\n")
    from zhiheng.plan.targets import read_targets

    read_targets(doc)
    assert {"名称"} <= {kind for _, _, kind in doc.claims}


def test_a_bracket_that_looks_like_a_mark_and_is_none_is_listed() -> None:
    plan = parse("某市方案\n一、任务\n1.甲。做甲(凡是属于本辖区的10家企业所在局负责)。\n")
    assert any("责任标注" in u.why for u in plan.coverage.unread)
