"""How pages say what the journal holds: ``{% load ledger %}``."""

from __future__ import annotations

import re
from decimal import Decimal

from django import template
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as noop

from zhiheng.ledger.models.target import Target, plain
from zhiheng.mechanisms.journal.models import Entry

register = template.Library()

THINGS = {
    "plan": noop("文件"),
    "task": noop("任务"),
    "assignment": noop("责任分工"),
    "target": noop("目标"),
    "funding": noop("资金"),
    "deadline": noop("期限"),
    "unit": noop("责任单位"),
    "part": noop("分解任务"),
    "regions": noop("分解到地区"),
    "years": noop("年度路径"),
}
FIELDS = {
    "name": noop("单位名称"),
    "indicator": noop("指标"),
    "year": noop("年份"),
    "kind": noop("类型"),
    "item": noop("事项"),
    "added": noop("新增"),
    "removed": noop("撤销"),
    "heading": noop("标题"),
    "words": noop("文字"),
    "role": noop("角色"),
    "comparator": noop("比较"),
    "value": noop("数值"),
    "unit": noop("计量单位"),
    "benchmark": noop("比较对象"),
    "per": noop("每"),
    "amount_fen": noop("金额(元)"),
    "share": noop("比例"),
    "cap_fen": noop("上限(元)"),
    "amount": noop("金额(元)"),
    "cap": noop("上限(元)"),
    "cadence": noop("频次"),
    "title": noop("标题"),
    "issuer": noop("发文机关"),
    "number": noop("文号"),
    "issued": noop("成文日期"),
    "date": noop("期限"),
    "what": noop("事项"),
    "part": noop("任务分解"),
    "comment": noop("意见"),
    "attachment": noop("附件"),
    "state": noop("状态"),
}
ROLES = {"lead": noop("牵头单位"), "support": noop("配合单位"), "joint": noop("共同负责")}
CODED = {"comparator", "kind"}
"""Fields whose values are codes with words of their own."""
# An added or removed row is journalled as a mapping of its fields.
PAIR = re.compile(r"'(\w+)': (?:'((?:[^'\\]|\\.)*)'|(?:Decimal|Fraction)\(([^)]*)\)|([\w.\-]+))")


@register.filter
def thing(entry: Entry) -> str:
    """What a line is about, in the reader's language: task:二(一)1 → 任务 二(一)1."""
    kind, _, key = entry.thing.partition(":")
    return f"{gettext(THINGS[kind])} {key}" if kind in THINGS else entry.thing


@register.filter
def field(entry: Entry) -> str:
    """Which field changed, in the reader's language."""
    return gettext(FIELDS[entry.field]) if entry.field in FIELDS else entry.field


@register.filter
def journalled(text: str) -> str:
    """A value of a line as words: a mapping of fields becomes a list of the fields that have a value."""
    if text in ROLES:
        return gettext(ROLES[text])
    pairs = PAIR.findall(text) if text.startswith("{'") and text.endswith("}") else []
    if not pairs:
        return text
    told = [
        _told(name, words or number.replace("'", "").replace(", ", "/") or bare) for name, words, number, bare in pairs
    ]
    return "; ".join(part for part in told if part)


@register.filter
def corrected(fields: dict[str, str]) -> str:
    """The fields of a correction in words, in the reader's language."""
    words = {**dict(Target.COMPARATORS), **dict(Target.KINDS)}
    shown = {
        name: gettext(ROLES[value]) if value in ROLES else str(words.get(value, value)) if name in CODED else value
        for name, value in fields.items()
    }
    if fields.get("cadence"):
        shown["cadence"] = Target(cadence=fields["cadence"]).when
    return "; ".join(f"{gettext(FIELDS[name])}: {value or '—'}" for name, value in shown.items() if name in FIELDS)


def _told(name: str, value: str) -> str:
    """One field of a row; nothing where it has no value."""
    if value in ("", "None"):
        return ""
    if name.endswith("_fen") and value.isdigit():
        value = plain(Decimal(value) / 100)
    label = gettext(FIELDS[name]) if name in FIELDS else name
    return f"{label}: {gettext(ROLES[value]) if value in ROLES else value}"
