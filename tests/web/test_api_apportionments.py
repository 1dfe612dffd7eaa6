"""Qian's program decides about what the office proposed; a region's sees its own share, once it is approved."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from tests.factories.apportioning import proposed, reviewer, target
from tests.factories.division import office
from tests.web.programs import Program, program
from zhiheng.ledger.models import Ledger, Target

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
    assert qian.get(f"{ADDRESS}?mine=waiting").json()["count"] == 1
    approved = qian.post(f"{ADDRESS}/{row['id']}/approve", {"version": 1}).json()
    assert (approved["state"], approved["decided_by"]) == ("approved", "qian某")
    assert [qian.get(f"{ADDRESS}?mine={which}").json()["count"] for which in ("waiting", "decided")] == [0, 1]
    assert Program(office()).get(f"{ADDRESS}?mine=proposed").json()["count"] == 1
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


def proposal(hebei: Ledger, number: str = "T38", **more: Any) -> dict[str, Any]:
    indicator = target(hebei, number).indicator.slug
    return {"ledger": hebei.slug, "indicator": indicator, "target": number, "rule": "population"} | more


def test_the_office_proposes_what_the_form_would_work_out(hebei: Ledger) -> None:
    made = Program(office()).post(f"{ADDRESS}/regions", proposal(hebei, note="按人口"))
    assert made.status_code == 201
    row = made.json()
    assert (row["state"], len(row["quotas"]), row["note"]) == ("proposed", 14, "按人口")
    assert sum(quota["value"] for quota in row["quotas"]) == row["total"] and "普查" in row["base_note"]
    again = Program(office()).post(f"{ADDRESS}/regions", proposal(hebei))
    assert again.status_code == 409 and again.json()["detail"]


def test_a_value_by_hand_stays_and_the_others_share_the_rest(hebei: Ledger) -> None:
    row = Program(office()).post(f"{ADDRESS}/regions", proposal(hebei, by_hand={"tangshan": "1"})).json()
    by_hand = [(quota["region"], quota["value"]) for quota in row["quotas"] if quota["by_hand"]]
    assert by_hand == [("tangshan", 1)] and sum(quota["value"] for quota in row["quotas"]) == row["total"]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"target": "T999"}, "target"),
        ({"rule": "same"}, "rule"),
        ({"rule": "base", "year": 1901}, "year"),
        ({"rule": "hand"}, "by_hand"),
        ({"by_hand": {"tangshan": "很多"}}, "by_hand.tangshan"),
        ({"by_hand": {"nowhere": "1"}}, "by_hand.nowhere"),
    ],
)
def test_what_the_form_would_guess_is_refused_here(hebei: Ledger, wrong: dict[str, Any], field: str) -> None:
    answer = Program(office()).post(f"{ADDRESS}/regions", proposal(hebei, **wrong))
    assert (answer.status_code, [error["parameter"] for error in answer.json()["errors"]]) == (422, [field])
    assert Program(office()).get(ADDRESS).json()["count"] == 0


def test_the_office_proposes_the_years_between_milestones(hebei: Ledger) -> None:
    dated = Target.objects.filter(document=hebei.edition_in_force(), year__isnull=False, value__isnull=False)
    years: dict[str, set[int]] = {}
    for row in dated.select_related("indicator"):
        years.setdefault(row.indicator.slug, set()).add(row.year)
    slug = next(slug for slug, found in years.items() if len(found) > 1 and max(found) - min(found) > 1)
    body = {"ledger": hebei.slug, "indicator": slug, "way": "steps"}
    made = Program(office()).post(f"{ADDRESS}/years", body)
    assert made.status_code == 201, made.content.decode()
    assert {quota["milestone"] for quota in made.json()["quotas"]} == {True, False}
    wrong = Program(office()).post(f"{ADDRESS}/years", body | {"by_hand": {"1999": "1"}})
    assert wrong.json()["errors"][0]["parameter"] == "by_hand.1999"


@pytest.mark.parametrize("role", ["liaison", "reviewer", "firm", "audit_admin"])
def test_nobody_else_proposes(hebei: Ledger, role: str) -> None:
    other = program("other", role, region="hebei")
    assert other.post(f"{ADDRESS}/regions", proposal(hebei)).status_code == 404


@pytest.mark.parametrize("role", ["liaison", "inspector", "firm", "system_admin"])
@pytest.mark.parametrize("act", ["approve", "return", "withdraw"])
def test_for_others_there_is_no_such_proposal(row: dict[str, Any], role: str, act: str) -> None:
    other = program("other", role, region="baoding")
    assert other.post(f"{ADDRESS}/{row['id']}/{act}", {"version": 1, "why": "好"}).status_code == 404
    assert other.get(f"{ADDRESS}/{uuid4()}").status_code == other.get(f"{ADDRESS}/{row['id']}").status_code == 404
    assert other.get(ADDRESS).json()["count"] == 0
