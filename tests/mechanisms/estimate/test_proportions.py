"""Plain rates: R's intervals to 1e-6, how the two intervals stand to each other, and what is no rate."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.mechanisms.estimate.vectors import Row, rows
from zhiheng.mechanisms.estimate import Interval, Suppressed, Unestimable, clopper_pearson, share, wilson


@st.composite
def counts(draw: st.DrawFn) -> tuple[int, int]:
    """Passed and tested."""
    tested = draw(st.integers(1, 100_000))
    return draw(st.integers(0, tested)), tested


@pytest.mark.parametrize(
    "row", rows("rates.csv"), ids=lambda row: f"{row['passed']}/{row['tested']} {row['level'][:4]}"
)
def test_the_intervals_are_those_of_r(row: Row) -> None:
    """``prop.test`` without correction and ``binom.test``."""
    asked = int(row["passed"]), int(row["tested"])
    for found, name in ((wilson, "wilson"), (clopper_pearson, "exact")):
        for ours, theirs in zip(
            found(*asked, level=float(row["level"])), (row[f"{name}_lower"], row[f"{name}_upper"]), strict=True
        ):
            assert math.isclose(ours, float(theirs), rel_tol=1e-6, abs_tol=1e-12), name


@given(counts())
def test_both_intervals_hold_the_rate_and_stay_between_0_and_1(asked: tuple[int, int]) -> None:
    passed, tested = asked
    for lower, upper in (wilson(*asked), clopper_pearson(*asked)):
        assert 0 <= lower <= passed / tested <= upper <= 1


@given(counts())
def test_clopper_and_pearson_hold_the_middle_of_wilson(asked: tuple[int, int]) -> None:
    lower, upper = clopper_pearson(*asked)
    assert lower <= sum(wilson(*asked)) / 2 <= upper


@given(counts(), st.sampled_from([wilson, clopper_pearson]))
def test_who_failed_mirrors_who_passed(asked: tuple[int, int], interval: object) -> None:
    passed, tested = asked
    assert callable(interval)
    lower, upper = interval(passed, tested)
    mirrored = interval(tested - passed, tested)
    assert mirrored == pytest.approx((1 - upper, 1 - lower), abs=1e-12)


def test_a_share_says_which_interval_it_has_and_what_one_record_cannot_tell() -> None:
    found = share(190, 200)
    assert (found.interval, found.n, found.suppressed) == (Interval.WILSON, 200, None)
    assert share(190, 200, exact=True).interval is Interval.CLOPPER_PEARSON
    assert share(1, 1).se is None and share(1, 1).suppressed is Suppressed.FEW


@pytest.mark.parametrize(("passed", "tested"), [(0, 0), (3, 2), (-1, 2), (0, -1)])
@pytest.mark.parametrize("interval", [wilson, clopper_pearson, share])
def test_what_is_no_rate_is_refused(passed: int, tested: int, interval: object) -> None:
    assert callable(interval)
    with pytest.raises(Unestimable):
        interval(passed, tested)
