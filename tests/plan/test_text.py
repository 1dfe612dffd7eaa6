"""Width and digits made one, offsets kept."""

from hypothesis import given
from hypothesis import strategies as st

from zhiheng.plan.text import Spans, brackets, lines, normalise, quoted, split


@given(st.text())
def test_normalising_never_moves_a_character(text: str) -> None:
    assert len(normalise(text)) == len(text)


def test_full_width_forms_and_brackets_have_one_shape() -> None:
    assert normalise("（９８．５％）【甲】〔乙〕") == "(98.5%)(甲)(乙)"


def test_a_comma_between_groups_of_digits_does_not_cut() -> None:
    norm = normalise("新增企业1,000家，改造20家")
    assert [norm[a:b] for a, b in split(norm, 0, len(norm), ",", Spans([], []))] == ["新增企业1,000家", "改造20家"]


def test_an_inner_bracket_belongs_to_the_outer_one() -> None:
    assert brackets("各市(含定州(市))政府") == [(2, 10)]


def test_an_unclosed_bracket_ends_with_its_paragraph() -> None:
    assert brackets("(没有关\n后面(关了)") == [(7, 11)]


def test_quotations_are_runs_of_their_own() -> None:
    assert quoted("启动“1+X”试点") == [(2, 7)]


def test_blank_lines_and_margins_are_no_paragraphs() -> None:
    norm = "  一行\n\n 二行 "
    assert [line.of(norm) for line in lines(norm)] == ["一行", "二行"]


def test_the_parts_outside_of_spans_are_found_in_order() -> None:
    assert Spans([3, 8], [5, 9]).outside(0, 12) == [(0, 3), (5, 8), (9, 12)]
    assert Spans([3, 8], [5, 9]).outside(4, 8) == [(5, 8)]
