"""``python -m zhiheng due``: when a legal limit ends, for auditors and for checks from outside; asks no database."""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from zhiheng.mechanisms.calendar.counting import Due, Limit, Span, Uncountable, Unit, due
from zhiheng.mechanisms.calendar.library import of_library
from zhiheng.mechanisms.console import Answer, Parser, opened
from zhiheng.mechanisms.parameters import NotInForce, Version, parameters

WEEKDAYS = "一二三四五六日"
COUNTED = {Unit.WORKING: ("个工作日", "working days"), Unit.CALENDAR: ("日", "days"), Unit.MONTHS: ("个月", "months")}


@dataclass(frozen=True)
class Question:
    """What is asked: a day, the limit that it sets running, the suspensions, and the rule the limit is from, if any."""

    start: date
    limit: Limit
    suspended: tuple[Span, ...]
    rule: str | None
    version: Version | None


def main(arguments: Sequence[str] | None = None) -> int:
    """Print when a limit ends, in a sentence of each language or as JSON.

    Returns 0, or 2 after one line on standard error when the question makes no sense.
    """
    return opened(_parser(), arguments, _answer, (Uncountable, NotInForce))


def _answer(given: argparse.Namespace) -> Answer:
    asked = _question(given)
    found = due(asked.start, asked.limit, of_library(), asked.suspended)
    told = {
        "due": found.on and str(found.on),
        "provisional": found.provisional,
        "rule": asked.rule,
        "reference": asked.version.reference if asked.version else None,
    }
    return told, _sentences(asked, found)


def _parser() -> Parser:
    parser = Parser(
        "zhiheng due", "按国务院放假安排计算法定期限的届满日 · when a legal limit ends by the official calendar"
    )
    parser.add_argument("--from", dest="start", metavar="DATE", help="起算事件发生之日,当日不计 · the day of the event")
    parser.add_argument("--working-days", metavar="N", help="工作日 · working days")
    parser.add_argument("--days", metavar="N", help="自然日 · calendar days")
    parser.add_argument("--months", metavar="N", help="月 · months")
    parser.add_argument("--rule", metavar="NAME", help="参数名,如 complaint.accept · a rule by its name")
    parser.add_argument(
        "--suspend",
        metavar="FROM..TO",
        action="append",
        default=[],
        help="中止期间,含首尾两日,可多次;没有结束日写 FROM.. · a suspension, both days included",
    )
    parser.add_argument("--no-roll", action="store_true", help="届满日为休息日时不顺延 · do not roll off a day of rest")
    return parser


def _question(given: argparse.Namespace) -> Question:
    if given.start is None:
        raise Uncountable("请用 --from 写明起算日期", "say the day with --from")
    start = _day(given.start)
    suspended = tuple(map(_span, given.suspend))
    choices = {Unit.WORKING: given.working_days, Unit.CALENDAR: given.days, Unit.MONTHS: given.months}
    chosen = [(unit, number) for unit, number in choices.items() if number is not None]
    if len(chosen) + (given.rule is not None) != 1:
        raise Uncountable(
            "--working-days、--days、--months、--rule 要写一个,且只写一个",
            "give exactly one of --working-days, --days, --months, --rule",
        )
    if given.no_roll and not (given.days or given.months):
        raise Uncountable("--no-roll 只用于 --days 和 --months", "--no-roll goes with --days or --months")
    if given.rule is not None:
        version = _version(given.rule, start)
        return Question(start, version.limit, suspended, given.rule, version)
    unit, number = chosen[0]
    return Question(start, Limit(_number(number), unit, rolls=not given.no_roll), suspended, None, None)


def _version(rule: str, start: date) -> Version:
    limits = {
        name: found for name, found in parameters().items() if all(isinstance(v.holds, Limit) for v in found.versions)
    }
    if rule not in limits:
        names = ", ".join(limits)
        raise Uncountable(f"没有名为“{rule}”的期限,现有:{names}", "no such rule")
    return limits[rule].on(start)


def _day(text: str) -> date:
    try:
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            raise ValueError
        return date.fromisoformat(text)
    except ValueError:
        raise Uncountable(f"“{text}”不是日期,请写成 2026-09-28", "not a date; write 2026-09-28") from None


def _span(text: str) -> Span:
    begins, dots, ends = text.partition("..")
    if not dots:
        raise Uncountable(f"“{text}”不是期间,请写成 2026-09-28..2026-10-08", "not a span; write 2026-09-28..2026-10-08")
    return _day(begins), _day(ends) if ends else None


def _number(text: str) -> int:
    if not re.fullmatch(r"-?[0-9]{1,9}", text):
        raise Uncountable(f"“{text}”不是整数", "not a whole number")
    return int(text)


def _sentences(asked: Question, found: Due) -> list[str]:
    """How it was counted and where it ends, a line of each language; what is not certain follows."""
    unit_zh, unit_en = COUNTED[asked.limit.unit]
    how_zh = f"{asked.start} 当日不计,自次日起 {asked.limit.days} {unit_zh}"
    how_en = f"{asked.limit.days} {unit_en} after {asked.start}, that day not counted"
    if asked.version:
        how_zh, how_en = f"{how_zh}(依据:{asked.version.reference})", f"{how_en} ({asked.rule})"
    if found.on is None:
        return [
            f"{how_zh};中止尚未结束,期限停止计算,届满日待定。",
            f"{how_en}: the clock stands, a suspension has no end yet.",
        ]
    unrolled = due(asked.start, replace(asked.limit, rolls=False), of_library(), asked.suspended).on
    if found.on != unrolled:
        how_zh += f";{unrolled} 是休息日,顺延"
        how_en += f"; {unrolled} is a day of rest, rolled on"
    if asked.suspended:
        how_zh, how_en = f"{how_zh};扣除中止的日子", f"{how_en}; suspended days left out"
    lines = [f"{how_zh}:{found.on}(周{WEEKDAYS[found.on.weekday()]})届满。", f"{how_en}: due {found.on:%A} {found.on}."]
    if found.provisional:
        lines.append(
            "暂定:所跨年份的放假安排尚未公布,按周一至周五计算,公布后须重算。"
            "Provisional: a year without a notice counts Monday to Friday."
        )
    if asked.version and not asked.version.certain:
        lines.append(f"注意 · note: {asked.version.note}")
    return lines
