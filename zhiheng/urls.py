"""Addresses: Chinese without a prefix, English under /en/; machine addresses have no language."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path

from zhiheng.systems.sampling.views.sheet import sheet_worker
from zhiheng.web.api import api
from zhiheng.web.api.docs import docs
from zhiheng.web.api.problems import not_an_address
from zhiheng.web.health import livez, readyz

urlpatterns = [
    path("livez", livez, name="livez"),
    path("readyz", readyz, name="readyz"),
    path("sheet-worker.js", sheet_worker, name="sheet_worker"),
    path("api/docs", docs, name="api_docs"),
    path("api/", not_an_address),
    path("api/", api.urls),
    # Whatever follows, line breaks too, which <path:rest> would not take.
    re_path(r"^api/", not_an_address),
    *([path("sso/", include("zhiheng.web.sso_urls"))] if settings.OIDC_ISSUER else []),
    *i18n_patterns(
        path("", include("zhiheng.web.urls")),
        path("", include("zhiheng.web.data_urls")),
        path("", include("zhiheng.web.indicator_urls")),
        path("", include("zhiheng.web.numbers_urls")),
        path("", include("zhiheng.ledger.urls")),
        path("", include("zhiheng.directory.urls")),
        path("", include("zhiheng.division.urls")),
        path("", include("zhiheng.systems.complaints.urls")),
        path("", include("zhiheng.systems.sampling.urls")),
        path("", include("zhiheng.mechanisms.listing.urls")),
        path("", include("zhiheng.mechanisms.intake.urls")),
        path("", include("zhiheng.mechanisms.registers.urls")),
        path("", include("zhiheng.mechanisms.cases.urls")),
        prefix_default_language=False,
    ),
]
