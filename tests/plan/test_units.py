"""Unit names and their lists."""

import pytest

from zhiheng.plan.units import carried, looks_like_unit, names


def listed(words: str) -> list[str]:
    return [n.name for n in carried(names(words, 0, len(words)))]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("省财政厅、省水利厅", ["省财政厅", "省水利厅"]),
        ("省市场监管局、财政厅、水利厅", ["省市场监管局", "省财政厅", "省水利厅"]),
        ("市委组织部、宣传部,市财政局", ["市委组织部", "市委宣传部", "市财政局"]),
        ("省文化和旅游厅和省财政厅", ["省文化和旅游厅", "省财政厅"]),
        ("工业和信息化部、人力资源和社会保障部", ["工业和信息化部", "人力资源和社会保障部"]),
        ("各有关部门和单位", ["各有关部门和单位"]),
        ("各市、县(区)人民政府", ["各市、县(区)人民政府"]),
        ("各市(含定州、辛集市)政府,雄安新区管委会", ["各市(含定州、辛集市)政府", "雄安新区管委会"]),
        ("省市场监管局、人行石家庄中心支行、河北银保监局", ["省市场监管局", "人行石家庄中心支行", "河北银保监局"]),
    ],
)
def test_a_list_gives_its_names(words: str, expected: list[str]) -> None:
    assert listed(words) == expected


def test_a_carried_prefix_leaves_the_span_on_the_written_characters() -> None:
    words = "省市场监管局、财政厅"
    second = carried(names(words, 0, len(words)))[1]
    assert second.name == "省财政厅" and words[second.start : second.end] == "财政厅"


def test_a_clause_is_no_unit() -> None:
    assert not looks_like_unit("技工院校内由人力资源社会保障行政部门")
    assert not looks_like_unit("垃圾焚烧企业依法依规安装监测设备")
    assert not looks_like_unit("光伏")
