"""Files made to hurt end in one clear line or are read as text; the web process reads none of them itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.hostile_files import MEGABYTES, measured
from tests.factories.uploading import file_of, send, signed_in
from tests.ledger.hostile import FILES, Hostile
from zhiheng.ledger.models import Reading
from zhiheng.ledger.views.upload import refusal_of
from zhiheng.mechanisms.confined import Refused, TooHeavy, Value

SLOWEST = 20.0
"""Seconds within which even a busy machine must be done; the benchmark prints what it takes on an idle one."""


def test_there_are_at_least_sixty_each_of_its_own_kind() -> None:
    assert len({file.what for file in FILES}) == len(FILES) >= 60
    assert sum(file.end == "refused" for file in FILES) >= 50


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.what)
def test_it_ends_as_it_must(file: Hostile, tmp_path: Path) -> None:
    (tmp_path / file.name).write_bytes(file.make())
    outcome, seconds, megabytes = measured(tmp_path / file.name)
    assert seconds < SLOWEST
    if file.end == "either":
        return
    assert isinstance(outcome, Refused if file.end == "refused" else Value), outcome
    assert megabytes < MEGABYTES
    if isinstance(outcome, Refused):
        assert "\n" not in outcome.message_zh and outcome.message_en.isascii()
        assert any("\u4e00" <= sign <= "\u9fff" for sign in outcome.message_zh)
    if isinstance(outcome, Value):
        assert "alert" not in outcome.data["text"] and "fetch" not in outcome.data["text"]


@pytest.mark.usefixtures("at_the_office")
@pytest.mark.parametrize("what", ["a zip bomb in the document part", "a macro", "JavaScript in a PDF", "noise"])
def test_on_the_page_it_is_refused_in_words_and_nothing_is_kept(what: str) -> None:
    file = next(file for file in FILES if file.what == what)
    answer = send(signed_in("zhang"), "/uploads/", file=file_of(file.make(), file.name))
    assert answer.status_code == 200 and 'id="id_file-error"' in answer.content.decode()
    assert not Reading.objects.exists()


def test_a_file_that_is_too_heavy_is_refused_in_words() -> None:
    for reason in ("time", "memory", "size", "crash"):
        assert "已停止" in refusal_of(TooHeavy(reason))  # type: ignore[arg-type]
