"""How pages say what the journal holds: ``{% load ledger %}``."""

from __future__ import annotations

import re

from django import template
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as noop

from zhiheng.mechanisms.journal.models import Entry

register = template.Library()

THINGS = {
    "task": noop("任务"),
    "assignment": noop("责任分工"),
    "target": noop("目标"),
    "funding": noop("资金"),
    "deadline": noop("期限"),
}
FIELDS = {
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
    "amount_fen": noop("金额(分)"),
    "share": noop("比例"),
    "cap_fen": noop("上限(分)"),
    "date": noop("期限"),
    "what": noop("事项"),
}
ROLES = {"lead": noop("牵头单位"), "support": noop("配合单位"), "joint": noop("共同负责")}
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
    if not (text.startswith("{") and text.endswith("}")):
        return text
    said = []
    for name, words, number, plain in PAIR.findall(text):
        value = words or number.replace("'", "").replace(", ", "/") or ("" if plain == "None" else plain)
        if value:
            label = gettext(FIELDS[name]) if name in FIELDS else name
            said.append(f"{label}: {gettext(ROLES[value]) if value in ROLES else value}")
    return "; ".join(said)
