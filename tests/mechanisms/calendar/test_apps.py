"""The parameters are checked when the program starts."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core import checks

from zhiheng.mechanisms.calendar import apps
from zhiheng.mechanisms.parameters import parameters


def test_the_files_of_today_pass_the_check_that_is_registered() -> None:
    assert apps.parameters_can_be_read in checks.registry.registry.registered_checks
    assert apps.parameters_can_be_read(None) == []


def test_a_wrong_file_is_an_error_at_start_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "fees" / "parameters"
    folder.mkdir(parents=True)
    (folder / "limits.yaml").write_text("fee.cap: 7\n", "utf-8")
    monkeypatch.setattr(apps, "parameters", lambda: parameters(tmp_path))
    [error] = apps.parameters_can_be_read(None)
    assert isinstance(error, checks.Error) and "limits.yaml: fee.cap" in str(error.msg)
