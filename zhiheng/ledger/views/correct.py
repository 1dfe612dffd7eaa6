"""更正: one row of a reading is put right, removed, or added at the words of the document that ask for it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext

from zhiheng.directory.models import Officer
from zhiheng.ledger import readout, uploading
from zhiheng.ledger.amending import Amendment, Item
from zhiheng.ledger.correcting import (
    ADDED,
    DROP,
    FORMS,
    KEPT,
    QuotedForm,
    WhyForm,
    addition_of,
    amendment_of,
    differences,
)
from zhiheng.ledger.models import Reading
from zhiheng.ledger.views.reading import crumbs, opened_by, version_of
from zhiheng.mechanisms.idempotency.once import once
from zhiheng.mechanisms.versions import Stale


@login_required
@once
def correct(request: HttpRequest, number: int) -> HttpResponseBase:
    """``?thing=target:T03`` corrects that row, ``?add=target`` adds one; who has the reading in hand alone may."""
    row, officer = opened_by(request, number)
    if not uploading.may_correct(officer, row):
        raise Http404
    kind = request.GET.get("add", "")
    if kind in ADDED:
        return _add(request, row, officer, kind)
    item = uploading.items(row).get(request.GET.get("thing", ""))
    if item is None or item.state == "dropped":
        raise Http404
    return _change(request, row, officer, item)


def _change(request: HttpRequest, row: Reading, officer: Officer, item: Item) -> HttpResponseBase:
    form = FORMS[item.kind](request.POST if request.method == "POST" else None, initial=item.fields)
    context = _context(row, form, gettext("更正一行")) | {"line": readout.Line(item, readout.says(item))}
    context |= {"quote": item.span.of(row.text), "droppable": item.kind not in KEPT}
    if request.method == "POST":
        drop = request.POST.get("act") == DROP and item.kind not in KEPT
        if form.is_valid() or (drop and "why" not in form.errors):
            amendment = amendment_of(item, form, DROP if drop else "change")
            if drop or dict(item.fields) != {**item.fields, **amendment.values}:
                return _laid(request, row, officer, amendment, context)
            form.add_error(None, gettext("没有改动：各项都和现在一样。"))
    return render(request, "ledger/correct.html", context)


def _add(request: HttpRequest, row: Reading, officer: Officer, kind: str) -> HttpResponseBase:
    sent = request.POST if request.method == "POST" else None
    quoted = QuotedForm(uploading.as_read(row), sent, in_task=kind == "unit")
    form = FORMS[kind](sent)
    context = _context(row, form, str(ADDED[kind])) | {"quoted": quoted, "adding": kind}
    if sent is not None and all([quoted.is_valid(), form.is_valid()]):
        return _laid(request, row, officer, addition_of(kind, form, quoted, uploading.items(row)), context)
    return render(request, "ledger/correct.html", context)


def _laid(
    request: HttpRequest, row: Reading, officer: Officer, amendment: Amendment, context: dict[str, Any]
) -> HttpResponseBase:
    """Lay the correction over the reading; when it changed meanwhile, both values are shown field by field."""
    why = context["form"].cleaned_data["why"]
    try:
        uploading.correct(row, amendment, version=version_of(request), why=why, by=officer, at=timezone.now())
    except Stale as stale:
        item = uploading.items(row).get(amendment.thing)
        if item is not None and amendment.action == "change":
            stale.differences = differences(item, context["form"])
        context |= {"stale": stale, "chosen": {found.name for found in stale.differences}}
        return render(request, "ledger/correct.html", context, status=409)
    except uploading.NotNow:
        raise Http404 from None
    messages.success(request, gettext("已更正，理由已留痕。"))
    return redirect(f"{row.get_absolute_url()}#r-{amendment.thing}")


def _context(row: Reading, form: WhyForm, heading: str) -> dict[str, Any]:
    return {"reading": row, "form": form, "heading": heading, "crumbs": crumbs(row, (heading, "")), "step": 3}
