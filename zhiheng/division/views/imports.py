"""导入: a workbook or a pasted block in, and the batches of the post."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from typing import IO

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhiheng.directory.models import Officer
from zhiheng.directory.permissions import Permission, needs
from zhiheng.division.importing import batches
from zhiheng.division.importing.table import fields_of
from zhiheng.division.models import ImportBatch
from zhiheng.ledger.models import Ledger
from zhiheng.mechanisms.evidence.models import LARGEST, FileRefused
from zhiheng.mechanisms.idempotency.once import once
from zhiheng.mechanisms.intake.uploading import WorkbookForm
from zhiheng.mechanisms.intake.uploading import read_of as read_workbook
from zhiheng.mechanisms.scope import desk_now
from zhiheng.mechanisms.workbooks.fields import Checked, Table

PAGE_ROWS = 50


class ImportForm(WorkbookForm):
    """A file or a pasted block, for one ledger."""

    ledger = forms.ModelChoiceField(Ledger.objects.all(), label=_("台账"), to_field_name="slug", empty_label=None)


@needs(Permission.DIVIDE)
def imports(request: HttpRequest) -> HttpResponseBase:
    """The batches of the post; by a post a new one. Reading writes nothing: it comes before the transaction."""
    if request.method != "POST":
        return _page(request, ImportForm(initial={"ledger": Ledger.objects.first()}))
    form = ImportForm(request.POST, request.FILES)
    read = read_of(form) if form.is_valid() else None
    return _kept(request, form, read)


@once
def _kept(request: HttpRequest, form: ImportForm, read: tuple[Table, Checked] | None) -> HttpResponseBase:
    if read is None:
        return _page(request, form)
    try:
        batch = begun(form, read, by=request.user, at=timezone.now())  # type: ignore[arg-type]
    except FileRefused as refusal:
        form.add_error("file", str(refusal))
        return _page(request, form)
    return redirect(batch)


def begun(form: ImportForm, read: tuple[Table, Checked], *, by: Officer, at: datetime) -> ImportBatch:
    """A batch of what was read, its first rows checked. Raises FileRefused over the officer's quota."""
    table, rows = read
    file = form.cleaned_data["file"]
    stream: IO[bytes] = file or BytesIO(form.cleaned_data["block"].encode())
    name = str(file.name) if file else gettext("粘贴的表格") + f"_{timezone.localtime(at):%Y%m%d_%H%M}.txt"
    stream.seek(0)
    batch = batches.begin(rows, table["form"], stream, name, ledger=form.cleaned_data["ledger"], by=by, at=at)
    return batches.check_on(batch, at=at) if batch.total <= batches.STEP else batch


def read_of(form: ImportForm) -> tuple[Table, Checked] | None:
    """The table and its rows, under the columns of the form's ledger; None with the reason in the form."""
    fields = fields_of(form.cleaned_data["ledger"], desk_now(), timezone.localdate())
    return read_workbook(form, fields, batches.MOST_ROWS)


def _page(request: HttpRequest, form: ImportForm) -> HttpResponse:
    mine = ImportBatch.objects.select_related("file", "by", "ledger").defer("lines")
    context = {
        "form": form,
        "ledgers": list(Ledger.objects.all()),
        "page": Paginator(mine, PAGE_ROWS).get_page(request.GET.get("page")),
        "most_rows": f"{batches.MOST_ROWS:,}",
        "megabytes": LARGEST >> 20,
        "crumbs": [(gettext("我的页面"), reverse("mine")), (gettext("Excel 导入"), "")],
    }
    return render(request, "division/imports.html", context)
