"""统一身份认证 with a real provider: signed tokens over HTTP, and everything that must not open a door."""

from __future__ import annotations

import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from django.http import HttpResponse
from django.test import Client

from tests.web import sso_addresses
from tests.web.provider import CLIENT_ID, CLIENT_SECRET, Provider
from zhiheng.directory.models import Officer, SignInRecord

# Imported here, before a test names a provider: the portal's own addresses are made at import.
pytestmark = pytest.mark.urls(sso_addresses.__name__)


class Stay(urllib.request.HTTPRedirectHandler):
    """Follows no redirect."""

    def redirect_request(self, *_: Any) -> None:
        return None


@pytest.fixture
def provider(db: None, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Provider]:
    """A provider, and the portal set up for it as the environment would."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    started = Provider()
    settings.OIDC_ISSUER = started.address
    settings.AUTHENTICATION_BACKENDS = [*settings.AUTHENTICATION_BACKENDS, "zhiheng.web.sso.Provider"]
    settings.OIDC_RP_CLIENT_ID, settings.OIDC_RP_CLIENT_SECRET = CLIENT_ID, CLIENT_SECRET
    settings.OIDC_OP_AUTHORIZATION_ENDPOINT = f"{started.address}/authorize"
    settings.OIDC_OP_TOKEN_ENDPOINT = f"{started.address}/token"
    settings.OIDC_OP_JWKS_ENDPOINT = f"{started.address}/jwks"
    yield started
    started.close()


@pytest.fixture
def wang(db: None) -> Officer:
    """王联络员, whose account has the name that the provider knows."""
    return Officer.objects.create_user("wang", display_name="王联络员", role="liaison")


def back_from(client: Client, start: str = "/sso/") -> str:
    """The address with which the provider sends the browser back."""
    asked = client.get(start)["Location"]
    try:
        urllib.request.build_opener(Stay, urllib.request.ProxyHandler({})).open(asked, timeout=10)
    except urllib.error.HTTPError as redirect:
        address = urlsplit(redirect.headers["Location"])
        redirect.close()
        return f"{address.path}?{address.query}"
    raise AssertionError("the provider sent nobody back")


def refused(client: Client, answer: HttpResponse) -> bool:
    """Whether somebody stands before the page of refusal and is not in."""
    return answer.status_code == 403 and client.get("/mine/").status_code == 302


def test_the_sign_in_page_offers_it_and_brings_back_to_the_page_asked_for(
    client: Client, provider: Provider, wang: Officer
) -> None:
    page = client.get("/login/?next=/components/").content.decode()
    assert 'href="/sso/?next=/components/"' in page and "用统一身份认证登录" in page
    assert client.get(back_from(client, "/sso/?next=/components/"))["Location"] == "/components/"
    assert "王联络员" in client.get("/mine/").content.decode()
    assert [(line.account, line.result) for line in SignInRecord.objects.all()] == [("wang", "success")]


def test_without_a_provider_nothing_is_offered(client: Client, db: None) -> None:
    assert "统一身份认证" not in client.get("/login/").content.decode()


def test_somebody_without_an_account_gets_none_but_a_clear_page(
    client: Client, provider: Provider, wang: Officer
) -> None:
    provider.subject = "a-stranger"
    answer = client.get(back_from(client))
    assert refused(client, answer) and "没有与您对应的账号" in answer.content.decode()
    assert Officer.objects.count() == 1
    assert [(line.account, line.result) for line in SignInRecord.objects.all()] == [("", "failure")]


def test_an_account_out_of_use_stays_shut(client: Client, provider: Provider, wang: Officer) -> None:
    Officer.objects.update(is_active=False)
    assert refused(client, client.get(back_from(client)))


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "https://other.example"},
        {"aud": "another-system"},
        {"aud": None},
        {"nonce": "of-another-session"},
        {"exp": 1_700_000_000},
        {"exp": None},
        {"nbf": int(time.time()) + 3600},
        {"sub": None},
    ],
    ids=lambda claims: "-".join(f"{name}={value}" for name, value in claims.items())[:30],
)
def test_a_token_that_is_not_in_order_opens_nothing(
    client: Client, provider: Provider, wang: Officer, claims: dict[str, Any]
) -> None:
    provider.claims = claims
    assert refused(client, client.get(back_from(client)))


def test_a_token_signed_with_another_key_opens_nothing(client: Client, provider: Provider, wang: Officer) -> None:
    provider.signing = rsa.generate_private_key(65537, 2048)
    assert refused(client, client.get(back_from(client)))


def test_an_address_works_once_and_in_its_own_browser_only(client: Client, provider: Provider, wang: Officer) -> None:
    address = back_from(client)
    elsewhere = Client()
    assert refused(elsewhere, elsewhere.get(address))
    assert client.get(address).status_code == 302
    client.post("/logout/")
    assert refused(client, client.get(address))


@pytest.mark.parametrize("query", ["", "?error=access_denied", "?code=x&state=y", "?code=x"])
def test_an_odd_return_ends_on_the_page_of_refusal(client: Client, provider: Provider, query: str) -> None:
    answer = client.get(f"/sso/callback/{query}")
    assert refused(client, answer) and "统一身份认证没有完成" in answer.content.decode()


def test_a_provider_that_is_down_is_said_in_words(client: Client, provider: Provider, wang: Officer) -> None:
    address = back_from(client)
    provider.close()
    assert "统一身份认证没有完成" in client.get(address).content.decode()


def test_one_is_not_sent_to_another_host_afterwards(client: Client, provider: Provider, wang: Officer) -> None:
    assert client.get(back_from(client, "/sso/?next=https://other.example/"))["Location"] == "/mine/"
