"""The forms that correct a reading: each gives the new fields of a row as text, or says what is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhiheng.ledger.amending import FIELDS, Amendment, Item, found, task_at
from zhiheng.ledger.models import AssignedUnit, Target
from zhiheng.mechanisms.versions import Difference, Said
from zhiheng.plan.model import Plan, Quote

DROP = "drop"
CADENCES = (
    "annual",
    "half-yearly",
    "quarterly",
    "monthly",
    "weekly",
    "every 2 years",
    "every 3 years",
    "every 5 years",
)
SHARE = re.compile(r"\d{1,4}(\.\d{1,2})?%|[1-9]\d{0,3}/[1-9]\d{0,3}")


class WhyForm(forms.Form):
    """Every correction has a reason, kept in the journal. What the person saw is sent along with what they wrote."""

    why = forms.CharField(label=_("更正理由"), max_length=200)

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.own = FIELDS[self.kind_of_row]
        self.order_fields([*self.own, "why"])
        for name, field in self.fields.items():
            field.show_hidden_initial = name in self.own
            field.widget.attrs["class"] = "form-select" if isinstance(field, forms.ChoiceField) else "form-control"

    def values(self) -> dict[str, str]:
        """The row's own fields as text."""
        return {name: _text(self.cleaned_data.get(name)) for name in self.own}

    kind_of_row: str


class PlanForm(WhyForm):
    """What the head of the document says of itself."""

    kind_of_row = "plan"
    title = forms.CharField(label=_("标题"), max_length=200)
    issuer = forms.CharField(label=_("发文机关"), max_length=120, required=False)
    number = forms.CharField(label=_("文号"), max_length=60, required=False)
    issued = forms.DateField(label=_("成文日期"), required=False, widget=forms.DateInput(attrs={"type": "date"}))


class TaskForm(WhyForm):
    """The heading of a task."""

    kind_of_row = "task"
    heading = forms.CharField(label=_("任务名称"), max_length=200)


class UnitForm(WhyForm):
    """A responsible unit and the role that the document gives it."""

    kind_of_row = "unit"
    name = forms.CharField(label=_("单位名称"), max_length=60)
    role = forms.ChoiceField(label=_("角色"), required=False, choices=[("", _("文件没有写明")), *AssignedUnit.ROLES])


class TargetForm(WhyForm):
    """A target; a qualitative one has no value, nor has one that is measured against others; every other needs it."""

    kind_of_row = "target"
    indicator = forms.CharField(label=_("指标"), max_length=120)
    comparator = forms.ChoiceField(label=_("比较"), choices=Target.COMPARATORS)
    value = forms.DecimalField(label=_("数值"), required=False, max_digits=18, decimal_places=6)
    unit = forms.CharField(label=_("计量单位"), max_length=30, required=False)
    year = forms.IntegerField(label=_("年份"), required=False, min_value=1950, max_value=2150)
    cadence = forms.ChoiceField(label=_("频次"), required=False)
    kind = forms.ChoiceField(label=_("类型"), choices=Target.KINDS)
    benchmark = forms.CharField(label=_("比较对象(如“全国平均水平”)"), max_length=60, required=False)
    per = forms.CharField(label=_("分别对每个(如“设区市”)"), max_length=40, required=False)

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        read = self.initial.get("cadence", "")
        known = [*CADENCES, read] if read and read not in CADENCES else CADENCES
        choices = [("", gettext("不重复")), *((one, Target(cadence=one).when) for one in known)]
        self.fields["cadence"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Only what is compared with a number has one, and then it must."""
        given = super().clean() or {}
        if "value" in given and "comparator" in given:
            wordy = given["comparator"] == "qualitative"
            if wordy and given["value"] is not None:
                self.add_error("value", gettext("定性目标没有数值，请清空，或改选其他比较方式。"))
            elif given["value"] is None and not (wordy or given.get("benchmark")):
                self.add_error("value", gettext("请填写数值；文件没有给数值的，比较方式请选“定性”。"))
        return given


class FundingForm(WhyForm):
    """A sum: an amount, a share, a cap, or several of them."""

    kind_of_row = "funding"
    item = forms.CharField(label=_("事项"), max_length=200)
    amount = forms.DecimalField(label=_("金额(元)"), required=False, max_digits=17, decimal_places=2, min_value=0)
    share = forms.CharField(label=_("比例(如 50% 或 1/3)"), max_length=12, required=False)
    cap = forms.DecimalField(label=_("上限(元)"), required=False, max_digits=17, decimal_places=2, min_value=0)
    per = forms.CharField(label=_("分别对每个(如“项目”)"), max_length=40, required=False)

    def clean_share(self) -> str:
        """A percentage or a fraction, kept exactly."""
        share: str = self.cleaned_data["share"].replace("％", "%").replace(" ", "")
        if share and not SHARE.fullmatch(share):
            raise forms.ValidationError(gettext("请写成 50% 或 1/3 这样的比例。"))
        return share

    def clean(self) -> dict[str, Any]:
        """A sum without any number is none."""
        given = super().clean() or {}
        if not self.errors and not any((given["amount"], given["share"], given["cap"])):
            self.add_error("amount", gettext("金额、比例、上限至少要填一项。"))
        return given


class DeadlineForm(WhyForm):
    """A dated duty; the date is its last day."""

    kind_of_row = "deadline"
    what = forms.CharField(label=_("事项"), max_length=300)
    date = forms.DateField(label=_("期限(最后一天)"), widget=forms.DateInput(attrs={"type": "date"}))


FORMS: dict[str, type[WhyForm]] = {
    form.kind_of_row: form for form in (PlanForm, TaskForm, UnitForm, TargetForm, FundingForm, DeadlineForm)
}
ADDED = {
    "unit": _("补一个责任单位"),
    "target": _("补一个目标"),
    "funding": _("补一笔资金"),
    "deadline": _("补一个期限"),
}
"""What can be added, and how the button says it."""
KEPT = {"plan"}
"""What can be corrected but not removed."""


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


def addition_of(kind: str, form: WhyForm, quoted: QuotedForm, known: Iterable[str]) -> Amendment:
    """The row that two sent forms add to the known ones."""
    number = 1 + sum(1 for thing in known if thing.startswith(f"{kind}:+"))
    return Amendment("add", f"{kind}:+{number}", form.values(), quoted.span)


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
