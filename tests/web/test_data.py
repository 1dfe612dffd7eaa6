"""Lin looks for the data behind the pages."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

from django.test import Client

from zhiheng.ledger.models import Ledger
from zhiheng.mechanisms.calendar.loading import load_calendar
from zhiheng.reporting.demonstration import load_figures


def test_every_file_of_the_catalogue_is_there(client: Client, hebei: Ledger) -> None:
    load_figures(date(2026, 11, 22))
    page = client.get("/data/").content.decode()
    files = re.findall(r'class="format" href="([^"]+)"', page)
    assert len(files) > 80
    assert [file for file in files if client.get(file).status_code != 200] == []


def test_the_number_of_rows_is_that_of_the_file(client: Client, hebei: Ledger) -> None:
    load_calendar(at=datetime(2026, 11, 22, 1, tzinfo=UTC))
    page = client.get("/data/").content.decode()
    rows = [int(n) for n in re.findall(r'data-label="行数">(\d+)<', page)]
    assert rows == [
        client.get(f"/plans/hebei-2023-2027/{name}.metadata.json").json()["rows"]
        for name in ("tasks", "indicators", "funding", "plan")
    ] + [client.get(f"/{name}.metadata.json").json()["rows"] for name in ("units", "regions")] + [
        client.get("/calendar.json").json()["metadata"]["rows"]
    ]


def test_licence_citation_and_where_to_turn_are_said(client: Client, hebei: Ledger) -> None:
    page = client.get("/data/").content.decode()
    assert "CC-BY-4.0" in page and "怎样注明出处" in page and "12345" in page
    assert "@" not in re.sub(r"<[^>]+>", "", page.split("<main")[1].split("</main>")[0])


def test_without_figures_the_catalogue_says_so(client: Client, hebei: Ledger) -> None:
    page = client.get("/data/").content.decode()
    assert "尚无指标数值" in page and "demo-banner" not in page


def test_generated_figures_carry_the_badge(client: Client, hebei: Ledger) -> None:
    load_figures(date(2026, 11, 22))
    page = client.get("/data/").content.decode()
    assert "demo-banner" in page and "demo-badge" in page


def test_without_a_plan_the_page_still_gives_the_directory(client: Client, db: None) -> None:
    Ledger.objects.all().delete()
    page = client.get("/data/").content.decode()
    assert "还没有装入任何方案" in page and "/units.csv" in page
