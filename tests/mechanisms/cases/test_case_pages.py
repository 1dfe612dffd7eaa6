"""A small kind of case, with nothing but its declaration, walked through every page: that is what a new kind costs."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests.mechanisms.cases.visiting import FIRM, MONDAY, done, inspector, of_firm, overseer, sits, visit
from tests.small.models import Visit
from zhiheng.directory.models import Officer
from zhiheng.mechanisms.scope import everywhere

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small")]


def key() -> str:
    """A new key of a post."""
    return uuid.uuid4().hex


def page(client: Client, url: str, status: int = 200) -> str:
    """The text of a page."""
    answer = client.get(url)
    assert answer.status_code == status, url
    return answer.content.decode()


def post(client: Client, url: str, **sent: Any) -> Any:
    """What a post is answered."""
    return client.post(url, {"once": key(), **sent})


@pytest.fixture
def qin(client: Client) -> Officer:
    """检查办案人员 of 唐山市, signed in."""
    person = inspector()
    client.force_login(person)
    return person


def test_a_case_is_filed_by_its_handler_and_leads_a_whole_life(client: Client, qin: Officer) -> None:
    form = page(client, "/cases/visit/new/")
    assert "联系人" in form and "选填" in form
    filed = post(client, "/cases/visit/new/", region=qin.region_id, topic="电梯", person="王小明", phone="13800001111")
    row = everywhere_first()
    assert filed.status_code == 302 and filed.url == row.get_absolute_url()
    shown = page(client, filed.url)
    assert row.number in shown and "王**" in shown and "王小明" not in shown and "13800001111" not in shown
    assert "消费者权益保护法" in shown and "7 个工作日" in shown

    assert post(client, f"{filed.url}do/wait/", version=1, why="testing", note="送检三日").status_code == 302
    shown = page(client, filed.url)
    assert "送检三日" in shown and "中止中" in shown and "恢复走访" in shown and "登记走访" not in shown
    post(client, f"{filed.url}do/go_on/", version=2)
    post(client, f"{filed.url}do/visit/", version=3, found="正常", on="2026-11-20")
    assert post(client, f"{filed.url}do/answer/", version=4).status_code == 302
    assert "已答复" in page(client, filed.url)
    assert everywhere_first().closed_on


def everywhere_first() -> Visit:
    """The one visit that there is."""
    with everywhere():
        found: Visit = Visit.objects.get()
        return found


def test_what_is_wrong_is_told_beside_its_field_and_what_was_typed_stays(client: Client, qin: Officer) -> None:
    url = f"{visit().get_absolute_url()}do/visit/"
    said = post(client, url, version=1, found="一切正常", on="明天").content.decode()
    assert "“日期”要写成 2026-11-22 这样的日期。" in said and "一切正常" in said and 'value="明天"' in said
    assert everywhere_first().version == 1


def test_who_comes_second_is_told_the_new_state_and_keeps_what_was_typed(client: Client, qin: Officer) -> None:
    row = visit()
    done(row, "wait", inspector("sun"), why="away")
    answer = post(client, f"{row.get_absolute_url()}do/visit/", version=1, found="一切正常", on="2026-11-20")
    assert answer.status_code == 409
    assert "一切正常" in answer.content.decode() and "暂缓" in answer.content.decode()
    assert everywhere_first().version == 2


def test_a_quicker_colleague_who_leaves_the_act_open_costs_one_more_click(client: Client, qin: Officer) -> None:
    row = visit()
    done(done(row, "wait", inspector("sun"), why="away"), "go_on", inspector("sun"))
    answer = post(client, f"{row.get_absolute_url()}do/visit/", version=1, found="一切正常", on="2026-11-20")
    said = answer.content.decode()
    assert answer.status_code == 409 and "一切正常" in said and 'name="version" value="3"' in said


def test_a_correction_is_journalled_and_two_of_them_meet_field_by_field(client: Client, qin: Officer) -> None:
    row = visit()
    url = f"{row.get_absolute_url()}amend/"
    form = page(client, url)
    assert "现在是 138****1111" in form and "13800001111" not in form
    sent = {"version": 1, "topic": "电梯检验", "initial-topic": "计量器具检定", "size": "", "firm_name": "示例公司"}
    assert post(client, url, **sent, phone="13900002222", why="听错了").status_code == 302
    shown = page(client, row.get_absolute_url())
    assert "计量器具检定" in shown and "139****2222" in shown and "13900002222" not in shown and "听错了" in shown
    second = post(client, url, **{**sent, "topic": "锅炉检验"}, why="写错了")
    said = second.content.decode()
    assert second.status_code == 409 and "锅炉检验" in said and "电梯检验" in said


def test_a_sealed_text_is_opened_for_a_purpose_and_the_record_stands_on_the_page(client: Client, qin: Officer) -> None:
    row = visit()
    url = f"{row.get_absolute_url()}reveal/"
    assert "13800001111" not in post(client, url, field="phone", purpose="看").url
    opened = post(client, url, field="phone", purpose="回访核实情况")
    assert "13800001111" in opened.content.decode() and "no-store" in opened["Cache-Control"]
    assert "回访核实情况" in page(client, row.get_absolute_url())
    assert post(client, url, field="topic", purpose="回访核实情况").status_code == 404


def test_the_queue_begins_with_what_is_overdue_and_one_click_gives_what_is_due_today(
    client: Client, qin: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    today = MONDAY.date() + timedelta(days=9)
    monkeypatch.setattr("django.utils.timezone.localdate", lambda value=None, zone=None: day_of(value, today))
    late, now, soon = (visit(at=MONDAY + timedelta(days=days)) for days in (-5, 0, 2))
    still = done(visit(), "wait", qin, why="testing")
    shown = page(client, "/cases/")
    places = [shown.index(row.number) for row in (late, now, soon, still)]
    assert places == sorted(places)
    assert (
        "已超 3 个工作日" in shown and "今天到期" in shown and "还剩 2 个工作日" in shown and "暂缓走访：送检" in shown
    )
    alone = page(client, "/cases/?due=today")
    assert now.number in alone and late.number not in alone
    assert "没有按它筛选" in page(client, "/cases/?due=someday")


def day_of(value: Any, today: Any) -> Any:
    """The local day of a moment, or the day that this test calls today."""
    from datetime import timedelta

    return today if value is None else (value + timedelta(hours=8)).date()


def test_the_list_filters_exports_and_knows_its_columns(client: Client, qin: Officer) -> None:
    first, second = visit(), visit(topic="电梯检验")
    done(second, "wait", qin, why="away")
    assert first.number in page(client, "/cases/visit/")
    narrowed = page(client, "/cases/visit/?state=waiting")
    assert second.number in narrowed and first.number not in narrowed
    assert first.number in page(client, f"/cases/visit/?q={first.number[:14]}")
    rows = client.get("/cases/visit.json?state=asked").json()
    assert [row["topic"] for row in rows["rows"]] == ["计量器具检定"] and rows["rows"][0]["phone"] == "138****1111"
    assert client.get("/cases/visit.xlsx").status_code == 200
    assert "计量器具检定" in client.get("/cases/visit.csv").content.decode("utf-8-sig")
    assert client.get("/cases/visit.pdf").status_code == 404
    sorted_by = client.get("/cases/visit.json?sort=-number").json()["rows"]
    assert [row["number"] for row in sorted_by] == sorted([first.number, second.number], reverse=True)
    for beyond in ("phone", "topic"):
        assert f"不能按“{beyond}”排序" in page(client, f"/cases/visit/?sort={beyond}")


def test_more_cases_than_anybody_turns_over_are_not_counted(
    client: Client, qin: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("zhiheng.mechanisms.listing.bounded.BOUND", 2)
    monkeypatch.setattr("zhiheng.mechanisms.cases.waiting.BOUND", 2)
    for number in range(4):
        visit(topic=f"第{number}件")
    assert "超过 2 行" in page(client, "/cases/visit/") and "2+" in page(client, "/cases/")
    assert client.get("/cases/visit.json").json()["metadata"]["rows"] == 4


def test_everybody_reads_what_is_published_and_nothing_else(client: Client) -> None:
    qin = inspector()
    open_one, closed = visit(), visit(topic="电梯检验")
    for step, said in (("visit", {"found": "正常", "on": "2026-11-18"}), ("answer", {})):
        closed = done(closed, step, qin, **said)
    shown = page(client, "/public/visit/")
    assert closed.number in shown and open_one.number not in shown and "王" not in shown
    assert client.get("/public/visit.json").json()["metadata"]["rows"] == 1
    client.force_login(inspector("bai", "baoding"))
    assert closed.number in page(client, "/public/visit/")
    page(client, "/public/nothing/", 404)


def test_a_stranger_signs_in_and_whoever_has_no_cases_finds_no_such_page(client: Client) -> None:
    row = visit()
    urls = ["/cases/", "/cases/visit/", row.get_absolute_url(), f"{row.get_absolute_url()}do/wait/"]
    for url in urls:
        assert client.get(url).status_code == 302
    client.force_login(Officer.objects.create(username="gu", display_name="Gu", role="audit_admin"))
    for url in urls:
        page(client, url, 404)


def test_a_handler_of_another_city_finds_nothing_and_does_nothing(client: Client) -> None:
    row = visit()
    client.force_login(inspector("bai", "baoding"))
    assert row.number not in page(client, "/cases/") + page(client, "/cases/visit/")
    page(client, row.get_absolute_url(), 404)
    assert post(client, f"{row.get_absolute_url()}do/wait/", version=1, why="away").status_code == 404
    assert post(client, f"{row.get_absolute_url()}reveal/", field="phone", purpose="回访核实情况").status_code == 404
    assert everywhere_first().version == 1


def test_the_working_group_sees_all_but_what_was_written_and_handles_nothing(client: Client) -> None:
    row = done(visit(), "wait", inspector(), why="testing", note="内部说明")
    client.force_login(overseer())
    shown = page(client, row.get_absolute_url())
    assert "现在可以办理" not in shown and row.number in page(client, "/cases/")
    assert "送检" in shown and "Qin" in shown and "内部说明" not in shown and "所填内容由办理人查看" in shown
    page(client, f"{row.get_absolute_url()}do/wait/", 404)
    page(client, f"{row.get_absolute_url()}amend/", 404)
    page(client, "/cases/visit/new/", 404)


def test_a_firm_sees_its_own_case_without_the_person_and_the_words_of_others(client: Client) -> None:
    qin, row = inspector(), visit(firm_code=FIRM, firm_sees=True, size=37)
    row = done(done(row, "note", qin, said="另行核查"), "wait", qin, why="testing", note="内部说明")
    client.force_login(of_firm())
    shown = page(client, row.get_absolute_url())
    assert "计量器具检定" in shown and "企业说明" in shown and "恢复走访" not in shown
    assert "王" not in shown and "138" not in shown and "内部" not in shown and "Qin" not in shown
    assert "人数" not in shown and "人数" not in page(client, "/cases/visit/?columns=size")
    assert post(client, f"{row.get_absolute_url()}do/remark/", version=3, said="已整改").status_code == 302
    assert "已整改" in page(client, row.get_absolute_url())
    page(client, f"{row.get_absolute_url()}do/go_on/", 404)
    assert "phone" not in client.get("/cases/visit.json?columns=phone,person").json()["rows"][0]
    client.force_login(of_firm("lu", "91130100MA0ABCDE2X"))
    page(client, row.get_absolute_url(), 404)


def test_a_reason_stands_beside_what_cannot_be_done_today(client: Client, qin: Officer) -> None:
    row = done(visit(topic=""), "visit", qin, found="正常", on="2026-11-18")
    assert "先写明事项" in page(client, row.get_absolute_url())
    assert post(client, f"{row.get_absolute_url()}do/answer/", version=2).status_code == 409


def test_the_same_post_sent_ten_times_is_one_move(client: Client, qin: Officer) -> None:
    row, sent = visit(), {"once": key(), "version": 1, "why": "away"}
    answers = {client.post(f"{row.get_absolute_url()}do/wait/", sent).status_code for _ in range(10)}
    assert answers == {302}
    with sits(qin):
        assert Visit.objects.get(pk=row.pk).moves.count() == 2


def test_the_pages_are_english_for_who_reads_english(client: Client, qin: Officer) -> None:
    row = visit()
    shown = page(client, f"/en{row.get_absolute_url()}")
    assert "What can be done now" in shown and "working days" in shown


def test_the_officers_own_page_gathers_what_is_due_and_the_menu_leads_to_it(client: Client, qin: Officer) -> None:
    row = visit()
    shown = page(client, "/mine/")
    assert row.number in shown and 'href="/cases/"' in shown
    client.force_login(Officer.objects.create(username="gu", display_name="Gu", role="audit_admin"))
    assert 'href="/cases/"' not in page(client, "/mine/")
