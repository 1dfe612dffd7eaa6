"""任务台账 out: one row is one mark of the document, because responsibility differs from mark to mark.

The item and its chapter are merged over their rows. Units stand under 牵头 and 配合 only where the document says so,
and under 责任单位 where it gives no role.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhiheng.ledger.exports import BLANK, sign_off, subtitle
from zhiheng.ledger.models import AssignedUnit, Assignment, Clause, Deadline, Document, Target, Task
from zhiheng.ledger.models.row import text_url
from zhiheng.mechanisms.sheets import Column, Sheet, Table, Value


@dataclass(frozen=True)
class TaskLine:
    """One mark of a task: its words, its units by role, and what is promised and dated inside it.

    ``assignment`` is None for a task that carries no mark; its targets and deadlines then stand in this one line.
    """

    number: int
    task: Task
    chapter: str
    part: str
    assignment: Assignment | None
    words: str
    units: Mapping[str, tuple[str, ...]]
    targets: tuple[Target, ...]
    deadlines: tuple[Deadline, ...]

    @property
    def span(self) -> tuple[int, int]:
        own = self.assignment
        return (own.start, own.mark_end) if own else (self.task.start, self.task.end)


def task_lines(document: Document, tasks: QuerySet[Task]) -> list[TaskLine]:
    """The lines of some tasks of an edition, in its order, in a number of queries that does not grow."""
    clauses = {clause.pk: clause for clause in document.clauses.all()}
    targets, deadlines = _by_task(document), list(Deadline.objects.filter(document=document))
    assigned = Prefetch("assignments__assigned", AssignedUnit.objects.select_related("unit"))
    rows = tasks.select_related("ledger").prefetch_related("assignments", assigned)
    lines: list[TaskLine] = []
    for number, task in enumerate(rows, 1):
        dated = [row for row in deadlines if task.start <= row.start and row.end <= task.end]
        inside: list[Target | Deadline] = [*targets.get(task.pk, []), *dated]
        lines += _lines(number, task, document.text, _headings(task, clauses), inside)
    return lines


def _by_task(document: Document) -> dict[int, list[Target]]:
    found: dict[int, list[Target]] = {}
    for target in Target.objects.filter(document=document, task__isnull=False).select_related("indicator"):
        found.setdefault(target.task_id or 0, []).append(target)
    return found


def _headings(task: Task, clauses: Mapping[int, Clause]) -> tuple[str, str]:
    """The chapter (top of the outline) and the part (what stands right above) that hold a task."""
    above: list[Clause] = []
    clause = clauses.get(task.clause_id or 0)
    while clause is not None:
        if clause.key != task.key:
            above.append(clause)
        clause = clauses.get(clause.parent_id or 0)
    if not above:
        return "", ""
    named = [f"{_shown_number(clause.number)}{clause.label}" for clause in above]
    return named[-1], named[0]


def _shown_number(number: str) -> str:
    return number if not number or number[-1] in "、.)）．" else f"{number}、"


def _lines(
    number: int, task: Task, text: str, headings: tuple[str, str], inside: Sequence[Target | Deadline]
) -> Iterator[TaskLine]:
    marks: list[Assignment | None] = list(task.assignments.all()) or [None]
    for place, mark in enumerate(marks):
        # What stands in the item but under no mark is shown once, with the first.
        rows = [r for r in inside if _holds(mark, r) or (place == 0 and not any(_holds(m, r) for m in marks))]
        units: dict[str, tuple[str, ...]] = {}
        for assigned in mark.assigned.all() if mark else ():
            units[assigned.role] = (*units.get(assigned.role, ()), assigned.unit.label)
        start, end = _words_of(mark) if mark else (task.start, task.end)
        yield TaskLine(
            number=number,
            task=task,
            chapter=headings[0],
            part=headings[1],
            assignment=mark,
            words=text[start:end].strip(),
            units=units,
            targets=tuple(row for row in rows if isinstance(row, Target)),
            deadlines=tuple(row for row in rows if isinstance(row, Deadline)),
        )


def _words_of(mark: Assignment) -> tuple[int, int]:
    """The words that a mark governs without the mark itself, whose units stand in columns of their own."""
    return mark.start, mark.mark_start if mark.start < mark.mark_start < mark.end else mark.end


def _holds(mark: Assignment | None, row: Target | Deadline) -> bool:
    return mark is not None and mark.start <= row.start and row.end <= mark.mark_end


def _units(line: TaskLine, *roles: str) -> str:
    return "、".join(name for role in roles for name in line.units.get(role, ()))


def _promises(targets: Iterable[Target]) -> str:
    return "\n".join(f"{target.indicator.label}:{target.promise}({target.when})" for target in targets)


def _due(line: TaskLine) -> Value:
    """The time that the document gives: a date that dates the duty, else the years of its targets; none invented."""
    days = [deadline.date for deadline in line.deadlines]
    if len(days) == 1 and not line.targets:
        return days[0]
    times = [day.isoformat() for day in days]
    times += [target.when for target in line.targets if target.year or target.cadence]
    return "\n".join(dict.fromkeys(times)) or None


def tasks_sheet(document: Document, lines: list[TaskLine], today: date) -> Sheet:
    """任务台账 as officials fill it in: the plan's columns written, the columns of progress left blank."""
    columns = _sheet_columns()
    blanks = [None for column in columns if column.blank]
    return Sheet(
        name=gettext("任务台账"),
        title=gettext("%(plan)s 任务台账") % {"plan": document.ledger.label},
        subtitle=subtitle(document, today),
        table=Table(columns, tuple((*_sheet_row(line), *blanks) for line in lines)),
        sign_off=sign_off(),
        note=gettext("文件未分主次的单位列在“责任单位”；文件没有写明的栏目为“—”；浅黄色的栏由单位填写。"),
    )


def _sheet_columns() -> tuple[Column, ...]:
    return (
        Column(gettext("序号"), 5, merge=2, centred=True),
        Column(gettext("重点任务"), 15, merge=1),
        Column(gettext("任务"), 14, merge=3),
        Column(gettext("工作内容"), 36),
        Column(gettext("牵头单位"), 13),
        Column(gettext("配合单位"), 13),
        Column(gettext("责任单位"), 18),
        Column(gettext("目标"), 24),
        Column(gettext("完成时限"), 11),
        Column(gettext("进展情况"), 16, blank=True),
        Column(gettext("存在问题"), 13, blank=True),
        Column(gettext("下一步打算"), 13, blank=True),
        Column(gettext("完成比例"), 9, blank=True),
        Column(gettext("备注"), 9, blank=True),
    )


def _sheet_row(line: TaskLine) -> tuple[Value, ...]:
    return (
        line.number,
        line.part or BLANK,
        line.task.label,
        line.words,
        _units(line, AssignedUnit.LEAD) or BLANK,
        _units(line, AssignedUnit.SUPPORT) or BLANK,
        _units(line, AssignedUnit.JOINT, "") or BLANK,
        _promises(line.targets) or BLANK,
        _due(line) or BLANK,
    )


TASK_FIELDS = (
    _("任务编号"),
    _("章"),
    _("部分"),
    _("任务"),
    _("分工序号"),
    _("工作内容"),
    _("牵头单位"),
    _("配合单位"),
    _("共同负责"),
    _("责任单位"),
    _("目标"),
    _("完成时限"),
    _("原文起"),
    _("原文止"),
    _("原文地址"),
)


def tasks_table(lines: list[TaskLine]) -> Table:
    """任务台账 for programs: nothing merged, nothing blank, one row a mark, with the place of its words."""
    return Table(tuple(Column(str(heading)) for heading in TASK_FIELDS), tuple(_task_row(line) for line in lines))


def _task_row(line: TaskLine) -> tuple[Value, ...]:
    due = _due(line)
    return (
        line.task.key,
        line.chapter,
        line.part,
        line.task.label,
        line.assignment.sort_no if line.assignment else None,
        line.words,
        _units(line, AssignedUnit.LEAD),
        _units(line, AssignedUnit.SUPPORT),
        _units(line, AssignedUnit.JOINT),
        _units(line, ""),
        _promises(line.targets).replace("\n", ";"),
        due.replace("\n", ";") if isinstance(due, str) else due,
        *line.span,
        text_url(line.task.ledger, *line.span),
    )


def tasks_json(lines: list[TaskLine]) -> list[dict[str, Any]]:
    """任务台账 as JSON: one object a task, its assignments inside, keys in English whatever the language."""
    tasks: dict[str, dict[str, Any]] = {}
    for line in lines:
        task = tasks.setdefault(
            line.task.key,
            {
                "id": line.task.key,
                "heading": line.task.heading,
                "heading_en": line.task.heading_en,
                "chapter": line.chapter,
                "part": line.part,
                "address": line.task.get_absolute_url(),
                "assignments": [],
            },
        )
        task["assignments"].append(
            {
                "words": line.words,
                "span": list(line.span),
                "units": [{"name": name, "role": role or None} for role in line.units for name in line.units[role]],
                "targets": [target.number for target in line.targets],
                "deadlines": [deadline.date.isoformat() for deadline in line.deadlines],
            }
        )
    return list(tasks.values())
