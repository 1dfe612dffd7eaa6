"""Search: the page, and the suggestions while somebody types."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.vary import vary_on_headers

from zhiheng.web.finding import LONGEST, find

SUGGESTED = 4
SHOWN = 30
EXAMPLES = ("消费投诉", "xfts", "sscjgj", "雄安")


@vary_on_headers("HX-Request")
def search(request: HttpRequest) -> HttpResponse:
    """Everything that holds the words of ``q``; for htmx only the first few of each kind, as a list to pick from."""
    query = request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST]
    found = find(query)
    context = {"query": query, "found": found, "most": f":{SHOWN}", "limit": SHOWN, "examples": EXAMPLES}
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "web/search_suggestions.html", {**context, "suggested": f":{SUGGESTED}"})
    return render(request, "web/search.html", context)
