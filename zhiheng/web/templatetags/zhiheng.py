"""What templates of all rooms may load: ``{% load zhiheng %}``."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from django import template
from django.contrib.staticfiles import finders
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from zhiheng.ledger import measures

register = template.Library()
CHINESE = r"[\u3000-\u303f\u3400-\u9fff\uff01-\uff60]"
RUN = re.compile(rf"{CHINESE}(?:[^<>&;A-Za-z]*{CHINESE})?")


@register.simple_tag
def icon(name: str, size: int = 18) -> SafeString:
    """An icon of the copied set as inline SVG, hidden from screen readers; empty when the files were not copied."""
    return mark_safe(_drawing(name, size))


@cache
def _drawing(name: str, size: int) -> str:
    path = finders.find(f"vendor/icons/{name}.svg")
    if not isinstance(path, str):
        return ""
    drawing = re.sub(r"\s+", " ", Path(path).read_text(encoding="utf-8"))
    drawing = re.sub(r' (?:class|width|height)="[^"]*"', "", drawing, count=3)
    return drawing.replace("<svg", f'<svg class="icon" width="{size}" height="{size}" aria-hidden="true"', 1)


@register.filter
def zh(words: object) -> SafeString:
    """Words that may hold Chinese of the document: on an English page each run of it is marked as such.

    A screen reader then changes its voice, and nobody takes a name of the plan for a forgotten translation.
    """
    escaped = conditional_escape("" if words is None else str(words))
    if get_language() != "en":
        return escaped
    return mark_safe(RUN.sub(r'<span lang="zh-Hans">\g<0></span>', escaped))


@register.filter
def yuan(fen: int | None) -> str:
    """Integer 分 as exact 元 with thousands marks: 30000000 → 300,000 元 without the unit; — for none."""
    if fen is None:
        return "—"
    whole, rest = divmod(fen, 100)
    return f"{whole:,}" + (f".{rest:02d}" if rest else "")


@register.filter
def amount(number: str, unit: str | None) -> str:
    """A number with its unit in the reader's language: 95%, 200 项, 45 亿元; on English pages a counter is dropped."""
    return measures.amount(str(number), unit or "")


@register.filter
def each(whole: str) -> str:
    """What a target or a sum is meant for, each by itself: 每个设区市, each prefecture-level city."""
    return measures.each(whole)
