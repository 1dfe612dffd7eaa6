"""The pages of an import, for registers and cases alike: template, upload, preview, confirmed or undone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from zhiheng.mechanisms.cases.shown import label_of
from zhiheng.mechanisms.evidence.models import LARGEST
from zhiheng.mechanisms.idempotency.once import once
from zhiheng.mechanisms.intake import batches
from zhiheng.mechanisms.intake.batches import entrance_of
from zhiheng.mechanisms.intake.entrances import Entrance
from zhiheng.mechanisms.intake.models import CHANGED, LEFT, NEW, OUTCOMES, UNDONE, WRONG, Intake, IntakeRow
from zhiheng.mechanisms.intake.uploading import WorkbookForm, in_language, read_of
from zhiheng.mechanisms.sending import send
from zhiheng.mechanisms.sheets import XLSX, file_name
from zhiheng.mechanisms.workbooks.fields import Checked, Table
from zhiheng.mechanisms.workbooks.filling import BLANK_ROWS, template
from zhiheng.mechanisms.workbooks.returning import returned
from zhiheng.mechanisms.workbooks.sheet_xml import MAX_ROWS

PAGE_ROWS = 50


@login_required
def new_intake(request: HttpRequest, room: str, kind: str) -> HttpResponseBase:
    """What was handed in for a kind; by a post something new. It is read before the transaction, which takes long."""
    entrance = entrance_of(room, kind)
    if request.method != "POST":
        return _upload(request, entrance, WorkbookForm())
    form = WorkbookForm(request.POST, request.FILES)
    return _kept(
        request, entrance, form, read_of(form, entrance.fields, batches.MOST_ROWS) if form.is_valid() else None
    )


@once
def _kept(
    request: HttpRequest, entrance: Entrance, form: WorkbookForm, read: tuple[Table, Checked] | None
) -> HttpResponseBase:
    if read is None:
        return _upload(request, entrance, form)
    return redirect(begun(entrance, form, read, by=request.user))


def begun(entrance: Entrance, form: WorkbookForm, read: tuple[Table, Checked], *, by: Any) -> Intake:
    """A batch of what was read of a form."""
    file, at = form.cleaned_data["file"], timezone.now()
    name = str(file.name) if file else gettext("粘贴的表格") + f"_{timezone.localtime(at):%Y%m%d_%H%M}"
    return batches.begin(entrance.room, entrance.key, *read, name, by=by, at=at)


@require_safe
@login_required
def intake_template(request: HttpRequest, room: str, kind: str) -> HttpResponseBase:
    """The workbook to fill in, with the rows that the desk keeps."""
    entrance = entrance_of(room, kind)
    told = "编号、版本不用填；新增的行把系统编号留空。" if entrance.undoable else "每行一件；收到日期留空为今天。"
    rows = list(entrance.template_rows())[: MAX_ROWS - BLANK_ROWS - 10]
    label = str(entrance.kind._meta.verbose_name)
    name = file_name([label, gettext("模板"), f"{timezone.localdate():%Y%m%d}"], "xlsx")
    return send(request, template(label, told, entrance.fields, rows), content_type=XLSX, name=name)


@login_required
@once
def intake(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The preview of a batch, and by a post the act on it."""
    batch = _opened(pk)
    if request.method == "POST":
        act = ACTS.get(request.POST.get("act", ""))
        if act is None:
            raise Http404
        return act(request, batch)
    return render(request, "intake/batch.html", _context(request, batch))


@require_safe
@login_required
def intake_returned(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """The same workbook with its wrong cells red and the column 错误说明; gone with what was read."""
    batch = _opened(pk)
    if batch.state != Intake.CHECKED:
        raise Http404
    content = returned(batch.read, entrance_of(batch.room, batch.kind).fields, batches.faults_of(batch))
    name = file_name([batch.name.rpartition(".")[0] or batch.name, gettext("错误说明")], "xlsx")
    return send(request, content, content_type=XLSX, name=name)


def _opened(pk: UUID) -> Intake:
    found: Intake = get_object_or_404(Intake.objects.defer("table"), pk=pk)
    return found


def _confirm(request: HttpRequest, batch: Intake) -> HttpResponse:
    if not (why := _why(request)):
        messages.error(request, gettext("请写明导入的理由或依据。"))
        return redirect(batch)
    only, now = bool(request.POST.get("only_right")), timezone.now()
    try:
        batches.confirm(batch, only_right=only, by=request.user, at=now, why=why)
    except batches.NotNow as refusal:
        messages.warning(request, str(refusal))
    except batches.Moved:
        batches.show_again(batch, timezone.localdate(now))
        messages.warning(request, gettext("核对之后有人改动了这里的内容，没有导入。已重新核对，请看过再确认。"))
    else:
        messages.success(request, gettext("已导入，每一处变化都已留痕。"))
    return redirect(batch)


def _cancel(request: HttpRequest, batch: Intake) -> HttpResponse:
    try:
        batches.cancel(batch)
    except batches.NotNow as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, gettext("已取消，没有导入任何内容。"))
    return redirect(batch)


def _undo(request: HttpRequest, batch: Intake) -> HttpResponse:
    if not (why := _why(request)):
        messages.error(request, gettext("请写明撤销的理由。"))
        return redirect(batch)
    try:
        batches.undo(batch, by=request.user, at=timezone.now(), why=why)
    except batches.NotNow as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, gettext("已撤销；导入之后有人改动过的行保持不变，列在下面。"))
    return redirect(batch)


ACTS: dict[str, Callable[[HttpRequest, Intake], HttpResponse]] = {
    "confirm": _confirm,
    "cancel": _cancel,
    "undo": _undo,
}


def _why(request: HttpRequest) -> str:
    return request.POST.get("why", "").replace("\x00", "").strip()[:300]


def _upload(request: HttpRequest, entrance: Entrance, form: WorkbookForm) -> HttpResponse:
    mine = Intake.objects.filter(room=entrance.room, kind=entrance.key).select_related("by").defer("table")
    context = {
        "form": form,
        "label": entrance.label,
        "template_url": entrance.template_url(),
        "undoable": entrance.undoable,
        "page": Paginator(mine, PAGE_ROWS).get_page(request.GET.get("page")),
        "most_rows": f"{batches.MOST_ROWS:,}",
        "megabytes": LARGEST >> 20,
        "crumbs": [(entrance.label, entrance.list_url()), (gettext("Excel 导入"), "")],
    }
    return render(request, "intake/upload.html", context)


def _context(request: HttpRequest, batch: Intake) -> dict[str, Any]:
    """Counts, the rows of the chosen outcome, 50 a page, and what may be done."""
    entrance = entrance_of(batch.room, batch.kind)
    counted = dict(batch.rows.order_by().values_list("outcome").annotate(Count("pk")))
    chosen = request.GET.get("outcome", "")
    left = batch.rows.filter(fate=LEFT)
    rows = batch.rows.filter(outcome=chosen) if chosen in dict(OUTCOMES) else batch.rows.all()
    page = Paginator(left if chosen == LEFT else rows, PAGE_ROWS).get_page(request.GET.get("page"))
    again = entrance.import_url()
    return {
        "batch": batch,
        "counts": [(value, words, counted.get(value, 0)) for value, words in OUTCOMES],
        "all": batch.total,
        "chosen": chosen,
        "page": page,
        "headings": [gettext("名称")],
        "lines": [(row, [_named(entrance, row)], told_of(entrance, row)) for row in page.object_list],
        "notices": [in_language(*said) for said in batch.notices],
        "wrong": counted.get(WRONG, 0),
        "right": counted.get(NEW, 0) + counted.get(CHANGED, 0),
        "left": left.count(),
        "undoable": entrance.undoable,
        "again": again,
        "returned_url": reverse("intake_returned", args=[batch.pk]),
        "crumbs": [
            (entrance.label, entrance.list_url()),
            (gettext("Excel 导入"), again),
            (batch.name, ""),
        ],
    }


def _named(entrance: Entrance, row: IntakeRow) -> tuple[str, str, str]:
    """Heading, name and address of what a row is about; no address before it is made and after it was taken back."""
    return gettext("名称"), row.label, entrance.row_url(row.thing) if row.thing and row.fate != UNDONE else ""


def told_of(entrance: Entrance, row: IntakeRow) -> list[tuple[str, str, str]]:
    """What a row does or what is wrong with it: where or which field, before, after; of a new one only what it has."""
    said = row.said
    if said["faults"]:
        return [(f"{col}{row.row} {head}", "", in_language(zh, en)) for col, head, zh, en in said["faults"]]
    told = []
    for name, (old, new) in said["changes"].items():
        column = entrance.columns.of[name]
        words = [_words(entrance, column, raw) for raw in (old, new)]
        told.append((label_of(column), words[0], words[1]))
    return told


def _words(entrance: Entrance, column: Any, raw: Any) -> str:
    """A value as JSON kept it, as people read it."""
    if column.is_relation:
        return str(column.related_model._base_manager.filter(pk=raw).first() or "") if raw else ""
    return entrance.columns.words(column.name, raw)
