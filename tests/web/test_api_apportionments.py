"""Qian's program decides about what the office proposed; a region's sees its own share, once it is approved."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from tests.factories.apportioning import proposed, reviewer, target
from tests.factories.division import office
from tests.web.programs import Program, program
from zhiheng.ledger.models import Ledger

ADDRESS = "/api/apportionments"


@pytest.fixture
def row(hebei: Ledger) -> dict[str, Any]:
    made = proposed(target(hebei, "T38"), office())
    found: dict[str, Any] = Program(office()).get(f"{ADDRESS}/{made.pk}").json()
    return found


def test_a_proposal_shows_its_rule_and_shares_that_add_up(row: dict[str, Any]) -> None:
    assert (row["state"], row["rule"], row["target"], len(row["quotas"])) == ("proposed", "population", "T38", 14)
    assert sum(quota["value"] for quota in row["quotas"]) == row["total"]


def test_a_second_person_approves_and_each_region_finds_its_own(row: dict[str, Any]) -> None:
    tang = program("tang", "liaison", region="tangshan")
    assert tang.get(f"{ADDRESS}/{row['id']}").status_code == 404
    assert Program(office()).post(f"{ADDRESS}/{row['id']}/approve", {"version": 1}).status_code == 409
    qian = Program(reviewer())
    approved = qian.post(f"{ADDRESS}/{row['id']}/approve", {"version": 1}).json()
    assert (approved["state"], approved["decided_by"]) == ("approved", "qian某")
    seen = tang.get(f"{ADDRESS}?indicator={row['indicator']}").json()["items"]
    assert [quota["region"] for one in seen for quota in one["quotas"]] == ["tangshan"]


def test_a_return_needs_its_reason_and_the_newest_version(row: dict[str, Any]) -> None:
    qian, address = Program(reviewer()), f"{ADDRESS}/{row['id']}/return"
    missing = qian.post(address, {"version": 1, "why": " "})
    assert missing.json()["errors"] == [{"parameter": "why", "message": "退回要写明理由。"}]
    assert qian.post(address, {"version": 9, "why": "重算"}).json()["version"] == 1
    assert qian.post(address, {"version": 1, "why": "重算"}).json()["reason"] == "重算"
    assert qian.post(address, {"version": 2, "why": "重算"}).status_code == 409


def test_only_who_proposed_it_takes_it_back(row: dict[str, Any]) -> None:
    address = f"{ADDRESS}/{row['id']}/withdraw"
    assert Program(reviewer()).post(address, {"version": 1}).status_code == 409
    assert Program(office()).post(address, {"version": 1}).json()["state"] == "withdrawn"


@pytest.mark.parametrize("role", ["liaison", "inspector", "firm", "system_admin"])
@pytest.mark.parametrize("act", ["approve", "return", "withdraw"])
def test_for_others_there_is_no_such_proposal(row: dict[str, Any], role: str, act: str) -> None:
    other = program("other", role, region="baoding")
    assert other.post(f"{ADDRESS}/{row['id']}/{act}", {"version": 1, "why": "好"}).status_code == 404
    assert other.get(f"{ADDRESS}/{uuid4()}").status_code == other.get(f"{ADDRESS}/{row['id']}").status_code == 404
    assert other.get(ADDRESS).json()["count"] == 0
