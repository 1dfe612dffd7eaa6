"""Clocks as rows: counted anew from the moves of a case, whenever something happened or a calendar was published."""

from __future__ import annotations

from dataclasses import replace

from django.db import transaction
from django.db.models import Q

from zhiheng.mechanisms.calendar.counting import Calendar, Due, due
from zhiheng.mechanisms.calendar.loading import calendar_now
from zhiheng.mechanisms.cases.counting import Run, runs_of
from zhiheng.mechanisms.cases.models import Case, CaseClock, Suspension
from zhiheng.mechanisms.parameters import parameters
from zhiheng.mechanisms.scope import everywhere

BATCH = 500


def recount(case: Case) -> None:
    """Write the rounds of every clock of a case as its moves give them, and the nearest day on the case itself."""
    moves = case.moves.order_by("nth").values_list("transition", "on")
    kept = {(row.clock, row.round): row for row in case.clock_rows.all()}
    running = []
    own = case if isinstance(case, case.own_kind) else case.own_kind._base_manager.get(pk=case.pk)
    clocks = [clock for clock in own.clocks if clock.applies is None or clock.applies(own)]
    calendar = calendar_now()
    windows = {clock.key for clock in clocks if clock.window}
    for run in runs_of(clocks, moves):
        row = kept.get((run.clock, run.round)) or _begun(case, run)
        found = _count(row, run, calendar)
        if run.ended is None and found.on is not None and run.clock not in windows:
            running.append(found)
    nearest = min(running, key=lambda found: str(found.on), default=Due(None, False))
    Case._base_manager.filter(pk=case.pk).update(due_on=nearest.on, provisional=nearest.provisional)
    case.due_on, case.provisional = nearest.on, nearest.provisional


def _begun(case: Case, run: Run) -> CaseClock:
    """The row of a new round; who has the case now answers for it, also when the case is handed on while it runs."""
    return CaseClock(case=case, region_id=case.region_id, clock=run.clock, round=run.round)


def _count(row: CaseClock, run: Run, calendar: Calendar) -> Due:
    """The row of a round as it is now, with its suspensions; written when something about it is new."""
    version = parameters()[run.rule].on(run.began)
    longer = [parameters()[rule].on(run.began) for rule in run.extended]
    limit = replace(version.limit, days=sum(part.limit.days for part in (version, *longer)))
    found = due(run.began, limit, calendar, run.pauses)
    counted = {
        "rule": run.rule,
        "reference": "；".join(dict.fromkeys(part.reference for part in (version, *longer))),
        "began": run.began,
        "due_on": found.on,
        "provisional": found.provisional,
        "ended": run.ended,
        "ended_by": run.ended_by,
    }
    if row._state.adding or any(getattr(row, name) != value for name, value in counted.items()):
        for name, value in counted.items():
            setattr(row, name, value)
        row.save()
    pauses = list(run.pauses)
    if [(one.begins, one.ends) for one in row.suspensions.all()] != pauses:
        row.suspensions.all().delete()
        Suspension.objects.bulk_create(Suspension(clock=row, begins=begins, ends=ends) for begins, ends in pauses)
    return found


def recount_provisional(*, open_too: bool = False) -> int:
    """Count the cases again whose days were provisional, after a calendar was published; gives how many days changed.

    ``open_too``: every clock that is still running as well, after a notice that was in force was corrected. For the
    timer and the page of the calendar: it asks for no desk and tells nothing of a case.
    """
    changed = 0
    with everywhere():
        which = Q(provisional=True) | Q(ended=None) if open_too else Q(provisional=True)
        waiting = CaseClock.objects.filter(which).values_list("case", flat=True).distinct()
        for case in Case.objects.filter(pk__in=list(waiting)).iterator(BATCH):
            with transaction.atomic():
                before = set(case.clock_rows.values_list("clock", "round", "due_on", "provisional"))
                recount(case)
                changed += len(set(case.clock_rows.values_list("clock", "round", "due_on", "provisional")) - before)
    return changed
