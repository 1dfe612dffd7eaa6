"""读取稿: the document beside what was read of it, what it would change, its corrections and its way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from zhiheng.directory.models import Officer
from zhiheng.ledger import readout, uploading
from zhiheng.ledger.correcting import ADDED
from zhiheng.ledger.importing import NotAPlan
from zhiheng.ledger.models import Reading
from zhiheng.ledger.passages import QUOTE, Span, blocks
from zhiheng.ledger.views.text import quote_of
from zhiheng.mechanisms.evidence.models import send_evidence
from zhiheng.mechanisms.idempotency.once import once
from zhiheng.mechanisms.journal.models import Entry
from zhiheng.mechanisms.versions import Stale

STEPS = {Reading.READ: 2, Reading.RETURNED: 3, Reading.AWAITING: 4, Reading.CONFIRMED: 5}


def opened_by(
    request: HttpRequest, number: int, seen: Callable[[Officer, Reading], bool] = uploading.may_see
) -> tuple[Reading, Officer]:
    """A reading for one of the people who may see it; for everybody else there is no such page."""
    officer: Officer = request.user  # type: ignore[assignment]
    reading = get_object_or_404(
        Reading.objects.select_related("uploaded_by", "taken_over_by", "document__ledger"), pk=number
    )
    if not seen(officer, reading):
        raise Http404
    return reading, officer


def crumbs(reading: Reading, *steps: tuple[str, str]) -> list[tuple[str, str]]:
    """The way to a page of a reading."""
    return [(gettext("我的页面"), reverse("mine")), (reading.title, reverse("reading", args=[reading.pk])), *steps]


@login_required
@once
def reading(request: HttpRequest, number: int) -> HttpResponseBase:
    """Document and reading side by side; by a post its uploader hands it in or takes it back."""
    row, officer = opened_by(request, number)
    if request.method == "POST":
        to = {"submit": Reading.AWAITING, "withdraw": Reading.WITHDRAWN}.get(request.POST.get("act", ""))
        return pass_on(request, row, officer, to, why="")
    items = uploading.items(row)
    plan = uploading.as_read(row)
    quote = quote_of(request.GET.get("quote", ""), len(row.text))
    spans = readout.spans(items.values(), plan) + ([Span(*quote, QUOTE)] if quote else [])
    context = summary(row, officer) | {
        "crumbs": crumbs(row)[:1] + [(row.title, "")],
        "blocks": blocks(row.text, readout.headings(plan), spans),
        "groups": readout.groups(items.values()),
        "unread": [(u.span, u.span.of(row.text), u.why) for u in plan.coverage.unread],
        "quote": quote,
        "added": ADDED,
    }
    return render(request, "ledger/reading.html", context)


@login_required
@once
def confirm(request: HttpRequest, number: int) -> HttpResponseBase:
    """The fourth step: a second person sees what would change and every correction, and confirms or returns it."""
    row, officer = opened_by(request, number)
    if not uploading.may_confirm(officer, row):
        raise Http404
    context = summary(row, officer) | {"crumbs": crumbs(row, (gettext("确认入账"), ""))}
    if request.method == "POST":
        to = {"confirm": Reading.CONFIRMED, "return": Reading.RETURNED}.get(request.POST.get("act", ""))
        if to == Reading.CONFIRMED and request.POST.get("base", "") != context["base"]:
            messages.warning(request, gettext("台账在您打开页面之后有了新版，变化已重新比较，请看过再确认。"))
            return redirect("confirm", row.pk)
        why = why_of(request)
        if to != Reading.RETURNED or why:
            return pass_on(request, row, officer, to, why=why)
        context["why_missing"] = True
    return render(request, "ledger/confirm.html", context)


@login_required
@once
def take_over(request: HttpRequest, number: int) -> HttpResponseBase:
    """接手: a colleague of the post, who sees of it only what it is until then, says why and goes on with it."""
    row, officer = opened_by(request, number, uploading.may_take_over)
    context = {"reading": row, "crumbs": [(gettext("上传方案"), reverse("upload")), (gettext("接手读取稿"), "")]}
    if request.method == "POST":
        if why := why_of(request):
            try:
                uploading.take_over(row, version=version_of(request), why=why, by=officer, at=timezone.now())
            except (Stale, uploading.NotNow):
                messages.warning(request, gettext("这份读取稿在您打开页面之后有了变动，请看过最新内容再操作。"))
                return redirect("take_over", row.pk)
            messages.success(request, gettext("已接手，理由已留痕。入账须由没有经手的人确认。"))
            return redirect(row)
        context["why_missing"] = True
    return render(request, "ledger/take_over.html", context)


@login_required
def uploaded_file(request: HttpRequest, number: int) -> HttpResponseBase:
    """The document as it was uploaded, as a download."""
    row, _officer = opened_by(request, number)
    return send_evidence(request, row.file, may=lambda _person, _file: True)


def pass_on(request: HttpRequest, row: Reading, officer: Officer, to: str | None, *, why: str) -> HttpResponse:
    """Move a reading and lead to what is next; an act that is not open any more is told and changes nothing."""
    version = version_of(request)
    if to is None:
        raise Http404
    try:
        moved = uploading.move(row, to, version=version, by=officer, at=timezone.now(), why=why)
    except Stale:
        messages.warning(request, gettext("这份读取稿在您打开页面之后有了变动，请看过最新内容再操作。"))
        return redirect(row)
    except uploading.NotNow:
        messages.warning(request, gettext("这份读取稿现在不能这样操作：它的状态已经改变，或者您不是办理人。"))
        return redirect(row)
    except NotAPlan:
        messages.warning(request, gettext("更正后没有任务，也没有目标，不能入账；请退回修改。"))
        return redirect(row)
    messages.success(request, gettext("状态：%(state)s。") % {"state": moved.get_state_display()})
    if moved.document:
        return redirect("plan", moved.document.ledger.slug)
    return redirect("mine" if to == Reading.RETURNED else moved)


def why_of(request: HttpRequest) -> str:
    """The reason that was sent; empty where there is none."""
    return request.POST.get("why", "").replace("\x00", "").strip()[:300]


def version_of(request: HttpRequest) -> int:
    """The version at which the sent page was opened; 0, which no reading has, where none or nonsense was sent."""
    sent = request.POST.get("version", "")
    return int(sent[:9]) if sent.isascii() and sent.isdigit() else 0


def summary(row: Reading, officer: Officer) -> dict[str, Any]:
    """What both pages show: state, counts, corrections, what would change, and what this person may do."""
    items = uploading.items(row).values()
    plan = uploading.corrected(row)
    before = uploading.in_force(plan)
    confirmed = row.state == Reading.CONFIRMED
    return {
        "reading": row,
        "step": STEPS.get(row.state, 0),
        "counts": readout.counts(items, plan),
        "corrections": row.corrections.select_related("by", "reading"),
        "moves": row.moves.select_related("by"),
        "before": before,
        "base": str(before.pk) if before else "",
        "changes": () if confirmed else [entry_of(change) for change in uploading.would_change(plan)],
        "confirmed": confirmed,
        "may_correct": uploading.may_correct(officer, row),
        "may_withdraw": uploading.holds(officer, row) and (row.state, Reading.WITHDRAWN) in uploading.STEPS,
        "may_confirm": uploading.may_confirm(officer, row),
    }


def entry_of(change: Any) -> Entry:
    """A difference as the journal would write it, so that it reads the same before and after."""
    old, new = ("" if value is None else str(value) for value in (change.old, change.new))
    return Entry(thing=f"{change.what}:{change.key}", field=change.field or change.kind, old=old, new=new)
