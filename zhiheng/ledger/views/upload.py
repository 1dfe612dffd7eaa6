"""上传方案: a document goes in; it is read in a confined child process before anything of it is kept."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from zhiheng.directory.models import Officer
from zhiheng.directory.permissions import Permission, needs
from zhiheng.ledger.contract import DOOR, MAX_CHARACTERS
from zhiheng.ledger.uploading import SHOWN, begin, begun_by, with_colleagues
from zhiheng.mechanisms.confined import Outcome, Refused, Value, confined
from zhiheng.mechanisms.evidence.models import LARGEST, FileRefused
from zhiheng.mechanisms.idempotency.once import once

ENDINGS = (".docx", ".txt", ".html", ".htm", ".pdf")


class UploadForm(forms.Form):
    """One document of a kind that can be read, not larger than what is kept."""

    file = forms.FileField(
        label=_("方案文件"),
        max_length=200,
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(ENDINGS)}),
        error_messages={"required": _("请选择文件。"), "empty": _("文件是空的，请检查后重新选择。")},
    )

    def clean_file(self) -> UploadedFile:
        """Name and size are looked at before the file is read; what it holds is looked at in the child process."""
        file: UploadedFile = self.cleaned_data["file"]
        if not str(file.name).lower().endswith(ENDINGS):
            raise forms.ValidationError(gettext("只能上传 .docx、.txt、.html 或文字版 .pdf。"))
        if (file.size or 0) > LARGEST:
            raise forms.ValidationError(gettext("文件超过 %(size)d MB 的上限。") % {"size": LARGEST >> 20})
        return file


@needs(Permission.UPLOAD_PLAN)
def upload(request: HttpRequest) -> HttpResponseBase:
    """The first step. Reading takes seconds and writes nothing: it comes before the transaction of ``once``."""
    if request.method != "POST":
        return _page(request, UploadForm())
    form = UploadForm(request.POST, request.FILES)
    said = read_of(form) if form.is_valid() else None
    return _kept(request, form, said)


@once
def _kept(request: HttpRequest, form: UploadForm, said: dict[str, Any] | None) -> HttpResponseBase:
    if said is None:
        return _page(request, form)
    officer: Officer = request.user  # type: ignore[assignment]
    file: UploadedFile = form.cleaned_data["file"]
    file.seek(0)
    try:
        reading = begin(said, file, str(file.name), by=officer, at=timezone.now())
    except FileRefused as refusal:
        form.add_error("file", str(refusal))
        return _page(request, form)
    messages.success(request, gettext("已读取，请对照原文核对。"))
    return redirect(reading)


def read_of(form: UploadForm) -> dict[str, Any] | None:
    """What was read of the file; None with the reason in the form when it is refused or is no plan."""
    outcome = confined(DOOR, Path(form.cleaned_data["file"].temporary_file_path()))
    if not isinstance(outcome, Value):
        form.add_error("file", refusal_of(outcome))
        return None
    said: dict[str, Any] = outcome.data
    if not said["plan"]["tasks"] and not said["plan"]["targets"]:
        form.add_error("file", gettext("没有读到任务，也没有读到目标：这个文件不像行动方案。"))
        return None
    return said


def refusal_of(outcome: Outcome) -> str:
    """Why a file was not read, in the reader's language, with what to do."""
    if isinstance(outcome, Refused):
        return outcome.message_en if get_language() == "en" else outcome.message_zh
    return gettext("文件太大或太复杂，在限定的时间和内存里没有读完，已停止；请另存为 .docx 或 .txt 后再上传。")


def _page(request: HttpRequest, form: UploadForm) -> HttpResponse:
    officer: Officer = request.user  # type: ignore[assignment]
    context = {
        "form": form,
        "crumbs": [(gettext("上传方案"), "")],
        "megabytes": LARGEST >> 20,
        "characters": f"{MAX_CHARACTERS:,}",
        "readings": begun_by(officer)[:SHOWN],
        "colleagues": with_colleagues(officer)[:SHOWN],
        "step": 1,
    }
    return render(request, "ledger/upload.html", context)
