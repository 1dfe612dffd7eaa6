"""任务详情: the words that ask for a task, who does what of it, what became of it."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.factories.ledger import FRUIT, NOBODY, ledger_of
from zhiheng.ledger.models import Ledger, Task
from zhiheng.ledger.views.task import parts

pytestmark = pytest.mark.django_db


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return str(response.content.decode())


def test_each_mark_governs_its_own_words_and_units(client: Client) -> None:
    ledger_of(FRUIT)
    first, second = parts(Task.objects.get(ledger__slug="guopin", key="二(一)1"))
    assert (first.words, first.mark) == ("1.扩大抽检。每年抽检果品500批次。", "(责任单位:省市场监管局、省林果办)")
    assert [row.unit.name for row in first.assigned] == ["省市场监管局", "省林果办"]
    assert [target.plain_value for target in first.targets] == ["500"]
    assert (second.words, [row.unit.name for row in second.assigned]) == ("建立快检站点。", ["省林果办"])
    assert second.targets == ()


def test_the_words_of_a_part_open_the_document_at_them(client: Client) -> None:
    document = ledger_of(FRUIT).edition_in_force()
    second = parts(Task.objects.get(ledger__slug="guopin", key="二(一)1"))[1]
    start, end = map(int, re.findall(r"quote=(\d+)-(\d+)", second.url)[0])
    assert document.text[start:end] == "建立快检站点。(责任单位:省林果办)"
    assert second.url.replace("&", "&amp;") in page(client, "/plans/guopin/tasks/二(一)1/")


def test_no_row_of_a_task_is_left_out_or_shown_twice(hebei: Ledger) -> None:
    for task in Task.objects.filter(ledger=hebei).select_related("document", "ledger"):
        shown = [target.pk for part in parts(task) for target in part.targets]
        assert sorted(shown) == sorted(task.targets.values_list("pk", flat=True))


def test_roles_sums_and_deadlines_stand_beside_their_words(client: Client) -> None:
    ledger_of(FRUIT)
    body = page(client, "/plans/guopin/tasks/二(一)2/")
    assert "牵头单位" in body and "配合单位" in body and "200,000" in body
    assert "2025-06-30" in page(client, "/plans/guopin/tasks/二(二)3/")


def test_the_way_goes_to_the_task_before_and_after(client: Client) -> None:
    ledger_of(FRUIT)
    nav = page(client, "/plans/guopin/tasks/二(一)2/").split('class="neighbours')[1]
    assert "扩大抽检" in nav and "建立追溯" in nav
    assert 'rel="prev"' not in page(client, "/plans/guopin/tasks/二(一)1/")
    assert 'rel="next"' not in page(client, "/plans/guopin/tasks/二(二)3/")


def test_a_task_that_names_nobody_says_so(client: Client) -> None:
    ledger = ledger_of(NOBODY, "kanhu")
    first = Task.objects.filter(ledger=ledger).order_by("sort_no")[0]
    body = page(client, first.get_absolute_url())
    assert "没有为这项任务写明责任单位" in body
    assert "加强巡查" in body


def test_a_change_of_edition_is_in_the_history(client: Client) -> None:
    ledger_of(FRUIT)
    assert "没有变更" in page(client, "/plans/guopin/tasks/二(一)1/")
    ledger_of(FRUIT.replace("省市场监管局、省林果办", "省市场监管局"))
    body = page(client, "/plans/guopin/tasks/二(一)1/")
    assert "责任分工 二(一)1 省林果办" in body
    assert "责任分工" not in page(client, "/plans/guopin/tasks/二(二)3/")


def test_a_withdrawn_task_stays_readable_with_its_old_words(client: Client) -> None:
    ledger_of(FRUIT)
    ledger_of(FRUIT.split("(二)抓服务")[0])
    body = page(client, "/plans/guopin/tasks/二(二)3/")
    assert "只见于第 1 版" in body and "完善果品追溯体系" in body


@pytest.mark.parametrize("key", ["九(九)9", "nothing", "二(一)1 "])
def test_an_unknown_task_is_not_found(client: Client, key: str) -> None:
    ledger_of(FRUIT)
    assert client.get(f"/plans/guopin/tasks/{key}/").status_code == 404


def test_queries_do_not_grow_with_the_units(
    client: Client, hebei: Ledger, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for key in ("二(八)4", "二(五)1"):
        with django_assert_max_num_queries(16):
            page(client, f"/plans/{hebei.slug}/tasks/{key}/")
