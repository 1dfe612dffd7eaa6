"""The frame that every page has."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client, override_settings

from tests.factories.uploading import person
from zhiheng.ledger.models import Ledger


def test_the_system_says_that_it_is_not_for_secrets(client: Client, hebei: Ledger) -> None:
    assert "非涉密系统" in client.get("/").content.decode()


def test_every_page_names_the_two_phone_numbers(client: Client, hebei: Ledger) -> None:
    html = client.get("/search/").content.decode()
    assert "12345" in html and "12315" in html


def test_the_language_switch_keeps_page_and_query(client: Client, hebei: Ledger) -> None:
    assert 'href="/en/search/?q=xfts"' in client.get("/search/?q=xfts").content.decode()
    assert 'href="/search/?q=xfts"' in client.get("/en/search/?q=xfts").content.decode()


def test_the_menu_marks_where_one_is_and_stays_with_the_ledger(client: Client, hebei: Ledger) -> None:
    Ledger.objects.create(slug="first", title="另一份方案", sort_no=0)
    html = client.get("/plans/hebei-2023-2027/tasks/").content.decode()
    assert re.search(r'href="/plans/hebei-2023-2027/tasks/" aria-current="page"', html)
    assert "/plans/first/" not in html
    assert 'href="/plans/hebei-2023-2027/">方案概览' in html


def test_nothing_inline_would_be_blocked_by_the_policy(client: Client, hebei: Ledger) -> None:
    answer = client.get("/components/")
    html = answer.content.decode()
    assert "default-src 'self'" in answer["Content-Security-Policy"]
    assert not re.search(r"\sstyle=|<style|\son\w+=|javascript:", html)
    assert all(" src=" in tag for tag in re.findall(r"<script[^>]*>", html))


@pytest.mark.parametrize("address", ["/no/such/page/", "/plans/nothing/", "/en/nothing/", "/%00/", "/plans/%E4%B8%AD/"])
def test_an_unknown_address_is_answered_in_plain_words(client: Client, hebei: Ledger, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 404
    assert "没有这个页面" in answer.content.decode() or 'lang="en"' in answer.content.decode()


def test_a_fault_shows_a_page_that_needs_nothing(client: Client, hebei: Ledger) -> None:
    client.raise_request_exception = False
    with override_settings(CACHES={}, ROOT_URLCONF="tests.web.broken"):
        answer = client.get("/")
    assert answer.status_code == 500
    assert "系统出错了" in answer.content.decode()


def test_a_form_without_its_token_says_what_to_do(db: None) -> None:
    answer = Client(enforce_csrf_checks=True).post("/login/", {"username": "a", "password": "b"})
    assert answer.status_code == 403
    assert "页面已过期" in answer.content.decode()


def test_the_theme_uses_nothing_that_chromium_81_lacks() -> None:
    css = Path(finders.find("zhiheng.css")).read_text(encoding="utf-8")
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.S)
    assert not re.search(r"color-mix|oklch|light-dark|:has\(|@container|@layer|aspect-ratio|\binset\s*:", css)
    assert not re.search(r"(?<!-)\b(?:row-|column-)?gap\s*:", css.replace("grid-gap", ""))
    assert "url(" not in css


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "found"), [("liaison", ["/mine/", "/parts/"]), ("system_admin", ["/mine/"]), (None, [])]
)
def test_the_menu_shows_the_way_to_the_own_work(client: Client, role: str | None, found: list[str]) -> None:
    if role:
        client.force_login(person("wang", role))
    menu = client.get("/plans/").content.decode().partition('class="mainnav')[2].partition("</nav>")[0]
    assert [address for address in ("/mine/", "/parts/") if f'href="{address}"' in menu] == found
