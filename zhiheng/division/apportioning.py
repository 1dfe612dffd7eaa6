"""目标分解: a target of the whole divided among regions so that the parts are the whole again, to the last digit.

Shares are rounded by the largest remainder (最大余额法, Hamilton's method; Balinski and Young, Fair Representation,
1982): every region gets its exact share rounded down, and the steps left over go one each to the largest remainders,
ties in 建制 order. All arithmetic is in integers of the last digit that the target shows, so 200 项 stay whole things.
A promise that does not add up (a rate, a growth, a number per 10,000 people, each region by itself) is never divided:
it binds every region with the same value.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

Rule = Literal["equal", "base", "population", "hand", "same"]
RULES: tuple[Rule, ...] = ("equal", "base", "population", "hand", "same")
WEIGHED = ("base", "population")
"""Rules that need a number of every region."""

ADDED_UP = ("cumulative", "annual", "stock")
"""Kinds of target that are sums over regions, if their unit is."""
NOT_ADDED_UP = re.compile(r"[%‰/倍岁度]|百分点|^(天|日|小时|分钟|年|工作日|名|位)$")


class NotApportioned(ValueError):
    """It cannot be divided so; ``template`` is a Chinese message id, ``regions`` are the keys it speaks of."""

    def __init__(self, template: str, regions: Sequence[str] = ()) -> None:
        super().__init__(template % {"regions": "、".join(regions)})
        self.template, self.regions = template, tuple(regions)


@dataclass(frozen=True)
class Claim:
    """A region that takes part: its key, its place in 建制 order (distinct), the number its share is measured by."""

    region: str
    order: int
    base: Decimal | None = None


@dataclass(frozen=True)
class Share:
    """What one region gets: ``exact`` by the rule before rounding, ``value`` after; ``fixed`` was put there by hand."""

    region: str
    base: Decimal | None
    exact: Fraction
    value: Decimal
    fixed: bool = False

    @property
    def rounding(self) -> Fraction:
        """What rounding added or took away."""
        return Fraction(self.value) - self.exact


@dataclass(frozen=True)
class Apportioned:
    """A target and its shares in 建制 order.

    ``shared`` is what the rule divided: the total without what was put by hand. ``measure`` is the sum of the bases
    among which it was divided (the number of regions where they are equal), so that a page can show base / measure ×
    shared. ``missing`` are regions that have to be filled in by hand and are not.
    """

    total: Decimal
    rule: Rule
    places: int
    shares: tuple[Share, ...]
    shared: Decimal
    measure: Decimal
    missing: tuple[str, ...] = ()

    @property
    def sum(self) -> Decimal:
        return sum((share.value for share in self.shares), Decimal(0))

    @property
    def over(self) -> Decimal:
        """How much the shares are above the target, negative below it; 0 where every region has the same value."""
        return Decimal(0) if self.rule == "same" else self.sum - self.total

    @property
    def under(self) -> Decimal:
        """How much is still missing."""
        return -self.over

    @property
    def whole(self) -> bool:
        """Whether it can be issued: nobody is missing and the parts are the target."""
        return not self.missing and not self.over


def not_added_up(kind: str, unit: str, per: str) -> str:
    """Why a target is not divided, as a Chinese message id; "" where it is a sum over the regions."""
    if kind in ("qualitative", "relative"):
        return "方案没有给出数值，不能分解数量。"
    if per:
        return "方案要求逐一达到，各地执行同一数值，不作分解。"
    if kind not in ADDED_UP or NOT_ADDED_UP.search(unit):
        return "比率、增速和人均数不能相加，各地执行同一数值，不作分解。"
    return ""


def places_of(value: Decimal) -> int:
    """How many decimals a number shows: 98.500000 has one, 100000 none."""
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def apportion(
    total: Decimal,
    claims: Iterable[Claim],
    rule: Rule,
    by_hand: Mapping[str, Decimal] | None = None,
    places: int | None = None,
) -> Apportioned:
    """Divide a total. What ``by_hand`` gives a region stays, the rest goes to the others by the rule.

    The sum is the total exactly, unless the hand gave more than there is or filled in every region: then ``over``
    says by how much. ``places`` are decimals, those of the total where none are given. Raises NotApportioned when a
    base is missing or not above zero, or a number given by hand is negative or has more decimals.
    """
    regions = sorted(claims, key=lambda claim: claim.order)
    fixed = dict(by_hand or {})
    digits = places_of(total) if places is None else places
    _check(total, regions, rule, fixed, digits)
    if rule == "same":
        shares = tuple(Share(claim.region, None, Fraction(total), total) for claim in regions)
        return Apportioned(total, rule, digits, shares, total, Decimal(len(regions)))
    rest = [claim for claim in regions if claim.region not in fixed]
    missing = tuple(claim.region for claim in rest) if rule == "hand" else ()
    shared = max(Decimal(0), total - sum((fixed[c.region] for c in regions if c.region in fixed), Decimal(0)))
    weights = {claim.region: _weight(claim, rule) for claim in rest} if rule != "hand" else {}
    values = _largest_remainder(shared, weights, digits)
    measure = sum(weights.values(), Fraction(0))
    shares = tuple(
        Share(c.region, c.base, Fraction(fixed[c.region]), fixed[c.region], fixed=True)
        if c.region in fixed
        else Share(c.region, c.base, Fraction(shared) * weights[c.region] / measure, values[c.region])
        for c in regions
        if c.region not in missing
    )
    return Apportioned(total, rule, digits, shares, shared, _decimal(measure), missing)


def _check(total: Decimal, regions: Sequence[Claim], rule: Rule, fixed: Mapping[str, Decimal], places: int) -> None:
    """Refuse what has no honest answer."""
    if not regions:
        raise NotApportioned("请至少选择一个地区。")
    if total < 0 or places_of(total) > places:
        raise NotApportioned("目标值不能为负，小数位数不能多于分解的位数。")
    if unknown := sorted(set(fixed) - {claim.region for claim in regions}):
        raise NotApportioned("这些地区不在分解范围内：%(regions)s。", unknown)
    if negative := [c.region for c in regions if fixed.get(c.region, Decimal(0)) < 0]:
        raise NotApportioned("这些地区的数值为负：%(regions)s。", negative)
    if finer := [c.region for c in regions if c.region in fixed and places_of(fixed[c.region]) > places]:
        raise NotApportioned("这些地区的小数位数多于目标值：%(regions)s。", finer)
    if rule == "same" and fixed:
        raise NotApportioned("各地执行同一数值，不能单独改动。")
    if rule in WEIGHED:
        without = [c.region for c in regions if c.region not in fixed and (c.base is None or c.base <= 0)]
        if without:
            raise NotApportioned("这些地区没有大于零的基数，不能按比例分解：%(regions)s。", without)


def _weight(claim: Claim, rule: Rule) -> Fraction:
    return Fraction(claim.base) if rule in WEIGHED and claim.base is not None else Fraction(1)


def _largest_remainder(amount: Decimal, weights: Mapping[str, Fraction], places: int) -> dict[str, Decimal]:
    """Hamilton's method in steps of the last digit; ``weights`` come in 建制 order, which decides ties."""
    steps = int(amount.scaleb(places))
    measure = sum(weights.values(), Fraction(0))
    exact = {region: steps * weight / measure for region, weight in weights.items()}
    given = {region: share.numerator // share.denominator for region, share in exact.items()}
    left = steps - sum(given.values())
    for region in sorted(exact, key=lambda region: given[region] - exact[region])[:left]:
        given[region] += 1
    return {region: Decimal(count).scaleb(-places) for region, count in given.items()}


def _decimal(fraction: Fraction) -> Decimal:
    """A sum of decimals is a decimal again."""
    return Decimal(fraction.numerator) / Decimal(fraction.denominator)
