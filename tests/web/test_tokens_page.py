"""访问令牌: Chen makes a token, sees it once, and Qian takes it back when it has leaked."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.factories.uploading import KEYS, signed_in
from zhiheng.directory.models import Token
from zhiheng.directory.tokens import token_of
from zhiheng.ledger.models import Ledger
from zhiheng.mechanisms.idempotency.models import Receipt
from zhiheng.mechanisms.scope import everywhere

LIST = "/mine/tokens/"


@pytest.fixture
def chen(hebei: Ledger) -> Client:
    return signed_in("chen", "liaison")


def posted(client: Client, address: str = LIST, **changes: Any) -> Any:
    expires = timezone.localdate() + timedelta(days=30)
    fields = {"name": "月报程序", "scope": "read", "expires": f"{expires}", "once": f"tokens-page-key-{next(KEYS):04}"}
    return client.post(address, fields | changes)


def secret_in(answer: Any) -> str:
    found = re.search(r"zh_[A-Za-z0-9_-]{43}", answer.content.decode())
    return found.group() if found else ""


def test_the_secret_is_shown_once_opens_the_door_and_stands_in_no_list(chen: Client) -> None:
    answer = posted(chen)
    secret = secret_in(answer)
    token = token_of(secret, timezone.now())
    assert token and (token.name, token.scope, token.officer.username) == ("月报程序", "read", "chen")
    assert answer["Cache-Control"] == "no-store"
    again = chen.get(LIST).content.decode()
    assert secret not in again and token.start in again


def test_a_repeat_makes_no_second_token_and_shows_no_secret(chen: Client) -> None:
    first, again = (posted(chen, once="the-same-key-of-twice") for _ in range(2))
    assert secret_in(first) and (again.status_code, again["Location"], secret_in(again)) == (302, LIST, "")
    kept = Receipt.objects.get(key="the-same-key-of-twice")
    assert secret_in(first) not in f"{kept.content!r} {kept.headers}"
    with everywhere():
        assert Token.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "字" * 61),
        ("scope", "all"),
        ("expires", ""),
        ("expires", "2020-01-01"),
        ("expires", "9999-12-31"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_made(chen: Client, field: str, value: str) -> None:
    page = posted(chen, **{field: value}).content.decode()
    assert f'id="id_{field}-error"' in page and not secret_in(posted(chen, **{field: value}))
    with everywhere():
        assert not Token.objects.exists()


def test_its_officer_takes_it_back(chen: Client) -> None:
    secret = secret_in(posted(chen))
    token = token_of(secret, timezone.now())
    assert token
    page = chen.post(f"{LIST}{token.pk}/revoke/", {"once": "revoke-key-0000000001"}, follow=True).content.decode()
    assert "令牌已撤销" in page and "已撤销" in page and token_of(secret, timezone.now()) is None


def test_for_another_officer_there_is_no_such_token(chen: Client) -> None:
    secret = secret_in(posted(chen))
    token = token_of(secret, timezone.now())
    assert token
    for username, role in (("wang", "liaison"), ("li", "office"), ("root", "system_admin")):
        other = signed_in(username, role)
        assert token.start not in other.get(LIST).content.decode()
        assert other.post(f"{LIST}{token.pk}/revoke/", {"once": f"revoke-key-of-{username}-00"}).status_code == 404
    assert token_of(secret, timezone.now())


def test_the_security_administrator_sees_and_takes_back_any_but_learns_no_secret(chen: Client) -> None:
    secret = secret_in(posted(chen))
    token = token_of(secret, timezone.now())
    assert token
    qian = signed_in("qian", "security_admin")
    page = qian.get(LIST).content.decode()
    assert token.start in page and token.digest not in page
    qian.post(f"{LIST}{token.pk}/revoke/", {"once": "revoke-key-0000000002"})
    assert token_of(secret, timezone.now()) is None


def test_a_token_opens_no_page(chen: Client) -> None:
    bearer = {"authorization": f"Bearer {secret_in(posted(chen))}"}
    assert Client().get(LIST, headers=bearer)["Location"].startswith("/login/")
