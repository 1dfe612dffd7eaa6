"""An import from the uploaded file to the parts, and back: begun, checked step by step, confirmed, undone.

Each act is one transaction from the desk of the one who acts. What was shown is what is done: before anything is
written every row is judged again, and when one would do something else now, nothing is written and all is shown anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import IO, Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext

from zhiheng.directory.models import Officer
from zhiheng.division.dividing import accepted_anew, change, make
from zhiheng.division.importing.judging import Ground, Verdict, place_of, taken_places
from zhiheng.division.importing.table import as_json, fault_as_json, line_of
from zhiheng.division.models import ImportBatch, ImportRow, Part
from zhiheng.division.origin import own_region
from zhiheng.ledger.models import Ledger, Task
from zhiheng.mechanisms.evidence.models import keep
from zhiheng.mechanisms.fitting import fit
from zhiheng.mechanisms.scope import desk_now
from zhiheng.mechanisms.workbooks.fields import Checked

STEP = 1_000
"""Rows that one request checks: about half a second, so that a page shows progress and no request is cut off."""
MOST_ROWS = 10_000
"""Rows of one import, since 2026-11-22: each of 27 tasks for 14 regions in every year and quarter is 9,450."""


class NotNow(Exception):
    """The batch is not in the state that the act asks for."""


class Moved(Exception):
    """A row would do something else now than what was shown; nothing was written, and all is to be checked again."""


@transaction.atomic
def begin(
    table: Checked, form: str, stream: IO[bytes], name: str, *, ledger: Ledger, by: Officer, at: datetime
) -> ImportBatch:
    """Keep a file and the rows that were read of it. Raises FileRefused over the officer's quota."""
    desk = desk_now()
    batch = ImportBatch(ledger=ledger, by=by, at=at, form=form, by_region=own_region(desk), by_unit_id=desk.unit)
    batch.file = keep(stream, name, by=by, at=at)
    batch.columns = table.lines[0].columns if table.lines else {}
    batch.lines = [as_json(line) for line in table.lines]
    batch.notices = [[notice.said_zh, notice.said_en] for notice in table.notices]
    batch.total = len(batch.lines)
    batch.save(force_insert=True)
    return batch


@transaction.atomic
def check_on(batch: ImportBatch, *, at: datetime) -> ImportBatch:
    """Judge the next rows, if any are left. Two devices go on one after the other and judge no row twice."""
    batch = _locked(batch, *dict(ImportBatch.STATES))
    if batch.state != ImportBatch.CHECKING:
        return batch
    earlier = dict(batch.rows.exclude(spot="").order_by("-row").values_list("spot", "row"))
    verdicts = _judged(batch, batch.lines[batch.done : batch.done + STEP], earlier, at.date())
    ImportRow.objects.bulk_create(_row(batch, verdict) for verdict in verdicts)
    batch.done += len(verdicts)
    if batch.done >= batch.total:
        batch.state = ImportBatch.CHECKED
    batch.save(update_fields=["done", "state"])
    return batch


@transaction.atomic
def check_again(batch: ImportBatch) -> ImportBatch:
    """Forget what was found and begin to check anew."""
    batch = _locked(batch, ImportBatch.CHECKED, ImportBatch.CHECKING)
    batch.rows.all().delete()
    batch.done, batch.state = 0, ImportBatch.CHECKING
    batch.save(update_fields=["done", "state"])
    return batch


@transaction.atomic
def cancel(batch: ImportBatch) -> ImportBatch:
    """Put a batch away before anything was imported."""
    batch = _locked(batch, ImportBatch.CHECKING, ImportBatch.CHECKED)
    batch.state, batch.lines = ImportBatch.CANCELLED, []
    batch.save(update_fields=["state", "lines"])
    return batch


@transaction.atomic
def confirm(batch: ImportBatch, *, only_right: bool, issue: bool, by: Officer, at: datetime, why: str) -> ImportBatch:
    """Import all rows, or only the right ones, in one transaction; ``issue`` issues the new parts at once.

    Raises NotNow when it was confirmed or cancelled already, when a row is wrong and ``only_right`` is False, or when
    there is nothing to import; Moved when a row has moved on since it was shown.
    """
    batch = _locked(batch, ImportBatch.CHECKED)
    rows = {row.row: row for row in batch.rows.all()}
    if not only_right and any(row.outcome == ImportRow.WRONG for row in rows.values()):
        raise NotNow(gettext("还有错误的行：请改正后重新上传，或选择只导入正确的行。"))
    keys = {line["values"].get("task") for line in batch.lines}
    # As in dividing: two who divide the same task come one after the other.
    list(Task.objects.select_for_update().filter(ledger=batch.ledger, key__in=keys).order_by("pk"))
    verdicts = [verdict for some in _in_steps(batch, at.date()) for verdict in some]
    if any(_shown(_row(batch, verdict)) != _shown(rows[verdict.line.row]) for verdict in verdicts):
        raise Moved
    new = [verdict for verdict in verdicts if verdict.outcome == ImportRow.NEW]
    changed = [verdict for verdict in verdicts if verdict.outcome == ImportRow.CHANGED]
    if not new and not changed:
        raise NotNow(gettext("没有要导入的行：各行与现有内容相同。"))
    _write(batch, new, changed, rows, issue=issue, by=by, at=at, why=why)
    batch.state, batch.confirmed_by, batch.confirmed_at, batch.why = ImportBatch.CONFIRMED, by, at, why
    batch.lines = []
    fit(batch).save(update_fields=["state", "confirmed_by", "confirmed_at", "why", "lines"])
    return batch


@transaction.atomic
def undo(batch: ImportBatch, *, by: Officer, at: datetime, why: str) -> ImportBatch:
    """Take an import back, as new versions: new parts are withdrawn, changed ones get their old values.

    What somebody has changed since is left as it is and marked.
    """
    batch = _locked(batch, ImportBatch.CONFIRMED)
    joined = ("part__ledger", "part__task", "part__region", "part__unit")
    rows = list(batch.rows.filter(fate=ImportRow.IMPORTED).select_related(*joined))
    back: list[tuple[Part, Mapping[str, Any]]] = []
    list(
        Task.objects.select_for_update().filter(ledger=batch.ledger, key__in={row.task for row in rows}).order_by("pk")
    )
    taken = taken_places(batch.ledger, {row.task for row in rows})
    for row in rows:
        part: Part = row.part  # type: ignore[assignment]
        row.fate = ImportRow.UNDONE if part.version == row.version and _free(row, part, taken) else ImportRow.LEFT
        if row.fate == ImportRow.UNDONE:
            back.append((part, _old(row)))
    moved = {part.pk for part in change(back, by=by, at=at, why=why)}
    for row in rows:
        row.fate = ImportRow.LEFT if row.part_id in moved else row.fate
    _rewrite(rows, ["fate"])
    batch.state, batch.undone_by, batch.undone_at = ImportBatch.UNDONE, by, at
    batch.save(update_fields=["state", "undone_by", "undone_at"])
    return batch


def _locked(batch: ImportBatch, *states: str) -> ImportBatch:
    """The batch as it is now, held until the end of the transaction; NotNow in another state than these."""
    held: ImportBatch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if held.state not in states:
        raise NotNow(gettext("这一批次%(state)s，不能再这样办理。") % {"state": held.get_state_display()})
    return held


def _judged(
    batch: ImportBatch, kept: Sequence[Mapping[str, Any]], earlier: Mapping[str, int], on: date
) -> list[Verdict]:
    lines = [line_of(line, batch.columns) for line in kept]
    return Ground(batch.ledger, desk_now(), on, lines, earlier).judge(lines)


def _in_steps(batch: ImportBatch, on: date) -> Iterator[list[Verdict]]:
    """All rows judged anew, as many at once as a check takes."""
    earlier: dict[str, int] = {}
    for first in range(0, batch.total, STEP):
        verdicts = _judged(batch, batch.lines[first : first + STEP], earlier, on)
        for verdict in verdicts:
            earlier.setdefault(verdict.spot, verdict.line.row)
        earlier.pop("", None)
        yield verdicts


def _row(batch: ImportBatch, verdict: Verdict) -> ImportRow:
    """A verdict as a row that is kept and shown."""
    values, part = verdict.line.values, verdict.part
    changes = {} if verdict.faults else verdict.changes
    row = ImportRow(batch=batch, row=verdict.line.row, outcome=verdict.outcome, part=part, spot=verdict.spot)
    row.task, row.receiver = str(values.get("task") or ""), str(values.get("receiver") or "")
    row.version = part.version if part else None
    row.changes = {name: [_raw(getattr(part, name, None)), _raw(value)] for name, value in changes.items()}
    row.faults = [list(fault_as_json(fault)) for fault in verdict.faults]
    return fit(row)


def _shown(row: ImportRow) -> tuple[Any, ...]:
    return row.outcome, row.part_id, row.changes


def _write(
    batch: ImportBatch,
    new: Sequence[Verdict],
    changed: Sequence[Verdict],
    rows: Mapping[int, ImportRow],
    *,
    issue: bool,
    by: Officer,
    at: datetime,
    why: str,
) -> None:
    """The parts, and on each row what it did to which."""
    wanted = [
        (verdict.part, verdict.changes | accepted_anew(verdict.part, verdict.changes))
        for verdict in changed
        if verdict.part
    ]
    for verdict, (part, changes) in zip(changed, wanted, strict=True):
        rows[verdict.line.row].changes = {name: [_raw(getattr(part, name)), _raw(v)] for name, v in changes.items()}
    if change(wanted, by=by, at=at, why=why):
        raise Moved
    pairs = [(verdict.origin, verdict.share) for verdict in new if verdict.origin]
    parts = make(pairs, issue=issue, by=by, at=at, why=why)
    done = []
    for verdict, part in zip((*new, *changed), (*parts, *(part for part, _ in wanted)), strict=True):
        row = rows[verdict.line.row]
        row.part, row.version, row.fate = part, part.version, ImportRow.IMPORTED
        done.append(row)
    _rewrite(done, ["part", "version", "fate", "changes"])


def _rewrite(rows: Sequence[ImportRow], fields: Sequence[str]) -> None:
    """Write fields of rows that stand, by inserting over them: a bulk update is ten times as slow."""
    ImportRow.objects.bulk_create(rows, update_conflicts=True, unique_fields=["id"], update_fields=fields)


def _free(row: ImportRow, part: Part, taken: Mapping[str, UUID]) -> bool:
    """Whether no other part has come to stand where an undone one would stand again."""
    if row.outcome == ImportRow.NEW:
        return True
    year, quarter = (row.changes.get(name, [getattr(part, name)])[0] for name in ("year", "quarter"))
    return taken.get(place_of(part, year, quarter), part.pk) == part.pk


def _old(row: ImportRow) -> dict[str, Any]:
    """What undoes a row: the old values, or the withdrawal of what was new."""
    if row.outcome == ImportRow.NEW:
        return {"state": Part.WITHDRAWN}
    fields: Any = {field.name: field for field in Part._meta.concrete_fields}
    return {name: fields[name].to_python(old) for name, (old, _) in row.changes.items()}


def _raw(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
