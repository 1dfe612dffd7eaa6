"""Time as plans write it: 到2025年, 2023年底前, 每年, 年均, “十四五”末, 印发之日起30日内, 2019年1月1日至12月31日.

A time mark governs what follows it (``due``), opens a period (``start``), names a year of comparison (``base``), closes
a window (``window``), repeats (``cadence``), or is only mentioned (``mention``). A year is never invented.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from zhiheng.plan.text import Spans

TimeKind = Literal["due", "start", "base", "past", "window", "cadence", "within", "mention"]

_Y = r"(?P<y>(?:19|20)[0-9]{2})"
FIVE_YEARS = {"十二五": 2015, "十三五": 2020, "十四五": 2025, "十五五": 2030, "十六五": 2035}
_CN_DIGIT = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
_BEFORE = r"(?:之前|以前|前)"

_DATE = re.compile(
    rf"{_Y}[ ]?年[ ]?(?:(?P<m>1[0-2]|0?[1-9])[ ]?月(?:[ ]?(?P<d>3[01]|[12][0-9]|0?[1-9])[ ]?日)?)"
    rf"(?P<part>底|末|中旬|上旬|下旬|份)?(?P<before>{_BEFORE})?"
)
_YEAR = re.compile(
    rf"{_Y}[ ]?年(?:度)?(?P<part>年?底|年?末|上半年|下半年|第?[一二三四1-4]季度(?:末|底)?)?(?P<before>{_BEFORE})?"
)
_RANGE = re.compile(
    rf"(?P<a>(?:19|20)[0-9]{{2}})[ ]?年?(?:度)?[ ]?(?:-{{1,2}}|~|至|到)[ ]?{_Y}[ ]?年(?:度)?(?:期间|间)?"
)
_WINDOW = re.compile(
    rf"{_Y}年(?P<m>[0-9]{{1,2}})月(?P<d>[0-9]{{1,2}})日(?:-{{1,2}}|~|至|到)"
    r"(?:(?P<y2>(?:19|20)[0-9]{2})年)?(?P<m2>[0-9]{1,2})月(?P<d2>[0-9]{1,2})日(?:期间)?"
)
_MONTH = re.compile(
    r"(?<![0-9年])(?P<m>1[0-2]|0?[1-9])[ ]?月(?:[ ]?(?P<d>3[01]|[12][0-9]|0?[1-9])[ ]?日|份)?"
    rf"(?P<part>底|末)?(?P<before>{_BEFORE})?"
)
_FIVE = re.compile(r"“?(?P<p>十[二三四五六]五)”?(?P<part>期?末|末期|期间|时期|规划期末)?")
_CADENCE = re.compile(
    r"每年度?|年均|每(?P<n>[0-9两二三四五]{1,2})年|(?:每|按)季度?|每(?:个)?月(?!球)|每半年|每(?:个)?(?:学年|学期)|每周"
)
_WITHIN = re.compile(
    r"(?P<since>(?:自|在)?[^,。;\n]{0,12}(?:印发|发布|公布|施行|实施|下发)之日起)?"
    r"(?P<n>[0-9]{1,3}|[一二两三四五六七八九十]{1,3})(?P<u>个?工作日|个月|日|天|年)(?:时间)?(?P<in>之内|以内|内)"
)
_SPELL = re.compile(
    r"(?P<n>[0-9]{1,2}|[一二两三四五六七八九十]{1,2})(?:(?:-{1,2}|~|至|到)[0-9一二两三四五六七八九十]{1,2})?年"
    r"(?:左右)?(?:的?时间)(?:内)?"
)
_HORIZON = re.compile(
    r"(?:力争|争取|计划)?(?:通过|经过|利用|用|经)(?P<n>[0-9]{1,2}|[一二两三四五六七八九十]{1,2})(?:(?:-{1,2}|~|至|到)"
    r"[0-9一二两三四五六七八九十]{1,2})?年(?:左右)?的?(?:持续)?(?:努力|时间|建设|攻坚|奋斗|发展|行动)|"
    r"到?(?:行动|计划|规划|方案|工程)期末"
)
_AGAIN = re.compile(r"每(?P<u>年|季度?|个?月|周)的?(?:[0-9]{1,2}月)?(?:[0-9]{1,2}日|底|末)(?:之前|以前|前)?")
_PART_OF = re.compile(r"其中[^。\n]*")
_REACHES = re.compile(
    r"(?:末|底)?[,]?(?:力争|争取|要|将|应|再|累计)?(?:达到|达|突破|超过|实现|建成|完成|新增|不低于|不少于|提高|提升|降至|"
    r"降到|下降|控制在|增长|为)"
)
LIMIT_LEFT = re.compile(r"(?:时限|时间|期限|节点)(?:要求)?[ ]?[:为][ ]?$")
_CHINESE_DATE = re.compile(
    r"(?P<y>二[〇零O][〇零一二三四五六七八九]{2})年(?:(?P<m>[一二三四五六七八九十]{1,2})月)?(?:(?P<d>[一二三四五六七八九十]{1,3})日)?"
)
_LEFT = re.compile(r"(由|到|至|截至|截止到?|截止|自|从|比|较|与|以|同|于|在|力争|力争到|力争在|争取|预计到?|相比)$")
_START_RIGHT = re.compile(r"(起|开始|以来|之后|以后|后)")
_BASE_RIGHT = re.compile(r"(相比|水平(?:上)?(?:的基础)?|的?基础上|同期|为基[期数年]|基数)")


@dataclass(frozen=True)
class TimeMark:
    """A place in the text that says when. ``year`` is the last year meant, ``date`` the last day where it is exact."""

    start: int
    end: int
    kind: TimeKind
    year: int | None = None
    date: date | None = None
    cadence: str | None = None
    first: int | None = None
    part: bool = False


def numeral(words: str) -> int | None:
    """The value of a small Chinese or Arabic numeral (二十一 -> 21), None when it is none."""
    if words.isascii() and words.isdigit():
        return int(words)
    total, section, digit = 0, 0, 0
    for char in words:
        if char in _CN_DIGIT:
            digit = _CN_DIGIT[char]
        elif char in "十百千":
            section += (digit or 1) * {"十": 10, "百": 100, "千": 1000}[char]
            digit = 0
        elif char in "万亿":
            total = (total + section + digit or 1) * (10**4 if char == "万" else 10**8)
            section = digit = 0
        else:
            return None
    return total + section + digit if words else None


def last_day(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, monthrange(year, month)[1])


def day(year: int, month: int, number: int) -> date | None:
    """A calendar day, None where there is no such day (2023-02-30)."""
    try:
        return date(year, month, number)
    except ValueError:
        return None


def written_date(words: str) -> date | None:
    """The whole-line date of a signature (2023年3月24日, 二〇二三年三月二十四日), None when it is something else."""
    words = re.sub(r"\s", "", words).strip("()")
    match = _DATE.fullmatch(words)
    if match and match["d"]:
        return day(int(match["y"]), int(match["m"]), int(match["d"]))
    match = _CHINESE_DATE.fullmatch(words)
    if match and match["m"] and match["d"]:
        year = int("".join(str(_CN_DIGIT[c]) for c in match["y"].replace("O", "〇")))
        return day(year, numeral(match["m"]) or 0, numeral(match["d"]) or 0)
    return None


def time_marks(norm: str, issued: date | None = None, term: tuple[int, int] | None = None) -> list[TimeMark]:
    """Every time mark of the text in order, longest reading first, none overlapping another.

    ``term`` holds the years that the title gives: 三年内 in a plan for three years ends with the plan. A year inside
    其中… is marked as a ``part``: it governs its own sentence and no other.
    """
    taken = [_horizon(m, issued, term) for m in _HORIZON.finditer(norm)]
    for pattern, build in (
        (_AGAIN, _cadence),
        (_WINDOW, _window),
        (_RANGE, _range),
        (_DATE, _dated),
        (_YEAR, _yearly),
        (_FIVE, _five),
        (_CADENCE, _cadence),
        (_WITHIN, _within),
        (_SPELL, _spell),
        (_CHINESE_DATE, _chinese),
        (_MONTH, _monthly),
    ):
        for match in pattern.finditer(norm):
            mark = build(norm, match, issued)
            if mark is not None:
                taken.append(mark if mark.kind != "within" else _ending(mark, match, term))
    parts = Spans.of(m.span() for m in _PART_OF.finditer(norm))
    return [replace(m, part=True) if m.start in parts else m for m in _disjoint(taken)]


def _horizon(match: re.Match[str], issued: date | None, term: tuple[int, int] | None) -> TimeMark:
    """通过三年努力, 到期末: the last year of a plan whose title says from when to when; else no year at all."""
    mark = TimeMark(match.start(), match.end(), "within")
    if match["n"] is None:
        return mark if term is None else replace(mark, kind="due", year=term[1])
    ended = _ending(mark, match, term)
    return replace(ended, kind="due") if ended.year else mark


def _ending(mark: TimeMark, match: re.Match[str], term: tuple[int, int] | None) -> TimeMark:
    """N年 ends with the plan when the plan itself lasts N years."""
    found = match.groupdict()
    if term is None or mark.date is not None or found.get("u", "年") != "年" or not found.get("n"):
        return mark
    return replace(mark, year=term[1]) if numeral(found["n"]) == term[1] - term[0] + 1 else mark


def _disjoint(marks: list[TimeMark]) -> list[TimeMark]:
    marks.sort(key=lambda m: (m.start, -m.end))
    kept: list[TimeMark] = []
    for mark in marks:
        if not kept or mark.start >= kept[-1].end:
            kept.append(mark)
    return kept


def _kind(norm: str, start: int, end: int, year: int, issued: date | None, exact: bool) -> TimeKind:
    """What a year does in its sentence, from the words on both sides."""
    left = _LEFT.search(norm, max(0, start - 3), start)
    word = left.group(1) if left else ""
    right = norm[end : end + 8]
    if _START_RIGHT.match(right):
        return "start"
    if word in {"比", "较", "与", "同", "相比"} or (_BASE_RIGHT.match(right)):
        return "base"
    if word in {"由", "从"} and re.match(r"(?:底|末)?的?[0-9]", right):
        return "base"
    if word in {"自", "从"}:
        return "start"
    if issued is not None and year < issued.year:
        return "past"
    if word.startswith("截"):
        return "past" if issued is None or year <= issued.year else "due"
    keyed = norm[max(0, start - 2) : start] == "其中" or LIMIT_LEFT.search(norm, max(0, start - 8), start)
    if keyed or _REACHES.match(right):
        return "due"
    if word or exact or start == 0 or norm[start - 1] in ",。;:!?\n 、(“确和及" or norm[end : end + 1] in ",":
        return "due"
    return "due" if re.match(r"[\u4e00-\u9fff]", right) and norm[start - 1] in "内前底末" else "mention"


def _dated(norm: str, match: re.Match[str], issued: date | None) -> TimeMark | None:
    year, month = int(match["y"]), int(match["m"])
    exact = day(year, month, int(match["d"])) if match["d"] else last_day(year, month)
    if exact is None:
        return None
    keyed = LIMIT_LEFT.search(norm, max(0, match.start() - 8), match.start()) is not None
    due = keyed or bool(match["before"] or match["part"] in {"底", "末"})
    kind = _kind(norm, match.start(), match.end(), year, issued, due)
    if kind == "due" and match["d"] and not match["before"] and not keyed:
        kind = "mention"
    return TimeMark(match.start(), match.end(), kind, year, exact if due or match["d"] else None)


def _yearly(norm: str, match: re.Match[str], issued: date | None) -> TimeMark | None:
    year = int(match["y"])
    part = match["part"] or ""
    kind = _kind(norm, match.start(), match.end(), year, issued, bool(part or match["before"]))
    exact: date | None = None
    if part.endswith(("底", "末")) and "季" not in part:
        exact = date(year, 12, 31)
    elif part == "上半年":
        exact = date(year, 6, 30)
    elif part == "下半年":
        exact = date(year, 12, 31)
    elif "季" in part:
        quarter = next((i for i, c in enumerate("一二三四", 1) if c in part or str(i) in part), 4)
        exact = last_day(year, quarter * 3)
    elif match["before"]:
        exact = date(year - 1, 12, 31)
    return TimeMark(match.start(), match.end(), kind, year, exact)


def _range(norm: str, match: re.Match[str], issued: date | None) -> TimeMark | None:
    first, last = int(match["a"]), int(match["y"])
    if last < first:
        return None
    past = issued is not None and last < issued.year
    inside = norm[match.end() : match.end() + 1] == ")"
    kind: TimeKind = "past" if past else "mention" if inside else "due"
    return TimeMark(match.start(), match.end(), kind, last, None, first=first)


def _window(norm: str, match: re.Match[str], issued: date | None) -> TimeMark | None:
    last = day(int(match["y2"] or match["y"]), int(match["m2"]), int(match["d2"]))
    return None if last is None else TimeMark(match.start(), match.end(), "window", last.year, last)


def _five(norm: str, match: re.Match[str], issued: date | None) -> TimeMark | None:
    year = FIVE_YEARS[match["p"]]
    kind: TimeKind = "due" if match["part"] else "mention"
    if issued is not None and year < issued.year:
        kind = "past"
    return TimeMark(match.start(), match.end(), kind, year)


def _cadence(norm: str, match: re.Match[str], issued: date | None) -> TimeMark | None:
    words = match.group()
    if match.groupdict().get("n"):
        return TimeMark(match.start(), match.end(), "cadence", cadence=f"every {numeral(match['n'])} years")
    name = "annual"
    for sign, cadence in (("半年", "half-yearly"), ("季", "quarterly"), ("月", "monthly"), ("周", "weekly")):
        if sign in words:
            name = cadence
            break
    return TimeMark(match.start(), match.end(), "cadence", cadence=name)


def _within(norm: str, match: re.Match[str], issued: date | None) -> TimeMark | None:
    """N日内 from issue is a date; any other N日内 is a limit of a procedure and dates nothing."""
    number = numeral(match["n"]) or 0
    unit, last, year = match["u"], None, None
    if match["since"] and issued is not None:
        if unit in {"日", "天"}:
            last = issued + timedelta(days=number)
        elif unit == "个月":
            months = issued.month - 1 + number
            end = last_day(issued.year + months // 12, months % 12 + 1)
            last = end.replace(day=min(issued.day, end.day))
    if unit == "年" and issued is not None and number <= 20:
        year = issued.year + number
    start = match.start("since") if match["since"] else match.start("n")
    return TimeMark(start, match.end(), "within", last.year if last else year, last)


def _spell(norm: str, match: re.Match[str], issued: date | None) -> TimeMark | None:
    return TimeMark(match.start(), match.end(), "within")


def _chinese(norm: str, match: re.Match[str], issued: date | None) -> TimeMark | None:
    year = int("".join(str(_CN_DIGIT[c]) for c in match["y"].replace("O", "〇")))
    return TimeMark(match.start(), match.end(), _kind(norm, match.start(), match.end(), year, issued, False), year)


def _monthly(norm: str, match: re.Match[str], issued: date | None) -> TimeMark | None:
    """A month without a year (6月底前) is a date of the year of issue; a bare month is only mentioned."""
    if not (match["before"] or match["part"]) or issued is None:
        return TimeMark(match.start(), match.end(), "mention")
    month = int(match["m"])
    last = day(issued.year, month, int(match["d"])) if match["d"] else last_day(issued.year, month)
    return None if last is None else TimeMark(match.start(), match.end(), "due", issued.year, last)
