"""Before a published table is handed in: whoever imports it says what it is a table of."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from zhiheng.mechanisms.scope import desk_now
from zhiheng.systems.sampling import sorts
from zhiheng.systems.sampling.importing import OUTCOMES, Told

NOTHING = ("", "—")


class TableForm(forms.Form):
    """What a published table is of. Nothing is chosen beforehand: it would be a guess."""

    category = forms.ChoiceField(label=_("产品大类"), choices=[NOTHING, *sorts.CATEGORIES])
    sampling_type = forms.ChoiceField(
        label=_("抽检性质"),
        choices=[NOTHING, *((key, words) for key, words in sorts.SAMPLING_TYPES if key != sorts.RISK)],
        help_text=_("照公告的写法选。监督抽检、评价性抽检、例行监测分别统计，从不混算；风险监测结果不公布，不能导入。"),
    )
    outcome = forms.ChoiceField(label=_("这张表列的是"), choices=[NOTHING, *OUTCOMES])
    announced = forms.DateField(
        label=_("公告日期"),
        widget=forms.DateInput({"type": "date"}),
        help_text=_("表里有公告日期、检验日期两列时，以表里的为准。"),
    )
    industry = forms.ChoiceField(
        label=_("国民经济行业大类"),
        choices=lambda: [NOTHING, *sorts.divisions()],
        required=False,
        help_text=_("工业产品才选：合格率按行业产值加权。"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["class"] = "form-select" if isinstance(field, forms.ChoiceField) else "form-control"
            field.asked = field.required  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("announced") and values["announced"] > timezone.localdate():
            self.add_error("announced", gettext("公告日期不能晚于今天。"))
        if values.get("category") == sorts.INDUSTRIAL and not values.get("industry"):
            self.add_error("industry", gettext("工业产品要写国民经济行业大类：合格率按行业产值加权。"))
        return values

    def told(self) -> Told:
        """The table of a form that is right."""
        said = self.cleaned_data
        industry = said["industry"] if said["category"] == sorts.INDUSTRIAL else ""
        return Told(said["category"], said["sampling_type"], said["outcome"], said["announced"], industry)


@require_safe
@login_required
def results_imports(request: HttpRequest) -> HttpResponse:
    """Say what the table is of; then on to handing it in."""
    if not desk_now().casework:
        raise Http404
    form = TableForm(request.GET or None)
    if form.is_bound and form.is_valid():
        return redirect("results_import", kind=form.told().key)
    crumbs = [(gettext("抽检结果"), reverse("public_samples")), (gettext("导入公布的结果表"), "")]
    return render(request, "sampling/results_imports.html", {"form": form, "crumbs": crumbs})
