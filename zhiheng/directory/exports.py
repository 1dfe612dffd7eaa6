"""The directory as rows of named fields, for CSV and JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhiheng.directory.models import Region, RegionEdge, Unit
from zhiheng.mechanisms.sheets import Table, as_json, table_of

LICENCE = "CC-BY-4.0"

UNIT_FIELDS = {
    "id": _("标识"),
    "name": _("名称"),
    "full_name": _("全称"),
    "name_en": _("英文名称"),
    "kind": _("类别"),
    "aliases": _("别名"),
    "valid_from": _("启用年份"),
    "valid_to": _("停用年份"),
    "successor": _("承接单位"),
    "certain": _("已核实"),
    "source": _("来源"),
    "note": _("说明"),
}
REGION_FIELDS = {
    "id": _("标识"),
    "name": _("名称"),
    "short": _("简称"),
    "name_en": _("英文名称"),
    "kind": _("类别"),
    "gb_code": _("行政区划代码"),
    "administrative": _("行政区划上级"),
    "reporting": _("填报上级"),
    "valid_from": _("设立"),
    "valid_to": _("撤销"),
    "source": _("来源"),
}


def unit_rows() -> list[dict[str, Any]]:
    """Every unit in document order with all its names; ``successor`` is an id, years are the first and last in use."""
    return [
        {
            "id": unit.slug,
            "name": unit.name,
            "full_name": unit.full_name,
            "name_en": unit.name_en,
            "kind": unit.kind,
            "aliases": [alias.name for alias in unit.aliases.all() if alias.name not in (unit.name, unit.full_name)],
            "valid_from": unit.valid_from,
            "valid_to": unit.valid_to,
            "successor": unit.successor.slug if unit.successor else None,
            "certain": unit.certain,
            "source": unit.source,
            "note": unit.note or None,
        }
        for unit in Unit.objects.select_related("successor").prefetch_related("aliases")
    ]


def region_rows() -> list[dict[str, Any]]:
    """Every region in 建制 order with its parent's id in both trees; the GB/T 2260 code is an attribute only."""
    parents: dict[tuple[int, str], str] = {
        (edge.child_id, edge.tree): edge.parent.slug for edge in RegionEdge.objects.select_related("parent")
    }
    return [
        {
            "id": region.slug,
            "name": region.name,
            "short": region.short,
            "name_en": region.name_en,
            "kind": region.kind,
            "gb_code": region.gb_code or None,
            "administrative": parents.get((region.pk, RegionEdge.ADMINISTRATIVE)),
            "reporting": parents.get((region.pk, RegionEdge.REPORTING)),
            "valid_from": as_json(region.valid_from),
            "valid_to": as_json(region.valid_to),
            "source": region.source,
        }
        for region in Region.objects.all()
    ]


def directory_table(fields: Mapping[str, object], rows: list[dict[str, Any]]) -> Table:
    """Rows of named fields as a table in the reader's language."""
    return table_of(fields, rows, yes=gettext("是"), no=gettext("否"))


def directory_metadata(name: str, rows: int, source: str) -> dict[str, Any]:
    """What a reader must know of a directory file to cite it."""
    return {"name": name, "rows": rows, "source": source, "licence": LICENCE, "demonstration_figures": False}
