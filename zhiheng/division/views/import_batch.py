"""导入批次: what each row would do, by Excel row and column; confirmed, cancelled or undone by a post."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django_htmx.http import HttpResponseClientRefresh

from zhiheng.directory.models import Officer
from zhiheng.directory.permissions import Permission, needs
from zhiheng.division.importing import batches
from zhiheng.division.importing.judging import words_of
from zhiheng.division.importing.table import fields_of
from zhiheng.division.models import ImportBatch, ImportRow, Part
from zhiheng.division.views.imports import PAGE_ROWS
from zhiheng.mechanisms.evidence.models import send_evidence
from zhiheng.mechanisms.idempotency.once import once
from zhiheng.mechanisms.intake.uploading import read_block, read_file
from zhiheng.mechanisms.scope import desk_now
from zhiheng.mechanisms.sending import send
from zhiheng.mechanisms.sheets import XLSX, file_name
from zhiheng.mechanisms.workbooks.fields import Fault
from zhiheng.mechanisms.workbooks.returning import returned

LEFT = "left"


def _opened(pk: UUID) -> ImportBatch:
    batches_seen = ImportBatch.objects.select_related("file", "ledger", "by", "confirmed_by", "undone_by")
    batch: ImportBatch = get_object_or_404(batches_seen.defer("lines"), pk=pk)
    return batch


@needs(Permission.DIVIDE)
@once
def import_batch(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """The preview of a batch, and by a post the act on it."""
    batch = _opened(pk)
    if request.method == "POST":
        act = ACTS.get(request.POST.get("act", ""))
        if act is None:
            raise Http404
        return act(request, batch)
    return render(request, "division/import_batch.html", _context(request, batch))


@needs(Permission.DIVIDE)
def returned_workbook(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """The same workbook with its wrong cells red and the column 错误说明."""
    batch = _opened(pk)
    fields = fields_of(batch.ledger, desk_now(), timezone.localdate())
    if batch.form == "paste":
        table = read_block(batch.file.path.read_bytes().decode(), fields)
    else:
        table = read_file(batch.file.path)
        if batch.form == "csv":
            table["pages"][0]["name"] = ""
    faults = [Fault(row.row, *said) for row in batch.rows.filter(outcome=ImportRow.WRONG) for said in row.faults]
    name = file_name([batch.file.name.rpartition(".")[0] or batch.file.name, gettext("错误说明")], "xlsx")
    return send(request, returned(table, fields, faults), content_type=XLSX, name=name)


@needs(Permission.DIVIDE)
def imported_file(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """The file as it was uploaded."""
    return send_evidence(request, _opened(pk).file, may=lambda _person, _file: True)


def _check(request: HttpRequest, batch: ImportBatch) -> HttpResponse:
    """The next rows. Asked by the page itself it answers with the progress, until all is shown."""
    batch = batches.check_on(batch, at=timezone.now())
    if request.htmx:  # type: ignore[attr-defined]
        if batch.state != ImportBatch.CHECKING:
            return HttpResponseClientRefresh()
        return render(request, "division/import_progress.html", {"batch": batch})
    return redirect(batch)


def _confirm(request: HttpRequest, batch: ImportBatch) -> HttpResponse:
    if not (why := _why(request)):
        messages.error(request, gettext("请写明导入的理由或依据。"))
        return redirect(batch)
    officer: Officer = request.user  # type: ignore[assignment]
    only, issue = bool(request.POST.get("only_right")), bool(request.POST.get("issue"))
    try:
        batches.confirm(batch, only_right=only, issue=issue, by=officer, at=timezone.now(), why=why)
    except batches.NotNow as refusal:
        messages.warning(request, str(refusal))
    except batches.Moved:
        batches.check_again(batch)
        messages.warning(request, gettext("核对之后有人改动了这些分解任务，没有导入。已重新核对，请看过再确认。"))
    else:
        messages.success(request, gettext("已导入，每一处变化都已留痕。"))
    return redirect(batch)


def _cancel(request: HttpRequest, batch: ImportBatch) -> HttpResponse:
    try:
        batches.cancel(batch)
    except batches.NotNow as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, gettext("已取消，没有导入任何内容。"))
    return redirect("imports")


def _undo(request: HttpRequest, batch: ImportBatch) -> HttpResponse:
    if not (why := _why(request)):
        messages.error(request, gettext("请写明撤销的理由。"))
        return redirect(batch)
    officer: Officer = request.user  # type: ignore[assignment]
    try:
        batches.undo(batch, by=officer, at=timezone.now(), why=why)
    except batches.NotNow as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, gettext("已撤销；导入之后有人改动过的行保持不变，列在下面。"))
    return redirect(batch)


ACTS: dict[str, Callable[[HttpRequest, ImportBatch], HttpResponse]] = {
    "check": _check,
    "confirm": _confirm,
    "cancel": _cancel,
    "undo": _undo,
}


def _why(request: HttpRequest) -> str:
    return request.POST.get("why", "").replace("\x00", "").strip()[:300]


def _context(request: HttpRequest, batch: ImportBatch) -> dict[str, Any]:
    """Counts, the rows of the chosen outcome, 50 a page, and what may be done."""
    counted = dict(batch.rows.order_by().values_list("outcome").annotate(Count("pk")))
    counts = [(value, label, counted.get(value, 0)) for value, label in ImportRow.OUTCOMES]
    chosen = request.GET.get("outcome", "")
    rows = batch.rows.filter(outcome=chosen) if chosen in dict(ImportRow.OUTCOMES) else batch.rows.all()
    left = batch.rows.filter(fate=ImportRow.LEFT)
    page = Paginator(left if chosen == LEFT else rows, PAGE_ROWS).get_page(request.GET.get("page"))
    return {
        "batch": batch,
        "counts": counts,
        "all": batch.done,
        "chosen": chosen,
        "page": page,
        "headings": [gettext("任务编号"), gettext("接收地区或单位")],
        "lines": [(row, _named(row), _told(row)) for row in page.object_list],
        "notices": [en if get_language() == "en" else zh for zh, en in batch.notices],
        "wrong": counted.get(ImportRow.WRONG, 0),
        "right": counted.get(ImportRow.NEW, 0) + counted.get(ImportRow.CHANGED, 0),
        "new": counted.get(ImportRow.NEW, 0),
        "left": left.count(),
        "undoable": True,
        "again": reverse("imports"),
        "returned_url": reverse("returned_workbook", args=[batch.pk]),
        "crumbs": [
            (gettext("我的页面"), reverse("mine")),
            (gettext("Excel 导入"), reverse("imports")),
            (batch.file.name, ""),
        ],
    }


def _named(row: ImportRow) -> list[tuple[str, str, str]]:
    """Heading, words and address of what a row is about."""
    url = reverse("part", args=[row.part_id]) if row.part_id else ""
    return [(gettext("任务编号"), row.task, url), (gettext("接收地区或单位"), row.receiver, "")]


def _told(row: ImportRow) -> list[tuple[str, str, str]]:
    """What a row does or what is wrong with it: where or which field, before, after; of a new part only what it has."""
    if row.faults:
        english = get_language() == "en"
        return [(f"{col}{row.row} {head}", "", en if english else zh) for col, head, zh, en in row.faults]
    fields: Any = {field.name: field for field in Part._meta.concrete_fields}
    new = row.outcome == ImportRow.NEW
    return [
        (gettext(str(fields[name].verbose_name)), "" if new else words_of(name, old), words_of(name, value))
        for name, (old, value) in row.changes.items()
        if not new or value not in (None, "", 0)
    ]
