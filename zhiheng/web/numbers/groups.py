"""What the values are called by which numbers are told apart: the words are their systems', the tables hold codes."""

from __future__ import annotations

from functools import cache

from django.utils.translation import get_language, gettext

from zhiheng.systems.complaints import grounds
from zhiheng.systems.sampling import sorts
from zhiheng.web.numbers.asked import Asked

SORTS = {"category": sorts.CATEGORIES, "sampling_type": sorts.SAMPLING_TYPES}


def group_label(name: str, value: str | None) -> str:
    """A group in the reader's language; its code where it has no other name."""
    if value is None or value == "":
        return gettext("未分类")
    return _known(name, get_language() or "").get(value, value)


def named(asked: Asked) -> list[tuple[str, str]]:
    """What a question keeps alone: by what, and which."""
    apart = asked.definition.apart or {}
    return [(str(apart[name]), group_label(name, value)) for name, value in asked.within]


@cache
def _known(name: str, language: str) -> dict[str, str]:
    if name == "field":
        return {key: str(label) for key, label in grounds.ever("category")}
    if name == "industry":
        return {code: str(label) for code, label in sorts.divisions()}
    if name in SORTS:
        return {code: str(label) for code, label in SORTS[name]}
    return {}
