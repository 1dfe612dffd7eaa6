"""The rows of an edition as the plan they were read from: for comparing with the next edition, and for JSON."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from zhiheng.ledger.models import Assignment, Deadline, Document, Funding, Target, Task
from zhiheng.plan import model


def plan_of(document: Document) -> model.Plan:
    """The plan that the ledger holds for an edition, in the reader's own types."""
    tasks = tuple(_task(row) for row in _tasks(document))
    names = {unit.name for task in tasks for assignment in task.assignments for unit in assignment.units}
    period = (document.period_start, document.period_end)
    return model.Plan(
        title=document.title,
        issuer=document.issuer or None,
        number=document.number or None,
        issued=document.issued,
        period=(period[0], period[1]) if period[0] is not None and period[1] is not None else None,
        sections=_sections(document),
        tasks=tasks,
        targets=_targets(document, tasks),
        funding=_funding(document),
        deadlines=_deadlines(document),
        units=tuple(sorted(names)),
        coverage=model.Coverage(
            document.characters,
            document.read,
            tuple(model.Unread(model.Quote(u.start, u.end), u.why) for u in document.unread.all()),
        ),
        text=document.text,
    )


def _tasks(document: Document) -> list[Task]:
    rows = Task.objects.filter(document=document).order_by("sort_no")
    return list(rows.prefetch_related("assignments__assigned"))


def _task(row: Task) -> model.Task:
    return model.Task(
        id=row.key,
        heading=row.heading,
        section=row.clause_key,
        span=model.Quote(row.start, row.end),
        assignments=tuple(_assignment(a) for a in row.assignments.all()),
    )


def _assignment(row: Assignment) -> model.Assignment:
    return model.Assignment(
        span=model.Quote(row.start, row.end),
        mark=model.Quote(row.mark_start, row.mark_end),
        units=tuple(
            model.UnitMention(a.name, a.role or None, model.Quote(a.start, a.end))  # type: ignore[arg-type]
            for a in row.assigned.all()
        ),
    )


def _sections(document: Document) -> tuple[model.Section, ...]:
    return tuple(
        model.Section(
            c.key, c.number, c.heading, c.level, c.parent.key if c.parent else None, model.Quote(c.start, c.end)
        )
        for c in document.clauses.select_related("parent").order_by("sort_no")
    )


def _targets(document: Document, tasks: tuple[model.Task, ...]) -> tuple[model.Target, ...]:
    assignments = [assignment for task in tasks for assignment in task.assignments]
    rows = Target.objects.filter(document=document).select_related("indicator").order_by("sort_no")
    return tuple(
        model.Target(
            id=row.number,
            clause=row.clause_key,
            indicator=row.indicator.name,
            comparator=row.comparator,  # type: ignore[arg-type]
            value=None if row.value is None else _shortest(row.value),
            unit=row.unit or None,
            kind=row.kind,  # type: ignore[arg-type]
            year=row.year,
            cadence=row.cadence or None,
            benchmark=row.benchmark or None,
            per=row.per or None,
            units=_names_at(assignments, model.Quote(row.start, row.end)),
            span=model.Quote(row.start, row.end),
        )
        for row in rows
    )


def _shortest(value: Decimal) -> Decimal:
    """The number without the zeros that the column adds: 97.000000 → 97, and 100 stays 100."""
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


def _names_at(assignments: list[model.Assignment], span: model.Quote) -> tuple[str, ...]:
    """The units as the document writes them, from the assignment whose text holds a span."""
    found = next((a for a in assignments if a.span.holds(span)), None)
    return tuple(dict.fromkeys(unit.name for unit in found.units)) if found else ()


def _funding(document: Document) -> tuple[model.Funding, ...]:
    return tuple(
        model.Funding(
            clause=row.clause_key,
            item=row.item,
            amount_fen=row.amount_fen,
            share=Fraction(row.share_numerator, row.share_denominator or 1)
            if row.share_numerator is not None
            else None,
            cap_fen=row.cap_fen,
            per=row.per or None,
            span=model.Quote(row.start, row.end),
        )
        for row in Funding.objects.filter(document=document).order_by("sort_no")
    )


def _deadlines(document: Document) -> tuple[model.Deadline, ...]:
    return tuple(
        model.Deadline(row.clause_key, row.what, row.date, model.Quote(row.start, row.end))
        for row in Deadline.objects.filter(document=document).order_by("sort_no")
    )
