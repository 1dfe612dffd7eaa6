"""Saving and removing views; both lead back to the list."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from zhiheng.mechanisms.idempotency.once import once
from zhiheng.mechanisms.listing.models import SavedView
from zhiheng.mechanisms.listing.saving import LONGEST_LISTING, NotSaved, save


@require_POST
@login_required
@once
def save_view(request: HttpRequest, listing: str) -> HttpResponse:
    """Keep what the list shows under a name; the same name again replaces."""
    if len(listing) > LONGEST_LISTING:
        raise Http404
    asked = request.POST
    try:
        view = save(request.user, listing, asked.get("name", ""), asked.get("query", ""), default="default" in asked)
    except NotSaved as refused:
        messages.error(request, str(refused))
        return redirect(f"{_list(request)}?{asked.get('query', '')}")
    messages.success(request, gettext("已存为常用视图“%(name)s”。") % {"name": view.name})
    return redirect(f"{_list(request)}?{view.query}")


@require_POST
@login_required
@once
def drop_view(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Remove a view of one's own; 404 for anybody else's."""
    view = get_object_or_404(SavedView.objects.all(), pk=pk)
    view.delete()
    messages.success(request, gettext("已删除常用视图“%(name)s”。") % {"name": view.name})
    return redirect(f"{_list(request)}?page=1")


def _list(request: HttpRequest) -> str:
    """The list to go back to, on this host; the officer's own page when the form does not say."""
    path = request.POST.get("path", "")
    safe = path.startswith("/") and "?" not in path and url_has_allowed_host_and_scheme(path, None)
    return path if safe else reverse("mine")
