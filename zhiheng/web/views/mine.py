"""我的页面: what belongs to the one who has signed in."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from zhiheng.directory.models import Officer, Unit
from zhiheng.directory.permissions import Permission, may
from zhiheng.division import allocating, todo
from zhiheng.division.models import Apportionment, Part
from zhiheng.ledger.models import Indicator, Move, Target, Task
from zhiheng.ledger.uploading import desk_of
from zhiheng.mechanisms.cases.views.opened import has_cases
from zhiheng.mechanisms.cases.waiting import DUE, LIGHTS, STANDING, at_desk_now, counted
from zhiheng.mechanisms.journal.models import Entry
from zhiheng.mechanisms.scope import desk_now
from zhiheng.supervision.figures import known
from zhiheng.supervision.standing import standings_of
from zhiheng.web.in_force import editions_in_force

WAITING = ("to_accept", "to_issue", "to_approve")
PAGE, FEW = 50, 10
"""Rows of what waits, and of what went out or is done; the rest is one link away."""


@login_required
def mine(request: HttpRequest) -> HttpResponse:
    """Who I am, what waits for me, what I began; tasks and targets of my unit, or the newest figures of my place."""
    officer: Officer = request.user  # type: ignore[assignment]
    as_of = timezone.localdate()
    context: dict[str, Any] = {
        "officer": officer,
        "as_of": as_of,
        "reads_sign_ins": may(officer, Permission.READ_SIGN_INS),
        "reads_reveals": may(officer, Permission.READ_REVEALS),
        "sees_accounts": may(officer, Permission.SEE_ACCOUNTS),
        **_work(officer),
        **_cases(as_of),
    }
    if officer.unit:
        found = standings_of(Target.objects.filter(document__in=editions_in_force(), units=officer.unit), as_of)
        context |= {"tasks": tasks_of(officer.unit), "standings": found, "demo_shown": any(s.demo for s in found)}
    elif officer.region:
        figures = known(Indicator.objects.select_related("ledger"), region=officer.region).figures
        newest = {figure.indicator_id: figure for figure in sorted(figures, key=lambda f: (f.year, f.quarter or 5))}
        rows = sorted(newest.values(), key=lambda figure: figure.indicator.sort_no)
        context |= {"figures": rows, "demo_shown": any(figure.demo for figure in rows)}
    return render(request, "web/mine.html", context)


@login_required
def done(request: HttpRequest) -> HttpResponse:
    """已办: what was done at my post in the division, and what I did myself with uploaded plans."""
    officer: Officer = request.user  # type: ignore[assignment]
    page = Paginator(todo.done(officer), PAGE).get_page(request.GET.get("page"))
    context = {
        "crumbs": [(gettext("我的页面"), reverse("mine")), (gettext("已办"), "")],
        "page": page,
        "acts": _linked(list(page.object_list)),
        "moves": Move.objects.filter(by=officer).select_related("reading").order_by("-at", "-id")[:PAGE],
    }
    return render(request, "web/done.html", context)


def _work(officer: Officer) -> dict[str, Any]:
    """我的待办, 我发起 and the last of 已办; nothing for those who take no part in the work."""
    readings = desk_of(officer)
    if not may(officer, Permission.SEE_PARTS):
        return readings
    lists = {
        "to_accept": todo.to_accept(officer),
        "to_issue": todo.to_issue(officer),
        "to_approve": allocating.waiting_for(officer),
        "given": todo.given(officer),
        "proposed": allocating.begun_by(officer),
    }
    counts = {f"{name}_total": rows.count() for name, rows in lists.items()}
    shown = {name: list(rows[: FEW if name in ("given", "proposed") else PAGE]) for name, rows in lists.items()}
    waiting = len(readings["waiting"]) + sum(counts[f"{name}_total"] for name in WAITING)
    acts = _linked(list(todo.done(officer)[:FEW]))
    return {**readings, **shown, **counts, "works": True, "waiting_total": waiting, "acts": acts}


def _cases(on: date) -> dict[str, Any]:
    """待办 and 即将到期 of all systems: what is overdue or due today, and what comes next; nothing without casework."""
    if not has_cases(desk_now()):
        return {}
    due = [(way, str(words), LIGHTS[way], at_desk_now(way, on)) for way, words in DUE if way != STANDING]
    ways = [(way, words, light, counted(rows), list(rows[:FEW])) for way, words, light, rows in due]
    return {"cases_by_due": ways, "has_cases": True, "has_due": any(number != "0" for *_, number, _rows in ways)}


def _linked(entries: list[Entry]) -> list[tuple[Entry, Part | Apportionment]]:
    """Each line of the journal with the row that it is about."""
    ids = {entry.seen_with for entry in entries}
    related = ("region", "unit", "task"), ("indicator__ledger",)
    rows: dict[Any, Any] = {}
    for model, names in zip((Part, Apportionment), related, strict=True):
        rows |= model.objects.select_related(*names).in_bulk(ids)
    return [(entry, rows[entry.seen_with]) for entry in entries]


def tasks_of(unit: Unit) -> list[Task]:
    """The tasks of all ledgers that name the unit, with the roles the documents give it in ``roles``."""
    tasks = Task.objects.filter(document__in=editions_in_force(), assignments__assigned__unit=unit).distinct()
    return list(tasks.select_related("ledger", "clause").order_by("ledger__sort_no", "sort_no"))
