"""Units and kinds of targets that say them only indirectly."""

import pytest

from tests.plan.sentences import targets


@pytest.mark.parametrize(
    ("sentence", "unit"),
    [
        ("到2027年,渔船受检率高于全国平均水平。", "%"),
        ("到2027年,养殖产值占渔业产值比重显著提升。", "%"),
        ("到2027年,渔港建设水平显著提升。", None),
    ],
)
def test_a_promise_without_a_number_is_measured_like_the_rate_it_speaks_of(sentence: str, unit: str | None) -> None:
    assert [t.unit for t in targets(sentence) if t.value is None][:1] in ([unit], [])


def test_a_relative_rate_has_its_unit() -> None:
    (target,) = targets("到2027年,渔船受检率高于全国平均水平。")
    assert (target.value, target.unit, target.kind) == (None, "%", "relative")


def test_a_level_that_each_place_has_to_reach_is_a_stock_unless_it_has_a_year() -> None:
    assert targets("每个设区的市建设渔港3座以上。")[0].kind == "stock"
    assert targets("到2025年,每个设区的市新建渔港3座以上。")[0].kind == "cumulative"


def test_labour_productivity_is_no_share() -> None:
    assert targets("到2025年,劳动生产率高于全国平均水平。")[0].unit is None
