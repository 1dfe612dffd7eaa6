"""Everybody is told years, quarters and months of many, and nothing from which those of few could be worked out."""

from __future__ import annotations

from collections.abc import Hashable
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from tests.indicators.spec.tables import Folder, schema, write
from zhiheng.directory.models import Region, RegionEdge
from zhiheng.indicators.definitions.complaints import closed_on_time
from zhiheng.indicators.tree import WHOLE
from zhiheng.indicators.withholding import shown

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 22)
NAMES = count()


def counted(folder: Path, *given: tuple[str, int, str, int]) -> Folder:
    """So many complaints of a region and field that were due on the tenth of a month, and closed on it."""
    rows: list[dict[str, Any]] = []
    for slug, month, field, number in given:
        due, place = date(2026, month, 10), Region.objects.get(slug=slug).pk
        common = {"clock": "mediate", "due_on": due, "ended": due, "began": due, "ended_by": "agree", "demo": False}
        rows += [{**common, "id": f"{len(rows) + nth}", "region": place, "field": field} for nth in range(number)]
    write(folder / "complaint_clocks.parquet", pa.Table.from_pylist(rows, schema=schema("complaint_clocks")))
    edges = list(RegionEdge.objects.values("child", "parent", "tree", "valid_from", "valid_to"))
    write(folder / "region_edges.parquet", pa.Table.from_pylist(edges, schema=schema("region_edges")))
    return Folder(folder, f"a snapshot of these tests {next(NAMES)}")


def told(snapshot: Any, text: str, *groups: Hashable, **said: str) -> list[int | None]:
    """The counts that everybody is told."""
    found = shown(closed_on_time, text, ON, groups, snapshot=snapshot, **said)
    return [None if one.withheld else one.found.denominator for one in found.values()]


def test_months_are_told_only_when_none_of_the_year_is_small(tmp_path: Path) -> None:
    snapshot = counted(tmp_path, ("tangshan", 2, "food", 9), ("tangshan", 3, "food", 3), ("tangshan", 5, "food", 20))
    assert told(snapshot, "2026", WHOLE) == [32]
    assert [told(snapshot, f"2026Q{nth}", WHOLE) for nth in (1, 2, 3)] == [[12], [20], [0]]
    assert [told(snapshot, f"2026-0{nth}", WHOLE) for nth in (2, 3, 5)] == [[None]] * 3
    other = counted(tmp_path / "other", ("tangshan", 2, "food", 9), ("tangshan", 5, "food", 20))
    assert [told(other, f"2026-0{nth}", WHOLE) for nth in (1, 2, 5)] == [[0], [9], [20]]


def test_a_region_of_few_takes_another_with_it_and_the_province_is_the_whole(tmp_path: Path) -> None:
    given = [("tangshan", 2, "food", 20), ("handan", 2, "food", 3), ("baoding", 2, "food", 9)]
    regions = [Region.objects.get(slug=slug).pk for slug in ("tangshan", "handan", "baoding", "hebei")]
    assert told(counted(tmp_path, *given), "2026", WHOLE, *regions) == [32, 20, None, None, 32]


def test_a_field_of_few_takes_another_with_it_and_one_of_nobody_is_told_as_such(tmp_path: Path) -> None:
    given = [("tangshan", 2, "food", 20), ("tangshan", 2, "drinks", 3), ("tangshan", 2, "farm", 9)]
    snapshot = counted(tmp_path, *given)
    assert told(snapshot, "2026", "food", "drinks", "farm", "catering", by="field") == [20, None, None, 0]
    assert told(snapshot, "2026Q2", "food", "drinks", "catering", by="field") == [0, None, 0]
