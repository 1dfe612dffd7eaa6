"""资金: the sums that a plan promises."""

from __future__ import annotations

from fractions import Fraction

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from zhiheng.ledger.amending import share_words
from zhiheng.ledger.models import Document, Funding
from zhiheng.ledger.views.opened import opened, way_to


def funding(request: HttpRequest, slug: str) -> HttpResponse:
    """The sums as a table: exact yuan, share, cap, for what, who decides, where it says so."""
    ledger, document = opened(slug)
    rows = Funding.objects.filter(document=document).select_related("clause", "ledger", "document")
    lines = [
        {"row": row, "share": share(row.share_numerator, row.share_denominator)}
        for row in rows.prefetch_related("units").order_by("sort_no")
    ]
    context = {
        "ledger": ledger,
        "crumbs": way_to(ledger, (_("资金"), "")),
        "document": document,
        "lines": lines,
        "downloads": [(fmt.upper(), reverse("funding_export", args=[ledger.slug, fmt])) for fmt in ("csv", "json")],
        "digest": document.form == Document.DIGEST,
    }
    return render(request, "ledger/funding.html", context)


def share(numerator: int | None, denominator: int | None) -> str:
    """A share in words; empty where the plan gives none."""
    if numerator is None or not denominator:
        return ""
    return share_words(Fraction(numerator, denominator))
