"""Saved views: what an officer asked of a list, under a name, for that officer alone."""

from __future__ import annotations

import secrets

import pytest
from django.test import Client

from zhiheng.directory.models import Officer
from zhiheng.ledger.models import Ledger
from zhiheng.mechanisms.listing import saving
from zhiheng.mechanisms.listing.models import SavedView
from zhiheng.mechanisms.scope import everywhere

QUERY = "role=liaison&sort=-username"


def person(name: str) -> Client:
    """A system administrator, signed in."""
    client = Client()
    client.force_login(Officer.objects.create_user(name, display_name=name, role="system_admin"))
    return client


@pytest.fixture
def wang(db: None) -> Client:
    return person("wang")


@pytest.fixture
def li(db: None) -> Client:
    return person("li")


def save(client: Client, name: str = "联络员", query: str = QUERY, path: str = "/accounts/", **more: str) -> str:
    """Save a view as the form does; where it leads."""
    sent = {"name": name, "query": query, "path": path, "once": secrets.token_urlsafe(16), **more}
    answer = client.post("/lists/accounts/views/", sent)
    assert answer.status_code == 302
    return answer["Location"]


def saved() -> list[SavedView]:
    with everywhere():
        return list(SavedView.objects.order_by("officer__username", "name"))


def test_a_view_is_saved_and_offered_on_its_list(wang: Client) -> None:
    assert save(wang) == f"/accounts/?{QUERY}"
    html = wang.get(f"/accounts/?{QUERY}").content.decode()
    assert '<a class="btn btn-sm" href="?role=liaison&amp;sort=-username" aria-current="true">联络员' in html
    assert "已存为常用视图“联络员”" in html


def test_the_same_name_again_replaces(wang: Client) -> None:
    save(wang)
    save(wang, query="role=office")
    assert [(view.name, view.query) for view in saved()] == [("联络员", "role=office")]


def test_a_bare_address_opens_the_default_view_and_clearing_does_not(wang: Client) -> None:
    save(wang, "甲", default="on")
    save(wang, "乙", "role=office", default="on")
    assert [(view.name, view.default) for view in saved()] == [("乙", True), ("甲", False)]
    assert wang.get("/accounts/")["Location"] == "/accounts/?role=office"
    assert wang.get("/en/accounts/")["Location"] == "/en/accounts/?role=office"
    assert wang.get("/accounts/?page=1").status_code == 200


def test_nobody_sees_or_removes_the_view_of_another(wang: Client, li: Client) -> None:
    save(wang, default="on")
    html = li.get("/accounts/").content.decode()
    assert "联络员" not in html.split("menu-panel", 1)[1].split("table-box")[0]
    drop = f"/lists/views/{saved()[0].pk}/drop/"
    assert li.post(drop, {"once": secrets.token_urlsafe(16), "path": "/accounts/"}).status_code == 404
    save(li, query="role=firm")
    assert [view.query for view in saved()] == ["role=firm", QUERY]
    answer = wang.post(drop, {"once": secrets.token_urlsafe(16), "path": "/accounts/"})
    assert answer["Location"] == "/accounts/?page=1"
    assert [view.query for view in saved()] == ["role=firm"]


def test_a_stranger_saves_nothing(client: Client, db: None) -> None:
    answer = client.post("/lists/accounts/views/", {"name": "x", "query": "", "once": secrets.token_urlsafe(16)})
    assert answer["Location"].startswith("/login/") and saved() == []


@pytest.mark.parametrize("path", ["//evil.example/", "https://evil.example/", "/a?b", "", "\\evil", "/\\evil.example"])
def test_saving_leads_nowhere_else(wang: Client, path: str) -> None:
    assert save(wang, path=path).partition("?")[0] == "/mine/"


@pytest.mark.parametrize(
    ("name", "query", "words"),
    [("  ", QUERY, "请给视图起一个名称"), ("长", "q=" + "x" * 1000, "条件太长")],
)
def test_what_cannot_be_saved_is_said(wang: Client, name: str, query: str, words: str) -> None:
    save(wang, name, query)
    assert words in wang.get("/accounts/?page=1").content.decode() and saved() == []


def test_nobody_fills_the_table(wang: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saving, "MOST", 2)
    for name in ("一", "二", "三"):
        save(wang, name)
    save(wang, "二", "role=firm")
    assert [(view.name, view.query) for view in saved()] == [("一", QUERY), ("二", "role=firm")]


def test_nonsense_breaks_nothing(wang: Client) -> None:
    sent = {"name": "x", "query": "q=%00&a\nb", "path": "/a\nb", "once": secrets.token_urlsafe(16)}
    assert wang.post(f"/lists/{'x' * 41}/views/", sent).status_code == 404
    assert wang.post("/lists/accounts/views/", sent | {"name": "\x00"})["Location"] == "/a%0Ab?q=%00&a%0Ab"
    assert saved() == []


def test_an_odd_query_is_kept_as_an_address_and_not_as_words_of_the_page(wang: Client) -> None:
    save(wang, '"><script>', 'q="><script>alert(1)</script>')
    assert "<script>alert" not in wang.get("/accounts/?page=1").content.decode()


def test_the_task_ledger_offers_views_to_officers_and_none_to_the_public(wang: Client, hebei: Ledger) -> None:
    tasks = f"/plans/{hebei.slug}/tasks/"
    sent = {"name": "统计局", "query": "unit=tongji&q=", "path": tasks, "once": secrets.token_urlsafe(16)}
    assert wang.post("/lists/tasks/views/", sent)["Location"] == f"{tasks}?unit=tongji&q="
    html = wang.get(f"{tasks}?unit=tongji").content.decode()
    assert "统计局</a>" in html and 'name="default"' not in html
    assert "/lists/" not in (public := Client().get(tasks).content.decode()) and "统计局</a>" not in public
