"""The first page: are the promises kept?"""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.factories.reporting import FigureFactory
from zhiheng.ledger.models import Deadline, Ledger, Target, Task
from zhiheng.web.views.home import ahead, chapters


def page(client: Client, address: str = "/") -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html))


def test_without_figures_the_page_says_so_and_shows_what_is_promised(client: Client, hebei: Ledger) -> None:
    html = page(client)
    assert "目前还没有任何数值" in html
    assert "消费投诉按期办结率" in html and "≥ 95%" in html
    assert "演示数据" not in html
    assert "未兑现" not in words(html)


def test_one_sentence_tells_a_citizen_how_the_promises_stand(client: Client, hebei: Ledger) -> None:
    FigureFactory(value=Decimal("93.1"))
    FigureFactory(of="drug-sampling-pass-rate", year=2023, quarter=1, value=Decimal("99.4"))
    said = words(page(client))
    assert "方案共有 49 项目标：1 项未兑现，1 项已兑现；" in said


def test_a_missed_promise_stands_before_a_kept_one_with_reason_and_unit(client: Client, hebei: Ledger) -> None:
    FigureFactory(value=Decimal("93.1"))
    FigureFactory(of="drug-sampling-pass-rate", year=2023, quarter=1, value=Decimal("99.4"))
    html = page(client)
    assert html.index('id="state-missed"') < html.index('id="state-kept"') < html.index('id="state-no_data"')
    missed = html[html.index('id="state-missed"') : html.index('id="state-kept"')]
    assert "消费投诉按期办结率" in missed and "93.1%" in missed and "省市场监管局" in missed
    assert "/plans/hebei-2023-2027/indicators/complaints-closed-on-time/" in missed


def test_demonstration_figures_are_labelled_on_top_and_beside(client: Client, hebei: Ledger) -> None:
    FigureFactory(demo=True)
    html = page(client)
    assert 'class="demo-banner"' in html
    assert html.count('class="demo-badge"') >= 2


def test_the_eight_chapters_lead_to_their_tasks(client: Client, hebei: Ledger) -> None:
    found = chapters(hebei.edition_in_force())
    assert len(found) == 8
    assert sum(chapter.tasks for chapter in found) == 27
    assert "/plans/hebei-2023-2027/tasks/?chapter=" in page(client)


def test_a_plan_with_many_parts_shows_the_chapters_above_them(client: Client, hebei: Ledger) -> None:
    document = hebei.edition_in_force()
    for task in Task.objects.filter(document=document):
        task.clause = document.clauses.get(key=task.key)
        task.save()
    found = chapters(document)
    assert len(found) == 8
    assert sum(chapter.tasks for chapter in found) == 27


def test_days_to_come_are_sorted_and_past_ones_are_left_out(hebei: Ledger) -> None:
    from datetime import date

    document = hebei.edition_in_force()
    for number, day in enumerate([date(2026, 12, 31), date(2024, 1, 1)]):
        Deadline.objects.create(
            ledger=hebei, document=document, key=str(number), start=0, end=4, sort_no=1, what="办成一件事", date=day
        )
    (only,) = ahead(document, [], date(2026, 11, 22))
    assert only.date == date(2026, 12, 31) and "quote=0-4" in only.url


def test_any_ledger_has_the_same_page_under_its_own_address(client: Client, hebei: Ledger) -> None:
    assert hebei.title in page(client, "/plans/hebei-2023-2027/")
    assert client.get("/plans/no-such-plan/").status_code == 404


def test_a_short_edition_is_said_to_be_one(client: Client, hebei: Ledger) -> None:
    assert "此为要点版，非文件原文" in page(client)


def test_a_plan_without_targets_is_not_said_to_keep_or_break_any(client: Client, hebei: Ledger) -> None:
    Target.objects.all().delete()
    said = words(page(client))
    assert "没有写可以核对的目标值" in said and "重点任务" in said
    assert "0 项" not in said and "尚无数据" not in said


def test_an_empty_system_says_how_to_load_a_plan(client: Client, db: None) -> None:
    Ledger.objects.all().delete()
    assert "还没有载入任何行动方案" in page(client)


def test_the_page_asks_the_database_a_fixed_number_of_times(
    client: Client, hebei: Ledger, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    FigureFactory()
    with django_assert_max_num_queries(20):
        client.get("/")


@pytest.mark.parametrize("address", ["/", "/en/"])
def test_both_languages_answer(client: Client, hebei: Ledger, address: str) -> None:
    html = page(client, address)
    assert ('lang="en"' in html.split(">", 2)[1]) == (address == "/en/")
    assert ("Consumer complaints closed on time" in html) == (address == "/en/")
