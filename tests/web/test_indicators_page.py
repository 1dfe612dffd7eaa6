"""指标目录: one line for each indicator with its promises as the document writes them."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.factories.ledger import FRUIT, NOBODY, ledger_of
from zhiheng.ledger.models import Ledger
from zhiheng.reporting.demonstration import load_figures


def page(client: Client, address: str, **headers: str) -> str:
    response = client.get(address, headers=headers)
    assert response.status_code == 200
    return str(response.content.decode())


def row(body: str, name: str) -> str:
    return next(line for line in body.split("<tr>") if f">{name}</a></th>" in line)


def test_the_columns_are_the_years_that_the_plan_names(client: Client, hebei: Ledger) -> None:
    body = page(client, f"/plans/{hebei.slug}/indicators/")
    head = body.split("<thead>")[1].split("</thead>")[0]
    assert [label for label in re.findall(r">([^<]+)</th>", head)][1:6] == [
        "2023年",
        "2025年",
        "2027年",
        "每年",
        "其他",
    ]
    assert "2024年</th>" not in head and "2026年</th>" not in head, "no milestone is invented"


def test_a_line_keeps_the_grammar_of_the_plan(client: Client, hebei: Ledger) -> None:
    line = row(page(client, f"/plans/{hebei.slug}/indicators/"), "制造业产品质量合格率")
    assert "稳定在 92% 以上" in line and "≥ 94%" in line and "高于全国平均水平" in line
    assert "文件没有写" in line, "chapter one names no unit, and none is guessed"


def test_a_line_names_who_answers_and_where_it_says_so(client: Client, hebei: Ledger) -> None:
    line = row(page(client, f"/plans/{hebei.slug}/indicators/"), "消费投诉按期办结率")
    assert "省市场监管局" in line and "≥ 95%" in line and "#c-二(二)4" in line


def test_without_figures_every_light_says_so_and_no_number_is_shown_as_zero(client: Client, hebei: Ledger) -> None:
    body = page(client, f"/plans/{hebei.slug}/indicators/")
    assert "尚无数据" in row(body, "消费投诉按期办结率")
    assert "演示数据" not in body


def test_demonstration_figures_are_called_so_on_top_and_beside_them(client: Client, hebei: Ledger) -> None:
    load_figures(date(2026, 11, 22))
    body = page(client, f"/plans/{hebei.slug}/indicators/")
    assert "demo-banner" in body
    assert 'class="demo-badge"' in row(body, "消费投诉按期办结率")


def test_the_filters_apply_with_and_without_a_script(client: Client, hebei: Ledger) -> None:
    address = f"/plans/{hebei.slug}/indicators/?q=xfts"
    whole, part = page(client, address), page(client, address, **{"HX-Request": "true"})
    assert re.search(r"共 30 个指标.符合条件的 1 个", whole) and "<html" in whole
    assert re.search(r"共 30 个指标.符合条件的 1 个", part) and "<html" not in part
    assert f"/plans/{hebei.slug}/indicators.xlsx?q=xfts" in part


def test_no_hit_says_so(client: Client, hebei: Ledger) -> None:
    assert "没有符合条件的指标" in page(client, f"/plans/{hebei.slug}/indicators/?q=航天")


@pytest.mark.django_db
def test_a_plan_without_targets_says_so(client: Client) -> None:
    ledger_of(NOBODY, "kanhu")
    body = page(client, "/plans/kanhu/indicators/")
    assert "没有提出目标" in body and "<table" not in body


@pytest.mark.django_db
def test_an_indicator_that_a_later_edition_dropped_is_not_listed(client: Client) -> None:
    ledger_of(FRUIT)
    ledger_of(FRUIT.replace("到2025年,果品抽检合格率达到97%以上。", "提高果品质量。"))
    assert "果品抽检合格率" not in page(client, "/plans/guopin/indicators/")


def test_queries_do_not_grow_with_the_indicators(
    client: Client, hebei: Ledger, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    load_figures(date(2026, 11, 22))
    with django_assert_max_num_queries(26):
        page(client, f"/plans/{hebei.slug}/indicators/")
