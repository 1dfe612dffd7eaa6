"""我的页面 of people in different posts."""

from __future__ import annotations

from django.test import Client

from tests.factories.reporting import FigureFactory
from zhiheng.directory.models import Officer, Region, Unit
from zhiheng.ledger.models import Ledger


def mine(client: Client, **post: object) -> str:
    officer = Officer.objects.create_user("li", display_name="李某", **post)
    client.force_login(officer)
    return client.get("/mine/").content.decode()


def test_a_stranger_is_asked_to_sign_in_first(client: Client, hebei: Ledger) -> None:
    assert client.get("/mine/")["Location"] == "/login/?next=/mine/"


def test_a_city_s_liaison_sees_the_newest_figure_of_each_indicator(client: Client, hebei: Ledger) -> None:
    FigureFactory(at="tangshan", year=2024, value=91)
    FigureFactory(at="tangshan", year=2025, value=97, demo=True)
    html = mine(client, role="liaison", region=Region.objects.get(slug="tangshan"))
    assert "唐山市" in html and ">97%<" in html and ">91%<" not in html
    assert 'class="demo-badge"' in html and 'class="demo-banner"' in html


def test_a_city_without_figures_is_told_so(client: Client, hebei: Ledger) -> None:
    assert "本地区尚无数值" in mine(client, region=Region.objects.get(slug="xinji"))


def test_a_unit_that_no_plan_names_is_told_so(client: Client, hebei: Ledger) -> None:
    unit = Unit.objects.named_or_new("省档案馆")[0]
    html = mine(client, unit=unit)
    assert "没有任务点名本单位" in html and "没有目标由本单位负责" in html


def test_an_administrator_has_a_page_too(client: Client, hebei: Ledger) -> None:
    assert "不属于任何单位或地区" in mine(client, role="system_admin")


def test_a_demonstration_account_says_that_it_is_one(client: Client, hebei: Ledger) -> None:
    assert "演示账号" in mine(client, demo=True)
