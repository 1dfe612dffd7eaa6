"""The numbers that Word writes by itself: 一、 (一) 1. are counted while reading, as a reader sees them on paper.

Many official documents leave 一、(一)1. to automatic numbering; the text of the file then does not hold them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from xml.etree.ElementTree import Element

_DIGITS = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"))
_ROMAN_SMALL = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
_COUNTING = frozenset(
    {"chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting", "taiwaneseCountingThousand"}
)
_PLACEHOLDER = re.compile(r"%([1-9])")
_LEVELS = 9
_MAX_NUMBER = 9999


def chinese_number(value: int, digits: str = _DIGITS, powers: str = "十百千") -> str:
    """一 … 十、十一 … 九千九百九十九: the counting form of 1–9999; ASCII digits outside of that range."""
    if not 1 <= value <= _MAX_NUMBER:
        return str(value)
    out, gap = "", False
    for place, digit in zip(range(len(str(value)) - 1, -1, -1), map(int, str(value)), strict=True):
        if digit == 0:
            gap = True
            continue
        if gap and out:
            out += "零"
        gap = False
        out += digits[digit] + (powers[place - 1] if place else "")
    return out[1:] if out.startswith(digits[1] + powers[0]) and digits is _DIGITS else out


def _letters(value: int) -> str:
    letter = chr(ord("a") + (value - 1) % 26)
    return letter * ((value - 1) // 26 + 1)


def _roman(value: int) -> str:
    out = ""
    for size, sign in _ROMAN + _ROMAN_SMALL:
        out += sign * (value // size)
        value %= size
    return out


def _enclosed(value: int, first: int, last: int) -> str:
    return chr(first + value - 1) if value <= last else str(value)


def written(value: int, style: str) -> str:
    """A list number as OOXML's number format ``style`` writes it; an unknown style is written in ASCII digits."""
    if not 1 <= value <= _MAX_NUMBER:
        return str(value)
    if style in _COUNTING:
        return chinese_number(value)
    if style in {"ideographDigital", "taiwaneseDigital", "japaneseDigitalTenThousand", "koreanDigital"}:
        return "".join(_DIGITS[int(d)] for d in str(value))
    if style in {"chineseLegalSimplified", "ideographLegalTraditional", "japaneseLegal"}:
        return chinese_number(value, _LEGAL, "拾佰仟")
    if style == "ideographTraditional":
        return _STEMS[value - 1] if value <= len(_STEMS) else str(value)
    if style == "ideographZodiac":
        return _BRANCHES[value - 1] if value <= len(_BRANCHES) else str(value)
    if style in {"decimalEnclosedCircle", "decimalEnclosedCircleChinese"}:
        return _enclosed(value, ord("①"), 20)
    if style == "decimalEnclosedParen":
        return _enclosed(value, ord("⑴"), 20)
    if style == "decimalEnclosedFullstop":
        return _enclosed(value, ord("⒈"), 20)
    return _western(value, style)


def _western(value: int, style: str) -> str:
    if style in {"upperLetter", "lowerLetter"}:
        return _letters(value).upper() if style == "upperLetter" else _letters(value)
    if style in {"upperRoman", "lowerRoman"}:
        return _roman(value) if style == "upperRoman" else _roman(value).lower()
    if style in {"decimalFullWidth", "decimalFullWidth2"}:
        return "".join(chr(ord("０") + int(d)) for d in str(value))
    if style == "decimalZero":
        return f"{value:02d}"
    return str(value)


@dataclass(frozen=True)
class Level:
    """One level of a list: where it starts, how it is written ("(%1)"), when it starts again."""

    start: int
    style: str
    text: str
    legal: bool
    restart: int | None
    paragraph_style: str | None


def value_of(element: Element | None, child: str | None = None) -> str | None:
    """The ``w:val`` of an element, or of its first child of that name; None when it is not there."""
    found = element if child is None or element is None else element.find(child)
    return None if found is None else found.get("w:val")


def whole(value: str | None, default: int) -> int:
    """A whole number as XML writes it; ``default`` for anything else (a damaged list must not stop the reading)."""
    try:
        return int(value) if value is not None else default
    except ValueError:
        return default


def _level(element: Element) -> Level:
    formats = [value_of(found) for found in element.iter("w:numFmt")]
    restart = value_of(element, "w:lvlRestart")
    return Level(
        start=whole(value_of(element, "w:start"), 1),
        style=(formats[-1] if formats else None) or "decimal",
        text=value_of(element, "w:lvlText") or "",
        legal=element.find("w:isLgl") is not None,
        restart=None if restart is None else whole(restart, 0),
        paragraph_style=value_of(element, "w:pStyle"),
    )


def _levels(elements: Iterable[Element]) -> dict[int, Level]:
    return {whole(element.get("w:ilvl"), 0): _level(element) for element in elements}


class Numbering:
    """The lists of a document and how far each has been counted.

    ``root`` is the numbering part (None: the document has no lists); ``linked`` maps a list style to its list.
    """

    def __init__(self, root: Element | None, linked: dict[str, str]) -> None:
        self._abstract: dict[str, dict[int, Level]] = {}
        self._links: dict[str, str] = {}
        self._lists: dict[str, str] = {}
        self._own: dict[str, dict[int, Level]] = {}
        self._restarts: dict[tuple[str, int], int] = {}
        self._counts: dict[str, list[int | None]] = {}
        self._linked = linked
        for element in () if root is None else root:
            if element.tag == "w:abstractNum":
                self._add_abstract(element)
            elif element.tag == "w:num":
                self._add_list(element)

    def _add_abstract(self, element: Element) -> None:
        name = element.get("w:abstractNumId") or ""
        self._abstract[name] = _levels(element.findall("w:lvl"))
        if (link := value_of(element, "w:numStyleLink")) is not None:
            self._links[name] = link

    def _add_list(self, element: Element) -> None:
        number = element.get("w:numId") or ""
        self._lists[number] = value_of(element, "w:abstractNumId") or ""
        self._own[number] = _levels(lvl for o in element.findall("w:lvlOverride") for lvl in o.findall("w:lvl"))
        for override in element.findall("w:lvlOverride"):
            if (start := value_of(override, "w:startOverride")) is not None:
                self._restarts[number, whole(override.get("w:ilvl"), 0)] = whole(start, 1)

    def _root_of(self, number: str) -> str:
        """The list that counts for ``number``: a list may only point to a list style, which points to the real one."""
        for _ in range(_LEVELS):
            name = self._lists.get(number, "")
            target = self._linked.get(self._links.get(name, ""))
            if target is None or target == number:
                return name
            number = target
        return name

    def level_of_style(self, number: str, style: str) -> int:
        """Which level of a list belongs to a paragraph style (0 when none says so)."""
        for index, level in self._abstract.get(self._root_of(number), {}).items():
            if level.paragraph_style == style:
                return index
        return 0

    def label(self, number: str, index: int) -> str:
        """Count one paragraph of a list at a level (0-based) and return what stands before it ("" for a bullet)."""
        name = self._root_of(number)
        levels = {**self._abstract.get(name, {}), **self._own.get(number, {})}
        if not 0 <= index < _LEVELS or index not in levels:
            return ""
        counts = self._counts.setdefault(name, [None] * _LEVELS)
        before = counts[index]
        restart = self._restarts.pop((number, index), None)
        if restart is not None:
            counts[index] = restart
        else:
            counts[index] = levels[index].start if before is None else before + 1
        for deeper in range(index + 1, _LEVELS):
            after = levels[deeper].restart if deeper in levels else None
            if after is None or index < after:
                counts[deeper] = None
        return self._shown(levels, counts, index)

    def _shown(self, levels: dict[int, Level], counts: list[int | None], index: int) -> str:
        level = levels[index]
        if level.style in {"bullet", "none"}:
            return "" if level.style == "bullet" else _PLACEHOLDER.sub("", level.text)

        def number(found: re.Match[str]) -> str:
            place = int(found[1]) - 1
            other = levels.get(place, level)
            count = counts[place]
            return written(other.start if count is None else count, "decimal" if level.legal else other.style)

        label = _PLACEHOLDER.sub(number, level.text).strip()
        # "1." runs straight into its heading as in a typed document; a bare "1" needs a gap to stay a number
        return label + " " if label and label[-1].isalnum() else label


def list_of(properties: Element | None) -> tuple[str | None, int | None]:
    """(list, level) that paragraph properties ask for; None for what they leave to the style."""
    found = None if properties is None else properties.find("w:numPr")
    if found is None:
        return None, None
    level = value_of(found, "w:ilvl")
    return value_of(found, "w:numId"), None if level is None else whole(level, 0)


class Styles:
    """Paragraph styles: which list each belongs to, and whether it is a line of a table of contents."""

    def __init__(self, root: Element | None) -> None:
        found = [] if root is None else root.findall("w:style")
        self._styles = {style.get("w:styleId") or "": style for style in found}
        self.linked = {
            name: number
            for name, style in self._styles.items()
            if style.get("w:type") == "numbering" and (number := list_of(style.find("w:pPr"))[0]) is not None
        }

    def is_contents(self, style: str | None) -> bool:
        """Whether a style is one of Word's "toc 1", "toc 2", "TOC Heading" (the same in every language)."""
        name = value_of(self._styles.get(style or ""), "w:name") or ""
        return name.lower().startswith("toc ")

    def list_of(self, style: str | None) -> tuple[str | None, int | None, str]:
        """(list, level, the style that says so) along the chain of base styles."""
        level: int | None = None
        for _ in range(len(self._styles)):
            if style is None or style not in self._styles:
                break
            number, own = list_of(self._styles[style].find("w:pPr"))
            level = own if level is None else level
            if number is not None:
                return number, level, style
            style = value_of(self._styles[style], "w:basedOn")
        return None, None, ""
