"""统一社会信用代码: right ones pass, every slip of one character and every swap of neighbours is found."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiheng.mechanisms.identifiers import USCC_ALPHABET, USCC_WEIGHTS, uscc_check, uscc_problem

BODIES = st.text(alphabet=USCC_ALPHABET, min_size=17, max_size=17)
PLACES = st.integers(min_value=0, max_value=17)


@st.composite
def codes(draw: st.DrawFn) -> str:
    """A code with its right check character."""
    body = draw(BODIES)
    return body + uscc_check(body)


def test_the_weights_are_the_powers_of_three() -> None:
    assert tuple(pow(3, place, 31) for place in range(17)) == USCC_WEIGHTS
    assert len(USCC_ALPHABET) == 31 and not set("IOSVZ") & set(USCC_ALPHABET)


def test_the_example_worked_by_hand_is_right() -> None:
    """9×1 + 1×3 + 1×9 + 3×27 + 0 + 6×26 = 258 = 8×31 + 10; 31 − 10 = 21, which is M."""
    assert uscc_check("91130600000000000") == "M"
    assert uscc_problem("91130600000000000M") is None


@given(codes())
def test_a_right_code_passes(code: str) -> None:
    assert uscc_problem(code) is None


@given(codes(), PLACES, st.sampled_from(USCC_ALPHABET))
def test_one_mistyped_character_is_found(code: str, place: int, typed: str) -> None:
    wrong = code[:place] + typed + code[place + 1 :]
    assert (uscc_problem(wrong) is None) == (wrong == code)


@given(codes(), st.integers(min_value=0, max_value=16))
def test_swapped_neighbours_are_found(code: str, place: int) -> None:
    wrong = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert (uscc_problem(wrong) is None) == (wrong == code)


@pytest.mark.parametrize(
    ("code", "word"),
    [
        ("91130600000000000", "18 位"),
        ("91130600000000000MM", "18 位"),
        ("91130600000000000m", "大写"),
        ("9113060000000000OM", "I、O、S、V、Z"),
        ("９1130600000000000M", "大写"),
        ("91130600000000000N", "校验位"),
    ],
)
def test_the_sentence_says_what_to_look_at(code: str, word: str) -> None:
    assert word in (uscc_problem(code) or "")
