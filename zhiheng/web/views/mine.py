"""我的页面: what belongs to the one who has signed in."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from zhiheng.directory.models import Officer, Unit
from zhiheng.directory.permissions import Permission, may
from zhiheng.ledger.models import Target, Task
from zhiheng.ledger.uploading import desk_of
from zhiheng.reporting.models import Figure
from zhiheng.supervision.standing import standings_of
from zhiheng.web.in_force import editions_in_force


@login_required
def mine(request: HttpRequest) -> HttpResponse:
    """Who I am, what waits for me, what I began; tasks and targets of my unit, or the newest figures of my place."""
    officer: Officer = request.user  # type: ignore[assignment]
    as_of = timezone.localdate()
    context: dict[str, Any] = {
        "officer": officer,
        "as_of": as_of,
        "reads_sign_ins": may(officer, Permission.READ_SIGN_INS),
        "sees_accounts": may(officer, Permission.SEE_ACCOUNTS),
        **desk_of(officer),
    }
    if officer.unit:
        found = standings_of(Target.objects.filter(document__in=editions_in_force(), units=officer.unit), as_of)
        context |= {"tasks": tasks_of(officer.unit), "standings": found, "demo_shown": any(s.demo for s in found)}
    elif officer.region:
        figures = list(Figure.objects.filter(region=officer.region).select_related("indicator__ledger"))
        newest = {figure.indicator_id: figure for figure in sorted(figures, key=lambda f: (f.year, f.quarter or 5))}
        rows = sorted(newest.values(), key=lambda figure: figure.indicator.sort_no)
        context |= {"figures": rows, "demo_shown": any(figure.demo for figure in rows)}
    return render(request, "web/mine.html", context)


def tasks_of(unit: Unit) -> list[Task]:
    """The tasks of all ledgers that name the unit, with the roles the documents give it in ``roles``."""
    tasks = Task.objects.filter(document__in=editions_in_force(), assignments__assigned__unit=unit).distinct()
    return list(tasks.select_related("ledger", "clause").order_by("ledger__sort_no", "sort_no"))
