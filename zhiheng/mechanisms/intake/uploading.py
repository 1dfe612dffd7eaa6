"""A workbook or a pasted block as people send it: the form, and what was read of it, with all that is wrong at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import get_language, gettext, override
from django.utils.translation import gettext_lazy as _

from zhiheng.mechanisms.confined import Refused, Value, confined
from zhiheng.mechanisms.evidence.models import LARGEST
from zhiheng.mechanisms.workbooks.checking import checked
from zhiheng.mechanisms.workbooks.fields import DOOR, Checked, Field, Table
from zhiheng.mechanisms.workbooks.pasting import pasted
from zhiheng.plan.unreadable import Unreadable

ENDINGS = (".xlsx", ".csv")


class WorkbookForm(forms.Form):
    """A file or a pasted block, one of the two."""

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


def read_of(form: WorkbookForm, fields: Sequence[Field], most: int) -> tuple[Table, Checked] | None:
    """The table and its rows; None with the reason in the form when it cannot be read, or holds none or too many."""
    file, block = form.cleaned_data["file"], form.cleaned_data["block"]
    at = "file" if file else "block"
    try:
        table = read_file(Path(file.temporary_file_path())) if file else read_block(block, fields)
    except Unreadable as refusal:
        form.add_error(at, in_language(refusal.message_zh, refusal.message_en))
        return None
    rows = checked(table, fields)
    for fault in rows.faults:
        if not fault.row:
            form.add_error(at, in_language(fault.said_zh, fault.said_en))
    if not rows.lines and form.is_valid():
        form.add_error(at, gettext("表头下面没有填写任何行。"))
    if len(rows.lines) > most:
        words = gettext("有 %(n)d 行，一次最多导入 %(most)d 行；请分成几个文件。")
        form.add_error(at, words % {"n": len(rows.lines), "most": most})
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


def read_block(block: str, fields: Sequence[Field]) -> Table:
    """What a pasted block holds; without a header its columns are those of the template."""
    return pasted(block, [field.heading for field in fields])


def in_language(zh: str, en: str) -> str:
    """Of two sentences the one in the reader's language."""
    return en if get_language() == "en" else zh


def in_both(made: Callable[[], Sequence[Any]]) -> list[tuple[Any, Any]]:
    """Sentences made in Chinese and again in English; those without fault cost nothing twice."""
    with override("zh-hans"):
        zh = made()
    if not zh:
        return []
    with override("en"):
        return list(zip(zh, made(), strict=True))
