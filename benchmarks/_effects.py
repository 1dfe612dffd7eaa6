"""The portal with the addresses of tests/mechanisms/effects.py, for a server process of a benchmark or a test."""

from __future__ import annotations

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhiheng.settings")

from django.conf import settings  # noqa: E402

settings.ROOT_URLCONF = "tests.mechanisms.effects"

from django.core.wsgi import get_wsgi_application  # noqa: E402

from zhiheng.wsgi import application  # noqa: E402

unchecked = get_wsgi_application()
"""The same without the check that a request is whole."""

__all__ = ["application", "unchecked"]
