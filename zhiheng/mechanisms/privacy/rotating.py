"""A new key for what is sealed already: row by row in batches, whenever it was stopped on again from there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast
from uuid import UUID

from django.apps import apps
from django.db import connection, models, transaction

from zhiheng.mechanisms.privacy.fields import SealedText, Stored
from zhiheng.mechanisms.privacy.sealing import HEAD, Unreadable, head, open_bytes, seal_bytes

BATCH = 1000
"""Rows of one transaction: others wait for it a fraction of a second."""


def sealed_models() -> list[type[models.Model]]:
    """The models that have sealed texts in their own table."""
    return [model for model in apps.get_models() if sealed_fields(model)]


def sealed_fields(model: type[models.Model]) -> list[SealedText]:
    """The sealed texts in a model's own table."""
    return [field for field in model._meta.local_fields if isinstance(field, SealedText)]


def reseal(model: type[models.Model]) -> Iterator[tuple[int, int]]:
    """Seal with the newest key what another one sealed; after each batch (texts sealed anew, texts nobody can open).

    A text that was changed meanwhile is sealed with the newest key already, and is left alone. Needs a desk that sees
    every row.
    """
    last: UUID | None = None
    while True:
        with transaction.atomic():
            rows = _rows_after(model, last)
            anew, unreadable = _anew(model, rows)
            _write(model, anew)
        if not rows:
            return
        last = rows[-1][0]
        yield len(anew), unreadable


Row = tuple[Any, ...]
"""The key of a row and its sealed texts."""


def _rows_after(model: type[models.Model], last: UUID | None) -> list[Row]:
    every = model._base_manager.order_by("pk").select_for_update()
    some = every if last is None else every.filter(pk__gt=last)
    return list(some.values_list("pk", *(field.attname for field in sealed_fields(model)))[:BATCH])


def _anew(model: type[models.Model], rows: list[Row]) -> tuple[list[tuple[SealedText, UUID, bytes, bytes]], int]:
    """What to write over what: column, key, old and new ciphertext; and how many cannot be opened."""
    found, unreadable, newest = [], 0, head()
    for pk, *texts in rows:
        for field, old in zip(sealed_fields(model), texts, strict=True):
            if not old or old[:HEAD] == newest:
                continue
            place = field.place_of(pk)
            try:
                found.append((field, pk, bytes(old), seal_bytes(open_bytes(old, aad=place), aad=place)))
            except Unreadable:
                unreadable += 1
    return found, unreadable


def _write(model: type[models.Model], anew: list[tuple[SealedText, UUID, bytes, bytes]]) -> None:
    quote, key = connection.ops.quote_name, cast(Any, model._meta.pk)
    with connection.cursor() as cursor:
        for field in sealed_fields(model):
            column = quote(str(field.column))
            changes = [
                (
                    field.get_db_prep_value(Stored(new), connection),
                    key.get_db_prep_value(pk, connection),
                    field.get_db_prep_value(Stored(old), connection),
                )
                for one, pk, old, new in anew
                if one is field
            ]
            cursor.executemany(
                f"UPDATE {quote(model._meta.db_table)} SET {column} = %s"
                f" WHERE {quote(key.column)} = %s AND {column} = %s",
                changes,
            )
