"""Search for machines: the same as the page's."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router

from zhiheng.directory.models import Region, Unit
from zhiheng.ledger.models import Indicator, Task
from zhiheng.web.api.paging import MOST, Word
from zhiheng.web.api.problems import ERRORS
from zhiheng.web.api.shapes import Hits
from zhiheng.web.finding import find

router = Router(tags=["search"])


@router.get("/search", response={200: Hits, **ERRORS}, summary="搜索 search")
def search(
    request: HttpRequest,
    q: Annotated[Word, Query(description="词、拼音或拼音首字母 words, pinyin or initials")],
    limit: Annotated[int, Query(ge=1, le=MOST)] = 50,
) -> dict[str, Any]:
    """Tasks, indicators, units, regions and places in the text that hold all words; ``count`` counts all of them."""
    found = find(q)
    named: list[tuple[str, Sequence[Task | Indicator | Unit | Region]]] = [
        ("task", found.tasks),
        ("indicator", found.indicators),
        ("unit", found.units),
        ("region", found.regions),
    ]
    hits = [
        {"kind": kind, "name": row.label, "address": row.get_absolute_url()} for kind, rows in named for row in rows
    ]
    hits += [
        {"kind": "text", "name": "".join(words for words, _ in excerpt.pieces), "address": excerpt.url}
        for excerpt in found.excerpts
    ]
    return {"q": q, "items": hits[:limit], "count": len(hits)}
