"""Designs: R's figures to 1e-6, what must hold for every sample, and what no mean can be estimated from."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.mechanisms.estimate.made import MADE
from tests.mechanisms.estimate.vectors import VECTORS, Row, designs, estimated, pairs
from zhiheng.mechanisms.estimate import Suppressed, Unestimable, mean, share

NUMBERS = st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=30)


@pytest.mark.parametrize(("design", "result"), designs(), ids=lambda row: row["name"] if "file" in row else "R")
def test_a_design_gives_what_r_gives(design: Row, result: Row) -> None:
    assert design["name"] == result["name"]
    for ours, theirs in pairs(design, result):
        assert math.isclose(ours, theirs, rel_tol=1e-6), (design["name"], ours, theirs)


def test_the_results_are_those_that_the_documentation_of_survey_prints() -> None:
    """?svydesign and the package's vignette on api00: 662.29 (9.4089) by strata, 644.17 (23.542) by districts."""
    found = {design["name"]: estimated(design) for design, _ in designs()}
    strata, districts = found["apistrat"], found["apiclus1"]
    assert (round(strata.estimate, 2), round(strata.se or 0, 4)) == (662.29, 9.4089)
    assert (round(districts.estimate, 2), round(districts.se or 0, 3)) == (644.17, 23.542)


@pytest.mark.parametrize("name", MADE)
def test_the_made_samples_can_be_made_again(name: str) -> None:
    out = io.StringIO()
    sample = list(MADE[name]())
    writer = csv.DictWriter(out, list(sample[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(sample)
    assert (VECTORS / name).read_text("utf-8") == out.getvalue()


@given(NUMBERS, st.floats(0.001, 1000))
def test_equal_weights_are_no_weights(values: list[float], weight: float) -> None:
    plain, weighed = mean(values), mean(values, weights=[weight] * len(values))
    assert math.isclose(plain.estimate, weighed.estimate, rel_tol=1e-9, abs_tol=1e-9)
    assert math.isclose(plain.se or 0, weighed.se or 0, rel_tol=1e-9, abs_tol=1e-9)


@given(NUMBERS)
def test_a_census_has_no_error(values: list[float]) -> None:
    found = mean(values, population=[len(values)] * len(values))
    assert (found.se, found.ci) == (0, (found.estimate, found.estimate))


@given(NUMBERS, st.integers(0, 1000))
def test_a_finite_population_takes_its_part_off_the_variance(values: list[float], others: int) -> None:
    whole = len(values) + others
    finite, endless = mean(values, population=[whole] * len(values)), mean(values)
    expected = (endless.se or 0) * math.sqrt(1 - len(values) / whole)
    assert math.isclose(finite.se or 0, expected, rel_tol=1e-9, abs_tol=1e-9)


@given(NUMBERS)
def test_a_cluster_of_each_record_is_no_cluster_and_the_order_of_rows_is_nothing(values: list[float]) -> None:
    assert mean(values, clusters=range(len(values))) == mean(values)
    assert math.isclose(mean(values[::-1]).se or 0, mean(values).se or 0, rel_tol=1e-9, abs_tol=1e-9)


@given(st.lists(st.booleans(), min_size=2, max_size=60))
def test_a_share_is_the_mean_of_ones(truths: list[bool]) -> None:
    plain, designed = share(sum(truths), len(truths)), mean(truths)
    assert math.isclose(plain.estimate, designed.estimate) and plain.n == designed.n
    assert math.isclose(plain.se or 0, designed.se or 0, rel_tol=1e-9, abs_tol=1e-12)


def test_the_same_number_in_two_strata_is_two_clusters() -> None:
    numbered_anew = mean([1, 2, 4, 7], strata="aabb", clusters=[1, 2, 1, 2])
    assert numbered_anew == mean([1, 2, 4, 7], strata="aabb", clusters=[1, 2, 3, 4])
    assert numbered_anew.df == 2


def test_the_only_unit_there_is_has_no_error() -> None:
    found = mean([1, 2, 4, 7], strata="aaab", population=[10, 10, 10, 1])
    assert math.isclose(found.se or 0, 0.6707862, rel_tol=1e-6), "R: 2.757576 (0.6707862)"


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({"values": []}, "没有记录"),
        ({"values": [1, math.nan, 3]}, "第 2 条记录的数值缺失"),
        ({"values": [1, None, 3]}, "第 2 条记录的数值缺失"),
        ({"values": [1, 2], "weights": [1, math.inf]}, "第 2 条记录的权数缺失"),
        ({"values": [1, 2], "weights": [1]}, "权数有 1 个,记录有 2 条"),
        ({"values": [1, 2], "weights": [1, -1]}, "权数不能为负"),
        ({"values": [1, 2], "weights": [0, 0]}, "不能全为 0"),
        ({"values": [1, 2], "strata": ["食品", None]}, "第 2 条记录缺少层"),
        ({"values": [1, 2], "clusters": [None, 1]}, "第 1 条记录缺少群"),
        ({"values": [1, 2, 3], "strata": ["食品", "食品", "家具"]}, "层“家具”只有一个抽样单位"),
        ({"values": [5]}, "全部样本只有一个抽样单位"),
        ({"values": [1, 2, 3, 4], "clusters": "aaaa"}, "全部样本只有一个抽样单位"),
        ({"values": [1, 2, 3, 4], "strata": "aabb", "population": [9, 9, 9, 8]}, "层“b”的总体单位数不一致:8、9"),
        ({"values": [1, 2, 3], "population": [2, 2, 2]}, "全部样本抽了 3 个单位,总体单位数却是 2"),
        ({"values": [1, 2], "population": [0, 0]}, "总体单位数却是 0"),
        ({"values": [1, 2], "population": [-0.5, -0.5]}, "总体单位数却是 -0.5"),
        ({"values": [1, 2], "level": 95}, "置信水平"),
        ({"values": [1, 2], "level": 0.0, "t": True}, "置信水平"),
    ],
)
def test_what_nothing_can_be_estimated_from_is_said(columns: dict[str, Sequence[float]], said: str) -> None:
    with pytest.raises(Unestimable, match=r".+\(.+\)") as refused:
        mean(**columns)  # type: ignore[arg-type]
    assert said in refused.value.message_zh


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([1.0, 2.0] * 9 + [1.0], Suppressed.FEW),
        ([1.0, 2.0] * 10, None),
        ([0.0] * 19 + [1.0], Suppressed.WIDE),
        ([-1.0, -2.0] * 10, None),
        ([0.0] * 20, None),
    ],
)
def test_too_few_and_too_wide_are_not_published(values: list[float], expected: Suppressed | None) -> None:
    found = mean(values)
    assert found.suppressed is expected
    assert found.shown == (None if expected else found.estimate)
    assert found.estimate is not None
