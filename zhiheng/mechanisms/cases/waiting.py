"""What waits at a desk, by its clocks: overdue, due today, coming, and standing still."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext, gettext_lazy, ngettext

from zhiheng.mechanisms.calendar.counting import Calendar, working_days_between
from zhiheng.mechanisms.cases.models import Case, CaseMove, Suspension, kinds
from zhiheng.mechanisms.listing.bounded import BOUND

OVERDUE, TODAY, COMING, STANDING = "overdue", "today", "coming", "standing"
DUE = (
    (OVERDUE, gettext_lazy("已超期")),
    (TODAY, gettext_lazy("今天到期")),
    (COMING, gettext_lazy("还没有到期")),
    (STANDING, gettext_lazy("期限中止或没有期限")),
)
"""How cases that wait stand to their nearest day."""
LIGHTS = {OVERDUE: "missed", TODAY: "pending", COMING: "early", STANDING: "no_data"}


@dataclass(frozen=True)
class Standing:
    """How a case stands on a day: one of DUE or "" when nothing waits any more, its light, and the words for it."""

    due: str
    light: str
    words: str


def waiting(due: str, on: date) -> Q:
    """The condition that a case waits in this way on a day; any way without one. What is closed waits while a clock

    of it still runs (a termination that has to be told).
    """
    return {
        OVERDUE: Q(due_on__lt=on),
        TODAY: Q(due_on=on),
        COMING: Q(due_on__gt=on),
        STANDING: Q(due_on=None, closed_on=None),
        "": Q(due_on__isnull=False) | Q(closed_on=None),
    }[due]


def at_desk_now(due: str, on: date) -> QuerySet[Case]:
    """The cases of all kinds that the desk of now sees and that wait in this way, the nearest day first."""
    rows: QuerySet[Case] = Case.objects.filter(waiting(due, on), of_kind__in=list(kinds())).select_related("region")
    return rows.order_by("filed_at", "pk") if due == STANDING else rows.order_by("due_on", "pk")


def counted(rows: QuerySet[Any]) -> str:
    """How many rows, in digits; from BOUND on only that there are more."""
    found = rows.order_by()[: BOUND + 1].count()
    return str(found) if found <= BOUND else f"{BOUND}+"


def standing(case: Case, on: date, calendar: Calendar) -> Standing:
    """How a case stands on a day, in words with working days."""
    if case.due_on is None:
        if case.closed_on:
            return Standing("", "kept", gettext("已办结"))
        return Standing(STANDING, LIGHTS[STANDING], gettext("没有在走的期限"))
    due = OVERDUE if case.due_on < on else TODAY if case.due_on == on else COMING
    return Standing(due, LIGHTS[due], days_in_words(case.due_on, on, calendar))


def days_in_words(due_on: date, on: date, calendar: Calendar) -> str:
    """已超 3 个工作日, 今天到期, 还剩 5 个工作日."""
    if due_on == on:
        return gettext("今天到期")
    days = working_days_between(on, due_on, calendar)
    if not days:
        return gettext("已超期，不到 1 个工作日") if due_on < on else gettext("今天之后没有工作日了")
    if due_on < on:
        return ngettext("已超 %(n)d 个工作日", "已超 %(n)d 个工作日", -days) % {"n": -days}
    return ngettext("还剩 %(n)d 个工作日", "还剩 %(n)d 个工作日", days) % {"n": days}


def pauses_of(cases: Iterable[Case]) -> dict[Any, tuple[date, str]]:
    """Of those whose clock stands still: since when, and by what that was done; asked for all of them at once."""
    rows = {case.pk: case for case in cases if case.due_on is None and not case.closed_on}
    if not rows:
        return {}
    still = Suspension.objects.filter(clock__case__in=list(rows), ends=None)
    since = dict(still.order_by("-begins").values_list("clock__case", "begins"))
    moves = CaseMove.objects.filter(case__in=list(since), on__in=set(since.values())).order_by("nth")
    told = {}
    for move in moves:
        move.case = rows[move.case_id]
        if move.on == since[move.case_id] and move.transition in _pausing(rows[move.case_id]):
            told[move.case_id] = (move.on, "：".join([move.label, *_grounds(move)]))
    return told


def _grounds(move: CaseMove) -> Iterator[str]:
    """What was chosen with a move, in words: why it was done."""
    transition = move.case.transition(move.transition)
    for ask in transition.asks if transition else ():
        if ask.kind == "choice" and ask.name in move.said:
            yield str(dict(ask.choices).get(move.said[ask.name], ""))


def _pausing(case: Case) -> set[str]:
    """The transitions that pause one of the clocks of a case."""
    return {key for clock in case.own_kind.clocks for key, _resumes in clock.pauses}
