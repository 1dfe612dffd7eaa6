"""Single sampling plans of GB/T 2828.1: every cell of the printed tables, worked examples, the door."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiheng.__main__ import main
from zhiheng.mechanisms.acceptance import Acceptance, NotTabled, acceptance, standard

LETTERS = "ABCDEFGHJKLMNPQR"
LEVELS = ("S-1", "S-2", "S-3", "S-4", "I", "II", "III")
SIZES = (2, 3, 5, 8, 13, 20, 32, 50, 80, 125, 200, 315, 500, 800, 1250, 2000)

# Tables 2-A and 2-B as printed, a line a letter from A, a word an AQL from 0.010 to 1000: the acceptance number, or an
# arrow. A number after a word says how often it stands. From public transcriptions of GB/T 2828.1-2012 and ISO 2859-1.
NORMAL = """
↓14 0 ↓2 1 2 3 5 7 10 14 21 30
↓13 0 ↑ ↓ 1 2 3 5 7 10 14 21 30 44
↓12 0 ↑ ↓ 1 2 3 5 7 10 14 21 30 44 ↑
↓11 0 ↑ ↓ 1 2 3 5 7 10 14 21 30 44 ↑2
↓10 0 ↑ ↓ 1 2 3 5 7 10 14 21 30 44 ↑3
↓9 0 ↑ ↓ 1 2 3 5 7 10 14 21 ↑6
↓8 0 ↑ ↓ 1 2 3 5 7 10 14 21 ↑7
↓7 0 ↑ ↓ 1 2 3 5 7 10 14 21 ↑8
↓6 0 ↑ ↓ 1 2 3 5 7 10 14 21 ↑9
↓5 0 ↑ ↓ 1 2 3 5 7 10 14 21 ↑10
↓4 0 ↑ ↓ 1 2 3 5 7 10 14 21 ↑11
↓3 0 ↑ ↓ 1 2 3 5 7 10 14 21 ↑12
↓2 0 ↑ ↓ 1 2 3 5 7 10 14 21 ↑13
↓ 0 ↑ ↓ 1 2 3 5 7 10 14 21 ↑14
0 ↑ ↓ 1 2 3 5 7 10 14 21 ↑15
↑2 1 2 3 5 7 10 14 21 ↑16
"""
TIGHTENED = """
↓18 1 2 3 5 8 12 18 27
↓14 0 ↓2 1 2 3 5 8 12 18 27 41
↓13 0 ↓2 1 2 3 5 8 12 18 27 41 ↑
↓12 0 ↓2 1 2 3 5 8 12 18 27 41 ↑2
↓11 0 ↓2 1 2 3 5 8 12 18 27 41 ↑3
↓10 0 ↓2 1 2 3 5 8 12 18 ↑6
↓9 0 ↓2 1 2 3 5 8 12 18 ↑7
↓8 0 ↓2 1 2 3 5 8 12 18 ↑8
↓7 0 ↓2 1 2 3 5 8 12 18 ↑9
↓6 0 ↓2 1 2 3 5 8 12 18 ↑10
↓5 0 ↓2 1 2 3 5 8 12 18 ↑11
↓4 0 ↓2 1 2 3 5 8 12 18 ↑12
↓3 0 ↓2 1 2 3 5 8 12 18 ↑13
↓2 0 ↓2 1 2 3 5 8 12 18 ↑14
↓ 0 ↓2 1 2 3 5 8 12 18 ↑15
0 ↑ ↓ 1 2 3 5 8 12 18 ↑16
"""
S = ("S", 3150, 1)
"""The one plan below the table: tightened, AQL 0.025."""


def column(table: str, aql: str) -> list[str]:
    """What is printed under an AQL, from letter A to R."""
    lines = []
    for line in table.split("\n")[1:-1]:
        cells: list[str] = []
        for word in line.split():
            cells += [word[0]] * int(word[1:] or 1) if word[0] in "↓↑" else [word]
        lines.append(cells)
    assert {len(cells) for cells in lines} == {26} and len(lines) == 16
    return [cells[standard()["aqls"].index(aql)] for cells in lines]


def read(printed: list[str], place: int) -> tuple[str, int, int]:
    """Letter, size and number as a person reads them: along the arrow to the first number."""
    if printed[place] in "↓↑":
        step = 1 if printed[place] == "↓" else -1
        place += step
        while place < len(printed) and printed[place] in "↓↑":
            place += step
    return (LETTERS[place], SIZES[place], int(printed[place])) if place < len(printed) else S


def lot_of(letter: str) -> tuple[int, str]:
    """A lot and a level that table 1 gives a letter."""
    every = (
        (lot, level) for lot in (2, *(upto for upto in standard()["lots"] if upto < 10**6), 10**6) for level in LEVELS
    )
    return next(one for one in every if acceptance(*one, "1.0").code_letter == letter)


@pytest.mark.parametrize("tightened", [False, True], ids=["2-A", "2-B"])
@pytest.mark.parametrize("aql", standard()["aqls"])
def test_every_cell_is_as_printed(aql: str, tightened: bool) -> None:
    printed = column(TIGHTENED if tightened else NORMAL, aql)
    for place, letter in enumerate(LETTERS):
        found = acceptance(*lot_of(letter), aql, tightened=tightened)
        assert (found.code_letter, found.tightened) == (letter, tightened)
        assert (found.plan_letter, found.table_size, found.ac) == read(printed, place), (letter, aql)
        assert found.re == found.ac + 1


@pytest.mark.parametrize(
    ("lot", "letters"),
    [
        # table 1 as printed, under S-1, S-2, S-3, S-4, I, II, III
        (2, "AAAAAAB"),
        (8, "AAAAAAB"),
        (9, "AAAAABC"),
        (15, "AAAAABC"),
        (25, "AABBBCD"),
        (50, "ABBCCDE"),
        (90, "BBCCCEF"),
        (150, "BBCDDFG"),
        (151, "BCDEEGH"),
        (280, "BCDEEGH"),
        (500, "BCDEFHJ"),
        (501, "CCEFGJK"),
        (1200, "CCEFGJK"),
        (3200, "CDEGHKL"),
        (10000, "CDFGJLM"),
        (35000, "CDFHKMN"),
        (150000, "DEGJLNP"),
        (500000, "DEGJMPQ"),
        (500001, "DEHKNQR"),
        (10**15, "DEHKNQR"),
    ],
)
def test_a_lot_has_the_letter_of_table_1(lot: int, letters: str) -> None:
    assert "".join(acceptance(lot, level, "1.0").code_letter for level in LEVELS) == letters


@pytest.mark.parametrize(
    ("asked", "tightened", "expected"),
    [
        ((2000, "II", "1.0"), False, ("K", 125, 3)),
        ((2000, "II", "1.0"), True, ("K", 125, 2)),
        ((500, "II", "2.5"), False, ("H", 50, 3)),
        ((500, "II", "2.5"), True, ("H", 50, 2)),
        ((1000, "II", "0.65"), False, ("J", 80, 1)),
        ((10000, "II", "1.5"), False, ("L", 200, 7)),
        ((40000, "II", "4.0"), False, ("M", 315, 21)),
        ((20000, "II", "0.010"), False, ("Q", 1250, 0)),
        ((600000, "III", "0.025"), True, S),
        ((600000, "III", "1000"), False, ("B", 3, 44)),
        ((500, "S-2", "6.5"), False, ("D", 8, 1)),
    ],
)
def test_the_worked_examples_of_the_field(
    asked: tuple[int, str, str], tightened: bool, expected: tuple[str, int, int]
) -> None:
    found = acceptance(*asked, tightened=tightened)
    assert (found.plan_letter, found.sample_size, found.ac) == expected
    assert not found.whole_lot


def test_a_sample_as_large_as_the_lot_is_the_whole_lot() -> None:
    small, exact, enough = (acceptance(lot, "II", "1.0") for lot in (5, 13, 14))
    assert (small.code_letter, small.plan_letter, small.table_size, small.sample_size) == ("A", "E", 13, 5)
    assert [found.whole_lot for found in (small, exact, enough)] == [True, True, False]


@given(st.integers(2, 10**7), st.sampled_from(LEVELS), st.sampled_from(standard()["aqls"]))
def test_tightened_never_accepts_more(lot: int, level: str, aql: str) -> None:
    """By the share of the sample that may fail; where the letter stays, by the number itself."""
    normal, tightened = acceptance(lot, level, aql), acceptance(lot, level, aql, tightened=True)
    assert tightened.ac * normal.table_size <= normal.ac * tightened.table_size
    if normal.plan_letter == tightened.plan_letter:
        assert tightened.ac <= normal.ac


@pytest.mark.parametrize("level", ["II", "ii", "Ⅱ", " II "])
@pytest.mark.parametrize("aql", ["1.0", "1", "1.00%", "1．0", Decimal(1)])
def test_levels_and_aqls_are_read_in_many_spellings(level: str, aql: str | Decimal) -> None:
    assert acceptance(2000, level, aql) == Acceptance(2000, "II", "1.0", False, "K", "K", 125, 3)
    assert acceptance(2000, "s4", aql).level == "S-4"


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ((1, "II", "1.0"), "批量 1 过小"),
        ((0, "II", "1.0"), "批量 0 过小"),
        ((50, "IV", "1.0"), "没有检验水平“IV”"),
        ((50, "", "1.0"), "没有检验水平“”"),
        ((50, "II", "3"), "AQL “3”不在标准的系列中"),
        ((50, "II", "NaN"), "不在标准的系列中"),
        ((50, "II", "one"), "不在标准的系列中"),
    ],
)
def test_what_the_standard_has_no_plan_for_is_said(asked: tuple[int, str, str], said: str) -> None:
    with pytest.raises(NotTabled) as refused:
        acceptance(*asked)
    assert said in refused.value.message_zh


def test_the_tables_say_where_they_are_from_and_that_they_are_not_certain() -> None:
    assert "GB/T 2828.1-2012" in standard()["standard"] and standard()["source"]
    assert standard()["certain"] is False and "字码 A" in standard()["note"]


def door(capsys: pytest.CaptureFixture[str], question: str) -> tuple[int, str, str]:
    status = main(["aql", *question.split()])
    said = capsys.readouterr()
    return status, said.out, said.err


def test_the_door_answers_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = door(capsys, "2000 II 1.0 --tightened --json")
    found = json.loads(out)
    assert (status, err) == (0, "")
    assert [found[key] for key in ("code_letter", "sample_size", "ac", "re")] == ["K", 125, 2, 3]
    assert (found["severity"], found["whole_lot"], found["certain"]) == ("tightened", False, False)


def test_the_door_says_arrows_whole_lots_and_what_an_aql_over_10_counts(capsys: pytest.CaptureFixture[str]) -> None:
    said = door(capsys, "5 II 1.0")[1]
    assert "字码 A,按箭头改用字码 E 的方案,样本量 5,Ac 0,Re 1" in said and "执行 100% 检验" in said and "注意" in said
    assert "每百单位不合格数" in door(capsys, "1000 S-3 15")[1]
    assert "每百单位不合格数" not in said


@pytest.mark.parametrize("question", ["many II 1.0", "1 II 1.0", "50 IV 1.0", "50 II 3", "50 II", "-5 II 1.0"])
def test_what_the_door_does_not_understand_ends_with_status_2_and_one_line(
    capsys: pytest.CaptureFixture[str], question: str
) -> None:
    status, out, err = door(capsys, question)
    assert (status, out, err.count("\n")) == (2, "", 1)
