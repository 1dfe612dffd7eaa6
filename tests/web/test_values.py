"""A published value on its page: beside the one of today, published by the office, taken away as a file."""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import localdate

from tests.factories.complaints import complaint, does, handles
from tests.factories.uploading import send
from tests.factories.values import judged, office, published
from zhiheng.directory.models import Officer
from zhiheng.indicators.models import PublishedValue
from zhiheng.indicators.verifying import verified

pytestmark = pytest.mark.django_db
VALUE, PUBLISH = "/numbers/drug_pass_rate/value/?period=2025", "/numbers/drug_pass_rate/publish/"


@pytest.fixture(autouse=True)
def batches(hebei: Any) -> None:
    """Forty drug batches of 2025, of which 38 passed."""
    judged(40, passed=38)


def page(client: Client, address: str = VALUE) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def test_the_office_publishes_and_everybody_reads_it(client: Client) -> None:
    assert "这个值还没有公布" in page(client) and "公布这个值" not in page(client)
    client.force_login(office())
    assert "公布这个值" in page(client)
    send(client, PUBLISH, period="2025")
    value = PublishedValue.objects.get()
    assert value.by == office() and value.region.slug == "hebei" and value.plain_value == "95"
    client.logout()
    said = words(page(client))
    assert "现在按记录计算，与公布的一致" in said and "38" in said and "40" in said


def test_sent_twice_it_is_published_once(client: Client) -> None:
    client.force_login(office())
    for _ in range(2):
        send(client, PUBLISH, once="publish-key-00000001", period="2025", region="tangshan")
    assert PublishedValue.objects.count() == 1


def test_what_cannot_be_published_is_said(client: Client) -> None:
    client.force_login(office())
    assert "还没有结束" in client.get(send(client, PUBLISH, period="2026").headers["Location"]).content.decode()
    assert send(client, PUBLISH, period="昨天").status_code == 404
    assert send(client, PUBLISH, period="2025", region="nirgends").status_code == 404
    assert not PublishedValue.objects.exists()


@pytest.mark.parametrize("role", ["liaison", "reviewer", "inspector", "system_admin"])
def test_nobody_else_publishes(client: Client, role: str) -> None:
    client.force_login(Officer.objects.create(username="someone", display_name="某人", role=role))
    assert send(client, PUBLISH, period="2025").status_code == 404
    assert "公布这个值" not in page(client) and not PublishedValue.objects.exists()


def test_a_late_record_shows_both_values_and_the_difference(client: Client) -> None:
    published()
    judged(2, passed=0)
    said = words(page(client))
    assert "公布值不改，当前值列在旁边" in said and "90.48%" in said and "95%" in said
    assert "新来 2 条，改动 0 条，离去 0 条" in said
    assert said.count("不计入分子") >= 2


def test_the_superseded_value_stays_with_its_reason(client: Client) -> None:
    published()
    judged(10, passed=10)
    client.force_login(office())
    send(client, PUBLISH, period="2025")
    assert PublishedValue.objects.count() == 1, "without a reason"
    send(client, PUBLISH, period="2025", why="迟报 10 批")
    said = words(page(client))
    assert "已被替代" in said and "迟报 10 批" in said


def test_an_auditor_confirms_the_file_that_the_page_offers(client: Client, tmp_path: Path) -> None:
    published()
    judged(2, passed=0)
    addresses = re.findall(r'href="(/numbers/drug_pass_rate/value[.][^"]+)"', page(client))
    number, whole, both = (address.replace("&amp;", "&") for address in addresses)
    compared = client.get(both).json()
    assert compared["same"] is False and compared["current"]["counted"]["value"] == "90.48"
    assert (compared["difference"]["came"], len(compared["difference"]["records"])) == (2, 2)
    told = json.loads(client.get(number).content)
    assert told["counted"]["value"] == "95.00" and told["words"]["published"]["at"]
    content = client.get(whole).content
    (tmp_path / "v.zip").write_bytes(content)
    assert verified(tmp_path / "v.zip", today=localdate()).holds
    with zipfile.ZipFile(io.BytesIO(content)) as pack:
        assert json.loads(pack.read("value.json")) == told == compared["published"]


def test_the_file_of_a_value_that_nobody_published_is_of_now(client: Client, tmp_path: Path) -> None:
    (tmp_path / "v.zip").write_bytes(client.get(VALUE.replace("/?", ".zip?")).content)
    assert verified(tmp_path / "v.zip", today=localdate()).holds


def test_an_address_names_only_values_of_its_own_cell(client: Client) -> None:
    (value,) = published("tangshan")
    address = VALUE.replace("/?", ".json?")
    assert client.get(f"{address}&published={value.pk}").status_code == 404
    assert client.get(f"{address}&region=tangshan&published={value.pk}").status_code == 200
    assert client.get(f"{address}&published=nothing").status_code == 404
    assert client.get(VALUE.replace("/?", ".xml?")).status_code == 404


def test_records_of_people_leave_with_nobody_but_the_province_s_own_desks(client: Client) -> None:
    with handles():
        for _ in range(6):
            made = complaint("2026-04-30")
            does(made, "accept", "2026-05-07")
            does(made, "agree", "2026-05-20")
    address = "/numbers/closed_on_time/value.zip?period=2026Q2"
    assert client.get(address.replace(".zip", ".json")).status_code == 200
    assert client.get(address).status_code == 404
    client.force_login(office())
    assert client.get(address).status_code == 200
