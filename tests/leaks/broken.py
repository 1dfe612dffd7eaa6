"""The portal, and an address that breaks with what it was given in hand."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from zhiheng.urls import urlpatterns as of_the_portal


@csrf_exempt
def broken(request: HttpRequest) -> HttpResponse:
    """An exception that repeats what it was given, in the address and in the body."""
    raise ValueError(f"no such person: {request.GET['phone']} {request.POST['card']}")


urlpatterns = [path("broken/", broken), *of_the_portal]
