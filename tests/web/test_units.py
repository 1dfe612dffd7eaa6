"""Ms Sun looks for the unit that is responsible."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from zhiheng.directory.models import Unit
from zhiheng.ledger.models import Ledger
from zhiheng.reporting.demonstration import load_figures


def test_units_stand_by_kind_in_the_order_of_documents_with_what_is_asked_of_them(
    client: Client, hebei: Ledger
) -> None:
    page = client.get("/units/").content.decode()
    assert page.index("省政府组成部门") < page.index("省政府直属机构") < page.index("人民团体")
    assert page.index("省发展改革委") < page.index("省教育厅")
    assert "24 个单位被方案点名；任务最多的是省市场监管局，23 项。" in page


def test_the_list_costs_the_same_for_any_number_of_units(
    client: Client, hebei: Ledger, django_assert_max_num_queries: object
) -> None:
    with django_assert_max_num_queries(10):  # type: ignore[operator]
        client.get("/units/")


def test_a_unit_shows_its_names_tasks_words_and_sums(client: Client, hebei: Ledger) -> None:
    page = client.get("/units/shichang/").content.decode()
    assert "河北省市场监督管理局" in page and "承担 23 项任务、13 项目标。" in page
    assert "/plans/hebei-2023-2027/text/?quote=" in page
    assert "300,000" in page
    assert "文件只列名，没有分牵头和配合" in page
    assert "/plans/hebei-2023-2027/tasks.xlsx?unit=shichang" in page


def test_words_of_a_short_edition_are_not_called_the_document(client: Client, hebei: Ledger) -> None:
    page = client.get("/units/shichang/").content.decode()
    assert "此为要点版" in page and "看要点版" in page and "看原文" not in page


def test_promises_show_where_they_stand_with_the_demonstration_badge(client: Client, hebei: Ledger) -> None:
    without = client.get("/units/shichang/").content.decode()
    assert "demo-banner" not in without and "尚无数据" in without
    load_figures(date(2026, 11, 22))
    page = client.get("/units/shichang/").content.decode()
    assert "demo-banner" in page and "demo-badge" in page


def test_a_unit_that_became_another_says_which_and_how_sure_that_is(client: Client, hebei: Ledger) -> None:
    bank = Unit.objects.get(slug="renhang-shijiazhuang")
    page = client.get(bank.get_absolute_url()).content.decode()
    assert "人行河北省分行" in page and "现由谁承接" in page
    successor = client.get("/units/renhang-hebei/").content.decode()
    assert "承接自" in successor and "现行的方案里没有一处点到这个单位。" in successor


def test_an_unsure_fact_is_called_unsure(client: Client, hebei: Ledger) -> None:
    Unit.objects.filter(slug="renhang-shijiazhuang").update(certain=False)
    assert "待核实" in client.get("/units/renhang-shijiazhuang/").content.decode()


def test_one_page_of_a_unit_costs_the_same_for_any_number_of_tasks(
    client: Client, hebei: Ledger, django_assert_max_num_queries: object
) -> None:
    with django_assert_max_num_queries(24):  # type: ignore[operator]
        client.get("/units/shichang/")


@pytest.mark.parametrize("slug", ["nobody", "x" * 200])
def test_an_unknown_unit_is_a_friendly_404(client: Client, hebei: Ledger, slug: str) -> None:
    assert client.get(f"/units/{slug}/").status_code == 404


def test_without_a_directory_the_page_says_what_is_missing(client: Client, db: None) -> None:
    Ledger.objects.all().delete()
    Unit.objects.update(successor=None)
    Unit.objects.all().delete()
    assert "还没有任何单位" in client.get("/units/").content.decode()
