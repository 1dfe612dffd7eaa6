"""The face of a document: title, issuer, document number, date of issue, period.

A 通知 that issues a 方案 carries two titles; the plan is the 方案, its issuer is who signed the 通知.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from zhiheng.plan.outline import number_of
from zhiheng.plan.periods import FIVE_YEARS, TimeMark, written_date
from zhiheng.plan.text import Line, lines

_NUMBER = re.compile(r"[\u4e00-\u9fff]{1,12}(?:\((?:19|20)[0-9]{2}\)|(?:19|20)[0-9]{2}年?)(?:第)?[0-9]{1,4}号")
_NAMED = re.compile(r"《([^《》\n]{4,80}(?:《[^《》\n]*》[^《》\n]*)?)》")
_ISSUES = re.compile(r"印发|下发|发布|公布")
_RANGE = re.compile(r"\(?((?:19|20)[0-9]{2})\s?年?\s?(?:-{1,2}|~|至|到)\s?((?:19|20)[0-9]{2})\s?年?\)?")
_ABOUT = re.compile(r"^(.{2,30}?)关于")
_WRAPPED = re.compile(r"^(.{0,30}?)关于(?:印发|发布|下发|公布|转发)(.+?)的通[知告]$")
_FRONT = 40
_DASHES = {ord(c): "-" for c in "—–－―─"}


@dataclass(frozen=True)
class Face:
    """What the head and the signature say, and where the body of the plan begins and ends."""

    title: str
    issuer: str | None
    number: str | None
    issued: date | None
    start: int
    end: int
    spans: tuple[tuple[int, int], ...]


def face(text: str, norm: str) -> Face:
    """Read title, signature and number; a document that has none of them gives its first line as its title."""
    paragraphs = lines(norm)
    first = next((i for i, p in enumerate(paragraphs) if _opens_body(p.of(norm))), len(paragraphs))
    sign = _signature(norm, paragraphs, first)
    heads = _title_lines(norm, paragraphs[: min(first, _FRONT)])
    written = "".join(re.sub(r"\s+", "", p.of(text)) for p in heads)
    named = _issued_name(text, norm, paragraphs[: min(first, _FRONT)])
    wrapped = _WRAPPED.match(written)
    title = named or (wrapped.group(2).strip("《》") if wrapped else written)
    number = next((m for p in paragraphs[: min(first + 1, 20)] if (m := _own_number(norm, p))), None)
    issuer, issued, spans = None, None, [(p.start, p.end) for p in heads]
    start, end = 0, len(norm)
    if sign is not None:
        at, issued = sign
        issuer = _signer(text, norm, paragraphs, at)
        spans.append((paragraphs[at].start, paragraphs[at].end))
        if at < first:
            start = paragraphs[at].end
        else:
            end = paragraphs[at - 1].start if issuer and at else paragraphs[at].start
    if number is not None:
        spans.append((number.start(), number.end()))
    return Face(
        title=title or (paragraphs[0].of(text)[:80] if paragraphs else ""),
        issuer=issuer or _issuer_of(written),
        number=None if number is None else re.sub(r"\s", "", text[number.start() : number.end()]),
        issued=issued,
        start=start,
        end=end,
        spans=tuple(spans),
    )


def _own_number(norm: str, paragraph: Line) -> re.Match[str] | None:
    """The number of the document itself: not one that a sentence cites (根据…(国发〔2020〕3号)…)."""
    match = _NUMBER.search(norm, paragraph.start, paragraph.end)
    if match is None or norm.find("。", paragraph.start, paragraph.end) >= 0:
        return None
    return None if match.start() > paragraph.start and norm[match.start() - 1] == "(" else match


def _opens_body(line: str) -> bool:
    """The first chapter: a number of the outline with words behind it."""
    found = number_of(line)
    return found is not None and found[0] <= 6 and len(line) > found[1] + 1 and written_date(line) is None


def _signature(norm: str, paragraphs: list[Line], first: int) -> tuple[int, date] | None:
    """The paragraph that is a date and nothing else: before the body (a 通知), else the last one."""
    dated = []
    for at, paragraph in enumerate(paragraphs):
        if paragraph.end - paragraph.start <= 24:
            found = written_date(re.sub(r"印发$", "", paragraph.of(norm)))
            if found is not None:
                dated.append((at, found))
    before = [d for d in dated if d[0] < first]
    return before[0] if before else dated[-1] if dated else None


def _signer(text: str, norm: str, paragraphs: list[Line], at: int) -> str | None:
    """The short line above the date."""
    if at == 0:
        return None
    above = paragraphs[at - 1]
    words = re.sub(r"\s+", "", above.of(text))
    if 2 <= len(words) <= 40 and not re.search(r"[。,;:0-9]", above.of(norm)):
        return words
    return None


def _title_lines(norm: str, paragraphs: list[Line]) -> list[Line]:
    """The lines from the top to the number, the salutation or the first sentence."""
    found: list[Line] = []
    for paragraph in paragraphs:
        words = paragraph.of(norm)
        if _NUMBER.fullmatch(re.sub(r"\s", "", words)):
            if found:
                break
            continue
        if re.search(r"[。;]|:$", words) or len(words) > 60 or written_date(words) is not None or number_of(words):
            break
        found.append(paragraph)
        if len(found) == 4:
            break
    return found


def _issued_name(text: str, norm: str, paragraphs: list[Line]) -> str | None:
    """The name in title marks that a 通知 issues (《…方案》已经…同意,现印发给你们)."""
    for paragraph in paragraphs:
        words = paragraph.of(norm)
        named = _NAMED.search(words)
        if named is None or not _ISSUES.search(words) or not re.search(r"现|印发给|同意|遵照|执行|落实", words):
            continue
        if named.start() <= 4 or re.search(r"(?:现将|印发|制定了?|将)$", words[: named.start()]):
            return re.sub(r"\s+", "", text[paragraph.start + named.start(1) : paragraph.start + named.end(1)])
    return None


def _issuer_of(title: str) -> str | None:
    """Who speaks in the title: 国务院关于…的意见."""
    match = _ABOUT.match(title)
    return match.group(1) if match else None


def term(title: str) -> tuple[int, int] | None:
    """The years that a title gives: 2021—2023年, “十四五” (the fifth of five years is known), 2024年工作要点."""
    match = _RANGE.search(title.translate(_DASHES))
    if match and int(match.group(1)) <= int(match.group(2)):
        return int(match.group(1)), int(match.group(2))
    five = set(re.findall(r"十[一二三四五六七]五(?=[”\"’]|规划|时期|期间)", title))
    last = FIVE_YEARS.get(five.pop()) if len(five) == 1 else None
    if last is not None:
        return last - 4, last
    year = single_year(title)
    return None if year is None else (year, year)


def period(title: str, marks: list[TimeMark], issued: date | None) -> tuple[int, int] | None:
    """The years of the plan: those of its title, else from its issue to the last year within seven that it sets."""
    titled = term(title)
    if titled is not None or issued is None:
        return titled
    years = [m.year for m in marks if m.kind == "due" and m.year and issued.year <= m.year <= issued.year + 7]
    return (issued.year, max(years)) if years else None


def single_year(title: str) -> int | None:
    """The year of a plan for one year (2025年…工作要点); None where it gives none, several, or a term (2030年前)."""
    bare = re.sub(r"[（(〔\[][^）)〕\]]*[）)〕\]]", "", title)
    years = set(re.findall(r"(?<![到至])((?:19|20)[0-9]{2})[ ]?年(?![底末]?(?:之前|以前|前)|远景)", bare))
    return int(years.pop()) if len(years) == 1 and _RANGE.search(title.translate(_DASHES)) is None else None
