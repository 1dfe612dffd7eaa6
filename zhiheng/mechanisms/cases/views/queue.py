"""我的办件: everything that waits at the desk, of all kinds, by its clocks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from zhiheng.mechanisms.cases.listed import regions_here
from zhiheng.mechanisms.cases.models import Case, kinds
from zhiheng.mechanisms.cases.shown import label_of
from zhiheng.mechanisms.cases.views.opened import for_casework
from zhiheng.mechanisms.cases.waiting import DUE, LIGHTS, at_desk_now, counted
from zhiheng.mechanisms.listing.asked import Asked, read
from zhiheng.mechanisms.listing.bounded import Bounded
from zhiheng.mechanisms.listing.columns import Filter
from zhiheng.mechanisms.scope import desk_now

A_PAGE, FEW = 50, 10
"""Rows of one way of waiting that is asked for by itself, and of each where all stand below one another."""


@dataclass(frozen=True)
class Waiting:
    """One way of waiting: its key, words and light, how many there are, and those that are shown."""

    due: str
    label: str
    light: str
    number: str
    rows: Any
    more: str


@require_safe
@for_casework
def queue(request: HttpRequest) -> HttpResponse:
    """What waits: overdue first, then today, what comes, what stands still; one of them alone when it is asked for."""
    on, asked = timezone.localdate(), read(request.GET, (), _filters())
    due = asked.texts.get("due", "")
    ways = list(_ways(request, asked, due, on))
    desk = desk_now()
    context = {
        "as_of": on,
        "ways": ways,
        "due": due,
        "page": ways[0].rows if due else None,
        "anything": any(way.number != "0" for way in ways),
        "problems": asked.problems,
        "fields": fields_of(asked),
        "kinds": [(kind.kind, label_of(kind._meta)) for kind in kinds_here()],
        "demo_shown": any(row.demo for way in ways for row in way.rows),
        "handles": bool(desk.casework),
        "oversees": desk.whole,
    }
    return render(request, "cases/queue.html", context)


def _ways(request: HttpRequest, asked: Asked, due: str, on: date) -> Iterator[Waiting]:
    labels = dict(DUE)
    for way in [due] if due else labels:
        rows = narrowed(at_desk_now(way, on), asked)
        shown: Any = Bounded(rows, A_PAGE).get_page(request.GET.get("page")) if due else list(rows[:FEW])
        yield Waiting(way, str(labels[way]), LIGHTS[way], counted(rows), shown, f"?{asked.query(due=way)}")


def narrowed(rows: QuerySet[Case], asked: Asked) -> QuerySet[Case]:
    """The rows that fit the filters of an address."""
    for one in _filters():
        if one.name in asked.values:
            rows = one.narrow(rows, asked.values[one.name])
    return rows


def fields_of(asked: Asked) -> list[dict[str, Any]]:
    """The filters as components/filters.html takes them."""
    return [
        {"name": f.name, "label": f.label, "kind": f.kind, "options": f.options, "value": asked.texts.get(f.name, "")}
        for f in _filters()
    ]


def kinds_here() -> list[type[Case]]:
    """The kinds of which there may be cases at the desk of now."""
    return [kind for kind in kinds().values() if kind.for_firms or not desk_now().firm]


def _filters() -> list[Filter]:
    every = kinds_here()
    states = {state.key: state.label for kind in every for state in kind.states}
    found = [Filter("due", _("期限"), lambda rows, way: rows, "select", DUE)]
    if len(every) > 1:
        words = tuple((kind.kind, label_of(kind._meta)) for kind in every)
        found.append(Filter("kind", _("类别"), lambda rows, kind: rows.filter(of_kind=kind), "select", words))
    found.append(
        Filter("state", _("状态"), lambda rows, state: rows.filter(state=state), "select", tuple(states.items()))
    )
    if regions := regions_here():
        found.append(
            Filter("region", gettext("办理地区"), lambda rows, slug: rows.filter(region__slug=slug), "select", regions)
        )
    return found
