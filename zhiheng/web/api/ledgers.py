"""Ledgers, their editions and the outline of the edition in force."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Path, Query, Router

from zhiheng.ledger.models import Clause, Document, Ledger
from zhiheng.ledger.views.opened import opened
from zhiheng.web.api.paging import Paging, Word, page
from zhiheng.web.api.problems import ERRORS
from zhiheng.web.api.shapes import ClauseShape, DocumentShape, DocumentWithText, LedgerShape, Page
from zhiheng.web.in_force import editions_in_force

router = Router(tags=["ledgers"])


@router.get("", response={200: Page[LedgerShape], **ERRORS}, summary="台账 ledgers")
def ledgers(request: HttpRequest, paging: Query[Paging]) -> dict[str, Any]:
    """All ledgers; the first is the lead ledger."""
    editions = {edition.ledger_id: edition for edition in editions_in_force()}
    rows = Ledger.objects.filter(pk__in=editions)
    return page(rows, paging, lambda ledger: _ledger(ledger, editions[ledger.pk]))


@router.get("/{ledger}", response={200: LedgerShape, **ERRORS}, summary="一份台账 one ledger")
def ledger(request: HttpRequest, ledger: Annotated[Word, Path()]) -> dict[str, Any]:
    """One ledger by its id."""
    return _ledger(*opened(ledger))


@router.get("/{ledger}/documents", response={200: Page[DocumentShape], **ERRORS}, summary="版本 editions")
def documents(request: HttpRequest, ledger: Annotated[Word, Path()], paging: Query[Paging]) -> dict[str, Any]:
    """The editions of a ledger, oldest first, with what of each was not read."""
    found, in_force = opened(ledger)
    rows = found.documents.prefetch_related("unread")
    return page(rows, paging, lambda document: _document(document, in_force), order="edition_no")


@router.get("/{ledger}/documents/{edition}", response={200: DocumentWithText, **ERRORS}, summary="一版 one edition")
def document(
    request: HttpRequest, ledger: Annotated[Word, Path()], edition: Annotated[int, Path(ge=1, le=99999)]
) -> dict[str, Any]:
    """One edition with its whole text."""
    found, in_force = opened(ledger)
    row = get_object_or_404(found.documents, edition_no=edition)
    return {**_document(row, in_force), "text": row.text}


@router.get("/{ledger}/clauses", response={200: Page[ClauseShape], **ERRORS}, summary="条目 clauses")
def clauses(request: HttpRequest, ledger: Annotated[Word, Path()], paging: Query[Paging]) -> dict[str, Any]:
    """The outline of the edition in force."""
    _, edition = opened(ledger)
    return page(edition.clauses.select_related("parent"), paging, _clause)


def _ledger(ledger: Ledger, edition: Document) -> dict[str, Any]:
    first, last = ledger.period_start, ledger.period_end
    return {
        "id": ledger.slug,
        "title": ledger.title,
        "title_en": ledger.title_en or None,
        "period": [first, last] if first is not None and last is not None else None,
        "edition": edition.edition_no,
        "form": edition.form,
        "address": ledger.get_absolute_url(),
    }


def _document(document: Document, in_force: Document) -> dict[str, Any]:
    return {
        "edition": document.edition_no,
        "form": document.form,
        "title": document.title,
        "issuer": document.issuer or None,
        "number": document.number or None,
        "issued": document.issued,
        "text_sha256": document.sha256,
        "characters": document.characters,
        "read": document.read,
        "unread": [
            {"span": [row.start, row.end], "why": row.why, "words": document.text[row.start : row.end]}
            for row in document.unread.all()
        ],
        "imported_at": document.imported_at,
        "source_name": document.source_name,
        "in_force": document.pk == in_force.pk,
    }


def _clause(clause: Clause) -> dict[str, Any]:
    return {
        "id": clause.key,
        "number": clause.number,
        "heading": clause.heading,
        "heading_en": clause.heading_en or None,
        "level": clause.level,
        "parent": clause.parent.key if clause.parent else None,
        "span": [clause.start, clause.end],
    }
