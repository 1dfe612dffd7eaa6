"""消费投诉公示: the numbers, the score cards of firms, and what was published with consent."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator
from datetime import date
from functools import cached_property, lru_cache
from time import monotonic
from typing import Any

from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from zhiheng.directory.models import Region
from zhiheng.indicators.declaring import Definition
from zhiheng.indicators.definitions import complaints
from zhiheng.indicators.snapshot import Snapshot, snapshot_now
from zhiheng.indicators.tree import WHOLE
from zhiheng.indicators.withholding import REGION, Shown, floor_on, shown
from zhiheng.mechanisms.identifiers import uscc_problem
from zhiheng.mechanisms.periods import Period
from zhiheng.mechanisms.registers.declaring import BREACH
from zhiheng.mechanisms.registers.models import Register, RegisterEvent
from zhiheng.mechanisms.scope import Desk, at_desk
from zhiheng.mechanisms.sending import send, send_json
from zhiheng.mechanisms.sheets import CSV, as_json, file_name, table_of, write_csv
from zhiheng.systems.complaints import grounds
from zhiheng.systems.complaints.filer import whole_name
from zhiheng.systems.complaints.models import Complaint
from zhiheng.web.numbers.asked import Within, address_of_value
from zhiheng.web.score_cards import newest, odr_rate, score_card, search

NUMBERS: tuple[Definition, ...] = (
    complaints.closed_on_time,
    complaints.first_checked_on_time,
    complaints.mediated,
    complaints.settled_by_odr,
    complaints.confirmed_solved,
    complaints.satisfaction,
    complaints.days_to_close,
    complaints.reports_checked_on_time,
)
LICENCE = "CC-BY-4.0"
SPAN = re.compile(r"[12][0-9]{3}(Q[1-4])?")
"""Of a year and its quarters together it is decided what is too few to be told; months would be too many for that."""
ASKED_AGAIN = 4
"""Seconds, since 2026-11-22: on a busy day there is a move every second, and each would have all numbers counted anew

for the next visitor; four seconds later is still at once for who reads the page.
"""
Row = tuple[str, Shown, str]
"""A part, its number, and the page that opens it down to the records."""


class Asked:
    """What the address asks for: the period, the region, and by what the numbers are divided. 404 for what is none."""

    def __init__(self, request: HttpRequest) -> None:
        self.on = timezone.localdate()
        self.text = request.GET.get("period") or str(self.on.year)
        if not SPAN.fullmatch(self.text):
            raise Http404(gettext("公示按年或者按季度，期间要写成 2026 或 2026Q3。"))
        slug = request.GET.get("region", "")
        self.region = Region.objects.filter(slug=slug).first() if slug else None
        if slug and self.region is None:
            raise Http404(gettext("没有这个地区。"))
        self.by = request.GET.get("by") or "region"
        if self.by not in ("region", "field"):
            raise Http404(gettext("可以按地区或者按商品服务类别查看。"))
        chosen = request.GET.get("measure") or NUMBERS[0].key
        found = next((one for one in NUMBERS if one.key == chosen), None)
        if found is None:
            raise Http404(gettext("没有这个指标。"))
        self.measure = found

    @cached_property
    def snapshot(self) -> Snapshot:
        """What all numbers of one page are computed from; inside a transaction it has what that wrote."""
        return snapshot_now() if connection.in_atomic_block else lately(int(monotonic() // ASKED_AGAIN))

    @property
    def whole(self) -> int:
        """The key of the group that is asked about."""
        return self.region.pk if self.region and self.region.kind != Region.PROVINCE else WHOLE

    def parts(self) -> dict[Hashable, Any]:
        """What the whole is made of, with what is called so: the regions below, or the fields of the whole province."""
        if self.by == "field":
            return dict(grounds.ever("category"))
        place = self.region if self.whole != WHOLE else None
        below = place.children("reporting", self.on) if place else Region.objects.reporting(self.on)
        return {region.pk: region for region in below}


@lru_cache(maxsize=1)
def lately(tick: int) -> Snapshot:
    """The snapshot as of a few seconds ago at most."""
    return snapshot_now()


@never_cache
@require_safe
def complaints_public(request: HttpRequest) -> HttpResponse:
    """消费投诉公示: every number of a period, one of them by region or field, firms by name, what was published."""
    asked = Asked(request)
    query = request.GET.get("q", "").strip()[:80]
    measures = [_shown(asked, one, [asked.whole], REGION)[asked.whole] for one in NUMBERS]
    cards: list[Any] = search(query, asked.on) if query else []
    published = newest()
    context = {
        "asked": asked,
        "periods": _periods(asked.on),
        "regions": Region.objects.reporting(asked.on),
        "measures": [(one, _address(asked, one.definition, asked.region)) for one in measures],
        "choices": NUMBERS,
        "table": list(_table(asked, asked.measure)),
        "firm_query": query,
        "cards": cards,
        "newest": _placed(published, asked.on),
        "floor": floor_on(asked.on),
        "crumbs": [(gettext("投诉公示"), "")],
        "links": [(fmt.upper(), f"{reverse('complaint_figures', args=[fmt])}?period={asked.text}") for fmt in FORMATS],
        "demo_shown": any(one.cell.demo for one in measures) or any(one.demo for one in [*cards, *published]),
    }
    return render(request, "web/complaints_public.html", context)


FORMATS = ("csv", "json")
FIELDS = ("measure", "name", "period", "group", "group_name", "value", "unit", "numerator", "denominator", "withheld")


@require_safe
def complaint_figures(request: HttpRequest, fmt: str) -> HttpResponse:
    """Every measure of a period, of the province, its regions and its fields, as csv or json, few cases withheld."""
    if fmt not in FORMATS:
        raise Http404(gettext("没有这种格式；可用 csv、json。"))
    asked = Asked(request)
    rows = list(_rows(asked))
    if fmt == "csv":
        content = write_csv(table_of({name: name for name in FIELDS}, rows))
        return send(request, content, content_type=CSV, name=file_name([gettext("投诉公示"), asked.text], "csv"))
    about = {
        "licence": LICENCE,
        "updated": asked.on.isoformat(),
        "withheld_below": floor_on(asked.on),
        "demo": any(row["demo"] for row in rows),
        "definitions": {one.key: str(one.words) for one in NUMBERS},
    }
    return send_json(request, {"metadata": about, "figures": [_as_json(row) for row in rows]})


@never_cache
@require_safe
def score_card_page(request: HttpRequest, code: str) -> HttpResponse:
    """企业公示卡: closed, solved and satisfied apart, ODR, the promises that the firm made and those that it broke."""
    if uscc_problem(code):
        raise Http404(gettext("统一社会信用代码不对，请对照营业执照检查。"))
    today = timezone.localdate()
    card = score_card(code, today)
    with at_desk(Desk()):
        promises = [(row.own, row.state_on(today)) for row in Register.objects.filter(firm_code=code)]
        breaches = list(RegisterEvent.objects.filter(register__firm_code=code, key=BREACH, struck_by=None))
    period, rate = odr_rate(code, today)
    context = {
        "card": card,
        "code": code,
        "name": card.name if card else promises[0][0].name if promises else code,
        "odr": rate,
        "odr_period": period,
        "promises": promises,
        "breaches": breaches,
        "newest": _placed(newest(code), today),
        "floor": floor_on(today),
        "today": today,
        "crumbs": [(gettext("投诉公示"), reverse("complaints_public")), (code, "")],
        "demo_shown": bool(card and card.demo) or any(row.demo for row, _ in promises),
    }
    return render(request, "web/score_card.html", context)


def _placed(cases: Iterable[Complaint], on: date) -> list[tuple[Complaint, str]]:
    return [(case, whole_name(case.region, on)) for case in cases]


def _table(asked: Asked, one: Definition) -> Iterator[Row]:
    """A number of each part, in the order of the list of regions or fields: nobody is ranked."""
    parts = asked.parts()
    for key, each in _shown(asked, one, parts, asked.by).items():
        if asked.by == REGION:
            yield str(parts[key]), each, _address(asked, one, parts[key])
        elif each.found.denominator:
            yield str(parts[key]), each, _address(asked, one, None, ((asked.by, str(key)),))


def _address(asked: Asked, one: Definition, region: Region | None, within: Within = ()) -> str:
    return address_of_value(one, Period.of(asked.text), region, within)


def _rows(asked: Asked) -> Iterator[dict[str, Any]]:
    for by in ("region", "field"):
        asked.by = by
        parts = asked.parts()
        groups = [asked.whole, *parts] if by == "region" else [*parts]
        for one in NUMBERS:
            for key, each in _shown(asked, one, groups, by).items():
                yield _row(asked, by, str(parts.get(key, "")), each)


def _shown(asked: Asked, one: Definition, groups: Iterable[Hashable], by: str) -> dict[Hashable, Shown]:
    """A number of groups. Reports are of no field: of them nothing is shown by field."""
    if by != REGION and by not in (one.apart or {}):
        return {}
    return shown(one, asked.text, asked.on, groups, by=by, snapshot=asked.snapshot)


def _row(asked: Asked, by: str, label: str, each: Shown) -> dict[str, Any]:
    one, told = each.definition, None if each.withheld else each.found
    return {
        "measure": one.key,
        "name": str(one.name),
        "period": asked.text,
        "group": by if label else "all",
        "group_name": label or str(asked.region.label if asked.region else gettext("全省")),
        "value": told.value if told else None,
        "unit": str(one.unit),
        "numerator": told.numerator if told else None,
        "denominator": told.denominator if told else None,
        "withheld": each.withheld,
        "demo": each.cell.demo > 0,
    }


def _as_json(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value if isinstance(value, bool) else as_json(value) for name, value in row.items()}


def _periods(on: date) -> list[str]:
    """The quarters of this year so far, this year, and the years before, since the plan began."""
    quarters = [f"{on.year}Q{quarter}" for quarter in range((on.month + 2) // 3, 0, -1)]
    return [str(on.year), *quarters, *(str(year) for year in range(on.year - 1, 2022, -1))]
