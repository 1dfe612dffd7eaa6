"""怎么算出来的: a value opens to its formula, its definition, its snapshot, its records and its clause."""

from __future__ import annotations

import re
from datetime import date, timedelta
from hashlib import sha256
from html import unescape

import pytest
from django.test import Client

from tests.factories.complaints import HERE, complaint, does, handles
from tests.factories.registers import inspector
from tests.factories.values import drugs, judged, office, published
from zhiheng.directory.models import Region
from zhiheng.indicators.snapshot import snapshot_now
from zhiheng.ledger.models import Ledger
from zhiheng.mechanisms.scope import everywhere
from zhiheng.systems.sampling.models import TestedBatch

pytestmark = pytest.mark.django_db
VALUE = "/numbers/drug_pass_rate/value/"


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return unescape(answer.content.decode())


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html))


def behind(html: str) -> tuple[int, int]:
    """How many records there are, and the denominator, as the page says."""
    found = re.search(r"共 (\d+) 条 = 分母 (\d+)", words(html))
    assert found, "the page does not say that the records are the denominator"
    return int(found[1]), int(found[2])


def test_a_value_opens_to_everything_it_is_made_of(client: Client, hebei: Ledger) -> None:
    judged(40, passed=38)
    body = page(client, f"{VALUE}?period=2025&region=tangshan")
    said = words(body)
    assert "95.00%" in said and "38 ÷ 40 × 100 = 95.00" in said and "95% 置信区间(Wilson)：83.50–98.62" in said
    assert drugs().version in said and "def drug_pass_rate" in body and str(drugs().words) in said
    snapshot = snapshot_now()
    assert snapshot.hash in said and snapshot.parts["tested_batches"]["2025-05"].sha256 in said
    assert behind(body) == (40, 40) and "其中计入分子 38 条" in said
    assert re.search(r'href="/plans/hebei-2023-2027/text/\?quote=\d+-\d+', body)


def test_the_hash_of_a_part_is_that_of_its_bytes(hebei: Ledger) -> None:
    judged(3, passed=3)
    snapshot = snapshot_now()
    part = snapshot.path("tested_batches", "2025-05")
    assert sha256(part.read_bytes()).hexdigest() == snapshot.parts["tested_batches"]["2025-05"].sha256


def test_records_come_in_pages(client: Client, hebei: Ledger) -> None:
    judged(45, passed=45)
    ids = set()
    for number in (1, 2, 3):
        body = page(client, f"{VALUE}?period=2025&page={number}")
        ids |= set(re.findall(r'<code class="sha">([0-9a-f]{32})</code>', body))
    with everywhere():
        assert ids == {row.pk.hex for row in TestedBatch.objects.all()}
    assert client.get(f"{VALUE}?period=2025&page=4").status_code == 404


def test_no_record_is_no_data(client: Client, hebei: Ledger) -> None:
    said = words(page(client, f"{VALUE}?period=2025"))
    assert "尚无数据" in said and "不是 0，也不是 100%" in said and "共 0 条 = 分母 0" in said


def test_without_a_period_it_is_the_last_quarter_that_is_over(client: Client, hebei: Ledger) -> None:
    assert re.search(r"全省 20\d\dQ[1-4]", words(page(client, VALUE)))


@pytest.mark.parametrize("query", ["period=2099", "period=25", "period=2025&region=x", "period=2025&within=firm:1"])
def test_what_is_no_value_is_not_found(client: Client, hebei: Ledger, query: str) -> None:
    assert client.get(f"{VALUE}?{query}").status_code == 404


def test_a_published_value_is_seen_in_the_snapshot_it_names(client: Client, hebei: Ledger) -> None:
    judged(40, passed=38)
    (value,) = published()
    judged(10, passed=0)
    then = words(page(client, f"{VALUE}?period=2025&snapshot={value.snapshot}"))
    now = words(page(client, f"{VALUE}?period=2025"))
    assert "共 40 条 = 分母 40" in then and "共 50 条 = 分母 50" in now
    assert client.get(f"{VALUE}?period=2025&snapshot={'0' * 64}").status_code == 404


def test_few_complaints_are_withheld_and_the_page_says_why(client: Client, hebei: Ledger) -> None:
    closed_complaints(2)
    address = "/numbers/mediated/value/?period=2026&region=shijiazhuang"
    said = words(page(client, address))
    assert "不公布" in said and "少于 5 条的不公布" in said and "分母" not in said.split("口径")[0]
    client.force_login(office())
    assert behind(page(client, address)) == (2, 2)


def test_a_stranger_counts_the_records_and_knows_none(client: Client, hebei: Ledger) -> None:
    closed_complaints(6)
    address = "/numbers/mediated/value/?period=2026"
    body = page(client, address)
    assert behind(body) == (6, 6) and "•••" in body and "您不能看的记录" in words(body)
    assert not re.search(r"[0-9a-f]{32}</code></a>", body) and "/cases/complaint/" not in body
    client.force_login(office())
    whole = page(client, address)
    assert behind(whole) == (6, 6) and "•••" not in whole and "/cases/complaint/" in whole


def test_the_handler_of_a_region_knows_its_own_records_alone(client: Client, hebei: Ledger) -> None:
    closed_complaints(5)
    closed_complaints(5, "baoding-jingxiu")
    client.force_login(inspector("zhou"))
    body = page(client, "/numbers/mediated/value/?period=2026")
    assert behind(body) == (10, 10)
    assert len(re.findall(r"/cases/complaint/", body)) == 5 and body.count("…</code>") == 5


@pytest.mark.parametrize("view", ["heat", "slope", "trend"])
def test_the_number_of_a_cell_is_the_number_of_its_records(client: Client, hebei: Ledger, view: str) -> None:
    """Detail count = number, by the very links of the explorer; cells are picked by a hash of their addresses."""
    for nth, region in enumerate(("tangshan-lunan", "baoding-jingxiu", "xinji", "xiongan-rongcheng")):
        if Region.objects.filter(slug=region).exists():
            for month in (2, 5, 9):
                judged(7 + 3 * nth, passed=6 + nth, region=region, on=date(2025, month, 3) + timedelta(days=nth))
    body = page(client, f"/numbers/drug_pass_rate/?view={view}&grain=quarter&from=2025Q1&to=2025Q4")
    cells = dict(re.findall(r'<a href="(/numbers/drug_pass_rate/value/[^"]+)" aria-label="([^"]+)"', body))
    picked = sorted(cells, key=lambda address: sha256(address.encode()).hexdigest())[:8]
    assert picked
    for address in picked:
        count, denominator = behind(page(client, address))
        found = re.search(r"÷ (\d+)\)", cells[address])
        assert count == denominator == (int(found[1]) if found else 0), address


def closed_complaints(many: int, county: str = HERE) -> None:
    """Complaints of 2026 that ended with an agreement."""
    for _ in range(many):
        row = complaint("2026-03-02", county)
        with handles(county):
            does(row, "accept", "2026-03-03")
            does(row, "agree", "2026-03-09")
