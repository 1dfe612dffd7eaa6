"""What everybody may know of complaints: measures by region and field, and the score card of a firm. Counts alone.

Small numbers are withheld (``small_cells``). What was counted is kept until the next move of any case; whether there
was one is asked every few seconds (``ASKED_AGAIN``).
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from time import monotonic
from typing import Any

from django.db.models import Count, Max, Q

from zhiheng.directory.models import Region, RegionEdge
from zhiheng.directory.models.region import in_force_between
from zhiheng.mechanisms.cases.listed import published as published_cases
from zhiheng.mechanisms.cases.models import CaseMove
from zhiheng.mechanisms.parameters import parameters
from zhiheng.mechanisms.scope import everywhere
from zhiheng.systems.complaints import grounds
from zhiheng.systems.complaints.measures import MEASURES, settled_by_odr
from zhiheng.systems.complaints.measuring import WHOLE, Measure, Measured, Period, published
from zhiheng.systems.complaints.models import Complaint
from zhiheng.systems.complaints.small_cells import Told, Tree, in_steps, small, told

NEWEST = 10
"""Published complaints on one page; all of them are in the public list."""
MOST = 50
"""Firms that one search shows; whoever finds more writes more of the name."""
SATISFIED = 4
"""Of five points: 满意 and 非常满意."""
CLOSED = ("agreed", "settled", "terminated")
"""The states of 办结: with or without an agreement. What was refused, merged or passed on was not dealt with here."""
ASKED_AGAIN = 5
"""Seconds, since 2026-11-22: on a busy day there is a move every second, and each would have all measures counted anew

for the next visitor; five seconds later is still at once for who reads the page.
"""
Mark = tuple[Any, ...]


@dataclass(frozen=True)
class Shown:
    """A measure as published: its value and counts, or ``withheld`` because too few people are behind it."""

    measure: Measure
    measured: Measured
    withheld: bool = False

    @property
    def value(self) -> Decimal | None:
        return None if self.withheld else self.measured.value

    @property
    def words(self) -> str:
        """The value as people write it: 96, 78.72."""
        return "" if self.value is None else f"{self.value.normalize():f}"


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


def floor_on(day: date) -> int:
    """The smallest count that is published."""
    return int(str(parameters()["complaint.small_cell"].on(day).value))


def last_move() -> Mark:
    """What changes with every move of a case, as of a few seconds ago at most."""
    return _last_move(int(monotonic() // ASKED_AGAIN))


@lru_cache(maxsize=1)
def _last_move(tick: int) -> Mark:
    with everywhere():
        moves = CaseMove.objects.filter(at=CaseMove.objects.aggregate(Max("at"))["at__max"])
        return moves.order_by("pk").values_list("pk", flat=True).first(), moves.count()


def figures(span: str, on: date, by: str, groups: Iterable[Hashable]) -> dict[str, dict[Hashable, Shown]]:
    """Every measure by its key, for groups of a year or of a quarter (2026, 2026Q3), as published."""
    mark, asked = last_move(), list(groups)
    found, may = _counted(span, on, by, mark), _told(span, on, by, mark)
    return {
        one.key: {
            key: Shown(one, found[one.key].get(key, one.folds({})), withheld=key not in may[one.key]) for key in asked
        }
        for one in MEASURES
    }


@lru_cache(maxsize=64)
def _counted(span: str, on: date, by: str, mark: Mark) -> dict[str, dict[Hashable, Measured]]:
    """Every measure before anything is withheld."""
    return {one.key: published(one, Period.of(span), on, by) for one in MEASURES}


@lru_cache(maxsize=64)
def _told(span: str, on: date, by: str, mark: Mark) -> dict[str, set[Hashable]]:
    """Which groups are told, of every measure: one decision for every page and file that shows a group."""
    year, tree, floor = span[:4], below(on, by), floor_on(on)
    if span == year:
        return {one.key: told(_counts(one, [year], on, by, mark), tree, WHOLE, floor) for one in MEASURES}
    spans, of_year = [year, *(f"{year}Q{quarter}" for quarter in range(1, 5))], _told(year, on, by, mark)
    return {one.key: told(_counts(one, spans, on, by, mark), tree, WHOLE, floor, of_year[one.key]) for one in MEASURES}


def _counts(one: Measure, spans: Sequence[str], on: date, by: str, mark: Mark) -> dict[Hashable, tuple[int, ...]]:
    found = [_counted(span, on, by, mark)[one.key] for span in spans]
    none = one.folds({})
    return {
        key: tuple(each.get(key, none).denominator for each in found) for key in {key for each in found for key in each}
    }


def below(on: date, by: str) -> Tree:
    """What each group is made of: the province of its fields, or a region of those that report to it."""
    if by == "field":
        return {WHOLE: [key for key, _ in grounds.ever("category")]}
    tree: dict[Hashable, list[Hashable]] = {}
    edges = RegionEdge.objects.filter(in_force_between("", on), tree=RegionEdge.REPORTING)
    for parent, child, kind in edges.values_list("parent_id", "child_id", "parent__kind"):
        tree.setdefault(WHOLE if kind == Region.PROVINCE else parent, []).append(child)
    return tree


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
    records = settled_by_odr.records
    of_firm = replace(settled_by_odr, records=lambda span, day: records(span, day).filter(case__firm_code=code))
    found = published(of_firm, period, on)[WHOLE]
    floor, settled = floor_on(on), found.numerator or 0
    few = any(small(number, floor) for number in (found.denominator, settled, found.denominator - settled))
    return period, Shown(settled_by_odr, found, withheld=few)


def newest(code: str = "") -> list[Complaint]:
    """What was published last with consent, of all firms or of one; a page shows of it what ``public`` names."""
    with everywhere():
        found = published_cases(Complaint).filter(Q(firm_code=code) if code else Q())
        return list(found.order_by("-published_on", "number")[:NEWEST])
