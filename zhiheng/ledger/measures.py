"""Units of measure in the reader's language.

A plan writes its own: 项, 家, 亿元, 件/万人. Chinese counts things with a counter that English has no word for, so a
counted number stands alone on an English page (1,000 where the plan writes 1000 家). A unit that is not known here
stays as the document writes it.
"""

from __future__ import annotations

import re

from django.utils.translation import get_language, gettext, gettext_noop

COUNTERS = frozenset("项家个件张户种次场人台套批门名处所例条篇辆") | {"批次"}
"""Words that only count; "number" when English needs a word, as in the head of a column."""

UNITS = (
    gettext_noop("件/万人"),
    gettext_noop("人/万人"),
    gettext_noop("元"),
    gettext_noop("万元"),
    gettext_noop("亿元"),
    gettext_noop("万亿元"),
    gettext_noop("万人"),
    gettext_noop("亿千瓦"),
    gettext_noop("万千瓦"),
    gettext_noop("亩"),
    gettext_noop("万亩"),
    gettext_noop("吨"),
    gettext_noop("万吨"),
    gettext_noop("亿吨"),
    gettext_noop("公里"),
    gettext_noop("平方米"),
    gettext_noop("万平方米"),
    gettext_noop("天"),
    gettext_noop("小时"),
    gettext_noop("分钟"),
    gettext_noop("岁"),
    gettext_noop("倍"),
    gettext_noop("个百分点"),
    gettext_noop("分"),
)
"""Units that have an English name."""

BENCHMARKS = (
    gettext_noop("全国平均水平"),
    gettext_noop("全国平均"),
    gettext_noop("全国"),
    gettext_noop("全省平均水平"),
    gettext_noop("上年"),
)
"""What plans compare with."""

WHOLES = (
    gettext_noop("设区市"),
    gettext_noop("县"),
    gettext_noop("县(市、区)"),
    gettext_noop("项目"),
    gettext_noop("标准"),
    gettext_noop("单位"),
    gettext_noop("企业"),
)
"""What a target or a sum is meant for, each by itself."""

AMOUNT = re.compile(rf"(?P<number>\d[\d,.]*) (?P<unit>{'|'.join(sorted({*UNITS, *COUNTERS}, key=len, reverse=True))})")


def measure(unit: str) -> str:
    """A unit of measure by itself, as in the head of a column: 项 → number, 亿元 → 100 million yuan."""
    if unit in COUNTERS:
        return gettext("计数") if get_language() == "en" else unit
    return gettext(unit) if unit in UNITS else unit


def amount(number: str, unit: str) -> str:
    """A number with its unit: 95%, 200 项 (200 in English), 45 × 100 million yuan for 45 亿元."""
    if unit in {"%", "‰"}:
        return number + unit
    if not unit or (unit in COUNTERS and get_language() == "en"):
        return number
    return f"{number} {measure(unit)}"


def amounts_in(words: str) -> str:
    """The amounts inside a sentence that a pure room wrote in Chinese, in the reader's language."""
    return AMOUNT.sub(lambda found: amount(found["number"], found["unit"]), words)


def compared_with(benchmark: str) -> str:
    """What a target is compared with, in the reader's language."""
    return gettext(benchmark) if benchmark in BENCHMARKS else benchmark


def each(whole: str) -> str:
    """What a target holds for, each by itself, in the reader's language: 每个设区市, each prefecture-level city."""
    return gettext("每个%(whole)s") % {"whole": gettext(whole).lower() if whole in WHOLES else whole}
