"""Editors of one row at once, on a real database: the short run of benchmarks stale-edits with its control."""

from __future__ import annotations

import pytest
from django.db import connection

from benchmarks.stale_edits import main


def test_no_edit_of_eight_people_at_once_is_lost_and_without_the_version_some_are(
    capfd: pytest.CaptureFixture[str],
) -> None:
    options = ["--editors", "8", "--edits", "5", *(["--postgres"] if connection.vendor == "postgresql" else [])]
    assert main(options) == 0
    told = capfd.readouterr().out
    assert "with the version: 40 edits" in told and " 0 lost, 80 journal lines without a gap, 0 errors" in told
