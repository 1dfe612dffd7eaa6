"""提出年度路径: proposals between milestones, marked, and never without two known years."""

from __future__ import annotations

from datetime import date

from django.test import Client

from tests.factories.division import of_region, office
from tests.web.test_apportion_page import browser, propose, words
from zhiheng.division.models import Apportionment, Quota
from zhiheng.ledger.models import Ledger
from zhiheng.mechanisms.scope import everywhere
from zhiheng.reporting.demonstration import load_figures

CATALOGUE = "/plans/hebei-2023-2027/indicators/"
STANDARDS = f"{CATALOGUE}standards-led-or-joined/path/"
CERTIFICATES = f"{CATALOGUE}valid-certificates/path/"


def test_the_years_between_are_marked_as_proposals_and_the_milestones_lead_to_their_words(hebei: Ledger) -> None:
    page = browser(office()).get(STANDARDS)
    assert "2024 400 建议" in words(page) and "2025 600 方案里程碑 T16" in words(page)
    assert "不是方案的原话" in words(page)


def test_one_milestone_and_no_figure_give_no_path(hebei: Ledger) -> None:
    assert "没有需要提出的年份" in words(browser(office()).get(CERTIFICATES))


def test_the_figure_of_the_first_year_is_a_beginning_and_labelled_where_it_is_a_demonstration(hebei: Ledger) -> None:
    load_figures(date(2026, 11, 22))
    page = browser(office()).get(CERTIFICATES, {"way": "growth"})
    assert "起点：2023年数值 82,400" in words(page) and page.context["demo_shown"]
    assert "2024 90,774 建议" in words(page)


def test_a_target_of_every_year_leaves_nothing_to_propose(hebei: Ledger) -> None:
    assert "没有需要提出的年份" in words(browser(office()).get(f"{CATALOGUE}technical-upgrade-projects/path/"))


def test_what_is_to_be_held_begins_with_holding(hebei: Ledger) -> None:
    assert "2024 98 建议" in words(browser(office()).get(f"{CATALOGUE}food-sampling-pass-rate/path/"))


def test_the_path_is_proposed_with_the_years_changed_by_hand(hebei: Ledger) -> None:
    answer = propose(browser(office()), STANDARDS, way="steps", **{"hand-2024": "380", "hand-2025": "1"})
    with everywhere():
        row = Apportionment.objects.get()
        steps = {q.year: (int(q.value), q.milestone, q.by_hand) for q in Quota.objects.filter(apportionment=row)}
    assert answer["Location"] == row.get_absolute_url() and (row.axis, row.rule) == ("years", "steps")
    assert steps[2024] == (380, False, True) and steps[2025] == (600, True, False)


def test_a_wrong_number_proposes_nothing(hebei: Ledger) -> None:
    assert "有填错的数值" in words(propose(browser(office()), STANDARDS, **{"hand-2024": "四百"}))
    assert "不能为负" in words(propose(browser(office()), STANDARDS, **{"hand-2024": "-4"}))
    with everywhere():
        assert not Apportionment.objects.exists()


def test_another_way_than_the_one_seen_is_shown_first(hebei: Ledger) -> None:
    answer = propose(browser(office()), STANDARDS, way="hold", seen="2023:200")
    assert "已重新计算" in words(answer)


def test_only_the_office_finds_the_page(hebei: Ledger) -> None:
    assert browser(of_region()).get(STANDARDS).status_code == 404
    assert Client().get(STANDARDS).status_code == 302
