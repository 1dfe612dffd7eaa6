"""The ledger and the edition that an address names."""

from __future__ import annotations

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from zhiheng.ledger.models import Document, Ledger


def opened(slug: str, edition: str = "") -> tuple[Ledger, Document]:
    """The ledger of an address and its edition: the one in force, or the one of a number.

    Raises Http404 for an unknown ledger, an edition that does not exist and a ledger that has none yet.
    """
    ledger = get_object_or_404(Ledger, slug=slug)
    documents = ledger.documents.order_by("-edition_no")
    if edition:
        if not (edition.isascii() and edition.isdigit() and len(edition) < 6):
            raise Http404(_("没有这一版。"))
        documents = documents.filter(edition_no=int(edition))
    document = documents.first()
    if document is None:
        raise Http404(_("没有这一版。"))
    document.ledger = ledger
    return ledger, document


def way_to(ledger: Ledger, *steps: tuple[str, str]) -> list[tuple[str, str]]:
    """The breadcrumb of a page of a ledger: (label, address) from the plan down; the page itself has no address."""
    return [(ledger.label, reverse("plan", args=[ledger.slug])), *steps]
