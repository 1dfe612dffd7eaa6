"""Signing in and out."""

from __future__ import annotations

import pytest
from django.test import Client

from zhiheng.directory.models import Officer, Unit
from zhiheng.ledger.models import Ledger

PASSWORD = "correct-horse-battery"


@pytest.fixture
def wang(hebei: Ledger) -> Officer:
    """王联络员 of 省市场监管局."""
    unit = Unit.objects.get(slug="shichang")
    return Officer.objects.create_user("wang", password=PASSWORD, display_name="王联络员", role="liaison", unit=unit)


def sign_in(client: Client, password: str = PASSWORD, **more: str) -> str:
    answer = client.post("/login/", {"username": "wang", "password": password, **more}, follow=True)
    return answer.content.decode()


def test_after_signing_in_wang_sees_the_tasks_and_targets_of_his_unit(client: Client, wang: Officer) -> None:
    html = sign_in(client)
    assert "王联络员" in html and "本单位的任务" in html
    assert "/plans/hebei-2023-2027/tasks/" in html and "消费投诉按期办结率" in html


def test_he_lands_where_he_was(client: Client, wang: Officer) -> None:
    assert "页面组件" in sign_in(client, next="/components/")


def test_he_is_not_sent_to_another_host(client: Client, wang: Officer) -> None:
    answer = client.post("/login/", {"username": "wang", "password": PASSWORD, "next": "https://example.org/"})
    assert answer["Location"] == "/mine/"


@pytest.mark.parametrize("given", [("wang", "wrong"), ("nobody", PASSWORD)])
def test_a_wrong_pair_says_the_same_whoever_is_asked_for(client: Client, wang: Officer, given: tuple[str, str]) -> None:
    html = client.post("/login/", {"username": given[0], "password": given[1]}).content.decode()
    assert "用户名或密码不正确" in html and 'class="error-summary"' in html
    assert given[1] not in html


def test_empty_fields_are_named_and_linked(client: Client, db: None) -> None:
    html = client.post("/login/", {}).content.decode()
    assert "请填写用户名" in html and 'href="#id_password"' in html


def test_signing_out_needs_a_post(client: Client, wang: Officer) -> None:
    client.force_login(wang)
    assert client.get("/logout/").status_code == 405
    assert client.post("/logout/")["Location"] == "/"
    assert client.get("/mine/").status_code == 302
