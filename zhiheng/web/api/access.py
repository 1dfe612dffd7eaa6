"""Who asks: the officer of a token, or one who is signed in. What they write has one effect, in their language."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_noop, override
from ninja import Router
from ninja.security import APIKeyCookie, HttpBearer
from ninja.utils import check_csrf

from zhiheng.directory.models import Officer, Token
from zhiheng.directory.permissions import Permission, may
from zhiheng.mechanisms.idempotency.once import HEADER, KEY, SAFE, once
from zhiheng.mechanisms.idempotency.refusals import KEY_MISSING
from zhiheng.web.api.language import language_of
from zhiheng.web.api.problems import problem

Run = Callable[..., HttpResponseBase]


class ByToken(HttpBearer):
    """访问令牌, made at /mine/tokens/. One that may only read writes nothing."""

    def authenticate(self, request: HttpRequest, token: str) -> Officer | None:
        found: Token | None = request.token  # type: ignore[attr-defined]
        if found is None or (found.scope == Token.READ and request.method not in SAFE):
            return None
        return found.officer


class BySession(APIKeyCookie):
    """The cookie of somebody who is signed in; what is written needs the header X-CSRFToken as well."""

    param_name = settings.SESSION_COOKIE_NAME

    def __call__(self, request: HttpRequest) -> Any:
        if "Authorization" in request.headers or check_csrf(request):
            return None
        return self.authenticate(request, None)

    def authenticate(self, request: HttpRequest, key: str | None) -> Any:
        return request.user if request.user.is_authenticated else None


WAYS = (ByToken(), BySession())


def working(*tags: str, before: Callable[[HttpRequest], None] | None = None) -> Router:
    """A router for officers alone: asked from their desk, written once, answered in their language.

    ``before`` does what takes long and writes nothing before the transaction of a write; it raises nothing.
    """
    router = Router(tags=list(tags), auth=list(WAYS))
    router.add_decorator(lambda run: _worked(run, before), mode="view")
    return router


def _worked(run: Run, before: Callable[[HttpRequest], None] | None) -> Run:
    """An operation whose writes need a key. The check of who asks comes first: strangers leave no receipts."""
    kept = once(run)

    @wraps(run)
    def within(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        with override(language_of(request)):
            if request.method in SAFE:
                return run(request, *args, **kwargs)
            try:
                if not any(way(request) for way in WAYS):
                    return run(request, *args, **kwargs)
                if not KEY.fullmatch(request.headers.get(HEADER, "")):
                    return problem(request, KEY_MISSING.status, KEY_MISSING.title, KEY_MISSING.detail)
                if before:
                    before(request)
                return kept(request, *args, **kwargs)
            except (SuspiciousOperation, MultiPartParserError):
                return problem(request, 400, gettext_noop("读不懂这次提交"))

    within.once = True  # type: ignore[attr-defined]
    return within


def officer_of(request: HttpRequest, permission: Permission) -> Officer:
    """Who asks, if they may do an act; 404 and not 403 for everybody else."""
    if not may(request.user, permission):
        raise Http404
    return request.user  # type: ignore[return-value]


def stranger(request: HttpRequest, error: Any) -> HttpResponse:
    """401 with what is missing."""
    if "Authorization" not in request.headers:
        signed_in = request.user.is_authenticated
        detail = gettext_noop("请带上 X-CSRFToken。") if signed_in else gettext_noop("请登录，或带上访问令牌。")
    elif request.user.is_authenticated:
        detail = gettext_noop("这个令牌只能读取。")
    else:
        detail = gettext_noop("令牌不存在、已到期或已撤销。")
    refused = problem(request, 401, gettext_noop("没有取得访问权限"), detail)
    refused["WWW-Authenticate"] = "Bearer"
    return refused
