"""资金: the sums of a plan."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.factories.ledger import FRUIT, NOBODY, ledger_of
from zhiheng.ledger.models import Funding, Ledger
from zhiheng.ledger.views.funding import share


def test_every_sum_of_the_bundled_plan_is_shown_in_exact_yuan(client: Client, hebei: Ledger) -> None:
    body = client.get(f"/plans/{hebei.slug}/funding/").content.decode()
    rows = Funding.objects.filter(ledger=hebei)
    assert rows.count() > 5
    for row in rows:
        assert f'id="f-{row.pk}"' in body
        if row.amount_fen is not None:
            assert f"{row.amount_fen // 100:,}" in body
    assert "300,000" in body and "1,000,000" in body


@pytest.mark.django_db
def test_a_sum_names_its_units_and_opens_its_words(client: Client) -> None:
    ledger_of(FRUIT)
    body = client.get("/plans/guopin/funding/").content.decode()
    row = Funding.objects.get(ledger__slug="guopin")
    assert "200,000" in body and "省财政厅" in body
    assert row.quote_url.replace("&", "&amp;") in body


@pytest.mark.django_db
def test_a_plan_without_sums_says_so(client: Client) -> None:
    ledger_of(NOBODY, "kanhu")
    body = client.get("/plans/kanhu/funding/").content.decode()
    assert "没有写明任何金额" in body and "<table" not in body


@pytest.mark.parametrize(
    ("numerator", "denominator", "expected"),
    [(1, 2, "50%"), (1, 8, "12.5%"), (1, 3, "1/3"), (None, None, ""), (1, 0, ""), (1, 1, "100%")],
)
def test_a_share_is_a_percentage_only_where_it_is_exact(
    numerator: int | None, denominator: int | None, expected: str
) -> None:
    assert share(numerator, denominator) == expected
