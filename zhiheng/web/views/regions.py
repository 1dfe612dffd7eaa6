"""地区: the 14 regions that report to the province, the counties under them, and what figures there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhiheng.directory.models import Region, RegionEdge
from zhiheng.indicators.declaring import definitions
from zhiheng.indicators.models import PublishedValue
from zhiheng.ledger.models import Indicator
from zhiheng.ledger.models.target import plain
from zhiheng.reporting.models import Figure
from zhiheng.supervision.figures import known
from zhiheng.supervision.standing import province_figures
from zhiheng.web.in_force import editions_in_force
from zhiheng.web.places import PLACES

KINDS = {
    Region.PROVINCE: _("省"),
    Region.CITY: _("设区市"),
    Region.COUNTY: _("县(市、区)"),
    Region.OVERLAY: _("新区"),
}


@dataclass(frozen=True)
class Tile:
    """One of the squares: a region, its place on the grid and the counties that report through it."""

    region: Region
    place: tuple[int, int] | None
    counties: int


@dataclass(frozen=True)
class CountyLine:
    """A county under a region, and whether it belongs to it in one tree only."""

    region: Region
    reports_through: Region | None
    belongs_to: Region | None


@dataclass(frozen=True)
class FigureLine:
    """An indicator in a region: its newest figure and that of the whole province for the same period."""

    indicator: Indicator
    figure: Figure | None
    province: Figure | None

    @property
    def difference(self) -> str:
        """The distance to the province, for rates only: counts of places of different size are not compared."""
        if self.figure is None or self.province is None or self.indicator.unit != "%":
            return ""
        distance = (Decimal(self.figure.value) - Decimal(self.province.value)).quantize(Decimal("0.01"))
        sign = "+" if distance > 0 else "−" if distance < 0 else "±"
        return f"{sign}{plain(abs(distance))}"


def regions(request: HttpRequest) -> HttpResponse:
    """The 14 squares and the two trees."""
    today = timezone.localdate()
    reporting = list(Region.objects.reporting(today))
    edges = RegionEdge.objects.filter(child__kind=Region.COUNTY).select_related("child", "parent")
    by_child: dict[int, dict[str, Region]] = defaultdict(dict)
    for edge in edges:
        by_child[edge.child_id][edge.tree] = edge.parent
    counted: dict[int, int] = defaultdict(int)
    for child, parents in by_child.items():
        parent = parents.get(RegionEdge.REPORTING)
        if parent:
            counted[child if parent.kind == Region.PROVINCE else parent.pk] += 1
    differing = {edge.child for edge in edges if _differs(by_child[edge.child_id])}
    lines = [_county(child, by_child[child.pk]) for child in sorted(differing, key=lambda region: region.sort_no)]
    context = {
        "tiles": [Tile(region, PLACES.get(region.slug), counted[region.pk]) for region in reporting],
        "differing": lines,
        "counties": sum(counted.values()),
        "province": Region.objects.filter(kind=Region.PROVINCE).first(),
    }
    return render(request, "web/regions.html", context)


def _differs(parents: dict[str, Region]) -> bool:
    return parents.get(RegionEdge.REPORTING) != parents.get(RegionEdge.ADMINISTRATIVE)


def _county(region: Region, parents: dict[str, Region]) -> CountyLine:
    return CountyLine(region, parents.get(RegionEdge.REPORTING), parents.get(RegionEdge.ADMINISTRATIVE))


def region(request: HttpRequest, slug: str) -> HttpResponse:
    """One region: where it stands in both trees, its counties, and its figures against the province."""
    found = get_object_or_404(Region, slug=slug)
    today = timezone.localdate()
    lines = figure_lines(found, today)
    parents = {edge.tree: edge.parent for edge in found.edges_up.select_related("parent")}
    below = _below(found, today)
    context: dict[str, Any] = {
        "region": found,
        "kind": KINDS[found.kind],
        "is_reporting": parents.get(RegionEdge.REPORTING, found).kind == Region.PROVINCE and bool(parents),
        "parents": parents,
        "apart": found.kind == Region.COUNTY and _differs(parents),
        "overlay": found.kind == Region.OVERLAY,
        "counties": [line for line in below if line.reports_through == found],
        "elsewhere": [line for line in below if line.reports_through != found],
        "lines": lines,
        "reported": [line for line in lines if line.figure],
        "missing": [line for line in lines if not line.figure],
        "demo_shown": any(line.figure and line.figure.demo for line in lines),
        "is_province": found.kind == Region.PROVINCE,
    }
    return render(request, "web/region.html", context)


def _below(region: Region, on: date) -> list[CountyLine]:
    """The regions below in either tree, once each, in 建制 order, with both their parents."""
    children = (region.children(RegionEdge.REPORTING, on) | region.children(RegionEdge.ADMINISTRATIVE, on)).distinct()
    parents: dict[int, dict[str, Region]] = defaultdict(dict)
    for edge in RegionEdge.objects.filter(child__in=children).select_related("parent"):
        parents[edge.child_id][edge.tree] = edge.parent
    return [_county(child, parents[child.pk]) for child in children.order_by("sort_no")]


def figure_lines(region: Region, on: date) -> list[FigureLine]:
    """The indicators that regions report, with this region's newest figure; where it has none it did not report.

    The province's figure is that of the same period: its own row, or the sums of all 14.
    """
    indicators = _reported_indicators(region)
    own: dict[int, Figure] = {}
    by_indicator: dict[int, list[Figure]] = defaultdict(list)
    for figure in sorted(known(indicators).figures, key=_period):
        by_indicator[figure.indicator_id].append(figure)
        if figure.region_id == region.pk:
            own[figure.indicator_id] = figure
    reporting = list(Region.objects.reporting(on))
    return [
        FigureLine(row, own.get(row.pk), _whole(own.get(row.pk), by_indicator[row.pk], reporting)) for row in indicators
    ]


def _reported_indicators(region: Region) -> QuerySet[Indicator]:
    """Indicators of the editions in force that any region of the same rank has a figure of, or a published value."""
    whole = Q(region__kind=Region.PROVINCE)
    peers = whole if region.kind == Region.PROVINCE else ~whole
    reported = Figure.objects.filter(peers).values("indicator_id")
    published = set(PublishedValue.objects.filter(peers).order_by().values_list("definition", flat=True).distinct())
    names = [one.indicator for key, one in definitions().items() if key in published]
    in_force = Indicator.objects.filter(targets__document__in=editions_in_force().values("pk"))
    return in_force.filter(Q(pk__in=reported) | Q(name__in=names)).select_related("ledger").distinct()


def _whole(figure: Figure | None, figures: Sequence[Figure], reporting: Sequence[Region]) -> Figure | None:
    if figure is None:
        return None
    same = [row for row in figures if (row.year, row.quarter) == (figure.year, figure.quarter)]
    found = province_figures(same, reporting)
    return found[-1] if found else None


def _period(figure: Figure) -> tuple[int, int]:
    """The whole year counts as later than its last quarter."""
    return figure.year, figure.quarter or 5
