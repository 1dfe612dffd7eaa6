"""Text from a document fits the column it is kept in."""

from __future__ import annotations

from typing import TypeVar

from django.db import models

Row = TypeVar("Row", bound=models.Model)


def fit(row: Row) -> Row:
    """Cut every text of a row to its column's length and return the row.

    A heading of a strange document may be as long as a page. SQLite would keep it and PostgreSQL refuse the whole
    import; what is cut is never lost, because the row carries its quote.
    """
    for field in row._meta.concrete_fields:
        text = getattr(row, field.attname)
        if field.max_length and isinstance(text, str) and len(text) > field.max_length:
            setattr(row, field.attname, text[: field.max_length])
    return row
