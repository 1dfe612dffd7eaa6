"""What rows of a workbook would do to a register or to the cases of a kind, and how that is written and taken back."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any, ClassVar
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext, gettext_noop, override

from zhiheng.mechanisms.cases.acting import file
from zhiheng.mechanisms.cases.declaring import Hand
from zhiheng.mechanisms.cases.models import Case
from zhiheng.mechanisms.cases.shown import label_of
from zhiheng.mechanisms.intake.columns import Columns
from zhiheng.mechanisms.intake.models import CHANGED, IMPORTED, NEW, SAME, WRONG, IntakeRow
from zhiheng.mechanisms.intake.uploading import in_both
from zhiheng.mechanisms.privacy.fields import SealedText
from zhiheng.mechanisms.registers.keeping import NotNow, amend, enter, erase
from zhiheng.mechanisms.registers.models import Register
from zhiheng.mechanisms.scope import desk_now
from zhiheng.mechanisms.workbooks.checking import fault_at
from zhiheng.mechanisms.workbooks.fields import Fault, Field, Line, Notice, Value

UNKNOWN = gettext_noop("登记簿里没有这一行，或不归您登记；新增的行请把系统编号留空")
STALE = gettext_noop("下载之后有人改过，现在是第 %(version)s 版；请重新下载模板填写")
TAKEN = gettext_noop("登记编号“%(code)s”已经有了；要修改它，请在下载的模板里带系统编号的那一行改")
TWICE = gettext_noop("与第 %(row)s 行相同")
TO_COME = gettext_noop("收到日期不能晚于今天")
RECEIVED = "received"


@dataclass
class Verdict:
    """What one row would do to ``row``, new or standing, with ``changes`` to its fields; or all that is wrong."""

    line: Line
    row: Any
    faults: list[Fault]
    changes: dict[str, Any] = field(default_factory=dict)
    standing: bool = False
    fingerprint: str = ""

    @property
    def outcome(self) -> str:
        if self.faults:
            return WRONG
        return (CHANGED if self.changes else SAME) if self.standing else NEW


class Entrance:
    """One kind of register or case as an import meets it. ``undoable``: what was imported can be taken back.

    ``addresses`` name its list, its import, the template and one of its rows.
    """

    room: ClassVar[str]
    undoable: ClassVar[bool]
    addresses: ClassVar[tuple[str, str, str, str]]

    def __init__(self, kind: Any, names: Sequence[str]) -> None:
        self.kind, self.columns = kind, Columns(kind, names)
        self.fields: tuple[Field, ...] = tuple(self.columns)

    @property
    def key(self) -> str:
        """The word that names it in addresses."""
        return str(self.kind.kind)

    @property
    def label(self) -> str:
        """What is imported, in the reader's language."""
        return label_of(self.kind._meta)

    def list_url(self) -> str:
        """Where what was imported is listed."""
        return reverse(self.addresses[0], args=[self.key])

    def import_url(self) -> str:
        """Where a file is handed in."""
        return reverse(self.addresses[1], args=[self.key])

    def template_url(self) -> str:
        """The workbook to fill in; empty where tables of others are imported."""
        return reverse(self.addresses[2], args=[self.key])

    def row_url(self, pk: UUID) -> str:
        """The page of one row; empty where rows have none."""
        return reverse(self.addresses[3], args=[self.key, pk])

    def write_all(self, verdicts: Sequence[Verdict], *, by: Any, at: datetime, why: str) -> list[tuple[UUID, int]]:
        """Write what is right; gives each row and its version, in their order."""
        return [self.write(verdict, by=by, at=at, why=why) for verdict in verdicts]

    def undo_all(self, rows: Sequence[IntakeRow], *, by: Any, at: datetime, why: str) -> list[bool]:
        """Take rows back; False for each that somebody has touched since."""
        return [self.undo(row, row.said["changes"], by=by, at=at, why=why) for row in rows]

    def write(self, verdict: Verdict, *, by: Any, at: datetime, why: str) -> tuple[UUID, int]:
        """Write one row."""
        raise NotImplementedError

    def undo(self, row: IntakeRow, changes: Mapping[str, Any], *, by: Any, at: datetime, why: str) -> bool:
        """Take one row back."""
        raise NotImplementedError

    def template_rows(self) -> Iterable[dict[str, Value]]:
        """The rows that stand in the template."""
        return ()

    def judge(self, lines: Sequence[Line], on: date) -> list[Verdict]:
        """A verdict for each row, in their order; nothing is written."""
        raise NotImplementedError

    def notices(self, verdicts: Sequence[Verdict]) -> list[Notice]:
        """What whoever confirms has to know beside the rows."""
        return []

    @property
    def by_key(self) -> dict[str, Field]:
        return {one.key: one for one in self.fields}

    def _fault(self, verdict: Verdict, key: str, words: str, **values: object) -> None:
        """A sentence in both languages at the cell of a column."""
        said = in_each(words, **values)
        verdict.faults.append(fault_at(verdict.line, self.by_key[key], said.said_zh, said.said_en))

    def _cleaned(self, verdict: Verdict) -> None:
        """What the model itself refuses of the row."""
        told = {name for name, column in self.columns.of.items() if not (column.is_relation or _sealed(column))}
        without = {one.name for one in verdict.row._meta.fields if one.name not in told}
        for (name, zh), (_, en) in in_both(lambda: list(_problems(verdict.row, without))):
            if not any(fault.heading == self._heading(name) for fault in verdict.faults):
                verdict.faults.append(fault_at(verdict.line, self.by_key.get(name, self.fields[0]), zh, en))

    def _heading(self, name: str) -> str:
        return self.by_key.get(name, self.fields[0]).heading


class RegisterEntrance(Entrance):
    """Rows of a register: new ones, and other values for those that stand, of the version that was downloaded."""

    room, undoable = "registers", True
    addresses = ("register_rows", "register_import", "register_import_template", "register_row")

    def __init__(self, kind: type[Register]) -> None:
        super().__init__(kind, kind.form_fields())
        key, version = Field("key", "系统编号", "key", width=12.0), Field("version", "版本", "whole", locked=True)
        self.fields = (key, *self.columns, version)

    def template_rows(self) -> Iterator[dict[str, Value]]:
        """The rows that the desk keeps."""
        for row in self._mine().select_related("region").order_by("code"):
            yield {"key": str(row.pk), "version": row.version, **self.columns.cells(row)}

    def _mine(self) -> Any:
        return self.kind.objects.filter(region__in=desk_now().casework)

    def judge(self, lines: Sequence[Line], on: date) -> list[Verdict]:
        """A verdict for each row, in their order; nothing is written."""
        ids = {found for line in lines if (found := _uuid(line.values.get("key")))}
        mine = {row.pk: row for row in self._mine().filter(pk__in=ids).select_related("region")}
        codes = {str(line.values.get("code")) for line in lines}
        taken = Register._base_manager.filter(of_kind=self.kind.kind, code__in=codes).values_list("code", "pk")
        seen = {row.pk: row for row in self._mine().filter(code__in=codes).select_related("region")}
        return list(self._judged(lines, mine, dict(taken), seen))

    def _judged(
        self, lines: Sequence[Line], mine: Mapping[UUID, Any], taken: Mapping[str, UUID], seen: Mapping[UUID, Any]
    ) -> Iterator[Verdict]:
        earlier: dict[str, int] = {}
        for line in lines:
            values = self.columns.values(line.values)
            code = str(values.get("code", ""))
            row = mine.get(_uuid(line.values.get("key")) or UUID(int=0))
            verdict = Verdict(line, row or self.kind(), list(line.faults), standing=row is not None)
            if line.values.get("key") and row is None:
                self._fault(verdict, "key", UNKNOWN)
            elif not self._free(verdict, taken.get(code), seen, values):
                self._fault(verdict, "code", TAKEN, code=code)
            if code and earlier.setdefault(code, line.row) != line.row:
                self._fault(verdict, "code", TWICE, row=earlier[code])
            self._weighed(verdict, values)
            if not verdict.standing:
                verdict.changes = values
            yield verdict

    def _free(self, verdict: Verdict, holder: UUID | None, seen: Mapping[UUID, Any], values: Mapping[str, Any]) -> bool:
        """Whether a row may have its code: nobody has it, it has it itself, or it was imported before as it is."""
        if holder is None or verdict.standing:
            return holder in (None, verdict.row.pk)
        row = seen.get(holder)
        if row is None or any(getattr(row, name) != value for name, value in values.items()):
            return False
        verdict.row, verdict.standing = row, True
        return True

    def _weighed(self, verdict: Verdict, values: Mapping[str, Any]) -> None:
        """What would change, and whether it may."""
        if verdict.standing:
            verdict.changes = {name: value for name, value in values.items() if getattr(verdict.row, name) != value}
            if verdict.changes and verdict.line.values.get("version") != verdict.row.version:
                self._fault(verdict, "version", STALE, version=verdict.row.version)
        before = {name: getattr(verdict.row, name) for name in verdict.changes}
        for name, value in values.items():
            setattr(verdict.row, name, value)
        if verdict.changes or not verdict.standing:
            self._cleaned(verdict)
        for name, value in before.items():
            setattr(verdict.row, name, value)

    def write(self, verdict: Verdict, *, by: Any, at: datetime, why: str) -> tuple[UUID, int]:
        """Enter or amend; gives the row and its version."""
        if verdict.standing:
            amend(verdict.row, verdict.row.version, verdict.changes, by=by, at=at, why=why)
        else:
            enter(verdict.row, by=by, at=at, why=why)
        return verdict.row.pk, verdict.row.version

    def undo(self, row: IntakeRow, changes: Mapping[str, Any], *, by: Any, at: datetime, why: str) -> bool:
        """Take one row back; False, and nothing is done, when somebody has touched it since."""
        found = self._mine().filter(pk=row.thing, version=row.version).first()
        if found is None:
            return False
        if row.outcome == NEW:
            try:
                erase(found, by=by, at=at, why=why)
            except NotNow:
                return False
        else:
            old = {name: self._back(name, before) for name, (before, _now) in changes.items()}
            amend(found, found.version, old, by=by, at=at, why=why)
        return True

    def _back(self, name: str, raw: Any) -> Any:
        """A value as JSON kept it, as the model takes it."""
        column = self.columns.of[name]
        return column.related_model._base_manager.get(pk=raw) if column.is_relation else column.to_python(raw)


class CaseEntrance(Entrance):
    """New cases of a kind, each received on a day of its own; what is filed is a case for good and not taken back."""

    room, undoable = "cases", False
    addresses = ("cases", "cases_import", "cases_import_template", "case")

    def __init__(self, kind: type[Case]) -> None:
        super().__init__(kind, list(dict.fromkeys(("region", *kind.form))))
        self.fields = (*self.columns, Field(RECEIVED, "收到日期", "date"))

    def judge(self, lines: Sequence[Line], on: date) -> list[Verdict]:
        """A verdict for each row, in their order; a row that was imported before is the same."""
        found = [self._judged(line, on) for line in lines]
        prints = {verdict.fingerprint for verdict in found}
        known = set(
            IntakeRow.objects.filter(fate=IMPORTED, fingerprint__in=prints - {""}).values_list("fingerprint", flat=True)
        )
        earlier: dict[str, int] = {}
        for verdict in found:
            if verdict.fingerprint in known:
                verdict.standing, verdict.changes = True, {}
            if verdict.fingerprint and earlier.setdefault(verdict.fingerprint, verdict.line.row) != verdict.line.row:
                self._fault(verdict, self.fields[0].key, TWICE, row=earlier[verdict.fingerprint])
        return found

    def _judged(self, line: Line, on: date) -> Verdict:
        values = self.columns.values(line.values)
        verdict = Verdict(line, self.kind(**values), list(line.faults), values)
        received: Any = line.values.get(RECEIVED)
        if received and received > on:
            self._fault(verdict, RECEIVED, TO_COME)
        self._cleaned(verdict)
        if not verdict.faults:
            told = json.dumps([self.kind.kind, line.values], cls=DjangoJSONEncoder, sort_keys=True)
            verdict.fingerprint = salted_hmac("zhiheng.mechanisms.intake", told, algorithm="sha256").hexdigest()
        return verdict

    def write(self, verdict: Verdict, *, by: Any, at: datetime, why: str) -> tuple[UUID, int]:
        """File it, as of the beginning of the day on which it was received."""
        received: Any = verdict.line.values.get(RECEIVED)
        if received and received < timezone.localdate(at):
            at = timezone.make_aware(datetime.combine(received, time.min))
        file(verdict.row, by=by, hand=Hand.HANDLER, at=at)
        return verdict.row.pk, verdict.row.version

    def undo(self, row: IntakeRow, changes: Mapping[str, Any], *, by: Any, at: datetime, why: str) -> bool:
        """Never."""
        return False


def in_each(words: str, **values: object) -> Notice:
    """A sentence in both languages."""
    with override("zh-hans"):
        zh = gettext(words) % values
    with override("en"):
        return Notice(zh, gettext(words) % values)


def _problems(row: Any, without: set[str]) -> Iterator[tuple[str, str]]:
    """(field, sentence) of everything that a row's own checks refuse."""
    for check in (lambda: row.clean_fields(exclude=without), row.clean):
        try:
            check()
        except ValidationError as problem:
            told = problem.message_dict if hasattr(problem, "error_dict") else {"": problem.messages}
            yield from ((name, words) for name, said in told.items() for words in said)


def _sealed(column: Any) -> bool:
    return isinstance(column, SealedText)


def _uuid(text: Any) -> UUID | None:
    try:
        return UUID(str(text)) if text else None
    except ValueError:
        return None


FURTHER: dict[str, Callable[[str], Entrance | None]] = {}
"""Rooms of systems beside registers and cases, each with what finds its entrance by its key; a system adds its own."""
