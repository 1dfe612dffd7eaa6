"""A small kind of case by the interface: what its pages do, and nothing that they do not."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest
from django.test import Client

from tests.mechanisms.cases.visiting import FIRM, done, inspector, of_firm, overseer, visit
from zhiheng.directory.models import Officer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small")]


@pytest.fixture
def qin(client: Client) -> Officer:
    """检查办案人员 of 唐山市, signed in."""
    person = inspector()
    client.force_login(person)
    return person


def send(client: Client, url: str, body: Any, key: str = "") -> Any:
    """What a written request is answered."""
    content = json.dumps(body)
    headers = {"Idempotency-Key": key or uuid.uuid4().hex}
    return client.post(url, content, content_type="application/json", headers=headers)


def of(row: Any) -> str:
    """The address of a case."""
    return f"/api/cases/visit/{row.pk}"


def test_the_kinds_tell_what_they_are_filed_with(client: Client, qin: Officer) -> None:
    kind = next(one for one in client.get("/api/cases").json()["items"] if one["kind"] == "visit")
    assert [state["value"] for state in kind["states"]] == ["asked", "waiting", "made", "closed"]
    assert {ask["name"] for ask in kind["asks"]} >= {"region", "topic", "phone"}


def test_the_description_says_what_only_pages_have(client: Client) -> None:
    told = client.get("/api/openapi.json").json()["paths"]
    words = told["/api/cases"]["get"]["description"]
    assert all(word in words for word in ("amend", "sealed text", "evidence", "workbooks", "published"))
    only = {path for path in told if path.startswith("/api/cases")}
    assert only == {"/api/cases", "/api/cases/{kind}", "/api/cases/{kind}/{id}", "/api/cases/{kind}/{id}/{transition}"}


def test_a_case_is_filed_and_moved_and_tells_its_clocks(client: Client, qin: Officer) -> None:
    fields = {"region": "tangshan", "topic": "电梯", "person": "王小明", "phone": "13800001111", "size": 3}
    filed = send(client, "/api/cases/visit", {"fields": fields})
    assert filed.status_code == 201, filed.content
    told = filed.json()
    assert told["clocks"][0]["rule"] == "complaint.accept" and told["clocks"][0]["due_on"]
    assert {fact["name"]: fact["value"] for fact in told["facts"]}["phone"] == "138****1111"
    assert [one["transition"] for one in told["possible"]] == ["wait", "visit", "note"]
    url = f"/api/cases/visit/{told['id']}"
    moved = send(client, f"{url}/wait", {"version": 1, "said": {"why": "testing", "note": "送检"}})
    assert moved.json()["state"] == "waiting" and moved.json()["due_on"] is None
    move = client.get(url).json()["moves"][-1]
    assert move["said"] == [{"label": "原因", "words": "送检"}, {"label": "说明", "words": "送检"}]
    assert move["by"] == "Qin"


def test_what_is_wrong_is_told_all_at_once_and_writes_nothing(client: Client, qin: Officer) -> None:
    row = visit()
    wrong = send(client, f"{of(row)}/visit", {"version": 1, "said": {"on": "明天"}})
    assert wrong.status_code == 422
    assert [error["parameter"] for error in wrong.json()["errors"]] == ["said.found", "said.on"]
    assert send(client, f"{of(row)}/visit", {"version": 1, "said": {"else": 1}}).status_code == 422
    filed = send(client, "/api/cases/visit", {"fields": {"region": "baoding", "colour": "red"}})
    assert {error["parameter"] for error in filed.json()["errors"]} >= {
        "fields.region",
        "fields.colour",
        "fields.topic",
    }
    assert client.get("/api/cases/visit").json()["count"] == 1


@pytest.mark.parametrize("given", [5, -1, True, 10**9, "x" * 3000, "2026-02-30", []])
@pytest.mark.parametrize("field", ["bought_on", "amount", "complainants", "channel", "facts", "claims"])
def test_a_value_of_another_type_is_refused_and_breaks_nothing(
    client: Client, qin: Officer, field: str, given: object
) -> None:
    sent = send(client, "/api/cases/complaint", {"fields": {"region": "tangshan", field: given}})
    assert sent.status_code == 422 and sent["Content-Type"] == "application/problem+json"


def test_a_version_that_is_not_the_newest_and_a_state_that_forbids_it_are_conflicts(
    client: Client, qin: Officer
) -> None:
    row = visit()
    done(done(row, "wait", inspector("sun"), why="away"), "go_on", inspector("sun"))
    stale = send(client, f"{of(row)}/wait", {"version": 1, "said": {"why": "away"}})
    assert stale.status_code == 409 and stale.json()["version"] == 3
    assert send(client, f"{of(row)}/go_on", {"version": 3}).status_code == 409


def test_a_key_that_is_sent_again_has_one_effect(client: Client, qin: Officer) -> None:
    row, key = visit(), uuid.uuid4().hex
    answers = [send(client, f"{of(row)}/wait", {"version": 1, "said": {"why": "away"}}, key) for _ in range(5)]
    assert {answer.status_code for answer in answers} == {200}
    assert client.get(of(row)).json()["version"] == 2


def test_the_list_is_filtered_and_paged(client: Client, qin: Officer) -> None:
    rows = [visit(topic=f"第{n}件") for n in range(3)]
    done(rows[0], "wait", qin, why="away")
    assert client.get("/api/cases/visit?state=waiting").json()["count"] == 1
    assert client.get("/api/cases/visit?due=standing&region=tangshan").json()["count"] == 1
    first = client.get("/api/cases/visit?limit=2").json()
    rest = client.get(f"/api/cases/visit?limit=2&cursor={first['next_cursor']}").json()
    assert {one["number"] for one in first["items"] + rest["items"]} == {row.number for row in rows}


def test_who_has_no_cases_or_not_this_one_finds_nothing(client: Client) -> None:
    row = visit()
    assert client.get("/api/cases").status_code == 401
    client.force_login(inspector("bai", "baoding"))
    assert client.get(of(row)).status_code == 404 and client.get("/api/cases/visit").json()["count"] == 0
    assert send(client, f"{of(row)}/wait", {"version": 1, "said": {"why": "away"}}).status_code == 404
    client.force_login(Officer.objects.create(username="gu", display_name="Gu", role="audit_admin"))
    assert {client.get(url).status_code for url in ("/api/cases", "/api/cases/visit", of(row))} == {404}
    done(row, "wait", inspector(), why="testing", note="内部说明")
    client.force_login(overseer())
    told = client.get(of(row)).json()
    assert told["possible"] == [] and told["moves"][-1]["said"] == [{"label": "原因", "words": "送检"}]
    assert send(client, f"{of(row)}/wait", {"version": 1, "said": {"why": "away"}}).status_code == 404


def test_a_firm_reads_its_own_case_without_the_person_and_the_words_of_others(client: Client) -> None:
    row = done(visit(firm_code=FIRM, firm_sees=True), "wait", inspector(), why="testing", note="内部说明")
    client.force_login(of_firm())
    answer = client.get(of(row))
    assert [one["transition"] for one in answer.json()["possible"]] == ["remark"]
    said = answer.content.decode()
    assert "王" not in said and "138" not in said and "内部说明" not in said and "Qin" not in said
