"""Accounts and posts: made, moved, closed, with a role granted by another administrator; every act is journalled.

三员分立: the system administrator makes and moves accounts, the security administrator grants roles, the audit
administrator reads the journal of both. Whoever gets another post, a handed-out password for an administrator's
account, or a closed account reopened, loses the role: only two administrators together can let somebody act. Nobody
changes their own account, and at least one of each administrator stays.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from axes.utils import reset
from django.db import transaction
from django.utils.translation import gettext, gettext_noop

from zhiheng.directory.models import KeptForm, Officer, Posting, Region, Unit
from zhiheng.directory.permissions import Permission, may
from zhiheng.mechanisms.journal.models import Entry, write_entries
from zhiheng.mechanisms.pinyin import free_slug
from zhiheng.mechanisms.scope import everywhere
from zhiheng.mechanisms.versions import Stale, step, update_if_unchanged

ADMINISTRATORS = ("system_admin", "security_admin", "audit_admin")


class NotOpen(Exception):
    """The act is not open to this person or for this account; the text says why, in the reader's language."""


@transaction.atomic
def open_account(officer: Officer, *, why: str, by: Officer, at: datetime) -> Officer:
    """Enter a new account, without a role and without a password that anybody knows."""
    _allow(by, Permission.MANAGE_ACCOUNTS)
    officer.role = ""
    officer.set_unusable_password()
    officer.full_clean()
    officer.save()
    _note(
        officer,
        [(gettext_noop("账号"), "", officer.username), (gettext_noop("岗位"), "", post_of(officer))],
        why=why,
        by=by,
        at=at,
    )
    return officer


@transaction.atomic
def move(
    officer: Officer,
    *,
    unit: Unit | None,
    region: Region | None,
    since: date,
    today: date,
    version: int,
    why: str,
    by: Officer,
    at: datetime,
) -> None:
    """To another post, at once or from a day to come. The work stays at the old one; raises NotOpen and Stale."""
    _allow(by, Permission.MANAGE_ACCOUNTS, officer)
    if (officer.unit, officer.region) == (unit, region):
        raise NotOpen(gettext("已经在这个岗位上。"))
    _keep_one(officer)
    if since <= today:
        _settle(officer, {"unit": unit, "region": region, "role": ""}, version=version, why=why, by=by, at=at)
        return
    _step(officer, version)
    Posting.objects.update_or_create(
        officer=officer, defaults={"unit": unit, "region": region, "since": since, "why": why, "by": by, "at": at}
    )
    words = f"{since} {post_of(Posting(unit=unit, region=region))}"
    _note(officer, [(gettext_noop("调岗"), "", words)], why=why, by=by, at=at)


@transaction.atomic
def call_off(officer: Officer, *, version: int, why: str, by: Officer, at: datetime) -> None:
    """取消调岗: what was decided for a day to come does not happen."""
    _allow(by, Permission.MANAGE_ACCOUNTS, officer)
    _step(officer, version)
    posting = Posting.objects.filter(officer=officer).first()
    if posting is None:
        raise NotOpen(gettext("没有待执行的调岗。"))
    posting.delete()
    _note(officer, [(gettext_noop("调岗"), f"{posting.since} {post_of(posting)}", "")], why=why, by=by, at=at)


def carry_out(*, today: date, at: datetime) -> tuple[int, list[str]]:
    """Move whoever is due; how many went, and who could not: a closed account, or the last of an administrator."""
    done, left = 0, []
    for posting in Posting.objects.filter(since__lte=today).select_related("officer", "unit", "region", "by"):
        officer = posting.officer
        changes = {"unit": posting.unit, "region": posting.region, "role": ""}
        try:
            with transaction.atomic():
                _keep_one(officer)
                _settle(officer, changes, version=officer.version, why=posting.why, by=posting.by, at=at)
        except (NotOpen, Stale) as reason:
            left.append(f"{officer.username}:{reason}")
        else:
            done += 1
    return done, left


@transaction.atomic
def grant(officer: Officer, *, role: str, version: int, why: str, by: Officer, at: datetime) -> None:
    """Grant a role, or none; a firm's account has a firm's role and no other. Raises NotOpen and Stale."""
    _allow(by, Permission.GRANT_ROLES, officer)
    if not officer.is_active:
        raise NotOpen(gettext("账号已停用，不能授予角色。"))
    if role and (role == "firm") != bool(officer.firm_code):
        raise NotOpen(gettext("企业账号必须有统一社会信用代码，其他账号不填。"))
    if role in ADMINISTRATORS and (officer.unit or officer.region):
        raise NotOpen(gettext("管理员不在业务岗位上：请先由系统管理员把账号调出单位和地区。"))
    _keep_one(officer, becomes=role)
    _change(officer, {"role": role}, version=version, why=why, by=by, at=at)


@transaction.atomic
def close(officer: Officer, *, version: int, why: str, by: Officer, at: datetime) -> None:
    """停用: nobody signs in with it any more, open sessions end with their next request; the account stays."""
    _allow(by, Permission.MANAGE_ACCOUNTS, officer)
    _keep_one(officer)
    _settle(officer, {"is_active": False, "role": ""}, version=version, why=why, by=by, at=at)


@transaction.atomic
def reopen(officer: Officer, *, version: int, why: str, by: Officer, at: datetime) -> None:
    """恢复: the account can be used again; its role has to be granted again."""
    _allow(by, Permission.MANAGE_ACCOUNTS, officer)
    _change(officer, {"is_active": True}, version=version, why=why, by=by, at=at)


@transaction.atomic
def unlock(officer: Officer, *, version: int, why: str, by: Officer, at: datetime) -> None:
    """解除锁定: failed sign-ins are forgotten before their quarter of an hour is over."""
    _allow(by, Permission.MANAGE_ACCOUNTS, officer)
    _step(officer, version)
    reset(username=officer.username)
    _note(officer, [(gettext_noop("登录锁定"), "", "解除")], why=why, by=by, at=at)


@transaction.atomic
def hand_password(officer: Officer, password: str, *, version: int, why: str, by: Officer, at: datetime) -> None:
    """A password to be changed at the first sign-in; every open session of the account ends.

    Who hands it out knows it, so an administrator's account loses its role: nobody becomes another administrator alone.
    """
    _allow(by, Permission.MANAGE_ACCOUNTS, officer)
    if not officer.is_active:
        raise NotOpen(gettext("账号已停用，请先恢复。"))
    lines = [(gettext_noop("一次性密码"), "", "发放")]
    changes: dict[str, Any] = {"first_password": True}
    if officer.role in ADMINISTRATORS:
        _keep_one(officer)
        lines.append((gettext_noop("角色"), officer.get_role_display(), ""))
        changes["role"] = ""
    officer.set_password(password)
    _step(officer, version, {**changes, "password": officer.password})
    _note(officer, lines, why=why, by=by, at=at)


def vacant() -> list[str]:
    """The administrator roles that no account in use holds."""
    held = set(Officer.objects.filter(role__in=ADMINISTRATORS, is_active=True).values_list("role", flat=True))
    return [role for role in ADMINISTRATORS if role not in held]


@transaction.atomic
def appoint(passwords: Mapping[str, str], *, at: datetime) -> list[Officer]:
    """The first account of each vacant role, by whoever runs the server: nobody is there yet to grant it."""
    made = []
    for role in [role for role in vacant() if role in passwords]:
        name = free_slug(
            role.replace("_", " "), lambda slug: Officer.objects.filter(username=slug).exists(), longest=60
        )
        officer = Officer(username=name, display_name=str(dict(Officer.ROLES)[role]), role=role, first_password=True)
        officer.set_password(passwords[role])
        officer.full_clean()
        officer.save()
        _note(officer, [(gettext_noop("账号"), "", name)], why="首次设立管理员", by=None, at=at)
        made.append(officer)
    return made


def history(officer: Officer) -> Any:
    """The journal of an account, newest first."""
    return Entry.objects.filter(ledger=_journal(officer)).select_related("by")


def post_of(holder: Officer | Posting) -> str:
    """The post in words; empty where there is none."""
    return " · ".join(place.name for place in (holder.unit, holder.region) if place)


def _allow(by: Officer, permission: Permission, officer: Officer | None = None) -> None:
    if not may(by, permission):
        raise NotOpen(gettext("您的角色不能办理这一项。"))
    if officer is not None and officer.pk == by.pk:
        raise NotOpen(gettext("不能办理自己的账号，请由另一位管理员办理。"))


def _keep_one(officer: Officer, *, becomes: str = "") -> None:
    """At least one of each administrator stays; the rows are locked, so that two who close each other wait."""
    if officer.role not in ADMINISTRATORS or officer.role == becomes or not officer.is_active:
        return
    alike = Officer.objects.select_for_update().filter(role=officer.role, is_active=True).order_by("pk")
    if not [other for other in alike if other.pk != officer.pk]:
        words = gettext("这是最后一个在用的%(role)s账号，请先另设一个。")
        raise NotOpen(words % {"role": officer.get_role_display()})


def _settle(officer: Officer, changes: Mapping[str, Any], *, version: int, why: str, by: Officer, at: datetime) -> None:
    """Leave a post: what was typed there and could not be sent belongs to it, and an earlier decision is void."""
    if not officer.is_active:
        raise NotOpen(gettext("账号已停用，请先恢复。"))
    _change(officer, changes, version=version, why=why, by=by, at=at)
    # They are the officer's own: no administrator sees them, not even to remove them.
    with everywhere():
        KeptForm.objects.filter(officer=officer).delete()
    Posting.objects.filter(officer=officer).delete()


def _change(officer: Officer, changes: Mapping[str, Any], *, version: int, why: str, by: Officer, at: datetime) -> None:
    update_if_unchanged(
        officer, version, changes, by=by, at=at, why=why, ledger=_journal(officer), thing=_thing(officer)
    )


def _step(officer: Officer, version: int, changes: Mapping[str, Any] | None = None) -> None:
    if not step(officer, version, changes):
        last = history(officer).first()
        newest = Officer.objects.get(pk=officer.pk).version
        raise Stale(newest, (), by=last.by if last else None, at=last.at if last else None)


def _note(officer: Officer, lines: list[tuple[str, str, str]], *, why: str, by: Officer | None, at: datetime) -> None:
    named = [(_thing(officer), *line) for line in lines]
    write_entries(named, ledger=_journal(officer), by=by, at=at, why=why)


def _journal(officer: Officer) -> str:
    """A slash is in no ledger's slug, so that no public page shows it."""
    return f"account/{officer.pk}"


def _thing(officer: Officer) -> str:
    return f"account:{officer.username}"
