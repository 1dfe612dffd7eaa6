"""``python -m zhiheng.plan FILE [--json]``: for people, for programs, and one line when a file cannot be read."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.plan.documents import SMALL, pdf_of, scanned_pdf, typed_docx
from zhiheng.plan.__main__ import main

ROOT = Path(__file__).resolve().parents[2]
FIELDS = "schema title issuer number issued period sections tasks targets funding deadlines units coverage"


@pytest.fixture
def small(tmp_path: Path) -> Path:
    path = tmp_path / "plan.txt"
    path.write_text(SMALL, "utf-8")
    return path


def bare(*arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run Python without site-packages: only the standard library and this checkout."""
    kept = {key: value for key, value in os.environ.items() if key not in {"PYTHONPATH", "PYTHONSAFEPATH"}}
    return subprocess.run(
        [sys.executable, "-S", *arguments], cwd=ROOT, capture_output=True, timeout=60, env={**kept, **environment}
    )


def test_json_is_the_contract_with_chinese_left_readable(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(small), "--json"]) == 0
    printed = capsys.readouterr().out
    assert "云溪省" in printed
    plan = json.loads(printed)
    assert list(plan) == FIELDS.split()
    assert plan["schema"] == "zhiheng.plan/1"
    assert plan["period"] == [2024, 2026]
    assert plan["issued"] == "2024-03-05"
    assert plan["coverage"]["characters"] == len(SMALL)
    first, last = plan["tasks"][0]["assignments"][0]["mark"]
    assert SMALL[first:last] == "(责任单位:省农业农村厅、省财政厅)"


def test_people_get_the_title_the_counts_the_units_and_the_targets(
    small: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(small)]) == 0
    printed = capsys.readouterr().out
    for words in (
        "云溪省冷链物流提升行动方案",
        "期限 2024–2026 年",
        "责任单位(任务数)",
        "省商务厅",
        "冷库总容量",
        "未读",
    ):
        assert words in printed
    assert not any(line.endswith(" ") for line in printed.splitlines())


def test_a_text_is_read_with_nothing_but_the_standard_library(small: Path) -> None:
    done = bare("-m", "zhiheng.plan", str(small), "--json")
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout.decode("utf-8"))["tasks"]


def test_word_and_html_need_nothing_but_the_standard_library(tmp_path: Path) -> None:
    (tmp_path / "plan.html").write_text("<!doctype html><p>" + SMALL.replace("\n", "<p>"), "utf-8")
    for path in (typed_docx(SMALL, tmp_path / "plan.docx"), tmp_path / "plan.html"):
        done = bare("-m", "zhiheng.plan", str(path), "--json")
        assert (done.returncode, done.stderr) == (0, b"")
        assert json.loads(done.stdout.decode("utf-8"))["tasks"]


def test_a_pdf_without_the_pdf_library_is_refused_in_one_line(tmp_path: Path) -> None:
    done = bare("-m", "zhiheng.plan", str(pdf_of(SMALL, tmp_path / "plan.pdf")), PYTHONUTF8="1")
    assert done.returncode == 2
    assert done.stderr.decode("utf-8").count("\n") == 1
    assert "pypdfium2" in done.stderr.decode("utf-8")


def test_a_file_that_cannot_be_read_gives_one_line_and_status_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for path, words in ((tmp_path / "none.txt", "找不到文件"), (scanned_pdf(tmp_path / "scan.pdf"), "扫描件")):
        assert main([str(path)]) == 2
        printed = capsys.readouterr()
        assert printed.out == ""
        assert words in printed.err
        assert printed.err.count("\n") == 1


def test_a_console_of_another_code_page_still_gets_utf8_json(small: Path) -> None:
    done = bare("-m", "zhiheng.plan", str(small), "--json", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert done.returncode == 0
    assert json.loads(done.stdout.decode("utf-8"))["title"] == "云溪省冷链物流提升行动方案(2024-2026年)"
    done = bare("-m", "zhiheng.plan", str(small), PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.skipif(os.name != "posix", reason="needs a POSIX shell pipe")
def test_a_reader_that_stops_early_sees_no_trace(small: Path) -> None:
    small.write_text(SMALL * 200, "utf-8")
    done = subprocess.run(
        f'"{sys.executable}" -m zhiheng.plan "{small}" --json | head -c 100 >/dev/null',
        shell=True,
        cwd=ROOT,
        capture_output=True,
        timeout=60,
    )
    assert done.stderr == b""
