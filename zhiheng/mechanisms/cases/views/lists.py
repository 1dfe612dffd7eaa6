"""The lists of a kind of case, for those who work on it and for the public, with their files."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from zhiheng.mechanisms.cases.listed import list_of, public_list_of, published, rows_of
from zhiheng.mechanisms.cases.models import Case
from zhiheng.mechanisms.cases.shown import label_of
from zhiheng.mechanisms.cases.views.opened import for_casework, kind_of, way_to
from zhiheng.mechanisms.scope import desk_now, everywhere


@require_safe
@for_casework
def cases(request: HttpRequest, kind: str) -> HttpResponse:
    """The cases of a kind that the desk sees."""
    model = kind_of(kind)
    context = {
        "kind": model,
        "as_of": timezone.localdate(),
        "may_file": bool(desk_now().casework and model.form),
        "public": bool(model.public),
        "crumbs": way_to((label_of(model._meta), "")),
    }
    return list_of(model).answer(request, rows_of(model), "cases/cases.html", context)


@require_safe
@for_casework
def cases_export(request: HttpRequest, kind: str, fmt: str) -> HttpResponse:
    """What the list shows, all pages of it, as a file."""
    model = kind_of(kind)
    return list_of(model).export(request, rows_of(model), fmt)


@require_safe
def public_cases(request: HttpRequest, kind: str) -> HttpResponse:
    """What a kind publishes, the same for everybody; 404 for one that publishes nothing."""
    model = _publishing(kind)
    with everywhere():
        context = {"kind": model, "crumbs": [(label_of(model._meta), "")]}
        return public_list_of(model).answer(request, published(model), "cases/public.html", context)


@require_safe
def public_cases_export(request: HttpRequest, kind: str, fmt: str) -> HttpResponse:
    """The same as a file."""
    model = _publishing(kind)
    with everywhere():
        return public_list_of(model).export(request, published(model), fmt)


def _publishing(key: str) -> type[Case]:
    model = kind_of(key)
    if not model.public:
        raise Http404(gettext("这一类办件不公示。"))
    return model
