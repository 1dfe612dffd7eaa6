"""消费投诉公示: what everybody sees at once after a move, and what nobody can work out."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.factories.complaints import complaint, does, handles, holds, region
from tests.factories.registers import FIRM
from zhiheng.indicators.small_cells import Told
from zhiheng.mechanisms.scope import everywhere
from zhiheng.systems.complaints.models import Complaint, OdrMember
from zhiheng.web.score_cards import odr_rate
from zhiheng.web.views.complaints_public import ASKED_AGAIN, lately

pytestmark = pytest.mark.django_db
CARD = f"/complaints/firms/{FIRM}/"


@pytest.fixture
def today() -> str:
    return timezone.localdate().isoformat()


def closed(today: str, number: int, *, rated: str = "", **said: Any) -> list[Complaint]:
    """Complaints that were accepted and ended with an agreement today, and rated."""
    made = []
    for _ in range(number):
        case = complaint(today, **said)
        with handles(case.region.slug):
            does(case, "accept", today)
            does(case, "agree", today)
        if rated:
            with holds(case):
                does(case, "rate", today, solved="yes" if rated > "2" else "no", satisfaction=rated)
        made.append(case)
    return made


def card_of(client: Client) -> dict[str, Told]:
    card = client.get(CARD).context["card"]
    return {"closed": card.closed, "solved": card.solved, "satisfied": card.satisfied}


def test_closed_solved_and_satisfied_stand_apart(client: Client, today: str) -> None:
    closed(today, 6, rated="5")
    closed(today, 5, rated="3")
    closed(today, 5, rated="1")
    assert card_of(client) == {"closed": Told(15, 19), "solved": Told(10, 14), "satisfied": Told(5, 9)}
    assert "15 至 19" in client.get(CARD).content.decode()


def test_one_more_complaint_is_not_seen_on_a_card(client: Client, today: str) -> None:
    closed(today, 4, rated="5")
    assert card_of(client) == {"closed": Told(0, 4), "solved": Told(0, 4), "satisfied": Told(0, 4)}
    closed(today, 2, rated="5")
    before = card_of(client)
    closed(today, 1, rated="1")
    assert card_of(client) == before == {"closed": Told(5, 9), "solved": Told(5, 9), "satisfied": Told(5, 9)}


def test_the_odr_rate_of_a_card_is_that_of_the_quarters_that_are_over() -> None:
    for day, ends in (("2026-11-22", "2026-09-30"), ("2026-03-31", "2025-12-31")):
        period, shown = odr_rate(FIRM, date.fromisoformat(day))
        assert period.ends == date.fromisoformat(ends) and (period.ends - period.begins).days == 364
        assert shown.value is None


def test_each_move_is_on_the_page_at_once(client: Client, today: str) -> None:
    closed(today, 5)
    assert "5 件中的 5 件" in client.get("/complaints/").content.decode()
    (last,) = closed(today, 1)
    assert "6 件中的 6 件" in client.get("/complaints/").content.decode()
    with handles():
        does(last, "publish", today)
    assert "消费者购买电水壶不通电" in client.get("/complaints/").content.decode()
    with handles():
        does(last, "unpublish", today)
    assert "消费者购买电水壶不通电" not in client.get("/complaints/").content.decode()


def test_between_two_visitors_of_one_moment_nothing_is_counted_anew(
    django_assert_num_queries: Any,
) -> None:
    lately.cache_clear()
    first = lately(1)
    with django_assert_num_queries(0):
        assert lately(1) is first
    assert ASKED_AGAIN < 5
    complaint(timezone.localdate().isoformat())
    assert lately(2).hash != first.hash
    lately.cache_clear()


def test_every_number_opens_down_to_its_records(client: Client, today: str) -> None:
    closed(today, 9)
    for by, within in (("region", "region=shijiazhuang"), ("field", "within=field%3Aappliances")):
        page = client.get("/complaints/", {"by": by, "measure": "mediated"})
        (address,) = [each for _, one, each in page.context["table"] if one.value is not None]
        assert address == f"/numbers/mediated/value/?period={today[:4]}&{within}"
        assert f'href="{address.replace("&", "&amp;")}"' in page.content.decode()
    assert client.get(address).context["cell"].found.denominator == 9


def test_a_firm_is_found_by_a_part_of_its_name_or_by_its_code(client: Client, today: str) -> None:
    closed(today, 5)
    for asked in ("某商", FIRM, FIRM.lower()):
        assert CARD in client.get("/complaints/", {"q": asked}).content.decode()
    nothing = client.get("/complaints/", {"q": "别家"}).content.decode()
    assert CARD not in nothing and "没有找到已办结的投诉" in nothing


def test_nothing_of_the_people_is_on_any_public_page(client: Client, today: str) -> None:
    (case,) = closed(today, 1, facts="我叫王小明，电话13800138000")
    with handles():
        does(case, "publish", today)
    for path in ("/complaints/", "/complaints/?q=某商", CARD, "/complaints/figures.json", "/complaints/figures.csv"):
        shown = client.get(path).content.decode()
        assert "王小明" not in shown and "13800138000" not in shown and case.number not in shown


def test_regions_and_fields_are_divided_without_telling_the_small_ones(client: Client, today: str) -> None:
    closed(today, 9)
    with everywhere():
        OdrMember.objects.create(code="ODR-1", name="某某商场", firm_code=FIRM, region=region())
    figures = json.loads(client.get("/complaints/figures.json").content)["figures"]
    rows = [row for row in figures if row["measure"] == "closed_on_time" and row["group"] == "region"]
    assert len(rows) == 14
    assert {row["group_name"]: row["denominator"] for row in rows}["石家庄市"] == 9
    assert all(row["denominator"] is None or row["denominator"] >= 5 or row["denominator"] == 0 for row in figures)


def rows_of(client: Client, **asked: str) -> dict[str, Any]:
    """How many mediations the file tells of, by the name of the region."""
    figures = json.loads(client.get("/complaints/figures.json", asked).content)["figures"]
    return {
        row["group_name"]: row["denominator"]
        for row in figures
        if row["measure"] == "mediated" and row["group"] != "field"
    }


def test_what_a_table_withholds_of_a_region_its_own_page_withholds_too(client: Client, today: str) -> None:
    closed(today, 9)
    closed(today, 3, slug="tangshan-lubei")
    closed(today, 20, slug="langfang-anci")
    whole = rows_of(client)
    assert (whole["全省"], whole["廊坊市"], whole["石家庄市"], whole["唐山市"]) == (32, 20, None, None)
    for slug in ("shijiazhuang", "shijiazhuang-qiaoxi", "tangshan", "tangshan-lubei"):
        assert {number for number in rows_of(client, region=slug).values()} == {None}
        page = client.get("/complaints/", {"region": slug})
        assert [one.withheld for one, _ in page.context["measures"] if one.definition.key == "mediated"] == [True]
        assert "件数少" in page.content.decode()
        assert {line.split(",")[8] for line in of_regions(client, slug)} == {""}
    assert rows_of(client, region="langfang")["安次区"] == rows_of(client, region="langfang-anci")["安次区"] == 20


def of_regions(client: Client, slug: str) -> list[str]:
    """The same in the lines of the csv, for a region and those below it."""
    lines = client.get("/complaints/figures.csv", {"region": slug}).content.decode().splitlines()[1:]
    return [line for line in lines if line.startswith("mediated,") and ",field," not in line]


def test_a_small_quarter_is_not_what_a_year_leaves_of_the_others(client: Client) -> None:
    closed("2026-02-03", 9)
    closed("2026-05-06", 3)
    assert rows_of(client, period="2026")["全省"] == 12
    assert {rows_of(client, period=f"2026Q{quarter}")["全省"] for quarter in range(1, 5)} == {None}
    closed("2026-05-07", 3)
    assert [rows_of(client, period=f"2026Q{quarter}")["全省"] for quarter in range(1, 5)] == [9, 6, 0, 0]


@pytest.mark.parametrize("query", ["period=abc", "period=2026-09", "region=nirgends", "by=firm", "measure=unknown"])
def test_an_odd_address_is_no_page(client: Client, query: str) -> None:
    assert client.get(f"/complaints/?{query}").status_code == 404


def test_reports_are_of_no_field(client: Client) -> None:
    page = client.get("/complaints/", {"measure": "reports_checked_on_time", "by": "field"})
    assert page.context["table"] == []


def test_a_wrong_code_is_no_card_and_a_firm_without_complaints_has_an_empty_one(client: Client) -> None:
    assert client.get("/complaints/firms/123/").status_code == 404
    assert "没有已办结的投诉" in client.get(CARD).content.decode()
    assert client.get("/complaints/figures.xml").status_code == 404


def test_the_promises_of_a_firm_and_those_it_broke_are_on_its_card(client: Client, today: str) -> None:
    with everywhere():
        OdrMember.objects.create(code="ODR-7", name="某某商场", firm_code=FIRM, region=region())
    case = complaint(today)
    with handles():
        does(case, "accept", today)
        does(case, "agree", today, promise_broken="yes")
    shown = client.get(CARD).content.decode()
    assert "ODR-7" in shown and "违约记录" in shown


def test_demonstration_is_labelled(client: Client, today: str) -> None:
    for case in closed(today, 5):
        with everywhere():
            Complaint.objects.filter(pk=case.pk).update(demo=True)
    assert "demo-banner" in client.get(CARD).content.decode()
    assert "demo-badge" in client.get("/complaints/?period=" + today[:4]).content.decode()


def test_a_refusal_is_in_the_first_checks_at_once(client: Client, today: str) -> None:
    for _ in range(5):
        case = complaint(today)
        with handles():
            does(case, "refuse", today)
    assert "5 件中的 5 件" in client.get("/complaints/").content.decode()
    case = complaint(today)
    assert "5 件中的 5 件" in client.get("/complaints/").content.decode()
    with handles():
        does(case, "refuse", today)
    assert "6 件中的 6 件" in client.get("/complaints/").content.decode()
