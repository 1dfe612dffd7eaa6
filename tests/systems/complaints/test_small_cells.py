"""Small counts are not published, and what is published does not tell them by a difference."""

from __future__ import annotations

import itertools

import pytest

from zhiheng.systems.complaints.small_cells import Told, adding_up, of_a_whole, whole_told

FLOOR = 5


def test_a_count_below_the_floor_is_only_said_to_be_below_it() -> None:
    assert whole_told(4, FLOOR) == Told(1, 4)
    assert of_a_whole(20, 3, FLOOR) == Told(1, 4)


def test_of_a_whole_that_is_hardly_larger_nothing_is_said_of_a_part_but_that_it_is_neither_none_nor_all() -> None:
    assert {of_a_whole(6, part, FLOOR) for part in range(1, 6)} == {Told(1, 5)}


def test_a_part_that_leaves_few_others_is_said_as_a_range() -> None:
    assert of_a_whole(20, 18, FLOOR) == Told(16, 19)


def test_none_and_all_are_said() -> None:
    assert of_a_whole(20, 0, FLOOR).exact and of_a_whole(20, 20, FLOOR).exact


@pytest.mark.parametrize("whole", range(1, 40))
def test_what_is_said_of_a_part_fits_at_least_two_counts_when_it_or_the_rest_is_small(whole: int) -> None:
    for part in range(whole + 1):
        said = of_a_whole(whole, part, FLOOR)
        assert said.least <= part <= said.most
        if 0 < whole < FLOOR or 0 < part < FLOOR or 0 < whole - part < FLOOR:
            alike = [other for other in range(whole + 1) if of_a_whole(whole, other, FLOOR) == said]
            assert len(alike) > 1 or said.most > said.least


def test_a_part_of_a_small_whole_says_nothing_but_that_it_is_small() -> None:
    assert len({of_a_whole(whole, part, FLOOR) for whole in range(1, FLOOR) for part in range(whole + 1)}) == 1


def test_the_sum_less_what_is_shown_is_never_a_small_count_of_one_part() -> None:
    for parts in itertools.product((0, 1, 3, 4, 5, 9, 30), repeat=4):
        shown = adding_up(dict(enumerate(parts)), FLOOR)
        withheld = [parts[key] for key, number in shown.items() if number is None]
        assert not any(0 < number < FLOOR for number in shown.values() if number is not None)
        # One part alone is its sum, and a sum below the floor is withheld itself.
        if withheld and sum(parts) >= FLOOR and sum(1 for part in parts if part) > 1:
            assert len(withheld) > 1 and sum(withheld) >= FLOOR, parts


def test_without_the_second_withheld_part_the_first_would_be_told() -> None:
    assert adding_up({"a": 30, "b": 3, "c": 9}, FLOOR) == {"a": 30, "b": None, "c": None}
