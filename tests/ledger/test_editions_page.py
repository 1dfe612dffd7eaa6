"""版本与变更: what was read, what was not, what changed."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.factories.ledger import FRUIT, ledger_of
from zhiheng.mechanisms.journal.models import Entry

pytestmark = pytest.mark.django_db


def page(client: Client, query: str = "") -> str:
    response = client.get(f"/plans/guopin/editions/{query}")
    assert response.status_code == 200
    return str(response.content.decode())


def test_each_edition_is_listed_with_its_fingerprint_and_the_one_in_force_is_named(client: Client) -> None:
    first = ledger_of(FRUIT).edition_in_force()
    second = ledger_of(FRUIT.replace("97%", "98%")).edition_in_force()
    body = page(client)
    assert first.sha256 in body and second.sha256 in body
    assert body.count("现行</span>") == 1
    assert body.index(second.sha256) < body.index(first.sha256)


def test_a_change_is_told_in_words(client: Client) -> None:
    ledger_of(FRUIT)
    assert "没有变更" in page(client)
    ledger_of(FRUIT.replace("97%", "98%"))
    body = page(client)
    assert "目标 一 果品抽检合格率 2025" in body and "97" in body and "98" in body
    assert "Decimal" not in body and "{&#x27;" not in body


def test_an_added_task_is_told_without_the_way_it_is_stored(client: Client) -> None:
    ledger_of(FRUIT)
    ledger_of(FRUIT + "4.公开结果。按月公开抽检结果。(责任单位:省市场监管局)每年公开12批次。\n")
    body = page(client)
    assert "新增" in body and "公开结果" in body
    assert "Decimal" not in body and "&#x27;heading&#x27;" not in body


def test_words_that_were_not_read_are_listed_and_open_the_document(client: Client) -> None:
    document = ledger_of(FRUIT).edition_in_force()
    assert "没有读懂的文字" in page(client) and "每个数字" in page(client)
    start = document.text.index("快检")
    document.unread.create(start=start, end=start + 2, why="不知道是什么检测")
    body = page(client)
    assert "不知道是什么检测" in body and f"quote={start}-{start + 2}" in body


def test_a_long_journal_has_pages_and_an_odd_page_number_does_no_harm(client: Client) -> None:
    ledger = ledger_of(FRUIT)
    at = ledger.edition_in_force().imported_at
    Entry.objects.bulk_create(
        Entry(at=at, ledger="guopin", thing=f"task:{n}", field="heading", old="甲", new="乙", why="试")
        for n in range(120)
    )
    assert "第 1 页" in page(client)
    assert "第 3 页" in page(client, "?page=3")
    for odd in ("?page=0", "?page=x", "?page=999"):
        page(client, odd)
