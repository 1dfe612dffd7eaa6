"""The 任务台账 as lines: each task with its units by role, its targets and its dates, under its chapter and part."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from zhiheng.directory.models import Unit
from zhiheng.ledger.models import AssignedUnit, Clause, Deadline, Document, Target, Task


@dataclass(frozen=True)
class TaskLine:
    """One line of the ledger. ``others`` are the units that the document names without a role, or as joint ones."""

    task: Task
    path: tuple[Clause, ...]
    leads: tuple[Unit, ...]
    supports: tuple[Unit, ...]
    others: tuple[Unit, ...]
    targets: tuple[Target, ...]
    deadlines: tuple[Deadline, ...]

    @property
    def due(self) -> tuple[str, ...]:
        """完成时限 as the document writes it: last days, years and cadences, each once; empty where it writes none."""
        dated = [target.when for target in self.targets if target.year or target.cadence]
        return tuple(dict.fromkeys([d.date.isoformat() for d in self.deadlines] + dated))


@dataclass(frozen=True)
class Title:
    """A chapter or part above lines, with the number of lines under it."""

    clause: Clause
    depth: int
    count: int


@dataclass(frozen=True)
class Group:
    """Lines that follow one another under the same part; ``titles`` are those that begin with this group."""

    titles: tuple[Title, ...]
    lines: tuple[TaskLine, ...]


@dataclass(frozen=True)
class Columns:
    """Which unit columns an edition needs: a role that the document never gives has no column."""

    leads: bool
    supports: bool
    others: bool

    @property
    def width(self) -> int:
        """All columns of the table: number, task, units, targets, dates."""
        return 4 + self.leads + self.supports + self.others


def task_lines(document: Document, tasks: QuerySet[Task]) -> list[TaskLine]:
    """The lines of tasks of one edition, in the order of the queryset; six queries however many tasks there are."""
    clauses = {clause.id: clause for clause in Clause.objects.filter(document=document)}
    rows = tasks.select_related("ledger").prefetch_related(
        Prefetch("assignments__assigned", AssignedUnit.objects.select_related("unit").order_by("sort_no")),
        Prefetch("targets", Target.objects.filter(document=document).select_related("indicator__ledger")),
    )
    deadlines = list(Deadline.objects.filter(document=document).order_by("start"))
    return [_line(task, clauses, deadlines) for task in rows]


def grouped(lines: Sequence[TaskLine]) -> list[Group]:
    """Lines under their chapters and parts, in their own order."""
    counts: dict[int, int] = {}
    for line in lines:
        for clause in line.path:
            counts[clause.id] = counts.get(clause.id, 0) + 1
    groups: list[Group] = []
    before: tuple[Clause, ...] | None = None
    for line in lines:
        if line.path == before:
            groups[-1] = Group(groups[-1].titles, (*groups[-1].lines, line))
            continue
        same = _common(before or (), line.path)
        titles = tuple(Title(c, depth, counts[c.id]) for depth, c in enumerate(line.path) if depth >= same)
        groups.append(Group(titles, (line,)))
        before = line.path
    return groups


def columns(document: Document) -> Columns:
    """The unit columns of an edition; where it names nobody, the one column 责任单位 stays and is empty."""
    roles = set(
        AssignedUnit.objects.filter(assignment__task__document=document)
        .order_by()
        .values_list("role", flat=True)
        .distinct()
    )
    leads, supports = AssignedUnit.LEAD in roles, AssignedUnit.SUPPORT in roles
    return Columns(leads, supports, others=bool({"", AssignedUnit.JOINT} & roles) or not (leads or supports))


def chapters(document: Document) -> list[Clause]:
    """The chapters and parts that hold tasks, in the order of the outline: what the tree and its filter show."""
    clauses = {clause.id: clause for clause in Clause.objects.filter(document=document).order_by("sort_no")}
    tasks = Task.objects.filter(document=document).values_list("key", "clause_id")
    holding = {clause.id for key, clause_id in tasks for clause in path_of(clause_id, key, clauses)}
    return [clause for clause in clauses.values() if clause.id in holding]


def path_of(clause_id: int | None, key: str, clauses: dict[int, Clause]) -> tuple[Clause, ...]:
    """The clauses above a task from the chapter down; the item that is the task itself is not one of them."""
    path: list[Clause] = []
    while clause_id is not None and clause_id in clauses:
        clause = clauses[clause_id]
        if clause.key != key:
            path.append(clause)
        clause_id = clause.parent_id
    return tuple(reversed(path))


def _line(task: Task, clauses: dict[int, Clause], deadlines: Iterable[Deadline]) -> TaskLine:
    assigned = [mention for assignment in task.assignments.all() for mention in assignment.assigned.all()]
    return TaskLine(
        task=task,
        path=path_of(task.clause_id, task.key, clauses),
        leads=_units(m for m in assigned if m.role == AssignedUnit.LEAD),
        supports=_units(m for m in assigned if m.role == AssignedUnit.SUPPORT),
        others=_units(m for m in assigned if m.role in ("", AssignedUnit.JOINT)),
        targets=tuple(task.targets.all()),
        deadlines=tuple(d for d in deadlines if task.start <= d.start and d.end <= task.end),
    )


def _units(mentions: Iterable[AssignedUnit]) -> tuple[Unit, ...]:
    return tuple({mention.unit_id: mention.unit for mention in mentions}.values())


def _common(one: Sequence[Clause], other: Sequence[Clause]) -> int:
    """How many clauses two paths share from the top."""
    shared = 0
    for mine, yours in zip(one, other, strict=False):
        if mine != yours:
            break
        shared += 1
    return shared
