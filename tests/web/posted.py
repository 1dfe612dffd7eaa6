"""The portal's addresses and one form behind the sign-in, as pages of work have them; for the tests of keeping."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from zhiheng.urls import urlpatterns as portal

PAGE = """{% extends "base.html" %}{% block content %}<p id="sent">{{ sent }}</p>
<form method="post" action="/work/sent/" enctype="multipart/form-data">{% csrf_token %}
<label>理由 <textarea name="why"></textarea></label><label>密码 <input type="password" name="password"></label>
<label>年份 <select name="year"><option value="2025">2025</option><option value="2027">2027</option></select></label>
<label>附件 <input type="file" name="file"></label><button>提交</button></form>{% endblock %}"""
SENT: list[str] = []
"""What arrived, one entry a post; a test empties it."""


@login_required
def work(request: HttpRequest) -> HttpResponse:
    """The page with the form."""
    return HttpResponse(engines["django"].from_string(PAGE).render({"sent": "、".join(SENT)}, request))


@login_required
def sent(request: HttpRequest) -> HttpResponse:
    """Where the form goes; only a post means anything here."""
    if request.method != "POST":
        return HttpResponse(status=405)
    SENT.append(request.POST["why"])
    return HttpResponse("ok")


urlpatterns = [path("work/", work, name="work"), path("work/sent/", sent, name="work_sent"), *portal]
