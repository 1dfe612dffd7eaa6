"""Who may do what: one table of roles and acts, asked by every page that is not for everybody.

The three administrator roles are separate (三员分立): an account has one role, so nobody holds two of them.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from functools import wraps
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponseBase

from zhiheng.directory.models import Officer


class Permission(StrEnum):
    """An act that not everybody may do."""

    UPLOAD_PLAN = "upload_plan"
    CORRECT_PLAN = "correct_plan"
    CONFIRM_PLAN = "confirm_plan"
    SEE_PARTS = "see_parts"
    DIVIDE = "divide"
    ACCEPT_PART = "accept_part"
    APPORTION = "apportion"
    APPROVE_APPORTIONMENT = "approve_apportionment"
    EDIT_CALENDAR = "edit_calendar"
    PUBLISH_VALUES = "publish_values"
    READ_SIGN_INS = "read_sign_ins"
    READ_REVEALS = "read_reveals"
    SEE_ACCOUNTS = "see_accounts"
    MANAGE_ACCOUNTS = "manage_accounts"
    GRANT_ROLES = "grant_roles"
    REVOKE_TOKENS = "revoke_tokens"


GRANTED: dict[str, frozenset[Permission]] = {
    "office": frozenset(
        {
            Permission.UPLOAD_PLAN,
            Permission.CORRECT_PLAN,
            Permission.CONFIRM_PLAN,
            Permission.SEE_PARTS,
            Permission.DIVIDE,
            Permission.APPORTION,
            Permission.APPROVE_APPORTIONMENT,
            Permission.EDIT_CALENDAR,
            Permission.PUBLISH_VALUES,
        }
    ),
    "liaison": frozenset({Permission.SEE_PARTS, Permission.DIVIDE, Permission.ACCEPT_PART}),
    "reviewer": frozenset({Permission.CONFIRM_PLAN, Permission.SEE_PARTS, Permission.APPROVE_APPORTIONMENT}),
    "system_admin": frozenset({Permission.SEE_ACCOUNTS, Permission.MANAGE_ACCOUNTS}),
    "security_admin": frozenset({Permission.SEE_ACCOUNTS, Permission.GRANT_ROLES, Permission.REVOKE_TOKENS}),
    "audit_admin": frozenset({Permission.SEE_ACCOUNTS, Permission.READ_SIGN_INS, Permission.READ_REVEALS}),
}
"""A role that is not named may do nothing beyond reading. That the one who uploaded a plan never confirms it depends
on the plan, and is asked where it is confirmed."""


def may(officer: Officer | AnonymousUser, permission: Permission) -> bool:
    """Whether somebody may do an act: signed in, the account in use, the role granted it."""
    if not officer.is_active:
        return False
    assert isinstance(officer, Officer)
    return permission in GRANTED.get(officer.role, ())


def needs(permission: Permission) -> Callable[[Callable[..., HttpResponseBase]], Callable[..., HttpResponseBase]]:
    """A view for those who may do an act: a stranger is asked to sign in, for anybody else there is no such page.

    404 and not 403: who may not see a thing does not learn that it exists.
    """

    def for_those_who_may(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not may(request.user, permission):
                raise Http404
            return view(request, *args, **kwargs)

        return guarded

    return for_those_who_may
