"""What a mask leaves, and where numbers of people stand in a text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiheng.mechanisms.identifiers import id_card_check, id_card_problem
from zhiheng.mechanisms.privacy.blind import blind_of
from zhiheng.mechanisms.privacy.masking import MASKS, black_out, find_personal, plain_number

CARD = "130102199003074514"


@pytest.mark.parametrize(
    ("kind", "words", "mask"),
    [
        ("name", "张三", "张**"),
        ("name", "欧阳建国", "欧**"),
        ("phone", "13812341111", "138****1111"),
        ("phone", "＋86 138-1234-1111", "138****1111"),
        ("phone", "0311-86051234", "0311-****34"),
        ("phone", "010 62345678", "010-****78"),
        ("phone", "+852 9123 4567", "****67"),
        ("phone", "分机 12", "****"),
        ("id_number", "130102199003074514", "1****************4"),
        ("id_number", "11010519491231002x", "1****************X"),
        ("id_number", "E123", "****"),
        ("address", "河北省石家庄市长安区中山东路11号", "河北省石家庄市长安区****"),
        ("address", "石家庄市正定县诸福屯镇", "石家庄市正定县****"),
        ("address", "河北省唐山市迁安市永顺街道阳光小区3号楼", "河北省唐山市迁安市****"),
        ("address", "阳光小区3号楼", "****"),
        ("address", "雄安新区容城县某路1号", "雄安新区****"),
        ("address", "中山东路11号", "****"),
    ],
)
def test_a_mask_shows_the_least_that_tells_people_apart(kind: str, words: str, mask: str) -> None:
    assert MASKS[kind](words) == mask


@given(st.sampled_from(["phone", "id_number"]), st.text(max_size=40))
def test_a_mask_never_shows_more_than_seven_characters_of_a_number(kind: str, words: str) -> None:
    shown = MASKS[kind](words).replace("*", "").replace("-", "")
    assert len(shown) <= 7


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("请打13812341111找我", ["phone"]),
        ("１３８　１２３４　１１１１", ["phone"]),
        ("+86 138-1234-1111 或 0311-86051234", ["phone", "landline"]),
        ("（0311）8605 1234", ["landline"]),
        (f"身份证{CARD}，电话13812341111", ["id_number", "phone"]),
        ("130102 19900307 4514", ["id_number"]),
        ("11010519491231002x", ["id_number"]),
        ("130102900307451", ["id_number"]),
        ("130102199003074515", []),
        ("编号 20260928130102138123411112", []),
        ("统一社会信用代码 91130100MA07X1234X", []),
        ("2026-11-22 13:45:01 共 1381 件，金额 0.13812341111", []),
        ("12345、12315、96315", []),
        ("15 30 45 20 10 5", []),
    ],
)
def test_numbers_of_people_are_found_in_a_text_and_nothing_else(text: str, found: list[str]) -> None:
    assert [span.kind for span in find_personal(text)] == found


def test_what_is_taken_out_of_a_text_is_gone_and_the_rest_stays() -> None:
    assert black_out(f"证{CARD}，电１３８１２３４１１１１。") == "证[号码已隐去]，电[号码已隐去]。"


@given(st.integers(0, 9999_9999), st.sampled_from(["{}", "电话{}。", "a{}b", "（{}）", "tel:{},"]))
def test_every_mobile_number_is_found(number: int, around: str) -> None:
    assert len(find_personal(around.format(f"139{number:08}"))) == 1


def test_an_id_number_is_judged_by_its_date_and_its_check_digit() -> None:
    assert id_card_problem(CARD) is None and id_card_problem("11010519491231002X") is None
    assert "18" in (id_card_problem("1301") or "")
    assert "日期" in (id_card_problem("130102199002304514") or "")
    assert "校验" in (id_card_problem("130102199003074515") or "")


def test_every_mistyped_digit_and_every_swap_of_neighbours_is_found() -> None:
    body = CARD[:-1]
    for place, digit in enumerate(body):
        for other in set("0123456789") - {digit}:
            assert id_card_check(body[:place] + other + body[place + 1 :]) != CARD[-1]
    for place in range(16):
        swapped = body[:place] + body[place + 1] + body[place] + body[place + 2 :]
        assert swapped == body or id_card_check(swapped) != CARD[-1]


def test_the_same_number_has_one_blind_index_however_it_is_written() -> None:
    ways = ("13812341111", "138 1234 1111", "+86 138-1234-1111", "１３８１２３４１１１１", "008613812341111")
    assert len({blind_of("phone", way) for way in ways}) == 1
    assert len(blind_of("phone", ways[0])) == 64 and blind_of("phone", " ") == ""
    assert blind_of("phone", CARD) != blind_of("id_number", CARD)
    assert blind_of("id_number", "11010519491231002x") == blind_of("id_number", "11010519491231002X")


def test_a_number_is_written_plainly() -> None:
    assert plain_number("（０３１１）8605-1234") == "031186051234"
