"""Who may do what, as a table: an act a line, a role a column."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.test import RequestFactory

from zhiheng.directory.models import Officer
from zhiheng.directory.permissions import Permission, may, needs

TABLE = """
                       office  liaison  reviewer  inspector  firm  system_admin  security_admin  audit_admin
upload_plan            yes     no       no        no         no    no            no              no
correct_plan           yes     no       no        no         no    no            no              no
confirm_plan           yes     no       yes       no         no    no            no              no
see_parts              yes     yes      yes       no         no    no            no              no
divide                 yes     yes      no        no         no    no            no              no
accept_part            no      yes      no        no         no    no            no              no
apportion              yes     no       no        no         no    no            no              no
approve_apportionment  yes     no       yes       no         no    no            no              no
edit_calendar          yes     no       no        no         no    no            no              no
publish_values         yes     no       no        no         no    no            no              no
read_sign_ins          no      no       no        no         no    no            no              yes
read_reveals           no      no       no        no         no    no            no              yes
see_accounts           no      no       no        no         no    yes           yes             yes
manage_accounts        no      no       no        no         no    yes           no              no
grant_roles            no      no       no        no         no    no            yes             no
revoke_tokens          no      no       no        no         no    no            yes             no
"""
ADMINISTRATORS = {"system_admin", "security_admin", "audit_admin"}


def cells() -> list[tuple[str, Permission, bool]]:
    """Each cell of the table."""
    head, *lines = [line.split() for line in TABLE.strip().splitlines()]
    return [
        (role, Permission(act), answer == "yes")
        for act, *answers in lines
        for role, answer in zip(head, answers, strict=True)
    ]


def test_the_table_has_every_role_and_every_act() -> None:
    assert {role for role, _, _ in cells()} == {role for role, _ in Officer.ROLES}
    assert {act for _, act, _ in cells()} == set(Permission)


@pytest.mark.parametrize(("role", "act", "allowed"), cells())
def test_a_role_may_do_what_the_table_says(role: str, act: Permission, allowed: bool) -> None:
    assert may(Officer(username="zhang", role=role), act) is allowed


@pytest.mark.parametrize("act", Permission)
def test_nobody_else_may_do_anything(act: Permission) -> None:
    assert not may(AnonymousUser(), act)
    assert not may(Officer(username="zhang", role="no such role"), act)
    assert not any(may(Officer(username="zhang", role=role, is_active=False), act) for role, _ in Officer.ROLES)


def test_being_a_superuser_of_the_framework_gives_nothing() -> None:
    assert not any(may(Officer(username="root", role="inspector", is_superuser=True), act) for act in Permission)


def test_nobody_holds_two_administrator_roles() -> None:
    """An account has one role; all three see the accounts, and no other act of one is granted to another."""
    assert not Officer._meta.get_field("role").many_to_many
    seen = Permission.SEE_ACCOUNTS
    granted = [{act for who, act, yes in cells() if who == role and yes} - {seen} for role in ADMINISTRATORS]
    assert sum(len(acts) for acts in granted) == len(set().union(*granted))


@needs(Permission.UPLOAD_PLAN)
def only_for_the_office(request: HttpRequest) -> HttpResponseBase:
    """A page for those who upload plans."""
    return HttpResponse("the form")


def asked_by(somebody: Officer | AnonymousUser) -> HttpResponseBase:
    request = RequestFactory().get("/plans/new/?from=mine")
    request.user = somebody
    return only_for_the_office(request)


def test_the_office_gets_the_page() -> None:
    assert asked_by(Officer(username="zhang", role="office")).status_code == 200


def test_a_stranger_is_sent_to_the_sign_in_and_back() -> None:
    assert asked_by(AnonymousUser())["Location"] == "/login/?next=/plans/new/%3Ffrom%3Dmine"


def test_for_anybody_else_there_is_no_such_page() -> None:
    with pytest.raises(Http404):
        asked_by(Officer(username="wang", role="liaison"))
