"""Pages of a list by cursor: the place after the last row given, so that no row is lost or doubled meanwhile."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any, TypeVar

from django.core.exceptions import ValidationError as NotOfItsKind
from django.db.models import Model, Q, QuerySet
from django.utils.timezone import is_aware
from ninja import Query, Schema
from ninja.errors import ValidationError
from pydantic import StringConstraints

Row = TypeVar("Row", bound=Model)

LIMIT = 50
MOST = 200
LARGEST = 2**31 - 1

Word = Annotated[str, StringConstraints(max_length=100, pattern=r"^[^\x00]*$")]
"""A word of an address: databases refuse the character 0."""

Cursor = Annotated[str, StringConstraints(max_length=200, pattern=r"^[A-Za-z0-9_-]*$")]
"""A time and an id of 36 characters, wrapped."""

Year = Annotated[int | None, Query(ge=1900, le=2200)]


class Paging(Schema):
    """How much of a list is asked for, and after which place."""

    limit: Annotated[int, Query(ge=1, le=MOST, description="每页行数 rows a page")] = LIMIT
    cursor: Annotated[Cursor, Query(description="上一页的 next_cursor; next_cursor of the page before")] = ""


def page(
    rows: QuerySet[Row], paging: Paging, shape: Callable[[Row], dict[str, Any]], order: str = "sort_no"
) -> dict[str, Any]:
    """The page of a list as ``items``, ``next_cursor`` (null on the last page) and ``count`` (rows in all).

    ``order`` is the whole number or time that the list is sorted by; the primary key decides between equals.
    """
    total = rows.count()
    if paging.cursor:
        place, key = _opened(paging.cursor, rows.model, order)
        rows = rows.filter(Q(**{f"{order}__gt": place}) | Q(**{order: place, "pk__gt": key}))
    found = list(rows.order_by(order, "pk")[: paging.limit + 1])
    shown = found[: paging.limit]
    more = len(found) > paging.limit
    return {
        "items": [shape(row) for row in shown],
        "next_cursor": _closed(getattr(shown[-1], order), shown[-1].pk) if more else None,
        "count": total,
    }


def _closed(*place: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(place, default=str).encode()).decode().rstrip("=")


def _opened(cursor: str, model: type[Model], order: str) -> list[Any]:
    try:
        given = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        fields = [model._meta.get_field(order), model._meta.pk]
        place = [field.to_python(value) for field, value in zip(fields, given, strict=True)]  # type: ignore[union-attr]
        if not all(_fits(value) for value in place):
            raise ValueError("not a place")
    except (ValueError, TypeError, ArithmeticError, binascii.Error, NotOfItsKind) as error:
        raise ValidationError([{"loc": ("query", "cursor"), "msg": "not a cursor", "type": "cursor"}]) from error
    return place


def _fits(value: Any) -> bool:
    """Whether a database takes it: no number too long, no time without its zone, not nothing."""
    if isinstance(value, int):
        return 0 <= value <= LARGEST
    return is_aware(value) if isinstance(value, datetime) else value is not None
