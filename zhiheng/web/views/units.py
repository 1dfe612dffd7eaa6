"""责任单位: who is asked to do what, promises what and pays what, across all ledgers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhiheng.directory.models import Unit
from zhiheng.ledger.models import AssignedUnit, Document, Funding, Ledger, Target
from zhiheng.supervision.standing import WORDS, standings_of, tally
from zhiheng.web.in_force import editions_in_force

KINDS = {
    "government": _("省政府组成部门"),
    "directly-under": _("省政府直属机构"),
    "central": _("中央驻冀单位"),
    "peoples-organisation": _("人民团体"),
    Unit.NAMED: _("文件点名的单位"),
}


@dataclass(frozen=True)
class UnitLine:
    """A unit of the list with how much is asked of it."""

    unit: Unit
    tasks: int
    targets: int


@dataclass(frozen=True)
class Kind:
    """A group of the list: 省政府组成部门 …"""

    label: str
    lines: list[UnitLine]


@dataclass(frozen=True)
class Duty:
    """All that one ledger asks of a unit."""

    ledger: Ledger
    document: Document
    assigned: list[AssignedUnit]
    tasks: int
    funding: list[Funding]

    @property
    def unranked(self) -> bool:
        """Whether the document names this unit somewhere without a role."""
        return any(not row.role for row in self.assigned)


def units(request: HttpRequest) -> HttpResponse:
    """Every unit in the order of documents, by kind, with the number of its tasks and targets."""
    editions = list(editions_in_force())
    tasks = Counter[int]()
    assigned = AssignedUnit.objects.filter(assignment__task__document__in=editions).order_by()
    for unit_id, _task in assigned.values_list("unit_id", "assignment__task_id").distinct():
        tasks[unit_id] += 1
    rows = Unit.objects.filter(targets__document__in=editions).order_by()
    targets = Counter(rows.values_list("pk", flat=True))
    kinds = _kinds([UnitLine(unit, tasks[unit.pk], targets[unit.pk]) for unit in Unit.objects.all()])
    context = {"kinds": kinds, "busy": len(tasks), "most": _most(kinds), "editions": editions}
    return render(request, "web/units.html", context)


def _kinds(lines: Sequence[UnitLine]) -> list[Kind]:
    kinds = []
    for kind, label in KINDS.items():
        members = [line for line in lines if line.unit.kind == kind]
        if members:
            kinds.append(Kind(str(label), members))
    return kinds


def _most(kinds: Sequence[Kind]) -> UnitLine | None:
    lines = [line for kind in kinds for line in kind.lines]
    busiest = max(lines, key=lambda line: line.tasks, default=None)
    return busiest if busiest and busiest.tasks else None


def unit(request: HttpRequest, slug: str) -> HttpResponse:
    """One unit: its names, its tasks with the words that ask for them, its promises and the sums it pays."""
    found = get_object_or_404(Unit.objects.select_related("successor"), slug=slug)
    editions = list(editions_in_force())
    duties = [duty for duty in _duties(found, editions) if duty.assigned or duty.funding]
    promises = standings_of(Target.objects.filter(document__in=editions, units=found), timezone.localdate())
    context: dict[str, Any] = {
        "unit": found,
        "kind": KINDS[found.kind],
        "aliases": [a.name for a in found.aliases.all() if a.name not in (found.name, found.full_name)],
        "predecessors": list(found.predecessors.all()),
        "duties": duties,
        "tasks": sum(duty.tasks for duty in duties),
        "standings": promises,
        "counts": [(state, WORDS[state], number) for state, number in tally(promises).items() if number],
        "demo_shown": any(standing.demo for standing in promises),
        "as_of": timezone.localdate(),
        "digests": [duty.document for duty in duties if duty.document.form == Document.DIGEST],
    }
    return render(request, "web/unit.html", context)


def _duties(unit: Unit, editions: Sequence[Document]) -> list[Duty]:
    """What each edition asks of a unit, in the order of the document; the texts are read once for all quotes."""
    texts = Document.objects.select_related("ledger").in_bulk([edition.pk for edition in editions])
    rows = AssignedUnit.objects.filter(unit=unit, assignment__task__document__in=editions)
    rows = rows.select_related("assignment__task__clause").order_by("assignment__task__sort_no", "assignment__sort_no")
    assigned = list(rows)
    for row in assigned:
        task = row.assignment.task
        task.document = texts[task.document_id]
        task.ledger = task.document.ledger
    sums = list(Funding.objects.filter(document__in=editions, units=unit).select_related("clause"))
    for payment in sums:
        payment.document = texts[payment.document_id]
        payment.ledger = payment.document.ledger
    return [_duty(texts[edition.pk], assigned, sums) for edition in editions]


def _duty(document: Document, assigned: Sequence[AssignedUnit], sums: Sequence[Funding]) -> Duty:
    own = [row for row in assigned if row.assignment.task.document_id == document.pk]
    tasks = len({row.assignment.task_id for row in own})
    return Duty(document.ledger, document, own, tasks, [row for row in sums if row.document_id == document.pk])
