"""What a case tells to whoever looks at it: its clocks and how they are counted, what was done, what can be done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.utils.translation import gettext, gettext_lazy

from zhiheng.mechanisms.calendar.counting import Limit, Unit
from zhiheng.mechanisms.calendar.loading import calendar_now
from zhiheng.mechanisms.cases.declaring import Ask, Hand
from zhiheng.mechanisms.cases.models import Case, CaseClock, CaseMove
from zhiheng.mechanisms.cases.waiting import days_in_words
from zhiheng.mechanisms.parameters import parameters

HANDS = {
    Hand.HANDLER: gettext_lazy("办理人"),
    Hand.FIRM: gettext_lazy("企业"),
    Hand.FILER: gettext_lazy("提出人"),
    Hand.AIDE: gettext_lazy("受托机构"),
}
UNITS = {
    Unit.WORKING: gettext_lazy("%(n)d 个工作日，从次日起算"),
    Unit.CALENDAR: gettext_lazy("%(n)d 日，从次日起算，最后一日逢休息日顺延"),
    Unit.MONTHS: gettext_lazy("%(n)d 个月，到对应日届满，逢休息日顺延"),
}


@dataclass(frozen=True)
class ToldClock:
    """A round of a clock: the row, its label, the limit in words, where it stands, and what is uncertain about it."""

    row: CaseClock
    label: str
    limit: str
    light: str
    words: str
    note: str


@dataclass(frozen=True)
class ToldMove:
    """A move: what was done, in which capacity and, for those who may know, by whom; what was said, (label, words).

    ``kept_back``: there is something that this desk does not read.
    """

    row: CaseMove
    label: str
    hand: str
    by: Any
    at: datetime
    start: str
    end: str
    said: list[tuple[str, str]]
    kept_back: bool


def clocks_of(case: Case, on: date) -> list[ToldClock]:
    """The rounds of the clocks of a case as they stand on a day, in the order in which they began."""
    told, calendar = [], calendar_now()
    labels = {clock.key: clock.label for clock in case.own_kind.clocks}
    windows = {clock.key for clock in case.own_kind.clocks if clock.window}
    for row in case.clock_rows.exclude(clock__in=case.withheld()).prefetch_related("suspensions"):
        rule = parameters()[row.rule].on(row.began)
        if row.clock in windows:
            over = row.due_on is not None and row.due_on < (row.ended or on)
            light, words = "no_data", gettext("已届满") if over else gettext("没有届满")
        elif row.ended:
            light, words = ("kept", gettext("按期")) if row.on_time else ("missed", gettext("超期"))
        elif row.due_on is None:
            light, words = "no_data", gettext("中止中")
        else:
            light = "missed" if row.due_on < on else "pending" if row.due_on == on else "early"
            words = days_in_words(row.due_on, on, calendar)
        label = str(labels.get(row.clock, row.clock))
        told.append(ToldClock(row, label, limit_in_words(rule.limit), light, words, "" if rule.certain else rule.note))
    return told


def limit_in_words(limit: Limit) -> str:
    """A limit as the law says it, and how it is counted."""
    return str(UNITS[limit.unit]) % {"n": limit.days}


def moves_of(case: Case, hands: frozenset[Hand], *, whole: bool) -> list[ToldMove]:
    """What was done with a case. ``whole``: with names and with the values that count; every other hand reads its own.

    What was written is for who handles the case and for the hand that wrote it. What leaves the case in its state is of
    whoever did it: that a handler had something checked besides, or wrote a note, is not for the firm.
    """
    moves = case.moves.exclude(transition__in=case.withheld()).select_related("by")
    seen = [move for move in moves if whole or move.hand in hands or move.start != move.end]
    return [_told(move, hands, whole) for move in seen]


def _told(move: CaseMove, hands: frozenset[Hand], whole: bool) -> ToldMove:
    own = move.hand in hands
    said = move.said if own or whole else {}
    words = move.written() if own or Hand.HANDLER in hands else {}
    return ToldMove(
        row=move,
        label=move.label,
        hand=str(HANDS[Hand(move.hand)]),
        by=move.by if whole else None,
        at=move.at,
        start=_state(move.case, move.start),
        end=_state(move.case, move.end),
        said=list(_said(move, {**said, **words})),
        kept_back=bool(move.said and not said) or bool(move.words and not words),
    )


def _said(move: CaseMove, said: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Each thing that was said, under the words that asked for it; what nobody asks any more under its name."""
    transition = move.case.transition(move.transition)
    asks = {ask.name: ask for ask in (transition.asks if transition else ())}
    for name in [*(name for name in asks if name in said), *(name for name in said if name not in asks)]:
        ask = asks.get(name)
        yield (str(ask.label), answer_in_words(ask, said[name])) if ask else (name, str(said[name]))


def answer_in_words(ask: Ask, value: Any) -> str:
    """What was answered to an Ask, as people read it."""
    if ask.kind == "yes_no":
        return gettext("是") if value else gettext("否")
    if ask.kind == "region":
        found = apps.get_model("directory", "Region").objects.filter(slug=value).first()
        return str(found.label if found else value)
    return str(dict(ask.choices).get(value, value))


def _state(case: Case, key: str) -> str:
    return next((str(state.label) for state in case.own_kind.states if state.key == key), "")
