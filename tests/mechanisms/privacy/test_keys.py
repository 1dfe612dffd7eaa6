"""The keyring: made once, read by every process, and never read by half."""

from __future__ import annotations

import multiprocessing
import os
import stat
import time
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from zhiheng.mechanisms.privacy.keys import FILE, VARIABLE, add_key, keyring
from zhiheng.mechanisms.privacy.sealing import Unreadable, open_bytes, seal_bytes

LINES = [f"index {'1' * 64}", f"{'a' * 8} {'2' * 64}"]


@pytest.fixture
def var(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty var folder."""
    monkeypatch.delenv(VARIABLE, raising=False)
    settings.VAR_DIR = tmp_path
    return tmp_path


def test_the_keyring_is_made_once_and_for_its_owner_alone(var: Path) -> None:
    first = keyring()
    assert stat.S_IMODE((var / FILE).stat().st_mode) == 0o600
    assert keyring() == first and len(first.keys) == 1 and len(first.index) == 32
    assert os.listdir(var) == [FILE]


def ring(var: str, told: Any) -> None:
    """What a process of its own takes for the keyring."""
    from django.conf import settings

    settings.VAR_DIR = Path(var)
    told.put(keyring())


def test_processes_that_begin_at_once_have_the_same_keyring(var: Path) -> None:
    forked = multiprocessing.get_context("fork")
    told = forked.Queue()
    beginning = [forked.Process(target=ring, args=(str(var), told)) for _ in range(8)]
    for process in beginning:
        process.start()
    rings = [told.get(timeout=20) for _ in beginning]
    for process in beginning:
        process.join(20)
    assert all(one == rings[0] for one in rings) and os.listdir(var) == [FILE]


def test_a_new_key_seals_from_now_on_and_the_old_ones_open(var: Path) -> None:
    before = seal_bytes(b"138", aad="here")
    old, new = keyring().newest, add_key()
    after = seal_bytes(b"138", aad="here")
    assert (before[1:5], after[1:5]) == (old, new) and old != new
    assert open_bytes(before, aad="here") == open_bytes(after, aad="here") == b"138"
    assert stat.S_IMODE((var / FILE).stat().st_mode) == 0o600


def test_a_key_that_is_taken_away_is_missed_by_its_name(var: Path) -> None:
    before = seal_bytes(b"138", aad="here")
    add_key()
    lines = (var / FILE).read_text().splitlines()
    time.sleep(0.01)
    (var / FILE).write_text("\n".join([lines[0], lines[2]]))
    with pytest.raises(Unreadable, match=lines[1].split()[0]):
        open_bytes(before, aad="here")


def test_keys_of_the_environment_are_changed_where_they_are_set(var: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, ",".join(LINES))
    assert keyring().newest == bytes.fromhex("a" * 8) and not os.listdir(var)
    with pytest.raises(ImproperlyConfigured, match=VARIABLE):
        add_key()


@pytest.mark.parametrize(
    "lines", [[], LINES[:1], LINES[1:], [*LINES, LINES[1]], [*LINES, "zz" * 20], [LINES[0], f"{'a' * 8} {'2' * 62}"]]
)
def test_a_keyring_that_is_none_is_told_without_a_word_of_it(var: Path, lines: list[str]) -> None:
    (var / FILE).write_text("\n".join(lines))
    with pytest.raises(ImproperlyConfigured) as told:
        keyring()
    assert not [part for part in ("2" * 10, "zz") if part in str(told.value)]
