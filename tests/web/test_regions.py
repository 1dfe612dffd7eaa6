"""Mr Wei of 定州 looks for his city, which is counted apart."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.test import Client

from zhiheng.directory.models import Region
from zhiheng.ledger.models import Ledger
from zhiheng.reporting.demonstration import load_figures
from zhiheng.reporting.models import Figure


def test_fourteen_squares_hold_every_county_once(client: Client, hebei: Ledger) -> None:
    page = client.get("/regions/").content.decode()
    assert "14 个地区向省里填报，合起来是全省 167 个县(市、区)" in page
    counties = [int(n) for n in re.findall(r"<span>(\d+) 个县区</span>", page)]
    assert (len(counties), sum(counties)) == (14, 167)


def test_squares_are_read_in_the_order_of_the_province(client: Client, hebei: Ledger) -> None:
    page = client.get("/regions/").content.decode()
    names = re.findall(r"<strong>([^<]+)</strong><span>\d", page)
    assert names[:4] == ["石家庄", "承德", "张家口", "秦皇岛"] and names[-3:] == ["定州", "辛集", "雄安"]


def test_every_reporting_region_has_a_square_of_its_own(client: Client, hebei: Ledger) -> None:
    page = client.get("/regions/").content.decode()
    places = re.findall(r"tile-r\d tile-c\d", page)
    assert len(places) == len(set(places)) == 14


def test_the_five_counties_that_the_trees_place_differently_are_named(client: Client, hebei: Ledger) -> None:
    page = client.get("/regions/").content.decode()
    assert all(f">{name}</a></th>" in page for name in ("定州市", "辛集市", "容城县", "安新县", "雄县"))


def test_a_city_lists_its_counties_and_those_that_report_elsewhere(client: Client, hebei: Ledger) -> None:
    page = client.get("/regions/baoding/").content.decode()
    mine, elsewhere = page.split("不在这里汇总")
    assert "涿州市" in mine and "130681" in mine and "容城县" not in mine
    assert "由雄安新区填报" in elsewhere and "单独填报" in elsewhere


def test_the_overlay_says_that_it_is_one(client: Client, hebei: Ledger) -> None:
    page = client.get("/regions/xiongan/").content.decode()
    assert "没有 GB/T 2260 代码" in page and "安新县" in page and "2017-04-01" in page


def test_a_county_that_is_counted_apart_says_so(client: Client, hebei: Ledger) -> None:
    assert "单独填报；汇总时不计入保定市" in client.get("/regions/dingzhou/").content.decode()
    assert "数值由雄安新区填报" in client.get(Region.objects.get(gb_code="130638").get_absolute_url()).content.decode()


def test_without_figures_nothing_is_shown_as_zero(client: Client, hebei: Ledger) -> None:
    page = client.get("/regions/shijiazhuang/").content.decode()
    assert "尚无数据" in page and "demo-banner" not in page and "各项指标" not in page


def test_figures_stand_against_the_province_of_the_same_period_with_the_badge(client: Client, hebei: Ledger) -> None:
    load_figures(date(2026, 11, 22))
    page = client.get("/regions/shijiazhuang/").content.decode()
    assert "demo-banner" in page and page.count("demo-badge") > 10
    own = Figure.objects.get(
        indicator__slug="complaints-closed-on-time", region__slug="shijiazhuang", year=2026, quarter=3
    )
    row = next(part for part in page.split("<tr>") if "消费投诉按期办结率" in part)
    assert own.plain_value in row and "2026Q3" in row


def test_a_region_that_did_not_report_is_not_a_zero(client: Client, hebei: Ledger) -> None:
    load_figures(date(2026, 11, 22))
    Figure.objects.filter(region__slug="handan", indicator__slug="complaints-closed-on-time").delete()
    page = client.get("/regions/handan/").content.decode()
    row = next(part for part in page.split("<tr>") if "消费投诉按期办结率" in part)
    assert "未报" in row and "项未报" in page


def test_the_province_is_not_compared_with_itself(client: Client, hebei: Ledger) -> None:
    load_figures(date(2026, 11, 22))
    page = client.get("/regions/hebei/").content.decode()
    assert "比全省" not in page and "全省最新一期的数值" in page


def test_an_unknown_region_is_not_found(client: Client, hebei: Ledger) -> None:
    assert client.get("/regions/atlantis/").status_code == 404


@pytest.mark.parametrize("slug", ["hebei", "shijiazhuang", "xinji", "xiongan", "baoding-xiongxian"])
def test_a_region_costs_few_queries(
    client: Client, hebei: Ledger, slug: str, django_assert_max_num_queries: object
) -> None:
    load_figures(date(2026, 11, 22))
    with django_assert_max_num_queries(18):  # type: ignore[operator]
        client.get(f"/regions/{slug}/")
