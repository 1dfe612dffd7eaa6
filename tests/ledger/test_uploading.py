"""Four steps from a document to the ledger: 张 uploads and corrects, 李 confirms, 王 of another post sees nothing."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.factories.division import of_region, sits
from tests.factories.ledger import FRUIT, NOBODY, ledger_of
from tests.factories.uploading import MORNING, file_of, person, read_by, send, signed_in
from zhiheng.directory.permissions import GRANTED
from zhiheng.ledger.importing import NotAPlan
from zhiheng.ledger.models import Correction, Document, Ledger, Move, Reading, Target, Task
from zhiheng.ledger.uploading import NotNow, confirms_plans, may_confirm, may_see, move, waiting_for
from zhiheng.mechanisms.journal.models import Entry
from zhiheng.mechanisms.versions import Stale

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_the_office")]


def handed_in(text: str = FRUIT) -> Reading:
    reading = read_by("zhang", text)
    return move(reading, Reading.AWAITING, version=reading.version, by=person("zhang"), at=MORNING)


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return str(response.content.decode())


def test_zhang_uploads_a_plan_and_stands_before_what_was_read() -> None:
    zhang = signed_in("zhang")
    answer = send(zhang, "/uploads/", file=file_of(FRUIT))
    reading = Reading.objects.get()
    assert answer["Location"] == f"/uploads/{reading.pk}/"
    assert (reading.state, reading.text, reading.uploaded_by.username) == (Reading.READ, FRUIT, "zhang")
    assert [move.after for move in reading.moves.all()] == ["uploaded", "read"]
    assert reading.file.path.read_bytes() == FRUIT.encode() and reading.file.intact()
    assert not Ledger.objects.filter(title__contains="果品").exists()


def test_the_same_upload_sent_twice_is_one_reading() -> None:
    zhang = signed_in("zhang")
    first, second = (send(zhang, "/uploads/", once="k" * 20, file=file_of(FRUIT)) for _ in range(2))
    assert first["Location"] == second["Location"]
    assert Reading.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.exe", FRUIT, "只能上传"),
        ("a.txt", "", "文件是空的"),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "旧版 .doc"),
        ("a.txt", "今天天气很好。", "不像行动方案"),
    ],
)
def test_what_is_no_plan_is_refused_in_words_and_nothing_is_kept(name: str, data: bytes | str, words: str) -> None:
    answer = send(signed_in("zhang"), "/uploads/", file=file_of(data, name))
    assert answer.status_code == 200 and words in answer.content.decode()
    assert not Reading.objects.exists()


def test_the_refusal_is_in_english_on_the_english_page() -> None:
    answer = send(signed_in("zhang"), "/en/uploads/", file=file_of(b"{\\rtf1 x}", "a.docx"))
    assert "an RTF file cannot be read" in answer.content.decode()


def test_what_is_announced_as_larger_than_any_file_is_not_taken() -> None:
    zhang = signed_in("zhang")
    answer = zhang.post("/uploads/", {"once": "k" * 20, "file": file_of(b"x" * (22 << 20), "a.txt")})
    assert answer.status_code == 400


@pytest.mark.parametrize("role", ["liaison", "reviewer", "inspector", "firm", "system_admin", "audit_admin"])
def test_nobody_outside_of_the_office_uploads(role: str) -> None:
    assert signed_in("wang", role).get("/uploads/").status_code == 404


def test_a_stranger_is_asked_to_sign_in(client: Client) -> None:
    reading = read_by("zhang")
    for address in ("/uploads/", f"/uploads/{reading.pk}/", f"/uploads/{reading.pk}/confirm/"):
        assert client.get(address)["Location"].startswith("/login/")


def test_wang_of_another_post_sees_nothing_of_it_by_any_road() -> None:
    reading = handed_in()
    wang = signed_in("wang", "liaison")
    for road in ("", "correct/?thing=target:T01", "confirm/", "document.bin"):
        assert wang.get(f"/uploads/{reading.pk}/{road}").status_code == 404
    assert send(wang, f"/uploads/{reading.pk}/confirm/", act="confirm", version=reading.version).status_code == 404
    assert "果品" not in page(wang, "/mine/") and "果品质量" not in page(wang, "/search/?q=果品")
    reading.refresh_from_db()
    assert reading.state == Reading.AWAITING


def test_li_sees_it_only_when_it_was_handed_in() -> None:
    reading, li = read_by("zhang"), signed_in("li")
    assert li.get(f"/uploads/{reading.pk}/").status_code == 404
    send(signed_in("zhang"), f"/uploads/{reading.pk}/", act="submit", version=reading.version)
    assert "对照" in page(li, f"/uploads/{reading.pk}/")
    assert f"/uploads/{reading.pk}/confirm/" in page(li, "/mine/")


def test_document_and_reading_stand_side_by_side() -> None:
    reading = read_by("zhang")
    body = page(signed_in("zhang"), f"/uploads/{reading.pk}/")
    for words in ("果品抽检合格率 2025年 ≥ 97%", "省林果办", "二(一)1 扩大抽检", "会建立新的台账"):
        assert words in body
    assert 'href="#r-target:T01"' in body and 'id="r-target:T01"' in body
    marked = page(signed_in("zhang"), f"/uploads/{reading.pk}/?quote=0-8")
    assert '<mark id="quote" tabindex="-1" class="quoted">' in marked


def test_against_the_edition_in_force_it_says_what_would_change() -> None:
    ledger_of(FRUIT)
    reading = read_by("zhang", FRUIT.replace("97%", "98%"))
    body = page(signed_in("zhang"), f"/uploads/{reading.pk}/")
    assert "与现行第 1 版(原文)相比" in body and '<td data-label="新值">98</td>' in body


def test_li_confirms_and_the_plan_is_a_ledger() -> None:
    reading = handed_in()
    answer = send(signed_in("li"), f"/uploads/{reading.pk}/confirm/", act="confirm", version=reading.version)
    reading.refresh_from_db()
    assert reading.state == Reading.CONFIRMED and reading.document
    assert answer["Location"] == f"/plans/{reading.document.ledger.slug}/"
    assert (reading.document.form, reading.document.imported_by) == (Document.OFFICIAL, person("li"))
    assert reading.document.text == FRUIT
    assert Target.objects.get(document=reading.document, value=97).quote in FRUIT
    assert [move.after for move in reading.moves.all()] == ["uploaded", "read", "awaiting", "confirmed"]


def test_zhang_does_not_confirm_what_zhang_uploaded() -> None:
    reading, zhang = handed_in(), signed_in("zhang")
    assert zhang.get(f"/uploads/{reading.pk}/confirm/").status_code == 404
    assert send(zhang, f"/uploads/{reading.pk}/confirm/", act="confirm", version=reading.version).status_code == 404
    with pytest.raises(NotNow):
        move(reading, Reading.CONFIRMED, version=reading.version, by=person("zhang"), at=MORNING)
    assert not Document.objects.filter(text=FRUIT).exists()


def test_a_reviewer_may_be_the_second_person() -> None:
    reading = handed_in()
    send(signed_in("zhao", "reviewer"), f"/uploads/{reading.pk}/confirm/", act="confirm", version=reading.version)
    reading.refresh_from_db()
    assert reading.state == Reading.CONFIRMED


def test_li_returns_it_with_a_reason_and_zhang_finds_it_among_the_things_to_do() -> None:
    reading, li, zhang = handed_in(), signed_in("li"), signed_in("zhang")
    address = f"/uploads/{reading.pk}/confirm/"
    assert "退回要写明理由" in send(li, address, act="return", why=" ", version=reading.version).content.decode()
    send(li, address, act="return", why="第二条读漏了", version=reading.version)
    assert "已退回修改" in page(zhang, "/mine/")
    assert "第二条读漏了" in page(zhang, f"/uploads/{reading.pk}/")
    assert "保存更正" in page(zhang, f"/uploads/{reading.pk}/correct/?thing=target:T01")


def test_what_was_withdrawn_moves_no_more() -> None:
    reading = handed_in()
    send(signed_in("zhang"), f"/uploads/{reading.pk}/", act="withdraw", version=reading.version)
    reading.refresh_from_db()
    assert reading.state == Reading.WITHDRAWN
    with pytest.raises(NotNow):
        move(reading, Reading.CONFIRMED, version=reading.version, by=person("li"), at=MORNING)


def test_two_who_confirm_at_once_make_one_edition() -> None:
    reading = handed_in()
    version = reading.version
    for name in ("li", "zhao"):
        send(signed_in(name), f"/uploads/{reading.pk}/confirm/", act="confirm", version=version)
    assert Document.objects.filter(text=FRUIT).count() == 1


def test_who_confirms_an_older_state_than_the_newest_is_told_and_nothing_happens() -> None:
    reading = handed_in()
    with pytest.raises(Stale):
        move(reading, Reading.CONFIRMED, version=reading.version - 1, by=person("li"), at=MORNING)
    answer = send(signed_in("li"), f"/uploads/{reading.pk}/confirm/", act="confirm", version=1)
    assert answer["Location"] == f"/uploads/{reading.pk}/"
    assert not Document.objects.filter(text=FRUIT).exists()


def test_who_compared_with_an_edition_that_was_replaced_meanwhile_compares_again() -> None:
    ledger = ledger_of(FRUIT)
    reading = handed_in(FRUIT.replace("97%", "98%"))
    base, address = ledger.edition_in_force().pk, f"/uploads/{reading.pk}/confirm/"
    assert f'name="base" value="{base}"' in page(signed_in("li"), address)
    ledger_of(FRUIT.replace("97%", "99%"))
    sent = {"act": "confirm", "version": reading.version}
    assert send(signed_in("li"), address, base=base, **sent)["Location"] == address
    assert not Document.objects.filter(text=reading.text).exists()
    send(signed_in("li"), address, base=ledger.edition_in_force().pk, **sent)
    assert ledger.edition_in_force().text == reading.text


@pytest.mark.parametrize(
    "sent", [{"version": "²"}, {"version": ""}, {"version": "9" * 40}, {"act": "fly"}, {"why": "a\x00b"}]
)
def test_nonsense_in_a_form_changes_nothing_and_breaks_nothing(sent: dict[str, str]) -> None:
    reading = handed_in()
    fields = {"act": "confirm", "version": str(reading.version + 1), "base": ""} | sent
    answer = send(signed_in("li"), f"/uploads/{reading.pk}/confirm/", **fields)
    assert answer.status_code in (302, 404)
    reading.refresh_from_db()
    assert reading.state == Reading.AWAITING


def test_a_number_that_no_reading_can_have_is_not_found() -> None:
    assert signed_in("zhang").get(f"/uploads/{10**30}/").status_code == 404


def test_nothing_of_it_is_public_before_it_is_confirmed(client: Client) -> None:
    handed_in()
    for address in ("/plans/", "/search/?q=果品", "/units/", "/data/"):
        assert "果品质量" not in page(client, address) and "省林果办" not in page(client, address)
    assert not Task.objects.filter(heading="扩大抽检").exists()


def test_a_plan_that_nothing_is_left_of_is_not_imported() -> None:
    reading = handed_in(NOBODY)
    for number in ("一(一)", "一(二)"):
        reading.corrections.create(
            action="drop", thing=f"task:{number}", start=0, end=1, why="不是任务", by=person("zhang"), at=MORNING
        )
    with pytest.raises(NotAPlan):
        move(reading, Reading.CONFIRMED, version=reading.version, by=person("li"), at=MORNING)
    answer = send(signed_in("li"), f"/uploads/{reading.pk}/confirm/", act="confirm", version=reading.version)
    assert answer["Location"] == f"/uploads/{reading.pk}/"
    reading.refresh_from_db()
    assert reading.state == Reading.AWAITING


def test_the_file_is_given_back_as_it_came_and_never_as_a_page() -> None:
    reading = read_by("zhang")
    answer = signed_in("zhang").get(f"/uploads/{reading.pk}/document.bin")
    assert b"".join(answer.streaming_content) == FRUIT.encode()  # type: ignore[attr-defined]
    assert answer["Content-Disposition"].startswith("attachment") and answer["X-Content-Type-Options"] == "nosniff"


def test_corrections_are_in_the_public_journal_only_after_the_confirmation() -> None:
    reading = read_by("zhang")
    address = f"/uploads/{reading.pk}/correct/?thing=task:二(一)1"
    send(signed_in("zhang"), address, act="change", heading="扩大抽检范围", why="标题读短了", version=reading.version)
    assert [entry.ledger for entry in Entry.objects.filter(new="扩大抽检范围")] == [f"reading/{reading.pk}"]
    reading.refresh_from_db()
    reading = move(reading, Reading.AWAITING, version=reading.version, by=person("zhang"), at=MORNING)
    reading = move(reading, Reading.CONFIRMED, version=reading.version, by=person("li"), at=MORNING)
    assert reading.document
    public = Entry.objects.get(ledger=reading.document.ledger.slug, new="扩大抽检范围")
    assert public.by == person("zhang") and "标题读短了" in public.why


def test_another_desk_has_no_reading_to_ask_for() -> None:
    """The scope by itself, before any question whose a reading is."""
    handed_in()
    with sits(of_region("chen", "tangshan")):
        assert not any(model.objects.exists() for model in (Reading, Correction, Move))
    with sits(person("li")):
        assert Reading.objects.exists() and Move.objects.exists()


def test_a_role_that_loses_the_right_sees_and_confirms_nothing_any_more(monkeypatch: pytest.MonkeyPatch) -> None:
    """The right by itself, for somebody who sees the whole province."""
    reading, zhao = handed_in(), person("zhao", "reviewer")
    assert may_see(zhao, reading) and may_confirm(zhao, reading) and waiting_for(zhao).get() == reading
    monkeypatch.setitem(GRANTED, "reviewer", frozenset())
    assert not (confirms_plans(zhao) or may_see(zhao, reading) or may_confirm(zhao, reading))
    assert not waiting_for(zhao).exists()
