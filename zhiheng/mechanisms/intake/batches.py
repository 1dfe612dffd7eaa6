"""An import from what was read to the rows it makes, and back. Each act is one transaction of the one who acts.

What was shown is what is done: before anything is written every row is judged again, and when one would do something
else now, nothing is written and all is shown anew.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext

from zhiheng.mechanisms.cases.models import kinds as kinds_of_cases
from zhiheng.mechanisms.fitting import fit
from zhiheng.mechanisms.intake.entrances import FURTHER, CaseEntrance, Entrance, RegisterEntrance, Verdict
from zhiheng.mechanisms.intake.models import CHANGED, IMPORTED, LEFT, NEW, UNDONE, WRONG, Intake, IntakeRow
from zhiheng.mechanisms.privacy.fields import SealedText
from zhiheng.mechanisms.registers.models import kinds as kinds_of_registers
from zhiheng.mechanisms.scope import desk_now
from zhiheng.mechanisms.workbooks.checking import checked
from zhiheng.mechanisms.workbooks.fields import Checked, Fault, Line, Table

MOST_ROWS = 5_000
"""Rows of one import, since 2026-11-22: judged within one request."""


class NotNow(Exception):
    """The import is not in the state that the act asks for; the message says which, in the reader's language."""


class Moved(Exception):
    """A row would do something else now than what was shown; nothing was written, and all is shown anew."""


def entrance_of(room: str, kind: str) -> Entrance:
    """The way in to a kind of register or case, or to a room of a system; 404 for a word that names none, or for who

    handles nothing.
    """
    if desk_now().casework:
        if room == "registers" and kind in kinds_of_registers():
            return RegisterEntrance(kinds_of_registers()[kind])
        if room == "cases" and kind in kinds_of_cases() and kinds_of_cases()[kind].form:
            return CaseEntrance(kinds_of_cases()[kind])
        if room in FURTHER and (found := FURTHER[room](kind)):
            return found
    raise Http404(gettext("没有这样的导入。"))


@transaction.atomic
def begin(room: str, kind: str, table: Table, rows: Checked, name: str, *, by: Any, at: datetime) -> Intake:
    """Keep what was read, sealed, with what each row would do."""
    batch = fit(Intake(room=room, kind=kind, name=name, by=by, at=at, total=len(rows.lines)))
    batch.table = json.dumps(table, ensure_ascii=False)
    entrance = entrance_of(room, kind)
    verdicts = entrance.judge(rows.lines, timezone.localdate(at))
    batch.notices = [[said.said_zh, said.said_en] for said in (*rows.notices, *entrance.notices(verdicts))]
    batch.save(force_insert=True)
    _show(batch, verdicts)
    return batch


@transaction.atomic
def confirm(batch: Intake, *, only_right: bool, by: Any, at: datetime, why: str) -> Intake:
    """Write all rows, or only the right ones. NotNow when it was confirmed or cancelled, when a row is wrong and

    ``only_right`` is False, or when there is nothing to write; Moved when something would be done that was not shown.
    """
    batch = _locked(batch, Intake.CHECKED)
    entrance = entrance_of(batch.room, batch.kind)
    rows = {row.row: row for row in batch.rows.all()}
    verdicts = entrance.judge(lines_of(batch), timezone.localdate(at))
    if any(_shown(_row(batch, verdict)) != _shown(rows[verdict.line.row]) for verdict in verdicts):
        raise Moved
    if not only_right and any(verdict.faults for verdict in verdicts):
        raise NotNow(gettext("还有错误的行：请改正后重新上传，或选择只导入正确的行。"))
    right = [verdict for verdict in verdicts if verdict.outcome in (NEW, CHANGED)]
    if not right:
        raise NotNow(gettext("没有要导入的行：各行与现有内容相同。"))
    done = [rows[verdict.line.row] for verdict in right]
    left = defaultdict(list)
    for row, (thing, version) in zip(done, entrance.write_all(right, by=by, at=at, why=why), strict=True):
        row.thing = thing
        left[version].append(row.pk)
    IntakeRow.objects.bulk_update(done, ["thing"], batch_size=500)
    # Few versions and one fate: a statement for each takes a tenth of a case for every row.
    for version, keys in left.items():
        _marked(keys, version=version, fate=IMPORTED)
    return _turned(batch, Intake.CONFIRMED, why=why, confirmed_at=at, table="")


@transaction.atomic
def show_again(batch: Intake, on: date) -> Intake:
    """Forget what was shown and judge every row anew."""
    batch = _locked(batch, Intake.CHECKED)
    batch.rows.all().delete()
    _show(batch, entrance_of(batch.room, batch.kind).judge(lines_of(batch), on))
    return batch


@transaction.atomic
def cancel(batch: Intake) -> Intake:
    """Put it away before anything was written."""
    return _turned(_locked(batch, Intake.CHECKED), Intake.CANCELLED, table="")


@transaction.atomic
def undo(batch: Intake, *, by: Any, at: datetime, why: str) -> Intake:
    """Take an import back: what was new is removed, what was changed gets its old values, each with a line of the

    journal; what somebody has touched since stays and is marked. NotNow for a kind that takes nothing back.
    """
    batch = _locked(batch, Intake.CONFIRMED)
    entrance = entrance_of(batch.room, batch.kind)
    if not entrance.undoable:
        raise NotNow(gettext("办件登记后不能整批撤销，请逐件办理。"))
    rows = list(batch.rows.filter(fate=IMPORTED))
    undone = entrance.undo_all(rows, by=by, at=at, why=why)
    _marked([row.pk for row, taken in zip(rows, undone, strict=True) if taken], fate=UNDONE)
    _marked([row.pk for row, taken in zip(rows, undone, strict=True) if not taken], fate=LEFT)
    return _turned(batch, Intake.UNDONE, undone_at=at)


def lines_of(batch: Intake) -> Sequence[Line]:
    """The rows as they were read."""
    return checked(batch.read, entrance_of(batch.room, batch.kind).fields).lines


def faults_of(batch: Intake) -> list[Fault]:
    """All that is wrong with a batch, cell by cell."""
    return [Fault(row.row, *said) for row in batch.rows.filter(outcome=WRONG) for said in row.said["faults"]]


def _marked(keys: Sequence[UUID], **what: Any) -> None:
    for begin in range(0, len(keys), 500):
        IntakeRow.objects.filter(pk__in=keys[begin : begin + 500]).update(**what)


def _locked(batch: Intake, state: str) -> Intake:
    held: Intake = Intake.objects.select_for_update().get(pk=batch.pk)
    if held.state != state:
        raise NotNow(gettext("这一批次%(state)s，不能再这样办理。") % {"state": held.get_state_display()})
    return held


def _turned(batch: Intake, state: str, **more: Any) -> Intake:
    batch.state = state
    for name, value in more.items():
        setattr(batch, name, value)
    fit(batch).save(update_fields=["state", *more])
    return batch


def _show(batch: Intake, verdicts: Sequence[Verdict]) -> None:
    IntakeRow.objects.bulk_create([_row(batch, verdict) for verdict in verdicts], batch_size=500)


def _row(batch: Intake, verdict: Verdict) -> IntakeRow:
    """A verdict as it is kept and shown."""
    row, thing = IntakeRow(batch=batch, row=verdict.line.row, outcome=verdict.outcome), verdict.row
    values = verdict.line.values
    row.label = " ".join(str(values[name]) for name in ("code", "name", "product", "firm_name") if values.get(name))
    row.thing = thing.pk if verdict.standing and batch.room != CaseEntrance.room else None
    row.fingerprint = verdict.fingerprint
    changes = {} if verdict.faults else _changes(verdict)
    told = {"changes": changes, "faults": [[f.column, f.heading, f.said_zh, f.said_en] for f in verdict.faults]}
    row.told = json.dumps(told, ensure_ascii=False, cls=DjangoJSONEncoder)
    return fit(row)


def _changes(verdict: Verdict) -> dict[str, list[Any]]:
    """Old and new value by field; of a new row what it says, of personal texts only that they are there."""
    row: Any = verdict.row
    if verdict.standing:
        return {name: [_raw(getattr(row, name)), _raw(value)] for name, value in verdict.changes.items()}
    said = {name: _raw(value) for name, value in verdict.changes.items() if value not in (None, "")}
    sealed = {column.name for column in row._meta.fields if isinstance(column, SealedText)}
    return {name: [None, "…" if name in sealed else value] for name, value in said.items()}


def _raw(value: Any) -> Any:
    return value.pk if isinstance(value, models.Model) else value


def _shown(row: IntakeRow) -> tuple[Any, ...]:
    said: Mapping[str, Any] = row.said
    return row.outcome, row.thing, said["changes"]
