"""登记簿: all of them, and the rows of one with their state on a day."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from zhiheng.mechanisms.registers.models import Register
from zhiheng.mechanisms.registers.shown import list_of, rows_of, saying
from zhiheng.mechanisms.registers.standing import in_force
from zhiheng.mechanisms.registers.views.opened import for_everybody, kind_of, kinds_here, way_to
from zhiheng.mechanisms.scope import desk_now

FOUND = 50
"""Rows that a search over all registers shows: more is asked for in the register itself."""


@require_safe
@for_everybody
def registers(request: HttpRequest) -> HttpResponse:
    """Every register that may be opened with what is in force today, and a search by name, number or firm."""
    on, here = timezone.localdate(), kinds_here()
    words = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    rows: list[Any] = []
    if words:
        seen = Register.objects.filter(saying(words), of_kind__in=[kind.kind for kind in here])
        rows = list(seen.select_related("region").prefetch_related("happened__struck_by")[: FOUND + 1])
    context = {
        "kinds": [(kind, in_force(kind.objects.all(), kind, on), kind.objects.count()) for kind in here],
        "as_of": on,
        "q": words,
        "found": [(row, row.state_on(on)) for row in rows[:FOUND]],
        "more": len(rows) > FOUND,
        "crumbs": [(gettext("登记簿"), "")],
        "demo_shown": any(kind.objects.filter(demo=True).exists() for kind in here),
    }
    return render(request, "registers/registers.html", context)


@require_safe
@for_everybody
def register_rows(request: HttpRequest, kind: str) -> HttpResponse:
    """The rows of one register, in the state of the day that the address names, or of today."""
    model, on = kind_of(kind), day_of(request)
    context = {
        "kind": model,
        "as_of": on,
        "in_force": in_force(model.objects.all(), model, on),
        "keeps": bool(desk_now().casework),
        "crumbs": way_to(model),
        "demo_shown": model.objects.filter(demo=True).exists(),
    }
    return list_of(model, on).answer(request, rows_of(model, on), "registers/rows.html", context)


@require_safe
@for_everybody
def register_rows_export(request: HttpRequest, kind: str, fmt: str) -> HttpResponse:
    """What the list shows, all pages of it, as a file."""
    model, on = kind_of(kind), day_of(request)
    return list_of(model, on).export(request, rows_of(model, on), fmt)


def day_of(request: HttpRequest) -> date:
    """The day that an address asks for; today where it names none, or nonsense (which the list says)."""
    try:
        return parse_date(request.GET.get("on", "").strip()) or timezone.localdate()
    except ValueError:
        return timezone.localdate()
