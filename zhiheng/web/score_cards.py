"""企业消费投诉公示卡: what everybody may know of complaints about a firm. Counts alone, and what was published."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Max, Q

from zhiheng.indicators.asking import answer
from zhiheng.indicators.definitions.complaints import settled_by_odr
from zhiheng.indicators.small_cells import Told, in_steps, small
from zhiheng.indicators.withholding import Shown, floor_on
from zhiheng.mechanisms.cases.listed import published as published_cases
from zhiheng.mechanisms.periods import Grain, Period
from zhiheng.mechanisms.scope import everywhere
from zhiheng.systems.complaints.models import Complaint

NEWEST = 10
"""Published complaints on one page; all of them are in the public list."""
MOST = 50
"""Firms that one search shows; whoever finds more writes more of the name."""
SATISFIED = 4
"""Of five points: 满意 and 非常满意."""
CLOSED = ("agreed", "settled", "terminated")
"""The states of 办结: with or without an agreement. What was refused, merged or passed on was not dealt with here."""


@dataclass(frozen=True)
class ScoreCard:
    """企业消费投诉公示卡: how many complaints about a firm were closed, how many of them the consumer calls solved, and

    with how many the consumer is satisfied, each in steps (``in_steps``). ``demo``: rows of it are 演示数据.
    """

    code: str
    name: str
    closed: Told
    solved: Told
    satisfied: Told
    demo: bool


def score_card(code: str, on: date) -> ScoreCard | None:
    """The card of the firm of a code; None where no complaint about it was closed."""
    with everywhere():
        return next(_cards(Q(firm_code=code), floor_on(on)), None)


def search(text: str, on: date) -> list[ScoreCard]:
    """The cards of firms whose name has the text, or of whose code it is, in order of their names."""
    named = Q(firm_name__icontains=text) | Q(firm_code=text.upper())
    with everywhere():
        return list(_cards(named, floor_on(on)))


def _cards(condition: Q, floor: int) -> Iterator[ScoreCard]:
    closed = Complaint.objects.filter(condition, state__in=CLOSED).exclude(firm_code="").order_by()
    firms = closed.values("firm_code").annotate(
        name=Max("firm_name"),
        closed=Count("pk"),
        solved=Count("pk", filter=Q(solved=True)),
        satisfied=Count("pk", filter=Q(satisfaction__gte=SATISFIED)),
        of_demo=Count("pk", filter=Q(demo=True)),
    )
    for row in firms.order_by("name", "firm_code")[:MOST]:
        closed, solved, satisfied = (in_steps(row[name], floor) for name in ("closed", "solved", "satisfied"))
        yield ScoreCard(row["firm_code"], row["name"], closed, solved, satisfied, row["of_demo"] > 0)


def odr_rate(code: str, on: date) -> tuple[Period, Shown]:
    """ODR 先行和解率 of one firm in the four quarters before this one: no complaint of today is seen in it.

    Neither the settled ones nor the others may be few.
    """
    ends = date(on.year, on.month - (on.month - 1) % 3, 1) - timedelta(days=1)
    period = Period(date(on.year - 1, on.month - (on.month - 1) % 3, 1), ends)
    cell = answer(settled_by_odr.key, period, Grain.CUMULATIVE, on=on, within=(("firm", code),)).at(period)
    settled, floor = cell.found.numerator or 0, floor_on(on)
    few = any(small(number, floor) for number in (settled, cell.found.denominator - settled))
    return period, Shown(settled_by_odr, cell, few)


def newest(code: str = "") -> list[Complaint]:
    """What was published last with consent, of all firms or of one; a page shows of it what ``public`` names."""
    with everywhere():
        found = published_cases(Complaint).filter(Q(firm_code=code) if code else Q())
        return list(found.order_by("-published_on", "number")[:NEWEST])
