"""任务详情: one task with the words that ask for it, who is to do what of it, and its history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from zhiheng.ledger.history import task_history
from zhiheng.ledger.lines import path_of
from zhiheng.ledger.models import AssignedUnit, Assignment, Clause, Deadline, Document, Funding, Target, Task
from zhiheng.ledger.models.row import text_url
from zhiheng.ledger.views.opened import opened, way_to


@dataclass(frozen=True)
class Part:
    """What one mark governs: its words, the mark, the units and the rows that stand in these words.

    ``assignment`` is None for the words of a task that no mark governs.
    """

    assignment: Assignment | None
    words: str
    mark: str
    url: str
    assigned: tuple[AssignedUnit, ...]
    targets: tuple[Target, ...]
    funding: tuple[Funding, ...]
    deadlines: tuple[Deadline, ...]


def task_page(slug: str, key: str) -> dict[str, Any]:
    """What the page of a task shows; one that a later edition withdrew, with the edition that last asked for it."""
    ledger, in_force = opened(slug)
    row = get_object_or_404(Task.objects.select_related("document"), ledger=ledger, key=key)
    row.ledger = row.document.ledger = ledger
    clauses = {clause.id: clause for clause in Clause.objects.filter(document=row.document)}
    before, after = _neighbours(row)
    portions = parts(row)
    return {
        "ledger": ledger,
        "crumbs": way_to(ledger, (_("任务台账"), reverse("tasks", args=[ledger.slug])), (row.key, "")),
        "document": row.document,
        "task": row,
        "withdrawn": row.document_id != in_force.id,
        "path": path_of(row.clause_id, row.key, clauses),
        "parts": portions,
        "marked": sum(part.assignment is not None for part in portions),
        "previous": before,
        "next": after,
        "history": task_history(ledger, row.key).select_related("by"),
        "digest": row.document.form == Document.DIGEST,
    }


def parts(task: Task) -> list[Part]:
    """The task in the portions that its marks make, in the order of the document; the rest of its words at the end."""
    rows = [_within(model, task) for model in (Target, Funding, Deadline)]
    text = task.document.text
    found = []
    left = task.start
    for assignment in task.assignments.prefetch_related("assigned__unit").order_by("start"):
        inside = [_take(kind, assignment.start, assignment.end) for kind in rows]
        found.append(_part(task, assignment, inside))
        left = max(left, assignment.end, assignment.mark_end)
    rest = [tuple(kind) for kind in rows]
    if left < task.end and (text[left : task.end].strip() or any(rest)):
        body = text[left : task.end].strip()
        url = text_url(task.ledger, left, task.end)
        found.append(Part(None, body, "", url, (), *rest))  # type: ignore[arg-type]
    elif any(rest):
        found.append(Part(None, "", "", task.quote_url, (), *rest))  # type: ignore[arg-type]
    return found


def _part(task: Task, assignment: Assignment, inside: Sequence[tuple]) -> Part:
    text = task.document.text
    governed = text[assignment.start : min(assignment.end, max(assignment.mark_start, assignment.start))].strip()
    start, end = min(assignment.start, assignment.mark_start), max(assignment.end, assignment.mark_end)
    return Part(
        assignment,
        governed,
        text[assignment.mark_start : assignment.mark_end].strip(),
        text_url(task.ledger, start, end),
        tuple(assignment.assigned.all()),
        *inside,
    )


def _within(model: type, task: Task) -> list:
    rows = model.objects.filter(document=task.document, start__gte=task.start, end__lte=task.end).order_by("start")  # type: ignore[attr-defined]
    rows = rows.select_related("indicator__ledger") if model is Target else rows
    return list(rows)


def _take(rows: list, start: int, end: int) -> tuple:
    """Take out the rows that begin in a portion; what nobody takes stays for the rest."""
    taken = tuple(row for row in rows if start <= row.start < end)
    rows[:] = [row for row in rows if row not in taken]
    return taken


def _neighbours(task: Task) -> tuple[Task | None, Task | None]:
    rows = list(Task.objects.filter(document=task.document).order_by("sort_no").select_related("ledger"))
    place = next(place for place, row in enumerate(rows) if row.pk == task.pk)
    return rows[place - 1] if place else None, rows[place + 1] if place + 1 < len(rows) else None
