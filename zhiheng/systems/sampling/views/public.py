"""Published results: search before buying, one batch, and the files."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from zhiheng.mechanisms.scope import Desk, at_desk
from zhiheng.systems.sampling import public
from zhiheng.systems.sampling.failing import items_of


@require_safe
def public_samples(request: HttpRequest) -> HttpResponse:
    """Published batches by product, firm and place, the same for everybody."""
    with at_desk(Desk()):
        context = {"crumbs": [(gettext("抽检结果"), "")]}
        return public.listing().answer(request, public.rows(), "sampling/public.html", context)


@require_safe
def public_samples_export(request: HttpRequest, fmt: str) -> HttpResponse:
    """The same as a file, with every column that the law asks for."""
    with at_desk(Desk()):
        return public.whole().export(request, public.rows(), fmt)


@require_safe
def public_sample(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One published batch; 404 for what is not public, or not any more."""
    with at_desk(Desk()):
        row = public.rows().filter(pk=pk).first()
        if row is None:
            raise Http404(gettext("没有这个批次，或者还没有公开、已经撤回。"))
        context = {
            "row": row,
            "items": items_of(row.failing_items),
            "facts": public.facts(row),
            "handling": public.handling(row),
            "crumbs": [(gettext("抽检结果"), reverse("public_samples")), (row.product, "")],
            "demo_shown": row.demo,
        }
        return render(request, "sampling/public_sample.html", context)
