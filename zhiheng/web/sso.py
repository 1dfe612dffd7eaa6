"""统一身份认证: signing in through a provider of OpenID Connect, when the environment names one.

Accounts are made by people: a token of the provider opens the account whose user name it carries and makes none.
"""

from __future__ import annotations

from typing import Any

import jwt
from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from mozilla_django_oidc.auth import OIDCAuthenticationBackend
from mozilla_django_oidc.views import OIDCAuthenticationCallbackView

from zhiheng.directory.models import Officer, SignInRecord
from zhiheng.directory.sign_ins import note


class Provider(OIDCAuthenticationBackend):
    """Who a token speaks of; the token is for us, from the provider we know, signed and not expired."""

    def verify_token(self, token: str, **kwargs: Any) -> dict[str, Any]:
        """The claims of a token; signature, nonce and time are checked by the library, issuer and audience here."""
        claims: dict[str, Any] = super().verify_token(token, **kwargs)
        audience = claims.get("aud")
        audiences = audience if isinstance(audience, list) else [audience]
        if claims.get("iss") != settings.OIDC_ISSUER or settings.OIDC_RP_CLIENT_ID not in audiences:
            raise SuspiciousOperation("the token is of another provider or for another system")
        if "exp" not in claims:
            raise SuspiciousOperation("the token never expires")
        return claims

    def get_userinfo(self, access_token: str, id_token: str, payload: dict[str, Any]) -> dict[str, Any]:
        """The claims of the signed token are enough; nothing more is asked about a person."""
        return payload

    def verify_claims(self, claims: dict[str, Any]) -> bool:
        """Whether the token names an account."""
        return bool(claims.get(settings.OIDC_CLAIM))

    def filter_users_by_claims(self, claims: dict[str, Any]) -> QuerySet[Officer]:
        """The account of the name that the token carries, when it is in use."""
        found = Officer.objects.filter(username=str(claims[settings.OIDC_CLAIM]), is_active=True)
        self.request.sso_unknown = not found
        return found


class Callback(OIDCAuthenticationCallbackView):
    """Where the provider sends people back: in, or to a page that says why not. Both are lines of the sign-in log."""

    request: HttpRequest

    def get(self, request: HttpRequest) -> HttpResponse:
        """Sign in; whatever the provider or the address brings that is not in order ends on the page of refusal."""
        try:
            return super().get(request)
        except (SuspiciousOperation, jwt.InvalidTokenError, OSError, KeyError, ValueError):
            return self.login_failure()

    def login_success(self) -> HttpResponse:
        note(self.request, self.user.get_username(), SignInRecord.SUCCESS, timezone.now())
        return super().login_success()

    def login_failure(self) -> HttpResponse:
        note(self.request, "", SignInRecord.FAILURE, timezone.now())
        context = {"unknown": getattr(self.request, "sso_unknown", False)}
        return render(self.request, "registration/sso_refused.html", context, status=403)
