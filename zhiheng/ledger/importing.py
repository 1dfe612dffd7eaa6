"""A plan as read becomes the rows of a ledger, edition by edition.

Importing is idempotent by key: the same text changes nothing, a new text makes a new edition, moves every row that it
still asks for onto itself and leaves the rest on the edition that last asked for them.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError

from zhiheng.directory.models import Officer, Region, Unit
from zhiheng.ledger.models import (
    AssignedUnit,
    Assignment,
    Clause,
    Deadline,
    Document,
    Funding,
    Indicator,
    Ledger,
    Target,
    Task,
    Unread,
)
from zhiheng.ledger.place import place_of
from zhiheng.ledger.reading_back import plan_of
from zhiheng.mechanisms.fitting import fit
from zhiheng.mechanisms.journal.models import write_entries
from zhiheng.mechanisms.pinyin import free_slug
from zhiheng.plan import model as plan_model
from zhiheng.plan.compare import Change, compare
from zhiheng.plan.edition import Extras

Plan = plan_model.Plan


class NotAPlan(ValueError):
    """The text asks nothing of anybody: no task and no target was found in it."""


@dataclass(frozen=True)
class Outcome:
    """What an import did: the edition, whether it is new, what changed and which units the directory did not know."""

    document: Document
    new_edition: bool
    changes: tuple[Change, ...]
    new_units: tuple[str, ...]


@transaction.atomic
def import_plan(
    plan: Plan,
    *,
    slug: str,
    form: str,
    source_name: str,
    by: Officer | None,
    at: datetime,
    extras: Extras | None = None,
) -> Outcome:
    """Bring the ledger ``slug`` to what the plan says, in one transaction, with a journal line for every change.

    ``extras`` are the English words, keys and notes of a bundled edition; a later edition without them keeps what the
    ledger already has. ``form`` is Document.OFFICIAL or Document.DIGEST. Raises NotAPlan, before anything is written.
    """
    if not plan.tasks and not plan.targets:
        raise NotAPlan("没有读到任务，也没有读到目标：这个文件不像行动方案")
    ledger = Ledger.objects.filter(slug=slug).first() or Ledger(slug=slug)
    _describe_ledger(ledger, plan, extras)
    before_document = ledger.documents.order_by("-edition_no").first()
    changes = changes_of(before_document, plan, form) if before_document else ()
    document, is_new = _edition(ledger, before_document, plan, form=form, source_name=source_name, by=by, at=at)
    new_units = _Writer(ledger, document, plan, extras, _headings_en(before_document)).write()
    write_entries(
        [(f"{c.what}:{c.key}", c.field or c.kind, _text(c.old), _text(c.new)) for c in changes],
        ledger=slug,
        by=by,
        at=at,
        why=f"导入第{document.edition_no}版({document.get_form_display()}){source_name}",
    )
    return Outcome(document, is_new, changes, new_units)


def changes_of(old: Document, plan: Plan, form: str) -> tuple[Change, ...]:
    """What a plan would change in an edition; between a 要点版 and an 原文 sentences always differ and are left out."""
    changes = compare(plan_of(old), plan)
    return changes if old.form == form else tuple(change for change in changes if change.field != "words")


def ledger_for(plan: Plan) -> str:
    """The slug of the ledger that a plan is an edition of (the same title), or a new one made from its title."""
    known = Ledger.objects.filter(title=plan.title[:200]).first()
    if known:
        return known.slug
    return free_slug(plan.title, lambda slug: Ledger.objects.filter(slug=slug).exists(), longest=70)


def _edition(
    ledger: Ledger,
    latest: Document | None,
    plan: Plan,
    *,
    form: str,
    source_name: str,
    by: Officer | None,
    at: datetime,
) -> tuple[Document, bool]:
    sha256 = hashlib.sha256(plan.text.encode()).hexdigest()
    is_new = latest is None or (latest.sha256, latest.form) != (sha256, form)
    document = latest if latest is not None and not is_new else Document(ledger=ledger)
    if is_new:
        document.edition_no = (latest.edition_no if latest else 0) + 1
        document.form, document.text, document.sha256 = form, plan.text, sha256
        document.source_name, document.imported_at, document.imported_by = source_name, at, by
    document.title, document.issuer, document.number = plan.title, plan.issuer or "", plan.number or ""
    document.issued = plan.issued
    document.period_start, document.period_end = plan.period or (None, None)
    document.characters, document.read = plan.coverage.characters, plan.coverage.read
    fit(document).save()
    return document, is_new


def _describe_ledger(ledger: Ledger, plan: Plan, extras: Extras | None) -> None:
    ledger.title = plan.title
    ledger.period_start, ledger.period_end = plan.period or (None, None)
    if extras:
        ledger.title_en = extras.title_en
    fit(ledger).save()


def _headings_en(document: Document | None) -> dict[str, str]:
    """English headings of the edition before, which the same headings keep."""
    clauses = document.clauses.exclude(heading_en="") if document else ()
    return {clause.heading: clause.heading_en for clause in clauses}


def _places(plan: Plan, document: Document) -> list[str]:
    """Where the names of units are looked up, nearest first; a place outside the directory stands alone."""
    place = place_of(plan)
    region = Region.objects.filter(name=place).first() if place else None
    above = region.names_upward(document.imported_at.date()) if region else [place] if place else []
    return [*above, ""]


class _Writer:
    """Writes one edition; it holds what the steps share: the clauses, tasks and units already written."""

    def __init__(
        self, ledger: Ledger, document: Document, plan: Plan, extras: Extras | None, headings_en: Mapping[str, str]
    ) -> None:
        self.ledger, self.document, self.plan, self.extras = ledger, document, plan, extras
        self.headings_en = headings_en
        self.places = _places(plan, document)
        self.notes = {note.name: note for note in extras.indicators} if extras else {}
        self.clauses: dict[str, Clause] = {}
        self.tasks: dict[str, Task] = {}
        self.units: dict[str, Unit] = {}
        self.new_units: list[str] = []

    def write(self) -> tuple[str, ...]:
        for name in self.plan.units:
            self._unit(name)
        self._write_clauses()
        self._write_tasks()
        self._write_targets()
        self._write_funding()
        self._write_deadlines()
        self.document.unread.all().delete()
        Unread.objects.bulk_create(
            fit(Unread(document=self.document, start=u.span.start, end=u.span.end, why=u.why))
            for u in self.plan.coverage.unread
        )
        self.document.clauses.exclude(key__in=list(self.clauses)).delete()
        return tuple(self.new_units)

    def _unit(self, name: str) -> Unit:
        if name not in self.units:
            self.units[name], is_new = Unit.objects.named_or_new(name, self.places)
            if is_new:
                self.new_units.append(name)
        return self.units[name]

    def _heading_en(self, key: str, heading: str) -> str:
        given = self.extras.headings_en.get(key, "") if self.extras else ""
        return given or self.headings_en.get(heading, "")

    def _write_clauses(self) -> None:
        for order, section in enumerate(self.plan.sections, 1):
            row = self.document.clauses.filter(key=section.id).first() or Clause(document=self.document, key=section.id)
            row.number, row.heading, row.level = section.number, section.heading, section.level
            row.heading_en = self._heading_en(section.id, section.heading)
            row.parent = self.clauses.get(section.parent or "")
            row.start, row.end, row.sort_no = section.span.start, section.span.end, order
            fit(row).save()
            self.clauses[section.id] = row

    def _write_tasks(self) -> None:
        for order, task in enumerate(self.plan.tasks, 1):
            row = self._row(Task, task.id, task.section, task.span, order)
            row.heading = task.heading
            row.heading_en = self._heading_en(task.id, task.heading)
            if self.extras:
                row.summary_en = self.extras.summaries_en.get(task.id, "")
            row.fill_keys()
            fit(row).save()
            self.tasks[task.id] = row
            row.assignments.all().delete()
            for place, assignment in enumerate(task.assignments, 1):
                self._write_assignment(row, place, assignment)
        self._drop_rows(Task, self.tasks)

    def _write_assignment(self, task: Task, place: int, assignment: plan_model.Assignment) -> None:
        row = Assignment.objects.create(
            task=task,
            sort_no=place,
            start=assignment.span.start,
            end=assignment.span.end,
            mark_start=assignment.mark.start,
            mark_end=assignment.mark.end,
        )
        AssignedUnit.objects.bulk_create(
            fit(
                AssignedUnit(
                    assignment=row,
                    unit=self._unit(mention.name),
                    name=mention.name,
                    role=mention.role or "",
                    start=mention.span.start,
                    end=mention.span.end,
                    sort_no=order,
                )
            )
            for order, mention in enumerate(assignment.units, 1)
        )

    def _write_targets(self) -> None:
        keys = _Keys()
        for order, target in enumerate(self.plan.targets, 1):
            indicator = self._indicator(target, order)
            when = str(target.year or target.cadence or "open")
            row = self._row(Target, keys.new(indicator.slug, when, target.per), target.clause, target.span, order)
            row.number, row.indicator = target.id, indicator
            row.task = self._task_at(target.span)
            row.comparator, row.value, row.kind = target.comparator, target.value, target.kind
            row.unit, row.year, row.cadence = target.unit or "", target.year, target.cadence or ""
            row.benchmark, row.per = target.benchmark or "", target.per or ""
            if self.extras:
                row.note = self.extras.target_notes.get(target.id, "")
            fit(row).save()
            row.units.set(self._unit(name) for name in target.units)
        self._drop_rows(Target, keys.given)

    def _indicator(self, target: plan_model.Target, order: int) -> Indicator:
        fresh = fit(Indicator(ledger=self.ledger, name=target.indicator, sort_no=order))
        indicator = self.ledger.indicators.filter(name=fresh.name).first() or fresh
        indicator.unit = indicator.unit or target.unit or ""
        note = self.notes.get(target.indicator)
        if note:
            indicator.slug, indicator.name_en = note.key, note.name_en
            indicator.definition, indicator.definition_en = note.definition or "", note.definition_en or ""
            indicator.definition_source, indicator.definition_certain = note.source or "", note.certainty != "believed"
            indicator.note, indicator.note_en = note.note or "", note.note_en or ""
        indicator.slug = indicator.slug or free_slug(
            target.indicator, lambda slug: self.ledger.indicators.filter(slug=slug).exists()
        )
        indicator.fill_keys()
        fit(indicator).save()
        return indicator

    def _write_funding(self) -> None:
        keys = _Keys()
        for order, funding in enumerate(self.plan.funding, 1):
            row = self._row(Funding, keys.new(funding.clause, funding.item), funding.clause, funding.span, order)
            row.item, row.per = funding.item, funding.per or ""
            if self.extras:
                row.item_en = self.extras.funding_en[order - 1] or ""
            row.amount_fen, row.cap_fen = funding.amount_fen, funding.cap_fen
            row.share_numerator = funding.share.numerator if funding.share is not None else None
            row.share_denominator = funding.share.denominator if funding.share is not None else None
            fit(row).save()
            row.units.set(self._units_at(funding.span))
        self._drop_rows(Funding, keys.given)

    def _write_deadlines(self) -> None:
        keys = _Keys()
        for order, deadline in enumerate(self.plan.deadlines, 1):
            key = keys.new(deadline.clause, str(deadline.date), deadline.what)
            row = self._row(Deadline, key, deadline.clause, deadline.span, order)
            row.what, row.date = deadline.what, deadline.date
            fit(row).save()
        self._drop_rows(Deadline, keys.given)

    def _row(self, model: Any, key: str, clause: str, span: plan_model.Quote, order: int) -> Any:
        row = model.objects.filter(ledger=self.ledger, key=key).first() or model(ledger=self.ledger, key=key)
        row.document, row.start, row.end, row.sort_no = self.document, span.start, span.end, order
        row.clause_key, row.clause = clause, self.clauses.get(clause) or self._clause_at(span)
        return row

    def _clause_at(self, span: plan_model.Quote) -> Clause | None:
        """The innermost clause around a span, for what stands in no clause by name."""
        holding = [section for section in self.plan.sections if section.span.holds(span)]
        return self.clauses[max(holding, key=lambda section: section.level).id] if holding else None

    def _drop_rows(self, model: Any, keys: Iterable[str]) -> None:
        """Rows of this very text that a better reading no longer finds go; rows of older editions stay.

        A row that work stands on (a task that was divided) stays too, in the clause that now holds its words.
        """
        for row in model.objects.filter(ledger=self.ledger, document=self.document).exclude(key__in=list(keys)):
            try:
                with transaction.atomic():
                    row.delete()
            except ProtectedError:
                row.clause = self._clause_at(plan_model.Quote(row.start, row.end))
                row.save(update_fields=["clause"])

    def _task_at(self, span: plan_model.Quote) -> Task | None:
        found = next((task for task in self.plan.tasks if task.span.holds(span)), None)
        return self.tasks[found.id] if found else None

    def _units_at(self, span: plan_model.Quote) -> list[Unit]:
        for task in self.plan.tasks:
            for assignment in task.assignments:
                if assignment.span.holds(span):
                    return [self._unit(mention.name) for mention in assignment.units]
        return []


class _Keys:
    """Keys that last through the editions: made of what a row says; a repeated one gets its number."""

    def __init__(self) -> None:
        self.taken: Counter[str] = Counter()
        self.given: list[str] = []

    def new(self, *parts: str | None) -> str:
        base = "/".join(part for part in parts if part)[:190]
        self.taken[base] += 1
        self.given.append(base if self.taken[base] == 1 else f"{base}/{self.taken[base]}")
        return self.given[-1]


def _text(value: object) -> str:
    return "" if value is None else str(value)
