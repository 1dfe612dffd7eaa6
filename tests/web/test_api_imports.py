"""Zhang's program hands a workbook in, sees what each row would do, confirms it and takes it back."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.factories.division import fruit, office, parts_of
from tests.factories.importing import filled, first_row, new_row, typed_into
from tests.factories.uploading import KEYS
from tests.web.programs import Program, program

IMPORTS = "/api/imports"


@pytest.fixture
def zhang(hebei: object) -> Program:
    fruit()
    return Program(office())


def uploaded(one: Program, content: bytes, name: str = "分解.xlsx", ledger: str = "guopin") -> Any:
    file = BytesIO(content)
    file.name = name
    headers = one.headers("zh") | {"idempotency-key": f"an-import-of-tests-{next(KEYS)}"}
    return one.client.post(IMPORTS, {"file": file, "ledger": ledger}, headers=headers)


def rows(one: Program, batch: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = one.get(f"{IMPORTS}/{batch['id']}/rows").json()["items"]
    return found


def test_rows_are_judged_confirmed_and_undone(zhang: Program) -> None:
    batch = uploaded(zhang, filled([new_row(), new_row("唐山市")], zhang.officer)).json()
    assert (batch["state"], batch["counts"]["new"], batch["counts"]["wrong"]) == ("checked", 2, 0)
    address = f"{IMPORTS}/{batch['id']}"
    done = zhang.post(f"{address}/confirm", {"issue": True, "why": "按分工"}).json()
    assert (done["state"], done["confirmed_by"]) == ("confirmed", str(zhang.officer))
    assert [row["fate"] for row in rows(zhang, batch)] == ["imported", "imported"]
    assert {part["state"] for part in zhang.get("/api/parts").json()["items"]} == {"issued"}
    assert zhang.post(f"{address}/confirm", {"why": "再来"}).status_code == 409
    assert zhang.post(f"{address}/undo", {"why": "传错了"}).json()["state"] == "undone"
    assert {part["state"] for part in zhang.get("/api/parts").json()["items"]} == {"withdrawn"}


def test_errors_come_by_cell_and_in_the_returned_workbook_and_only_the_right_rows_go_in(zhang: Program) -> None:
    batch = uploaded(zhang, filled([new_row(), new_row("火星市"), new_row("唐山市", year=1999)], zhang.officer)).json()
    assert batch["counts"] == {"new": 1, "changed": 0, "same": 0, "wrong": 2}
    wrong = zhang.get(f"{IMPORTS}/{batch['id']}/rows?outcome=wrong").json()["items"]
    assert [row["row"] for row in wrong] == [first_row() + 1, first_row() + 2]
    assert all(fault["cell"].endswith(str(row["row"])) for row in wrong for fault in row["faults"])
    sent = zhang.get(f"{IMPORTS}/{batch['id']}/returned")
    headings = {cell.value for row in load_workbook(BytesIO(sent.content)).worksheets[0] for cell in row}
    assert "错误说明" in headings
    address = f"{IMPORTS}/{batch['id']}/confirm"
    assert zhang.post(address, {"why": "全部"}).status_code == 409
    assert zhang.post(address, {"why": "对的", "only_right": True}).json()["state"] == "confirmed"
    assert zhang.get("/api/parts").json()["count"] == 1


def test_the_template_comes_back_unchanged_as_nothing_to_do(zhang: Program) -> None:
    parts_of("tangshan", by=zhang.officer)
    template = zhang.get(f"{IMPORTS}/template?plan=guopin")
    assert template["Content-Disposition"].startswith("attachment")
    batch = uploaded(zhang, template.content).json()
    assert batch["counts"] == {"new": 0, "changed": 0, "same": 1, "wrong": 0}
    assert zhang.post(f"{IMPORTS}/{batch['id']}/confirm", {"why": "无"}).status_code == 409
    assert zhang.post(f"{IMPORTS}/{batch['id']}/cancel", None).json()["state"] == "cancelled"


def test_a_row_that_moved_on_after_the_check_is_not_overwritten(zhang: Program) -> None:
    (part,) = parts_of("tangshan", by=zhang.officer)
    template = zhang.get(f"{IMPORTS}/template?plan=guopin").content
    batch = uploaded(zhang, typed_into(template, [{"content": "表里改的"}], at=first_row())).json()
    assert batch["counts"]["changed"] == 1
    zhang.patch(f"/api/parts/{part.pk}", {"version": 1, "content": "页面改的"})
    answer = zhang.post(f"{IMPORTS}/{batch['id']}/confirm", {"why": "按表"})
    assert (answer.status_code, answer["Content-Type"]) == (409, "application/problem+json")
    assert zhang.get(f"/api/parts/{part.pk}").json()["content"] == "页面改的"
    assert zhang.post(f"{IMPORTS}/{batch['id']}/check", None).json()["counts"]["wrong"] == 1


@pytest.mark.parametrize(
    ("content", "name", "ledger", "field"),
    [(b"x", "a.xlsx", "guopin", "file"), (b"x", "a.exe", "guopin", "file"), (b"", "a.csv", "guopin", "file")],
)
def test_a_file_that_is_none_is_refused_in_words(
    zhang: Program, content: bytes, name: str, ledger: str, field: str
) -> None:
    answer = uploaded(zhang, content, name, ledger)
    assert answer.status_code == 422
    assert field in {error["parameter"] for error in answer.json()["errors"]}
    assert zhang.get(IMPORTS).json()["count"] == 0


def test_what_is_no_form_is_told(zhang: Program) -> None:
    assert zhang.post(IMPORTS, {"file": "x"}).status_code == 422


def test_a_ledger_that_is_none_is_told(zhang: Program) -> None:
    answer = uploaded(zhang, filled([new_row()], zhang.officer), ledger="none")
    assert {error["parameter"] for error in answer.json()["errors"]} == {"ledger"}


def test_for_another_post_there_is_no_such_batch(zhang: Program) -> None:
    batch = uploaded(zhang, filled([new_row()], zhang.officer)).json()
    bao = program("bao", "liaison", region="baoding")
    for road in ("", "/rows", "/returned", "/file"):
        assert bao.get(f"{IMPORTS}/{batch['id']}{road}").status_code == 404
    for act in ("check", "confirm", "cancel", "undo"):
        assert bao.post(f"{IMPORTS}/{batch['id']}/{act}", {"why": "好"}).status_code == 404
    assert bao.get(IMPORTS).json()["count"] == 0
    assert program("root", "system_admin").get(IMPORTS).status_code == 404
