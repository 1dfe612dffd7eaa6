"""Plain rates: of so many tested so many passed, and between which bounds the rate of the whole lies."""

from __future__ import annotations

from math import sqrt

from zhiheng.mechanisms.estimate.result import LEVEL, Estimate, Interval, Unestimable, normal


def share(passed: int, tested: int, *, exact: bool = False, level: float = LEVEL) -> Estimate:
    """Passed ÷ tested with Wilson's interval, or with that of Clopper and Pearson where ``exact``.

    The standard error is √(p(1−p)/(n−1)), as under a design without strata; None for one record. Raises Unestimable
    when nothing was tested, or more passed than that.
    """
    ci = (clopper_pearson if exact else wilson)(passed, tested, level=level)
    rate = passed / tested
    se = sqrt(rate * (1 - rate) / (tested - 1)) if tested > 1 else None
    return Estimate(rate, se, ci, tested, Interval.CLOPPER_PEARSON if exact else Interval.WILSON)


def wilson(passed: int, tested: int, *, level: float = LEVEL) -> tuple[float, float]:
    """The score interval of Wilson (1927), without correction for continuity; never outside 0 and 1."""
    _checked(passed, tested)
    z = normal(level)
    rate = passed / tested
    middle = (rate + z * z / (2 * tested)) / (1 + z * z / tested)
    reach = z / (1 + z * z / tested) * sqrt(rate * (1 - rate) / tested + z * z / (4 * tested * tested))
    # at the ends the bound is the rate itself, and the difference of two like numbers would miss it by a rounding
    return (middle - reach if passed else 0.0), (middle + reach if passed < tested else 1.0)


def clopper_pearson(passed: int, tested: int, *, level: float = LEVEL) -> tuple[float, float]:
    """The interval of Clopper and Pearson (1934) from the binomial itself: covers at least as often as it says."""
    from scipy.special import betaincinv  # a second to load, which no page needs

    _checked(passed, tested)
    normal(level)
    tail = (1 - level) / 2
    lower = float(betaincinv(passed, tested - passed + 1, tail)) if passed else 0.0
    upper = float(betaincinv(passed + 1, tested - passed, 1 - tail)) if passed < tested else 1.0
    return lower, upper


def _checked(passed: int, tested: int) -> None:
    if tested < 1:
        raise Unestimable("没有检验的样品,不能计算比例", "nothing was tested: there is no share")
    if not 0 <= passed <= tested:
        raise Unestimable(f"{tested} 个中不能有 {passed} 个", f"{passed} of {tested} cannot be")
