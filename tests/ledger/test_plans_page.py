"""全部方案: the ledgers that stand here."""

from __future__ import annotations

import re

from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.factories.ledger import FRUIT, NOBODY, ledger_of
from zhiheng.ledger.models import Ledger


def test_every_ledger_is_listed_with_what_it_asks(client: Client, hebei: Ledger) -> None:
    ledger_of(FRUIT)
    body = client.get("/plans/").content.decode()
    counts = re.findall(r'class="num">(\d+)</td>', body)
    assert counts == ["27", "49", "24", "3", "2", "5"]


def test_only_the_edition_in_force_is_counted(client: Client, db: None) -> None:
    ledger_of(FRUIT)
    ledger_of(FRUIT.split("(二)抓服务")[0])
    row = client.get("/plans/").content.decode().split("/plans/guopin/")[-1]
    assert re.findall(r'class="num">(\d+)</td>', row)[0] == "2"


def test_queries_do_not_grow_with_the_ledgers(
    client: Client, hebei: Ledger, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    ledger_of(FRUIT)
    ledger_of(NOBODY, "kanhu")
    with django_assert_max_num_queries(8):
        client.get("/plans/")
