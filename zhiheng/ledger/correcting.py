"""The forms that correct a reading: each gives the new fields of a row as text, or says what is wrong with them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhiheng.ledger.amending import Amendment, Item, found, task_at
from zhiheng.ledger.models import AssignedUnit, Target
from zhiheng.mechanisms.versions import Difference, Said
from zhiheng.plan.model import Plan, Quote

KEEP, DROP = "change", "drop"


class WhyForm(forms.Form):
    """Every correction has a reason, kept in the journal. What the person saw is sent along with what they wrote."""

    why = forms.CharField(label=_("更正理由"), max_length=200)

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.order_fields([*self.own, "why"])
        for name, field in self.fields.items():
            field.show_hidden_initial = name in self.own
            field.widget.attrs["class"] = "form-select" if isinstance(field, forms.ChoiceField) else "form-control"

    def values(self) -> dict[str, str]:
        """The row's own fields as text."""
        return {name: _text(self.cleaned_data.get(name)) for name in self.own}

    own: tuple[str, ...] = ()


class TaskForm(WhyForm):
    """The heading of a task."""

    own = ("heading",)
    heading = forms.CharField(label=_("任务名称"), max_length=200)


class UnitForm(WhyForm):
    """A responsible unit and the role that the document gives it."""

    own = ("name", "role")
    name = forms.CharField(label=_("单位名称"), max_length=60)
    role = forms.ChoiceField(label=_("角色"), required=False, choices=[("", _("文件没有写明")), *AssignedUnit.ROLES])


class TargetForm(WhyForm):
    """A target; a qualitative one has no value, nor has one that is measured against others; every other needs it."""

    own = ("indicator", "comparator", "value", "unit", "year", "kind")
    indicator = forms.CharField(label=_("指标"), max_length=120)
    comparator = forms.ChoiceField(label=_("比较"), choices=Target.COMPARATORS)
    value = forms.DecimalField(label=_("数值"), required=False, max_digits=18, decimal_places=6)
    unit = forms.CharField(label=_("计量单位"), max_length=30, required=False)
    year = forms.IntegerField(label=_("年份"), required=False, min_value=1950, max_value=2150)
    kind = forms.ChoiceField(label=_("类型"), choices=Target.KINDS)

    def __init__(self, *arguments: Any, relative: bool = False, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.relative = relative

    def clean(self) -> dict[str, Any]:
        """Only what is compared with a number has one, and then it must."""
        given = super().clean() or {}
        if "value" in given and "comparator" in given:
            wordy = given["comparator"] == "qualitative"
            if wordy and given["value"] is not None:
                self.add_error("value", gettext("定性目标没有数值，请清空，或改选其他比较方式。"))
            elif given["value"] is None and not (wordy or self.relative):
                self.add_error("value", gettext("请填写数值；文件没有给数值的，比较方式请选“定性”。"))
        return given


class FundingForm(WhyForm):
    """A sum: it can only be removed; a sum that was misread is corrected in the document's next edition."""


FORMS: dict[str, type[WhyForm]] = {"task": TaskForm, "unit": UnitForm, "target": TargetForm, "funding": FundingForm}


class QuotedForm(forms.Form):
    """Where a missing row stands: the words of the document, copied from it, that ask for it."""

    words = forms.CharField(
        widget=forms.TextInput(attrs={"class": "form-control"}),
        label=_("文件中的原话"),
        max_length=400,
        help_text=_("从下面的文件里原样复制，要长到只出现一次。"),
    )

    def __init__(self, plan: Plan, *arguments: Any, in_task: bool, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.plan, self.in_task = plan, in_task
        self.span: Quote | None = None

    def clean_words(self) -> str:
        """The words must stand in the document exactly once, for a unit inside of a task."""
        words: str = self.cleaned_data["words"]
        places = found(self.plan.text, words)
        if not places:
            raise forms.ValidationError(gettext("文件里没有这段话，请从下面的文件里原样复制，不要改动标点。"))
        if len(places) > 1:
            raise forms.ValidationError(
                gettext("这段话在文件里出现了 %(count)d 次，请多复制几个字，让它只出现一次。") % {"count": len(places)}
            )
        if self.in_task and task_at(self.plan, places[0]) is None:
            raise forms.ValidationError(gettext("这段话不在任何任务里，单位只能加在任务上。"))
        self.span = places[0]
        return words


def amendment_of(item: Item, form: WhyForm, action: str) -> Amendment:
    """The correction that a sent form asks for."""
    if action == DROP:
        return Amendment("drop", item.thing)
    return Amendment("change", item.thing, form.values())


def differences(now: Item, form: WhyForm) -> list[Difference]:
    """The fields in which a row of now and a sent form differ, with what the person saw when the page was opened."""
    found_ones = []
    for name, value in form.values().items():
        field = form.fields[name]
        words = dict(getattr(field, "choices", ()))
        read, mine, theirs = (
            Said(given, str(words.get(given, given)))
            for given in (form.data.get(form[name].html_initial_name, ""), value, now.fields[name])
        )
        if mine != theirs:
            found_ones.append(Difference(name, str(field.label), read, mine, theirs))
    return found_ones


def _text(value: Any) -> str:
    """A cleaned value as the reading keeps it: decimals without zeros behind."""
    if value is None:
        return ""
    text = f"{value:f}" if hasattr(value, "as_tuple") else str(value)
    return text.rstrip("0").rstrip(".") if "." in text and hasattr(value, "as_tuple") else text
