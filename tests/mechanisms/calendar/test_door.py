"""``zhiheng due``: the answer as JSON and in a sentence, and one line for what makes no sense."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from zhiheng.__main__ import main
from zhiheng.mechanisms.calendar.counting import Limit
from zhiheng.mechanisms.parameters import parameters

ROOT = Path(__file__).resolve().parents[3]


def asked(capsys: pytest.CaptureFixture[str], question: str) -> tuple[int, str, str]:
    status = main(["due", *question.split()])
    said = capsys.readouterr()
    return status, said.out, said.err


@pytest.mark.parametrize(
    ("question", "due", "provisional"),
    [
        ("--from 2026-09-28 --working-days 7", "2026-10-13", False),
        ("--from 2026-08-03 --days 60", "2026-10-08", False),
        ("--from 2026-08-03 --days 60 --no-roll", "2026-10-02", False),
        ("--from 2026-01-31 --months 1 --no-roll", "2026-02-28", False),
        ("--from 2026-03-02 --working-days 5" + " --suspend 2026-03-04..2026-03-06" * 2, "2026-03-12", False),
        ("--from 2026-03-02 --days 5 --suspend 2026-03-03..", None, False),
        ("--from 2026-12-28 --working-days 7", "2027-01-06", True),
        ("--from 2100-01-01 --months 1200", "2200-01-01", True),
    ],
)
def test_the_answer_as_json(
    capsys: pytest.CaptureFixture[str], question: str, due: str | None, provisional: bool
) -> None:
    status, out, err = asked(capsys, f"{question} --json")
    assert (status, err) == (0, "")
    assert json.loads(out) == {"due": due, "provisional": provisional, "rule": None, "reference": None}


@pytest.mark.parametrize(("start", "due"), [("2024-06-28", "2024-08-30"), ("2024-07-01", "2024-08-30")])
def test_a_rule_is_taken_as_it_stood_on_the_day(capsys: pytest.CaptureFixture[str], start: str, due: str) -> None:
    """45 working days by the order, 60 days by the regulation that came into force in between."""
    answer = json.loads(asked(capsys, f"--from {start} --rule complaint.mediate --json")[1])
    assert (answer["due"], answer["rule"]) == (due, "complaint.mediate")
    assert ("20号" in answer["reference"]) == (start < "2024-07-01")


def test_the_sentence_says_how_it_was_counted(capsys: pytest.CaptureFixture[str]) -> None:
    chinese, english = asked(capsys, "--from 2026-08-03 --days 60 --suspend 2026-01-01..2026-01-02")[1].splitlines()
    assert "2026-08-03 当日不计" in chinese and "2026-10-02 是休息日,顺延" in chinese and "扣除中止" in chinese
    assert chinese.endswith("2026-10-08(周四)届满。") and english.endswith("due Thursday 2026-10-08.")
    provisional = asked(capsys, "--from 2026-12-28 --rule complaint.accept")[1]
    assert "消费者权益保护法第46条" in provisional and "暂定" in provisional
    assert "停止计算" in asked(capsys, "--from 2026-03-02 --days 5 --suspend 2026-03-03..")[1]
    assert "注意" in asked(capsys, "--from 2025-03-02 --rule complaint.mediate")[1]


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("--from 2026-03-02", "只写一个"),
        ("--from 2026-03-02 --days 3 --rule complaint.accept", "只写一个"),
        ("--days 4", "--from"),
        ("--from 2026-3-2 --days 3", "“2026-3-2”不是日期"),
        ("--from 2026-02-30 --days 3", "“2026-02-30”不是日期"),
        ("--from 2026-03-02 --days 三", "不是整数"),
        ("--from 2026-03-02 --days -5", "不能是 -5"),
        ("--from 2026-03-02 --months 99999", "1200"),
        ("--from 2026-03-02 --rule complaint.acept", "complaint.accept, complaint"),
        ("--from 2013-03-02 --rule complaint.accept", "2014-03-15起"),
        ("--from 2026-03-02 --days 3 --suspend 2026-03-05..2026-03-01", "早于"),
        ("--from 2026-03-02 --days 3 --suspend 2026-03-05", "不是期间"),
        ("--from 2026-03-02 --working-days 3 --no-roll", "--no-roll"),
        ("--from 9999-12-30 --days 30", "9999"),
        ("--from 2026-03-02 --day 3", "--day"),
        ("--from", "--from"),
    ],
)
def test_what_makes_no_sense_gets_one_line_and_status_2(
    capsys: pytest.CaptureFixture[str], question: str, said: str
) -> None:
    status, out, err = asked(capsys, question)
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert err.startswith("zhiheng due: ") and said in err


def test_every_rule_that_is_a_limit_can_be_asked(capsys: pytest.CaptureFixture[str]) -> None:
    assert asked(capsys, "--from 2026-05-06 --rule complaint.accept")[0] == 0
    listed = asked(capsys, "--from 2026-05-06 --rule nothing")[2]
    for name, parameter in parameters().items():
        is_limit = all(isinstance(version.holds, Limit) for version in parameter.versions)
        assert (name in listed) or not is_limit
        if is_limit:
            last = parameter.versions[-1].begins
            assert asked(capsys, f"--from {last} --rule {name}")[0] == 0


def test_the_door_loads_no_django_and_needs_no_utf_8_console() -> None:
    program = (
        "import sys; from zhiheng.__main__ import main;"
        "status = main(['due', '--from', '2026-09-28', '--rule', 'complaint.accept', '--json']);"
        "assert status == 0; assert not any(name.split('.')[0] == 'django' for name in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        capture_output=True,
        timeout=60,
        env={"PYTHONIOENCODING": "ascii", "TZ": "America/Los_Angeles"},
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout)["reference"] == "消费者权益保护法第46条"
