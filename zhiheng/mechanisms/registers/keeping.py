"""What can be done with a row of a register: it is entered, amended, and something happens to it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from zhiheng.mechanisms.journal.models import write_entries
from zhiheng.mechanisms.registers.declaring import BREACH, STRIKE
from zhiheng.mechanisms.registers.models import Register, RegisterEvent, kinds
from zhiheng.mechanisms.scope import desk_now
from zhiheng.mechanisms.versions import Stale, step, update_if_unchanged


class NotNow(Exception):
    """It cannot be done with the row as it is, or not from this desk; the message says why in the reader's language."""


def enter(row: Register, *, by: Any, at: datetime, why: str = "") -> Register:
    """Put a new row into its register, as who handles its region; ValidationError with all that is wrong with it.

    Its code is free in the whole register, also where the desk does not see the row that has it.
    """
    _kept(row)
    row.of_kind = row.kind
    row.full_clean(validate_unique=False, validate_constraints=False)
    _free(row, row.code)
    with transaction.atomic():
        row.save(force_insert=True)
        write_entries([(row.code, "登记", "", str(row))], ledger=row.kind, by=by, at=at, why=why, seen_with=row.pk)
    return row


def amend(
    row: Register,
    version: int,
    changes: Mapping[str, Any],
    *,
    by: Any,
    at: datetime,
    why: str,
    read: Mapping[str, str] | None = None,
) -> None:
    """Correct fields of a row, each with a line of the journal; Stale, field by field, when somebody was quicker.

    A row stays in a region that the desk handles, before and after.
    """
    _kept(row)
    if "region" in changes and changes["region"].pk not in desk_now().casework:
        raise NotNow(gettext("只能登记到您办理的地区。"))
    _free(row, str(changes.get("code", row.code)))
    update_if_unchanged(
        row, version, changes, by=by, at=at, why=why, ledger=row.kind, thing=row.code, read=read, seen_with=row.pk
    )


def record(row: Register, key: str, version: int, *, on: date, why: str, by: Any, at: datetime) -> RegisterEvent:
    """Record that something happened on a day that is not to come: NotNow when the row's state of that day forbids it

    or nothing of the kind is declared, Stale when somebody was there first.
    """
    _kept(row)
    event = next((one for one in row.own_kind.events if one.key == key), None)
    if event is None:
        raise NotNow(gettext("这个登记簿没有这种事件。"))
    if on > timezone.localdate(at):
        raise NotNow(gettext("发生日不能晚于今天。"))
    if event not in row.possible(on):
        words = {"day": on.isoformat(), "state": row.state_on(on).label, "event": event.label}
        raise NotNow(gettext("%(day)s 的状态是“%(state)s”，不能登记“%(event)s”。") % words)
    with transaction.atomic():
        _next_version(row, version)
        return RegisterEvent.objects.create(
            register_id=row.pk, key=key, brings=event.brings, on=on, why=why, by=by, at=at
        )


def strike(event: RegisterEvent, version: int, *, why: str, by: Any, at: datetime) -> RegisterEvent:
    """Strike a wrong event out: it stays to be read and counts no more. A strike itself is not struck out."""
    row = event.register
    _kept(row)
    if event.key == STRIKE or event.struck:
        raise NotNow(gettext("这一条已经更正过。"))
    with transaction.atomic():
        _next_version(row, version)
        return RegisterEvent.objects.create(
            register=row, key=STRIKE, on=timezone.localdate(at), why=why, strikes=event, by=by, at=at
        )


def record_breach(
    firm_code: str, on: date, why: str, case_number: str, *, by: Any, at: datetime
) -> list[RegisterEvent]:
    """违约: a case found that a firm broke what it promised. Recorded once a case on each of its rows that was in force

    that day and is seen from the desk; whose region keeps the row does not matter. Gives what was recorded, maybe none.
    """
    if not firm_code or not case_number:
        return []
    breached = [kind.kind for kind in kinds().values() if any(event.key == BREACH for event in kind.events)]
    rows = Register.objects.filter(firm_code=firm_code, of_kind__in=breached).exclude(happened__case_number=case_number)
    with transaction.atomic():
        return [
            RegisterEvent.objects.create(
                register=row, key=BREACH, on=on, why=why, case_number=case_number, by=by, at=at
            )
            for row in rows
            if row.state_on(on).holds
        ]


def erase(row: Register, *, by: Any, at: datetime, why: str) -> None:
    """Take back a row that was entered by mistake and to which nothing has happened; the journal keeps that it was."""
    _kept(row)
    if row.happened.exists():
        raise NotNow(gettext("这一行已有登记事件，不能删除。"))
    with transaction.atomic():
        write_entries([(row.code, "登记", str(row), "")], ledger=row.of_kind, by=by, at=at, why=why, seen_with=row.pk)
        row.own.delete()


def _free(row: Register, code: str) -> None:
    """No other row of the register has the code, also none that the desk does not see."""
    if Register._base_manager.filter(of_kind=row.of_kind, code=code).exclude(pk=row.pk).exists():
        raise ValidationError({"code": gettext("登记编号“%(code)s”已经有了。") % {"code": code}})


def _kept(row: Register) -> None:
    if not row.kept_at(desk_now()):
        raise NotNow(gettext("只能登记到您办理的地区。"))


def _next_version(row: Register, version: int) -> None:
    if not step(Register(pk=row.pk), version):
        raise Stale(Register._base_manager.get(pk=row.pk).version, [])
    row.version = version + 1
