"""What can be divided, by whom, and to whom: a task's assignment, or a part that a region or unit has accepted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from zhiheng.directory.models import Region, Unit
from zhiheng.division.models import Part
from zhiheng.ledger.models import AssignedUnit, Assignment, Deadline, Document, Ledger, Task
from zhiheng.mechanisms.scope import Desk


@dataclass(frozen=True)
class Origin:
    """The words that are divided, with what every part inherits of them."""

    task: Task
    document: Document
    start: int
    end: int
    lead: Unit | None
    due: date | None
    parent: Part | None = None

    @property
    def ledger(self) -> Ledger:
        return self.task.ledger

    @property
    def quote(self) -> str:
        return self.document.text[self.start : self.end]


def origin_of(task: Task, assignment: Assignment | None) -> Origin:
    """An assignment of a task, or the whole task where its document names nobody."""
    start, end = (assignment.start, assignment.end) if assignment else (task.start, task.end)
    dates = Deadline.objects.filter(document=task.document, start__gte=start, end__lte=end).values_list(
        "date", flat=True
    )
    return Origin(task, task.document, start, end, _lead(assignment), min(dates, default=None))


def origin_of_part(part: Part) -> Origin:
    """A part that is divided further; its own parts inherit from it."""
    return Origin(part.task, part.document, part.start, part.end, part.lead, part.due, parent=part)


def divisible(task: Task, desk: Desk) -> list[Assignment]:
    """The assignments of a task that the post at a desk may divide: all for the working group, its own for a unit."""
    assignments = task.assignments.prefetch_related("assigned__unit")
    if desk.whole:
        return list(assignments)
    if desk.unit is None:
        return []
    return list(assignments.filter(assigned__unit=desk.unit).distinct())


def may_divide(part: Part, desk: Desk) -> bool:
    """Whether the post at a desk may divide a part further: the receiver's, once it has accepted it."""
    return part.state == Part.ACCEPTED and part.received_by(desk)


def receivers(ledger: Ledger, desk: Desk, on: date) -> tuple[Sequence[Region], Sequence[Unit]]:
    """To whom the post at a desk may give parts on a day.

    The working group and a provincial unit: the regions that report to the province, and the units that the plan names.
    A region: those that report through it, and the units that belong to it.
    """
    if desk.whole or desk.unit is not None:
        named = Unit.objects.filter(assigned__assignment__task__ledger=ledger).distinct()
        return list(Region.objects.reporting(on)), [unit for unit in named if unit.pk != desk.unit]
    if desk.region is None:
        return [], []
    own = Region.objects.get(pk=desk.region)
    return list(own.children("reporting", on)), list(Unit.objects.filter(place=own.name))


def _lead(assignment: Assignment | None) -> Unit | None:
    """The unit that the mark names as leading; the first it names where it gives no roles."""
    named = list(assignment.assigned.all()) if assignment else []
    leading = [assigned for assigned in named if assigned.role == AssignedUnit.LEAD]
    return (leading or named)[0].unit if named else None
