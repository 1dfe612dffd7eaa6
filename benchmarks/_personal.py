"""The portal with tests/leaks/broken.py, one column unsealed where ZHIHENG_UNSEALED names it: a control's server."""

from __future__ import annotations

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhiheng.settings")

from django.conf import settings  # noqa: E402

settings.ROOT_URLCONF = "tests.leaks.broken"

from tests.leaks.sealing import unsealed  # noqa: E402
from zhiheng.wsgi import application  # noqa: E402

# For as long as the server runs.
held = unsealed(os.environ.get("ZHIHENG_UNSEALED", ""))
held.__enter__()

__all__ = ["application"]
