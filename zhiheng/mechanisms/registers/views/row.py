"""One row of a register: what it says, in which state it is, what happened to it; written by who keeps it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from zhiheng.mechanisms.idempotency.once import once
from zhiheng.mechanisms.journal.models import history_of
from zhiheng.mechanisms.registers.declaring import STRIKE
from zhiheng.mechanisms.registers.keeping import NotNow, amend, enter, record, strike
from zhiheng.mechanisms.registers.models import Register
from zhiheng.mechanisms.registers.shown import facts
from zhiheng.mechanisms.registers.typed import EventForm, StrikeForm, row_form, said
from zhiheng.mechanisms.registers.views.lists import day_of
from zhiheng.mechanisms.registers.views.opened import for_everybody, for_keepers, kept_row, kind_of, row_of, way_to
from zhiheng.mechanisms.scope import desk_now
from zhiheng.mechanisms.sheets import Value
from zhiheng.mechanisms.versions import Stale


@require_safe
@for_everybody
def register_row(request: HttpRequest, kind: str, pk: UUID) -> HttpResponse:
    """A row as far as the desk reads it, in its state of the day that the address names, or of today."""
    return _page(request, row_of(kind, pk))


@for_keepers
@once
def new_register_row(request: HttpRequest, kind: str) -> HttpResponse:
    """Put a new row into a register."""
    model = kind_of(kind)
    row = model()
    form = row_form(row, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            enter(row, by=request.user, at=timezone.now())
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            messages.success(request, gettext("已登记。"))
            return redirect(row)
    title = gettext("新增一行")
    context = {"form": form, "kind": model, "title": title, "crumbs": way_to(model, (title, ""))}
    return render(request, "registers/form.html", context)


@for_keepers
@once
def amend_register_row(request: HttpRequest, kind: str, pk: UUID) -> HttpResponse:
    """Correct a row; when it changed meanwhile, both values are shown field by field."""
    row = kept_row(kind, pk)
    form = row_form(row, request.POST if request.method == "POST" else None, correcting=True)
    title = gettext("更正")
    context: dict[str, Any] = {"form": form, "kind": type(row), "row": row, "title": title}
    context["crumbs"] = way_to(type(row), (str(row), row.get_absolute_url()), (title, ""))
    if request.method == "POST" and form.is_valid():
        try:
            _amend(request, kept_row(kind, pk), form)
        except Stale as stale:
            return render(request, "registers/form.html", context | _stale(stale, form), status=409)
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            messages.success(request, gettext("已更正，理由已留痕。"))
            return redirect(row)
    return render(request, "registers/form.html", context)


@require_POST
@for_keepers
@once
def record_register_event(request: HttpRequest, kind: str, pk: UUID) -> HttpResponse:
    """Record what happened to a row; what is wrong is said beside the form, and what was typed stays."""
    row = kept_row(kind, pk)
    form = EventForm(row, request.POST)
    if not form.is_valid():
        return _page(request, row, form)
    told = form.cleaned_data
    try:
        record(
            row,
            told["event"],
            told["version"],
            on=told["on"],
            why=told["why"],
            by=request.user,
            at=timezone.now(),
        )
    except NotNow as refusal:
        form.add_error("event", str(refusal))
        return _page(request, row, form)
    except Stale:
        messages.warning(request, gettext("这一行刚刚有了变动，还没有登记；请看过最新的内容再办。"))
    else:
        messages.success(request, gettext("已登记。"))
    return redirect(row)


@require_POST
@for_keepers
@once
def strike_register_event(request: HttpRequest, kind: str, pk: UUID, event: UUID) -> HttpResponse:
    """Strike a wrong event out."""
    row, form = kept_row(kind, pk), StrikeForm(request.POST)
    wrong = get_object_or_404(row.happened.select_related("register"), pk=event)
    if not form.is_valid():
        messages.warning(request, said(form))
        return redirect(row)
    told = form.cleaned_data
    try:
        strike(wrong, told["version"], why=told["why"], by=request.user, at=timezone.now())
    except (NotNow, Stale) as refusal:
        stale = gettext("这一行刚刚有了变动，还没有更正；请看过最新的内容再办。")
        messages.warning(request, stale if isinstance(refusal, Stale) else str(refusal))
    else:
        messages.success(request, gettext("已划去，原记录仍可查看。"))
    return redirect(row)


def _page(request: HttpRequest, row: Register, form: EventForm | None = None) -> HttpResponse:
    desk, on = desk_now(), day_of(request)
    keeps = row.kept_at(desk)
    whole = keeps or desk.whole
    happened = list(row.happened.select_related("by", "struck_by", "register", "strikes"))
    context = {
        "row": row,
        "kind": type(row),
        "as_of": on,
        "state": row.state_on(on),
        "facts": [(name, label, _marked(value)) for name, label, value in facts(row, desk)],
        "whole": whole,
        "keeps": keeps,
        "happened": [one for one in happened if whole or not (one.struck or one.key == STRIKE)],
        "form": form,
        "event_form": (form or EventForm(row, on=timezone.localdate())) if keeps else None,
        "history": history_of(row) if whole else [],
        "crumbs": way_to(type(row), (str(row), "")),
        "demo_shown": row.demo,
    }
    return render(request, "registers/row.html", context, status=409 if form else 200)


def _marked(value: Value) -> Value:
    """Money with its thousands marks."""
    return f"{value:,}" if isinstance(value, Decimal) else value


def _amend(request: HttpRequest, row: Register, form: forms.ModelForm) -> None:
    changes = {name: value for name, value in form.cleaned_data.items() if name != "why"}
    sent = request.POST
    read = {name: sent[f"initial-{name}"] for name in changes if f"initial-{name}" in sent}
    version = sent.get("version", "")
    newest = int(version) if version.isdecimal() and len(version) < 10 else 0
    amend(row, newest, changes, by=request.user, at=timezone.now(), why=form.cleaned_data["why"], read=read)


def _stale(stale: Stale, form: forms.ModelForm) -> dict[str, Any]:
    """Both values of the fields of the form, under the words of the form."""
    known = [found for found in stale.differences if found.name in form.fields]
    stale.differences = [replace(found, label=str(form.fields[found.name].label)) for found in known]
    return {"stale": stale, "chosen": {found.name for found in known}}
