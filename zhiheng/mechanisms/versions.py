"""No lost update: an edit names the version it was made from, and is refused when the row has moved on since.

A model that is edited by people has ``version = models.PositiveIntegerField(default=1)``. Its form carries the version
and, as ``initial-<field>`` (Django's ``show_hidden_initial``), the values that the person saw. Who comes second gets
``Stale``, which ``components/stale.html`` shows field by field, to choose and send again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import models, transaction
from django.db.models import F

from zhiheng.mechanisms.journal.models import Entry, write_entries


class Said(NamedTuple):
    """A value as a form sends it, and the words that a page shows for it."""

    value: str
    words: str


@dataclass(frozen=True)
class Difference:
    """One field that two people gave different values: what both read (None when unknown), mine, and theirs."""

    name: str
    label: str
    read: Said | None
    mine: Said
    theirs: Said

    @property
    def suggested(self) -> str:
        """Whose value is chosen beforehand: that of the one who changed the field; "" when both did."""
        if self.read is None or self.read.value not in (self.mine.value, self.theirs.value):
            return ""
        return "mine" if self.theirs.value == self.read.value else "theirs"


class Stale(Exception):
    """An edit of a version that is no longer the newest; nothing was written. ``version`` is the newest."""

    def __init__(
        self, version: int, differences: Iterable[Difference], *, by: Any = None, at: datetime | None = None
    ) -> None:
        self.version = version
        self.differences = list(differences)
        self.by, self.at = by, at
        super().__init__(f"version {version} differs in {', '.join(found.name for found in self.differences)}")


def step(row: Any, version: int, changes: Mapping[str, Any] | None = None) -> bool:
    """Make ``changes`` the next version of a row if ``version`` is still its newest; False, and no change, if not.

    The database compares and writes in one statement, so of two edits of one version only one can win. Where the
    version stands in the table of all kinds, the changes of the own table follow in the caller's transaction.
    """
    table, own = type(row)._meta.get_field("version").model, changes or {}
    together = own if table is type(row) else {}
    if not table._base_manager.filter(pk=row.pk, version=version).update(**together, version=F("version") + 1):
        return False
    if own and not together:
        type(row)._base_manager.filter(pk=row.pk).update(**own)
    row.version = version + 1
    for name, value in (changes or {}).items():
        setattr(row, name, value)
    return True


def update_if_unchanged(
    row: Any,
    version: int,
    changes: Mapping[str, Any],
    *,
    by: Any,
    at: datetime,
    why: str,
    ledger: str,
    thing: str,
    read: Mapping[str, str] | None = None,
    seen_with: UUID | None = None,
) -> None:
    """Write the changed fields of a row with a journal line for each, or raise Stale and write nothing.

    ``read`` holds the values the person saw, as the form sent them. An edit that changes nothing is no new version.
    ``seen_with`` is the row's own id where its journal is not open to all.
    """
    with transaction.atomic():
        now = type(row)._base_manager.get(pk=row.pk)
        changed, lines = differing(now, changes, thing=thing)
        if now.version == version and not changed:
            return
        if now.version == version and step(row, version, changed):
            write_entries(lines, ledger=ledger, by=by, at=at, why=why, seen_with=seen_with)
            return
    raise stale(row, changes, read or {}, ledger=ledger, thing=thing, seen_with=seen_with)


def stale(
    row: Any, changes: Mapping[str, Any], read: Mapping[str, str], *, ledger: str, thing: str, seen_with: UUID | None
) -> Stale:
    """What to tell somebody whose edit came second: the fields that differ from the row of now, and who wrote last."""
    lines_of_row = Entry._base_manager.filter(ledger=ledger, thing=thing, seen_with=seen_with).order_by("-at", "-id")
    last = lines_of_row.select_related("by").first()
    return _stale(type(row)._base_manager.get(pk=row.pk), changes, read, last)


def differing(
    now: Any, changes: Mapping[str, Any], *, thing: str
) -> tuple[dict[str, Any], list[tuple[str, str, str, str]]]:
    """Those of the changes that change something, and the line of the journal for each."""
    said = {name: (_said(now, name, getattr(now, name)), _said(now, name, value)) for name, value in changes.items()}
    changed = {name: changes[name] for name, (old, new) in said.items() if new != old}
    return changed, [(thing, str(_label(now, name)), said[name][0].words, said[name][1].words) for name in changed]


def _stale(now: models.Model, changes: Mapping[str, Any], read: Mapping[str, str], last: Entry | None) -> Stale:
    """What to tell: the fields in which the row of now and the edit differ, and who wrote last."""
    differences = [
        Difference(
            name=name,
            label=str(_label(now, name)),
            read=_read(now, name, read[name]) if name in read else None,
            mine=_said(now, name, value),
            theirs=_said(now, name, getattr(now, name)),
        )
        for name, value in changes.items()
    ]
    version: int = now.version  # type: ignore[attr-defined]
    different = (found for found in differences if found.mine != found.theirs)
    return Stale(version, different, by=last.by if last else None, at=last.at if last else None)


def _field(row: models.Model, name: str) -> Any:
    return row._meta.get_field(name)


def _label(row: models.Model, name: str) -> Any:
    return _field(row, name).verbose_name


def _read(row: models.Model, name: str, sent: str) -> Said:
    """What a form sent back as read, with its words."""
    field = _field(row, name)
    if field.is_relation:
        return _said(row, name, field.related_model._base_manager.filter(pk=sent or None).first())
    if not sent or not hasattr(field, "said"):
        return _said(row, name, field.to_python(sent) if sent else None)
    return _said(row, name, field.formfield().clean(sent))


def _said(row: models.Model, name: str, value: Any) -> Said:
    """A value of a field as its form sends it and as people read it; none is an empty text."""
    if value is None:
        return Said("", "")
    if isinstance(value, models.Model):
        return Said(str(value.pk), str(value))
    if said := getattr(_field(row, name), "said", None):
        return Said(*said(value))
    if isinstance(value, list):
        named = dict(getattr(_field(row, name).formfield(), "choices", ()))
        return Said(str(value), "、".join(str(named.get(one, one)) for one in value))
    return Said(str(value), str(dict(_field(row, name).flatchoices).get(value, value)))
