"""How records become one number: a definition gives facts in one of these shapes, and each shape folds in one way.

Facts are a table of Ibis with the columns of ``COLUMNS`` and those by which it may be asked apart. The engine only
groups and counts them; every value is folded here from counts of whole records, in exact arithmetic, so that each
engine gives the same number to the last digit. A city's value is folded from the counts of its counties added up: a
rate is never averaged.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from itertools import accumulate
from typing import Any

import ibis

Table = Any
Column = Any
Told = Mapping[Hashable, int]
"""What the records of a group tell, with how many tell it."""
Weights = Mapping[Any, int]
"""What each stratum weighs in a region and a year; whole numbers (工业产值 in 万元)."""

COLUMNS = ("record", "day", "told", "region", "demo")
"""What facts always have: the record's id, the day that puts it into a period, what it tells, region, 演示 or not."""


@dataclass(frozen=True)
class Value:
    """What a fold gives: ``value`` in the unit of the indicator, None where there is no data; whole counts of records.

    ``numerator`` is None for what is no rate. ``covered`` is the part of all weights whose strata have records, for a
    weighted rate alone.
    """

    value: Decimal | None
    denominator: int
    numerator: int | None = None
    covered: Decimal | None = None


@dataclass(frozen=True)
class Facts:
    """The records of an indicator in one shape: a table, and how what they tell is folded.

    ``twice``: a record may stand in the table with several days, and tells the same under each; it still counts once in
    each period. With ``stratum`` the records are told apart by it, and folded with the weights of ``weights`` (a table:
    year, region, stratum, weight, demo).
    """

    table: Table
    fold: Callable[[Told], Value] | None = None
    twice: bool = False
    stratum: str = ""
    weights: Table = None
    apart: tuple[str, ...] = field(default=())


def share(rows: Table, *, day: Column, where: Column, apart: tuple[str, ...] = (), twice: bool = False) -> Facts:
    """How many of a hundred rows fulfil a condition, with two decimals."""
    return Facts(_facts(rows, day, where.fill_null(False), apart), percent, twice, apart=apart)


def count(rows: Table, *, day: Column, apart: tuple[str, ...] = ()) -> Facts:
    """How many rows there are; none is 0, because counting them is what is asked."""
    return Facts(_facts(rows, day, ibis.literal(True), apart), number, apart=apart)


def mean(rows: Table, *, day: Column, of: Column, apart: tuple[str, ...] = ()) -> Facts:
    """The average of a whole number of each row that has one, with two decimals."""
    return Facts(_numbers(rows, day, of, apart), average, apart=apart)


def median(rows: Table, *, day: Column, of: Column, apart: tuple[str, ...] = ()) -> Facts:
    """The number in the middle of those that rows have, or halfway between the two in the middle."""
    return Facts(_numbers(rows, day, of, apart), middle, apart=apart)


def weighted_share(
    rows: Table, *, day: Column, where: Column, stratum: str, weights: Table, apart: tuple[str, ...] = ()
) -> Facts:
    """The shares of strata, weighted: Σ w·p over the strata that have rows, and which part of all weight they are."""
    table = _facts(rows, day, where.fill_null(False), tuple({*apart, stratum}))
    return Facts(table, None, stratum=stratum, weights=weights, apart=apart)


def _facts(rows: Table, day: Column, told: Column, apart: tuple[str, ...]) -> Table:
    return rows.select(
        record=rows.id, day=day, told=told, region=rows.region, demo=rows.demo, **{name: rows[name] for name in apart}
    )


def _numbers(rows: Table, day: Column, of: Column, apart: tuple[str, ...]) -> Table:
    found = _facts(rows, day, of, apart)
    return found.filter(found.told.notnull())


def percent(told: Told) -> Value:
    """Yes of all, in percent. No record is no data, never 100 %."""
    yes, of = told.get(True, 0), sum(told.values())
    return Value(rounded(Decimal(100 * yes) / of) if of else None, of, yes)


def number(told: Told) -> Value:
    """How many there are."""
    of = sum(told.values())
    return Value(Decimal(of), of)


def average(told: Told) -> Value:
    """The mean of the numbers that are told."""
    of = sum(told.values())
    total = sum((Decimal(str(one)) * many for one, many in told.items()), Decimal(0))
    return Value(rounded(total / of) if of else None, of)


def middle(told: Told) -> Value:
    """The median of the numbers that are told."""
    numbers: list[Any] = sorted(told, key=lambda one: Decimal(str(one)))
    ends = list(accumulate(told[one] for one in numbers))
    of = ends[-1] if ends else 0
    found = [Decimal(str(numbers[bisect_right(ends, place)])) for place in ((of - 1) // 2, of // 2) if of]
    return Value(rounded(sum(found, Decimal(0)) / 2) if found else None, of)


def weighted(strata: Mapping[Any, Told], weights: Weights) -> Value:
    """Σ wᵢ·pᵢ / Σ wᵢ over the strata with records and with weight, as domain practice for 制造业产品质量合格率 has it.

    ``covered`` is Σ wᵢ of these over Σ wᵢ of all. Without any weight there is no data: a plain share would be another
    number. Records of a stratum that has no weight stay in the counts, as what the weighted rate does not see.
    """
    counts = {one: (told.get(True, 0), sum(told.values())) for one, told in strata.items()}
    yes, of = sum(one for one, _ in counts.values()), sum(many for _, many in counts.values())
    all_weight = sum(weights.values())
    seen = [(*found, weights[one]) for one, found in counts.items() if found[1] and weights.get(one)]
    weight = sum(each for _, _, each in seen)
    if not weight:
        return Value(None, of, yes, Decimal(0) if all_weight else None)
    total = sum((Decimal(100 * passed * each) / tested for passed, tested, each in seen), Decimal(0))
    # Thirds do not end: what they lose in their last digits is given back before a half is decided on.
    value = (total / weight).quantize(Decimal("1E-12"))
    return Value(rounded(value), of, yes, (Decimal(weight) / all_weight).quantize(Decimal("0.0001")))


def rounded(value: Decimal) -> Decimal:
    """Two decimals, a half away from zero, as statistical practice rounds."""
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)
