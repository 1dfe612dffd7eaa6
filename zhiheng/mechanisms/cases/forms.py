"""Forms made from a declaration: what a transition asks for, and what a case is filed and corrected with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.apps import apps
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhiheng.mechanisms.cases.declaring import Ask
from zhiheng.mechanisms.cases.models import Case
from zhiheng.mechanisms.cases.shown import is_sealed, label_of
from zhiheng.mechanisms.scope import desk_now

NOTHING = ("", "—")
YES_NO = (("yes", _("是")), ("no", _("否")))
LONGEST_SEALED = 4000
"""Characters of a sealed text: the facts of a complaint on two pages."""


def asking_form(asks: Sequence[Ask], data: Mapping[str, Any] | None = None) -> forms.Form:
    """A form with a field for each Ask. It takes any text: ``asking.cleaned`` alone decides what is right."""
    form = forms.Form(data)
    for ask in asks:
        field = forms.CharField(label=ask.label, help_text=ask.help, required=False, strip=False, widget=_widget(ask))
        field.asked = ask.required  # type: ignore[attr-defined]
        form.fields[ask.name] = field
    return form


def _widget(ask: Ask) -> forms.Widget:
    if ask.kind == "yes_no":
        return forms.RadioSelect(choices=YES_NO)
    if ask.kind == "choice":
        return forms.Select({"class": "form-select"}, choices=[NOTHING, *ask.choices])
    if ask.kind == "region":
        regions = [(row.slug, row.label) for row in apps.get_model("directory", "Region").objects.all()]
        return forms.Select({"class": "form-select"}, choices=[NOTHING, *regions])
    if ask.kind == "long":
        return forms.Textarea({"class": "form-control", "rows": 4})
    kinds = {"date": {"type": "date"}, "number": {"inputmode": "decimal"}}
    return forms.TextInput({"class": "form-control", **kinds.get(ask.kind, {})})


def filing_form(case: Case, data: Mapping[str, Any] | None = None, *, correcting: bool = False) -> forms.ModelForm:
    """The form of the fields that a kind names in ``form``, for a new case or to correct one that stands.

    The region is one that this desk handles; a case that stands goes to another by a transition alone. A sealed text is
    typed anew or left alone: its words are never sent back to the page.
    """
    kind = type(case)
    fixed = ("region", *kind.of_filer) if correcting else ()
    asked = [name for name in dict.fromkeys(("region", *kind.form)) if name not in fixed]
    sealed = [kind._meta.get_field(name) for name in asked if is_sealed(kind._meta.get_field(name))]
    names = [name for name in asked if name not in {field.name for field in sealed}]
    made = forms.modelform_factory(kind, fields=names, formfield_callback=dressed)(data, instance=case)
    if "region" in made.fields:
        region: Any = made.fields["region"]
        region.queryset = region.queryset.filter(pk__in=desk_now().casework)
        region.empty_label = None if len(desk_now().casework) == 1 else "—"
    for field in sealed:
        made.fields[field.name] = _sealed(case, field, correcting)  # type: ignore[arg-type]
    if correcting:
        for asked_for in made.fields.values():
            asked_for.show_hidden_initial = not getattr(asked_for, "sealed", False)
        made.fields["why"] = why_field()
    made.order_fields([*asked, "why"])
    return made


def dressed(column: Any, **named: Any) -> Any:
    """The form field of a column, dressed as all are here."""
    field = column.formfield(**named)
    if field is None:
        return None
    field.label = label_of(column)
    if isinstance(field, forms.DateField):
        field.widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    if isinstance(field.widget, forms.Textarea):
        field.widget.attrs["rows"] = 4
    if isinstance(field.widget, forms.CheckboxInput):
        field.widget.attrs["class"] = "form-check-input"
    elif not isinstance(field.widget, forms.CheckboxSelectMultiple):
        field.widget.attrs["class"] = "form-select" if isinstance(field.widget, forms.Select) else "form-control"
    if isinstance(field, forms.ModelChoiceField):
        field.empty_label = "—" if field.empty_label else None
    elif isinstance(field, forms.TypedChoiceField):
        choices: Any = field.choices
        field.choices = [NOTHING if value == "" else (value, words) for value, words in choices]
    field.asked = field.required
    return field


def _sealed(case: Case, column: Any, correcting: bool) -> forms.CharField:
    long = column.mask == "text"
    widget = (
        forms.Textarea({"class": "form-control", "rows": 4}) if long else forms.TextInput({"class": "form-control"})
    )
    field = forms.CharField(
        label=label_of(column), required=not (column.blank or correcting), max_length=LONGEST_SEALED, widget=widget
    )
    if correcting and (mask := str(getattr(case, column.name))):
        field.help_text = gettext("现在是 %(mask)s，不改就留空。") % {"mask": mask}
    field.sealed, field.asked = True, field.required  # type: ignore[attr-defined]
    return field


def why_field() -> forms.CharField:
    """Why something that stands is corrected."""
    return forms.CharField(
        label=gettext("更正理由"),
        max_length=200,
        widget=forms.TextInput({"class": "form-control"}),
        error_messages={"required": gettext("请写更正理由。")},
    )


def filled(form: forms.ModelForm) -> Case:
    """The new case of a form that is right, with its sealed texts; not saved."""
    case: Case = form.instance
    for name, field in form.fields.items():
        if getattr(field, "sealed", False):
            setattr(case, name, form.cleaned_data[name])
    return case


def corrections(form: forms.ModelForm) -> dict[str, Any]:
    """The fields of a form that is right and what they are to be; a sealed text only where something was typed."""
    return {
        name: form.cleaned_data[name]
        for name, field in form.fields.items()
        if name != "why" and (form.cleaned_data[name] or not getattr(field, "sealed", False))
    }
