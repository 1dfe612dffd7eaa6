"""Numbers with their units."""

from decimal import Decimal

import pytest

from zhiheng.plan.quantities import quantities
from zhiheng.plan.text import normalise


@pytest.mark.parametrize(
    ("words", "value", "unit"),
    [
        ("合格率达到98.5％", "98.5", "%"),
        ("证书１０万张", "100000", "张"),
        ("规模达到2万亿元", "2", "万亿元"),
        ("动力达到1.2亿千瓦", "1.2", "亿千瓦"),
        ("金额达到45亿元", "45", "亿元"),
        ("培训30万人次", "30", "万人次"),
        ("企业1,000家", "1000", "家"),
        ("提高3.5个百分点", "3.5", "个百分点"),
        ("占比超过一半", "50", "%"),
        ("三分之二以上", "66.67", "%"),
        ("百分之八十", "80", "%"),
        ("翻一番", "100", "%"),
        ("培育数以万计的企业", "10000", None),
        ("召开两次会议", "2", "次"),
        ("实施百万青年见习计划", "100", "万人"),
    ],
)
def test_a_quantity_has_its_value_and_its_unit(words: str, value: str, unit: str | None) -> None:
    found = quantities(normalise(words))
    assert [(q.value, q.unit) for q in found] == [(Decimal(value), unit)]


@pytest.mark.parametrize(("words", "suffix"), [("20家以上", "以上"), ("10个左右", "左右"), ("5%以内", "以内")])
def test_the_word_behind_a_quantity_belongs_to_it(words: str, suffix: str) -> None:
    (quantity,) = quantities(words)
    assert quantity.suffix == suffix and quantity.end == len(words)


@pytest.mark.parametrize("words", ["5G网络", "1+X证书", "12大产业", "PM2.5浓度", "第3批", "4A级景区"])
def test_a_number_inside_a_name_is_a_name(words: str) -> None:
    assert {q.shape for q in quantities(words)} == {"name"}


@pytest.mark.parametrize(
    "words", ["建设一批基地", "形成一个体系", "进一步做好", "一系列措施", "第三方机构", "统一部署"]
)
def test_articles_and_idioms_are_no_quantities(words: str) -> None:
    assert [q for q in quantities(words) if q.shape == "chinese" and q.value > 1] == []
