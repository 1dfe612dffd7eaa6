"""Large text and high contrast."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from zhiheng.web.frame import CONTRASTS, TEXT_SIZES

A_YEAR = 365 * 24 * 60 * 60


# Exempt: the worst a forged post can do is make the letters large, and public pages stay free of cookies.
@csrf_exempt
@require_POST
def display(request: HttpRequest) -> HttpResponse:
    """Keep the reader's choice in a cookie and go back to the page it was made on."""
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = reverse("home")
    response = HttpResponseRedirect(back)
    for name, allowed in (("text_size", TEXT_SIZES), ("contrast", CONTRASTS)):
        if request.POST.get(name) in allowed:
            response.set_cookie(name, request.POST[name], max_age=A_YEAR, samesite="Lax", httponly=True)
    return response
