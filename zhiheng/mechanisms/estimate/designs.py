"""Means and proportions under the design by which was sampled: strata, clusters, weights, finite populations.

One-stage designs by Taylor linearisation, as ``svymean`` of R's package survey computes them: the mean is Σwy ÷ Σw;
each sampling unit has z = Σw(y − mean) ÷ Σw, and a stratum of n units among N adds (1 − n/N) · n/(n−1) · Σ(z − z̄)² to
the variance. Without clusters each record is a unit. Clusters of later stages need not be told: the spread between the
first units holds theirs (without the finite correction of later stages).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Sequence
from math import fsum, isfinite, sqrt

from zhiheng.mechanisms.estimate.result import LEVEL, Estimate, Interval, Unestimable, normal

Units = dict[Hashable, dict[Hashable, list[int]]]
"""Stratum → sampling unit → its records, by their places from 0."""


def mean(
    values: Sequence[float],
    *,
    strata: Sequence[Hashable] | None = None,
    clusters: Sequence[Hashable] | None = None,
    weights: Sequence[float] | None = None,
    population: Sequence[float] | None = None,
    level: float = LEVEL,
    t: bool = False,
) -> Estimate:
    """The mean of the whole; of values that are 0 or 1 the share of the ones. One entry a record in every column.

    ``population`` (fpc): how many units, or clusters where there are any, the record's stratum has in the whole, or
    which part of them was sampled; where no weights are given they follow from it, and else all weigh the same. A
    cluster belongs to its stratum: the same number in two strata is two clusters. The interval is normal, or of
    Student's t with ``df`` degrees where ``t``. Raises Unestimable with the record or the stratum: a missing value, a
    negative weight, fewer units in the whole than in the sample, a stratum with one unit (that is not all there is),
    which tells nothing about the spread.
    """
    for name, column in {"数值": values, "权数": weights, "总体单位数": population}.items():
        _complete(name, column, len(values))
    units = _units(len(values), strata, clusters)
    whole = _whole(units, population)
    weighing, total = _weighing(weights, len(values), units, whole)
    found = fsum(w * y for w, y in zip(weighing, values, strict=True)) / total
    parts = [w * (y - found) / total for w, y in zip(weighing, values, strict=True)]
    se = sqrt(fsum(_variance(name, inside, whole[name], parts) for name, inside in units.items()))
    df = sum(map(len, units.values())) - len(units)
    student = t and df > 0
    reach = (_student(level, df) if student else normal(level)) * se
    return Estimate(
        found, se, (found - reach, found + reach), len(values), Interval.T if student else Interval.NORMAL, df
    )


def _complete(name: str, column: Sequence[float | None] | None, many: int) -> None:
    """Every record has a number in a column."""
    if not many:
        raise Unestimable("没有记录,不能估计", "there are no records")
    if column is None:
        return
    if len(column) != many:
        raise Unestimable(f"{name}有 {len(column)} 个,记录有 {many} 条", "the columns are of different lengths")
    for place, number in enumerate(column, 1):
        if number is None or not isfinite(number):
            raise Unestimable(f"第 {place} 条记录的{name}缺失", f"record {place} has no number")


def _units(many: int, strata: Sequence[Hashable] | None, clusters: Sequence[Hashable] | None) -> Units:
    units: Units = defaultdict(lambda: defaultdict(list))
    for place in range(many):
        stratum = strata[place] if strata is not None else None
        unit = clusters[place] if clusters is not None else place
        for name, held in (("层", stratum if strata is not None else ""), ("群", unit)):
            if held is None:
                raise Unestimable(f"第 {place + 1} 条记录缺少{name}", f"record {place + 1} has no stratum or cluster")
        units[stratum][unit].append(place)
    return units


def _whole(units: Units, population: Sequence[float] | None) -> dict[Hashable, float | None]:
    """How many units each stratum has in the whole: one number a stratum, no less than in the sample.

    No stratum is smaller than one unit, so that a number up to 1 is the part that was sampled, as R takes it too.
    """
    if population is None:
        return dict.fromkeys(units)
    whole: dict[Hashable, float | None] = {}
    for name, inside in units.items():
        told = sorted({population[place] for places in inside.values() for place in places})
        where_zh, where_en = _named(name)
        if len(told) > 1:
            raise Unestimable(
                f"{where_zh}的总体单位数不一致:{told[0]:g}、{told[-1]:g}", f"{where_en} has two population sizes"
            )
        size = len(inside) / told[0] if 0 < told[0] <= 1 else told[0]
        if size < len(inside):
            raise Unestimable(
                f"{where_zh}抽了 {len(inside)} 个单位,总体单位数却是 {size:g}",
                f"{where_en} has {len(inside)} units in the sample and {size:g} in the whole",
            )
        whole[name] = size
    return whole


def _weighing(
    weights: Sequence[float] | None, many: int, units: Units, whole: dict[Hashable, float | None]
) -> tuple[Sequence[float], float]:
    """The weight of each record, and their sum."""
    if weights is None:
        given = [1.0] * many
        for name, inside in units.items():
            size = whole[name]
            for place in (place for places in inside.values() for place in places):
                given[place] = size / len(inside) if size is not None else 1.0
        weights = given
    total = fsum(weights)
    if min(weights) < 0 or not total:
        raise Unestimable("权数不能为负,也不能全为 0", "weights cannot be negative, nor all of them 0")
    return weights, total


def _variance(name: Hashable, inside: dict[Hashable, list[int]], size: float | None, parts: list[float]) -> float:
    """What one stratum adds to the variance."""
    n = len(inside)
    if size == n:
        return 0.0
    if n == 1:
        where_zh, where_en = _named(name)
        raise Unestimable(
            f"{where_zh}只有一个抽样单位,无法估计误差,请与相近的层合并",
            f"{where_en} has only one sampling unit: merge it with another",
        )
    totals = [fsum(parts[place] for place in places) for places in inside.values()]
    middle = fsum(totals) / n
    left = 1 - n / size if size is not None else 1.0
    return left * n / (n - 1) * fsum((each - middle) ** 2 for each in totals)


def _named(stratum: Hashable) -> tuple[str, str]:
    return ("全部样本", "the sample") if stratum is None else (f"层“{stratum}”", f"stratum {stratum}")


def _student(level: float, df: int) -> float:
    from scipy.special import stdtrit  # a second to load, which no page needs

    normal(level)
    return float(stdtrit(df, (1 + level) / 2))
