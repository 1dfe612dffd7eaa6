"""What can be divided, by whom, and to whom: a task's assignment, or a part that a region or unit has accepted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
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
    return _origin(
        task, assignment, Deadline.objects.filter(document=task.document).values_list("start", "end", "date")
    )


def origin_of_part(part: Part) -> Origin:
    """A part that is divided further; its own parts inherit from it."""
    return Origin(part.task, part.document, part.start, part.end, part.lead, part.due, parent=part)


def origins_of(ledger: Ledger, keys: Iterable[str], desk: Desk) -> dict[str, list[Origin]]:
    """What the post at a desk may divide of some tasks, by their keys, in as many queries whatever their number."""
    found: dict[str, list[Origin]] = defaultdict(list)
    document = ledger.edition_in_force()
    tasks = Task.objects.filter(document=document, key__in=set(keys)).select_related("ledger", "document")
    accepted = Part.objects.filter(Part.received_at(desk), task__in=tasks, state=Part.ACCEPTED)
    for part in accepted.select_related("task__ledger", "lead").prefetch_related("document"):
        found[part.task.key].append(origin_of_part(part))
    dates = list(Deadline.objects.filter(document=document).values_list("start", "end", "date"))
    for task in tasks.prefetch_related("assignments__assigned__unit"):
        marks = [one for one in task.assignments.all() if desk.whole or desk.unit in _named(one)]
        # Where the document names nobody the whole task is the working group's.
        whole: list[Assignment | None] = [None] * desk.whole
        found[task.key] += [_origin(task, assignment, dates) for assignment in marks or whole]
    return found


def divisible(task: Task, desk: Desk) -> list[Assignment]:
    """The assignments of a task that the post at a desk may divide: all for the working group, its own for a unit."""
    assignments = task.assignments.prefetch_related("assigned__unit")
    if desk.whole:
        return list(assignments)
    if desk.unit is None:
        return []
    return list(assignments.filter(assigned__unit=desk.unit).distinct())


def may_divide_task(task: Task, desk: Desk) -> bool:
    """Whether the post at a desk may divide any words of a task; one that names nobody is the working group's."""
    return desk.whole or bool(divisible(task, desk))


def may_divide_words(origin: Origin, desk: Desk) -> bool:
    """Whether the post at a desk may divide an origin."""
    if origin.parent:
        return may_divide(origin.parent, desk)
    own = ((one.start, one.end) for one in divisible(origin.task, desk))
    return desk.whole or (origin.start, origin.end) in own


def may_divide(part: Part, desk: Desk) -> bool:
    """Whether the post at a desk may divide a part further: the receiver's, once it has accepted it."""
    return part.state == Part.ACCEPTED and part.received_by(desk)


def receivers(ledger: Ledger, desk: Desk, on: date) -> tuple[Sequence[Region], Sequence[Unit]]:
    """To whom the post at a desk may give parts on a day.

    The working group and a provincial unit: the regions that report to the province, and the units that the plan names.
    A region, and a unit of it: the regions that report through it, and the units that belong to it.
    """
    own = own_region(desk)
    if own is None:
        return [], []
    units = Unit.objects.filter(place=own.name)
    if own.kind == Region.PROVINCE:
        units = Unit.objects.filter(assigned__assignment__task__ledger=ledger).distinct()
    return list(own.children("reporting", on)), [unit for unit in units if unit.pk != desk.unit]


def own_region(desk: Desk) -> Region | None:
    """Where the post at a desk stands; a unit without a place, in the province.

    None for a desk of neither, and for a unit whose place is a name that several regions have (桥西区).
    """
    if desk.region is not None:
        return Region.objects.get(pk=desk.region)
    if desk.unit is None:
        return None
    place = Unit.objects.values_list("place", flat=True).get(pk=desk.unit)
    named = Region.objects.filter(name=place) if place else Region.objects.filter(kind=Region.PROVINCE)
    return named.first() if len(named) == 1 else None


def _origin(task: Task, assignment: Assignment | None, dates: Iterable[tuple[int, int, date]]) -> Origin:
    start, end = (assignment.start, assignment.end) if assignment else (task.start, task.end)
    due = min((day for first, last, day in dates if start <= first and last <= end), default=None)
    return Origin(task, task.document, start, end, _lead(assignment), due)


def _named(assignment: Assignment) -> set[int]:
    return {assigned.unit_id for assigned in assignment.assigned.all()}


def _lead(assignment: Assignment | None) -> Unit | None:
    """The unit that the mark names as leading; the first it names where it gives no roles."""
    named = list(assignment.assigned.all()) if assignment else []
    leading = [assigned for assigned in named if assigned.role == AssignedUnit.LEAD]
    return (leading or named)[0].unit if named else None
