"""A pure function on a file, run in a child process that can do little else.

A document from outside may be made to hurt whoever opens it. It is read where memory, processor time, time on the clock
and what may be written are limited, and where nothing of the web process can be reached: no environment, no open files,
no database. The child answers with JSON; what it does not answer in time and size is refused.
"""

from __future__ import annotations

import importlib
import json
import os
import resource
import selectors
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

MIB = 1 << 20
Reason = Literal["time", "memory", "size", "crash"]

_ROOT = str(Path(__file__).resolve().parents[2])
_BOOT = "import sys; sys.path.insert(0, sys.argv[1]); from zhiheng.mechanisms.confined import child; child()"
_OUT_OF_MEMORY = 3


@dataclass(frozen=True)
class Limits:
    """What a child may use: bytes of address space, seconds of processor and of the clock, bytes of its answer."""

    memory: int = 1024 * MIB
    processor: int = 20
    clock: float = 30.0
    answer: int = 64 * MIB


@dataclass(frozen=True)
class Value:
    """What the function gave, as JSON gives it back."""

    data: Any


@dataclass(frozen=True)
class Refused:
    """The function refused the file and says why, one line in each language."""

    message_zh: str
    message_en: str


@dataclass(frozen=True)
class TooHeavy:
    """The child went over a limit, or died."""

    reason: Reason


Outcome = Value | Refused | TooHeavy

_DEFAULT = Limits()


def confined(door: str, path: Path, limits: Limits = _DEFAULT) -> Outcome:
    """Run ``module:function`` on a file in a limited child process.

    The function takes a ``Path`` and gives what JSON can hold, or raises an exception with ``message_zh`` and
    ``message_en``. Whatever happens in the child, this returns within ``limits.clock`` seconds (and a little) and
    raises nothing but the OSError of a machine that can start no process.
    """
    with tempfile.TemporaryDirectory(prefix="zhiheng-confined-") as folder:
        process = subprocess.Popen(
            [sys.executable, "-I", "-B", "-X", "utf8", "-c", _BOOT, _ROOT, door, str(path.resolve()), _told(limits)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            env={"TMPDIR": folder},
            start_new_session=True,
        )
        try:
            answer = _answer(process, limits)
        finally:
            _end(process)
    return answer if isinstance(answer, TooHeavy) else _outcome(answer, process.returncode)


def _told(limits: Limits) -> str:
    return f"{limits.memory},{limits.processor}"


def _answer(process: subprocess.Popen[bytes], limits: Limits) -> bytes | TooHeavy:
    """All that the child writes before it closes its end, within the limits of time and size."""
    assert process.stdout is not None
    until, kept = time.monotonic() + limits.clock, bytearray()
    with selectors.DefaultSelector() as waiting:
        waiting.register(process.stdout, selectors.EVENT_READ)
        while True:
            left = until - time.monotonic()
            if left <= 0 or not waiting.select(left):
                return TooHeavy("time")
            piece = os.read(process.stdout.fileno(), MIB)
            if not piece:
                break
            kept += piece
            if len(kept) > limits.answer:
                return TooHeavy("size")
    try:
        process.wait(max(0.0, until - time.monotonic()))
    except subprocess.TimeoutExpired:
        return TooHeavy("time")
    return bytes(kept)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Nothing that the child started outlives the answer."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        process.kill()
    process.wait()
    if process.stdout is not None:
        process.stdout.close()


def _outcome(answer: bytes, status: int) -> Outcome:
    if status == _OUT_OF_MEMORY:
        return TooHeavy("memory")
    if status == -signal.SIGXCPU:
        return TooHeavy("time")
    if status != 0:
        return TooHeavy("crash")
    try:
        said = json.loads(answer)
    except ValueError:
        return TooHeavy("crash")
    return Refused(*said["refused"]) if "refused" in said else Value(said["value"])


def child() -> None:
    """The child's side: take the limits first, then import and run the function, and write its answer as JSON."""
    door, path, told = sys.argv[2:5]
    memory, processor = map(int, told.split(","))
    # A second between the two limits of processor time: the first one ends the child with a signal that tells why.
    resource.setrlimit(resource.RLIMIT_CPU, (processor, processor + 1))
    for kind, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, 64),
    ):
        resource.setrlimit(kind, (most, most))
    module, _, name = door.partition(":")
    try:
        said = _said(getattr(importlib.import_module(module), name), Path(path))
    except (MemoryError, RecursionError):
        os._exit(_OUT_OF_MEMORY)
    sys.stdout.write(said)
    sys.stdout.flush()
    # The answer is given; taking down a heap of objects piece by piece would only cost time.
    os._exit(0)


def _said(function: Any, path: Path) -> str:
    try:
        return json.dumps({"value": function(path)}, ensure_ascii=False)
    except (MemoryError, RecursionError):
        raise
    except Exception as refusal:
        if not hasattr(refusal, "message_zh"):
            raise
        return json.dumps({"refused": [refusal.message_zh, refusal.message_en]})  # type: ignore[attr-defined]
