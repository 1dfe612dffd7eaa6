"""Addresses that fail with what was typed in hand."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path

from zhiheng.urls import urlpatterns as of_the_portal


def fail(request: HttpRequest) -> HttpResponse:
    """An exception that repeats what it was given."""
    raise ValueError(f"no such person: {request.POST['phone']} {request.POST['card']}")


urlpatterns = [path("fail/", fail), *of_the_portal]
