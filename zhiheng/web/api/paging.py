"""Pages of a list by cursor: the place after the last row given, so that no row is lost or doubled meanwhile."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable
from typing import Annotated, Any, TypeVar

from django.db.models import Model, Q, QuerySet
from ninja import Query, Schema
from ninja.errors import ValidationError
from pydantic import StringConstraints

Row = TypeVar("Row", bound=Model)

LIMIT = 50
MOST = 200
LARGEST = 2**31 - 1

Word = Annotated[str, StringConstraints(max_length=100, pattern=r"^[^\x00]*$")]
"""A word of an address: databases refuse the character 0."""

Year = Annotated[int | None, Query(ge=1900, le=2200)]


class Paging(Schema):
    """How much of a list is asked for, and after which place."""

    limit: Annotated[int, Query(ge=1, le=MOST, description="每页行数 rows a page")] = LIMIT
    cursor: Annotated[Word, Query(description="上一页的 next_cursor; next_cursor of the page before")] = ""


def page(
    rows: QuerySet[Row], paging: Paging, shape: Callable[[Row], dict[str, Any]], order: str = "sort_no"
) -> dict[str, Any]:
    """The page of a list as ``items``, ``next_cursor`` (null on the last page) and ``count`` (rows in all).

    ``order`` is the whole number the list is sorted by; the primary key decides between equals.
    """
    total = rows.count()
    if paging.cursor:
        place, key = _opened(paging.cursor)
        rows = rows.filter(Q(**{f"{order}__gt": place}) | Q(**{order: place, "pk__gt": key}))
    found = list(rows.order_by(order, "pk")[: paging.limit + 1])
    shown = found[: paging.limit]
    more = len(found) > paging.limit
    return {
        "items": [shape(row) for row in shown],
        "next_cursor": _closed(getattr(shown[-1], order), shown[-1].pk) if more else None,
        "count": total,
    }


def _closed(place: int, key: int) -> str:
    return base64.urlsafe_b64encode(json.dumps([place, key]).encode()).decode().rstrip("=")


def _opened(cursor: str) -> tuple[int, int]:
    try:
        place, key = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if not all(type(number) is int and 0 <= number <= LARGEST for number in (place, key)):
            raise ValueError("not a place")
    except (ValueError, TypeError, binascii.Error) as error:
        raise ValidationError([{"loc": ("query", "cursor"), "msg": "not a cursor", "type": "cursor"}]) from error
    return place, key
