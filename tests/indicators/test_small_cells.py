"""Small counts are not published, and what is published does not tell them by a difference."""

from __future__ import annotations

import hashlib
from collections.abc import Hashable, Iterator, Sequence
from fractions import Fraction

import pytest

from zhiheng.indicators.small_cells import Counts, Told, Tree, in_steps, told, year_of

FLOOR = 5
WHOLE = "whole"
TREE: Tree = {WHOLE: ["a", "b", "c"], "a": ["a1", "a2", "a3"], "b": ["b1", "b2"]}
GROUPS = [WHOLE, *(part for parts in TREE.values() for part in parts)]
LEAVES = [group for group in GROUPS if group not in TREE] + [("beside", group) for group in TREE]
Row = list[Fraction]


def test_of_a_card_only_steps_are_said() -> None:
    assert [in_steps(number, FLOOR) for number in (0, 4, 5, 9, 16)] == [
        Told(0, 4),
        Told(0, 4),
        Told(5, 9),
        Told(5, 9),
        Told(15, 19),
    ]


def told_of(whole: int, **parts: int) -> set[Hashable]:
    counts = {WHOLE: (whole,), **{part: (number,) for part, number in parts.items()}}
    return told(counts, {WHOLE: list(parts)}, WHOLE, FLOOR) - {("beside", WHOLE)}


def test_a_second_part_is_withheld_without_which_the_first_would_be_told() -> None:
    assert told_of(42, a=30, b=3, c=9) == {WHOLE, "a"}


def test_what_a_whole_has_beside_its_parts_is_one_of_them() -> None:
    assert told_of(33, a=30) == {WHOLE}
    assert told_of(40, a=30) == {WHOLE, "a"}


def test_two_small_parts_that_are_small_together_take_a_third_with_them() -> None:
    assert told_of(44, a=30, b=1, c=2, d=11) == {WHOLE, "a"}


def test_nobody_is_told_and_so_is_all() -> None:
    assert told_of(9, a=9, b=0) == {WHOLE, "a", "b"}


def test_of_a_small_whole_and_of_what_is_below_a_withheld_part_nothing_is_told() -> None:
    assert told({WHOLE: (4,), "a": (4,)}, {WHOLE: ["a"]}, WHOLE, FLOOR) == set()
    counts = {WHOLE: (20,), "a": (16,), "a1": (16,), "b": (4,)}
    assert told(counts, {WHOLE: ["a", "b"], "a": ["a1"]}, WHOLE, FLOOR) == {WHOLE, ("beside", WHOLE)}


def test_a_year_without_its_small_quarter_is_told_and_no_quarter_is() -> None:
    counts = {WHOLE: (23, 20, 3, 0, 0)}
    of_year = told({WHOLE: (23,)}, {}, WHOLE, FLOOR)
    assert of_year == {WHOLE} and told(counts, {}, WHOLE, FLOOR, of_year) == set()


def test_who_is_withheld_of_the_year_is_withheld_of_its_quarters_which_add_up_to_it() -> None:
    counts: dict[Hashable, Counts] = {"a": (3, 3, 0, 0, 0), "b": (10, 5, 5, 0, 0), "c": (50, 2, 16, 16, 16)}
    counts[WHOLE] = tuple(sum(column) for column in zip(*counts.values(), (200, 50, 50, 50, 50), strict=True))
    counts["d"] = (200, 50, 50, 50, 50)
    tree: Tree = {WHOLE: ["a", "b", "c", "d"]}
    of_year = told({group: numbers[:1] for group, numbers in counts.items()}, tree, WHOLE, FLOOR)
    assert of_year & set("abcd") == {"c", "d"}
    assert told(counts, tree, WHOLE, FLOOR, of_year) & set("abcd") == {"d"}
    assert "b" in told(counts, tree, WHOLE, FLOOR)


def test_how_many_count_in_two_quarters_is_not_what_the_year_leaves_of_them() -> None:
    counts = {WHOLE: year_of(37, (20, 20, 0, 0))}
    assert counts[WHOLE][-1] == 3
    assert told(counts, {}, WHOLE, FLOOR, {WHOLE}) == set()
    assert told({WHOLE: year_of(35, (20, 20, 0, 0))}, {}, WHOLE, FLOOR, {WHOLE}) == {WHOLE}


def drawn(seed: str, below: int) -> int:
    return int.from_bytes(hashlib.sha256(seed.encode()).digest()[:4]) % below


def world(nth: int) -> dict[Hashable, Counts]:
    """Counts of a year, its quarters, and of what counts in two of them: mostly few, often none, sometimes many."""
    counts: dict[Hashable, Counts] = {}
    for leaf in LEAVES:
        most = (1, 4, 9, 30)[drawn(f"{nth} {leaf}", 4)]
        quarters = [drawn(f"{nth} {leaf} {quarter}", most + 1) for quarter in range(4)]
        twice = drawn(f"{nth} {leaf} twice", min(sum(quarters) - max(quarters), sum(quarters) // 2) + 1)
        counts[leaf] = year_of(sum(quarters) - twice * (nth % 2), quarters)
    for group in ("b", "a", WHOLE):
        parts = [counts[part] for part in (*TREE[group], ("beside", group))]
        counts[group] = tuple(sum(column) for column in zip(*parts, strict=True))
    return counts


def told_in(counts: dict[Hashable, Counts]) -> dict[tuple[Hashable, int], int]:
    """Everything that is published of a world: the year (0) and the quarters (1 to 4) of each group told."""
    year = told({group: numbers[:1] for group, numbers in counts.items()}, TREE, WHOLE, FLOOR)
    quarters = told(counts, TREE, WHOLE, FLOOR, year)
    cells = {(group, 0): counts[group][0] for group in GROUPS if group in year}
    return cells | {(group, q): counts[group][q] for group in GROUPS if group in quarters for q in range(1, 5)}


def leaves_of(group: Hashable) -> Iterator[Hashable]:
    if group not in TREE:
        yield group
        return
    yield ("beside", group)
    for part in TREE[group]:
        yield from leaves_of(part)


def columns_of(period: int) -> dict[int, int]:
    """A year is its quarters less what counts in two of them (5)."""
    return {1: 1, 2: 1, 3: 1, 4: 1, 5: -1} if period == 0 else {period: 1}


def sum_of(cell: tuple[Hashable, int], unknown: Sequence[tuple[Hashable, int]]) -> Row:
    """A cell as the sum of the columns of the leaves below it, of those that are not known to be none."""
    group, period = cell
    inside = {(leaf, q): sign for leaf in leaves_of(group) for q, sign in columns_of(period).items()}
    return [Fraction(inside.get(one, 0)) for one in unknown]


def reduced(row: Row, basis: dict[int, Row]) -> Row:
    for place, pivot in basis.items():
        if row[place]:
            row = [mine - row[place] * theirs for mine, theirs in zip(row, pivot, strict=True)]
    return row


def span_of(rows: list[Row]) -> dict[int, Row]:
    """What can be made of rows by adding and subtracting: a basis, by the first place of each."""
    basis: dict[int, Row] = {}
    for given in rows:
        row = reduced(given, basis)
        place = next((at for at, number in enumerate(row) if number), None)
        if place is not None:
            basis[place] = [number / row[place] for number in row]
    return basis


@pytest.mark.parametrize("nth", range(150))
def test_no_small_cell_of_a_random_world_is_told_by_adding_and_subtracting_what_is(nth: int) -> None:
    counts = world(nth)
    shown = told_in(counts)
    assert not [cell for cell, number in shown.items() if 0 < number < FLOOR]
    # Whoever reads that a sum is nobody knows it of all its parts, and need not subtract.
    nobody = {
        (leaf, q)
        for (group, quarter), number in shown.items()
        if not number
        for leaf in leaves_of(group)
        for q in columns_of(quarter)
    }
    unknown = [(leaf, q) for leaf in LEAVES for q in range(1, 6) if (leaf, q) not in nobody]
    basis = span_of([sum_of(cell, unknown) for cell in shown])
    for group in [*GROUPS, *LEAVES]:
        for quarter in range(6):
            if 0 < counts[group][quarter] < FLOOR:
                assert any(reduced(sum_of((group, quarter), unknown), basis)), (group, quarter)


def test_much_of_the_random_worlds_is_told_all_the_same() -> None:
    assert sum(len(told_in(world(nth))) for nth in range(150)) > 150 * 5
