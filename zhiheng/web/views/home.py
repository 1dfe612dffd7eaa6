"""The first page: are the promises kept?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from zhiheng.ledger.models import Clause, Deadline, Document, Ledger, Target, Task
from zhiheng.supervision.progress import STATES
from zhiheng.supervision.standing import WORDS, Standing, standings, tally
from zhiheng.web.charts import Share, shares

AHEAD = 5
MOST_CHAPTERS = 12


@dataclass(frozen=True)
class Group:
    """The promises that are in one state; those that a reader must see first are open."""

    state: str
    word: str
    standings: Sequence[Standing]

    @property
    def open(self) -> bool:
        return self.state in ("missed", "pending")


@dataclass(frozen=True)
class Chapter:
    """A chapter of the plan (八大任务) with the number of its tasks and targets."""

    clause: Clause
    tasks: int
    targets: int


@dataclass(frozen=True)
class Ahead:
    """A day to come: the duty that is due then, or the number of targets; and where they are shown."""

    date: date
    what: str
    url: str
    targets: int


def home(request: HttpRequest) -> HttpResponse:
    """The overview of the lead ledger; without any ledger the page says how to load one."""
    ledger = Ledger.objects.first()
    if ledger is None:
        return render(request, "web/no_ledger.html")
    return render(request, "web/overview.html", overview(ledger, timezone.localdate()))


def plan(request: HttpRequest, slug: str) -> HttpResponse:
    """The same overview for any ledger."""
    ledger = get_object_or_404(Ledger, slug=slug)
    return render(request, "web/overview.html", overview(ledger, timezone.localdate()))


def overview(ledger: Ledger, as_of: date) -> dict[str, Any]:
    """What the first page shows of a ledger on a day, red first."""
    document = ledger.edition_in_force()
    found = standings(ledger, as_of)
    counts = tally(found)
    groups = [Group(state, str(WORDS[state]), [s for s in found if s.state == state]) for state in STATES]
    return {
        "ledger": ledger,
        "document": document,
        "as_of": as_of,
        "total": len(found),
        "counts": counts,
        "groups": [group for group in groups if group.standings],
        "shares": _shares(counts),
        "has_figures": any(standing.latest for standing in found),
        "demo_shown": any(standing.demo for standing in found),
        "chapters": chapters(document),
        "ahead": ahead(document, found, as_of),
        "promised": promised(found),
    }


def chapters(document: Document) -> list[Chapter]:
    """The clauses that tasks stand in, with their tasks and targets; in long plans the clauses above them."""
    clauses = {clause.pk: clause for clause in document.clauses.all()}
    tasks = Counter(Task.objects.filter(document=document, clause__isnull=False).values_list("clause", flat=True))
    targets = Counter(
        Target.objects.filter(document=document, task__clause__isnull=False).values_list("task__clause", flat=True)
    )
    while len(tasks) > MOST_CHAPTERS and any(clauses[pk].parent_id for pk in tasks):
        tasks, targets = _one_level_up(clauses, tasks), _one_level_up(clauses, targets)
    return [Chapter(clauses[pk], tasks[pk], targets[pk]) for pk in clauses if pk in tasks]


def _one_level_up(clauses: dict[int, Clause], counts: Counter[int]) -> Counter[int]:
    above: Counter[int] = Counter()
    for pk, number in counts.items():
        above[clauses[pk].parent_id or pk] += number
    return above


def ahead(document: Document, found: Sequence[Standing], as_of: date) -> list[Ahead]:
    """The next days by which something is due: dated duties, and for targets the last day of their year."""
    duties = Deadline.objects.filter(document=document, date__gte=as_of).select_related("ledger").order_by("date")
    days = [Ahead(row.date, row.what, row.quote_url, 0) for row in duties[:AHEAD]]
    indicators = reverse("indicators", args=[document.ledger.slug])
    years = Counter(s.target.year for s in found if s.target.year and s.target.year >= as_of.year)
    days += [Ahead(date(year, 12, 31), "", indicators, number) for year, number in years.items()]
    return sorted(days, key=lambda day: day.date)[:AHEAD]


def promised(found: Sequence[Standing]) -> list[Standing]:
    """Every promise in the order of the document, for the days when there is no figure yet."""
    return sorted(found, key=lambda standing: standing.target.sort_no)


def _shares(counts: dict[Any, int]) -> list[Share]:
    return shares([(state, str(WORDS[state]), number) for state, number in counts.items()])
