"""Accounts and posts: 孙 makes and moves them, 钱 grants the roles, 吴 reads what both did."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.core.exceptions import ValidationError

from tests.factories.uploading import MORNING, person
from zhiheng.directory import posts
from zhiheng.directory.models import KeptForm, Officer, Posting, Region
from zhiheng.directory.posts import NotOpen
from zhiheng.mechanisms.scope import everywhere
from zhiheng.mechanisms.versions import Stale

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def administrators() -> None:
    for name, role in (("sun", "system_admin"), ("qian", "security_admin"), ("wu", "audit_admin")):
        person(name, role)


def city(slug: str = "tangshan") -> Region:
    return Region.objects.get(slug=slug)


def told(officer: Officer) -> list[tuple[str, str, str, str]]:
    """The journal of an account, oldest first."""
    return [(e.field, e.old, e.new, e.by.username) for e in reversed(posts.history(officer))]


def act(does: Any, officer: Officer, by: str, **given: Any) -> None:
    """Do it at the newest version, for a reason."""
    officer.refresh_from_db()
    does(
        officer,
        **{"version": officer.version, "why": "工作需要", "by": Officer.objects.get(username=by), "at": MORNING}
        | given,
    )


def moved(officer: Officer, region: Region | None, since: date = TODAY, **given: Any) -> None:
    act(posts.move, officer, "sun", **{"unit": None, "region": region, "since": since, "today": TODAY} | given)
    officer.refresh_from_db()


def test_a_new_account_has_no_role_and_no_password() -> None:
    new = Officer(username="he", display_name="何某", region=city(), role="office")
    posts.open_account(new, why="新到岗", by=person("sun"), at=MORNING)
    he = Officer.objects.get(username="he")
    assert (he.role, he.has_usable_password(), he.is_active) == ("", False, True)
    assert told(he) == [("账号", "", "he", "sun"), ("岗位", "", "唐山市", "sun")]


@pytest.mark.parametrize(
    "wrong", [{"username": "sun"}, {"username": "a b"}, {"firm_code": "9113"}, {"display_name": ""}]
)
def test_an_account_that_cannot_be_is_not_made(wrong: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        new = Officer(**{"username": "he", "display_name": "何某", **wrong})
        posts.open_account(new, why="新到岗", by=person("sun"), at=MORNING)
    assert not Officer.objects.filter(display_name="何某").exists()


def test_the_security_administrator_grants_what_the_system_administrator_cannot() -> None:
    he = person("he", "")
    with pytest.raises(NotOpen):
        act(posts.grant, he, "sun", role="liaison")
    act(posts.grant, he, "qian", role="liaison")
    he.refresh_from_db()
    assert he.role == "liaison" and told(he) == [("角色", "", "联络员", "qian")]


ACTS = {
    posts.move: {"unit": None, "region": None, "since": TODAY, "today": TODAY},
    posts.call_off: {},
    posts.grant: {"role": "liaison"},
    posts.close: {},
    posts.reopen: {},
    posts.unlock: {},
    posts.hand_password: {"password": "x" * 12},
}


@pytest.mark.parametrize("does", ACTS, ids=lambda does: does.__name__)
@pytest.mark.parametrize("by", ["he", "wu", "own"])
def test_nobody_else_does_it_and_nobody_to_their_own_account(does: Any, by: str) -> None:
    he = person("he", "liaison")
    Officer.objects.filter(pk=he.pk).update(region=city())
    own = "qian" if does is posts.grant else "sun"
    officer, who = (person(own), own) if by == "own" else (he, by)
    with pytest.raises(NotOpen):
        act(does, officer, who, **ACTS[does])
    assert not told(officer)


def test_a_move_leaves_role_kept_words_and_earlier_decisions_behind() -> None:
    he = person("he", "liaison")
    with everywhere():
        KeptForm.objects.create(officer=he, browser="b", path="/x/", page="/x/", at=MORNING)
    moved(he, city("hengshui"), since=date(2027, 1, 1))
    moved(he, city())
    assert (he.region, he.role, Posting.objects.filter(officer=he).exists()) == (city(), "", False)
    with everywhere():
        assert not KeptForm.objects.filter(officer=he).exists()
    assert told(he)[-2:] == [("地区", "", "唐山市", "sun"), ("角色", "联络员", "", "sun")]


def test_a_move_of_a_later_day_happens_on_that_day() -> None:
    he = person("he", "liaison")
    moved(he, city(), since=date(2026, 12, 1))
    assert (he.region, he.role) == (None, "liaison")
    assert posts.carry_out(today=date(2026, 11, 30), at=MORNING) == (0, [])
    assert posts.carry_out(today=date(2026, 12, 2), at=MORNING) == (1, [])
    he.refresh_from_db()
    assert (he.region, he.role) == (city(), "")
    assert posts.carry_out(today=date(2026, 12, 2), at=MORNING) == (0, [])


def test_a_move_can_be_called_off() -> None:
    he = person("he", "liaison")
    moved(he, city(), since=date(2026, 12, 1))
    act(posts.call_off, he, "sun")
    assert told(he)[-1] == ("调岗", "2026-12-01 唐山市", "", "sun")
    assert posts.carry_out(today=date(2027, 1, 1), at=MORNING) == (0, [])
    with pytest.raises(NotOpen):
        act(posts.call_off, he, "sun")


def test_a_move_that_cannot_happen_any_more_is_told_and_stays() -> None:
    person("zhou", "system_admin")
    moved(person("zhou"), city(), since=date(2026, 12, 1))
    Officer.objects.filter(username="sun").update(is_active=False)
    done, left = posts.carry_out(today=date(2026, 12, 1), at=MORNING)
    assert done == 0 and "zhou" in left[0] and "最后一个" in left[0]
    assert person("zhou").role == "system_admin" and Posting.objects.exists()


def test_nobody_is_moved_to_where_they_are() -> None:
    he = person("he", "liaison")
    with pytest.raises(NotOpen):
        moved(he, None)


@pytest.mark.parametrize(
    "does", [posts.close, posts.move, posts.hand_password, posts.grant], ids=lambda does: does.__name__
)
@pytest.mark.parametrize("role", posts.ADMINISTRATORS)
def test_at_least_one_of_each_administrator_stays(does: Any, role: str) -> None:
    by = "qian" if does is posts.grant else "sun"
    last = person({"system_admin": "sun", "security_admin": "qian", "audit_admin": "wu"}[role])
    if last.username == by:  # somebody else of the same role does it, and then is the last
        other = person("zhou", role)
        by = other.username
        act(does, last, by, **{**ACTS[does], **({"region": city()} if does is posts.move else {})})
        last.refresh_from_db()
        assert last.role != role
        return
    given = {**ACTS[does], **({"region": city()} if does is posts.move else {})}
    with pytest.raises(NotOpen, match="最后一个"):
        act(does, last, by, **given)
    person("zhou", role)
    act(does, last, by, **given)
    last.refresh_from_db()
    assert last.role != role


def test_two_administrators_cannot_close_each_other() -> None:
    person("zhou", "system_admin")
    act(posts.close, person("sun"), "zhou")
    assert Officer.objects.filter(role="system_admin", is_active=True).count() == 1
    with pytest.raises(NotOpen):
        act(posts.close, person("zhou"), "sun")


def test_a_closed_account_is_kept_and_comes_back_without_its_role() -> None:
    he = person("he", "liaison")
    act(posts.close, he, "sun")
    with pytest.raises(NotOpen):
        act(posts.grant, he, "qian", role="liaison")
    act(posts.reopen, he, "sun")
    he.refresh_from_db()
    assert (he.is_active, he.role) == (True, "")


def test_a_handed_password_makes_nobody_another_administrator() -> None:
    person("wu2", "audit_admin")
    act(posts.hand_password, person("wu"), "sun", password="known-to-sun")
    wu = Officer.objects.get(username="wu")
    assert (wu.role, wu.first_password, wu.check_password("known-to-sun")) == ("", True, True)
    he = person("he", "liaison")
    act(posts.hand_password, he, "sun", password="known-to-sun")
    he.refresh_from_db()
    assert he.role == "liaison" and "known-to-sun" not in str(told(he))


@pytest.mark.parametrize(
    ("given", "role"),
    [({}, "firm"), ({"firm_code": "91130600000000000M"}, "liaison"), ({"region": "tangshan"}, "audit_admin")],
)
def test_a_role_that_does_not_fit_the_account_is_not_granted(given: dict[str, str], role: str) -> None:
    he = person("he", "")
    if "region" in given:
        given = given | {"region": city()}  # type: ignore[dict-item]
    Officer.objects.filter(pk=he.pk).update(**given)
    with pytest.raises(NotOpen):
        act(posts.grant, he, "qian", role=role)


def test_a_lock_is_taken_off_before_its_time() -> None:
    he = person("he", "liaison")
    AccessAttempt.objects.create(username="he", failures_since_start=5, attempt_time=MORNING)
    act(posts.unlock, he, "sun")
    assert not AccessAttempt.objects.filter(username="he").exists()
    assert told(he) == [("登录锁定", "", "解除", "sun")]


@pytest.mark.parametrize("does", [act for act in ACTS if act is not posts.reopen], ids=lambda does: does.__name__)
def test_who_decides_on_an_older_state_is_told_and_nothing_happens(does: Any) -> None:
    he = person("he", "liaison")
    moved(he, city(), since=date(2027, 1, 1))
    act(posts.unlock, he, "sun")
    he.refresh_from_db()
    before = (he.role, he.region_id, he.is_active, he.password, he.version)
    given = {
        **ACTS[does],
        **({"region": city()} if does is posts.move else {}),
        **({"role": "reviewer"} if does is posts.grant else {}),
    }
    with pytest.raises(Stale):
        act(does, he, "qian" if does is posts.grant else "sun", **given, version=he.version - 1)
    he.refresh_from_db()
    assert (he.role, he.region_id, he.is_active, he.password, he.version) == before
