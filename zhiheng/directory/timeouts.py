"""The end of a session: after a time without a request, and after the longest time there is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext

from zhiheng.directory.models import SignInRecord
from zhiheng.directory.sign_ins import note

BEGUN, SEEN = "begun", "seen"


class TimeOut:
    """Middleware: signs out whoever was away too long, before the request is answered, and says so on the next page.

    The limits are settings.IDLE_TIME and settings.LONGEST_SESSION; the end is a line of the sign-in log.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            now = timezone.now()
            begun, seen = (_time(request, key, now) for key in (BEGUN, SEEN))
            if is_over(begun, seen, now, idle=settings.IDLE_TIME, longest=settings.LONGEST_SESSION):
                note(request, request.user.get_username(), SignInRecord.TIME_OUT, now)
                logout(request)
                messages.warning(request, words_of_the_end())
            else:
                request.session[SEEN] = now.isoformat()
        return self.get_response(request)


def is_over(begun: datetime, seen: datetime, now: datetime, *, idle: timedelta, longest: timedelta) -> bool:
    """Whether a session that began and was last used at these times is over now; the limits themselves are still in."""
    return now - seen > idle or now - begun > longest


def _time(request: HttpRequest, key: str, now: datetime) -> datetime:
    """A time that the session holds; a new session holds this moment."""
    return datetime.fromisoformat(request.session.setdefault(key, now.isoformat()))


def words_of_the_end() -> str:
    """Why somebody has to sign in again."""
    minutes, hours = settings.IDLE_TIME.total_seconds() // 60, settings.LONGEST_SESSION.total_seconds() // 3600
    return gettext("登录已超时(%(minutes)d 分钟没有操作，或登录已满 %(hours)d 小时)，请重新登录。") % {
        "minutes": minutes,
        "hours": hours,
    }
