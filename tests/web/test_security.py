"""登录日志 for the audit administrator, 账号 for the system administrator, neither for anybody else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from tests.conventions.test_english import CHINESE
from tests.conventions.walk import Reader
from zhiheng.directory import posts
from zhiheng.directory.models import Officer, SignInRecord

NOON = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
SEEN_BY = {"/sign-ins/": ("audit_admin",), "/sign-ins.csv": ("audit_admin",), "/accounts/": posts.ADMINISTRATORS}


@pytest.fixture
def log(db: None) -> None:
    """Four things that happened on two days."""
    for hours, account, result in [
        (0, "wang", "success"),
        (1, "wang", "sign_out"),
        (24, "", "failure"),
        (25, "li", "locked"),
    ]:
        SignInRecord.objects.create(
            at=NOON + timedelta(hours=hours), account=account, result=result, address="10.0.0.7"
        )


def signed_in(client: Client, role: str) -> Client:
    client.force_login(Officer.objects.create_user("somebody", display_name="某人", role=role))
    return client


@pytest.mark.parametrize("role", [role for role, _ in Officer.ROLES])
@pytest.mark.parametrize("url", SEEN_BY)
def test_a_page_is_there_for_its_administrator_alone(client: Client, db: None, role: str, url: str) -> None:
    assert signed_in(client, role).get(url).status_code == (200 if role in SEEN_BY[url] else 404)


@pytest.mark.parametrize("url", SEEN_BY)
def test_a_stranger_is_asked_to_sign_in(client: Client, db: None, url: str) -> None:
    assert client.get(url)["Location"] == f"/login/?next={url}"


def test_the_newest_line_stands_first(client: Client, log: None) -> None:
    html = signed_in(client, "audit_admin").get("/sign-ins/").content.decode()
    assert html.index("2026-11-21 13:00:00") < html.index("2026-11-20 12:00:00")
    assert "没有这个账号" in html and "10.0.0.7" in html and "共 4 行" in html


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("account=wang", 2),
        ("account=nobody", 0),
        ("result=failure", 1),
        ("first=2026-11-21", 2),
        ("last=2026-11-20", 2),
        ("first=2026-11-20&last=2026-11-20&result=success", 1),
        ("result=odd&first=2026-13-45&last=yesterday&page=99", 4),
        ("account=%00", 4),
    ],
)
def test_the_table_and_the_file_show_what_is_asked_for(client: Client, log: None, query: str, count: int) -> None:
    signed_in(client, "audit_admin")
    assert f"共 {count} 行" in client.get(f"/sign-ins/?{query}").content.decode()
    lines = client.get(f"/sign-ins.csv?{query}").content.decode("utf-8-sig").splitlines()
    assert lines[0] == "时间,用户名,结果,IP 地址" and len(lines) == count + 1


def test_the_download_carries_the_filters(client: Client, log: None) -> None:
    html = signed_in(client, "audit_admin").get("/sign-ins/?account=wang").content.decode()
    assert 'href="/sign-ins.csv?account=wang"' in html


def test_people_are_neither_counted_nor_ranked(client: Client, log: None) -> None:
    """One row an event and no way to order or add up by person."""
    signed_in(client, "audit_admin")
    plain = client.get("/sign-ins.csv").content
    assert client.get("/sign-ins.csv?order=account&group=account&sort=-account").content == plain
    assert "不统计、不排名、不作考核依据" in client.get("/sign-ins/").content.decode()


def test_the_accounts_show_posts_and_nothing_of_what_people_did(client: Client, db: None) -> None:
    html = signed_in(client, "system_admin").get("/accounts/").content.decode()
    assert "somebody" in html and "系统管理员" in html and "在用" in html
    assert "最近登录" not in html and "次" not in html.split("<main")[1].split("</main>")[0]


def test_their_administrators_find_the_pages_from_their_own(client: Client, db: None) -> None:
    audit, system = Client(), Client()
    audit.force_login(Officer.objects.create_user("a", display_name="审计", role="audit_admin"))
    system.force_login(Officer.objects.create_user("s", display_name="系统", role="system_admin"))
    assert 'href="/sign-ins/"' in (a := audit.get("/mine/").content.decode()) and 'href="/accounts/"' in a
    assert 'href="/accounts/"' in (s := system.get("/mine/").content.decode()) and 'href="/sign-ins/"' not in s


@pytest.mark.parametrize(
    ("role", "url"),
    [("audit_admin", "sign-ins/"), ("system_admin", "accounts/"), ("firm", "password/"), ("firm", "mine/kept/")],
)
def test_in_english_nothing_stays_chinese(client: Client, log: None, role: str, url: str) -> None:
    words = Reader.of(signed_in(client, role).get(f"/en/{url}").content.decode()).words
    assert len(words) > 20
    assert not [said for said in words if CHINESE.search(said)]


def test_the_refusals_of_a_new_password_are_english_too(client: Client, db: None) -> None:
    given = {"old_password": "x", "new_password1": "123", "new_password2": "123"}
    words = Reader.of(signed_in(client, "firm").post("/en/password/", given).content.decode()).words
    assert any("at least 10 characters" in said for said in words)
    assert not [said for said in words if CHINESE.search(said)]
