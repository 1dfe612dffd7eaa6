"""任务分解: to whom and when, then what each is to do; all of it issued, or kept as drafts, in one act."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from zhiheng.directory.models import Officer
from zhiheng.directory.permissions import Permission, needs
from zhiheng.division import dividing
from zhiheng.division.drafting import ALL, EACH, WHOLE_PLAN, Choice, Draft, years_of
from zhiheng.division.models.part import QUARTERS
from zhiheng.division.origin import Origin, divisible, may_divide, may_divide_task, origin_of, origin_of_part
from zhiheng.division.views.part import opened as seen_part
from zhiheng.ledger.models import Document, Task
from zhiheng.ledger.models.row import text_url
from zhiheng.ledger.views.opened import opened, way_to
from zhiheng.mechanisms.idempotency.once import once
from zhiheng.mechanisms.scope import desk_now

WHY = "任务分解"
"""The reason in the journal: the division is its own."""


@needs(Permission.DIVIDE)
@once
def divide(request: HttpRequest, slug: str, key: str) -> HttpResponseBase:
    """An assignment of a task in force: ``?mark=2`` is the second mark of the task, without it the first of one's own.

    ``to``, ``year`` and ``quarter`` in the address make the table, so that it is the same page when it is left and
    found again.
    """
    ledger, document = opened(slug)
    task = get_object_or_404(Task.objects.select_related("ledger"), ledger=ledger, document=document, key=key)
    task.document = document
    if not may_divide_task(task, desk_now()):
        raise Http404
    own = divisible(task, desk_now())
    numbered = {str(place): one for place, one in enumerate(task.assignments.all(), 1) if one in own}
    mark = request.GET.get("mark") or next(iter(numbered), "")
    if numbered and mark not in numbered:
        raise Http404
    crumbs = way_to(
        ledger,
        (gettext("任务台账"), reverse("tasks", args=[slug])),
        (key, task.get_absolute_url()),
        (gettext("任务分解"), ""),
    )
    template = urlencode({"plan": slug, "task": key, "mark": mark})
    context = {"mark": mark, "marks": list(numbered), "crumbs": crumbs, "template": template}
    back = f"{task.get_absolute_url()}#division"
    return _page(request, origin_of(task, numbered.get(mark)), back, context)


@needs(Permission.DIVIDE)
@once
def divide_part(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """A part that this post has accepted, divided among those below it."""
    part = seen_part(pk)
    if not may_divide(part, desk_now()):
        raise Http404
    crumbs = [
        (gettext("我的页面"), reverse("mine")),
        (str(part), part.get_absolute_url()),
        (gettext("进一步分解"), ""),
    ]
    context = {"crumbs": crumbs, "template": urlencode({"part": part.pk})}
    return _page(request, origin_of_part(part), f"{part.get_absolute_url()}#below", context)


def _page(request: HttpRequest, origin: Origin, back: str, context: dict[str, Any]) -> HttpResponseBase:
    """The choice, and under it the table that it makes; a post divides or tells all that is wrong."""
    choice = Choice.of(request.GET, origin, desk_now(), timezone.localdate())
    sent = request.POST if request.method == "POST" else None
    draft = Draft(origin, choice.rows(origin), sent)
    if sent is not None and choice.made and _divided(request, draft):
        return redirect(back)
    return render(request, "division/divide.html", _context(origin, choice, draft) | context | {"back": back})


def _divided(request: HttpRequest, draft: Draft) -> bool:
    act = request.POST.get("act", "")
    if act not in ("draft", "issue"):
        raise Http404
    now = timezone.now()
    shares = draft.shares(desk_now(), timezone.localdate(now))
    if shares is None:
        return False
    issue = act == "issue"
    officer: Officer = request.user  # type: ignore[assignment]
    made = len(dividing.divide(draft.origin, shares, issue=issue, by=officer, at=now, why=WHY))
    done = (
        ngettext("已下达 %(n)d 项，接收方在“我的待办”签收。", "已下达 %(n)d 项，接收方在“我的待办”签收。", made)
        if issue
        else ngettext("已存 %(n)d 项草稿，还没有下达。", "已存 %(n)d 项草稿，还没有下达。", made)
    )
    messages.success(request, done % {"n": made})
    return True


def _context(origin: Origin, choice: Choice, draft: Draft) -> dict[str, Any]:
    return {
        "origin": origin,
        "choice": choice,
        "draft": draft,
        "form": draft.form,
        "troubled": [row for row in draft.rows if row.errors],
        "years": list(years_of(origin)),
        "asked_years": {str(year or WHOLE_PLAN) for year in choice.years},
        "asked_quarter": choice.query.get("quarter", "0"),
        "quarters": [*((str(number), words) for number, words in QUARTERS), (EACH, gettext("每个季度各一项"))],
        "url": text_url(origin.ledger, origin.start, origin.end) if _in_force(origin) else None,
        "digest": origin.document.form == Document.DIGEST,
        "all": ALL,
        "whole_plan": WHOLE_PLAN,
        "asked_all": set(choice.query.getlist("to")),
    }


def _in_force(origin: Origin) -> bool:
    """Whether the words stand in the edition that the page of the document shows."""
    return origin.document == origin.ledger.edition_in_force()
