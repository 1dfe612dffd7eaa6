"""任务台账: the tree of tasks and its filters."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.factories.ledger import FRUIT, NOBODY, ledger_of
from zhiheng.ledger.models import Ledger

pytestmark = pytest.mark.django_db


def page(client: Client, address: str, **headers: str) -> str:
    response = client.get(address, headers=headers)
    assert response.status_code == 200
    return str(response.content.decode())


def test_the_bundled_plan_shows_its_eight_chapters_and_27_tasks(client: Client, hebei: Ledger) -> None:
    body = page(client, f"/plans/{hebei.slug}/tasks/")
    assert "共 27 项任务" in body
    assert len(re.findall(r'class="chapter chapter-1"', body)) == 8
    assert len(re.findall(r'<td class="key nowrap">', body)) == 27


def test_a_plan_without_roles_has_one_column_of_units(client: Client, hebei: Ledger) -> None:
    head = page(client, f"/plans/{hebei.slug}/tasks/").split("<thead>")[1].split("</thead>")[0]
    assert "责任单位" in head
    assert "牵头单位" not in head and "配合单位" not in head


def test_a_plan_with_roles_shows_them_and_guesses_none(client: Client) -> None:
    ledger_of(FRUIT)
    body = page(client, "/plans/guopin/tasks/")
    lead = re.findall(r'<td data-label="牵头单位">(.*?)</td>', body, re.DOTALL)
    assert [re.findall(r">([^<>]+)</a>", cell) for cell in lead] == [[], ["省农业农村厅"], []]


def test_the_filters_of_the_address_apply_without_a_script(client: Client) -> None:
    ledger_of(FRUIT)
    body = page(client, "/plans/guopin/tasks/?role=lead")
    assert re.search(r"共 3 项任务.符合条件的 1 项", body)
    assert "培育品牌" in body and "扩大抽检" not in body
    assert '<option value="lead" selected>' in body


def test_a_filter_that_is_changed_fetches_the_table_alone(client: Client) -> None:
    ledger_of(FRUIT)
    body = page(client, "/plans/guopin/tasks/?q=追溯", **{"HX-Request": "true"})
    assert body.lstrip().startswith('<div id="ledger-table">') and "<html" not in body
    assert 'role="status"' in body and "建立追溯" in body


def test_going_back_gets_the_whole_page(client: Client) -> None:
    ledger_of(FRUIT)
    body = page(client, "/plans/guopin/tasks/", **{"HX-Request": "true", "HX-History-Restore-Request": "true"})
    assert "<html" in body


def test_no_hit_says_so_and_how_to_go_on(client: Client) -> None:
    ledger_of(FRUIT)
    body = page(client, "/plans/guopin/tasks/?q=航天")
    assert "没有符合条件的任务" in body and "清除条件" in body


def test_the_files_are_of_what_is_shown(client: Client) -> None:
    ledger_of(FRUIT)
    body = page(client, "/plans/guopin/tasks/?role=lead")
    assert "/plans/guopin/tasks.xlsx?role=lead" in body


def test_a_plan_that_names_nobody_is_shown_without_units(client: Client) -> None:
    ledger_of(NOBODY, "kanhu")
    body = page(client, "/plans/kanhu/tasks/")
    assert "看好果园" in body
    assert '<ul class="units">' not in body


def test_a_plan_without_tasks_says_so(client: Client) -> None:
    ledger_of("云川省果园通知\n到2025年,果园火灾下降率达到10%以上。\n", "fanghuo")
    body = page(client, "/plans/fanghuo/tasks/")
    assert "没有读出任务" in body and "<table" not in body


def test_a_word_with_signs_of_markup_is_shown_as_typed(client: Client) -> None:
    ledger_of(FRUIT)
    body = page(client, "/plans/guopin/tasks/?q=<script>x</script>")
    assert "<script>x" not in body and "&lt;script&gt;x" in body


def test_queries_do_not_grow_with_the_tasks(
    client: Client, hebei: Ledger, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(22):
        page(client, f"/plans/{hebei.slug}/tasks/")


def test_the_english_page_shows_the_english_headings(client: Client, hebei: Ledger) -> None:
    body = page(client, f"/en/plans/{hebei.slug}/tasks/")
    english = list(
        hebei.edition_in_force().clauses.filter(level=2, key__startswith="二").values_list("heading_en", flat=True)
    )
    assert len(english) == 8
    assert all(heading.replace("'", "&#x27;") in body for heading in english)
