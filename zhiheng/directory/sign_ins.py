"""Writing the sign-in log, and the address a request comes from."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest

from zhiheng.directory.models import Officer, SignInRecord
from zhiheng.mechanisms.privacy.blind import blind_of


def note(request: HttpRequest, account: str, result: str, at: datetime) -> None:
    """One line of the sign-in log; what was typed as a name is written only when such an account exists."""
    known = Officer.objects.filter(username=account).exists()
    SignInRecord.objects.create(at=at, account=account if known else "", result=result, address=address_of(request))


def address_of(request: HttpRequest) -> str | None:
    """The address of the one who asks; django-axes asks here too."""
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "")
    return nearest_untrusted(request.META.get("REMOTE_ADDR", ""), forwarded, settings.TRUSTED_PROXIES)


def account_of(request: HttpRequest, credentials: Mapping[str, str] | None = None) -> str | None:
    """The name that django-axes counts failures under."""
    typed = (credentials or request.POST).get("username")
    return counted_as(typed) if typed else typed


def counted_as(typed: str) -> str:
    """The name of an account as it is; of what is none, a keyed hash.

    People type their phone, or their password, into the wrong line.
    """
    known = Officer.objects.filter(username=typed).exists()
    return typed if known else blind_of("account", typed.encode(errors="surrogatepass").hex())


def nearest_untrusted(peer: str, forwarded: str, proxies: int) -> str | None:
    """The address that the outermost of our own proxies saw; None when it is no address.

    Each proxy appends the address it was asked from, so only the last ``proxies`` ones of X-Forwarded-For were written
    by ours; whatever stands before them, anybody may have written.
    """
    seen = [part.strip() for part in forwarded.split(",")] if proxies else []
    chosen = seen[-proxies] if proxies and len(seen) >= proxies else peer
    return _address(chosen) or _address(peer)


def _address(text: str) -> str | None:
    try:
        return str(ip_address(text))
    except ValueError:
        return None
