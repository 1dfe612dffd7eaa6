"""任务台账: the tasks of a plan as a tree of chapters, with filters in the address."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.vary import vary_on_headers

from zhiheng.directory.models import Unit
from zhiheng.ledger.lines import chapters, columns, grouped, task_lines
from zhiheng.ledger.models import AssignedUnit, Deadline, Document, Target, Task
from zhiheng.ledger.selection import NO_ROLE, TaskSelection
from zhiheng.ledger.views.opened import opened, way_to
from zhiheng.mechanisms.listing.saving import views_of


@vary_on_headers("HX-Request")
def tasks(request: HttpRequest, slug: str) -> HttpResponse:
    """The table of tasks; a request of htmx gets the table alone, every other the page."""
    ledger, document = opened(slug)
    selection = TaskSelection.from_query(request.GET)
    lines = task_lines(document, selection.tasks(document))
    context: dict[str, Any] = {
        "ledger": ledger,
        "crumbs": way_to(ledger, (_("任务台账"), "")),
        "document": document,
        "selection": selection,
        "groups": grouped(lines),
        "matching": len(lines),
        "total": Task.objects.filter(document=document).count(),
        "columns": columns(document),
        "views": views_of(request.user, "tasks"),
        "downloads": _downloads(ledger.slug, selection.query()),
    }
    if request.htmx and not request.htmx.history_restore_request:  # type: ignore[attr-defined]
        return render(request, "ledger/tasks_table.html", context)
    context["filters"] = _filters(document, selection)
    return render(request, "ledger/tasks.html", context)


def _filters(document: Document, selection: TaskSelection) -> list[dict[str, Any]]:
    """The filters with what can be chosen in this edition; a filter without a choice is not offered."""
    assigned = AssignedUnit.objects.filter(assignment__task__document=document)
    roles = set(assigned.order_by().values_list("role", flat=True).distinct())
    words = {"lead": _("牵头单位"), "support": _("配合单位"), "joint": _("共同负责"), "": _("未分牵头与配合")}
    years = set(Target.objects.filter(document=document, task__isnull=False).values_list("year", flat=True))
    years |= {date.year for date in Deadline.objects.filter(document=document).values_list("date", flat=True)}
    units = Unit.objects.filter(pk__in=assigned.values("unit_id"))
    offered: list[tuple[str, str, list[tuple[Any, Any]]]] = [
        ("chapter", _("章节"), [(c.key, f"{c.key} {c.label}"[:40]) for c in chapters(document)]),
        ("unit", _("单位"), [(unit.slug, unit.label) for unit in units]),
        ("role", _("角色"), [(role or NO_ROLE, word) for role, word in words.items() if role in roles]),
        ("target", _("目标"), [("yes", _("有目标")), ("no", _("没有目标"))]),
        ("year", _("年份"), [(year, year) for year in sorted(year for year in years if year)]),
    ]
    made: list[dict[str, Any]] = [
        {"name": name, "label": label, "value": getattr(selection, name) or "", "options": options, "kind": "select"}
        for name, label, options in offered
        if len(options) > 1 or getattr(selection, name)
    ]
    return [*made, {"name": "q", "label": _("包含文字"), "value": selection.q, "kind": "text"}]


def _downloads(slug: str, query: str) -> list[tuple[str, str]]:
    """The files of what is shown: the same filters, so the same rows."""
    ending = f"?{query}" if query else ""
    return [(fmt.upper(), reverse("tasks_export", args=[slug, fmt]) + ending) for fmt in ("xlsx", "csv", "json")]
