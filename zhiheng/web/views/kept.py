"""留存的填写: what could not be sent because a session had ended, until it is sent, discarded or a day old."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from zhiheng.web.keeping import keep, kept_for


@require_safe
@login_required
def kept(request: HttpRequest) -> HttpResponse:
    """Everything that is kept for the officer in this browser, word for word."""
    return render(request, "web/kept.html", {"forms": kept_for(request)})


@require_POST
def keep_this(request: HttpRequest) -> HttpResponse:
    """Keep a form that stands open when its session ends; asked by the page's script with the two addresses."""
    path, page = request.GET.get("path", ""), request.GET.get("page", "")
    if not all(url_has_allowed_host_and_scheme(address, None) and address.startswith("/") for address in (path, page)):
        return HttpResponse(status=400)
    done = keep(request, path=path, page=page, at=timezone.now())
    return HttpResponse(status=204 if done else 422)


@require_POST
@login_required
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw one away; a second time there is nothing to throw."""
    for form in kept_for(request):
        if form.pk == pk:
            form.delete()
    return redirect("kept")
