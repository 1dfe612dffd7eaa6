"""分解到地区: the form works out, shows its arithmetic, takes numbers by hand, and proposes only what was seen."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.factories.apportioning import reviewer
from tests.factories.division import of_region, of_unit, office
from tests.factories.uploading import send
from zhiheng.directory.models import Officer
from zhiheng.division.models import Apportionment, Quota
from zhiheng.ledger.models import Ledger, Target
from zhiheng.mechanisms.scope import everywhere
from zhiheng.reporting.demonstration import load_figures

PROJECTS = "/plans/hebei-2023-2027/indicators/technical-upgrade-projects/apportion/"
COMPLAINTS = "/plans/hebei-2023-2027/indicators/complaints-closed-on-time/apportion/"


def browser(officer: Officer) -> Client:
    client = Client()
    client.force_login(officer)
    return client


def words(answer: HttpResponse) -> str:
    """The page as text, its white space in one."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def seen(answer: HttpResponse) -> str:
    found = re.search(r'name="seen" value="([^"]*)"', answer.content.decode())
    assert found
    return found[1]


def propose(client: Client, page: str, **fields: str) -> HttpResponse:
    """Open the page, look at it, and put it forward as a browser does."""
    asked = {key: value for key, value in fields.items() if key not in ("act", "seen")}
    return send(client, page, **{"seen": seen(client.get(page, asked)), "act": "propose", **fields})


def test_the_page_shows_how_each_share_came_about(hebei: Ledger) -> None:
    page = words(browser(office()).get(PROJECTS, {"target": "T38", "rule": "population"}))
    assert "10,640,458 ÷ 74,610,235 × 5,000 = 713.07" in page
    assert "目标 5,000，合计 5,000，一致。" in page and "最大余额法" in page


def test_rows_of_the_census_that_were_not_compared_are_named(hebei: Ledger) -> None:
    page = words(browser(office()).get(PROJECTS, {"rule": "population"}))
    assert re.search(r"尚未与公报原文逐项核对.*雄安新区", page)
    assert "尚未与公报原文" not in words(browser(office()).get(PROJECTS, {"rule": "equal"}))


def test_a_number_by_hand_stays_and_the_others_share_the_rest(hebei: Ledger) -> None:
    page = words(browser(office()).get(PROJECTS, {"rule": "equal", "hand-xiongan": "２００"}))
    assert "1 ÷ 13 × 4,800 = 369.23" in page and "合计 5,000，一致" in page


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("五百个", "不是以“项”为单位的数字"),
        ("1e30", "数字太大"),
        ("-5", "为负：雄安新区"),
        ("0.5", "小数位数多于目标值：雄安新区"),
        ("9999", "多出 4,999"),
        ("NaN", "不是以“项”为单位的数字"),
    ],
)
def test_a_wrong_number_is_told_in_words_and_nothing_is_proposed(hebei: Ledger, typed: str, said: str) -> None:
    client = browser(office())
    fields = {"rule": "equal", "hand-xiongan": typed}
    assert said in words(client.get(PROJECTS, fields))
    assert propose(client, PROJECTS, **fields).status_code == 200
    with everywhere():
        assert not Apportionment.objects.exists()


def test_by_hand_says_who_is_not_filled_in_yet(hebei: Ledger) -> None:
    page = words(browser(office()).get(PROJECTS, {"rule": "hand", "hand-tangshan": "1,000"}))
    assert "目标 5,000，已填合计 1,000，还有 13 个地区没有填。" in page


def test_bases_are_the_figures_of_the_year_and_who_has_none_is_named(hebei: Ledger) -> None:
    client = browser(office())
    without = words(client.get(PROJECTS, {"rule": "base"}))
    assert "没有大于零的基数，不能按比例分解：石家庄市、承德市" in without and "None" not in without
    load_figures(date(2026, 11, 22))
    page = client.get(PROJECTS, {"rule": "base", "year": "2024"})
    assert "2024年各地数值（演示数据）" in words(page) and page.context["demo_shown"]
    assert seen(page) != seen(client.get(PROJECTS, {"rule": "base", "year": "2025"}))


def test_a_rate_is_not_divided_and_the_page_says_why(hebei: Ledger) -> None:
    page = words(browser(office()).get(COMPLAINTS))
    assert "不能相加，各地执行同一数值" in page and "14 个地区执行同一目标：≥ 95%" in page
    assert "人工填写" not in page


def test_an_indicator_without_a_number_says_so(hebei: Ledger) -> None:
    Target.objects.filter(indicator__slug="technical-upgrade-projects").update(value=None)
    assert "没有可以分解的目标" in words(browser(office()).get(PROJECTS))


def test_what_was_seen_is_proposed_with_its_bases_and_leads_to_the_proposal(hebei: Ledger) -> None:
    answer = propose(browser(office()), PROJECTS, rule="population", note="按常住人口", **{"hand-xiongan": "200"})
    with everywhere():
        row = Apportionment.objects.get()
        shares = {quota.region.slug: quota for quota in Quota.objects.filter(apportionment=row)}
    assert answer.status_code == 302 and answer["Location"] == row.get_absolute_url()
    assert (row.rule, row.note, row.proposed_by) == ("population", "按常住人口", office())
    assert "2020-11-01" in row.base_note and "公报" in row.base_note
    assert shares["tangshan"].base == 7_717_983 and not shares["tangshan"].by_hand
    assert (shares["xiongan"].value, shares["xiongan"].by_hand) == (Decimal(200), True)


def test_what_the_person_has_not_seen_is_not_proposed(hebei: Ledger) -> None:
    """Somebody types a number and presses 提出 at once: the new division is shown first."""
    client = browser(office())
    old = seen(client.get(PROJECTS, {"rule": "equal"}))
    answer = send(client, PROJECTS, act="propose", rule="equal", seen=old, **{"hand-xiongan": "200"})
    assert "已重新计算" in words(answer)
    with everywhere():
        assert not Apportionment.objects.exists()
    again = send(client, PROJECTS, act="propose", rule="equal", seen=seen(answer), **{"hand-xiongan": "200"})
    assert again.status_code == 302


def test_recalculating_writes_nothing(hebei: Ledger) -> None:
    answer = send(browser(office()), PROJECTS, act="recalculate", rule="equal", **{"hand-xiongan": "200"})
    assert "合计 5,000，一致" in words(answer)
    with everywhere():
        assert not Apportionment.objects.exists()


def test_a_second_proposal_for_the_same_target_is_told_what_waits(hebei: Ledger) -> None:
    propose(browser(office()), PROJECTS, rule="equal")
    assert "已有一份方案等待批准" in words(propose(browser(office("zhao")), PROJECTS, rule="equal", note="我的"))


@pytest.mark.parametrize("query", ["?target=T99&rule=magic&year=x", "?rule=base&year=99999999999", "?hand-nowhere=5"])
def test_nonsense_in_the_address_falls_back_to_the_usual(hebei: Ledger, query: str) -> None:
    assert browser(office()).get(PROJECTS + query).status_code == 200


@pytest.mark.parametrize("who", [of_region, of_unit, reviewer])
def test_who_may_not_propose_finds_no_such_page(hebei: Ledger, who: object) -> None:
    assert browser(who()).get(PROJECTS).status_code == 404  # type: ignore[operator]
    assert send(browser(who()), PROJECTS, act="propose", rule="equal").status_code == 404  # type: ignore[operator]


def test_a_stranger_is_asked_to_sign_in_and_an_unknown_indicator_is_no_page(hebei: Ledger) -> None:
    assert Client().get(PROJECTS)["Location"].startswith("/login/")
    assert browser(office()).get(PROJECTS.replace("technical", "unheard")).status_code == 404
