"""接手: 张 has left or is ill; 李 of the same post goes on with the reading, and 赵 confirms it."""

from __future__ import annotations

import pytest

from tests.factories.uploading import MORNING, person, read_by, send, signed_in
from zhiheng.directory.models import Officer, Region
from zhiheng.directory.permissions import GRANTED, Permission
from zhiheng.ledger.models import Reading
from zhiheng.ledger.uploading import (
    NotNow,
    begun_by,
    may_confirm,
    may_correct,
    may_take_over,
    move,
    take_over,
    waiting_for,
    with_colleagues,
)
from zhiheng.mechanisms.journal.models import Entry
from zhiheng.mechanisms.versions import Stale

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_the_office")]


def moved(username: str, role: str = "office") -> Officer:
    """Somebody who has gone to the post in 唐山."""
    officer = person(username)
    officer.region, officer.role = Region.objects.get(slug="tangshan"), role
    officer.save()
    return officer


def handed_in(reading: Reading, by: str) -> Reading:
    reading.refresh_from_db()
    return move(reading, Reading.AWAITING, version=reading.version, by=person(by), at=MORNING)


def test_li_finds_it_takes_it_over_with_a_reason_and_goes_on() -> None:
    reading, li = read_by("zhang"), signed_in("li")
    address = f"/uploads/{reading.pk}/take-over/"
    assert f'href="{address}"' in li.get("/mine/").content.decode()
    assert f'href="{address}"' in li.get("/uploads/").content.decode()
    assert "zhang某" in li.get(address).content.decode()
    assert li.get(f"/uploads/{reading.pk}/").status_code == 404
    assert "请写明接手的理由" in send(li, address, why=" ", version=reading.version).content.decode()
    answer = send(li, address, why="张某借调", version=reading.version)
    assert answer["Location"] == f"/uploads/{reading.pk}/"
    body = li.get(f"/uploads/{reading.pk}/").content.decode()
    assert "li某：接手 — 张某借调" in body and "核对完毕，提交确认" in body
    (entry,) = Entry.objects.filter(ledger=f"reading/{reading.pk}")
    assert (entry.old, entry.new, entry.why, entry.by) == ("zhang某", "li某", "张某借调", person("li"))
    assert [(step.before, step.after, step.taken_over) for step in reading.moves.all()][-1] == ("read", "read", True)


def test_who_gave_it_away_still_sees_it_and_corrects_it_no_more() -> None:
    reading, zhang = read_by("zhang"), signed_in("zhang")
    take_over(reading, version=reading.version, why="休假", by=person("li"), at=MORNING)
    assert zhang.get(f"/uploads/{reading.pk}/").status_code == 200
    assert zhang.get(f"/uploads/{reading.pk}/correct/?thing=target:T01").status_code == 404
    reading.refresh_from_db()
    for to in (Reading.AWAITING, Reading.WITHDRAWN):
        with pytest.raises(NotNow):
            move(reading, to, version=reading.version, by=person("zhang"), at=MORNING)
    assert list(with_colleagues(person("zhang"))) == [reading] and not with_colleagues(person("li")).exists()


@pytest.mark.parametrize("who", ["zhang", "li", "sun"])
def test_nobody_who_had_it_in_hand_confirms_it(who: str) -> None:
    reading = read_by("zhang")
    reading = take_over(reading, version=reading.version, why="休假", by=person("li"), at=MORNING)
    reading = take_over(reading, version=reading.version, why="又换人", by=person("sun"), at=MORNING)
    reading = handed_in(reading, "sun")
    assert not may_confirm(person(who), reading)
    assert reading not in waiting_for(person(who)) and reading in waiting_for(person("zhao"))
    with pytest.raises(NotNow):
        move(reading, Reading.CONFIRMED, version=reading.version, by=person(who), at=MORNING)
    confirmed = move(reading, Reading.CONFIRMED, version=reading.version, by=person("zhao"), at=MORNING)
    assert confirmed.document


def test_who_corrected_it_does_not_confirm_it_after_a_change_of_post() -> None:
    reading = read_by("zhang")
    address = f"/uploads/{reading.pk}/correct/?thing=task:二(一)1"
    take_over(reading, version=reading.version, why="休假", by=person("li"), at=MORNING)
    reading.refresh_from_db()
    send(signed_in("li"), address, act="change", heading="扩大抽检面", why="读短了", version=reading.version)
    reading.refresh_from_db()
    take_over(reading, version=reading.version, why="回来了", by=person("zhang"), at=MORNING)
    reading = handed_in(reading, "zhang")
    assert not may_confirm(moved("li", "reviewer"), reading)


def test_a_correction_alone_is_a_hand_in_it() -> None:
    """However it came about: today only its holder corrects."""
    reading = read_by("zhang")
    reading.corrections.create(
        action="drop", thing="target:T01", start=0, end=1, why="读错了", by=person("sun"), at=MORNING
    )
    reading = handed_in(reading, "zhang")
    assert not may_confirm(person("sun"), reading) and reading not in waiting_for(person("sun"))
    assert may_confirm(person("li"), reading) and reading in waiting_for(person("li"))


def test_it_stays_at_its_post_when_zhang_moves() -> None:
    reading, zhang = read_by("zhang"), signed_in("zhang")
    moved("zhang")
    for road in ("", "correct/?thing=target:T01", "take-over/", "document.bin"):
        assert zhang.get(f"/uploads/{reading.pk}/{road}").status_code == 404
    assert "果品" not in zhang.get("/mine/").content.decode() + zhang.get("/uploads/").content.decode()
    assert not begun_by(person("zhang")).exists()
    with pytest.raises(NotNow):
        move(reading, Reading.AWAITING, version=reading.version, by=person("zhang"), at=MORNING)
    take_over(reading, version=reading.version, why="张某调离", by=person("li"), at=MORNING)
    assert handed_in(reading, "li").state == Reading.AWAITING


@pytest.mark.parametrize(("who", "role"), [("wang", "liaison"), ("zhao", "reviewer"), ("zhang", "office")])
def test_neither_another_role_nor_its_holder_takes_it_over(who: str, role: str) -> None:
    reading = read_by("zhang")
    client = signed_in(who, role)
    assert client.get(f"/uploads/{reading.pk}/take-over/").status_code == 404
    assert send(client, f"/uploads/{reading.pk}/take-over/", why="我来", version=reading.version).status_code == 404
    assert Reading.objects.get().taken_over_by is None


def test_another_post_of_the_same_role_neither_finds_nor_takes_it() -> None:
    reading, li = read_by("zhang"), signed_in("li")
    moved("li")
    assert "果品" not in li.get("/mine/").content.decode()
    assert li.get(f"/uploads/{reading.pk}/take-over/").status_code == 404


def test_what_waits_to_be_confirmed_is_not_taken_over() -> None:
    reading = handed_in(read_by("zhang"), "zhang")
    with pytest.raises(NotNow):
        take_over(reading, version=reading.version, why="急", by=person("li"), at=MORNING)


@pytest.mark.parametrize(("who", "role"), [("wang", "liaison"), ("zhao", "reviewer"), ("zhang", "office")])
def test_the_act_by_itself_is_refused_to_whom_the_page_is_closed(who: str, role: str) -> None:
    reading = read_by("zhang")
    with pytest.raises(NotNow):
        take_over(reading, version=reading.version, why="我来", by=person(who, role), at=MORNING)


def test_of_two_who_take_it_over_at_once_the_second_is_told() -> None:
    reading = read_by("zhang")
    version = reading.version
    take_over(reading, version=version, why="休假", by=person("li"), at=MORNING)
    with pytest.raises(Stale):
        take_over(reading, version=version, why="休假", by=person("sun"), at=MORNING)
    answer = send(signed_in("sun"), f"/uploads/{reading.pk}/take-over/", why="休假", version=version)
    assert answer["Location"] == f"/uploads/{reading.pk}/take-over/"
    assert Reading.objects.get().taken_over_by == person("li")


def test_a_reviewer_at_the_same_desk_is_told_of_no_colleagues_upload() -> None:
    reading = read_by("zhang")
    assert list(with_colleagues(person("li"))) == [reading]
    assert not with_colleagues(person("chen", "reviewer")) and not begun_by(person("chen", "reviewer"))


def test_a_role_that_loses_the_right_to_correct_takes_nothing_over(monkeypatch: pytest.MonkeyPatch) -> None:
    reading = read_by("zhang")
    assert may_take_over(person("li"), reading) and may_correct(person("zhang"), reading)
    monkeypatch.setitem(GRANTED, "office", GRANTED["office"] - {Permission.CORRECT_PLAN})
    assert not may_take_over(person("li"), reading) and not may_correct(person("zhang"), reading)
