"""manage.py check_files finds what was changed, lost, or never entered."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from zhiheng.mechanisms.evidence.models import EvidenceFile, keep

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 22, 4, tzinfo=UTC)


@pytest.fixture
def files(tmp_path: Path, settings: Any) -> list[EvidenceFile]:
    """Three files in a var folder of the test's own."""
    settings.VAR_DIR = tmp_path
    return [keep(BytesIO(name.encode()), f"{name}.txt", by=None, at=NOON) for name in ("甲", "乙", "丙")]


def test_files_as_they_were_handed_in_are_in_order(files: list[EvidenceFile]) -> None:
    told = StringIO()
    call_command("check_files", stdout=told)
    assert told.getvalue() == "已核对 3 个文件,0 个不一致\n"


def test_a_changed_a_lost_and_an_unknown_file_are_named(files: list[EvidenceFile]) -> None:
    files[0].path.write_bytes(b"forged")
    files[1].path.unlink()
    stray = files[2].path.with_name("new-stray")
    stray.write_bytes(b"half")
    told = StringIO()
    with pytest.raises(CommandError, match="不一致"):
        call_command("check_files", stdout=told)
    lines = told.getvalue().splitlines()
    assert any(line.startswith("内容被改动:甲.txt") for line in lines)
    assert any(line.startswith("文件丢失:乙.txt") for line in lines)
    assert f"未登记(不会对外提供):{stray}" in lines and lines[-1] == "已核对 3 个文件,2 个不一致"
