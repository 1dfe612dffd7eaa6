"""What is done with a case on its pages: it is filed, moved, and its fields are corrected."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from zhiheng.mechanisms.cases.acting import NotNow, NotSo, act, amend, file
from zhiheng.mechanisms.cases.declaring import Hand, Transition
from zhiheng.mechanisms.cases.forms import asking_form, corrections, filing_form, filled
from zhiheng.mechanisms.cases.models import Case
from zhiheng.mechanisms.cases.shown import facts, label_of
from zhiheng.mechanisms.cases.views.opened import (
    case_of,
    for_casework,
    handled,
    hands_of,
    kind_of,
    sees_texts,
    way_to,
    way_to_case,
)
from zhiheng.mechanisms.idempotency.once import once
from zhiheng.mechanisms.scope import desk_now
from zhiheng.mechanisms.versions import Stale


@require_http_methods(["GET", "HEAD", "POST"])
@for_casework
@once
def do(request: HttpRequest, kind: str, pk: UUID, transition: str) -> HttpResponse:
    """One transition: a page with what it asks for; posted, it is done or nothing is."""
    row = case_of(kind, pk)
    wanted = row.transition(transition)
    if wanted is None or not hands_of(row) & set(wanted.hands):
        raise Http404
    form = asking_form(row.asks_of(wanted), request.POST if request.method == "POST" else None)
    refused = _why_not(row, wanted)
    if request.method == "POST" and not refused and form.is_valid():
        try:
            act(row, transition, _version(request), form.cleaned_data, by=request.user, at=timezone.now())
        except NotSo as wrong:
            for name, words in wrong.problems:
                form.add_error(name, words)
        except NotNow as reason:
            refused = str(reason)
        except Stale as stale:
            return _doing(request, case_of(kind, pk), wanted, form, "", stale)
        else:
            return _done(request, row, wanted)
    return _doing(request, row, wanted, form, refused)


def _doing(
    request: HttpRequest, row: Case, wanted: Transition, form: forms.Form, refused: str, stale: Stale | None = None
) -> HttpResponse:
    """The page of a transition; what was typed stays when it was not done, with the reason (409)."""
    context = {
        "case": row,
        "transition": wanted,
        "form": form,
        "refused": refused or (stale and _why_not(row, wanted)),
        "stale": stale,
        "facts": facts(row, whole=sees_texts(row)),
        "crumbs": way_to_case(row, (str(wanted.label), "")),
        "typed": [(field.label, field.value()) for field in form if form.is_bound and field.value()],
    }
    status = 409 if stale or (refused and request.method == "POST") else 200
    return render(request, "cases/do.html", context, status=status)


def _why_not(row: Case, wanted: Transition) -> str:
    """Why a transition cannot be done with a case today; empty when it can."""
    for one, reason in row.possible(desk_now(), timezone.localdate()):
        if one.key == wanted.key:
            return reason
    words = {"act": wanted.label, "state": row.in_state.label}
    return gettext("办件现在是“%(state)s”，不能%(act)s。") % words


def _done(request: HttpRequest, row: Case, wanted: Transition) -> HttpResponse:
    """Back to the case, or to the desk when it lies on another's now."""
    words = {"number": row.number, "act": wanted.label, "state": row.in_state.label}
    messages.success(request, gettext("%(number)s：已办理“%(act)s”，现在是“%(state)s”。") % words)
    seen = type(row).objects.filter(pk=row.pk).exists()
    return redirect(row.get_absolute_url() if seen else "queue")


@require_http_methods(["GET", "HEAD", "POST"])
@for_casework
@once
def new_case(request: HttpRequest, kind: str) -> HttpResponse:
    """File a case as who handles it: somebody came, called or wrote."""
    model = kind_of(kind)
    if not (desk_now().casework and model.form):
        raise Http404
    form = filing_form(model(), request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        row = filled(form)
        file(row, by=request.user, hand=Hand.HANDLER, at=timezone.now())
        messages.success(request, gettext("已登记，编号 %(number)s。") % {"number": row.number})
        return redirect(row)
    label = label_of(model._meta)
    title = gettext("登记%(what)s") % {"what": label}
    crumbs = way_to((label, reverse("cases", args=[kind])), (title, ""))
    return render(request, "cases/filing.html", {"form": form, "title": title, "kind": model, "crumbs": crumbs})


@require_http_methods(["GET", "HEAD", "POST"])
@for_casework
@once
def amend_case(request: HttpRequest, kind: str, pk: UUID) -> HttpResponse:
    """Correct what a case says of itself; when somebody else was quicker, both values are shown field by field."""
    row = handled(kind, pk)
    if not row.form:
        raise Http404
    form = filing_form(row, request.POST if request.method == "POST" else None, correcting=True)
    title = gettext("更正")
    context: dict[str, Any] = {"form": form, "title": title, "kind": type(row), "case": row}
    context["crumbs"] = way_to_case(row, (title, ""))
    if request.method == "POST" and form.is_valid():
        try:
            _amend(request, case_of(kind, pk), form)
        except Stale as stale:
            return render(request, "cases/filing.html", context | _stale(stale, form), status=409)
        messages.success(request, gettext("已更正，理由已留痕。"))
        return redirect(row)
    return render(request, "cases/filing.html", context)


def _amend(request: HttpRequest, row: Case, form: forms.ModelForm) -> None:
    changes, sent = corrections(form), request.POST
    read = {name: sent[f"initial-{name}"] for name in changes if f"initial-{name}" in sent}
    why = form.cleaned_data["why"]
    amend(row, _version(request), changes, by=request.user, at=timezone.now(), why=why, read=read)


def _stale(stale: Stale, form: forms.ModelForm) -> dict[str, Any]:
    """Both values of the fields of the form, under the words of the form."""
    known = [found for found in stale.differences if found.name in form.fields]
    stale.differences = [replace(found, label=str(form.fields[found.name].label)) for found in known]
    return {"stale": stale, "chosen": {found.name for found in known}}


def _version(request: HttpRequest) -> int:
    """The version that the form was made from; one that is no number was never the newest."""
    sent = request.POST.get("version", "")
    return int(sent) if sent.isdecimal() and len(sent) < 10 else 0
