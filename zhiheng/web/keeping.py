"""A time-out never loses what was typed: what could not be sent is kept and put back into its form after sign-in.

Every browser in which somebody signed in carries a signed cookie with a random name and the officer who signed in last.
A form that arrives without a session from such a browser is kept for that officer in that browser; it is shown again,
filled in, and sent again by nobody but the officer. A browser in which nobody ever signed in has nothing kept, so a
stranger cannot fill the store.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core import signing
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext
from django.views.csrf import csrf_failure

from zhiheng.directory.models import KeptForm, Officer
from zhiheng.directory.models.kept_form import KEPT_FOR
from zhiheng.mechanisms.refilling import refill
from zhiheng.mechanisms.scope import Desk, at_desk, everywhere

COOKIE = "browser"
COOKIE_AGE = settings.LONGEST_SESSION + KEPT_FOR
SALT = "zhiheng.web.keeping"
MOST_BYTES, MOST_FORMS = 256 * 1024, 20
"""What one browser may have kept; the page says when a form was too long."""
SECRET = re.compile(r"pass(word|wd)|secret|token|^once$", re.IGNORECASE)
"""Fields that are never kept: passwords, and keys that each page gets anew."""
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


@dataclass(frozen=True)
class Browser:
    """Who signed in last in which browser, as its signed cookie says."""

    name: str
    officer_id: int


class KeepTyped:
    """Middleware: keeps a form that meets the sign-in page, and fills it in again on the page it came from.

    A request of htmx that meets the sign-in gets 204 and HX-Redirect, so that no sign-in page lands in a table cell.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        arrived, waiting = timezone.now(), _waiting_for(request)
        if waiting:
            _announce(request, waiting)
        response = self.get_response(request)
        if not request.user.is_authenticated:
            return _on_the_way_in(request, response) if _leads_to_sign_in(request, response) else response
        browser = browser_of(request)
        if waiting and response.status_code == 200 and not response.streaming:
            html = refill(response.content.decode(), waiting.pairs, path=waiting.path, page=waiting.page)
            response.content = html.encode()
        if request.method == "POST" and browser and response.status_code < 400:
            # Who has just signed in came without a desk.
            with at_desk(Desk(officer=request.user.pk)):
                _kept(browser).filter(path=request.get_full_path(), at__lt=arrived).delete()
        if response.get("Content-Type", "").startswith("text/html"):
            _remember(response, Browser(browser.name if browser else secrets.token_urlsafe(32), request.user.pk))
        return response


def browser_of(request: HttpRequest) -> Browser | None:
    """What the browser's cookie says; None without one, with an old or a forged one."""
    try:
        name, officer_id = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=COOKIE_AGE)
    except signing.BadSignature:
        return None
    return Browser(name, officer_id)


def kept_for(request: HttpRequest) -> list[KeptForm]:
    """What the officer who asks has waiting in this browser, the newest first."""
    browser = browser_of(request)
    return list(_kept(browser)) if browser and request.user.is_authenticated else []


def keep(request: HttpRequest, *, path: str, page: str, at: datetime) -> KeptForm | None:
    """Keep the fields of a posted form for its officer; None when there is nothing to keep or nobody to keep it for.

    The newest of a form replaces the older; the oldest of a browser and all of more than 24 hours go.
    """
    browser = browser_of(request)
    pairs = _written(request.POST)
    size = sum(len(part.encode()) for pair in pairs for part in pair)
    if not browser or request.content_type not in FORMS or not 0 < size <= MOST_BYTES:
        return None
    if len(path) > 500 or not Officer.objects.filter(pk=browser.officer_id).exists():
        return None
    # Nobody is signed in: the officer is the one whom the browser's signed cookie names.
    with everywhere():
        own = KeptForm.objects.filter(officer_id=browser.officer_id, browser=browser.name)
        KeptForm.objects.filter(at__lte=at - KEPT_FOR).delete()
        own.filter(path=path, page=page[:500]).delete()
        KeptForm.objects.filter(pk__in=[old.pk for old in own[MOST_FORMS - 1 :]]).delete()
        return KeptForm.objects.create(
            officer_id=browser.officer_id,
            browser=browser.name,
            path=path,
            page=page[:500],
            pairs=pairs,
            files=bool(request.FILES),
            at=at,
        )


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form of a page that is older than the newest sign-in of its browser is kept and shown again, not refused.

    Its key is wrong because signing in makes a new one. The cookie of the browser is SameSite, so another site's form
    comes without it, and a wrong Origin or Referer is refused as ever.
    """
    foreign = reason.startswith(("Origin checking", "Referer checking"))
    path, page = request.get_full_path(), _page_of(request)
    if foreign or request.path == reverse("login") or not keep(request, path=path, page=page, at=timezone.now()):
        return csrf_failure(request, reason)
    return redirect(page)


def _written(posted: QueryDict) -> list[tuple[str, str]]:
    return [(name, value) for name, values in posted.lists() for value in values if not SECRET.search(name)]


def _kept(browser: Browser) -> QuerySet[KeptForm]:
    """What the officer at the desk has waiting in a browser: several may share one."""
    return KeptForm.objects.filter(browser=browser.name, at__gt=timezone.now() - KEPT_FOR)


def _waiting_for(request: HttpRequest) -> KeptForm | None:
    """The kept form of the page that is asked for."""
    browser = browser_of(request)
    if browser is None or request.method != "GET" or "HX-Request" in request.headers:
        return None
    if not isinstance(request.user, Officer):
        return None
    return _kept(browser).filter(page=request.get_full_path()).first()


def _announce(request: HttpRequest, kept: KeptForm) -> None:
    """Say on the page what stands in its form."""
    words = gettext("您 %(time)s 填写、没能送出的内容已放回表单，请核对后再次提交。") % {
        "time": timezone.localtime(kept.at).strftime("%H:%M")
    }
    files = gettext("文件需要重新选择。") if kept.files else ""
    link = format_html('<a href="{}">{}</a>', reverse("kept"), gettext("查看留存的填写"))
    messages.info(request, format_html("{} {} {}", words, files, link))


def _leads_to_sign_in(request: HttpRequest, response: HttpResponse) -> bool:
    sign_in = reverse("login")
    return response.status_code == 302 and urlsplit(response["Location"]).path == sign_in and request.path != sign_in


def _on_the_way_in(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The answer for somebody who has to sign in first, with what they sent kept."""
    page = _page_of(request)
    if request.method == "POST":
        if keep(request, path=request.get_full_path(), page=page, at=timezone.now()):
            messages.info(request, gettext("您填写的内容已留存，登录后会放回表单，由您核对后再次提交。"))
        elif browser_of(request):
            messages.warning(request, gettext("刚才提交的内容没有留存：没有可留存的文字，或超过了 256 KB。"))
        response = redirect_to_login(page)
    if "HX-Request" in request.headers:
        moved = HttpResponse(status=204)
        moved["HX-Redirect"] = redirect_to_login(page)["Location"]
        return moved
    return response


def _page_of(request: HttpRequest) -> str:
    """The page on which a request was made, on this host; the address asked for when the browser does not say."""
    said = urlsplit(request.headers.get("HX-Current-URL") or request.headers.get("Referer") or "")
    if said.netloc != request.get_host():
        return request.get_full_path()
    # Two slashes at the beginning would name another host.
    path = f"/{said.path.lstrip('/')}"
    return f"{path}?{said.query}" if said.query else path


def _remember(response: HttpResponse, browser: Browser) -> None:
    response.set_cookie(
        COOKIE,
        signing.dumps([browser.name, browser.officer_id], salt=SALT),
        max_age=COOKIE_AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
