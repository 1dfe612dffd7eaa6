"""制造业产品质量合格率: weighted by output, with what it covers; equal to a stratified mean with those weights."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiheng.mechanisms.estimate import Suppressed, Unestimable, mean, weighted_share

TESTED = st.integers(2, 40).flatmap(lambda tested: st.tuples(st.integers(0, tested), st.just(tested)))
OUTPUTS = st.integers(1, 10**9)


@given(st.dictionaries(st.integers(0, 28), st.tuples(TESTED, OUTPUTS), min_size=1, max_size=8))
def test_it_is_the_stratified_mean_whose_weights_are_the_outputs(given: dict[int, tuple[tuple[int, int], int]]) -> None:
    found = weighted_share({one: counts for one, (counts, _) in given.items()}, {i: v for i, (_, v) in given.items()})
    records = [
        (float(place < passed), industry, output / tested)
        for industry, ((passed, tested), output) in given.items()
        for place in range(tested)
    ]
    values, strata, weights = zip(*records, strict=True)
    designed = mean(values, strata=strata, weights=weights)
    assert math.isclose(found.estimate.estimate, designed.estimate, rel_tol=1e-9, abs_tol=1e-12)
    assert math.isclose(found.estimate.se or 0, designed.se or 0, rel_tol=1e-9, abs_tol=1e-12)
    assert (found.estimate.n, found.estimate.df) == (designed.n, designed.df)


def test_an_industry_of_30_percent_of_output_weighs_30_percent() -> None:
    found = weighted_share({"钢铁": (50, 100), "食品": (100, 100)}, {"钢铁": 30, "食品": 70})
    assert math.isclose(found.estimate.estimate, 0.3 * 0.5 + 0.7)
    assert (found.coverage, found.uncovered) == (1, ())


def test_an_industry_without_samples_is_left_out_and_said() -> None:
    found = weighted_share({"钢铁": (50, 100), "家具": (0, 0)}, {"钢铁": 30, "家具": 5, "食品": 65})
    assert found.estimate.estimate == 0.5
    assert (found.coverage, found.uncovered) == (0.3, ("食品", "家具"))


def test_an_industry_with_one_sample_leaves_the_error_open() -> None:
    found = weighted_share({"钢铁": (50, 100), "食品": (1, 1)}, {"钢铁": 30, "食品": 70})
    assert (found.estimate.se, found.estimate.ci, found.estimate.suppressed) == (None, None, None)
    assert weighted_share({"食品": (1, 1)}, {"食品": 70}).estimate.suppressed is Suppressed.FEW


@pytest.mark.parametrize(
    ("strata", "outputs", "said"),
    [
        ({"钢铁": (1, 2)}, {"食品": 1}, "行业“钢铁”有样品,却没有产值"),
        ({"钢铁": (1, 2)}, {"钢铁": -1}, "不能是 -1"),
        ({"钢铁": (1, 2)}, {"钢铁": float("nan")}, "不能是 nan"),
        ({"钢铁": (1, 2)}, {"钢铁": 0}, "没有产值"),
        ({}, {"钢铁": 1}, "没有产值"),
        ({"钢铁": (3, 2)}, {"钢铁": 1}, "2 个中不能有 3 个"),
    ],
)
def test_what_cannot_be_weighted_is_said(
    strata: dict[str, tuple[int, int]], outputs: dict[str, float], said: str
) -> None:
    with pytest.raises(Unestimable) as refused:
        weighted_share(strata, outputs)
    assert said in refused.value.message_zh
