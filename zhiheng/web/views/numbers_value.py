"""怎么算出来的: one value down to its definition, its snapshot, its records and its clause."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from zhiheng.directory.models import Region
from zhiheng.indicators.asking import records
from zhiheng.indicators.models import PublishedValue
from zhiheng.indicators.snapshot import Snapshot, kept, snapshot_now
from zhiheng.indicators.snapshot_folder import BrokenSnapshot
from zhiheng.indicators.tree import WHOLE
from zhiheng.indicators.withholding import floor_on
from zhiheng.mechanisms.periods import Grain, Period
from zhiheng.mechanisms.scope import Desk
from zhiheng.web.numbers.asked import FIRST_YEAR, Asked, day_of, known, period_of, region_of, within_of
from zhiheng.web.numbers.found import Found, shown
from zhiheng.web.numbers.groups import named
from zhiheng.web.numbers.lines import Line, line, salt_of
from zhiheng.web.numbers.promises import of_period
from zhiheng.web.numbers.published import published_block
from zhiheng.web.numbers.withheld import checked, may_take, reader, sees_all
from zhiheng.web.numbers.words import around

PAGE = 20


@dataclass(frozen=True)
class Table:
    """A table of the snapshot that the value is counted from: its parts, and how many rows they hold together."""

    name: str
    parts: list[tuple[str, str, int]]

    @property
    def rows(self) -> int:
        return sum(rows for _month, _hash, rows in self.parts)


@require_safe
def value(request: HttpRequest, key: str) -> HttpResponse:
    """The lineage of one value."""
    asked, desk = asked_value(request, key), reader()
    snapshot = snapshot_of(request, asked)
    found, period = Found(asked, desk, snapshot), asked.span
    spot, cell = found.spot(period, asked.region), found.cell(period, asked.region)
    told = found.may_tell(period, cell.region, ())
    definition = asked.definition
    context: dict[str, Any] = {
        "asked": asked,
        "definition": definition,
        "found": found,
        "period": shown(period),
        "spot": spot,
        "cell": cell,
        "told": told,
        "snapshot": snapshot,
        "tables": [_table(snapshot, name) for name in definition.tables],
        "promise": of_period(found.promises, period),
        **around(found),
        "floor": floor_on(asked.today),
        "covered": None if cell.found.covered is None else f"{100 * cell.found.covered:.2f}",
        "permalink": request.get_full_path(),
        "within": named(asked),
        "explorer": asked.but(grain=Grain.QUARTER, span=Period(date(FIRST_YEAR, 1, 1), asked.today), within=()),
        "crumbs": [
            (gettext("数据说话"), reverse("numbers")),
            (str(definition.name), reverse("number", args=[key])),
            (f"{asked.place} {shown(period)}", ""),
        ],
        "demo_shown": cell.demo > 0,
        **(_records(request, found, desk) | published_block(request, asked, desk, snapshot) if told else {}),
    }
    return render(request, "web/number_value.html", context)


def asked_value(request: HttpRequest, key: str) -> Asked:
    """The question of an address of a value: one period is its whole span."""
    definition, today = known(key), timezone.localdate()
    period = period_of(request.GET.get("period") or str(last_quarter(today)))
    if period.begins > today:
        raise Http404(gettext("这一期还没有开始。"))
    on = min(day_of(request.GET.get("on", ""), today), today)
    named = (one for one in (Grain.MONTH, Grain.QUARTER, Grain.YEAR) if period == Period.holding(period.begins, one))
    region, within = region_of(request.GET.get("region", "")), within_of(definition, request.GET.getlist("within"))
    asked = Asked(definition, "trend", next(named, Grain.CUMULATIVE), period, on, today, region, "", within)
    return checked(asked, reader())


def last_quarter(today: date) -> Period:
    """The last quarter that is over: what an address without a period means."""
    return Period.holding(Period.holding(today, Grain.QUARTER).begins - timedelta(days=1), Grain.QUARTER)


def snapshot_of(request: HttpRequest, asked: Asked) -> Snapshot:
    """The snapshot of an address, for a value that was published from it; else the one of now.

    Who may not be told of small cells is not told either how a number was in any snapshot that went by.
    """
    name = request.GET.get("snapshot", "")
    if not name:
        return snapshot_now()
    seen = sees_all(asked.definition, reader())
    try:
        if seen or published_from(asked, name):
            return kept(name)
    except (LookupError, BrokenSnapshot) as error:
        raise Http404(gettext("没有留存这个快照。")) from error
    raise Http404(gettext("没有留存这个快照。"))


def published_from(asked: Asked, snapshot: str) -> bool:
    """Whether this very value was published from a snapshot: then everybody may see how."""
    same = PublishedValue.objects.filter(definition=asked.definition.key, period=str(asked.span), snapshot=snapshot)
    place = Q(region=asked.region) if asked.region else Q(region__kind=Region.PROVINCE)
    return not asked.within and same.filter(place).exists()


def _records(request: HttpRequest, found: Found, desk: Desk) -> dict[str, Any]:
    """A page of the records, and whether there are as many of them as the value says."""
    asked = found.asked
    number = request.GET.get("page", "1")
    at = int(number) if number.isascii() and number.isdigit() and len(number) < 8 else 1
    place = asked.region.pk if asked.region else WHOLE
    salt = salt_of(asked, found.snapshot)
    behind = records(
        asked.definition,
        found.snapshot,
        asked.span,
        place,
        on=asked.on,
        within=asked.within,
        offset=PAGE * (max(at, 1) - 1),
        limit=PAGE,
        mixed="" if may_take(asked, desk, found.snapshot) else salt,
    )
    regions = {region.pk: region.label for region in Region.objects.all()}
    lines: list[Line] = [line(row, asked.definition, regions, desk, asked.today, salt) for row in behind.rows]
    pages = Paginator(range(behind.count), PAGE)
    if at > pages.num_pages:
        raise Http404(gettext("没有这一页。"))
    return {
        "records": behind,
        "lines": lines,
        "masked": any(not one.whole for one in lines),
        "page": Page(lines, max(at, 1), pages),
        "group_names": list((asked.definition.apart or {}).values()),
    }


def _table(snapshot: Snapshot, name: str) -> Table:
    parts = snapshot.parts.get(name, {})
    return Table(name, [(month, part.sha256, part.rows) for month, part in sorted(parts.items())])
