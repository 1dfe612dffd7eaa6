"""How a measure is asked: its records are grouped and counted by the database, and the counts are made into one value.

A group's value is always made from the counts of its records, a city's from those of its counties added up: a rate is
never averaged. What is seen is what the desk of now may see; ``published`` alone asks past every desk, for counts.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from calendar import monthrange
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import accumulate
from typing import Any

from django.db.models import BigIntegerField, BooleanField, Case, Count, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext

from zhiheng.directory.models import RegionEdge
from zhiheng.directory.models.region import in_force_between
from zhiheng.mechanisms.cases.models import CaseClock
from zhiheng.mechanisms.scope import everywhere

Words = Any
"""Words in the reader's language (``gettext_lazy``)."""
Records = Callable[["Period", date], Any]
"""The queryset of what a measure counts in a period, as known on a day: rows with a ``case``."""
Told = Mapping[Any, int]
"""What the records of a group tell, with how many tell it."""

GROUPS = {"region": "region_id", "firm": "case__firm_code", "field": "case__complaint__field"}
"""What a measure can be asked by; a region is the one that had the case then, not the one to which it went on."""
WHOLE = None
"""The key of all groups together."""
PERIOD = re.compile(r"([12][0-9]{3})(?:Q([1-4])|-(0[1-9]|1[0-2]))?")


@dataclass(frozen=True)
class Period:
    """The days from one to another, both in it: a month, a quarter, a year, or what adds up since a day."""

    begins: date
    ends: date

    @classmethod
    def of(cls, text: str) -> Period:
        """The period of ``2026``, ``2026Q3`` or ``2026-09``; ValueError for anything else."""
        found = PERIOD.fullmatch(text)
        if not found:
            raise ValueError(gettext("期间要写成 2026、2026Q3 或 2026-09。"))
        year, quarter, month = (int(part or 0) for part in found.groups())
        first = month or (quarter - 1) * 3 + 1 if month or quarter else 1
        last = month or (quarter * 3 if quarter else 12)
        return cls(date(year, first, 1), date(year, last, monthrange(year, last)[1]))

    def has(self, field: str) -> Q:
        """The condition that the day in a field lies in the period."""
        return Q(**{f"{field}__range": (self.begins, self.ends)})


@dataclass(frozen=True)
class Measured:
    """What a measure gives: ``value`` in its unit, None where there is no data; how many records it was made from.

    ``numerator`` is empty for what is no rate. ``demo``: how many of the records are 演示数据.
    """

    value: Decimal | None
    denominator: int
    numerator: int | None = None
    demo: int = 0


def share(told: Told) -> Measured:
    """How many of a hundred records tell yes, with two decimals; no data where there is no record, never 100 %."""
    yes, of = told.get(True, 0), sum(told.values())
    return Measured(_rounded(Decimal(100 * yes) / of) if of else None, of, yes)


def mean(told: Told) -> Measured:
    """The average of the numbers that the records tell, with two decimals."""
    of = sum(told.values())
    total = sum((Decimal(number) * many for number, many in told.items()), Decimal(0))
    return Measured(_rounded(total / of) if of else None, of)


def median(told: Told) -> Measured:
    """The length in the middle, in days, or halfway between the two in the middle; records tell durations."""
    lengths = sorted(told)
    ends = list(accumulate(told[length] for length in lengths))
    of = ends[-1] if ends else 0
    middle = [lengths[bisect_right(ends, place)].days for place in ((of - 1) // 2, of // 2) if of]
    return Measured(_rounded(Decimal(sum(middle)) / 2) if middle else None, of)


def _rounded(number: Decimal) -> Decimal:
    return number.quantize(Decimal("0.01"), ROUND_HALF_UP)


@dataclass(frozen=True)
class Measure:
    """指标算法: what a number is called, what it says in words, and which records it is made from.

    ``records`` is a plain function whose docstring says what is counted; ``tells`` is what each record says, as a
    database expression, and ``folds`` makes one value of what they say. ``clause`` is the item of the plan that asks
    for it, ``source`` where the definition comes from; not ``certain`` where no official one was found.
    """

    key: str
    name: Words
    unit: Words
    clause: str
    definition: Words
    source: Words
    certain: bool
    records: Records
    tells: Any
    folds: Callable[[Told], Measured]


def measure(**declared: Any) -> Callable[[Records], Measure]:
    """Declare the function below as the records of a measure of its name."""
    return lambda records: Measure(key=records.__name__, records=records, **declared)


def truth(condition: Q) -> Any:
    """What a record tells of a condition: yes or no, never unknown."""
    return Case(When(condition, then=Value(True)), default=Value(False), output_field=BooleanField())


def measured(one: Measure, period: Period, on: date, by: str = "") -> dict[Hashable, Measured]:
    """A measure of a period as known on a day, for all that the desk sees (under WHOLE) and, with ``by`` one of GROUPS,

    for each group: regions by their id with all that report through them, firms by their code, fields by their key; an
    empty one is that of records that have none.
    """
    records = one.records(period, on).order_by()
    groups = {"group_": _held(records.model) if by == "region" else F(GROUPS[by])} if by else {}
    rows = records.annotate(told_=one.tells, demo_=F("case__demo"), **groups)
    counted = rows.values_list(*groups, "told_", "demo_").annotate(Count("pk"))
    whole, parts = _Tally(), defaultdict[Hashable, _Tally](_Tally)
    above = ancestors(on) if by == "region" else {}
    for *group, told, demo, many in counted:
        tallies = [parts[key] for key in above.get(group[0], {group[0] or ""})] if group else []
        for tally in (whole, *tallies):
            tally.add(told, many, demo)
    return {WHOLE: whole.folded(one), **{key: tally.folded(one) for key, tally in parts.items()}}


def _held(model: Any) -> Any:
    """The region that had the case: that of a round, or of the round that had begun last when a move was made."""
    if model is CaseClock:
        return F("region_id")
    rounds = CaseClock.objects.filter(case=OuterRef("case"), began__lte=OuterRef("on"))
    held = Subquery(rounds.order_by("-began", "-round").values("region_id")[:1])
    return Coalesce(held, F("case__region_id"), output_field=BigIntegerField())


def published(one: Measure, period: Period, on: date, by: str = "") -> dict[Hashable, Measured]:
    """The same over all cases, for everybody: counts and what follows from them, and nothing of any case."""
    with everywhere():
        return measured(one, period, on, by)


class _Tally:
    """What the records of one group tell, added up."""

    def __init__(self) -> None:
        self.told: Counter[Any] = Counter()
        self.demo = 0

    def add(self, told: Any, many: int, demo: bool) -> None:
        self.told[told] += many
        self.demo += many * demo

    def folded(self, one: Measure) -> Measured:
        found = one.folds(self.told)
        return Measured(found.value, found.denominator, found.numerator, self.demo)


def ancestors(on: date) -> dict[Hashable, set[Hashable]]:
    """By the id of a region: itself and all through which it reports on a day."""
    parents: dict[Hashable, set[Hashable]] = defaultdict(set)
    edges = RegionEdge.objects.filter(in_force_between("", on), tree=RegionEdge.REPORTING)
    for parent, child in edges.values_list("parent_id", "child_id"):
        parents[child].add(parent)
    return {region: _upward(region, parents) for region in list(parents)}


def _upward(region: Hashable, parents: Mapping[Hashable, Iterable[Hashable]]) -> set[Hashable]:
    found, waiting = {region}, [region]
    while waiting:
        new = set(parents.get(waiting.pop(), ())) - found
        found |= new
        waiting += new
    return found
