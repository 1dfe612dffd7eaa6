"""Is a promise kept: the judgement, sentence by sentence."""

from datetime import date
from decimal import Decimal

import pytest

from zhiheng.supervision.progress import Promise, Reading, judge, judge_each, meets

NOVEMBER_2026 = date(2026, 11, 22)


def promise(**changes: object) -> Promise:
    given = {
        "comparator": ">=",
        "value": Decimal(95),
        "unit": "%",
        "kind": "rate",
        "year": 2025,
        "cadence": None,
        "per": None,
        "benchmark": None,
        "first_year": 2023,
        "last_year": 2027,
    }
    return Promise(**{**given, **changes})  # type: ignore[arg-type]


def reading(year: int, value: str, quarter: int = 0) -> Reading:
    return Reading(year, quarter, Decimal(value))


def test_a_year_that_is_over_is_kept_when_its_value_reaches_the_target_itself() -> None:
    assert judge(promise(), [reading(2025, "95")], NOVEMBER_2026).state == "kept"


def test_a_year_that_is_over_is_missed_by_the_gap_in_percentage_points() -> None:
    judgement = judge(promise(), [reading(2025, "93.2")], NOVEMBER_2026)
    assert (judgement.state, judgement.reason) == ("missed", "2025年为 93.2%，差 1.8 个百分点")


def test_the_last_day_of_the_year_is_not_yet_over() -> None:
    assert judge(promise(), [reading(2025, "93", quarter=3)], date(2025, 12, 31)).state == "pending"
    assert judge(promise(), [reading(2025, "93")], date(2026, 1, 1)).state == "missed"


def test_a_quarter_does_not_stand_for_the_year_that_is_over() -> None:
    assert judge(promise(), [reading(2025, "99", quarter=4)], NOVEMBER_2026).state == "no_data"


def test_a_target_not_due_is_early_or_pending_by_its_latest_figure() -> None:
    later = promise(year=2027, value=Decimal(99))
    assert judge(later, [reading(2025, "98"), reading(2026, "99.1", quarter=3)], NOVEMBER_2026).state == "early"
    assert judge(later, [reading(2025, "99.5"), reading(2026, "98", quarter=1)], NOVEMBER_2026).state == "pending"


def test_a_figure_of_the_future_does_not_count() -> None:
    assert judge(promise(year=2027), [reading(2027, "99")], NOVEMBER_2026).state == "no_data"


def test_stable_at_is_judged_by_the_worst_period() -> None:
    held = promise(comparator="hold", value=Decimal(98))
    readings = [reading(2025, "98.4"), reading(2025, "97.9", quarter=2), reading(2025, "98.8", quarter=3)]
    assert judge(held, readings, NOVEMBER_2026).state == "missed"
    assert judge(held, readings[:1], NOVEMBER_2026).state == "kept"


def test_every_year_is_judged_alone_and_names_the_year_that_failed() -> None:
    yearly = promise(value=Decimal(30), unit="项", kind="annual", year=None, cadence="annual")
    figures = [reading(2023, "50"), reading(2024, "29"), reading(2025, "40")]
    judgement = judge(yearly, figures, NOVEMBER_2026)
    assert (judgement.state, judgement.reason) == ("missed", "未达到的年度：2024年 29 项")


def test_every_year_with_a_year_missing_has_no_data_rather_than_being_kept() -> None:
    yearly = promise(value=Decimal(30), unit="项", kind="annual", year=None, cadence="annual")
    assert judge(yearly, [reading(2023, "50"), reading(2025, "40")], NOVEMBER_2026).state == "no_data"


def test_the_running_year_is_not_yet_judged() -> None:
    yearly = promise(value=Decimal(30), unit="项", kind="annual", year=None, cadence="annual")
    figures = [reading(y, "40") for y in (2023, 2024, 2025)] + [reading(2026, "1")]
    assert judge(yearly, figures, NOVEMBER_2026).state == "kept"


@pytest.mark.parametrize(
    "changes",
    [
        {"comparator": "~"},
        {"comparator": "qualitative", "kind": "qualitative", "value": None},
        {"comparator": ">", "kind": "relative", "value": None, "benchmark": "全国平均水平"},
    ],
)
def test_about_relative_and_qualitative_targets_are_not_assessed_by_a_number(changes: dict[str, object]) -> None:
    assert judge(promise(**changes), [reading(2025, "99")], NOVEMBER_2026).state == "not_assessable"


def test_each_region_has_to_reach_it_and_the_one_that_has_least_decides() -> None:
    each = promise(value=Decimal(3), unit="个", kind="stock", year=None, per="设区市")
    readings = {"石家庄": [reading(2025, "4")], "承德": [reading(2025, "2")]}
    judgement = judge_each(each, readings, NOVEMBER_2026)
    assert (judgement.state, judgement.reason) == ("pending", "1/2 个地区达到，未达到：承德")
    assert judge_each(each, {**readings, "承德": [reading(2025, "3")]}, NOVEMBER_2026).state == "kept"
    assert judge_each(each, {**readings, "承德": []}, NOVEMBER_2026).state == "no_data"


def test_no_figure_is_no_data_and_never_zero() -> None:
    assert judge(promise(), [], NOVEMBER_2026).state == "no_data"
    assert judge(promise(year=None), [], NOVEMBER_2026).state == "no_data"


def test_zero_occurrences_is_met_only_by_zero() -> None:
    none_at_all = promise(comparator="=", value=Decimal(0), unit="起", kind="coverage")
    assert meets(none_at_all, Decimal(0))
    assert not meets(none_at_all, Decimal(1))


def test_a_ceiling_includes_its_number() -> None:
    assert meets(promise(comparator="<=", value=Decimal(5)), Decimal(5))
    assert not meets(promise(comparator="<", value=Decimal(5)), Decimal(5))
