"""The portal as ``make run`` serves it: gunicorn in a process of its own, with a database of its own."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


def free_port() -> int:
    """A port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def prepare(environment: dict[str, str], *setup: str) -> None:
    """Database, static files and ledger, as ``make run`` prepares them; a failure is told in its own words."""
    done = subprocess.run(
        [sys.executable, "tools/prepare.py", *setup],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@contextmanager
def portal(var: Path, *setup: str) -> Iterator[str]:
    """Serve a fresh portal from the folder ``var``; gives its address. ``setup``: arguments of ``manage.py setup``."""
    port = free_port()
    database = f"sqlite:///{var / 'portal.sqlite3'}"
    environment = os.environ | {"ZHIHENG_VAR": str(var), "DATABASE_URL": database, "PORT": str(port), "WORKERS": "1"}
    prepare(environment, *setup)
    log = (var / "server.log").open("w+")
    server = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.py", "zhiheng.wsgi"],
        cwd=ROOT,
        env=environment,
        stdout=log,
        stderr=subprocess.STDOUT,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        wait_for(address, server, var / "server.log")
        yield address
    finally:
        server.terminate()
        server.wait(20)
        log.close()


def wait_for(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    """Until the first page answers; two minutes at most, for a machine that does much else."""
    for _attempt in range(1200):
        if server.poll() is not None:
            break
        try:
            with urllib.request.urlopen(address, timeout=20):
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"the portal did not start: {log.read_text(encoding='utf-8')[-3000:]}")
