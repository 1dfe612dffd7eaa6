"""What of personal data is shown to everybody who may see the row, and where personal data stands in a text. Pure.

The least that serves the purpose (个人信息保护法 art. 6): to tell apart the people of one list, not to reach them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from zhiheng.mechanisms.identifiers import id_card_problem

NARROW = {0xFF01 + n: 0x21 + n for n in range(94)} | str.maketrans("　‐‑–—", " ----")
"""Full-width characters and long dashes as those of a keyboard; one for one, so that places in a text stay."""

MOBILE = re.compile(r"(?<![\d.])(?:(?:\+|00)?86[ -]?)?(1[3-9]\d[ -]?\d{4}[ -]?\d{4})(?!\d)")
AREA = r"0(?:10|2\d|[3-9]\d\d)"
"""Area codes: three digits for Beijing and 02x, else four."""
LANDLINE = re.compile(rf"(?<![\d.])\(?({AREA}[ )-]{{0,2}}[2-9]\d{{2,3}}[ -]?\d{{4}})(?!\d)")
ID_CARD = re.compile(r"(?<!\d)([1-9]\d{5}[ -]?(?:18|19|20)\d\d[ -]?\d{4}[ -]?\d{3}[\dXx])(?![\dA-Za-z])")
OLD_ID_CARD = re.compile(
    r"(?<!\d)((?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5])\d{4}"
    r"[2-9]\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3})(?![\dA-Za-z])"
)
"""Fifteen digits without a check: taken for a card when province, month and day can be. Void since 2013."""

PATTERNS = ((MOBILE, "phone"), (LANDLINE, "landline"), (ID_CARD, "id_number"), (OLD_ID_CARD, "id_number"))

TO_THE_COUNTY = re.compile(
    r"(?:[^\s省]{2,3}(?:省|自治区)|[^\s省]{2,6}自治区)?(?:[^\s市]{2,5}?(?:市|自治州|地区|盟))?"
    r"(?:[^\s县区市]{1,6}(?:县|(?<![小社园校厂库景片])区|市|旗))?"
)
HIDDEN = "****"
BLACK = "[号码已隐去]"


class Span(NamedTuple):
    """Personal data in a text: its characters from ``start`` to ``end``; kind phone, landline or id_number."""

    start: int
    end: int
    kind: str


def find_personal(text: str) -> list[Span]:
    """Where mobile numbers, landlines with their area code and ID numbers stand in a text, without overlap.

    An ID number counts when its date and its check digit are right. A landline may be a public one: its kind says so.
    """
    found: list[Span] = []
    for span in sorted(_matches(text.translate(NARROW)), key=lambda span: (span.start, -span.end)):
        if not found or span.start >= found[-1].end:
            found.append(span)
    return found


def black_out(text: str) -> str:
    """The text with every such number taken out."""
    for span in reversed(find_personal(text)):
        text = text[: span.start] + BLACK + text[span.end :]
    return text


def plain_number(text: str) -> str:
    """A phone or ID number as one writes it in a file: narrow, capital X, no +86, nothing between the digits."""
    kept = "".join(c for c in text.translate(NARROW).upper() if c.isascii() and c.isalnum())
    abroad = re.fullmatch(r"(?:00)?86(1[3-9]\d{9})", kept)
    return abroad[1] if abroad else kept


def mask_name(text: str) -> str:
    """张**, however long the name is: its length tells people apart in a small place."""
    return f"{text.strip()[:1]}**"


def mask_phone(text: str) -> str:
    """138****1111; of a landline the area code and the last two; of anything else the last two."""
    number = plain_number(text)
    if re.fullmatch(r"1[3-9]\d{9}", number):
        return f"{number[:3]}{HIDDEN}{number[-4:]}"
    area = re.match(rf"{AREA}(?=\d{{7}})", number)
    ending = number[-2:] if len(number) >= 7 else ""
    return f"{area[0]}-{HIDDEN}{ending}" if area else f"{HIDDEN}{ending}"


def mask_id_number(text: str) -> str:
    """First and last character. The first six would tell the home county, the next eight the birthday, and the last
    four are what hotlines ask for to identify somebody."""
    number = plain_number(text)
    return f"{number[0]}{'*' * (len(number) - 2)}{number[-1]}" if len(number) >= 8 else HIDDEN


def mask_address(text: str) -> str:
    """Down to the county, where that can be read; else nothing."""
    matched = TO_THE_COUNTY.match("".join(text.split()))
    return f"{matched[0] if matched else ''}{HIDDEN}"


MASKS: Mapping[str, Callable[[str], str]] = {
    "name": mask_name,
    "phone": mask_phone,
    "id_number": mask_id_number,
    "address": mask_address,
}
"""The masks by their kind. The kind "text" shows nothing but a length, in the reader's language (``fields``)."""


def _matches(text: str) -> Iterator[Span]:
    for pattern, kind in PATTERNS:
        for matched in pattern.finditer(text):
            if pattern is not ID_CARD or id_card_problem(plain_number(matched[1])) is None:
                yield Span(matched.start(), matched.end(), kind)
