"""The checks of lock files fail on a lock file that binds everybody to one host, and on one that is behind."""

from __future__ import annotations

import shutil
from pathlib import Path

import check
import pytest


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the lock files and of pyproject.toml that a test may spoil."""
    for name in (*check.LOCKS, "pyproject.toml"):
        shutil.copy(check.ROOT / name, tmp_path / name)
    monkeypatch.setattr(check, "ROOT", tmp_path)
    return tmp_path


def test_the_lock_files_name_no_host_and_fit(copy: Path) -> None:
    assert check.locks_name_no_host()
    assert check.locks_fit()


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("requirements.txt", "--index-url https://packages.example/simple"),
        ("requirements-dev.txt", "thing @ https://packages.example/thing.whl"),
        ("package-lock.json", '"resolved": "https://packages.example/thing.tgz"'),
    ],
)
def test_a_lock_file_that_names_a_host_is_refused(copy: Path, name: str, line: str) -> None:
    with (copy / name).open("a", encoding="utf-8") as lock:
        lock.write(f"\n{line}\n")
    assert not check.locks_name_no_host()


def test_a_requirement_without_its_locked_line_is_refused(copy: Path) -> None:
    project = copy / "pyproject.toml"
    project.write_text(
        project.read_text(encoding="utf-8").replace('"pypdf>=', '"left-out>=1", "pypdf>='), encoding="utf-8"
    )
    assert not check.locks_fit()
