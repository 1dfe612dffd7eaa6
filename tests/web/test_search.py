"""Search finds tasks, indicators, units, regions and the words of the document."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from zhiheng.ledger.models import Ledger
from zhiheng.web.finding import excerpts_of, find, fold


def names(rows: list) -> list[str]:
    return [str(row) for row in rows]


@pytest.mark.parametrize("query", ["消费投诉", "投诉", "xfts", "XFTS", "xiaofeitousu", "ｘｆｔｓ", " 投诉  办结 "])
def test_an_indicator_is_found_by_characters_pinyin_and_initials(hebei: Ledger, query: str) -> None:
    assert "消费投诉按期办结率" in names(find(query).indicators)


@pytest.mark.parametrize("query", ["sscjgj", "省市场监管局", "市场监管", "省市场监督管理局", "shengshichang"])
def test_a_unit_is_found_by_initials_and_by_every_alias(hebei: Ledger, query: str) -> None:
    assert names(find(query).units)[0] == "省市场监管局"


def test_regions_are_found_by_name_and_code(hebei: Ledger) -> None:
    assert "唐山市" in names(find("唐山").regions)
    assert names(find("130200").regions) == ["唐山市"]
    assert len(find("新华区").regions) == 2


def test_a_task_is_found_by_its_number(hebei: Ledger) -> None:
    assert [task.key for task in find("二(二)4").tasks] == ["二(二)4"]
    assert [task.key for task in find("二（二）4").tasks] == ["二(二)4"]


def test_the_whole_name_stands_before_a_part_of_one(hebei: Ledger) -> None:
    assert names(find("新增省地方标准").indicators)[0] == "新增省地方标准"


def test_words_of_the_document_lead_to_their_place(hebei: Ledger) -> None:
    document = hebei.edition_in_force()
    hits = excerpts_of(document, ("消费投诉",))
    assert hits
    for hit in hits:
        start, end = map(int, re.search(r"quote=(\d+)-(\d+)", hit.url).groups())
        assert document.text[start:end] == "消费投诉"
        assert ("消费投诉", True) in hit.pieces


def test_all_words_must_stand_in_one_paragraph(hebei: Ledger) -> None:
    document = hebei.edition_in_force()
    assert not excerpts_of(document, ("消费投诉", "河北建造"))


def test_folding_keeps_every_offset() -> None:
    odd = "ＡＢ㎡İ①95％"
    assert len(fold(odd)) == len(odd)
    assert fold(odd).startswith("ab") and fold(odd).endswith("95%")


@pytest.mark.parametrize(
    "query", ["", "   ", "a", "\x00", "%", "_", "'; drop", "x" * 5000, "不存在的词语啊", "((", "\\"]
)
def test_odd_queries_are_answered(client: Client, hebei: Ledger, query: str) -> None:
    answer = client.get("/search/", {"q": query})
    assert answer.status_code == 200


def test_nothing_found_says_what_can_be_tried(client: Client, hebei: Ledger) -> None:
    html = client.get("/search/", {"q": "不存在的词语啊"}).content.decode()
    assert "没有找到" in html and "拼音首字母" in html


def test_a_query_is_shown_as_text_and_never_as_markup(client: Client, hebei: Ledger) -> None:
    html = client.get("/search/", {"q": "<script>alert(1)</script>"}).content.decode()
    assert "<script>alert" not in html and "&lt;script&gt;alert" in html


def test_a_hit_tells_promise_and_responsible_unit(client: Client, hebei: Ledger) -> None:
    html = client.get("/search/", {"q": "xfts"}).content.decode()
    assert "2025年" in html and "≥ 95%" in html and "省市场监管局" in html


def test_a_long_list_says_that_it_is_cut(client: Client, hebei: Ledger) -> None:
    html = client.get("/search/", {"q": "单位"}).content.decode()
    assert len(find("单位").excerpts) > 30
    assert "只列出前 30 处" in html


def test_suggestions_are_a_piece_of_a_page(client: Client, hebei: Ledger) -> None:
    html = client.get("/search/", {"q": "xfts"}, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in html and "消费投诉按期办结率" in html
    assert client.get("/search/", {"q": ""}, headers={"HX-Request": "true"}).content.strip() == b""


def test_searching_asks_the_database_a_fixed_number_of_times(
    hebei: Ledger, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(10):
        find("质量")
