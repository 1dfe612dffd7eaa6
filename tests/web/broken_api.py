"""An interface with one operation that breaks for one kind of input, and one that answers what it did not promise."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.urls import path
from ninja import NinjaAPI, Schema

from zhiheng.urls import urlpatterns as portal

api = NinjaAPI(urls_namespace="broken", docs_url=None)


class Answer(Schema):
    """A number."""

    number: int


@api.get("/breaks", response=Answer)
def breaks(request: HttpRequest, number: int) -> dict[str, int]:
    return {"number": 1 // (number - number) if number < 0 else number}


@api.get("/promises", response=Answer)
def promises(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"number": "one"})


urlpatterns = [path("api/", api.urls), *portal]
