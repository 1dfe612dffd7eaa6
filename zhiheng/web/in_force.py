"""The editions that count today: the newest of every ledger."""

from __future__ import annotations

from django.db.models import OuterRef, QuerySet, Subquery

from zhiheng.ledger.models import Document


def editions_in_force() -> QuerySet[Document]:
    """The newest edition of each ledger, in the order of the ledgers, without their texts."""
    newest = Document.objects.filter(ledger=OuterRef("ledger")).order_by("-edition_no").values("pk")
    rows = Document.objects.filter(pk=Subquery(newest[:1]))
    return rows.select_related("ledger").defer("text").order_by("ledger__sort_no", "ledger_id")
