"""Zhang's program brings a plan, corrects it and hands it in; Li's confirms it; Bao's, of a city, finds nothing."""

from __future__ import annotations

from typing import Any

import pytest

from tests.factories.ledger import FRUIT, NOBODY
from tests.factories.uploading import file_of
from tests.web.programs import Program, program
from zhiheng.ledger.models import Ledger

READINGS = "/api/readings"


@pytest.fixture
def zhang(hebei: Ledger) -> Program:
    return program("zhang", "office")


@pytest.fixture
def li(hebei: Ledger) -> Program:
    return program("li", "office")


def uploaded(one: Program, text: str = FRUIT) -> str:
    answer = one.send(READINGS, file_of(text))
    assert answer.status_code == 201, answer.content.decode()
    made = answer.json()
    assert (made["state"], made["version"], made["file"], made["ledger"]) == ("read", 1, "guopin.txt", None)
    return f"{READINGS}/{made['id']}"


def rows(one: Program, address: str, kind: str = "") -> list[dict[str, Any]]:
    found = one.get(f"{address}/items").json()["items"]
    return [row for row in found if kind in ("", row["kind"])]


def correction(thing: str, version: int = 1, **more: Any) -> dict[str, Any]:
    return {"action": "change", "thing": thing, "version": version, "why": "读错", **more}


def errors(answer: Any) -> set[str]:
    assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json"), answer.content.decode()
    return {error["parameter"] for error in answer.json()["errors"]}


def test_the_four_steps_lead_from_a_document_to_the_ledger(zhang: Program, li: Program) -> None:
    address = uploaded(zhang)
    told = zhang.get(address).json()
    assert told["counts"]["tasks"] == len(rows(zhang, address, "task")) > 0
    assert (told["against"], told["changes"], told["may"]) == (None, [], ["correct", "submit", "withdraw"])
    assert zhang.post(f"{address}/submit", {"version": 1}).json()["state"] == "awaiting"
    assert [row["id"] for row in li.get(f"{READINGS}?mine=waiting").json()["items"]] == [told["id"]]
    assert li.get(address).json()["may"] == ["confirm", "return"]
    done = li.post(f"{address}/confirm", {"version": 2, "against": None}).json()
    assert (done["state"], zhang.get(f"/api/ledgers/{done['ledger']}").status_code) == ("confirmed", 200)


def test_each_row_has_its_words_and_its_corrections(zhang: Program) -> None:
    address = uploaded(zhang)
    answer = zhang.get(f"{address}/items").json()
    assert answer["text"] == FRUIT
    assert all(row["quote"] == FRUIT[slice(*row["span"])] for row in answer["items"])
    task = next(row for row in answer["items"] if row["kind"] == "task")
    sent = correction(task["thing"], values={"heading": "果品分级入市"})
    after = zhang.post(f"{address}/corrections", sent).json()
    (row,) = (row for row in after["items"] if row["thing"] == task["thing"])
    assert (row["state"], row["fields"]["heading"], row["quote"]) == ("changed", "果品分级入市", task["quote"])
    (kept,) = row["corrections"]
    assert (kept["old"], kept["why"], kept["by"]) == (task["fields"], "读错", str(zhang.officer))
    assert after["version"] == 2


def test_a_row_is_dropped_and_one_added_at_words_of_the_document(zhang: Program) -> None:
    address = uploaded(zhang)
    target = rows(zhang, address, "target")[0]
    dropped = zhang.post(f"{address}/corrections", correction(target["thing"], action="drop"))
    assert dropped.status_code == 201
    assert {row["state"] for row in rows(zhang, address) if row["thing"] == target["thing"]} == {"dropped"}
    values = {"what": "建成分级标准", "date": "2026-12-31"}
    add = {"action": "add", "kind": "deadline", "words": target["quote"], "values": values, "version": 2, "why": "漏读"}
    assert zhang.post(f"{address}/corrections", add).status_code == 201
    added = rows(zhang, address, "deadline")[-1]
    assert (added["state"], added["quote"]) == ("added", target["quote"])


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"values": {"value": "很多"}}, "values.value"),
        ({"values": {"colour": "红"}}, "values.colour"),
        ({"values": {}}, "values"),
        ({"why": " "}, "why"),
        ({"thing": "target:none", "values": {"value": "1"}}, "thing"),
        ({"thing": "plan:head", "action": "drop"}, "action"),
        ({"action": "add"}, "kind"),
        ({"action": "add", "kind": "deadline", "words": "没有的话", "values": {"what": "事"}}, "words"),
    ],
)
def test_what_is_wrong_with_a_correction_is_told_by_its_field(zhang: Program, more: dict[str, Any], field: str) -> None:
    address = uploaded(zhang)
    target = rows(zhang, address, "target")[0]
    assert field in errors(zhang.post(f"{address}/corrections", correction(target["thing"]) | more))
    assert zhang.get(address).json()["version"] == 1


def test_a_stale_correction_is_told_both_values(zhang: Program) -> None:
    address = uploaded(zhang)
    thing = rows(zhang, address, "task")[0]["thing"]
    zhang.post(f"{address}/corrections", correction(thing, values={"heading": "甲"}))
    answer = zhang.post(f"{address}/corrections", correction(thing, values={"heading": "乙"}))
    assert (answer.status_code, answer.json()["version"]) == (409, 2)
    (difference,) = answer.json()["differences"]
    assert (difference["field"], difference["mine"], difference["theirs"]) == ("heading", "乙", "甲")


def test_nobody_confirms_what_they_had_a_hand_in(zhang: Program, li: Program) -> None:
    address = uploaded(zhang)
    zhang.post(f"{address}/submit", {"version": 1})
    assert zhang.post(f"{address}/confirm", {"version": 2, "against": None}).status_code == 409
    assert zhang.get(address).json()["state"] == "awaiting"
    assert errors(li.post(f"{address}/return", {"version": 2, "why": " "})) == {"why"}
    assert li.post(f"{address}/return", {"version": 2, "why": "单位再核"}).json()["state"] == "returned"
    assert [move["why"] for move in zhang.get(address).json()["moves"]][-1] == "单位再核"


def test_a_colleague_sees_only_what_it_is_until_they_take_it_over(zhang: Program, li: Program) -> None:
    address = uploaded(zhang)
    (listed,) = li.get(f"{READINGS}?mine=colleagues").json()["items"]
    assert li.get(address).status_code == li.get(f"{address}/items").status_code == 404
    taken = li.post(f"{address}/take-over", {"version": listed["version"], "why": "张某休假"})
    assert taken.json()["holder"] == str(li.officer)
    assert li.get(f"{address}/items").status_code == 200
    assert zhang.post(f"{address}/submit", {"version": 2}).status_code == 409


def test_what_is_confirmed_against_an_older_edition_is_compared_anew(zhang: Program, li: Program) -> None:
    for against in (None, 1):
        address = uploaded(zhang, FRUIT if against is None else FRUIT.replace("扩大抽检", "扩大日常抽检"))
        zhang.post(f"{address}/submit", {"version": 1})
        told = li.get(address).json()
        assert (told["against"], bool(told["changes"])) == (against, against is not None)
        other = 1 if against is None else None
        assert li.post(f"{address}/confirm", {"version": 2, "against": other}).status_code == 409
        assert li.post(f"{address}/confirm", {"version": 2, "against": against}).json()["state"] == "confirmed"
    assert li.post(f"{address}/confirm", {"version": 3, "against": 1}).status_code == 409


def test_what_is_left_with_nothing_is_not_entered_into_the_ledger(zhang: Program, li: Program) -> None:
    address, version = uploaded(zhang, NOBODY), 1
    for row in rows(zhang, address):
        if row["kind"] in ("task", "target"):
            zhang.post(f"{address}/corrections", correction(row["thing"], version, action="drop"))
            version += 1
    zhang.post(f"{address}/submit", {"version": version})
    answer = li.post(f"{address}/confirm", {"version": version + 1, "against": None})
    assert answer.status_code == 409 and "没有任务" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("name", "content"), [("a.exe", FRUIT), ("a.txt", "今天天气很好。"), ("a.docx", "x"), ("a.txt", "")]
)
def test_a_file_that_is_no_plan_is_refused_in_words(zhang: Program, name: str, content: str) -> None:
    assert errors(zhang.send(READINGS, file_of(content, name))) == {"file"}
    assert zhang.get(READINGS).json()["count"] == 0


def test_the_file_comes_back_as_it_was_sent(zhang: Program) -> None:
    answer = zhang.get(f"{uploaded(zhang)}/file")
    content = b"".join(answer) if answer.streaming else answer.content
    assert content == FRUIT.encode() and answer["Content-Disposition"].startswith("attachment")


def test_for_another_post_there_is_no_such_reading(zhang: Program) -> None:
    address = uploaded(zhang)
    bao = program("bao", "liaison", region="baoding")
    for road in ("", "/items", "/file"):
        assert bao.get(f"{address}{road}").status_code == 404
    for act in ("submit", "withdraw", "return", "take-over"):
        assert bao.post(f"{address}/{act}", {"version": 1, "why": "好"}).status_code == 404
    assert bao.post(f"{address}/confirm", {"version": 1, "against": None}).status_code == 404
    assert bao.post(f"{address}/corrections", correction("plan:head", values={"title": "甲"})).status_code == 404
    assert bao.get(READINGS).status_code == bao.send(READINGS, file_of(FRUIT)).status_code == 404
    assert zhang.get(address).json()["version"] == 1


def test_the_holder_takes_it_back(zhang: Program) -> None:
    address = uploaded(zhang)
    assert zhang.post(f"{address}/withdraw", {"version": 9}).status_code == 409
    assert zhang.post(f"{address}/withdraw", {"version": 1, "why": "传错了"}).json()["state"] == "withdrawn"
    assert zhang.post(f"{address}/corrections", correction("plan:head", 2, values={"title": "甲"})).status_code == 409
    assert zhang.get(f"{READINGS}?state=withdrawn").json()["count"] == 1
