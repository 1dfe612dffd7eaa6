"""Sort and search keys for Chinese names.

Databases disagree on the order of Chinese text and PostgreSQL may lack a pinyin collation, so the key is stored.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from itertools import count

from pypinyin import Style, lazy_pinyin


def pinyin_key(name: str) -> str:
    """The full pinyin of a name without tones, lower case: 省市场监管局 → shengshichangjianguanju."""
    return _plain("".join(lazy_pinyin(name)))


def initials_key(name: str) -> str:
    """The first letters, as people type them: 省市场监管局 → sscjgj."""
    return _plain("".join(lazy_pinyin(name, style=Style.FIRST_LETTER)))


def slug_of(name: str) -> str:
    """An address part made from a name: 税务总局 → shuiwu-zongju would need words, so shui-wu-zong-ju; never empty."""
    parts = [_plain(part) for part in lazy_pinyin(name)]
    return "-".join(part for part in parts if part)[:80].strip("-") or "x"


def free_slug(name: str, taken: Callable[[str], bool], longest: int = 80) -> str:
    """The slug of a name with the first number behind it that nobody has: guo-pin, guo-pin-2, guo-pin-3."""
    base = slug_of(name)[:longest].strip("-")
    numbered = (base if number == 1 else f"{base}-{number}" for number in count(1))
    return next(slug for slug in numbered if not taken(slug))


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).lower()
    return re.sub(r"[^a-z0-9]", "", folded)
