"""The editions of a plan: what of each was read, what was not, and what changed from one to the next."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from zhiheng.ledger.models import Document
from zhiheng.ledger.views.opened import opened, way_to
from zhiheng.mechanisms.journal.models import Entry

LINES_A_PAGE = 50


def editions(request: HttpRequest, slug: str) -> HttpResponse:
    """All editions, newest first, the unread words of the one in force, and the journal of changes page by page."""
    ledger, document = opened(slug)
    rows = ledger.documents.defer("text").select_related("imported_by").order_by("-edition_no")
    journal = Paginator(Entry.objects.filter(ledger=ledger.slug).select_related("by"), LINES_A_PAGE)
    unread = list(document.unread.order_by("start"))
    for row in unread:
        row.document = document
    context = {
        "ledger": ledger,
        "crumbs": way_to(ledger, (_("版本与变更"), "")),
        "document": document,
        "editions": rows,
        "unread": unread,
        "page": journal.get_page(request.GET.get("page")),
        "digest": document.form == Document.DIGEST,
    }
    return render(request, "ledger/editions.html", context)
