"""The ledgers that stand here."""

from __future__ import annotations

from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from zhiheng.ledger.models import AssignedUnit, Document, Target, Task


def plans(request: HttpRequest) -> HttpResponse:
    """Every ledger by its edition in force, with how much it asks."""
    newest = Document.objects.order_by("ledger__sort_no", "ledger_id", "-edition_no")
    in_force: dict[int, Document] = {}
    for document in newest.defer("text").select_related("ledger"):
        in_force.setdefault(document.ledger_id, document)
    documents = [document.pk for document in in_force.values()]
    assigned = AssignedUnit.objects.filter(assignment__task__document__in=documents)
    tasks = _counted(Task.objects.filter(document__in=documents), "document", "id")
    targets = _counted(Target.objects.filter(document__in=documents), "document", "id")
    units = _counted(assigned, "assignment__task__document", "unit")
    plans = [
        {
            "ledger": document.ledger,
            "document": document,
            "tasks": tasks.get(document.pk, 0),
            "targets": targets.get(document.pk, 0),
            "units": units.get(document.pk, 0),
        }
        for document in in_force.values()
    ]
    return render(request, "ledger/plans.html", {"plans": plans, "crumbs": [(_("全部方案"), "")]})


def _counted(rows: QuerySet, by: str, what: str) -> dict[int, int]:
    """How many different ``what`` there are for each ``by``."""
    return dict(rows.order_by().values_list(by).annotate(number=Count(what, distinct=True)))
