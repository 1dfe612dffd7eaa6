"""``python -m zhiheng``: one console command whose doors open only what they need."""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.plan.documents import SMALL
from zhiheng.__main__ import DOORS, main, version

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def small(tmp_path: Path) -> Path:
    path = tmp_path / "plan.txt"
    path.write_text(SMALL, "utf-8")
    return path


def test_the_plan_door_prints_what_the_plan_module_prints(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["plan", str(small), "--json"]) == 0
    through_the_door = capsys.readouterr().out
    assert importlib.import_module("zhiheng.plan.__main__").main([str(small), "--json"]) == 0
    assert capsys.readouterr().out == through_the_door
    assert json.loads(through_the_door)["schema"] == "zhiheng.plan/1"


def test_a_missing_file_ends_with_status_2_and_one_line(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "zhiheng", "plan", str(tmp_path / "none.docx")],
        cwd=ROOT,
        capture_output=True,
        timeout=60,
    )
    assert (done.returncode, done.stdout, done.stderr.count(b"\n")) == (2, b"", 1)


def test_reading_a_plan_loads_no_django(small: Path) -> None:
    program = (
        "import sys; from zhiheng.__main__ import main; status = main(['plan', sys.argv[1]]);"
        "assert status == 0; assert not any(name.split('.')[0] == 'django' for name in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program, str(small)], cwd=ROOT, capture_output=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, b"")


def test_the_version_is_that_of_the_project(capsys: pytest.CaptureFixture[str]) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    with pytest.raises(SystemExit) as ended:
        main(["--version"])
    assert ended.value.code == 0
    assert capsys.readouterr().out == f"zhiheng {version()}\n"
    assert version() == project["version"]
    assert project["scripts"]["zhiheng"] == "zhiheng.__main__:main"


@pytest.mark.parametrize("arguments", [[], ["nothing"], ["--nothing"], ["plan"]])
def test_an_unknown_door_or_a_missing_argument_ends_with_status_2(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert "usage: zhiheng" in capsys.readouterr().err


@pytest.mark.parametrize("door", DOORS)
def test_every_door_has_a_module_with_main_and_helps(door: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert callable(importlib.import_module(DOORS[door][0]).main)
    with pytest.raises(SystemExit) as ended:
        main([door, "--help"])
    assert ended.value.code == 0
    assert f"zhiheng {door}" in capsys.readouterr().out
