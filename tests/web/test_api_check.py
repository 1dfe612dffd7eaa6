"""The check of the whole interface (``make api-check``) finds what is broken; here it asks a small broken one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from benchmarks.api_check import ask


@pytest.fixture
def said(live_server: Any, settings: Any, tmp_path: Path, caplog: Any) -> str:
    settings.ROOT_URLCONF = "tests.web.broken_api"
    done = ask(live_server.url, "zh_none", tmp_path, seed=1, cases=10, real={"number": ["-1"]})
    assert done.returncode == 1, done.stdout + done.stderr
    return done.stdout


@pytest.mark.django_db(transaction=True)
def test_an_answer_of_500_and_an_answer_that_breaks_its_shape_both_fail_the_check(said: str) -> None:
    assert "Server error" in said and "GET /api/breaks" in said
    assert "Response violates schema" in said and "GET /api/promises" in said
