"""What people type about a part, read as the cells of an import are: full-width digits, 2026年3月, 2026.3.1."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from zhiheng.division.models.part import QUARTERS
from zhiheng.mechanisms.workbooks.fields import Field, Kind, Value
from zhiheng.mechanisms.workbooks.typed import Wrong, value_of

LONGEST = 500
"""Characters of what a part asks for."""


class Typed(forms.CharField):
    """A date, or a whole number, in any of the ways it is written; None where nothing is."""

    def __init__(self, kind: Kind, **named: Any) -> None:
        self.kind = kind
        super().__init__(required=False, max_length=40, **named)

    def clean(self, value: Any) -> Value:
        text = super().clean(value)
        try:
            return value_of(text or None, Field(self.kind, str(self.label or ""), self.kind))
        except Wrong as wrong:
            said = wrong.said_en if get_language() == "en" else wrong.said_zh
            raise forms.ValidationError(said) from None


class SaidForm(forms.Form):
    """What a part says: the work, until when, by whom."""

    content = forms.CharField(
        label=_("工作内容"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3, "class": "form-control"}),
        error_messages={"required": _("请写工作内容。")},
    )
    due = Typed("date", label=_("完成时限"), widget=forms.TextInput(attrs={"class": "form-control"}))
    contact = forms.CharField(
        label=_("责任人"), max_length=60, required=False, widget=forms.TextInput(attrs={"class": "form-control"})
    )
    note = forms.CharField(
        label=_("备注"), max_length=300, required=False, widget=forms.TextInput(attrs={"class": "form-control"})
    )


class ChangeForm(SaidForm):
    """The same of a part that stands, with its period and the reason; what the person saw is sent along."""

    year = Typed("whole", label=_("年份"), widget=forms.TextInput(attrs={"class": "form-control"}))
    quarter = forms.TypedChoiceField(
        label=_("季度"),
        coerce=int,
        choices=QUARTERS,
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    why = forms.CharField(
        label=_("修改理由"),
        max_length=200,
        widget=forms.TextInput(attrs={"class": "form-control"}),
        error_messages={"required": _("请写修改理由。")},
    )
    field_order = ("content", "year", "quarter", "due", "contact", "note", "why")

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        for name, field in self.fields.items():
            field.show_hidden_initial = name != "why"


class CommentForm(forms.Form):
    """A remark on a part."""

    text = forms.CharField(
        label=_("意见"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "class": "form-control"}),
        error_messages={"required": _("请写意见。")},
    )


class FileForm(forms.Form):
    """A file handed in with a part."""

    file = forms.FileField(
        label=_("文件"),
        max_length=200,
        error_messages={"required": _("请选择文件。"), "empty": _("文件是空的，请检查后重新选择。")},
    )


def too_many(most: int) -> str:
    """What to do about a division that is too long for a page."""
    return gettext("一次最多分解 %(most)d 项，请减少地区、单位或时期，或者用 Excel 导入。") % {"most": most}
