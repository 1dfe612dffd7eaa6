"""The ledger as tables, as printed sheets and as JSON: what a download holds, apart from how it is sent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from zhiheng.ledger.models import Document
from zhiheng.mechanisms.sheets import Table, as_json, table_of

LICENCE = "CC-BY-4.0"
"""Of what this system adds (structure, English); the document is outside copyright (著作权法 art. 5)."""

BLANK = "—"


def sign_off() -> tuple[str, ...]:
    """The words that a sheet is signed after."""
    return gettext("填报人"), gettext("审核人"), gettext("单位盖章"), gettext("日期")


def subtitle(document: Document, today: date) -> str:
    """The line under a title: which edition, of when, printed when."""
    parts = [
        gettext("版本：%(form)s(第%(number)s版)") % {"form": edition_form(document), "number": document.edition_no},
        gettext("成文日期：%(day)s") % {"day": document.issued.isoformat()} if document.issued else "",
        gettext("导出日期：%(day)s") % {"day": today.isoformat()},
        gettext("填报单位：") + "＿" * 12,
    ]
    return "    ".join(part for part in parts if part)


def edition_form(document: Document) -> str:
    """原文 or 要点版 in the reader's language."""
    return gettext("要点版") if document.form == Document.DIGEST else gettext("原文")


def flat_table(fields: Mapping[str, object], rows: Iterable[Mapping[str, Any]]) -> Table:
    """Rows of named fields as a table in the reader's language."""
    return table_of(fields, rows, yes=gettext("是"), no=gettext("否"))


def json_rows(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Rows of named fields as JSON takes them."""
    return [{name: as_json(value) for name, value in row.items()} for row in rows]


def metadata(document: Document, *, name: str, rows: int, demo: bool) -> dict[str, Any]:
    """What a reader must know of a file to cite it: source, edition, fingerprint, date, licence, what is generated."""
    ledger = document.ledger
    return {
        "name": name,
        "rows": rows,
        "source": {
            "title": document.title,
            "issuer": document.issuer or None,
            "number": document.number or None,
            "issued": as_json(document.issued),
            "edition": document.edition_no,
            "form": document.form,
            "text_sha256": document.sha256,
            "address": reverse("plan", args=[ledger.slug]),
        },
        "updated": document.imported_at.isoformat(),
        "licence": LICENCE,
        "demonstration_figures": demo,
    }
