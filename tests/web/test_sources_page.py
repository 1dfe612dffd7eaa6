"""数据来源: a page, a table and a file that say the same of each target."""

from __future__ import annotations

import csv
import io

from django.test import Client

from zhiheng.ledger.models import Ledger

ADDRESS = "/plans/hebei-2023-2027/sources"


def test_the_page_says_of_each_target_where_its_number_comes_from(client: Client, hebei: Ledger) -> None:
    body = client.get(f"{ADDRESS}/").content.decode()
    assert body.count('class="key nowrap">T') == 49
    assert "本系统计算" in body and "责任单位填报" in body and "全国制造业产品质量合格率" in body
    assert "方案未写明责任单位，由系统配置" in body


def test_the_catalogue_of_indicators_leads_there(client: Client, hebei: Ledger) -> None:
    assert f"{ADDRESS}/" in client.get("/plans/hebei-2023-2027/indicators/").content.decode()


def test_the_files_have_the_rows_of_the_page(client: Client, hebei: Ledger) -> None:
    rows = client.get(f"{ADDRESS}.json").json()["sources"]
    table = list(csv.reader(io.StringIO(client.get(f"{ADDRESS}.csv").content.decode("utf-8-sig"))))
    assert len(rows) == 49 == len(table) - 1 == client.get(f"{ADDRESS}.metadata.json").json()["rows"]
    (first,) = (row for row in rows if row["number"] == "T01")
    assert first["certain"] is False and first["units"] == ["省科技厅"]
    assert client.get(f"{ADDRESS}.pdf").status_code == 404


def test_the_english_page_speaks_of_series_and_units_in_english(client: Client, hebei: Ledger) -> None:
    body = client.get(f"/en{ADDRESS}/").content.decode()
    assert "national pass rate of manufactured goods" in body and "Computed here" in body
