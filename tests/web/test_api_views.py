"""Zhang's program keeps what Zhang asks of a list; nobody else's sees it."""

from __future__ import annotations

import pytest

from tests.web.programs import Program, program
from zhiheng.ledger.models import Ledger
from zhiheng.mechanisms.listing import saving

VIEWS = "/api/views"
VIEW = {"list": "parts", "name": "待签收", "query": "state=issued&q=台账", "default": True}


@pytest.fixture
def zhang(hebei: Ledger) -> Program:
    return program("zhang", "office")


def names(one: Program, query: str = "") -> list[str]:
    return sorted(row["name"] for row in one.get(f"{VIEWS}{query}").json()["items"])


def test_a_view_is_kept_replaced_by_its_name_and_removed(zhang: Program) -> None:
    made = zhang.post(VIEWS, VIEW)
    assert (made.status_code, made.json()["default"]) == (201, True)
    again = zhang.post(VIEWS, VIEW | {"query": "state=draft", "default": False}).json()
    assert (again["id"], again["query"], again["default"]) == (made.json()["id"], "state=draft", False)
    assert names(zhang) == ["待签收"] and names(zhang, "?list=accounts") == []
    removed = zhang.post(f"{VIEWS}/{again['id']}", None, method="delete")
    assert (removed.status_code, removed.content, names(zhang)) == (204, b"", [])


def test_the_default_is_the_one_that_the_page_opens_with(zhang: Program) -> None:
    zhang.post(VIEWS, VIEW)
    zhang.client.force_login(zhang.officer)
    assert "state=issued" in zhang.client.get("/parts/")["Location"]


@pytest.mark.parametrize(
    ("more", "field"), [({"name": " "}, "name"), ({"list": "a/b"}, "list"), ({"query": "q=" + "质" * 300}, "query")]
)
def test_what_cannot_be_kept_is_told_by_its_field(zhang: Program, more: dict[str, str], field: str) -> None:
    answer = zhang.post(VIEWS, VIEW | more)
    assert answer.status_code == 422 and {error["parameter"] for error in answer.json()["errors"]} == {field}


def test_one_too_many_is_refused(zhang: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saving, "MOST", 1)
    zhang.post(VIEWS, VIEW)
    assert zhang.post(VIEWS, VIEW | {"name": "另一个"}).status_code == 422
    assert names(zhang) == ["待签收"]


def test_nobody_else_sees_or_removes_it(zhang: Program) -> None:
    made, li = zhang.post(VIEWS, VIEW).json(), program("li", "office")
    assert names(li) == []
    assert li.post(f"{VIEWS}/{made['id']}", None, method="delete").status_code == 404
    assert names(zhang) == ["待签收"]
