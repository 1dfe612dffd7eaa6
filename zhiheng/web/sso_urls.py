"""Addresses of the sign-in through a provider, without a language: a provider knows one address to come back to."""

from django.urls import path
from mozilla_django_oidc.views import OIDCAuthenticationRequestView

from zhiheng.web.sso import Callback

urlpatterns = [
    path("", OIDCAuthenticationRequestView.as_view(), name="oidc_authentication_init"),
    path("callback/", Callback.as_view(), name="oidc_authentication_callback"),
]
