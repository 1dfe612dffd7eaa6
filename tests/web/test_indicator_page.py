"""指标页: what is promised, who answers for it, what it means, what the figures say."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.factories.ledger import FRUIT, ledger_of
from tests.factories.reporting import FigureFactory
from tests.factories.values import judged, published
from zhiheng.directory.models import Officer, Region
from zhiheng.ledger.models import Indicator, Ledger
from zhiheng.reporting.demonstration import load_figures
from zhiheng.reporting.models import Figure

COMPLAINTS = "complaints-closed-on-time"


@pytest.fixture
def province(hebei: Ledger) -> Ledger:
    """The bundled plan with the demonstration province."""
    load_figures(date(2026, 11, 22))
    return hebei


def page(client: Client, slug: str, ledger: str = "hebei-2023-2027", query: str = "") -> str:
    response = client.get(f"/plans/{ledger}/indicators/{slug}/{query}")
    assert response.status_code == 200
    return str(response.content.decode())


def test_a_stranger_reads_who_is_responsible_what_is_promised_and_the_words(client: Client, hebei: Ledger) -> None:
    body = page(client, COMPLAINTS)
    assert "消费投诉按期办结率" in body and "2025年" in body and "≥ 95%" in body and "省市场监管局" in body
    target = Indicator.objects.get(ledger=hebei, slug=COMPLAINTS).targets.get()
    assert target.quote in body
    assert target.quote_url.replace("&", "&amp;") in body


def test_promises_of_chapter_one_have_no_unit_and_none_is_guessed(client: Client, hebei: Ledger) -> None:
    body = page(client, "manufacturing-pass-rate")
    assert "没有为这个指标写明责任单位" in body


def test_a_definition_stands_with_its_source_and_its_doubt(client: Client, hebei: Ledger) -> None:
    row = Indicator.objects.get(ledger=hebei, slug=COMPLAINTS)
    assert row.definition and row.definition_source and not row.definition_certain
    body = page(client, COMPLAINTS)
    assert row.definition in body and row.definition_source in body and "尚待主管部门确认" in body


def test_without_figures_the_page_says_what_would_fill_it(client: Client, hebei: Ledger) -> None:
    body = page(client, COMPLAINTS)
    assert "尚无数据" in body and '<figure class="chart"' not in body and "demo-banner" not in body


def test_demonstration_figures_are_drawn_and_called_so(client: Client, province: Ledger) -> None:
    body = page(client, COMPLAINTS)
    assert "demo-banner" in body and "demo-badge" in body
    assert body.count('class="chart-dot"') == 4, "2023 to 2026"
    assert body.count('class="chart-target"') == 1, "the plan names 2025 and no other year"
    assert "纵轴不从 0 开始" in body


def test_the_province_is_the_sum_of_numerators_over_denominators(client: Client, hebei: Ledger) -> None:
    row = Indicator.objects.get(ledger=hebei, slug=COMPLAINTS)
    regions = list(Region.objects.reporting(date(2025, 12, 31)))
    Figure.objects.bulk_create(
        Figure(
            indicator=row,
            region=region,
            year=2025,
            value=100 if n else 50,
            numerator=10 if n else 500,
            denominator=10 if n else 1000,
            source="试",
        )
        for n, region in enumerate(regions)
    )
    body = page(client, COMPLAINTS)
    # (500 + 13 × 10) / (1000 + 13 × 10), and not the mean of one 50 % and thirteen 100 %.
    assert "55.75%" in body and "96.4" not in body
    assert "演示数据" not in body


def test_a_region_that_did_not_report_is_not_a_zero(client: Client, province: Ledger) -> None:
    row = Indicator.objects.get(ledger=province, slug=COMPLAINTS)
    newest = row.figures.order_by("-year", "-quarter").first()
    row.figures.filter(region__slug="tangshan", year=newest.year, quarter=newest.quarter).delete()
    body = page(client, COMPLAINTS)
    line = next(part for part in body.split("<tr>") if "/regions/tangshan/" in part)
    assert "未报" in line and ">0<" not in line


def test_the_public_sees_regions_in_the_order_of_documents_and_officers_may_rank(
    client: Client, province: Ledger
) -> None:
    def order(body: str) -> list[str]:
        return re.findall(r'<th scope="row"><a href="/regions/([^/]+)/', body)

    usual = order(page(client, COMPLAINTS))
    assert len(usual) == 14 and usual[0] == "shijiazhuang" and usual[-1] == "xiongan"
    assert order(page(client, COMPLAINTS, query="?sort=value")) == usual
    client.force_login(Officer.objects.create(username="lan", display_name="演示用户·兰", role="office"))
    ranked = order(page(client, COMPLAINTS, query="?sort=value"))
    assert ranked != usual and sorted(ranked) == sorted(usual)


@pytest.mark.parametrize("slug", ["standards-led-or-joined", "manufacturing-pass-rate", "public-measurement-standards"])
def test_a_promise_that_cannot_be_drawn_is_still_in_the_table(client: Client, province: Ledger, slug: str) -> None:
    row = Indicator.objects.get(ledger=province, slug=slug)
    body = page(client, slug)
    assert all(target.promise in body for target in row.targets.all())


@pytest.mark.django_db
def test_an_indicator_that_was_dropped_says_since_which_edition(client: Client) -> None:
    ledger = ledger_of(FRUIT)
    slug = ledger.indicators.get(name="果品抽检合格率").slug
    ledger_of(FRUIT.replace("到2025年,果品抽检合格率达到97%以上。", "提高果品质量。"))
    body = page(client, slug, "guopin")
    assert "只见于第 1 版" in body and "≥ 97%" in body


def test_an_unknown_indicator_is_not_found(client: Client, hebei: Ledger) -> None:
    assert client.get(f"/plans/{hebei.slug}/indicators/nichts/").status_code == 404


def test_the_english_page_has_the_english_name_and_definition(client: Client, hebei: Ledger) -> None:
    row = Indicator.objects.get(ledger=hebei, slug=COMPLAINTS)
    body = client.get(f"/en/plans/{hebei.slug}/indicators/{COMPLAINTS}/").content.decode()
    assert row.name_en in body and row.definition_en in body


def test_queries_do_not_grow_with_the_figures(
    client: Client, province: Ledger, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(24):
        page(client, "manufacturing-pass-rate")


def test_what_was_reported_otherwise_than_it_was_computed_stands_beside_it(client: Client, hebei: Ledger) -> None:
    judged(40, passed=38)
    published()
    FigureFactory(of="drug-sampling-pass-rate", value=99)
    body = page(client, "drug-sampling-pass-rate")
    assert 'id="disputes"' in body and "两个值并列" in body
    assert 'href="/numbers/drug_pass_rate/value/?period=2025">95</a>' in body
    home = client.get("/").content.decode()
    assert 'indicators/drug-sampling-pass-rate/#disputes">与填报值不一致' in home


def test_a_computed_indicator_leads_to_how_it_is_computed(client: Client, hebei: Ledger) -> None:
    judged(40, passed=38)
    published("hebei", "tangshan")
    body = page(client, "drug-sampling-pass-rate")
    assert 'href="/numbers/drug_pass_rate/">怎么算出来的' in body and "没有记录，或者人太少不公布" in body
