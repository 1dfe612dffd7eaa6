"""The ledgers that stand here."""

from __future__ import annotations

from django.db.models import Count, F, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from zhiheng.ledger.models import Document, Task


def plans(request: HttpRequest) -> HttpResponse:
    """Every ledger by its edition in force, with how much it asks."""
    newest = Document.objects.filter(ledger=F("ledger")).order_by("ledger__sort_no", "ledger_id", "-edition_no")
    in_force: dict[int, Document] = {}
    for document in newest.defer("text").select_related("ledger"):
        in_force.setdefault(document.ledger_id, document)
    counts = {
        row["document_id"]: row
        for row in Task.objects.filter(document__in=in_force.values())
        .order_by()
        .values("document_id")
        .annotate(
            tasks=Count("id", distinct=True),
            units=Count("assignments__assigned__unit", distinct=True),
            targets=Count("targets", filter=Q(targets__document=F("document")), distinct=True),
        )
    }
    plans = [
        {"ledger": document.ledger, "document": document, "counts": counts.get(document.id)}
        for document in in_force.values()
    ]
    return render(request, "ledger/plans.html", {"plans": plans})
