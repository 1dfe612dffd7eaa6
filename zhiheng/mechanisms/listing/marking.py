"""How a form names the rows of a list, so that nothing is done to a row that the person has not seen as it is."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from django.db.models import Model, QuerySet

MOST = 1000
"""Rows that one form acts upon, since 2026-11-22: about three seconds, in which on SQLite nobody else writes."""


def mark_of(row: Model) -> str:
    """What a form calls a row: its primary key, and the version of what people edit."""
    return f"{row.pk}.{row.version}" if hasattr(row, "version") else str(row.pk)


def marks(rows: QuerySet) -> dict[str, Any]:
    """The same of many rows, each with its primary key."""
    versioned = any(field.name == "version" for field in rows.model._meta.get_fields())
    fields = ("pk", "version") if versioned else ("pk",)
    return {".".join(map(str, found)): found[0] for found in rows.values_list(*fields)}


def promise(known: Mapping[str, Any]) -> str:
    """Number and hash of marks: what «all 312 rows» means when it is ticked."""
    return f"{len(known)}-{hashlib.sha256(' '.join(sorted(known)).encode()).hexdigest()[:16]}"
