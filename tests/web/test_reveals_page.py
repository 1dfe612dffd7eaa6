"""个人信息查看记录: the audit administrator reads who opened what and why; nobody else, and never the text itself."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from zhiheng.directory.models import Officer, Region
from zhiheng.mechanisms.privacy.models import Reveal
from zhiheng.mechanisms.scope import everywhere

NOON = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)


@pytest.fixture
def records(db: None) -> None:
    """What 唐某 of 唐山市 and 保某 of 保定市 opened, on two days."""
    for number, (name, slug) in enumerate([("tang", "tangshan"), ("bao", "baoding"), ("tang", "tangshan")]):
        place = Region.objects.get(slug=slug)
        officer, _ = Officer.objects.get_or_create(
            username=name, defaults={"display_name": f"{name}某", "role": "inspector", "region": place}
        )
        with everywhere():
            Reveal.objects.create(
                at=NOON + timedelta(hours=12 * number),
                by=officer,
                thing=f"消费投诉 冀消 {number} 号",
                field="电话",
                purpose="电话回访" if number else "=核实身份",
                seen_with=uuid.uuid4(),
                region=place,
            )


def signed_in(client: Client, role: str) -> Client:
    client.force_login(Officer.objects.create_user("somebody", display_name="某人", role=role))
    return client


@pytest.mark.parametrize("role", [role for role, _ in Officer.ROLES])
def test_the_page_is_there_for_the_audit_administrator_alone(client: Client, records: None, role: str) -> None:
    browser = signed_in(client, role)
    for url in ("/reveals/", "/reveals.csv"):
        assert browser.get(url).status_code == (200 if role == "audit_admin" else 404)
    assert ("/reveals/" in browser.get("/mine/").text) == (role == "audit_admin")


def test_a_stranger_is_asked_to_sign_in(client: Client, db: None) -> None:
    assert client.get("/reveals/")["Location"] == "/login/?next=/reveals/"


def test_it_tells_who_opened_what_and_why_the_newest_first(client: Client, records: None) -> None:
    html = signed_in(client, "audit_admin").get("/reveals/").text
    assert html.index("冀消 2 号") < html.index("冀消 1 号") < html.index("冀消 0 号")
    assert all(words in html for words in ("共 3 行", "tang某", "唐山市", "电话回访", "2026-11-20 12:00:00"))


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("account=tang", 2),
        ("account=nobody", 0),
        ("purpose=回访", 2),
        ("thing=1 号", 1),
        ("first=2026-11-21", 2),
        ("last=2026-11-20", 1),
        ("first=昨天", 3),
    ],
)
def test_it_is_filtered_by_person_purpose_thing_and_day(client: Client, records: None, query: str, count: int) -> None:
    assert f"共 {count} 行" in signed_in(client, "audit_admin").get(f"/reveals/?{query}").text


def test_the_file_holds_what_is_shown_and_no_formula(client: Client, records: None) -> None:
    lines = signed_in(client, "audit_admin").get("/reveals.csv?account=tang").content.decode("utf-8-sig").splitlines()
    assert len(lines) == 3 and "'=核实身份" in lines[-1]
