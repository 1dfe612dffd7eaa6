"""数据说话: the catalogue, the explorer with its charts and files, all indicators by region."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date
from html import unescape
from xml.etree import ElementTree

import pytest
from django.test import Client

from tests.factories.values import judged, office
from zhiheng.directory.models import Officer, Region
from zhiheng.indicators.declaring import definitions
from zhiheng.ledger.models import Ledger

pytestmark = pytest.mark.django_db
DRUGS = "/numbers/drug_pass_rate/"
YEARS = "grain=year&from=2024&to=2025"


@pytest.fixture(autouse=True)
def batches(hebei: Ledger) -> None:
    """Drug batches of two years in two cities: 唐山 becomes better beyond chance, 保定 does not change."""
    judged(200, passed=150, on=date(2024, 3, 5), demo=True)
    judged(200, passed=198, on=date(2025, 3, 5), demo=True)
    judged(30, passed=29, region="baoding-jingxiu", on=date(2024, 8, 1), product_class="注射剂")
    judged(10, passed=9, region="baoding-jingxiu", on=date(2025, 8, 1), product_class="注射剂")


def page(client: Client, address: str = DRUGS) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return unescape(answer.content.decode())


def told(body: str) -> str:
    """The sentence of the chart."""
    found = re.search(r'<h2 id="finding"[^>]*>(.*?)</h2>', body, re.DOTALL)
    return re.sub(r"<[^>]+>", "", found[1]).strip() if found else ""


def test_the_catalogue_lists_every_definition_with_its_newest_value(client: Client) -> None:
    body = page(client, "/numbers/")
    for definition in definitions().values():
        assert f"/numbers/{definition.key}/" in body and str(definition.name) in body
    assert "90.00%" in body and "2025Q3" in body and "demo-banner" in body
    assert "尚无数据" in body and "最近的目标" in body


def test_the_menu_leads_here(client: Client) -> None:
    assert re.search(r'<a href="/numbers/" aria-current="page">数据说话</a>', page(client))


def test_a_chart_says_what_it_shows_of_which_measure_unit_and_time(client: Client) -> None:
    body = page(client, f"{DRUGS}?{YEARS}")
    assert told(body) == "2025 全省为 98.57%，比上一期高 20.74 个百分点，没有到 2025年 的目标线（稳定在 99% 以上）"
    assert "药品监督抽检合格率，全省，单位：%，2024–2025" in body
    assert "快照" in body and "演示数据" in body


def test_promises_are_steps_of_their_years_and_intervals_a_band(client: Client) -> None:
    body = page(client, f"{DRUGS}?grain=year&from=2023&to=2025")
    assert body.count('class="drawn-goal"') == 2 and "2025年 稳定在 99% 以上" in body
    assert 'class="drawn-band"' in body and 'class="drawn-dot below"' in body


def test_every_chart_opens_each_of_its_numbers(client: Client) -> None:
    for view, at_least in {"trend": 2, "heat": 30, "tiles": 14, "multiples": 14, "slope": 4, "table": 2}.items():
        body = page(client, f"{DRUGS}?view={view}&{YEARS}")
        opened = re.findall(r'href="(/numbers/drug_pass_rate/value/\?[^"]+)"', body)
        assert len(opened) >= at_least, view
        assert all("period=202" in one for one in opened)


def test_regions_stand_in_their_order_and_are_never_ranked(client: Client) -> None:
    body = page(client, f"{DRUGS}?view=heat&{YEARS}")
    names = [region.label for region in Region.objects.reporting(date(2025, 1, 1))]
    assert re.findall(r'class="drawn-name"[^>]*>([^<]+)<', body) == [*names, "全省"]
    assert "不是名次" in body


def test_a_slope_colours_only_what_moved_beyond_chance(client: Client) -> None:
    body = page(client, f"{DRUGS}?view=slope&{YEARS}")
    assert told(body) == "1 个上升、0 个下降超出了偶然的波动；其余 13 个看不出变化"
    assert "drawn-slope good" in body and "drawn-slope still" in body and "drawn-slope bad" not in body


def test_few_records_are_marked_and_no_data_is_no_zero(client: Client) -> None:
    rows = page(client, f"{DRUGS}?view=heat&{YEARS}")
    assert '<text class="drawn-number unsure"' in rows and ">90.00<" in rows
    assert '<text class="drawn-none"' in rows and ">—<" in rows and ">0.00<" not in rows


def test_groups_take_the_place_of_regions_and_can_be_looked_at_alone(client: Client) -> None:
    body = page(client, f"{DRUGS}?view=heat&apart=product_class&{YEARS}")
    assert re.findall(r'class="drawn-name"[^>]*>([^<]+)<', body) == ["片剂", "注射剂", "全省"]
    alone = page(client, f"{DRUGS}?within=product_class:注射剂&{YEARS}")
    assert told(alone) == "2025 全省为 90.00%，比上一期低 6.67 个百分点" and "注射剂" in alone


def test_a_region_is_asked_for_with_its_counties(client: Client) -> None:
    body = page(client, f"{DRUGS}?view=heat&region=tangshan&{YEARS}")
    assert "路南区" in body and told(body).startswith("2025 有数据的 1 个，在 99.00 和 99.00 之间")


def test_the_files_hold_the_cells_of_the_page(client: Client) -> None:
    answer = client.get(f"/numbers/drug_pass_rate.csv?view=heat&{YEARS}")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert len(rows) == 2 * 15
    province = next(row for row in rows if row["period"] == "2025" and not row["region"])
    assert (province["numerator"], province["denominator"], province["value"]) == ("207", "210", "98.57")
    assert float(province["low"]) < 98.57 < float(province["high"])
    whole = client.get(f"/numbers/drug_pass_rate.json?view=heat&{YEARS}").json()
    assert [row["value"] for row in whole["cells"]] == [float(row["value"]) if row["value"] else None for row in rows]
    assert whole["metadata"]["demo"] is True


def test_the_metadata_say_what_the_number_is_and_is_not(client: Client) -> None:
    known = client.get("/numbers/drug_pass_rate.metadata.json").json()
    drugs = definitions()["drug_pass_rate"]
    assert known["what_it_does_not_say"] == str(drugs.silent) and known["why_it_matters"] == str(drugs.why)
    assert known["version"] == drugs.version and "def drug_pass_rate" in known["code"]
    assert known["words_of_the_plan"] and known["certain"] is drugs.certain and len(known["snapshot"]) == 64
    body = page(client)
    assert all(str(words) in body for words in (drugs.silent, drugs.why, drugs.words, drugs.source, drugs.version))


def test_the_svg_is_a_whole_picture_of_its_own(client: Client) -> None:
    answer = client.get(f"/numbers/drug_pass_rate.svg?view=heat&{YEARS}")
    assert answer["Content-Type"].startswith("image/svg+xml") and "attachment" in answer["Content-Disposition"]
    words = [one.text for one in ElementTree.fromstring(answer.content).iter("{http://www.w3.org/2000/svg}text")]
    assert "98.57" in words and "演示数据" in "".join(map(str, words))


@pytest.mark.parametrize(
    "query",
    [
        *("view=pie", "grain=week", "from=2025Q9", "from=2026&to=2025", "region=atlantis", "apart=firm&view=heat"),
        *("within=firm:9", "on=yesterday", "grain=month&from=1990-01", "to=2025-02-30..x"),
    ],
)
def test_what_cannot_be_asked_is_not_found(client: Client, query: str) -> None:
    assert client.get(f"{DRUGS}?{query}").status_code == 404


def test_an_unknown_indicator_or_format_is_not_found(client: Client) -> None:
    for address in ("/numbers/nothing/", "/numbers/drug_pass_rate.pdf", "/numbers/nothing.csv", "/numbers/heat.doc"):
        assert client.get(address).status_code == 404, address


def test_without_any_record_it_says_so(client: Client) -> None:
    body = page(client, "/numbers/food_pass_rate/")
    assert told(body) == "全省：尚无数据" and "<svg viewBox" not in body.split('id="finding"')[1]
    assert client.get("/numbers/food_pass_rate.svg").status_code == 404


def test_all_indicators_by_region_for_one_period(client: Client) -> None:
    body = page(client, "/numbers/heat/?period=2025")
    assert "药品监督抽检合格率" in body and "99.00" in body and "98.57" in body
    rows = client.get("/numbers/heat.json?period=2025").json()["cells"]
    assert len(rows) == 15 * len(definitions())
    assert client.get("/numbers/heat/?period=2025-01-01..2025-02-01").status_code == 404


@pytest.mark.parametrize(
    "period",
    [
        "2025-01-05..2025-01-10",
        "2025-01-01..2025-01-30",
        "2025-02-01..2025-01-31",
        "0001-01-01..2025-01-31",
        "0001-01-01..0001-01-31",
        "1000-01-01..2025-12-31",
        "1000",
    ],
)
def test_what_is_not_of_whole_months_or_has_too_many_is_no_period(client: Client, period: str) -> None:
    value = DRUGS.rstrip("/") + "/value"
    for address in (f"{value}/?period={period}", f"{value}.json?period={period}", f"{DRUGS}?from={period}"):
        assert client.get(address).status_code == 404, address


def test_running_months_are_a_period(client: Client) -> None:
    assert client.get(f"{DRUGS}value/?period=2025-01-01..2025-02-28").status_code == 200


def test_what_a_day_of_asking_chooses_is_said(client: Client) -> None:
    body = page(client, f"{DRUGS}value/?period=2025&on=2025-12-31")
    assert "地区隶属关系按 2025-12-31" in body and "所知" not in body
    assert client.get(f"{DRUGS}?on=0001-01-01").status_code == 404


def test_a_past_day_is_asked_of_what_is_open_to_everybody(client: Client) -> None:
    assert client.get(f"{DRUGS}?on=2025-12-31").status_code == 200
    assert client.get("/numbers/closed_on_time/?on=2025-12-31").status_code == 404
    client.force_login(office())
    assert client.get("/numbers/closed_on_time/?on=2025-12-31").status_code == 200


def test_running_totals_of_people_are_for_the_provinces_own_desks(client: Client) -> None:
    address = "/numbers/closed_on_time/?grain=cumulative&from=2025-01&to=2025-12"
    assert client.get(address).status_code == 404
    client.force_login(Officer.objects.create(username="lian", role="liaison", region=Region.objects.get(slug="hebei")))
    assert client.get(address).status_code == 404
    client.force_login(office())
    assert client.get(address).status_code == 200


def test_the_english_page_is_english(client: Client) -> None:
    body = page(client, f"/en{DRUGS}?view=heat&{YEARS}")
    assert told(body).startswith("2025: 2 with data, between 90.00 and 99.00") and "Tangshan" in body


def test_json_is_what_machines_read(client: Client) -> None:
    assert json.loads(client.get("/numbers/drug_pass_rate.json").content)["metadata"]["definition"] == "drug_pass_rate"


def test_the_interface_answers_with_the_cells_of_the_page(client: Client) -> None:
    listed = client.get("/api/numbers").json()
    assert listed["count"] == len(definitions()) and {one["key"] for one in listed["items"]} == set(definitions())
    answer = client.get(f"/api/numbers/drug_pass_rate?{YEARS}&region=tangshan").json()
    tangshan = [cell for cell in answer["cells"] if cell["region"] == "tangshan"]
    assert [cell["value"] for cell in tangshan] == [75, 99] and answer["metadata"]["demo"] is True
    assert client.get("/api/numbers/drug_pass_rate?grain=week").status_code == 404
    assert client.get("/api/numbers/nothing").status_code == 404
