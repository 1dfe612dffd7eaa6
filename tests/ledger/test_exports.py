"""What the files of a ledger hold."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from django.utils import translation
from openpyxl.worksheet.worksheet import Worksheet

from zhiheng.ledger.exports import json_rows, metadata
from zhiheng.ledger.exports.funding import funding_rows, yuan
from zhiheng.ledger.exports.targets import indicators_sheet, target_fields, target_lines
from zhiheng.ledger.exports.tasks import task_lines, tasks_json, tasks_sheet, tasks_table
from zhiheng.ledger.models import AssignedUnit, Assignment, Deadline, Document, Ledger, Target, Task
from zhiheng.ledger.selection import IndicatorSelection, TaskSelection
from zhiheng.mechanisms.sheets import Sheet, write_xlsx

TODAY = date(2026, 11, 22)


@pytest.fixture
def edition(hebei: Ledger) -> Document:
    """The bundled edition."""
    return hebei.edition_in_force()


def page_of(sheet: Sheet) -> Worksheet:
    return openpyxl.load_workbook(io.BytesIO(write_xlsx(sheet))).worksheets[0]


def headings(page: Worksheet) -> list[str]:
    return [str(cell.value) for cell in page[3]]


def test_every_mark_of_the_plan_is_one_row_of_the_ledger(edition: Document) -> None:
    lines = task_lines(edition, TaskSelection().tasks(edition))
    assert (len({line.task.key for line in lines}), len(lines)) == (27, 53)
    assert sum(len(names) for line in lines for names in line.units.values()) == 103


def test_the_sheet_has_the_columns_that_officials_know_and_leaves_theirs_blank(edition: Document) -> None:
    page = page_of(tasks_sheet(edition, task_lines(edition, TaskSelection().tasks(edition)), TODAY))
    assert headings(page)[:3] == ["序号", "重点任务", "任务"]
    assert headings(page)[4:9] == ["牵头单位", "配合单位", "责任单位", "目标", "完成时限"]
    blank = ["进展情况", "存在问题", "下一步打算", "完成比例", "备注"]
    assert headings(page)[9:] == blank
    assert {cell.value for row in page.iter_rows(min_row=4, max_row=56, min_col=10) for cell in row} == {None}
    signed = [cell.value for row in page.iter_rows(min_row=57) for cell in row if cell.value]
    assert [word for word in signed if str(word).endswith(":")] == ["填报人:", "审核人:", "单位盖章:", "日期:"]


def test_a_chapter_is_merged_over_its_tasks_and_a_task_over_its_marks(edition: Document) -> None:
    page = page_of(tasks_sheet(edition, task_lines(edition, TaskSelection().tasks(edition)), TODAY))
    merged = {str(area) for area in page.merged_cells.ranges}
    assert {"B4:B10", "C5:C8", "A5:A8"} <= merged
    assert str(page["B4"].value).startswith("(一)")


def test_a_unit_without_a_role_is_never_shown_as_lead(edition: Document) -> None:
    assert not AssignedUnit.objects.filter(assignment__task__document=edition).exclude(role="").exists()
    page = page_of(tasks_sheet(edition, task_lines(edition, TaskSelection().tasks(edition)), TODAY))
    assert {page.cell(row, 5).value for row in range(4, 57)} == {"—"}
    assert page["G4"].value == "省市场监管局"


def test_roles_that_the_document_gives_stand_in_their_columns(edition: Document) -> None:
    mark = Assignment.objects.filter(task__document=edition, task__key="二(一)2", sort_no=1).get()
    for place, role in enumerate(
        [AssignedUnit.LEAD, AssignedUnit.SUPPORT, AssignedUnit.SUPPORT, AssignedUnit.JOINT], 1
    ):
        mark.assigned.filter(sort_no=place).update(role=role)
    lines = task_lines(edition, Task.objects.filter(document=edition, key="二(一)2"))
    page = page_of(tasks_sheet(edition, lines, TODAY))
    assert [page["E4"].value, page["F4"].value, page["G4"].value] == [
        "省市场监管局",
        "省发展改革委、省工业和信息化厅",
        "省科技厅",
    ]


def test_a_single_deadline_is_a_date_and_several_times_are_listed(edition: Document) -> None:
    task = Task.objects.get(document=edition, key="二(一)2")
    mark = task.assignments.all()[0]
    Deadline.objects.create(
        ledger=task.ledger,
        document=edition,
        key="x",
        what="完成",
        date=date(2025, 6, 30),
        start=mark.start,
        end=mark.start + 2,
        sort_no=1,
    )
    lines = task_lines(edition, Task.objects.filter(document=edition, key="二(一)2"))
    page = page_of(tasks_sheet(edition, lines, TODAY))
    assert page["I4"].is_date and page["I4"].value.date() == date(2025, 6, 30)
    assert page["I5"].value == "—"


def test_a_target_under_no_mark_is_shown_once(edition: Document) -> None:
    target = Target.objects.filter(document=edition, task__key="二(一)1").get()
    Target.objects.filter(pk=target.pk).update(start=target.task.start, end=target.task.start + 1)  # type: ignore[union-attr]
    lines = task_lines(edition, Task.objects.filter(document=edition, key="二(一)1"))
    assert sum(len(line.targets) for line in lines) == 1


def test_a_task_without_any_mark_keeps_its_words(edition: Document) -> None:
    Assignment.objects.filter(task__key="二(一)1").delete()
    (line,) = task_lines(edition, Task.objects.filter(document=edition, key="二(一)1"))
    assert line.assignment is None and line.words.startswith("1.") and len(line.targets) == 1


def test_the_filters_of_the_page_are_the_filters_of_the_file(edition: Document) -> None:
    selection = TaskSelection(unit="gongshanglian")
    lines = task_lines(edition, selection.tasks(edition))
    assert {line.task.key for line in lines} == set(selection.tasks(edition).values_list("key", flat=True))
    assert 0 < len(lines) < 53


def test_rows_of_a_file_cost_no_queries_of_their_own(edition: Document, django_assert_max_num_queries: object) -> None:
    with django_assert_max_num_queries(8):  # type: ignore[operator]
        tasks_table(task_lines(edition, TaskSelection().tasks(edition)))


def test_targets_are_numbers_with_their_unit_beside_them(edition: Document) -> None:
    lines = target_lines(edition, IndicatorSelection().indicators(edition))
    assert len(lines) == 49
    page = page_of(indicators_sheet(edition, lines, TODAY))
    values = [(row[4].value, row[5].value) for row in page.iter_rows(min_row=4, max_row=52) if row[4].value is not None]
    assert (98.5, "%") in values and (1000, "项") in values


def test_a_relative_target_has_words_and_no_number(edition: Document) -> None:
    line = next(x for x in target_lines(edition, IndicatorSelection().indicators(edition)) if x.target.value is None)
    row = json_rows([target_fields(line)])[0]
    assert row["value"] is None and row["comparator"]


def test_exact_decimals_become_the_shortest_json_numbers() -> None:
    assert json_rows([{"a": Decimal("98.500000"), "b": Decimal("25"), "c": date(2025, 1, 2)}]) == [
        {"a": 98.5, "b": 25, "c": "2025-01-02"}
    ]


def test_sums_are_exact(edition: Document) -> None:
    rows = funding_rows(edition)
    assert {row["amount_yuan"] for row in rows} >= {300000, 200000, 100000, 1000000, 60000, 30000}
    assert [(row["share"], row["cap_yuan"]) for row in rows if row["share"]] == [("1/2", 1000000)]
    assert (yuan(1), yuan(100), yuan(None)) == (0.01, 1, None)


def test_the_json_of_tasks_keeps_marks_units_and_places(edition: Document) -> None:
    tasks = tasks_json(task_lines(edition, TaskSelection().tasks(edition)))
    first = tasks[0]
    assert (first["id"], first["heading_en"]) == ("二(一)1", "Make advanced standards")
    assert first["assignments"][0]["units"] == [{"name": "省市场监管局", "role": None}]
    start, end = first["assignments"][0]["span"]
    assert edition.text[start:end].startswith(first["assignments"][0]["words"])


def test_metadata_names_source_edition_fingerprint_licence_and_generated_figures(edition: Document) -> None:
    about = metadata(edition, name="tasks", rows=53, demo=False)
    assert about["source"]["form"] == "digest" and about["source"]["text_sha256"] == edition.sha256
    assert (about["licence"], about["demonstration_figures"]) == ("CC-BY-4.0", False)
    assert about["updated"].startswith("2024-01-02")


def test_an_english_reader_gets_english_headings(edition: Document) -> None:
    lines = task_lines(edition, TaskSelection().tasks(edition))
    with translation.override("en"):
        table = tasks_table(task_lines(edition, TaskSelection().tasks(edition)))
    assert table.rows[0][3] == "Make advanced standards"
    assert tasks_table(lines).rows[0][3] == "加强先进标准制定"
