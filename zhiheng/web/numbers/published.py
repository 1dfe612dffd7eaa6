"""公布值 on the page of a value: what was published, beside what is counted now, with the difference explained."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext

from zhiheng.directory.models import Region
from zhiheng.directory.permissions import Permission, may
from zhiheng.indicators.differing import How, Side
from zhiheng.indicators.models import PublishedValue
from zhiheng.indicators.snapshot import BrokenSnapshot, Snapshot, kept
from zhiheng.indicators.value_file import as_json
from zhiheng.indicators.values import Beside, NotPublished, beside, grain_of, told, told_then
from zhiheng.mechanisms.scope import Desk
from zhiheng.web.numbers.asked import Asked, address_of_value
from zhiheng.web.numbers.lines import words_of
from zhiheng.web.numbers.withheld import may_take, sees_all

MOST_WHY = 300


@dataclass(frozen=True)
class DifferingLine:
    """One record that came, changed or went, in words: what it said before and what it says now."""

    record: str
    how: How
    before: str
    after: str


def published_block(request: HttpRequest, asked: Asked, desk: Desk, snapshot: Snapshot) -> dict[str, Any]:
    """What ``web/value_published.html`` shows of a cell that may be told: published and current, and who publishes."""
    try:
        grain_of(asked.span)
    except NotPublished:
        return {}
    if asked.within:
        return {}
    place = asked.region or Region.objects.get(kind=Region.PROVINCE)
    found = beside(asked.definition, asked.span, place, on=asked.on, snapshot=snapshot)
    over = asked.span.ends < asked.today
    return {
        "beside": found,
        "counts_told": sees_all(asked.definition, desk),
        "differing": _lines(found, asked, desk, snapshot) if found else None,
        "value_files": _files(asked, desk, found.published if found else None, snapshot),
        "publishable": over and may(request.user, Permission.PUBLISH_VALUES),
        "most_why": MOST_WHY,
    }


def compared(asked: Asked, desk: Desk, snapshot: Snapshot) -> dict[str, Any]:
    """The same as JSON: the published value, today's, those that were superseded, and the difference.

    Of the difference everybody is told what would tell of nobody: its counts where no count is withheld, its records
    where each of them is everybody's; null for what is not told.
    """
    place = asked.region or Region.objects.get(kind=Region.PROVINCE)
    found = beside(asked.definition, asked.span, place, on=asked.on, snapshot=snapshot)
    if found is None:
        return {"published": None}
    here = told(asked.definition, asked.span, place, found.current, on=asked.on, snapshot=snapshot)
    difference: dict[str, Any] | None = None
    if found.difference is not None and sees_all(asked.definition, desk):
        lines = _lines(found, asked, desk, snapshot)
        difference = {name: getattr(found.difference, name) for name in ("came", "changed", "went")} | {
            "records": None if lines is None else [asdict(line) for line in lines]
        }
    return {
        "published": as_json(told_then(asked.definition, found.published)),
        "current": as_json(here),
        "same": found.same,
        "redefined": found.redefined,
        "tables_changed": list(found.tables),
        "difference": difference,
        "superseded": [as_json(told_then(asked.definition, one)) for one in found.superseded],
    }


def _files(asked: Asked, desk: Desk, published: PublishedValue | None, snapshot: Snapshot) -> list[tuple[str, str]]:
    """(label, address) of the files of the published value, else of the value of now."""
    query = address_of_value(asked.definition, asked.span, asked.region).partition("?")[2]
    query += f"&published={published.pk}" if published else ""
    endings = ("json", "zip") if _given(asked, desk, published, *(() if published else (snapshot,))) else ("json",)
    label = gettext("公布值文件") if published else gettext("数值文件")
    files = [(f"{label} {ending.upper()}", ending) for ending in endings]
    if published:
        files.append((gettext("公布值与当前值") + " JSON", "compared.json"))
    return [(label, f"{reverse('value_file', args=[asked.definition.key, ending])}?{query}") for label, ending in files]


def _given(asked: Asked, desk: Desk, published: PublishedValue | None, *others: Snapshot) -> bool:
    """Whether the desk may have the records behind a published value, and those of other snapshots."""
    try:
        return may_take(asked, desk, *([kept(published.snapshot)] if published else []), *others)
    except BrokenSnapshot:
        return False


def _lines(found: Beside, asked: Asked, desk: Desk, snapshot: Snapshot) -> list[DifferingLine] | None:
    """The records that differ; None for who may not have every record behind both values."""
    if not found.difference or not _given(asked, desk, found.published, snapshot):
        return None
    regions = {row.pk: row.label for row in Region.objects.all()}
    return [
        DifferingLine(
            str(line.record).replace("-", ""),
            line.how,
            _side(line.before, regions),
            _side(line.after, regions),
        )
        for line in found.difference.lines
    ]


def _side(side: Side | None, regions: dict[int, str]) -> str:
    if side is None:
        return ""
    place = regions.get(side.region or 0, "")
    return " ".join(part for part in (side.day.isoformat(), words_of(side.told), place) if part)
