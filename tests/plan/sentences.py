"""Short ways for tests to read one sentence: its targets and its sums, without a whole document around it."""

from zhiheng.plan import parse
from zhiheng.plan.model import Funding, Plan, Target

Brief = tuple[str, str, float | None, str | None, int | None]


def document(words: str, title: str = "某市行动方案", heading: str = "一、重点任务\n1.甲。") -> Plan:
    """The plan that says these words in its only item, issued on 1 March 2023."""
    return parse(f"{title}\n{heading}{words}\n某市人民政府\n2023年3月1日\n")


def targets(words: str, title: str = "某市行动方案") -> tuple[Target, ...]:
    """The targets of these words."""
    return document(words, title).targets


def brief(words: str, title: str = "某市行动方案") -> list[Brief]:
    """Each target as (indicator, comparator, value, unit, year)."""
    return [
        (t.indicator, t.comparator, None if t.value is None else float(t.value), t.unit, t.year)
        for t in targets(words, title)
    ]


def sums(words: str) -> tuple[Funding, ...]:
    """The sums that these words promise; they must set no target."""
    plan = document(words)
    assert plan.targets == ()
    return plan.funding
