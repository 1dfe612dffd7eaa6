"""任务台账: the tasks of a plan as a tree of chapters, with filters in the address."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.vary import vary_on_headers

from zhiheng.directory.models import Unit
from zhiheng.ledger.lines import chapters, columns, grouped, task_lines
from zhiheng.ledger.models import AssignedUnit, Deadline, Document, Target, Task
from zhiheng.ledger.selection import NO_ROLE, TaskSelection
from zhiheng.ledger.views.opened import opened


@vary_on_headers("HX-Request")
def tasks(request: HttpRequest, slug: str) -> HttpResponse:
    """The table of tasks; a request of htmx gets the table alone, every other the page."""
    ledger, document = opened(slug)
    selection = TaskSelection.from_query(request.GET)
    lines = task_lines(document, selection.tasks(document))
    context: dict[str, Any] = {
        "ledger": ledger,
        "document": document,
        "selection": selection,
        "query": selection.query(),
        "groups": grouped(lines),
        "shown": len(lines),
        "total": Task.objects.filter(document=document).count(),
        "columns": columns(document),
    }
    if request.htmx and not request.htmx.history_restore_request:  # type: ignore[attr-defined]
        return render(request, "ledger/tasks_table.html", context)
    context["choices"] = _choices(document)
    context["digest"] = document.form == Document.DIGEST
    return render(request, "ledger/tasks.html", context)


def _choices(document: Document) -> dict[str, Any]:
    """What can be chosen in this edition: a filter without choices is not offered."""
    assigned = AssignedUnit.objects.filter(assignment__task__document=document)
    roles = set(assigned.order_by().values_list("role", flat=True).distinct())
    years = set(Target.objects.filter(document=document, task__isnull=False).values_list("year", flat=True))
    years |= {date.year for date in Deadline.objects.filter(document=document).values_list("date", flat=True)}
    words = [*AssignedUnit._meta.get_field("role").choices, ("", _("未写角色"))]  # type: ignore[misc]
    return {
        "chapters": chapters(document),
        "units": Unit.objects.filter(pk__in=assigned.values("unit_id")),
        "roles": [(role or NO_ROLE, label) for role, label in words if role in roles],
        "years": sorted(year for year in years if year),
        "targets": [("yes", _("有量化或定性目标")), ("no", _("没有目标"))],
    }
