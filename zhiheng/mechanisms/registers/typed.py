"""The forms of a register, made from its declaration: for a row, and for what happened to it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhiheng.mechanisms.cases.forms import dressed, why_field
from zhiheng.mechanisms.registers.models import Register
from zhiheng.mechanisms.scope import desk_now


def row_form(row: Register, data: Mapping[str, Any] | None = None, *, correcting: bool = False) -> forms.ModelForm:
    """The form of a row, new or to be corrected; its region is one that the desk of now handles."""
    kind = type(row)
    form = forms.modelform_factory(kind, fields=kind.form_fields(), formfield_callback=dressed)(data, instance=row)
    region: Any = form.fields["region"]
    region.queryset = region.queryset.filter(pk__in=desk_now().casework)
    if correcting:
        for field in form.fields.values():
            field.show_hidden_initial = True
        form.fields["why"] = why_field()
    return form


class EventForm(forms.Form):
    """What happened to a row, on which day, and why."""

    event = forms.ChoiceField(label=_("事件"), widget=forms.Select({"class": "form-select"}))
    on = forms.DateField(
        label=_("发生日"), widget=forms.DateInput({"type": "date", "class": "form-control"}, format="%Y-%m-%d")
    )
    why = forms.CharField(label=_("理由或依据"), max_length=300, widget=forms.TextInput({"class": "form-control"}))
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)

    def __init__(self, row: Register, data: Mapping[str, Any] | None = None, **named: Any) -> None:
        super().__init__(data, initial={"version": row.version, **named}, auto_id="event_%s")
        choice: Any = self.fields["event"]
        choice.choices = [("", "—"), *((event.key, event.label) for event in row.own_kind.events)]
        for field in self.fields.values():
            field.asked = True  # type: ignore[attr-defined]


class StrikeForm(forms.Form):
    """Why an event is struck out, and the version of the row that was seen."""

    why = forms.CharField(max_length=300)
    version = forms.IntegerField(min_value=1, max_value=2**31 - 1)


def said(form: forms.Form) -> str:
    """All that is wrong with a form in one line, for where there is no room beside its fields."""
    return gettext("；").join(str(words) for found in form.errors.values() for words in found)
