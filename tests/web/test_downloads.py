"""Lin takes the files of the ledger; Zhao, who fills them in, opens them in WPS."""

from __future__ import annotations

import csv
import io
import json
from datetime import date

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from zhiheng.ledger.models import Ledger
from zhiheng.reporting.demonstration import load_figures

PLAN = "/plans/hebei-2023-2027"


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def test_the_workbook_opens_and_is_named_as_offices_name_files(client: Client, hebei: Ledger) -> None:
    answer = client.get(f"{PLAN}/tasks.xlsx")
    assert answer["Content-Type"].startswith("application/vnd.openxmlformats")
    assert answer["Content-Disposition"].startswith("attachment; filename=")
    assert "%E4%BB%BB%E5%8A%A1%E5%8F%B0%E8%B4%A6" in answer["Content-Disposition"]
    page = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0]
    assert page["A1"].value == "河北省质量强省建设行动方案(2023-2027年) 任务台账"
    assert "要点版" in str(page["A2"].value)


def test_a_filtered_page_gives_a_filtered_file_that_says_so(client: Client, hebei: Ledger) -> None:
    whole, part = (rows_of(client.get(f"{PLAN}/tasks.csv{query}").content) for query in ("", "?unit=gongshanglian"))
    assert 0 < len(part) < len(whole) == 53
    assert all("省工商联" in row["责任单位"] for row in part if row["任务编号"] and "工商联" in row["责任单位"])
    page = openpyxl.load_workbook(io.BytesIO(client.get(f"{PLAN}/tasks.xlsx?unit=gongshanglian").content)).worksheets[0]
    assert "按条件筛选" in str(page["A2"].value)
    about = client.get(f"{PLAN}/tasks.metadata.json?unit=gongshanglian").json()
    assert (about["selection"], about["rows"]) == ("unit=gongshanglian", len(part))


def test_csv_begins_with_the_mark_that_wps_needs(client: Client, hebei: Ledger) -> None:
    assert client.get(f"{PLAN}/indicators.csv").content.startswith(b"\xef\xbb\xbf")


def test_json_is_readable_chinese_with_its_source(client: Client, hebei: Ledger) -> None:
    answer = client.get(f"{PLAN}/indicators.json")
    assert "消费投诉按期办结率" in answer.content.decode()
    body = answer.json()
    assert len(body["targets"]) == body["metadata"]["rows"] == 49
    assert body["metadata"]["source"]["form"] == "digest"


def test_who_has_a_file_already_is_not_sent_it_again(client: Client, hebei: Ledger) -> None:
    for address in ("tasks.xlsx", "tasks.csv", "tasks.json", "plan.json", "funding.csv"):
        first = client.get(f"{PLAN}/{address}")
        again = client.get(f"{PLAN}/{address}", headers={"if-none-match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b""), address


def test_plan_json_is_the_contract_of_the_reader(client: Client, hebei: Ledger) -> None:
    plan = client.get(reverse("plan_json", args=[hebei.slug])).json()
    assert plan["schema"] == "zhiheng.plan/1"
    marks = [mark for task in plan["tasks"] for mark in task["assignments"]]
    assert (len(plan["tasks"]), len(marks), len(plan["targets"]), len(plan["units"])) == (27, 53, 49, 24)


def test_an_indicator_without_figures_is_a_file_without_rows(client: Client, hebei: Ledger) -> None:
    body = client.get(f"{PLAN}/indicators/complaints-closed-on-time.json").json()
    assert body["figures"] == [] and body["metadata"]["demonstration_figures"] is False
    assert [target["value"] for target in body["targets"]] == [95]


def test_generated_figures_say_so_in_every_row_in_the_name_and_in_the_metadata(client: Client, hebei: Ledger) -> None:
    load_figures(date(2026, 11, 22))
    answer = client.get(f"{PLAN}/indicators/complaints-closed-on-time.csv")
    rows = rows_of(answer.content)
    assert len(rows) > 50 and {row["演示数据"] for row in rows} == {"是"}
    assert "%E6%BC%94%E7%A4%BA" in answer["Content-Disposition"]
    assert client.get(f"{PLAN}/indicators/complaints-closed-on-time.metadata.json").json()["demonstration_figures"]


def test_the_funding_file_has_whole_yuan(client: Client, hebei: Ledger) -> None:
    rows = rows_of(client.get(f"{PLAN}/funding.csv").content)
    assert "300000" in {row["金额(元)"] for row in rows}


@pytest.mark.parametrize(
    "address",
    [
        "/plans/none/tasks.xlsx",
        f"{PLAN}/tasks.pdf",
        f"{PLAN}/tasks.",
        f"{PLAN}/indicators/none.csv",
        f"{PLAN}/indicators/complaints-closed-on-time.xlsx",
        "/units.xml",
    ],
)
def test_what_there_is_not_is_not_found(client: Client, hebei: Ledger, address: str) -> None:
    assert client.get(address).status_code == 404


def test_odd_filters_select_nothing_or_everything_and_never_break(client: Client, hebei: Ledger) -> None:
    for query in ("?year=abc", "?unit=%00", "?chapter=九九", "?role=boss", "?q=" + "x" * 5000):
        assert client.get(f"{PLAN}/tasks.csv{query}").status_code == 200, query


def test_files_are_only_taken_never_sent(client: Client, hebei: Ledger) -> None:
    assert client.post(f"{PLAN}/tasks.csv").status_code == 405


def test_the_directory_is_there_to_take(client: Client, hebei: Ledger) -> None:
    units = rows_of(client.get("/units.csv").content)
    assert "国家税务总局河北省税务局" in {row["全称"] for row in units}
    regions = json.loads(client.get("/regions.json").content)["regions"]
    dingzhou = next(row for row in regions if row["id"] == "dingzhou")
    assert (dingzhou["administrative"], dingzhou["reporting"]) == ("baoding", "hebei")
    assert client.get("/regions.metadata.json").json()["rows"] == len(regions) == 182 - 2
