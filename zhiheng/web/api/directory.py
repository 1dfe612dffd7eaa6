"""Units and regions."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Path, Query, Router, Schema

from zhiheng.directory.models import Region, RegionEdge, Unit
from zhiheng.web.api.paging import Paging, Word, page
from zhiheng.web.api.problems import ERRORS
from zhiheng.web.api.shapes import Page, RegionShape, UnitShape

router = Router(tags=["directory"])


class RegionFilters(Schema):
    """A kind of region, and the id of the parent in either tree."""

    kind: Literal["province", "city", "county", "overlay"] | None = None
    administrative: Word = ""
    reporting: Word = ""


@router.get("/units", response={200: Page[UnitShape], **ERRORS}, summary="责任单位 units")
def units(request: HttpRequest, paging: Query[Paging]) -> dict[str, Any]:
    """Units in the order of documents."""
    return page(_units(), paging, _unit)


@router.get("/units/{unit}", response={200: UnitShape, **ERRORS}, summary="一个单位 one unit")
def unit(request: HttpRequest, unit: Annotated[Word, Path()]) -> dict[str, Any]:
    """One unit by its id."""
    return _unit(get_object_or_404(_units(), slug=unit))


@router.get("/regions", response={200: Page[RegionShape], **ERRORS}, summary="地区 regions")
def regions(request: HttpRequest, filters: Query[RegionFilters], paging: Query[Paging]) -> dict[str, Any]:
    """Regions in 建制 order; ``reporting=hebei`` gives those that report to the province."""
    rows = _regions()
    if filters.kind:
        rows = rows.filter(kind=filters.kind)
    for tree, parent in (
        (RegionEdge.ADMINISTRATIVE, filters.administrative),
        (RegionEdge.REPORTING, filters.reporting),
    ):
        if parent:
            rows = rows.filter(pk__in=RegionEdge.objects.filter(tree=tree, parent__slug=parent).values("child"))
    return page(rows, paging, _region)


@router.get("/regions/{region}", response={200: RegionShape, **ERRORS}, summary="一个地区 one region")
def region(request: HttpRequest, region: Annotated[Word, Path()]) -> dict[str, Any]:
    """One region by its id."""
    return _region(get_object_or_404(_regions(), slug=region))


def _units() -> QuerySet[Unit]:
    return Unit.objects.select_related("successor").prefetch_related("aliases")


def _unit(unit: Unit) -> dict[str, Any]:
    return {
        "id": unit.slug,
        "name": unit.name,
        "full_name": unit.full_name or None,
        "name_en": unit.name_en or None,
        "kind": unit.kind,
        "aliases": [alias.name for alias in unit.aliases.all() if alias.name not in (unit.name, unit.full_name)],
        "valid_from": unit.valid_from,
        "valid_to": unit.valid_to,
        "successor": unit.successor.slug if unit.successor else None,
        "certain": unit.certain,
        "note": unit.note or None,
        "address": unit.get_absolute_url(),
    }


def _regions() -> QuerySet[Region]:
    return Region.objects.prefetch_related("edges_up__parent")


def _region(region: Region) -> dict[str, Any]:
    parents = {edge.tree: edge.parent.slug for edge in region.edges_up.all()}
    return {
        "id": region.slug,
        "name": region.name,
        "short": region.short,
        "name_en": region.name_en or None,
        "kind": region.kind,
        "gb_code": region.gb_code or None,
        "administrative": parents.get(RegionEdge.ADMINISTRATIVE),
        "reporting": parents.get(RegionEdge.REPORTING),
        "valid_from": region.valid_from,
        "valid_to": region.valid_to,
        "address": region.get_absolute_url(),
    }
