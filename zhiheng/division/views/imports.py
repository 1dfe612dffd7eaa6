"""导入: a workbook or a pasted block in, and the batches of the post."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import IO, Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from zhiheng.directory.models import Officer
from zhiheng.directory.permissions import Permission, needs
from zhiheng.division.importing import batches
from zhiheng.division.importing.table import fields_of
from zhiheng.division.models import ImportBatch
from zhiheng.ledger.models import Ledger
from zhiheng.mechanisms.confined import Refused, Value, confined
from zhiheng.mechanisms.evidence.models import LARGEST, FileRefused
from zhiheng.mechanisms.idempotency.once import once
from zhiheng.mechanisms.scope import desk_now
from zhiheng.mechanisms.workbooks.checking import checked
from zhiheng.mechanisms.workbooks.fields import DOOR, Checked, Field, Table
from zhiheng.mechanisms.workbooks.pasting import pasted
from zhiheng.plan.unreadable import Unreadable

ENDINGS = (".xlsx", ".csv")
PAGE_ROWS = 50


class ImportForm(forms.Form):
    """A file or a pasted block, for one ledger."""

    ledger = forms.ModelChoiceField(Ledger.objects.all(), label=_("台账"), to_field_name="slug", empty_label=None)
    file = forms.FileField(
        label=_("Excel/WPS 文件"),
        required=False,
        max_length=200,
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(ENDINGS)}),
        error_messages={"empty": _("文件是空的，请检查后重新选择。")},
    )
    block = forms.CharField(
        label=_("从 Excel/WPS 粘贴"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false", "wrap": "off"}),
    )

    def clean_file(self) -> UploadedFile | None:
        """Name and size are looked at before the file is read; what it holds is looked at in the child process."""
        file: UploadedFile | None = self.cleaned_data["file"]
        if file and not str(file.name).lower().endswith(ENDINGS):
            raise forms.ValidationError(
                gettext("只能上传 .xlsx 或 .csv；旧版 .xls、.et 请用 WPS 或 Excel 另存为 .xlsx。")
            )
        if file and (file.size or 0) > LARGEST:
            raise forms.ValidationError(gettext("文件超过 %(size)d MB 的上限。") % {"size": LARGEST >> 20})
        return file

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not self.errors and bool(values.get("file")) == bool(values.get("block", "").strip()):
            self.add_error("file", gettext("请选择一个文件，或粘贴表格，二者选一。"))
        return values


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
    """The table and its rows; None with the reason in the form when it cannot be read or holds no rows."""
    file, block = form.cleaned_data["file"], form.cleaned_data["block"]
    at = "file" if file else "block"
    fields = fields_of(form.cleaned_data["ledger"], desk_now(), timezone.localdate())
    try:
        table = read_file(Path(file.temporary_file_path())) if file else read_block(block, fields)
    except Unreadable as refusal:
        form.add_error(at, _said(refusal.message_zh, refusal.message_en))
        return None
    rows = checked(table, fields)
    for fault in rows.faults:
        if not fault.row:
            form.add_error(at, _said(fault.said_zh, fault.said_en))
    if not rows.lines and form.is_valid():
        form.add_error(at, gettext("表头下面没有填写任何行。"))
    if len(rows.lines) > batches.MOST_ROWS:
        words = gettext("有 %(n)d 行，一次最多导入 %(most)d 行；请分成几个文件。")
        form.add_error(at, words % {"n": len(rows.lines), "most": batches.MOST_ROWS})
    return None if form.errors else (table, rows)


def read_file(path: Path) -> Table:
    """What a workbook holds, read in a child process. Raises Unreadable for what is refused or too heavy."""
    outcome = confined(DOOR, path)
    if isinstance(outcome, Value):
        table: Table = outcome.data
        return table
    if isinstance(outcome, Refused):
        raise Unreadable(outcome.message_zh, outcome.message_en)
    raise Unreadable(
        "文件太大或太复杂，在限定的时间和内存里没有读完，已停止；请只保留要导入的工作表，另存为 .xlsx 后再上传",
        "too large or too complex to be read in the time and memory there is: keep only the sheet to import",
    )


def read_block(block: str, fields: tuple[Field, ...]) -> Table:
    """What a pasted block holds; without a header its columns are those of the template."""
    return pasted(block, [field.heading for field in fields])


def _said(zh: str, en: str) -> str:
    return en if get_language() == "en" else zh


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
