"""指标目录 and 指标页: what is promised, who answers for it, what the figures say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext as _

from zhiheng.directory.models import Region, Unit
from zhiheng.directory.permissions import Permission, may
from zhiheng.division import allocating
from zhiheng.ledger.history import target_history
from zhiheng.ledger.models import Clause, Document, Indicator, Ledger, Target
from zhiheng.ledger.selection import IndicatorSelection
from zhiheng.ledger.views.opened import opened, way_to
from zhiheng.reporting.models import Figure
from zhiheng.supervision.figures import known
from zhiheng.supervision.sources import computed
from zhiheng.supervision.standing import Standing, province_figures, standings_of
from zhiheng.web.trend import Trend, Value, on_scale, trend

MOST_YEARS = 5
RANGE_WIDTH = 220


@dataclass(frozen=True)
class IndicatorLine:
    """One line of the catalogue: the promises by column, the units, the clauses, and the standing that needs a look."""

    indicator: Indicator
    cells: tuple[tuple[str, tuple[Target, ...]], ...]
    units: tuple[Unit, ...]
    clauses: tuple[Clause, ...]
    standing: Standing | None


@dataclass(frozen=True)
class RegionLine:
    """The latest figure of a region with its place and that of the province's promise on one scale."""

    region: Region
    figure: Figure | None
    dot: int | None
    tick: int | None
    below: bool


def indicators(request: HttpRequest, slug: str) -> HttpResponse:
    """The catalogue of an edition with filters in the address."""
    ledger, document = opened(slug)
    selection = IndicatorSelection.from_query(request.GET)
    rows = list(selection.indicators(document))
    found = standings_of(Target.objects.filter(document=document, indicator__in=rows), timezone.localdate())
    columns = _columns(document)
    lines = [_line(ledger, row, [s for s in found if s.target.indicator_id == row.pk], columns) for row in rows]
    total = Target.objects.filter(document=document).values("indicator").distinct().count()
    context: dict[str, Any] = {
        "ledger": ledger,
        "document": document,
        "crumbs": way_to(ledger, (_("指标目录"), "")),
        "selection": selection,
        "columns": [label for _key, label in columns],
        "lines": lines,
        "matching": len(lines),
        "total": total,
        "demo_shown": any(line.standing and line.standing.demo for line in lines),
        "downloads": downloads("indicators_export", [ledger.slug], selection.query(), ("xlsx", "csv", "json")),
    }
    if request.htmx and not request.htmx.history_restore_request:  # type: ignore[attr-defined]
        return render(request, "web/indicators_table.html", context)
    return render(request, "web/indicators.html", {**context, "filters": _filters(document, selection)})


def indicator(request: HttpRequest, slug: str, indicator: str) -> HttpResponse:
    """The page of an indicator; one that the edition in force no longer asks for is shown with its last promises."""
    ledger, in_force = opened(slug)
    row = get_object_or_404(Indicator, ledger=ledger, slug=indicator)
    row.ledger = ledger
    as_of = timezone.localdate()
    found = sorted(_standings(row, in_force, as_of), key=lambda standing: standing.target.sort_no)
    promises = [s.target for s in found]
    document = promises[0].document if promises else in_force
    context = {
        **_figures(request, row, found, as_of),
        "ledger": ledger,
        "document": document,
        "crumbs": way_to(ledger, (_("指标目录"), reverse("indicators", args=[ledger.slug])), (row.label, "")),
        "indicator": row,
        "definition": _in_language(row.definition, row.definition_en),
        "note": _in_language(row.note, row.note_en),
        "standings": found,
        "withdrawn": bool(promises) and document.pk != in_force.pk,
        "units": list({unit.pk: unit for target in promises for unit in target.units.all()}.values()),
        "history": target_history(ledger, promises).select_related("by"),
        "digest": document.form == Document.DIGEST,
        "shared_out": allocating.standing(row) if request.user.is_authenticated else (),
        "may_apportion": may(request.user, Permission.APPORTION) and bool(promises) and document.pk == in_force.pk,
        "downloads": downloads("indicator_export", [ledger.slug, row.slug], "", ("csv", "json")),
    }
    return render(request, "web/indicator.html", context)


def _figures(request: HttpRequest, row: Indicator, found: Sequence[Standing], as_of: date) -> dict[str, Any]:
    """What the page shows of the figures: the province's, their drawing, the regions'; and the promise they decide."""
    reporting = list(Region.objects.reporting(as_of))
    read = known([row], until=as_of.year)
    figures = read.figures
    province = province_figures(figures, reporting)
    deciding = _deciding(found, province)
    return {
        "province": list(reversed(province)),
        "latest": province[-1] if province else None,
        "deciding": deciding,
        "trend": drawing(row, province, [standing.target for standing in found]),
        "regions": _regions(request, figures, reporting, province, deciding),
        "by_value": _by_value(request),
        "has_figures": bool(figures),
        "disputes": read.disputes,
        "computed": computed(row),
        "demo_shown": any(figure.demo for figure in figures),
    }


def drawing(indicator: Indicator, province: Sequence[Figure], promises: Sequence[Target]) -> Trend | None:
    """The trend of the whole province with the promises that can be drawn; None without a figure.

    A year is its yearly figure, or its newest quarter, which the label then names. A promise in another unit, one
    without a number and one that each region has to keep are not drawn.
    """
    yearly: dict[int, Figure] = {}
    for figure in sorted(province, key=lambda f: (f.year, f.quarter or 5)):
        yearly[figure.year] = figure
    if not yearly:
        return None
    mark = "%" if indicator.unit == "%" else ""
    values = [
        Value(f.year, Decimal(f.value), f"{short(f.value)}{mark}" + (f" (Q{f.quarter})" if f.quarter else ""))
        for f in yearly.values()
    ]
    drawn = [
        (t.year, Decimal(t.value), t.promise)
        for t in promises
        if t.value is not None and t.unit == indicator.unit and not t.per and (t.year or t.cadence == "annual")
    ]
    return trend(values, drawn, from_zero=indicator.unit != "%")


def short(value: Decimal) -> str:
    """A figure as charts and tables write it: at most two decimals, thousands marks."""
    text = f"{Decimal(value):,.2f}"
    return text.rstrip("0").rstrip(".")


def downloads(name: str, arguments: list[str], query: str, formats: Sequence[str]) -> list[tuple[str, str]]:
    """(label, address) of the files of a page; the filters of the page apply to the file."""
    ending = f"?{query}" if query else ""
    return [(fmt.upper(), reverse(name, args=[*arguments, fmt]) + ending) for fmt in formats]


def _standings(indicator: Indicator, in_force: Document, as_of: date) -> list[Standing]:
    """The promises of the edition in force; where it makes none, those of the last edition that did."""
    targets = Target.objects.filter(indicator=indicator)
    if targets.filter(document=in_force).exists():
        return standings_of(targets.filter(document=in_force), as_of)
    newest = targets.order_by("-document__edition_no").values_list("document", flat=True)[:1]
    return standings_of(targets.filter(document__in=list(newest)), as_of)


def _deciding(found: Sequence[Standing], province: Sequence[Figure]) -> Standing | None:
    """The standing that the page's first sentence tells: of the newest figure's year, else the next, else the last.

    Promises that no number can decide are told only where there is nothing else.
    """
    decidable = [s for s in found if s.target.year and s.state != "not_assessable"]
    decidable.sort(key=lambda standing: standing.target.year or 0)
    latest = province[-1].year if province else 0
    due = next((s for s in decidable if (s.target.year or 0) >= latest), None)
    return due or (decidable[-1] if decidable else found[0] if found else None)


def _regions(
    request: HttpRequest,
    figures: Sequence[Figure],
    reporting: Sequence[Region],
    province: Sequence[Figure],
    deciding: Standing | None,
) -> dict[str, Any] | None:
    """The reporting regions in the newest period that any of them has, in 建制 order; None where none has a figure."""
    wanted = {region.pk for region in reporting}
    own = [figure for figure in figures if figure.region_id in wanted]
    if not own:
        return None
    newest = max(own, key=lambda figure: (figure.year, figure.quarter or 5))
    period = (newest.year, newest.quarter)
    by_region = {figure.region_id: figure for figure in own if (figure.year, figure.quarter) == period}
    target = deciding.target if deciding else None
    # A count of the whole province is no measure for one region, and its scale begins at zero.
    goal = target.value if target and target.unit == target.indicator.unit and newest.denominator else None
    ends = [Decimal(0)] if not newest.denominator else [goal] if goal is not None else []
    amounts = [*ends, *(Decimal(f.value) for f in by_region.values())]
    low, high = min(amounts), max(amounts)
    lines = [_region_line(region, by_region.get(region.pk), goal, low, high) for region in reporting]
    if _by_value(request):
        lines.sort(key=lambda line: (line.figure is None, -line.figure.value if line.figure else 0))
    whole = next((f for f in province if (f.year, f.quarter) == period), None)
    return {
        "period": newest.period,
        "lines": lines,
        "goal": target if goal is not None else None,
        "province": whole,
        "weighted": any(f.weighted for f in by_region.values()),
        "demo": any(f.demo for f in by_region.values()),
        "counted": any(f.address for f in by_region.values()),
    }


def _region_line(
    region: Region, figure: Figure | None, goal: Decimal | None, low: Decimal, high: Decimal
) -> RegionLine:
    if figure is None:
        return RegionLine(region, None, None, None, False)
    dot = on_scale(Decimal(figure.value), low, high, RANGE_WIDTH)
    tick = None if goal is None else on_scale(goal, low, high, RANGE_WIDTH)
    return RegionLine(region, figure, dot, tick, goal is not None and figure.value < goal)


def _by_value(request: HttpRequest) -> bool:
    """Regions are ranked only for officers who ask for it: the public sees them in 建制 order."""
    return request.user.is_authenticated and request.GET.get("sort") == "value"


def _in_language(chinese: str, english: str) -> str:
    return english if get_language() == "en" and english else chinese


def _columns(document: Document) -> list[tuple[str, str]]:
    """(key, label) of the promise columns: the years that the plan names, 每年, and the rest where there is any."""
    times = list(Target.objects.filter(document=document).order_by().values_list("year", "cadence").distinct())
    years = sorted({year for year, _cadence in times if year})
    made = [(str(year), gettext("%(year)s年") % {"year": year}) for year in years[:MOST_YEARS]]
    if any(year is None and cadence == "annual" for year, cadence in times):
        made.append(("annual", gettext("每年")))
    if len(years) > MOST_YEARS or any(year is None and cadence != "annual" for year, cadence in times):
        made.append(("other", gettext("其他")))
    return made


def _line(
    ledger: Ledger, indicator: Indicator, found: Sequence[Standing], columns: Sequence[tuple[str, str]]
) -> IndicatorLine:
    indicator.ledger = ledger
    known = {key for key, _label in columns}
    cells: dict[str, list[Target]] = {key: [] for key, _label in columns}
    for standing in sorted(found, key=lambda standing: standing.target.sort_no):
        target = standing.target
        key = str(target.year) if target.year else target.cadence
        cells[key if key in known else "other"].append(target)
    targets = [target for cell in cells.values() for target in cell]
    return IndicatorLine(
        indicator=indicator,
        cells=tuple((label, tuple(cells[key])) for key, label in columns),
        units=tuple({unit.pk: unit for target in targets for unit in target.units.all()}.values()),
        clauses=tuple({t.clause.pk: t.clause for t in targets if t.clause}.values()),
        standing=found[0] if found else None,
    )


def _filters(document: Document, selection: IndicatorSelection) -> list[dict[str, Any]]:
    """The filters with what can be chosen in this edition; a filter without a choice is not offered."""
    targets = Target.objects.filter(document=document)
    kinds = set(targets.order_by().values_list("kind", flat=True).distinct())
    years = sorted(year for year in targets.order_by().values_list("year", flat=True).distinct() if year)
    units = Unit.objects.filter(targets__in=targets).distinct()
    offered: list[tuple[str, str, list[tuple[Any, Any]]]] = [
        ("chapter", _("章节"), [(c.key, f"{c.key} {c.label}"[:40]) for c in _chapters(document)]),
        ("unit", _("单位"), [(unit.slug, unit.label) for unit in units]),
        ("kind", _("类型"), [(kind, label) for kind, label in Target.KINDS if kind in kinds]),
        ("year", _("年份"), [(year, year) for year in years]),
    ]
    made: list[dict[str, Any]] = [
        {"name": name, "label": label, "value": getattr(selection, name) or "", "options": options, "kind": "select"}
        for name, label, options in offered
        if len(options) > 1 or getattr(selection, name)
    ]
    return [*made, {"name": "q", "label": _("名称包含"), "value": selection.q, "kind": "text"}]


def _chapters(document: Document) -> list[Clause]:
    """The clauses down to the second level that hold a target."""
    clauses = {clause.pk: clause for clause in Clause.objects.filter(document=document).order_by("sort_no")}
    holding: set[int] = set()
    for direct in Target.objects.filter(document=document).values_list("clause_id", flat=True):
        above: int | None = direct
        while above in clauses:
            holding.add(above)
            above = clauses[above].parent_id
    return [clause for clause in clauses.values() if clause.pk in holding and clause.level <= 2]
