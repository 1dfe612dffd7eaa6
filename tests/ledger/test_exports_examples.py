"""The files of ledgers made from other governments' plans: no units, long paragraphs, roles, no targets."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl
import pytest
from django.test import Client

from zhiheng import plan as reader
from zhiheng.ledger.exports.tasks import task_lines, tasks_sheet
from zhiheng.ledger.importing import import_plan
from zhiheng.ledger.models import AssignedUnit, Document
from zhiheng.ledger.selection import TaskSelection
from zhiheng.mechanisms.sheets import write_xlsx

AT = datetime(2024, 1, 2, 1, 0, tzinfo=UTC)


def imported(path: Path) -> Document:
    """The edition of a plan file in a ledger of its own."""
    outcome = import_plan(
        reader.read(path), slug=path.stem[:60], form=Document.OFFICIAL, source_name=path.name, by=None, at=AT
    )
    return outcome.document


@pytest.fixture
def examples(shared: Path) -> list[Path]:
    """The plan documents beside the repository."""
    return sorted((shared / "plan" / "examples").glob("*.txt"))


def test_every_example_gives_a_sheet_that_opens_and_files_that_load(
    client: Client, db: None, examples: list[Path]
) -> None:
    assert len(examples) >= 7
    for path in examples:
        document = imported(path)
        lines = task_lines(document, TaskSelection().tasks(document))
        sheet = tasks_sheet(document, lines, date(2026, 11, 22))
        page = openpyxl.load_workbook(io.BytesIO(write_xlsx(sheet))).worksheets[0]
        assert page.max_row >= 3 + len(lines), path.name
        assert not [c for row in page.iter_rows() for c in row if c.data_type in "fe"], path.name
        plan = f"/plans/{document.ledger.slug}"
        rows = list(csv.reader(io.StringIO(client.get(f"{plan}/tasks.csv").content.decode("utf-8-sig"))))
        assert len(rows) == 1 + len(lines), path.name
        for name in ("tasks.json", "indicators.xlsx", "indicators.csv", "indicators.json", "funding.csv", "plan.json"):
            assert client.get(f"{plan}/{name}").status_code == 200, (path.name, name)


def test_every_unit_named_in_a_mark_stands_in_its_row_under_its_role(db: None, examples: list[Path]) -> None:
    seen = set()
    for path in examples:
        document = imported(path)
        for line in task_lines(document, TaskSelection().tasks(document)):
            for assigned in line.assignment.assigned.all() if line.assignment else ():
                assert assigned.unit.label in line.units[assigned.role], (path.name, line.task.key)
                seen.add(assigned.role)
    assert {AssignedUnit.LEAD, ""} <= seen


def test_unit_pages_and_the_catalogue_stand_for_every_example(client: Client, db: None, examples: list[Path]) -> None:
    for path in examples:
        imported(path)
    for address in ("/units/", "/data/", "/api/units?limit=200", "/api/ledgers?limit=200"):
        assert client.get(address).status_code == 200, address
    for unit in client.get("/api/units?limit=200").json()["items"]:
        assert client.get(unit["address"]).status_code == 200, unit["name"]
