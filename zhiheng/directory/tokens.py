"""Tokens (访问令牌): making one, taking one back, and who sends one."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Callable
from datetime import date, datetime, timedelta

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from zhiheng.directory.models import Officer, Token
from zhiheng.mechanisms.journal.models import write_entries
from zhiheng.mechanisms.scope import everywhere

PREFIX = "zh_"
"""So that programs which look for leaked secrets know one."""
SECRET = re.compile(PREFIX + r"[A-Za-z0-9_-]{43}")
START = len(PREFIX) + 8
LONGEST = timedelta(days=365)
"""Since 2026-11-22: a forgotten token ends by itself, and a yearly renewal can be planned."""
ADDRESSES = "/api/"
"""A token opens no page."""


def new_secret() -> str:
    """The prefix and 256 random bits."""
    return PREFIX + secrets.token_urlsafe(32)


def make(secret: str, *, name: str, scope: str, expires: date, by: Officer, at: datetime) -> Token:
    """A token of one's own; ValueError for a last day that is past or more than LONGEST away."""
    today = timezone.localdate(at)
    if not today <= expires <= today + LONGEST:
        raise ValueError(f"{expires} is not within a year from {today}")
    with transaction.atomic():
        token = Token.objects.create(
            officer=by,
            name=name,
            scope=scope,
            expires=expires,
            start=secret[:START],
            digest=_digest(secret),
            made_at=at,
        )
        _journal(token, "", f"{token.get_scope_display()} {expires}", by=by, at=at)
    return token


def revoke(token: Token, *, by: Officer, at: datetime) -> None:
    """Take a token back, at once and for good; a second time changes nothing."""
    with transaction.atomic():
        if Token._base_manager.filter(pk=token.pk, revoked_at=None).update(revoked_at=at):
            _journal(token, "", at.isoformat(), by=by, at=at, field="撤销时间")


def token_of(secret: str, at: datetime) -> Token | None:
    """The token with this secret, if it and its officer's account are in use; compared in constant time."""
    if not SECRET.fullmatch(secret):
        return None
    digest = _digest(secret)
    # The sender's desk is not known before the token is.
    with everywhere():
        found = list(Token.objects.filter(start=secret[:START]).select_related("officer__unit", "officer__region"))
    for token in found:
        if constant_time_compare(token.digest, digest):
            in_use = token.state(timezone.localdate(at)) == "in_use" and token.officer.is_active
            return token if in_use else None
    return None


class ByToken:
    """Middleware: ``Authorization: Bearer`` below /api/ is the token's officer, whatever the session says.

    ``request.token`` is the token, None without one. A token that is not in use makes a stranger, never the person
    who is signed in.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        kind, _, secret = request.headers.get("Authorization", "").partition(" ")
        request.token = None  # type: ignore[attr-defined]
        if kind.lower() == "bearer" and request.path.startswith(ADDRESSES):
            token = token_of(secret.strip(), timezone.now())
            request.token = token  # type: ignore[attr-defined]
            request.user = token.officer if token else AnonymousUser()
        return self.get_response(request)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _journal(token: Token, old: str, new: str, *, by: Officer, at: datetime, field: str = "访问令牌") -> None:
    line = (f"token:{token.officer.username} {token}", field, old, new)
    write_entries([line], ledger="", by=by, at=at, why="", seen_with=token.pk)
