"""Addresses whose posts have a countable effect, a line of the journal: with a key, without one, and ones that fail."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template import engines
from django.urls import path
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from zhiheng.mechanisms.idempotency.once import once
from zhiheng.mechanisms.journal.models import write_entries
from zhiheng.urls import urlpatterns as of_the_portal

FORM = '{% load once %}<form method="post">{% csrf_token %}{% once %}<input name="thing"></form>'


def write(request: HttpRequest) -> HttpResponseBase:
    """One line about the thing that was sent; the answer tells its number, so that two effects differ."""
    if request.method == "GET":
        return HttpResponse(engines["django"].from_string(FORM).render({}, request))
    lines = [(request.POST["thing"], "sent", "", file.name) for file in request.FILES.values()]
    lines = lines or [(request.POST["thing"], "sent", "", "yes")]
    entry = write_entries(lines, ledger="effects", by=None, at=timezone.now(), why="测试")[0]
    if "status" in request.POST:
        return HttpResponse(
            f"the effect of number {entry.pk}", status=int(request.POST["status"]), headers={"HX-Trigger": "written"}
        )
    if "broken" in request.POST:
        raise RuntimeError("broken after the effect")
    return redirect(f"/effects/?written={entry.pk}")


urlpatterns = [
    path("effects/", once(write), name="effects"),
    path("effects/machine/", csrf_exempt(once(write)), name="effects_machine"),
    path("effects/bare/", csrf_exempt(write), name="effects_bare"),
    *of_the_portal,
]
