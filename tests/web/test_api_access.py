"""Who may ask the interface, for how long, and that what is sent twice happens once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from tests.factories.uploading import KEYS, signed_in
from tests.web.programs import Program, program
from zhiheng.directory.models import Officer, Token
from zhiheng.division.models import Part
from zhiheng.ledger.models import Ledger
from zhiheng.mechanisms import capped_upload
from zhiheng.mechanisms.idempotency.models import Receipt
from zhiheng.mechanisms.idempotency.once import REPLAYED
from zhiheng.mechanisms.scope import everywhere

DIVISION = {
    "ledger": "hebei-2023-2027",
    "task": "二(一)1",
    "parts": [{"region": "tangshan", "content": "建立台账。"}],
}


@pytest.fixture
def office(hebei: Ledger) -> Program:
    return program("zhang", "office")


def key() -> dict[str, str]:
    return {"idempotency-key": f"a-key-of-the-access-{next(KEYS)}"}


def parts() -> int:
    with everywhere():
        return Part.objects.count()


def changed(token: Token, **fields: Any) -> None:
    with everywhere():
        Token.objects.filter(pk=token.pk).update(**fields)


def test_a_program_learns_whose_it_is_and_what_that_post_may_do(office: Program) -> None:
    me = office.get("/api/me").json()
    assert (me["account"], me["role"], me["token"]["scope"]) == ("zhang", "office", "write")
    assert "divide" in me["permissions"] and "read_sign_ins" not in me["permissions"]


def test_rights_change_with_the_post_at_once(office: Program) -> None:
    Officer.objects.filter(pk=office.officer.pk).update(role="inspector")
    assert office.get("/api/me").json()["permissions"] == []
    assert office.get("/api/parts").status_code == 404


@pytest.mark.parametrize("how", ["none", "nonsense", "revoked", "expired", "closed"])
def test_who_has_no_token_in_use_gets_401_and_leaves_no_trace(office: Program, how: str) -> None:
    headers = office.headers("zh")
    match how:
        case "none":
            headers = {}
        case "nonsense":
            headers = {"authorization": "Bearer zh_" + "x" * 43}
        case "revoked":
            changed(office.token, revoked_at=timezone.now())
        case "expired":
            changed(office.token, expires=timezone.localdate() - timedelta(days=1))
        case "closed":
            Officer.objects.filter(pk=office.officer.pk).update(is_active=False)
    answers = [
        office.client.get("/api/parts", headers=headers),
        office.client.post("/api/parts", DIVISION, content_type="application/json", headers=headers | key()),
    ]
    for answer in answers:
        assert (answer.status_code, answer["Content-Type"]) == (401, "application/problem+json")
        assert answer["WWW-Authenticate"] == "Bearer"
    assert not Receipt.objects.exists() and not parts()


def test_a_token_in_use_is_not_outdone_by_a_session_nor_helped_by_one(office: Program) -> None:
    browser = signed_in("li")
    assert browser.get("/api/me", headers=office.headers("zh")).json()["account"] == "zhang"
    assert browser.get("/api/me", headers={"authorization": "Bearer zh_wrong"}).status_code == 401


def test_a_token_that_may_only_read_writes_nothing(hebei: Ledger) -> None:
    reader = program("zhang", "office", scope=Token.READ)
    answer = reader.post("/api/parts", DIVISION)
    assert (answer.status_code, answer.json()["detail"]) == (401, "这个令牌只能读取。")
    assert reader.get("/api/parts").status_code == 200 and not parts()


def test_what_is_public_needs_no_token(client: Client, hebei: Ledger) -> None:
    assert client.get("/api/units").status_code == 200
    assert client.get("/api/units", headers={"authorization": "Bearer zh_wrong"}).status_code == 200


def test_somebody_signed_in_writes_only_with_the_proof_that_their_browser_means_it(hebei: Ledger) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(program("zhang", "office").officer)
    refused = browser.post("/api/parts", DIVISION, content_type="application/json", headers=key())
    assert (refused.status_code, refused.json()["detail"]) == (401, "请带上 X-CSRFToken。")
    browser.get("/mine/tokens/")
    proof = {"x-csrftoken": browser.cookies[settings.CSRF_COOKIE_NAME].value}
    made = browser.post("/api/parts", DIVISION, content_type="application/json", headers=key() | proof)
    assert made.status_code == 201 and parts() == 1


def test_what_is_sent_twice_happens_once_and_is_answered_the_same(office: Program) -> None:
    first, again = (office.post("/api/parts", DIVISION, key="the-same-key-for-both") for _ in range(2))
    assert (first.status_code, again.status_code, again.headers.get(REPLAYED)) == (201, 201, "true")
    assert first.content == again.content and parts() == 1


def test_a_key_stands_for_one_content_and_one_person(office: Program) -> None:
    office.post("/api/parts", DIVISION, key="the-same-key-for-both")
    other = office.post("/api/parts", DIVISION | {"why": "别的"}, key="the-same-key-for-both")
    stranger = program("li", "office").post("/api/parts", DIVISION, key="the-same-key-for-both")
    for answer in (other, stranger):
        assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json")
    assert parts() == 1


@pytest.mark.parametrize(
    "headers", [{}, {"idempotency-key": "short"}, {"idempotency-key": "有中文的编号不行吧吧吧吧吧吧吧"}]
)
def test_a_write_without_a_key_is_refused_in_words(office: Program, headers: dict[str, str]) -> None:
    sent = office.headers("zh") | headers
    answer = office.client.post("/api/parts", DIVISION, content_type="application/json", headers=sent)
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert "编号" in answer.json()["title"] and not parts()


def test_what_was_kept_of_a_write_holds_no_secret(office: Program) -> None:
    office.post("/api/parts", DIVISION)
    kept = Receipt.objects.get()
    assert office.secret not in f"{kept.content!r} {kept.headers} {kept.fingerprint}"


@pytest.mark.parametrize("body", ["", "{", "[]", '"x"', "null", '{"parts": 3}', '{"parts": []}', '{"zz": 1}', "\x00"])
def test_a_body_that_is_none_is_told_in_the_language_of_the_reader(office: Program, body: str) -> None:
    answers: list[Any] = [office.post("/api/parts", body, language=language) for language in ("zh", "en")]
    assert {answer.status_code for answer in answers} <= {400, 422}
    chinese, english = (answer.json() for answer in answers)
    assert english["title"].isascii() and not chinese["title"].isascii()
    assert all(error["message"].isascii() for error in english["errors"])


def test_a_body_that_is_too_long_is_a_problem_and_no_page(office: Program) -> None:
    answer = office.post("/api/parts", {"why": "长" * settings.DATA_UPLOAD_MAX_MEMORY_SIZE})
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")


@pytest.mark.parametrize("by", ["token", "session"])
def test_a_file_that_is_announced_as_too_large_is_a_problem_too(
    office: Program, monkeypatch: pytest.MonkeyPatch, by: str
) -> None:
    monkeypatch.setattr(capped_upload, "LARGEST", -capped_upload.AROUND)
    client, proof = Client(), office.headers("zh") if by == "token" else {}
    client.force_login(office.officer)
    answer = client.post("/api/imports", {"ledger": "hebei-2023-2027"}, headers=proof | key())
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")


def test_answers_for_officers_are_kept_by_nobody_else(office: Program) -> None:
    assert office.get("/api/me")["Cache-Control"] == "private, no-cache"
