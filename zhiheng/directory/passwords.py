"""What a password must be, and that a handed-out one is changed first."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth.password_validation import MinimumLengthValidator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext


class LongEnough(MinimumLengthValidator):
    """At least so many characters; Django's own sentence has no Chinese in 5.2."""

    def get_error_message(self) -> str:
        return gettext("密码太短，至少要 %(least)d 个字符。") % {"least": self.min_length}


class FirstPassword:
    """Middleware: who signed in with a password that an administrator handed out changes it before anything else."""

    OPEN = ("password", "logout", "stay", "display")

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        """The page of the new password in place of every other; a token is not a sign-in with a password."""
        here = request.resolver_match and request.resolver_match.url_name
        asked = getattr(request.user, "first_password", False) and getattr(request, "token", None) is None
        return redirect("password") if asked and here not in self.OPEN else None
