"""分解任务: who gave it to whom, the words that ask for it, where it stands, and what the two posts say about it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from zhiheng.directory.models import Officer
from zhiheng.directory.permissions import Permission, may, needs
from zhiheng.division.dividing import CHANGEABLE, STEPS, DivisionRefused, NotNow, amend, attach, comment, move
from zhiheng.division.models import Attachment, Part
from zhiheng.division.origin import may_divide
from zhiheng.division.typed import ChangeForm, CommentForm, FileForm
from zhiheng.ledger.models import Document
from zhiheng.ledger.views.opened import way_to
from zhiheng.ledger.views.reading import version_of, why_of
from zhiheng.mechanisms.evidence.models import FileRefused, send_evidence
from zhiheng.mechanisms.idempotency.once import once
from zhiheng.mechanisms.journal.models import history_of
from zhiheng.mechanisms.scope import desk_now
from zhiheng.mechanisms.versions import Stale

NEEDED = {"accept": Permission.ACCEPT_PART, "issue": Permission.DIVIDE, "withdraw": Permission.DIVIDE}
"""The permission that an act needs besides the right post."""


@needs(Permission.SEE_PARTS)
@once
def part(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """A part that the desk sees; a post does one act on it, says something, or hands in a file."""
    row = opened(pk)
    officer: Officer = request.user  # type: ignore[assignment]
    if request.method != "POST":
        return _page(request, row, officer)
    act = request.POST.get("act", "")
    if act in STEPS:
        return _moved(request, row, officer, act)
    form = {"comment": CommentForm, "attach": FileForm}.get(act)
    if form is None:
        raise Http404
    sent = form(request.POST, request.FILES)
    if sent.is_valid() and _added(row, sent, officer):
        return redirect(f"{row.get_absolute_url()}#{act}")
    return _page(request, row, officer, sent)


@needs(Permission.DIVIDE)
@once
def change_part(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Change what a part says, as its giver; when it changed meanwhile, both values are shown field by field."""
    row = opened(pk)
    if not (row.open and row.given_by(desk_now())):
        raise Http404
    form = ChangeForm(request.POST if request.method == "POST" else None, initial=_said(row))
    crumbs = [*_crumbs(row)[:-1], (str(row), row.get_absolute_url()), (gettext("修改"), "")]
    context: dict[str, Any] = {"part": row, "form": form, "crumbs": crumbs, "digest": _digest(row)}
    if request.method == "POST" and form.is_valid():
        try:
            _amend(request, row, form)
        except Stale as stale:
            return render(request, "division/change.html", context | _stale(stale, form), status=409)
        except DivisionRefused as refused:
            for problem in refused.problems:
                form.add_error(problem.field, problem.words)
        else:
            messages.success(request, _changed(row))
            return redirect(row)
    return render(request, "division/change.html", context)


@needs(Permission.SEE_PARTS)
def part_file(request: HttpRequest, pk: UUID, attachment: UUID) -> HttpResponseBase:
    """A file of a part, as a download, for whoever sees the part."""
    row = get_object_or_404(Attachment.objects.select_related("file"), part_id=pk, pk=attachment)
    return send_evidence(request, row.file, may=lambda _person, _file: True)


def opened(pk: UUID) -> Part:
    """The part of an address, for a desk that sees it; for every other there is no such page."""
    related = ("ledger", "task__ledger", "document", "lead", "region", "unit", "by_region", "by_unit", "parent")
    found: Part = get_object_or_404(Part.objects.select_related(*related), pk=pk)
    return found


def _page(request: HttpRequest, row: Part, officer: Officer, sent: forms.Form | None = None) -> HttpResponseBase:
    desk, in_force = desk_now(), row.ledger.edition_in_force()
    given = row.given_by(desk) and may(officer, Permission.DIVIDE)
    context = {
        "part": row,
        "crumbs": _crumbs(row),
        "digest": _digest(row),
        "url": row.quote_url if row.document == in_force else None,
        "newer": _newer(row, in_force),
        "may_issue": given and row.state == Part.DRAFT,
        "may_change": given and row.open,
        "may_accept": row.received_by(desk) and row.state == Part.ISSUED and may(officer, Permission.ACCEPT_PART),
        "may_divide": may_divide(row, desk) and may(officer, Permission.DIVIDE),
        "parent": Part.objects.filter(pk=row.parent_id).first(),
        "below": row.parts.select_related("task", "region", "unit"),
        "comments": row.comments.select_related("by"),
        "attachments": row.attachments.select_related("by", "file"),
        "history": history_of(row),
        "comment_form": sent if isinstance(sent, CommentForm) else CommentForm(),
        "file_form": sent if isinstance(sent, FileForm) else FileForm(),
        "form": sent,
    }
    return render(request, "division/part.html", context)


def _moved(request: HttpRequest, row: Part, officer: Officer, act: str) -> HttpResponseBase:
    """Carry an act out; one that is not open any more is told and changes nothing."""
    if not may(officer, NEEDED[act]):
        raise Http404
    try:
        move(row, act, version_of(request), by=officer, at=timezone.now(), why=why_of(request))
    except Stale:
        messages.warning(request, gettext("这项分解任务在您打开页面之后有了变动，请看过最新内容再操作。"))
    except NotNow as reason:
        messages.warning(request, str(reason))
    else:
        messages.success(request, f"{row}{gettext('：')}{row.get_state_display()}")
        if request.POST.get("back") == "mine":
            return redirect("mine")
    return redirect(row)


def _added(row: Part, sent: forms.Form, officer: Officer) -> bool:
    now = timezone.now()
    if isinstance(sent, CommentForm):
        comment(row, sent.cleaned_data["text"], by=officer, at=now)
        return True
    file = sent.cleaned_data["file"]
    try:
        attach(row, file, file.name, by=officer, at=now)
    except FileRefused as refusal:
        sent.add_error("file", str(refusal))
        return False
    return True


def _amend(request: HttpRequest, row: Part, form: ChangeForm) -> None:
    said = {name: form.cleaned_data[name] for name in CHANGEABLE}
    read = {name: request.POST[f"initial-{name}"] for name in CHANGEABLE if f"initial-{name}" in request.POST}
    why = form.cleaned_data["why"]
    try:
        amend(row, version_of(request), said, by=request.user, at=timezone.now(), why=why, read=read)  # type: ignore[arg-type]
    except NotNow:
        raise Http404 from None


def _stale(stale: Stale, form: ChangeForm) -> dict[str, Any]:
    """Both values of the fields of the form, under the words of the form."""
    known = [found for found in stale.differences if found.name in form.fields]
    stale.differences = [replace(found, label=str(form.fields[found.name].label)) for found in known]
    return {"stale": stale, "chosen": {found.name for found in known}}


def _changed(row: Part) -> str:
    if row.state == Part.ISSUED:
        return gettext("已修改，理由已留痕；接收方须重新签收。")
    return gettext("已修改，理由已留痕。")


def _said(row: Part) -> dict[str, Any]:
    return {name: getattr(row, name) for name in CHANGEABLE}


def _digest(row: Part) -> bool:
    return bool(row.document.form == Document.DIGEST)


def _newer(row: Part, in_force: Document | None) -> str:
    """What a newer edition says of the words that were divided; empty while their own is in force."""
    if in_force is None or row.document_id == in_force.pk:
        return ""
    if row.task.document_id != in_force.pk:
        return gettext("现行版已不再提出这项任务，请核对是否还要执行。")
    if row.quote.strip() in in_force.text:
        return gettext("文件已有新版，这段文字没有改动。")
    return gettext("文件已有新版，这段文字在新版中已有改动，请核对。")


def _crumbs(row: Part) -> list[tuple[str, str]]:
    return way_to(
        row.ledger,
        (gettext("任务台账"), reverse("tasks", args=[row.ledger.slug])),
        (row.task.key, row.task.get_absolute_url()),
        (str(row), ""),
    )
