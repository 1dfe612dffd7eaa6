"""The language of an answer: addresses below /api/ have none, so the reader's header decides."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import get_language_from_request


def language_of(request: HttpRequest) -> str:
    """zh-hans or en, from Accept-Language; Chinese when nothing fits."""
    return get_language_from_request(request)
