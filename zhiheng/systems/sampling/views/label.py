"""The labels of a sample, to print and stick on: one for the tested sample, one for the spare."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import segno
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from django_scopes.state import get_scope

from zhiheng.mechanisms.cases.views.opened import case_of, for_casework, has_cases, way_to_case
from zhiheng.mechanisms.scope import Desk, at_desk
from zhiheng.systems.sampling.models import Sample, TestedBatch

PARTS = (("检", _("检验样品")), ("备", _("备用样品")))
"""第18号令22–23, 食品安全抽样检验管理办法: sealed apart, the spare for a re-test."""


@require_safe
@for_casework
def sample_label(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Two labels with the number, the seal and a QR code that leads to the sample; 404 before it is taken."""
    sample: Any = case_of(Sample.kind, pk)
    if sample.sampled_on is None:
        raise Http404(gettext("还没有抽样，没有标签。"))
    address = request.build_absolute_uri(reverse("sample_of_number", args=[sample.number]))
    context = {
        "sample": sample,
        "parts": PARTS,
        "address": address,
        # A library made it of the address alone; nothing typed is in it.
        "code": mark_safe(
            segno.make(address, error="m").svg_inline(border=2, omitsize=True, svgclass="qr", lineclass=None)
        ),
        "crumbs": way_to_case(sample, (gettext("样品标签"), "")),
        "demo_shown": sample.demo,
    }
    return render(request, "sampling/label.html", context)


@require_safe
def sample_of_number(request: HttpRequest, number: str) -> HttpResponse:
    """Where the code of a label leads: who works on the sample to its case, everybody else to its published result.

    Of a number without a published result nobody learns whether it exists.
    """
    desk = get_scope().get("desk") or Desk()
    if has_cases(desk) and (sample := Sample.objects.filter(number=number).first()):
        return redirect(sample)
    with at_desk(Desk()):
        batch = TestedBatch.objects.filter(source=number).first()
    if batch:
        return redirect("public_sample", pk=batch.pk)
    context = {"crumbs": [(gettext("抽检结果"), reverse("public_samples")), (gettext("没有公开的结果"), "")]}
    return render(request, "sampling/unpublished.html", context, status=404)
