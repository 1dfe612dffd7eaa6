"""What the pages and files of numbers tell everybody: nothing of a record before its day, and of none by comparing."""

from __future__ import annotations

import re
from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.factories.complaints import complaint, does, handles
from tests.factories.values import judged, office, place
from zhiheng.indicators.declaring import definitions
from zhiheng.indicators.values import publish
from zhiheng.mechanisms.periods import Period
from zhiheng.mechanisms.scope import everywhere
from zhiheng.systems.sampling.models import TestedBatch

pytestmark = pytest.mark.django_db
FAILED = "/numbers/batches_failed/value"
CLOSED = "/numbers/closed_on_time/value"


@pytest.fixture(autouse=True)
def plan(hebei: Any) -> None:
    """The regions and the plan."""


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return unescape(answer.content.decode())


def masked(body: str) -> set[str]:
    """The ids of the lines that are only counted."""
    return set(re.findall(r'<code class="sha">([0-9a-f]{8})…</code>', body))


def closed(many: int, month: str = "2026-04") -> None:
    with handles():
        for _ in range(many):
            made = complaint(f"{month}-01")
            does(made, "accept", f"{month}-02")
            does(made, "agree", f"{month}-03")


def test_a_batch_is_everybody_s_from_the_day_of_its_publication(client: Client) -> None:
    today = timezone.localdate()
    for product, since in (("公开片", today), ("明日片", today + timedelta(days=1)), ("未公开片", None)):
        judged(1, passed=0, product=product, published_on=since)
    with everywhere():
        sources = dict(TestedBatch.objects.values_list("product", "source"))
    body = page(client, f"{FAILED}/?period=2025&within=category:drug")
    assert f"{sources['公开片']}<" in body.replace(" <", "<") and len(masked(body)) == 2
    assert f"{sources['明日片']}<" not in body and f"{sources['未公开片']}<" not in body
    assert "共 <b>3</b> 条 = 分母 <b>3</b>" in body
    client.force_login(office())
    body = page(client, f"{FAILED}/?period=2025&within=category:drug")
    assert f"{sources['未公开片']}<" in body and not masked(body)


def test_risk_monitoring_is_in_no_number(client: Client) -> None:
    judged(3, passed=0, sampling_type="risk")
    judged(1, passed=0)
    assert "共 <b>0</b> 条" in page(client, f"{FAILED}/?period=2025&within=sampling_type:risk")
    client.force_login(office())
    assert "共 <b>1</b> 条" in page(client, f"{FAILED}/?period=2025")


def test_whole_months_leave_only_when_each_of_their_rows_is_public(client: Client) -> None:
    judged(4, passed=3)
    assert client.get(f"{FAILED}.zip?period=2025").status_code == 200
    judged(1, passed=1, category="food", published_on=None)
    assert client.get(f"{FAILED}.zip?period=2025").status_code == 404
    assert "/value.zip" not in page(client, f"{FAILED}/?period=2025")
    client.force_login(office())
    assert client.get(f"{FAILED}.zip?period=2025").status_code == 200


def test_a_masked_line_tells_no_day_and_nothing_that_joins_two_pages(client: Client) -> None:
    closed(6)
    year, region = (page(client, f"{CLOSED}/?period=2026{more}") for more in ("", "&region=shijiazhuang"))
    assert len(masked(year)) == len(masked(region)) == 6 and not masked(year) & masked(region)
    rows = re.findall(r"<tr>.*?</tr>", year[year.index('id="records"') :], re.DOTALL)[1:]
    assert len(rows) == 6
    assert not any(re.search(r"20\d\d-\d\d|计入分子", row) for row in rows)
    with everywhere():
        judged(30, passed=10, published_on=None)
    ids = [masked(page(client, f"{FAILED}/?period=2025{more}")) for more in ("", "&page=1", "&within=category:drug")]
    assert ids[0] == ids[1] and not ids[0] & ids[2], "the same page is the same, another is not"


def test_what_differs_from_a_published_value_of_people_is_told_to_whole_desks_alone(client: Client) -> None:
    closed(6)
    definition, quarter = definitions()["closed_on_time"], Period.of("2026Q2")
    publish(definition, [quarter], [place("hebei")], by=office(), at=timezone.now())
    closed(1)
    told = client.get(f"{CLOSED}.compared.json?period=2026Q2").json()
    assert told["difference"] is None
    assert (told["published"]["counted"]["denominator"], told["current"]["counted"]["denominator"]) == (6, 7)
    body = page(client, f"{CLOSED}/?period=2026Q2")
    assert "几条、哪几条不公开" in body and "新来" not in body
    client.force_login(office())
    told = client.get(f"{CLOSED}.compared.json?period=2026Q2").json()
    assert told["difference"]["came"] == 1 and len(told["difference"]["records"]) == 1
    assert "新来 1 条" in page(client, f"{CLOSED}/?period=2026Q2")


def test_a_late_batch_that_is_not_public_is_counted_but_not_listed(client: Client) -> None:
    judged(10, passed=1)
    publish(definitions()["batches_failed"], [Period.of("2025")], [place("hebei")], by=office(), at=timezone.now())
    judged(1, passed=0, published_on=None, on=date(2025, 7, 8))
    told = client.get(f"{FAILED}.compared.json?period=2025").json()
    assert told["difference"] == {"came": 1, "changed": 0, "went": 0, "records": None}
    body = page(client, f"{FAILED}/?period=2025")
    assert "其中有还没有公开的，不逐条列出" in body and "2025-07-08" not in body


def test_what_a_batch_is_told_apart_by_has_words(client: Client) -> None:
    judged(2, passed=0, category="food", sampling_type="evaluation", product_class="饮料")
    body = page(client, f"{FAILED}/?period=2025&within=category:food")
    assert "食品" in body and "评价性抽检" in body
    assert not re.search(r">\s*(food|evaluation)\s*<", body)
