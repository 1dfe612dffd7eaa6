"""Signing in and out, the lock after failures, and what of it is written down."""

from __future__ import annotations

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from zhiheng.directory.models import Officer, SignInRecord, Unit
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


def tried(client: Client, username: str = "wang", password: str = "wrong", **more: str) -> HttpResponse:
    return client.post("/login/", {"username": username, "password": password}, **more)


def lock(username: str = "wang") -> None:
    """Five wrong passwords, each from another machine."""
    for number in range(settings.AXES_FAILURE_LIMIT):
        tried(Client(), username, REMOTE_ADDR=f"10.0.0.{number}")


def results() -> list[str]:
    return [line.result for line in SignInRecord.objects.order_by("id")]


def test_after_five_failures_the_right_password_is_refused_too(client: Client, wang: Officer) -> None:
    lock()
    answer = tried(client, password=PASSWORD)
    ends = timezone.localtime(AccessAttempt.objects.latest("attempt_time").attempt_time + timedelta(minutes=15))
    assert answer.status_code == 429 and 890 <= int(answer["Retry-After"]) <= 900
    assert f"已锁定 15 分钟，请在 {ends:%H:%M:%S} 以后再试" in answer.content.decode()
    assert client.get("/mine/").status_code == 302


def test_the_fifth_failure_says_that_it_locks(client: Client, wang: Officer) -> None:
    answers = [tried(client).status_code for _ in range(settings.AXES_FAILURE_LIMIT)]
    assert answers == [200, 200, 200, 200, 429]


def test_the_lock_does_not_tell_whether_the_account_exists(client: Client, wang: Officer) -> None:
    lock("wang")
    lock("nobody")
    known, unknown = (tried(client, name).content.decode() for name in ("wang", "nobody"))
    words = [text[text.index("这个用户名连续") :].split("请在")[0] for text in (known, unknown)]
    assert words[0] == words[1]


def test_after_a_quarter_of_an_hour_one_may_try_again(client: Client, wang: Officer) -> None:
    lock()
    AccessAttempt.objects.update(attempt_time=timezone.now() - settings.AXES_COOLOFF_TIME - timedelta(seconds=1))
    assert tried(client, password=PASSWORD)["Location"] == "/mine/"


def test_asking_while_locked_does_not_prolong_the_lock(client: Client, wang: Officer) -> None:
    lock()
    before = AccessAttempt.objects.latest("attempt_time").attempt_time
    tried(client)
    assert AccessAttempt.objects.latest("attempt_time").attempt_time == before


def test_a_colleague_at_the_same_address_is_not_locked_out(client: Client, wang: Officer) -> None:
    Officer.objects.create_user("li", password=PASSWORD, display_name="李某", role="liaison")
    for _ in range(settings.AXES_FAILURE_LIMIT):
        tried(client)
    assert tried(client, "li", PASSWORD)["Location"] == "/mine/"


def test_success_forgets_earlier_slips(client: Client, wang: Officer) -> None:
    for _ in range(settings.AXES_FAILURE_LIMIT - 1):
        tried(client)
    tried(client, password=PASSWORD)
    client.post("/logout/")
    assert tried(client).status_code == 200


def test_no_password_stands_in_the_table_of_failures(client: Client, wang: Officer) -> None:
    tried(client, password="nearly-right")
    assert "nearly-right" not in str(AccessAttempt.objects.values_list().get())


def test_every_try_is_a_line_of_the_log(client: Client, wang: Officer) -> None:
    tried(client, REMOTE_ADDR="10.0.0.9")
    tried(client, password=PASSWORD)
    client.post("/logout/")
    lock()
    assert results() == ["failure", "success", "sign_out", *["failure"] * 4, "locked"]
    assert SignInRecord.objects.earliest("id").address == "10.0.0.9"


def test_the_address_is_that_before_our_own_proxy(client: Client, wang: Officer, settings: object) -> None:
    settings.TRUSTED_PROXIES = 1  # type: ignore[attr-defined]
    tried(client, REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR="198.51.100.7, 203.0.113.9")
    assert SignInRecord.objects.get().address == AccessAttempt.objects.get().ip_address == "203.0.113.9"


def test_an_empty_form_is_no_try(client: Client, wang: Officer) -> None:
    client.post("/login/", {"username": "", "password": ""})
    assert results() == []


def test_a_new_password_needs_the_old_one_and_ends_other_sessions(client: Client, wang: Officer) -> None:
    elsewhere = Client()
    elsewhere.force_login(wang)
    client.force_login(wang)
    new = {"new_password1": "another-horse-2026", "new_password2": "another-horse-2026"}
    wrong = client.post("/password/", {"old_password": "guess", **new}).content.decode()
    assert "原密码不正确" in wrong and "another-horse" not in wrong
    assert client.post("/password/", {"old_password": PASSWORD, **new})["Location"] == "/mine/"
    assert client.get("/mine/").status_code == 200
    assert elsewhere.get("/mine/").status_code == 302
    assert results() == ["password"]


def test_a_weak_new_password_is_refused_with_the_reason(client: Client, wang: Officer) -> None:
    client.force_login(wang)
    given = {"old_password": PASSWORD, "new_password1": "12345678", "new_password2": "12345678"}
    assert "密码太短，至少要 10 个字符。" in client.post("/password/", given).content.decode()


def test_a_phone_typed_for_a_name_is_counted_and_written_nowhere(client: Client, wang: Officer) -> None:
    answers = [client.post("/login/", {"username": "13812341111", "password": "x"}) for _ in range(6)]
    assert answers[-1].status_code == 429 or "15" in answers[-1].text
    assert AccessAttempt.objects.get().failures_since_start >= settings.AXES_FAILURE_LIMIT
    assert "13812341111" not in f"{[vars(attempt) for attempt in AccessAttempt.objects.all()]}"
