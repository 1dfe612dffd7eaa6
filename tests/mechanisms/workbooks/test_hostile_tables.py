"""Tables made to hurt end in one clear line or are read, with nothing computed; the web process reads none itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.hostile_files import MEGABYTES, measured
from tests.ledger.hostile import Hostile
from tests.mechanisms.workbooks.hostile import TABLES
from zhiheng.mechanisms.confined import Refused, Value
from zhiheng.mechanisms.workbooks.fields import DOOR

SLOWEST = 20.0
"""Seconds within which even a busy machine must be done; the benchmark prints what it takes on an idle one."""


def test_there_are_at_least_forty_each_of_its_own_kind() -> None:
    assert len({file.what for file in TABLES}) == len(TABLES) >= 40
    assert sum(file.end == "refused" for file in TABLES) >= 40


@pytest.mark.parametrize("file", TABLES, ids=lambda file: file.what)
def test_it_ends_as_it_must(file: Hostile, tmp_path: Path) -> None:
    (tmp_path / file.name).write_bytes(file.make())
    outcome, seconds, megabytes = measured(tmp_path / file.name, DOOR)
    assert seconds < SLOWEST and megabytes < MEGABYTES
    assert isinstance(outcome, Refused if file.end == "refused" else Value), outcome
    if isinstance(outcome, Refused):
        assert "\n" not in outcome.message_zh and outcome.message_en.isascii()
        assert any("\u4e00" <= sign <= "\u9fff" for sign in outcome.message_zh)
