"""Large text and high contrast without JavaScript."""

from __future__ import annotations

from django.test import Client

from zhiheng.ledger.models import Ledger


def test_large_text_stays_on_the_next_page(client: Client, hebei: Ledger) -> None:
    answer = client.post("/display/", {"text_size": "large", "next": "/search/?q=%E6%A0%87%E5%87%86"})
    assert answer["Location"] == "/search/?q=%E6%A0%87%E5%87%86"
    assert "text-large" in client.get("/").content.decode()


def test_the_two_choices_do_not_undo_each_other(client: Client, hebei: Ledger) -> None:
    client.post("/display/", {"text_size": "large", "next": "/"})
    client.post("/display/", {"contrast": "high", "next": "/"})
    html = client.get("/").content.decode()
    assert "text-large" in html and "contrast-high" in html


def test_nonsense_is_not_kept(client: Client, hebei: Ledger) -> None:
    answer = client.post("/display/", {"text_size": '"><script>', "next": "https://example.org/"})
    assert answer["Location"] == "/"
    assert not answer.cookies


def test_a_first_visit_sets_no_cookie(client: Client, hebei: Ledger) -> None:
    assert not client.get("/").cookies
