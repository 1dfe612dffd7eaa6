"""A time-out never loses what was typed, and gives it to nobody else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from tests.web import posted
from zhiheng.directory.models import KeptForm, Officer, SignInRecord
from zhiheng.mechanisms.scope import everywhere

PASSWORD = "correct-horse-battery"
TYPED = {"why": "省厅 2025 年数据有误，\n应为 <97%>", "year": "2027"}
FROM = {"HTTP_REFERER": "http://testserver/work/"}

pytestmark = pytest.mark.urls("tests.web.posted")


@pytest.fixture(autouse=True)
def nothing_sent(db: None) -> Iterator[None]:
    """No form has arrived yet. The test looks at what is kept of everybody."""
    posted.SENT.clear()
    with everywhere():
        yield


@pytest.fixture
def zhang(db: None) -> Officer:
    """张某 of the office."""
    return Officer.objects.create_user("zhang", password=PASSWORD, display_name="张某", role="office")


@pytest.fixture
def li(db: None) -> Officer:
    """李某, who uses the same computer."""
    return Officer.objects.create_user("li", password=PASSWORD, display_name="李某", role="office")


def sign_in(client: Client, name: str = "zhang") -> HttpResponse:
    return client.post("/login/", {"username": name, "password": PASSWORD, "next": "/work/"}, follow=True)


def away(client: Client, **longer: int) -> None:
    """The session's last request was so long ago."""
    session = client.session
    session["seen"] = (timezone.now() - timedelta(**longer)).isoformat()
    session.save()


def sent_too_late(client: Client, **fields: object) -> HttpResponse:
    """Sign in as 张某, open the page, be away for half an hour and more, send the form."""
    sign_in(client)
    away(client, minutes=31)
    return client.post("/work/sent/", {**TYPED, **fields}, **FROM)


def test_it_leads_to_the_sign_in_and_back_to_the_page_of_the_form(client: Client, zhang: Officer) -> None:
    answer = sent_too_late(client)
    assert answer["Location"] == "/login/?next=/work/"
    page = client.get(answer["Location"]).content.decode()
    assert "登录已超时(30 分钟没有操作，或登录已满 12 小时)" in page and "您填写的内容已留存" in page


def test_after_sign_in_the_form_is_filled_in_and_nothing_was_sent(client: Client, zhang: Officer) -> None:
    sent_too_late(client)
    page = sign_in(client).content.decode()
    assert re.search(r'<textarea name="why">\s*省厅 2025 年数据有误，\r?\n应为 &lt;97%&gt;</textarea>', page)
    assert '<option value="2027" selected>' in page and "已放回表单" in page
    assert posted.SENT == []


def test_once_it_is_sent_it_is_kept_no_longer(client: Client, zhang: Officer) -> None:
    sent_too_late(client)
    sign_in(client)
    client.post("/work/sent/", TYPED, **FROM)
    assert len(posted.SENT) == 1 and not KeptForm.objects.exists()
    assert "已放回表单" not in client.get("/work/").content.decode()


def test_another_officer_at_the_same_computer_does_not_get_it_and_the_first_still_does(
    client: Client, zhang: Officer, li: Officer
) -> None:
    sent_too_late(client)
    seen_by_li = sign_in(client, "li").content.decode() + client.get("/mine/kept/").content.decode()
    assert "数据有误" not in seen_by_li
    client.post("/logout/")
    assert "数据有误" in sign_in(client).content.decode()


def test_nor_does_the_same_officer_at_another_computer(client: Client, zhang: Officer) -> None:
    sent_too_late(client)
    assert "数据有误" not in sign_in(Client()).content.decode()


def test_a_password_and_a_file_are_not_kept_and_the_file_is_asked_for_again(client: Client, zhang: Officer) -> None:
    sent_too_late(client, password="my-secret-1", file=SimpleUploadedFile("a.txt", b"inside the file"))
    kept = KeptForm.objects.get()
    assert {name for name, _ in kept.pairs} == {"why", "year"} and kept.files
    assert "文件需要重新选择" in sign_in(client).content.decode()


def test_a_day_later_it_is_gone(client: Client, zhang: Officer) -> None:
    sent_too_late(client)
    KeptForm.objects.update(at=timezone.now() - timedelta(hours=24, seconds=1))
    assert "数据有误" not in sign_in(client).content.decode()
    client.post("/logout/")
    client.post("/work/sent/", {"why": "另一次"}, **FROM)
    assert [kept.pairs for kept in KeptForm.objects.all()] == [[("why", "另一次")]]


def test_where_nobody_ever_signed_in_nothing_is_kept(client: Client, db: None) -> None:
    client.post("/work/sent/", TYPED, **FROM)
    assert not KeptForm.objects.exists()


def test_a_forged_cookie_keeps_nothing(client: Client, zhang: Officer) -> None:
    client.cookies["browser"] = f'["anything",{zhang.pk}]'
    client.post("/work/sent/", TYPED, **FROM)
    assert not KeptForm.objects.exists()


def test_what_is_too_long_is_said_not_to_be_kept(client: Client, zhang: Officer) -> None:
    answer = sent_too_late(client, why="长" * 100_000)
    assert "没有留存" in client.get(answer["Location"]).content.decode()
    assert not KeptForm.objects.exists()


def test_a_browser_keeps_twenty_forms_at_most(client: Client, zhang: Officer) -> None:
    sent_too_late(client)
    for number in range(30):
        client.post(f"/work/sent/?n={number}", TYPED, **FROM)
    assert KeptForm.objects.count() == 20
    assert KeptForm.objects.first().path == "/work/sent/?n=29"  # type: ignore[union-attr]


def test_a_page_from_before_the_newest_sign_in_loses_nothing_either(zhang: Officer) -> None:
    """Signing in in a second tab makes a new key against forgery; the first tab still has the old one."""
    client = Client(enforce_csrf_checks=True)
    login = client.get("/login/")
    token = {"csrfmiddlewaretoken": login.context["csrf_token"]}
    client.post("/login/", {"username": "zhang", "password": PASSWORD, **token})
    client.get("/work/")
    answer = client.post("/work/sent/", {**TYPED, **token}, **FROM)
    assert answer["Location"] == "/work/" and posted.SENT == []
    assert "数据有误" in client.get("/work/").content.decode()


def test_a_form_of_another_site_is_refused_and_not_kept(zhang: Officer) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(zhang)
    client.get("/work/")
    answer = client.post("/work/sent/", TYPED, HTTP_ORIGIN="https://other.example")
    assert answer.status_code == 403 and not KeptForm.objects.exists()


def test_a_referer_of_another_site_does_not_choose_where_one_lands(client: Client, zhang: Officer) -> None:
    sign_in(client)
    away(client, minutes=31)
    answer = client.post("/work/sent/", TYPED, HTTP_REFERER="https://other.example/work/")
    assert answer["Location"] == "/login/?next=/work/sent/"


def test_a_referer_with_two_slashes_names_no_other_host(client: Client, zhang: Officer) -> None:
    sign_in(client)
    away(client, minutes=31)
    client.post("/work/sent/", TYPED, HTTP_REFERER="http://testserver//other.example/work/")
    assert KeptForm.objects.get().page == "/other.example/work/"


def test_htmx_is_told_to_open_the_sign_in_instead_of_swapping_it_in(client: Client, zhang: Officer) -> None:
    sign_in(client)
    away(client, minutes=31)
    answer = client.post("/work/sent/", TYPED, HTTP_HX_REQUEST="true", HTTP_HX_CURRENT_URL="http://testserver/work/")
    assert (answer.status_code, answer["HX-Redirect"]) == (204, "/login/?next=/work/")
    assert KeptForm.objects.get().page == "/work/"


def test_the_session_lasts_while_one_works_and_twelve_hours_at_most(client: Client, zhang: Officer) -> None:
    sign_in(client)
    for _ in range(3):
        away(client, minutes=29)
        assert client.get("/work/").status_code == 200
    session = client.session
    session["begun"] = (timezone.now() - timedelta(hours=12, seconds=1)).isoformat()
    session.save()
    assert client.get("/work/")["Location"] == "/login/?next=/work/"
    assert SignInRecord.objects.first().result == "time_out"  # type: ignore[union-attr]


def test_the_kept_can_be_read_and_thrown_away_by_its_owner_only(client: Client, zhang: Officer, li: Officer) -> None:
    sent_too_late(client)
    sign_in(client, "li")
    client.post(f"/mine/kept/{KeptForm.objects.get().pk}/discard/")
    client.post("/logout/")
    sign_in(client)
    assert "应为 &lt;97%&gt;" in client.get("/mine/kept/").content.decode()
    assert client.post(f"/mine/kept/{KeptForm.objects.get().pk}/discard/")["Location"] == "/mine/kept/"
    assert "没有留存的填写" in client.get("/mine/kept/").content.decode()


def test_the_script_of_a_page_keeps_its_form_when_the_session_ends(client: Client, zhang: Officer) -> None:
    sign_in(client)
    client.post("/logout/")
    assert client.post("/mine/kept/new/?path=/work/sent/&page=/work/", TYPED).status_code == 204
    assert "数据有误" in sign_in(client).content.decode()


@pytest.mark.parametrize("page", ["https://other.example/", "//other.example/", "javascript:alert(1)", ""])
def test_it_keeps_nothing_for_a_page_elsewhere(client: Client, zhang: Officer, page: str) -> None:
    sign_in(client)
    assert client.post("/mine/kept/new/", TYPED, QUERY_STRING=f"path=/work/sent/&page={page}").status_code == 400


def test_asking_to_stay_prolongs_and_says_for_how_long(client: Client, zhang: Officer) -> None:
    assert client.get("/stay/").json() == {"seconds": 0}
    sign_in(client)
    away(client, minutes=29)
    assert client.get("/stay/").json() == {"seconds": 1800}
    away(client, minutes=29)
    assert client.get("/work/").status_code == 200


def test_what_is_kept_lies_sealed_in_the_database(client: Client, zhang: Officer) -> None:
    sent_too_late(client, why="请打 13812341111")
    with everywhere():
        kept = KeptForm.objects.get()
    assert ("why", "请打 13812341111") in kept.pairs and b"13812341111" not in bytes(kept.sealed)
