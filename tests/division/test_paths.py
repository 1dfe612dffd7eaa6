"""年度路径: proposals between milestones, marked as such, and nothing where nothing is known."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiheng.division.apportioning import places_of
from zhiheng.division.paths import Known, PathPoint, Way, proposed_path, usual_way

YEARS = range(2023, 2028)
STANDARDS = [Known(2023, Decimal(200), "T06"), Known(2025, Decimal(600), "T16"), Known(2027, Decimal(1000), "T26")]


def short(path: tuple[PathPoint, ...]) -> list[tuple[int, str, str]]:
    """(year, value, what it is) of each point."""
    return [(p.year, str(p.value), p.target or p.way or p.origin) for p in path]


def test_a_cumulative_target_rises_in_equal_steps_between_its_milestones() -> None:
    assert short(proposed_path(STANDARDS, YEARS, "steps")) == [
        (2023, "200", "T06"),
        (2024, "400", "steps"),
        (2025, "600", "T16"),
        (2026, "800", "steps"),
        (2027, "1000", "T26"),
    ]


def test_every_point_says_whether_it_is_the_plans_word() -> None:
    path = proposed_path([Known(2023, Decimal(93)), *STANDARDS[1:]], YEARS, "steps")
    assert [p.origin for p in path] == ["figure", "proposal", "milestone", "proposal", "milestone"]
    assert all(bool(p.target) == (p.origin == "milestone") for p in path)
    assert all(bool(p.way) == (p.origin == "proposal") for p in path)


def test_what_is_to_be_held_keeps_the_value_before() -> None:
    assert usual_way("rate", "hold") == "hold" and usual_way("rate", ">=") == "steps"
    assert usual_way("annual", ">=") == "hold" and usual_way("cumulative", ">=") == "steps"
    held = proposed_path([Known(2023, Decimal(98), "T04"), Known(2025, Decimal("98.5"), "T14")], YEARS, "hold")
    assert short(held) == [(2023, "98", "T04"), (2024, "98", "hold"), (2025, "98.5", "T14")]


def test_a_rate_may_fall_where_the_milestones_do() -> None:
    path = proposed_path([Known(2023, Decimal("98.4")), Known(2025, Decimal(98), "T13")], YEARS, "steps")
    assert short(path) == [(2023, "98.4", "figure"), (2024, "98.2", "steps"), (2025, "98", "T13")]


def test_a_stock_can_grow_at_the_same_rate_each_year() -> None:
    path = proposed_path([Known(2023, Decimal(82_400)), Known(2025, Decimal(100_000), "T44")], YEARS, "growth")
    assert short(path)[1] == (2024, "90774", "growth")
    for first, last in ((0, 9), (9, 0)):
        with pytest.raises(ValueError, match="above zero"):
            proposed_path([Known(2023, Decimal(first)), Known(2025, Decimal(last), "T1")], YEARS, "growth")


def test_without_a_base_figure_there_are_fewer_points_and_none_is_invented() -> None:
    assert short(proposed_path([Known(2025, Decimal(95), "T37")], YEARS, "steps")) == [(2025, "95", "T37")]
    assert proposed_path([], YEARS, "steps") == ()


def test_nothing_is_proposed_after_the_last_known_point_nor_outside_of_the_asked_years() -> None:
    assert [p.year for p in proposed_path(STANDARDS[:2], YEARS, "steps")] == [2023, 2024, 2025]
    assert [p.year for p in proposed_path(STANDARDS, [2025, 2026], "steps")] == [2025, 2026]


def test_whole_things_stay_whole_and_tenths_stay_tenths() -> None:
    whole = proposed_path([Known(2023, Decimal(2), "T09"), Known(2026, Decimal(5), "T19")], YEARS, "steps")
    assert [p.value for p in whole] == [2, 3, 4, 5]
    odd = proposed_path([Known(2023, Decimal(2), "T09"), Known(2025, Decimal(5), "T19")], YEARS, "steps")
    assert odd[1].value == 4


def test_a_target_goes_before_a_figure_of_its_year_and_two_targets_that_differ_are_refused() -> None:
    path = proposed_path([Known(2025, Decimal(650)), *STANDARDS], YEARS, "steps")
    assert short(path)[2] == (2025, "600", "T16")
    with pytest.raises(ValueError, match="T16"):
        proposed_path([*STANDARDS, Known(2025, Decimal(700), "T99")], YEARS, "steps")


values = st.decimals(min_value=1, max_value=10**7, places=1)


points = st.lists(st.tuples(st.integers(2020, 2035), values), min_size=1, unique_by=lambda point: point[0])


@given(points, st.sampled_from(["steps", "hold"]))
def test_a_path_stays_between_its_milestones_and_passes_through_them(
    points: list[tuple[int, Decimal]], way: Way
) -> None:
    settled = dict(points)
    path = proposed_path([Known(year, value, f"T{year}") for year, value in points], range(2015, 2040), way)
    assert [point.year for point in path] == list(range(min(settled), max(settled) + 1))
    for point in path:
        before = max(year for year in settled if year <= point.year)
        after = min(year for year in settled if year >= point.year)
        low, high = sorted((settled[before], settled[after]))
        assert low <= point.value <= high
        assert places_of(point.value) <= max(places_of(low), places_of(high))


@given(values, values)
def test_a_growth_stays_between_its_two_ends(first: Decimal, last: Decimal) -> None:
    path = proposed_path([Known(2020, first, "a"), Known(2030, last, "b")], range(2020, 2031), "growth")
    assert [p.value for p in path] == sorted((p.value for p in path), reverse=last < first)
    assert min(first, last) <= min(p.value for p in path) and max(p.value for p in path) <= max(first, last)
