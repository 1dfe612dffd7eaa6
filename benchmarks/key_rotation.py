"""A new key for a million sealed rows: how long it takes, that it goes on after a stop, and that nothing is lost.

A table with one sealed text of each row, filled through the model; a first run is stopped after a tenth, a second goes
on. Then every row is opened. On SQLite, or with --postgres on a PostgreSQL that is started for it.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from itertools import islice

from tests.browser.serving import ROOT
from tests.postgres import server

LONGEST = 600
"""Seconds for a million rows."""


def main(arguments: Sequence[str] = ()) -> int:
    """Fill, rotate, open; 1 when a text is lost or it takes longer than ten minutes a million."""
    parser = argparse.ArgumentParser(prog="benchmarks key-rotation", description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--postgres", action="store_true")
    parser.add_argument("--here", action="store_true", help="in this process, on the database of the environment")
    chosen = parser.parse_args(list(arguments))
    if chosen.here:
        return _here(chosen.rows)
    with ExitStack() as opened:
        var = opened.enter_context(tempfile.TemporaryDirectory(prefix="zh-rotation-"))
        url = opened.enter_context(server()) if chosen.postgres else f"sqlite:///{var}/rotation.sqlite3"
        environment = os.environ | {"ZHIHENG_VAR": var, "DATABASE_URL": url}
        environment["DJANGO_SETTINGS_MODULE"] = "zhiheng.settings"
        command = [sys.executable, "-m", "benchmarks.key_rotation", "--here", "--rows", str(chosen.rows)]
        return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


def _here(rows: int) -> int:
    import django

    django.setup()
    from django.db import connection

    from tests.mechanisms.privacy.letters import Letter, tables
    from zhiheng.mechanisms.privacy.keys import add_key
    from zhiheng.mechanisms.privacy.rotating import BATCH, reseal
    from zhiheng.mechanisms.scope import everywhere

    with everywhere(), tables():
        for first in range(0, rows, 10_000):
            these = range(first, min(rows, first + 10_000))
            Letter.objects.bulk_create(Letter(phone=f"139{number:08}") for number in these)
        new, began = add_key(), time.perf_counter()
        stopped = sum(anew for anew, _ in islice(reseal(Letter), max(1, rows // BATCH // 10)))
        rest = [sum(pair) for pair in zip(*reseal(Letter), strict=True)]
        seconds = time.perf_counter() - began
        texts = Letter.objects.only("phone").iterator(chunk_size=10_000)
        phones = {letter.phone.open() for letter in texts if bytes(letter.__dict__["phone"])[1:5] == new}
    print(f"{connection.vendor}, {rows} rows: {seconds:.0f} s; stopped after {stopped}, then {rest[0]} more")
    print(f"sealed with the new key and readable: {len(phones)}; unreadable: {rest[1]}")
    return 0 if len(phones) == rows and not rest[1] and seconds <= LONGEST * rows / 1_000_000 else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
