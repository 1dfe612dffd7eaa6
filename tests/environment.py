"""What every test process needs before Django reads its settings; pytest loads it first (``-p tests.environment``).

The var folder of tests is a temporary one, so that no test touches the data of ``make run``. DATABASE=postgres starts a
PostgreSQL for the run; a DATABASE_URL that is given wins; otherwise the tests run on SQLite.
"""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
from collections.abc import Generator
from contextlib import ExitStack

import pytest

from tests.postgres import server

OWNED = "PYTEST_XDIST_WORKER" not in os.environ
"""Workers of pytest-xdist inherit the environment that the first process made, and must not make another."""

opened = ExitStack()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests() -> Generator[None]:
    """Set the environment; a wrapper, because pytest-django reads the settings in this hook."""
    if OWNED:
        # Ended from outside, the server below must still be stopped.
        signal.signal(signal.SIGTERM, lambda *_: pytest.exit("ended by SIGTERM", returncode=143))
        var = tempfile.mkdtemp(prefix="zh-var-")
        opened.callback(shutil.rmtree, var, ignore_errors=True)
        os.environ["ZHIHENG_VAR"] = var
        os.environ.pop("ZHIHENG_HTTPS", None)
        if not os.environ.get("DATABASE_URL"):
            os.environ.pop("DATABASE_URL", None)
        if os.environ.get("DATABASE") == "postgres" and "DATABASE_URL" not in os.environ:
            os.environ["DATABASE_URL"] = opened.enter_context(server())
    return (yield)


def pytest_report_header() -> str:
    """Which database this run uses."""
    url = os.environ.get("DATABASE_URL", "")
    return f"database: {'PostgreSQL' if url.startswith('postgres') else url.split(':')[0] or 'SQLite'}"


def pytest_unconfigure() -> None:
    """Stop and remove what this process started."""
    opened.close()
