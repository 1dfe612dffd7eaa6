"""A function on a file in a child that can do little: values, refusals and limits; the web process stays untouched."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from zhiheng.mechanisms.confined import MIB, Limits, Outcome, Refused, TooHeavy, Value, confined

DOORS = """
import os, socket, sys, time
class Refusal(Exception):
    message_zh, message_en = "读不了", "cannot be read"
def words(path): return {"words": path.read_text("utf-8"), "here": os.environ.get("SECRET"), "in": sys.stdin.read()}
def refuse(path): raise Refusal
def crash(path): raise KeyError(path)
def die(path): os.abort()
def sleep(path): time.sleep(60)
def spin(path):
    while True: pass
def grow(path): return len(bytearray(3 << 30))
def flood(path): return "x" * (3 << 20)
def write(path):
    with open("here", "w") as file: file.write("x")
    return "written"
def deep(path): return deep(path)
def fork(path):
    if os.fork() == 0: time.sleep(60)
    return "forked"
"""


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    """``run("crash", limits)``: a function of the module above on a small file."""
    (tmp_path / "doors_of_a_test.py").write_text(DOORS, "utf-8")
    (tmp_path / "file.txt").write_text("方案", "utf-8")
    monkeypatch.setenv("SECRET", "of the web process")
    monkeypatch.setattr("zhiheng.mechanisms.confined._ROOT", f"{tmp_path}")
    boot = "import sys; sys.path[:0] = [sys.argv[1], {root!r}]; from zhiheng.mechanisms.confined import child; child()"
    monkeypatch.setattr("zhiheng.mechanisms.confined._BOOT", boot.format(root=str(Path(__file__).resolve().parents[2])))

    def started(name: str, limits: Limits = Limits(processor=5, clock=10, answer=2 * MIB)) -> Outcome:  # noqa: B008
        return confined(f"doors_of_a_test:{name}", tmp_path / "file.txt", limits)

    return started


def test_a_value_comes_back_and_nothing_of_the_web_process_goes_in(run) -> None:  # type: ignore[no-untyped-def]
    assert run("words") == Value({"words": "方案", "here": None, "in": ""})


def test_a_refusal_comes_back_with_its_words(run) -> None:  # type: ignore[no-untyped-def]
    assert run("refuse") == Refused("读不了", "cannot be read")


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("crash", "crash"),
        ("die", "crash"),
        ("grow", "memory"),
        ("deep", "memory"),
        ("flood", "size"),
        ("write", "crash"),
    ],
)
def test_what_goes_over_a_limit_or_dies_ends_as_too_heavy(run, name: str, reason: str) -> None:  # type: ignore[no-untyped-def]
    assert run(name) == TooHeavy(reason)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["sleep", "spin"])
def test_time_is_limited_on_the_clock_and_of_the_processor(run, name: str) -> None:  # type: ignore[no-untyped-def]
    began = time.monotonic()
    assert run(name, Limits(processor=1, clock=3)) == TooHeavy("time")
    assert time.monotonic() - began < 6


def test_what_the_child_started_ends_with_it(run) -> None:  # type: ignore[no-untyped-def]
    before = set(os.listdir("/proc"))
    began = time.monotonic()
    assert isinstance(run("fork", Limits(clock=2)), TooHeavy | Value)
    assert time.monotonic() - began < 4
    while alive(before) and time.monotonic() - began < 8:
        time.sleep(0.05)
    assert not alive(before)


def alive(before: set[str]) -> list[str]:
    """Processes that were not there before and run a door of these tests."""
    found = []
    for number in filter(str.isdigit, set(os.listdir("/proc")) - before):
        try:
            command = Path("/proc", number, "cmdline").read_bytes()
        except OSError:  # it ended meanwhile
            continue
        if b"doors_of_a_test:fork" in command:
            found.append(number)
    return found
