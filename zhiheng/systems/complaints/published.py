"""What everybody may know of complaints: measures by region and field, and the score card of a firm. Counts alone.

Small numbers are withheld (``small_cells``). Nothing is kept stale: what was counted is kept until the next move of any
case, and a page asks first whether there was one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.db.models import Count, Max, Q

from zhiheng.mechanisms.cases.listed import published as published_cases
from zhiheng.mechanisms.cases.models import CaseMove
from zhiheng.mechanisms.parameters import parameters
from zhiheng.mechanisms.scope import everywhere
from zhiheng.systems.complaints.measures import MEASURES, settled_by_odr
from zhiheng.systems.complaints.measuring import WHOLE, Measure, Measured, Period, published
from zhiheng.systems.complaints.models import Complaint
from zhiheng.systems.complaints.small_cells import Told, adding_up, of_a_whole, small, whole_told

NEWEST = 10
"""Published complaints on one page; all of them are in the public list."""
MOST = 50
"""Firms that one search shows; whoever finds more writes more of the name."""
SATISFIED = 4
"""Of five points: 满意 and 非常满意."""
CLOSED = ("agreed", "settled", "terminated")
"""The states of 办结: with or without an agreement. What was refused, merged or passed on was not dealt with here."""
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

    with how many the consumer is satisfied, as far as small numbers allow. ``demo``: rows of it are 演示数据.
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
    """What changes with every move of a case."""
    with everywhere():
        newest = CaseMove.objects.order_by("-at", "-nth").values_list("pk", flat=True).first()
        return newest, CaseMove.objects.count()


def figures(period: Period, on: date, by: str = "") -> dict[str, dict[Any, Measured]]:
    """Every measure by its key, for all (WHOLE) and for each group, before anything is withheld."""
    return _figures(period, on, by, last_move())


@lru_cache(maxsize=64)
def _figures(period: Period, on: date, by: str, mark: Mark) -> dict[str, dict[Any, Measured]]:
    return {one.key: published(one, period, on, by) for one in MEASURES}


def shown(
    one: Measure, found: Mapping[Any, Measured], whole: Any, parts: Sequence[Any], floor: int
) -> dict[Any, Shown]:
    """A measure of a whole and of its parts as published: few cases are not shown, nor told by the sum of the rest."""
    none = one.folds({})
    counts = adding_up({part: found.get(part, none).denominator for part in parts}, floor)
    whole_withheld = small(found.get(whole, none).denominator, floor)
    rows = {whole: Shown(one, found.get(whole, none), whole_withheld)}
    return rows | {part: Shown(one, found.get(part, none), counts[part] is None) for part in parts}


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
        whole = row["closed"]
        solved, satisfied = (of_a_whole(whole, row[name], floor) for name in ("solved", "satisfied"))
        demo = row["of_demo"] > 0
        yield ScoreCard(row["firm_code"], row["name"], whole_told(whole, floor), solved, satisfied, demo)


def odr_rate(code: str, period: Period, on: date) -> Shown:
    """ODR 先行和解率 of one firm."""
    records = settled_by_odr.records
    of_firm = replace(settled_by_odr, records=lambda span, day: records(span, day).filter(case__firm_code=code))
    found = published(of_firm, period, on)[WHOLE]
    floor, settled = floor_on(on), found.numerator or 0
    told = not small(found.denominator, floor) and of_a_whole(found.denominator, settled, floor).exact
    return Shown(settled_by_odr, found, withheld=not told)


def newest(code: str = "") -> list[Complaint]:
    """What was published last with consent, of all firms or of one; a page shows of it what ``public`` names."""
    with everywhere():
        found = published_cases(Complaint).filter(Q(firm_code=code) if code else Q())
        return list(found.order_by("-published_on", "number")[:NEWEST])
