"""Output of industry as the statistics bureau publishes it: a table is read, and what changed stands in the journal."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any, TextIO

from django.db import transaction

from zhiheng.directory.models import Region, RegionEdge
from zhiheng.directory.models.region import in_force_between
from zhiheng.mechanisms.journal.models import write_entries
from zhiheng.mechanisms.scope import everywhere
from zhiheng.systems.sampling import sorts
from zhiheng.systems.sampling.models import IndustryOutput

COLUMNS = ("year", "region", "industry", "value")


class NotRead(ValueError):
    """Lines that do not read so, a sentence each; nothing was written."""


def enter_outputs(table: TextIO, source: str, *, by: Any, at: datetime) -> tuple[int, int, list[str]]:
    """Write a CSV with the columns year, region (id or name), industry (2 digits), value (万元); a later one corrects.

    Gives how many are new, how many changed, and which regions ("2025 河北省") stand beside others of that year that
    report through them: such a region weighs with the rest alone. Raises NotRead with every wrong line.
    """
    with everywhere(), transaction.atomic():
        regions = {name: row for row in Region.objects.all() for name in (row.slug, row.name)}
        rows, wrong = [], []
        for nth, line in enumerate(csv.DictReader(table), 2):
            rows += [row] if (row := _row(line, regions)) else []
            wrong += (
                [] if row else [f"第 {nth} 行 · line {nth}: {', '.join(f'{key}={line.get(key)}' for key in COLUMNS)}"]
            )
        if wrong or not rows:
            raise NotRead("\n".join(wrong[:20]) or f"没有 {', '.join(COLUMNS)} 各列的数据 · no data")
        lines = list(_written(rows, source))
        write_entries(lines, ledger="industry_output", by=by, at=at, why=source[:300])
        beside = [f"{year} {name}" for year in sorted({row.year for row in rows}) for name in _over_others(year)]
    new = sum(not old for _thing, _field, old, _new in lines)
    return new, len(lines) - new, beside


def _over_others(year: int) -> list[str]:
    """Regions with outputs of a year above others that have some, as they reported at its end."""
    names = dict(IndustryOutput.objects.filter(year=year).order_by().values_list("region", "region__name").distinct())
    edges = RegionEdge.objects.filter(in_force_between("", date(year, 12, 31)), tree=RegionEdge.REPORTING)
    parents = dict(edges.values_list("child", "parent"))
    found = set()
    for place in map(parents.get, names):
        while place:
            found.add(place)
            place = parents.get(place)
    return sorted(names[place] for place in found & names.keys())


def _row(line: Mapping[str, str | None], regions: Mapping[str, Region]) -> IndustryOutput | None:
    year, place, industry, value = ((line.get(name) or "").strip() for name in COLUMNS)
    known = place in regions and industry in dict(sorts.divisions())
    if not (known and year.isdecimal() and len(year) == 4 and value.isdecimal() and len(value) < 15):
        return None
    return IndustryOutput(year=int(year), region=regions[place], industry=industry, value=int(value))


def _written(rows: list[IndustryOutput], source: str) -> Iterator[tuple[str, str, str, str]]:
    """Save each row; the line of the journal for those that are new or changed."""
    for row in rows:
        key = {"year": row.year, "region": row.region, "industry": row.industry}
        before = IndustryOutput.objects.filter(**key).values_list("value", flat=True).first()
        IndustryOutput.objects.update_or_create(**key, defaults={"value": row.value, "source": source, "demo": False})
        if before != row.value:
            yield f"{row.year} {row.region.name} {row.industry}", "产值(万元)", str(before or ""), str(row.value)
