"""One act on many parts: what was done is told apart from what was not."""

from __future__ import annotations

from uuid import uuid4

import pytest

from tests.web.programs import Program, program
from tests.web.test_api_parts import PARTS, made
from zhiheng.ledger.models import Ledger

ACTS = f"{PARTS}/acts"


@pytest.fixture
def office(hebei: Ledger) -> Program:
    return program("zhang", "office")


@pytest.fixture
def tang(hebei: Ledger) -> Program:
    return program("tang", "liaison", region="tangshan")


def chosen(*parts: dict[str, object], version: int = 1) -> list[dict[str, object]]:
    return [{"id": part["id"], "version": version} for part in parts]


def test_drafts_are_issued_at_once(office: Program) -> None:
    drafts = made(office, "tangshan", "baoding", "handan", issue=False)
    answer = office.post(ACTS, {"act": "issue", "parts": chosen(*drafts)})
    assert answer.json() == {"done": [part["id"] for part in drafts], "not_done": []}
    assert {part["state"] for part in office.get(PARTS).json()["items"]} == {"issued"}


def test_what_moved_on_or_does_not_allow_it_is_told_with_the_reason_and_the_rest_is_done(office: Program) -> None:
    drafts = made(office, "tangshan", "baoding", "handan", issue=False)
    office.post(f"{PARTS}/{drafts[0]['id']}/issue", {"version": 1})
    office.patch(f"{PARTS}/{drafts[1]['id']}", {"version": 1, "content": "改过的"})
    nobodys = {"id": str(uuid4()), "version": 1}
    report = office.post(ACTS, {"act": "issue", "parts": [*chosen(*drafts), nobodys]}).json()
    assert report["done"] == [drafts[2]["id"]]
    reasons = {one["id"]: one["why"] for one in report["not_done"]}
    assert "已下达" in reasons[drafts[0]["id"]] and "他人改动" in reasons[drafts[1]["id"]]
    assert reasons[nobodys["id"]] == "没有这样一项分解任务。"


def test_another_citys_part_is_told_like_what_there_is_not(office: Program, tang: Program) -> None:
    own, foreign = (part for region in ("tangshan", "baoding") for part in made(office, region))
    none = {"id": str(uuid4()), "version": 1}
    report = tang.post(ACTS, {"act": "accept", "parts": [*chosen(own, foreign), none]}).json()
    assert report["done"] == [own["id"]]
    assert len({one["why"] for one in report["not_done"]}) == 1
    assert tang.post(ACTS, {"act": "accept", "parts": chosen(foreign)}).status_code == 404
    assert office.get(f"{PARTS}/{foreign['id']}").json()["state"] == "issued"


def test_when_nothing_can_be_done_the_reasons_come_as_a_conflict(office: Program, tang: Program) -> None:
    parts = made(office, "tangshan")
    answer = tang.post(ACTS, {"act": "withdraw", "parts": chosen(*parts), "why": "不对"})
    assert (answer.status_code, answer["Content-Type"]) == (409, "application/problem+json")


def test_a_withdrawal_needs_its_reason(office: Program) -> None:
    parts = made(office, "tangshan")
    refused = office.post(ACTS, {"act": "withdraw", "parts": chosen(*parts), "why": " "})
    assert [error["parameter"] for error in refused.json()["errors"]] == ["why"]
    assert office.post(ACTS, {"act": "withdraw", "parts": chosen(*parts), "why": "重分"}).status_code == 200


def test_who_does_not_accept_has_no_such_act_and_a_thousand_are_the_most(office: Program) -> None:
    parts = made(office, "tangshan")
    assert office.post(ACTS, {"act": "accept", "parts": chosen(*parts)}).status_code == 404
    many = [{"id": str(uuid4()), "version": 1} for _ in range(1001)]
    assert office.post(ACTS, {"act": "issue", "parts": many}).status_code == 422
