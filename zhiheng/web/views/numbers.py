"""数据说话: what the records say, by definition: the catalogue, the explorer of one, all of them by region."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from zhiheng.directory.models import Region
from zhiheng.indicators.declaring import Definition, definitions
from zhiheng.indicators.snapshot import Snapshot, snapshot_now
from zhiheng.mechanisms.periods import Grain, Period
from zhiheng.mechanisms.sheets import file_name
from zhiheng.web.drawing.lines import spark
from zhiheng.web.numbers.asked import FIRST_YEAR, GRAINS, VIEWS, WITH_GROUPS, Asked, known
from zhiheng.web.numbers.everything import choices, everything
from zhiheng.web.numbers.findings import against_promise, finding
from zhiheng.web.numbers.found import Found, shown
from zhiheng.web.numbers.groups import named
from zhiheng.web.numbers.pictures import picture
from zhiheng.web.numbers.promises import latest
from zhiheng.web.numbers.withheld import OPEN_GRAINS, checked, reader, sees_all
from zhiheng.web.numbers.words import around, picture_name, source, subtitle

ENDINGS = ("svg", "csv", "json", "metadata.json")


@require_safe
def numbers(request: HttpRequest) -> HttpResponse:
    """Every definition with its newest value of the province, its trend and the promise beside it."""
    snapshot = snapshot_now()
    found = [_found(QueryDict(), one, snapshot) for one in definitions().values()]
    context = {
        "lines": [_line(one) for one in found],
        "snapshot": snapshot,
        "crumbs": [(gettext("数据说话"), "")],
        "demo_shown": any(one.demo for one in found),
    }
    return render(request, "web/numbers.html", context)


@require_safe
def number(request: HttpRequest, key: str) -> HttpResponse:
    """The explorer: one definition as a drawing, a table, its files and all that is to be known of it."""
    definition = known(key)
    found = _found(request.GET, definition, snapshot_now())
    asked = found.asked
    context: dict[str, Any] = {
        "asked": asked,
        "definition": definition,
        "found": found,
        "finding": finding(found),
        "picture": picture(found),
        "rows": [*found.parts, found.own] if asked.view in (*WITH_GROUPS, "tiles") else [found.own],
        "periods": found.heads,
        "tabs": _tabs(asked),
        "within": named(asked),
        "without": asked.but(within=()).address(),
        "files": [(ending.upper(), asked.file(ending)) for ending in ENDINGS],
        "subtitle": subtitle(found),
        "source": source(found),
        "png": picture_name(found),
        **around(found),
        "crumbs": [(gettext("数据说话"), reverse("numbers")), (str(definition.name), "")],
        "demo_shown": found.demo,
        **_choices(asked),
    }
    return render(request, "web/number.html", context)


@require_safe
def numbers_heat(request: HttpRequest) -> HttpResponse:
    """All definitions by region for one period: each line has its own scale."""
    today = timezone.localdate()
    shown_now = everything(request.GET.get("period", ""), today, reader(), snapshot_now())
    period = str(shown_now.period)
    context = {
        "everything": shown_now,
        "period": period,
        "choices": choices(today),
        "png": file_name([gettext("各地区各指标"), period], "png"),
        "files": [
            (fmt.upper(), f"{reverse('numbers_heat_export', args=[fmt])}?period={period}")
            for fmt in ("svg", "csv", "json")
        ],
        "permalink": f"{request.path}?period={period}",
        "crumbs": [(gettext("数据说话"), reverse("numbers")), (gettext("各地区各指标"), "")],
        "demo_shown": shown_now.demo,
    }
    return render(request, "web/numbers_heat.html", context)


def _found(query: QueryDict, definition: Definition, snapshot: Snapshot) -> Found:
    """What an address asks, for the desk that asks; an empty one asks what goes without saying."""
    asked = Asked.of(definition, query, timezone.localdate())
    return Found(checked(asked, reader()), reader(), snapshot)


def _line(found: Found) -> dict[str, Any]:
    """One definition in the catalogue."""
    at = found.newest
    return {
        "definition": found.asked.definition,
        "measure": found.measure,
        "spot": None if at is None else found.own.spots[at],
        "period": "" if at is None else shown(found.asked.periods[at]),
        "status": "" if at is None else against_promise(found, at),
        "promise": latest(found.promises, found.asked.today.year),
        "withheld": any(spot.withheld for spot in found.own.spots),
        "below": at is not None and found.own.spots[at].below,
        "spark": spark(found.own.spots),
        "demo": found.demo,
    }


def _tabs(asked: Asked) -> list[tuple[str, str, bool]]:
    """(label, address, whether it is shown) of each drawing."""
    return [(str(label), asked.but(view=view).address(), view == asked.view) for view, label in VIEWS.items()]


def _choices(asked: Asked) -> dict[str, Any]:
    """What the form of the explorer offers; to those who are told small cells, days and running totals too."""
    free = sees_all(asked.definition, reader())
    step = Grain.MONTH if asked.grain == Grain.CUMULATIVE else asked.grain
    span = Period(Period.of(str(FIRST_YEAR)).begins, Period.holding(asked.on, step).ends)
    periods = [str(period) for period in span.each(step)]
    regions = [(region.slug, region.label) for region in Region.objects.reporting(asked.on)]
    if asked.region and asked.region.slug not in dict(regions):
        regions.append((asked.region.slug, asked.region.label))
    return {
        "free": free,
        "grains": [(grain, label) for grain, label in GRAINS.items() if free or grain in OPEN_GRAINS],
        "spans": periods,
        "first": str(Period.holding(asked.span.begins, step)),
        "last": str(Period.holding(asked.span.ends, step)),
        "regions": regions,
        "aparts": list((asked.definition.apart or {}).items()) if asked.view in WITH_GROUPS else [],
    }
