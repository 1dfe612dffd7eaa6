"""What people type into a cell, as the value it means: full-width digits, 9.21万, 95%, 2025.3.1, 2025年3月底.

Nothing is guessed: what can be read in two ways is refused with the way to write it.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from difflib import get_close_matches
from functools import lru_cache
from typing import Any

from zhiheng.mechanisms.workbooks.fields import Field, Kind, Value
from zhiheng.mechanisms.workbooks.sheet_xml import EPOCH
from zhiheng.plan.quantities import factor
from zhiheng.plan.text import normalise

ERRORS = frozenset({"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"})
SAFE_DIGITS = 15
"""Digits of a number that Excel keeps; of a longer one the last are zeros."""

_NUMBER = re.compile(
    r"[+-]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,30})(?:\.[0-9]{1,20})?(?:E[+-]?[0-9]{1,2})?", re.IGNORECASE
)
_SCALE = re.compile(r"[十百千]?(?:万|亿|万亿)|[百千]$")
_DATE = re.compile(
    r"(?P<y>(?:19|20|21)[0-9]{2}) ?[-./年] ?(?P<m>[0-9]{1,2})(?: ?[-./月] ?(?P<d>[0-9]{1,2}) ?日?| ?月)?"
    r"(?P<last>[底末]?前?)(?: 0?0:00(?::00)?)?"
)
_COMPACT = re.compile(r"(?P<y>(?:19|20|21)[0-9]{2})(?P<m>[01][0-9])(?P<d>[0-3][0-9])")
_LOOSE_BLANK = re.compile(r"(?<![0-9]) | (?![0-9])")
_NONE = re.compile(r"[-/]*")
_SERIALS = range(20_000, 80_000)
"""Day numbers from 1954 to 2119; a smaller number in a date column is a year or a slip."""


class Wrong(Exception):
    """A cell that cannot be read: what is wrong and how to repair it, one sentence in each language."""

    def __init__(self, said_zh: str, said_en: str) -> None:
        super().__init__(said_zh)
        self.said_zh, self.said_en = said_zh, said_en


def value_of(cell: Any, field: Field) -> Value:
    """The value of a cell of a ``Page`` for a field; None for a blank one. Raises ``Wrong``."""
    if isinstance(cell, dict) and "formula" in cell:
        raise Wrong(
            "这里是公式；请复制后“粘贴为数值”，或直接填写结果", "a formula: paste it as a value or type the result"
        )
    if isinstance(cell, dict) and "error" in cell or isinstance(cell, str) and cell.strip() in ERRORS:
        shown = cell["error"] if isinstance(cell, dict) else cell.strip()
        raise Wrong(f"这里是错误值 {shown}；请填写实际内容或留空", f"the error value {shown}: type a value or clear it")
    value = _READERS[field.kind](cell, field)
    if value is None and field.required:
        raise Wrong(f"“{field.heading}”必填；请填写", "this cell is required: fill it in")
    return value


def shown(cell: Any) -> str:
    """A cell as text: what stands there, numbers without exponent, dates as 2025-03-01."""
    if cell is None:
        return ""
    if isinstance(cell, dict):
        kind, text = next(iter(cell.items()))
        return {"percent": f"{text}%", "formula": f"={text}"}.get(kind, str(text))
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    return cell if isinstance(cell, str) else f"{Decimal(repr(cell)).normalize():f}"


def _quoted(text: str) -> str:
    return f"“{text[:20]}…”" if len(text) > 20 else f"“{text}”"


def _text(cell: Any, field: Field) -> str | None:
    if isinstance(cell, int | float) and len(f"{abs(cell):.0f}") > SAFE_DIGITS:
        raise Wrong(
            f"数字超过 {SAFE_DIGITS} 位，Excel 已丢失末几位；请把单元格设为文本格式后重新填写",
            f"a number of more than {SAFE_DIGITS} digits, the last are lost: format the cell as text, retype it",
        )
    text = shown(cell).strip()
    if len(text) > field.longest:
        raise Wrong(
            f"有 {len(text)} 字，超过 {field.longest} 字的上限；请缩短",
            f"{len(text)} characters, more than {field.longest}: shorten it",
        )
    return text or None


def _choice(cell: Any, field: Field) -> str | None:
    text = shown(cell).strip()
    known = _known(field.choices)
    if not text or _folded(text) in known:
        return known.get(_folded(text))
    near = get_close_matches(_folded(text)[:100], known, n=1)
    hint = f"，是否应为“{known[near[0]]}”" if near else ""
    raise Wrong(
        f"{_quoted(text)}不在可选项中{hint}；请从下拉列表中选择", "not one of the choices: pick one from the list"
    )


@lru_cache(maxsize=64)
def _known(choices: tuple[str, ...]) -> dict[str, str]:
    """The choices by their folded form; the same for every cell of a column."""
    return {_folded(choice): choice for choice in choices}


def _folded(text: str) -> str:
    return re.sub(r"\s+", "", normalise(text)).casefold()


def _whole(cell: Any, field: Field) -> int | None:
    value = _decimal(cell, field)
    if value is None:
        return None
    if value != value.to_integral_value():
        raise Wrong(f"{_quoted(shown(cell).strip())}不是整数；请填整数", "not a whole number: type a whole number")
    return int(value)


def _decimal(cell: Any, field: Field) -> Decimal | None:
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return Decimal(repr(cell))
    typed = shown(cell).strip()
    text = _LOOSE_BLANK.sub("", normalise(typed))
    if _NONE.fullmatch(text):
        return None
    bare, unit = text, normalise(field.unit).replace(" ", "")
    has_unit = bool(unit) and bare.endswith(unit)
    if has_unit:
        bare = bare.removesuffix(unit)
    elif not unit and field.kind == "decimal":
        bare = bare.removesuffix("%")
    number = _NUMBER.match(bare)
    scale = bare[number.end() :] if number else ""
    if number is None or (scale and not _SCALE.fullmatch(scale)):
        raise Wrong(
            f"{_quoted(typed)}不是{f'以“{field.unit}”为单位的' if unit else ''}数字；请只填数字，如 12.5",
            "not a number in the unit of this column: type digits only, such as 12.5",
        )
    if scale and unit[:1] in ("万", "亿", "百", "千"):
        raise Wrong(
            f"这一列的单位是“{field.unit}”，{_quoted(typed)}可以有两种读法；请按该单位只填数字",
            "the unit of this column is a multiple itself: type the digits in that unit only",
        )
    return Decimal(number.group().replace(",", "")) * factor(scale)


def _date(cell: Any, field: Field) -> date | None:
    if isinstance(cell, dict) and "date" in cell:
        return date.fromisoformat(cell["date"])
    if isinstance(cell, int) and cell in _SERIALS:
        return EPOCH + timedelta(days=cell)
    typed = shown(cell).strip()
    text = normalise(typed)
    if _NONE.fullmatch(text):
        return None
    found = _COMPACT.fullmatch(text) or _DATE.fullmatch(text)
    if isinstance(cell, float) and re.fullmatch(r"[0-9]{4}\.1", text):
        raise Wrong(
            f"分不清 {text} 是 1 月还是 10 月；请写成 2025年10月 的样子", f"{text} is January or October: type 2025-10"
        )
    try:
        if found is None or (found.groupdict().get("last") and found["d"]):
            raise ValueError
        year, month = int(found["y"]), int(found["m"])
        return date(year, month, int(found["d"] or monthrange(year, month)[1]))
    except ValueError:
        raise Wrong(
            f"{_quoted(typed)}不是日期；请填成 2025-03-01 或 2025年3月 的样子", "not a date: type it as 2025-03-01"
        ) from None


_READERS: dict[Kind, Callable[[Any, Field], Value]] = {
    "text": _text,
    "key": _text,
    "choice": _choice,
    "whole": _whole,
    "decimal": _decimal,
    "date": _date,
}
