"""账号与岗位 on the web: 孙 makes and moves accounts, 钱 grants roles, 吴 reads; what 何, who is moved, still sees."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from tests.conventions.test_english import CHINESE
from tests.conventions.walk import Reader
from tests.factories.uploading import MORNING, person, read_by, send, signed_in
from zhiheng.directory import posts
from zhiheng.directory.models import KeptForm, Officer, Region, Unit
from zhiheng.mechanisms.idempotency.models import Receipt
from zhiheng.mechanisms.journal.models import Entry
from zhiheng.mechanisms.scope import everywhere

pytestmark = pytest.mark.django_db


@pytest.fixture
def sun() -> Client:
    person("wu", "audit_admin")
    return signed_in("sun", "system_admin")


@pytest.fixture
def qian() -> Client:
    return signed_in("qian", "security_admin")


def he(**changes: object) -> Officer:
    """何 of the office, at the post of 张 in 河北."""
    officer = person("he")
    Officer.objects.filter(pk=officer.pk).update(**changes)
    return Officer.objects.get(pk=officer.pk)


def page(client: Client, officer: Officer) -> str:
    return str(client.get(f"/accounts/{officer.pk}/").content.decode())


def acted(client: Client, officer: Officer, act: str, **fields: object) -> str:
    """Send one of the forms of an account as it stands now; the page that answers, empty when it was done."""
    officer.refresh_from_db()
    sent = {f"{act}-{name}": value for name, value in {"why": "工作需要", **fields}.items()}
    sent = {"act": act, "version": officer.version, **sent}
    answer = send(client, f"/accounts/{officer.pk}/", **sent)
    officer.refresh_from_db()
    return "" if answer.status_code == 302 else str(answer.content.decode())


def test_an_account_from_its_making_to_the_first_work(sun: Client, qian: Client) -> None:
    tangshan = Region.objects.get(slug="tangshan")
    sent = {"username": "xu", "display_name": "徐某", "region": tangshan.pk, "why": "新到岗"}
    answer = send(sun, "/accounts/new/", **sent)
    xu = Officer.objects.get(username="xu")
    assert answer["Location"] == f"/accounts/{xu.pk}/" and (xu.region, xu.role) == (tangshan, "")
    shown = send(sun, f"{answer['Location']}password/", version=xu.version, **{"password-why": "首次发放"})
    password = secret_in(shown.content.decode())
    assert shown["Cache-Control"] == "no-store"
    assert acted(qian, xu, "grant", role="liaison") == ""
    browser = Client()
    browser.post("/login/", {"username": "xu", "password": password})
    assert browser.get("/mine/")["Location"] == "/password/" == browser.get("/en/")["Location"].replace("/en", "")
    assert "一次性密码" in browser.get("/password/").content.decode()
    same = {"old_password": password, "new_password1": password, "new_password2": password}
    assert "不能和原密码相同" in browser.post("/password/", same).content.decode()
    browser.post("/password/", same | {"new_password1": "xin-mi-ma-2026", "new_password2": "xin-mi-ma-2026"})
    assert "徐某" in browser.get("/mine/").content.decode() and "唐山市" in browser.get("/mine/").content.decode()
    xu.refresh_from_db()
    assert not xu.first_password and xu.check_password("xin-mi-ma-2026")


def secret_in(html: str) -> str:
    found = re.search(r'<code class="secret">([\w-]{16})</code>', html)
    assert found
    return found.group(1)


def test_the_password_is_in_no_receipt_no_journal_and_not_shown_again(sun: Client) -> None:
    officer = he()
    sent = {"once": "k" * 20, "version": officer.version, "password-why": "忘记了"}
    first = send(sun, f"/accounts/{officer.pk}/password/", **sent)
    password = secret_in(first.content.decode())
    again = send(sun, f"/accounts/{officer.pk}/password/", **sent)
    assert again.status_code == 302 and password not in page(sun, officer)
    assert not [r for r in Receipt.objects.all() if password in r.content.decode() + str(r.headers)]
    assert not Entry.objects.filter(new__contains=password).exists()
    officer.refresh_from_db()
    assert officer.check_password(password)


def test_a_handed_password_ends_the_sessions_that_are_open(sun: Client) -> None:
    browser = signed_in("he")
    officer = he()
    send(sun, f"/accounts/{officer.pk}/password/", version=officer.version, **{"password-why": "丢了手机"})
    assert browser.get("/mine/")["Location"].startswith("/login/")


@pytest.mark.parametrize(
    ("role", "acts"),
    [
        ("system_admin", {"move", "close", "password"}),
        ("security_admin", {"grant"}),
        ("audit_admin", set()),
    ],
)
def test_each_administrator_is_offered_their_own_acts_and_reads_the_journal(role: str, acts: set[str]) -> None:
    officer = he()
    posts.unlock(officer, version=1, why="记一笔", by=person("sun", "system_admin"), at=MORNING)
    body = page(signed_in("zhou", role), officer)
    assert set(re.findall(r'name="act" value="(\w+)"', body)) == acts
    assert "记一笔" in body


@pytest.mark.parametrize("role", ["office", "liaison", "reviewer", "inspector", "firm", ""])
def test_for_anybody_else_there_is_no_such_page(role: str) -> None:
    officer = he()
    posts.unlock(officer, version=1, why="记一笔", by=person("sun", "system_admin"), at=MORNING)
    client = signed_in("zhou", role)
    for road in ("new/", f"{officer.pk}/", "0/"):
        assert client.get(f"/accounts/{road}").status_code == 404
    for road in ("new/", f"{officer.pk}/", f"{officer.pk}/password/"):
        assert send(client, f"/accounts/{road}", act="close", version=1).status_code == 404


@pytest.mark.parametrize(
    ("role", "act"), [("security_admin", "close"), ("system_admin", "grant"), ("audit_admin", "move")]
)
def test_the_act_of_another_administrator_is_not_there(role: str, act: str) -> None:
    officer = he()
    client = signed_in("zhou", role)
    assert send(client, f"/accounts/{officer.pk}/", act=act, version=1, **{f"{act}-why": "x"}).status_code == 404
    officer.refresh_from_db()
    assert officer.version == 1


def test_nobody_is_offered_anything_on_their_own_account(sun: Client) -> None:
    own = person("sun")
    assert "只能由另一位管理员办理" in (body := page(sun, own)) and 'name="act"' not in body
    assert send(sun, f"/accounts/{own.pk}/", act="close", version=1, **{"close-why": "x"}).status_code == 404
    assert send(sun, f"/accounts/{own.pk}/password/", version=1, **{"password-why": "x"}).status_code == 404


def test_the_last_of_an_administrator_stays_and_the_page_says_so(sun: Client) -> None:
    wu = person("wu")
    assert "这是最后一个在用的审计管理员账号" in acted(sun, wu, "close")
    assert wu.is_active and wu.role == "audit_admin"


def test_the_old_post_keeps_the_work_and_he_sees_the_new_one_with_the_next_request(sun: Client, qian: Client) -> None:
    """An open session, a form kept from before, and a form that was open in another window."""
    browser, officer = signed_in("he"), he()
    reading = read_by("he")
    assert "果品" in browser.get("/mine/").content.decode()
    assert "名下有 1 份读取稿" in (account := page(sun, officer)) and "果品" not in account
    with everywhere():
        KeptForm.objects.create(
            officer=officer, browser="b", path="/x/", page=f"/uploads/{reading.pk}/", at=timezone.now()
        )
    unit = Unit.objects.get(slug="gongxin")
    assert acted(sun, officer, "move", unit=unit.pk, since=timezone.localdate()) == ""
    assert "果品" not in browser.get("/mine/").content.decode()
    assert send(browser, f"/uploads/{reading.pk}/", act="submit", version=reading.version).status_code == 404
    assert browser.get(f"/uploads/{reading.pk}/").status_code == 404
    with everywhere():
        assert not KeptForm.objects.exists()
    assert acted(qian, officer, "grant", role="liaison") == ""
    assert "本单位的任务" in (mine := browser.get("/mine/").content.decode()) and unit.label in mine
    with everywhere():
        reading.refresh_from_db()
    assert reading.state == "read" and "果品" in signed_in("li").get("/mine/").content.decode()


def test_a_closed_account_is_out_with_the_next_request(sun: Client) -> None:
    browser, officer = signed_in("he"), he()
    assert acted(sun, officer, "close") == ""
    assert browser.get("/mine/")["Location"].startswith("/login/")
    assert 'value="reopen"' in page(sun, officer) and 'value="move"' not in page(sun, officer)


def test_a_move_for_a_later_day_is_announced_and_can_be_called_off(sun: Client) -> None:
    officer, day = he(), timezone.localdate() + timedelta(days=30)
    tangshan = Region.objects.get(slug="tangshan")
    assert acted(sun, officer, "move", region=tangshan.pk, since=day) == ""
    assert f"自 {day} 起调岗" in page(sun, officer) and officer.role == "office"
    assert acted(sun, officer, "call_off") == ""
    assert "起调岗" not in page(sun, officer)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"since": "2020-01-01"}, "日期不能早于今天"),
        ({"since": "明天"}, "有效"),
        ({"why": " "}, "必填"),
        ({"unit": "0"}, "有效"),
        ({"region": "唐山"}, "有效"),
        ({}, "已经在这个岗位上"),
    ],
)
def test_what_makes_no_sense_is_said_and_moves_nobody(sun: Client, fields: dict[str, str], words: str) -> None:
    officer = he()
    assert words in acted(sun, officer, "move", **{"since": timezone.localdate(), **fields})
    assert officer.version == 1


def test_a_locked_account_is_opened_again(sun: Client) -> None:
    officer = he()
    Officer.objects.filter(pk=officer.pk).update(password=person("sun").password)
    browser = Client()
    for _try in range(settings.AXES_FAILURE_LIMIT):
        browser.post("/login/", {"username": "he", "password": "wrong"})
    assert "锁定中" in page(sun, officer)
    assert acted(sun, officer, "unlock") == ""
    assert "锁定中" not in page(sun, officer) and 'value="unlock"' not in page(sun, officer)


def test_who_decides_second_is_told_and_sends_again(sun: Client) -> None:
    officer = he()
    sent = {"act": "close", "version": 1, "close-why": "离职"}
    posts.unlock(officer, version=1, why="x", by=person("zhou", "system_admin"), at=MORNING)
    answer = send(sun, f"/accounts/{officer.pk}/", **sent)
    body = answer.content.decode()
    assert answer.status_code == 409 and "您打开之后，这里又改过" in body and 'value="离职"' in body
    officer.refresh_from_db()
    assert officer.is_active and 'name="version" value="2"' in body


@pytest.mark.parametrize("version", ["", "²", "-1", "9" * 30])
def test_nonsense_for_a_version_is_an_old_one(sun: Client, version: str) -> None:
    officer = he()
    answer = send(sun, f"/accounts/{officer.pk}/", act="close", version=version, **{"close-why": "离职"})
    assert answer.status_code == 409


def test_a_name_that_is_taken_is_said_beside_the_others(sun: Client) -> None:
    answer = send(sun, "/accounts/new/", username="sun", display_name="孙某", why="x")
    assert answer.status_code == 200 and "已存在" in answer.content.decode()


def test_counties_of_one_name_are_told_apart(sun: Client) -> None:
    body = sun.get("/accounts/new/").content.decode()
    assert body.count(">桥西区<") == 2
    groups = [group for group in body.split("<optgroup") if ">桥西区<" in group]
    assert len(groups) == 2 and all(re.match(r' label="[^"]+市"', group) for group in groups)


@pytest.mark.parametrize("url", ["/en/accounts/new/", "/en/accounts/{}/"])
def test_in_english_nothing_stays_chinese(sun: Client, url: str) -> None:
    officer = he(region=None)
    Officer.objects.filter(pk=officer.pk).update(display_name="He")
    acted(sun, officer, "move", region=Region.objects.get(slug="tangshan").pk, since=timezone.localdate())
    sun.get("/mine/")  # takes the words of the move along
    words = Reader.of(sun.get(url.format(officer.pk)).content.decode()).words
    assert len(words) > 20
    assert not [said for said in words if CHINESE.search(said)]
