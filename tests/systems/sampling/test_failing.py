"""What failed, read out of one cell."""

from __future__ import annotations

import pytest

from zhiheng.mechanisms.workbooks.typed import Wrong
from zhiheng.systems.sampling.failing import BARS, Item, items_of, written

ACID = Item("山梨酸", "0.8g/kg", "≤0.5g/kg")
COUNT = Item("菌落总数", "①80000;②92000;③71000CFU/g", "n=5,c=2,m=10⁴,M=10⁵CFU/g")


@pytest.mark.parametrize("bar", [*BARS, "||", "｜｜", " ║ "])
def test_every_bar_parts_item_result_and_standard(bar: str) -> None:
    assert items_of(bar.join(("山梨酸", "0.8g/kg", "≤0.5g/kg"))) == (ACID,)


@pytest.mark.parametrize("between", [";", "；", "\n", "\r\n", " ；\n", "、"])
def test_several_items_in_one_cell_are_told_apart(between: str) -> None:
    assert items_of(f"{ACID}{between}{COUNT}{between}{ACID}") == (ACID, COUNT, ACID)


def test_a_result_keeps_its_own_semicolons() -> None:
    assert items_of(f"{COUNT}；{ACID}；") == (COUNT, ACID)


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("苯甲酸及其钠盐(以苯甲酸计、mg)、糖精钠", ["苯甲酸及其钠盐(以苯甲酸计、mg)", "糖精钠"]),
        ("耐压强度;标志\n说明书", ["耐压强度", "标志", "说明书"]),
        ("菌落总数", ["菌落总数"]),
        (
            "2,4-滴、3-氯-1、2-丙二醇，维生素B1、2、3-二氯丙醇",
            ["2,4-滴", "3-氯-1、2-丙二醇", "维生素B1", "2、3-二氯丙醇"],
        ),
        ("p,p'-滴滴涕,铅", ["p,p'-滴滴涕", "铅"]),
    ],
)
def test_names_alone_are_items_without_values(cell: str, names: list[str]) -> None:
    assert items_of(cell) == tuple(Item(name) for name in names)


def test_pairs_line_by_line_are_items_with_results() -> None:
    assert items_of("铅║0.3mg/kg\n镉║0.2mg/kg") == (Item("铅", "0.3mg/kg"), Item("镉", "0.2mg/kg"))


def test_a_result_that_was_left_out_stays_empty() -> None:
    assert items_of("铅║║≤0.1mg/kg") == (Item("铅", "", "≤0.1mg/kg"),)


def test_a_name_that_has_the_parting_sign_in_it_is_not_cut() -> None:
    assert items_of("铅║1║≤0.5、2,4-滴║4║5") == (Item("铅", "1", "≤0.5"), Item("2,4-滴", "4", "5"))
    assert items_of("铅║1║≤0.5、1、3-二氯丙醇║4║5") == (Item("铅", "1", "≤0.5"), Item("1、3-二氯丙醇", "4", "5"))


@pytest.mark.parametrize("cell", ["", "/", "——", "无", " - ", "合格", "未检出", "符合规定", "所检项目均合格"])
def test_a_stroke_or_a_good_judgement_is_no_item(cell: str) -> None:
    assert items_of(cell) == ()


@pytest.mark.parametrize(
    "cell", ["铅║1║2 镉║3║4", "铅║1║2║3", "║1║2", "A║1║2、3-二氯║4║5", "A║1║2、甲、乙║4║5", "铅、未检出", "不合格"]
)
def test_what_cannot_be_told_apart_is_refused_with_the_way_to_write_it(cell: str) -> None:
    with pytest.raises(Wrong, match="项目║检验结果║标准值"):
        items_of(cell)


def test_what_is_kept_reads_the_same_again() -> None:
    for items in (
        (ACID, COUNT),
        (Item("铅"), Item("镉")),
        (Item("铅", "1"), Item("镉", "2")),
        (Item("铅"),),
        (ACID, Item("铅"), COUNT),
    ):
        assert items_of(written(items)) == items
