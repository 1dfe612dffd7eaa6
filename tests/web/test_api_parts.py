"""Zhang's program divides a task; Tang's accepts; Bao, of another city, finds nothing of it."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest

from tests.web.programs import Program, program
from zhiheng.ledger.models import Ledger, Task
from zhiheng.mechanisms.evidence.models import LARGEST

PARTS = "/api/parts"
TASK = "二(一)1"


@pytest.fixture
def office(hebei: Ledger) -> Program:
    return program("zhang", "office")


@pytest.fixture
def tang(hebei: Ledger) -> Program:
    return program("tang", "liaison", region="tangshan")


@pytest.fixture
def bao(hebei: Ledger) -> Program:
    return program("bao", "liaison", region="baoding")


def division(*regions: str, **more: Any) -> dict[str, Any]:
    parts = [{"region": region, "content": "建立质量台账。", "year": 2026} for region in regions]
    return {"ledger": "hebei-2023-2027", "task": TASK, "parts": parts, "issue": True} | more


def made(office: Program, *regions: str, **more: Any) -> list[dict[str, Any]]:
    answer = office.post(PARTS, division(*regions, **more))
    assert answer.status_code == 201, answer.content.decode()
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


def errors(answer: Any) -> dict[str, str]:
    assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json")
    return {error["parameter"]: error["message"] for error in answer.json()["errors"]}


def test_a_part_carries_the_words_of_the_plan_and_who_gave_it(office: Program) -> None:
    (part,) = made(office, "tangshan")
    task = Task.objects.get(key=TASK, document__ledger__slug="hebei-2023-2027")
    assert part["quote"] == task.document.text[slice(*part["span"])]
    assert part["receiver"] == {"kind": "region", "id": "tangshan", "name": "唐山市"}
    assert (part["giver"]["id"], part["state"], part["version"], part["quarter"]) == ("hebei", "issued", 1, None)


def test_fourteen_regions_at_once_and_each_sees_its_own(office: Program, tang: Program, bao: Program) -> None:
    regions = [row["id"] for row in office.get("/api/regions?reporting=hebei").json()["items"]]
    assert len(made(office, *regions)) == 14
    assert office.get(PARTS).json()["count"] == 14
    for one, region in ((tang, "tangshan"), (bao, "baoding")):
        assert [row["receiver"]["id"] for row in one.get(PARTS).json()["items"]] == [region]


def test_all_that_is_wrong_is_told_at_once_by_its_place_and_nothing_is_made(office: Program) -> None:
    body = division("tangshan", "tangshan")
    body["parts"] += [{"region": "tangshan", "content": ""}, {"region": "hebei", "content": "好", "year": 2199}]
    found = errors(office.post(PARTS, body))
    assert set(found) == {"parts.1.receiver", "parts.2.content", "parts.3.receiver", "parts.3.year"}
    assert office.get(PARTS).json()["count"] == 0


@pytest.mark.parametrize(
    ("receiver", "field"),
    [
        ({}, "parts.0.receiver"),
        ({"region": "x", "unit": "y"}, "parts.0.receiver"),
        ({"unit": "none"}, "parts.0.receiver"),
    ],
)
def test_a_receiver_that_is_none_is_told(office: Program, receiver: dict[str, str], field: str) -> None:
    assert set(errors(office.post(PARTS, division() | {"parts": [{**receiver, "content": "好"}]}))) == {field}


def test_what_one_may_not_divide_is_told_like_what_there_is_not(office: Program, tang: Program) -> None:
    (part,) = made(office, "baoding")
    own = {"parts": [{"region": "tangshan-qianan", "content": "好"}]}
    foreign, none = (errors(tang.post(PARTS, own | {"parent": id})) for id in (part["id"], str(uuid4())))
    assert foreign == none and set(none) == {"parent"}
    assert set(errors(tang.post(PARTS, division("tangshan")))) == {"task"}
    assert tang.post(PARTS, division("tangshan", ledger="none")).status_code == 404


def test_a_city_accepts_and_divides_further(office: Program, tang: Program) -> None:
    (part,) = made(office, "tangshan")
    accepted = tang.post(f"{PARTS}/{part['id']}/accept", {"version": 1}).json()
    assert (accepted["state"], accepted["version"]) == ("accepted", 2)
    county = tang.get("/api/regions?reporting=tangshan&limit=1").json()["items"][0]["id"]
    (below,) = made(tang, parent=part["id"], parts=[{"region": county, "content": "建账到企业。"}])
    assert (below["parent"], below["quote"], below["giver"]["id"]) == (part["id"], part["quote"], "tangshan")
    clerk = program("qian", "liaison", region=county)
    assert [row["id"] for row in clerk.get(PARTS).json()["items"]] == [below["id"]]


@pytest.mark.parametrize("address", ["", "/comments", "/attachments", "/history"])
def test_for_another_city_there_is_no_such_part(office: Program, bao: Program, address: str) -> None:
    (part,) = made(office, "tangshan")
    answer = bao.get(f"{PARTS}/{part['id']}{address}")
    assert answer.status_code == 404
    foreign, none = answer.content.decode(), bao.get(f"{PARTS}/{uuid4()}{address}").content.decode()
    assert foreign.replace(part["id"], "") == none.replace(none.split(PARTS + "/")[1][:36], "")


@pytest.mark.parametrize("act", ["issue", "accept", "withdraw", "comments"])
def test_another_city_does_nothing_to_it(office: Program, bao: Program, act: str) -> None:
    (part,) = made(office, "tangshan")
    body = {"text": "好"} if act == "comments" else {"version": 1, "why": "好"}
    assert bao.post(f"{PARTS}/{part['id']}/{act}", body).status_code == 404
    assert bao.patch(f"{PARTS}/{part['id']}", {"version": 1, "content": "改"}).status_code in {404}
    assert bao.send(f"{PARTS}/{part['id']}/attachments", named("a.txt")).status_code == 404
    now = office.get(f"{PARTS}/{part['id']}").json()
    assert (now["version"], now["state"]) == (1, "issued")


@pytest.mark.parametrize("role", ["inspector", "firm", "system_admin", "security_admin", "audit_admin", "reviewer"])
def test_a_role_does_no_more_here_than_on_the_pages(office: Program, role: str) -> None:
    (part,) = made(office, "tangshan")
    other = program("other", role, region="hebei")
    reads = 200 if role == "reviewer" else 404
    assert other.get(PARTS).status_code == reads
    assert other.post(PARTS, division("baoding")).status_code == 404
    for act in ("issue", "accept", "withdraw"):
        assert other.post(f"{PARTS}/{part['id']}/{act}", {"version": 1, "why": "好"}).status_code == 404
    assert other.patch(f"{PARTS}/{part['id']}", {"version": 1, "content": "改"}).status_code == 404


def test_only_the_fields_that_are_sent_are_changed_and_the_history_says_so(office: Program, tang: Program) -> None:
    (part,) = made(office, "tangshan")
    now = office.patch(f"{PARTS}/{part['id']}", {"version": 1, "due": "2026-06-30", "why": "提前"}).json()
    assert (now["due"], now["content"], now["year"], now["version"]) == ("2026-06-30", part["content"], 2026, 2)
    last = tang.get(f"{PARTS}/{part['id']}/history").json()["items"][-1]
    assert (last["new"], last["why"], last["by"]) == ("2026-06-30", "提前", "zhang某")


def test_who_is_second_sees_both_values_field_by_field(office: Program) -> None:
    (part,) = made(office, "tangshan")
    address = f"{PARTS}/{part['id']}"
    office.patch(address, {"version": 1, "content": "先改的", "due": "2026-06-30"})
    chinese = program("li", "office").patch(address, {"version": 1, "content": "后改的", "due": "2026-06-30"})
    assert (chinese.status_code, chinese["Content-Type"]) == (409, "application/problem+json")
    said = chinese.json()
    differences = [(row["field"], row["mine"], row["theirs"]) for row in said["differences"]]
    assert differences == [("content", "后改的", "先改的")]
    assert (said["version"], said["by"], said["title"]) == (2, "zhang某", "已被他人修改")
    english = office.post(address, {"version": 1, "content": "x"}, language="en", method="patch").json()
    assert english["title"].isascii() and english["detail"].isascii()
    assert office.get(address).json()["content"] == "先改的"


def test_what_the_state_forbids_is_told_in_words(office: Program, tang: Program) -> None:
    (part,) = made(office, "tangshan")
    for one, act in ((office, "issue"), (tang, "withdraw"), (office, "withdraw")):
        answer = one.post(f"{PARTS}/{part['id']}/{act}", {"version": 1})
        assert (answer.status_code, answer.json()["version"]) == (409, None), act
        assert answer.json()["detail"]
    stale = tang.post(f"{PARTS}/{part['id']}/accept", {"version": 7})
    assert (stale.status_code, stale.json()["version"]) == (409, 1)


def named(name: str, content: bytes = "记录".encode()) -> BytesIO:
    file = BytesIO(content)
    file.name = name
    return file


def test_both_sides_talk_and_hand_in_files(office: Program, tang: Program) -> None:
    (part,) = made(office, "tangshan")
    address = f"{PARTS}/{part['id']}"
    for one, text in ((tang, "请明确口径。"), (office, "按企业数。")):
        assert one.post(f"{address}/comments", {"text": text}).status_code == 201
    assert [row["text"] for row in tang.get(f"{address}/comments").json()["items"]] == ["请明确口径。", "按企业数。"]
    file = tang.send(f"{address}/attachments", named("证明.txt")).json()
    assert (file["name"], file["size"], file["by"]) == ("证明.txt", 6, "tang某")
    sent = office.get(f"{address}/attachments/{file['id']}/file")
    assert b"".join(sent.streaming_content) == "记录".encode() and sent["X-Content-Type-Options"] == "nosniff"
    assert office.get(f"{address}/attachments/{uuid4()}/file").status_code == 404


def test_a_file_of_another_part_is_not_found_under_this_one(office: Program, tang: Program, bao: Program) -> None:
    first, second = made(office, "tangshan", "baoding")
    file = tang.send(f"{PARTS}/{first['id']}/attachments", named("a.txt")).json()
    assert bao.get(f"{PARTS}/{second['id']}/attachments/{file['id']}/file").status_code == 404


def test_a_file_that_is_not_kept_is_told_why(office: Program) -> None:
    (part,) = made(office, "tangshan")
    address = f"{PARTS}/{part['id']}/attachments"
    assert "空" in errors(office.send(address, named("a.txt", b"")))["file"]
    assert "MB" in errors(office.send(address, named("a.txt", b"x" * (LARGEST + 1))))["file"]
    assert office.post(address, {"file": "x"}).status_code == 422
    assert office.get(address).json()["count"] == 0


@pytest.mark.parametrize(
    ("query", "count"),
    [("region=tangshan", 1), ("task=none", 0), ("state=draft", 0), ("state=issued&year=2026", 3), ("year=2025", 0)],
)
def test_parts_are_filtered(office: Program, query: str, count: int) -> None:
    made(office, "tangshan", "baoding", "xiongan")
    assert office.get(f"{PARTS}?{query}").json()["count"] == count


def test_what_waits_what_was_given_and_what_was_done(office: Program, tang: Program, bao: Program) -> None:
    (part,) = made(office, "tangshan")
    (draft,) = made(office, "baoding", issue=False)

    def mine(one: Program, which: str) -> list[str]:
        return [row["id"] for row in one.get(f"{PARTS}?mine={which}").json()["items"]]

    assert (mine(tang, "to_accept"), mine(bao, "to_accept")) == ([part["id"]], [])
    assert (mine(office, "to_issue"), mine(office, "given")) == ([draft["id"]], [part["id"]])
    tang.post(f"{PARTS}/{part['id']}/accept", {"version": 1})
    assert mine(tang, "to_accept") == []
    acts = tang.get("/api/me/done").json()["items"]
    assert [(act["about"], act["field"], act["by"]) for act in acts] == [(part["id"], "state", "tang某")]
    assert bao.get("/api/me/done").json()["count"] == 0


def test_pages_of_parts_are_the_whole_list_once_also_when_one_is_added_meanwhile(office: Program) -> None:
    wanted = [part["id"] for part in made(office, "tangshan", "baoding", "xiongan")]
    first = office.get(f"{PARTS}?limit=2").json()
    added = made(office, "handan")
    second = office.get(f"{PARTS}?limit=2&cursor={first['next_cursor']}").json()
    assert sorted(row["id"] for row in first["items"] + second["items"]) == sorted([*wanted, added[0]["id"]])
    assert second["next_cursor"] is None


@pytest.mark.parametrize(
    "cursor", ["x", "W10", "WzEsMV0", "WyIyMDI2LTAxLTAxIiwgMV0", "W251bGwsbnVsbF0", "WzFlOTk5LDFd"]
)
def test_a_cursor_that_is_none_is_refused(office: Program, cursor: str) -> None:
    assert set(errors(office.get(f"{PARTS}?cursor={cursor}"))) == {"cursor"}
