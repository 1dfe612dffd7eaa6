"""方案的页面: what waits is a proposal, a second person decides, and a region finds its own share there."""

from __future__ import annotations

from uuid import uuid4

from django.test import Client

from tests.factories.apportioning import decided, proposed, reviewer, target
from tests.factories.division import of_region, of_unit, office
from tests.factories.uploading import send
from tests.web.test_apportion_page import browser, words
from zhiheng.division.models import Apportionment
from zhiheng.ledger.models import Ledger
from zhiheng.mechanisms.scope import everywhere

PAGE = "/plans/hebei-2023-2027/indicators/technical-upgrade-projects/"


def fresh(row: Apportionment) -> Apportionment:
    with everywhere():
        return Apportionment.objects.get(pk=row.pk)


def test_a_proposal_says_that_it_is_one_and_shows_all_shares_to_the_office(hebei: Ledger) -> None:
    row = proposed(target(hebei, "T38"), office("li"))
    page = words(browser(office("wang")).get(row.get_absolute_url()))
    assert "这是建议，不是方案的原话" in page and "建议（未批准）" in page
    assert "石家庄市 10,640,458 ÷ 74,610,235 × 5,000 = 713.07 713" in page and "合计 5,000 与目标值一致" in page


def test_the_second_person_approves_on_the_page(hebei: Ledger) -> None:
    row = proposed(target(hebei, "T38"), office("li"))
    send(browser(office("wang")), row.get_absolute_url(), act="approve", version="1")
    assert fresh(row).state == "approved" and fresh(row).decided_by == office("wang")


def test_the_proposer_sees_no_button_to_approve_and_a_forged_post_is_told(hebei: Ledger) -> None:
    row = proposed(target(hebei, "T38"), office("li"))
    client = browser(office("li"))
    page = client.get(row.get_absolute_url()).content.decode()
    assert 'value="approve"' not in page and 'value="withdraw"' in page
    send(client, row.get_absolute_url(), act="approve", version="1")
    assert "提出人不能批准" in words(client.get(row.get_absolute_url()))
    assert fresh(row).state == "proposed"


def test_a_return_without_a_reason_is_asked_for_it(hebei: Ledger) -> None:
    row = proposed(target(hebei, "T38"), office("li"))
    client = browser(office("wang"))
    assert "退回要写明理由" in words(send(client, row.get_absolute_url(), act="return", version="1", why=" \x00"))
    send(client, row.get_absolute_url(), act="return", version="1", why="雄安另议")
    assert (fresh(row).state, fresh(row).reason) == ("returned", "雄安另议")


def test_a_page_opened_before_somebody_else_decided_changes_nothing(hebei: Ledger) -> None:
    row = decided(proposed(target(hebei, "T38"), office("li")), office("wang"), "return", "重算")
    client = browser(office("zhao"))
    assert send(client, row.get_absolute_url(), act="approve", version="1").status_code == 302
    assert "已退回" in words(client.get(row.get_absolute_url())) and fresh(row).state == "returned"


def test_a_stale_version_of_what_still_waits_is_told(hebei: Ledger) -> None:
    row = proposed(target(hebei, "T38"), office("li"))
    client = browser(office("wang"))
    send(client, row.get_absolute_url(), act="approve", version="0")
    assert "有了变动" in words(client.get(row.get_absolute_url())) and fresh(row).state == "proposed"


def test_a_region_finds_its_own_share_and_no_others_and_nothing_before_the_approval(hebei: Ledger) -> None:
    row = proposed(target(hebei, "T38"), office("li"))
    client = browser(of_region("chen", "tangshan"))
    assert client.get(row.get_absolute_url()).status_code == 404
    assert "分解与年度路径" not in words(client.get(PAGE))
    decided(row, office("wang"))
    shown = client.get(row.get_absolute_url())
    assert "唐山市 7,717,983 517" in words(shown) and "已批准" in words(shown)
    assert "石家庄" not in words(shown) and "合计" not in words(shown) and "变更记录" not in words(shown)
    on_indicator = client.get(PAGE).content.decode()
    section = on_indicator[on_indicator.index('id="shares"') : on_indicator.index('id="figures"')]
    assert "唐山市" in section and "石家庄市" not in section and "apportion/" not in section


def test_a_stranger_sees_no_share_on_the_indicator_page_and_signs_in_for_a_proposal(hebei: Ledger) -> None:
    row = decided(proposed(target(hebei, "T38"), office("li")), office("wang"))
    assert "分解与年度路径" not in words(Client().get(PAGE))
    assert Client().get(row.get_absolute_url()).status_code == 302


def test_who_may_not_know_it_finds_nothing(hebei: Ledger) -> None:
    row = proposed(target(hebei, "T38"), office("li"))
    for other in (of_unit("zhou"), of_region("chen", "tangshan"), reviewer("sun", "tangshan")):
        client = browser(other)
        assert client.get(row.get_absolute_url()).status_code == 404
        assert send(client, row.get_absolute_url(), act="approve", version="1").status_code == 404
    assert browser(office("li")).get(f"/apportionments/{uuid4()}/").status_code == 404
    assert send(browser(office("li")), row.get_absolute_url(), act="burn", version="1").status_code == 404


def test_what_is_approved_leads_to_its_successor_and_back_to_the_form(hebei: Ledger) -> None:
    first = decided(proposed(target(hebei, "T38"), office("li"), "equal"), office("wang"))
    client = browser(office("li"))
    assert f"{PAGE}apportion/?rule=equal&amp;target=T38" in client.get(first.get_absolute_url()).content.decode()
    second = decided(proposed(target(hebei, "T38"), office("li")), office("wang"))
    page = client.get(first.get_absolute_url()).content.decode()
    assert "已被后来批准的方案替代" in page and second.get_absolute_url() in page
    assert first.get_absolute_url() in client.get(second.get_absolute_url()).content.decode()


def test_the_indicator_page_of_the_office_shows_what_waits_as_a_proposal(hebei: Ledger) -> None:
    proposed(target(hebei, "T38"), office("li"))
    page = words(browser(office("wang")).get(PAGE))
    assert "分解与年度路径" in page and "建议，待批准" in page and "提出年度路径" in page
