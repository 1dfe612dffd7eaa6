"""The portal's addresses as they are when a provider is named."""

from django.urls import include, path

from zhiheng.urls import urlpatterns as portal

urlpatterns = [path("sso/", include("zhiheng.web.sso_urls")), *portal]
