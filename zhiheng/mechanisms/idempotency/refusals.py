"""What a post without a key gets, or with a key used for something else: a page, or JSON for machines."""

from __future__ import annotations

import json
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language_from_path, get_language_from_request, gettext, gettext_noop, override


@dataclass(frozen=True)
class Refusal:
    """A status with the Chinese sentences that say what happened; message ids, translated when they are said."""

    status: int
    title: str
    detail: str


KEY_MISSING = Refusal(
    400,
    gettext_noop("这次提交没有编号"),
    gettext_noop("什么都没有改动。每次提交都要带一个编号，网络中断后重发才不会重复办理。"),
)
KEY_OF_ANOTHER = Refusal(
    422,
    gettext_noop("这份表单已经提交过，内容与上次不同"),
    gettext_noop("上次的提交已经处理，这一次没有执行。如果要按新的内容再提交一次，请在下面确认。"),
)
SECRET = ("password", "csrfmiddlewaretoken", "once")
"""What is never sent back to a page, by a part of the field's name."""


def refuse(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """The refusal as a page that offers to send the same words under a new key, or as problem+json (RFC 9457)."""
    if "Idempotency-Key" in request.headers or not request.accepts("text/html"):
        return _problem(request, refusal)
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if not any(secret in name.lower() for secret in SECRET)
    ]
    back = request.headers.get("Referer", "")
    context = {
        "back": back if url_has_allowed_host_and_scheme(back, {request.get_host()}) else "/",
        "title": gettext(refusal.title),
        "detail": gettext(refusal.detail),
        "fields": fields,
        "whole": not request.FILES and not any("password" in name.lower() for name in request.POST),
    }
    return render(request, "idempotency/refused.html", context, status=refusal.status)


def _problem(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    language = get_language_from_path(request.path_info) or get_language_from_request(request)
    with override(language):
        problem = {
            "type": "about:blank",
            "title": gettext(refusal.title),
            "status": refusal.status,
            "detail": gettext(refusal.detail),
        }
    content = json.dumps(problem, ensure_ascii=False)
    return HttpResponse(content, status=refusal.status, content_type="application/problem+json")
