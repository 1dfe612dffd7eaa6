"""manage.py snapshot: what changed is written; as a whole, what went past the triggers is found and named."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from tests.factories.tested_batches import concluded
from zhiheng.indicators import marking
from zhiheng.indicators.models import DirtyPart
from zhiheng.indicators.snapshot import alone
from zhiheng.mechanisms.scope import everywhere
from zhiheng.systems.sampling.models import TestedBatch

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def var(tmp_path: Path, settings: Any) -> None:
    settings.VAR_DIR = tmp_path


def run(*words: str) -> tuple[str, str]:
    told, complained = StringIO(), StringIO()
    call_command("snapshot", *words, stdout=told, stderr=complained)
    return told.getvalue(), complained.getvalue()


def test_it_says_what_stands_and_complains_of_nothing() -> None:
    concluded("2026-03-05", "甲")
    told, complained = run("--whole")
    assert told.startswith("快照 ")
    assert complained == ""


def test_what_changed_without_a_mark_is_named_when_everything_is_written_anew() -> None:
    concluded("2026-03-05", "甲")
    concluded("2026-04-05", "乙")
    run()
    with everywhere():
        TestedBatch.objects.filter(source="乙").update(passed=False)
    DirtyPart.objects.all().delete()
    assert run()[1] == ""
    assert "tested_batches 的 2026-04 " in run("--whole")[1]
    assert run("--whole")[1] == ""


def test_one_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zhiheng.cli.management.commands.snapshot.PATIENCE", 0)
    with alone(0), pytest.raises(CommandError, match="另一个进程"):
        run()


def test_without_its_triggers_it_asks_for_a_migration(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(marking, "LAYOUT", "another")
    with pytest.raises(CommandError, match="migrate"):
        run()
