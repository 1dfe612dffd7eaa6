"""50 editors, each with 20 edits of the same row, at once: no update is lost.

Every edit adds the editor's own mark to a text and one to a number, as a person does who reads a row and sends it back
changed. Who is told that the row is stale reads again and repeats the edit. The control leaves out the version and must
lose some. On SQLite, or with --postgres on a PostgreSQL that is started for it.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import Barrier, Thread
from typing import Any

from tests.browser.serving import ROOT
from tests.postgres import server

AT = datetime(2026, 11, 22, 4, tzinfo=UTC)
THING = "draft"


@dataclass
class Outcome:
    """What the editors did and what the row and its journal say about it."""

    edits: int
    stale: int = 0
    number: int = 0
    marks: int = 0
    lines: int = 0
    unbroken: bool = False
    seconds: float = 0
    errors: list[str] = field(default_factory=list)

    @property
    def lost(self) -> int:
        """Edits of which nothing is left in the row."""
        return self.edits - min(self.number, self.marks)


def main(arguments: Sequence[str] = ()) -> int:
    """Run both; 1 when an update is lost, the journal has a gap, or the control loses none."""
    parser = argparse.ArgumentParser(prog="benchmarks stale-edits", description=__doc__)
    parser.add_argument("--editors", type=int, default=50)
    parser.add_argument("--edits", type=int, default=20)
    parser.add_argument("--postgres", action="store_true")
    parser.add_argument("--here", action="store_true", help="in this process, on the database of the environment")
    chosen = parser.parse_args(list(arguments))
    if chosen.here:
        return _here(chosen.editors, chosen.edits)
    command = [sys.executable, "-m", "benchmarks.stale_edits", "--here"]
    command += ["--editors", str(chosen.editors), "--edits", str(chosen.edits)]
    with ExitStack() as opened:
        var = opened.enter_context(tempfile.TemporaryDirectory(prefix="zh-stale-"))
        url = opened.enter_context(server()) if chosen.postgres else f"sqlite:///{var}/edits.sqlite3"
        environment = os.environ | {"ZHIHENG_VAR": var, "DATABASE_URL": url}
        environment["DJANGO_SETTINGS_MODULE"] = "zhiheng.settings"
        migrate = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
        subprocess.run(migrate, cwd=ROOT, env=environment, check=True)
        return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


def _here(editors: int, edits: int) -> int:
    """Both campaigns, in a process that has its database to itself."""
    import django

    django.setup()
    from django.db import connection

    from tests.mechanisms.edited import table

    with table():
        checked, control = campaign(with_version, editors, edits), campaign(without_version, editors, edits)
    print(f"{connection.vendor}, {editors} editors, {edits} edits each, all of one row")
    tell("with the version", checked)
    tell("control, without the version", control)
    whole = checked.lost == 0 and checked.unbroken and checked.lines == 2 * checked.edits and not checked.errors
    if not control.lost:
        print("the control lost nothing: this run proves nothing")
    return 0 if whole and control.lost else 1


def tell(name: str, outcome: Outcome) -> None:
    """One line of figures."""
    gaps = f", {outcome.lines} journal lines {'without' if outcome.unbroken else 'with'} a gap" if outcome.lines else ""
    print(
        f"{name}: {outcome.edits} edits, {outcome.stale} told that they were stale, {outcome.lost} lost{gaps}, "
        f"{len(outcome.errors)} errors, {outcome.seconds:.0f} s",
        flush=True,
    )
    for error in outcome.errors[:3]:
        print(f"  {error}")


def campaign(edit: Callable[[Any, str], None], editors: int, edits: int) -> Outcome:
    """All editors at once, each in a thread with a connection of its own, on a fresh row."""
    from tests.mechanisms.edited import Draft
    from zhiheng.mechanisms.journal.models import Entry

    row, outcome, start = Draft.objects.create(title="", number=0), Outcome(editors * edits), Barrier(editors)
    before = Entry.objects.count()
    threads = [Thread(target=_work, args=[row.pk, who, edits, edit, start, outcome]) for who in range(editors)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    outcome.seconds = time.perf_counter() - began
    row.refresh_from_db()
    lines = list(Entry.objects.filter(field="数量").order_by("id"))[-editors * edits :]
    outcome.number, outcome.marks = row.number or 0, len(set(row.title.split()))
    outcome.lines = Entry.objects.count() - before
    outcome.unbroken = all(one.new == other.old for one, other in zip(lines, lines[1:], strict=False))
    return outcome


def _work(pk: int, who: int, edits: int, edit: Any, start: Barrier, outcome: Outcome) -> None:
    """One editor: read, change, send; again when told that the row is stale."""
    from django.db import connection

    from tests.mechanisms.edited import Draft
    from zhiheng.mechanisms.versions import Stale

    start.wait()
    try:
        for turn in range(edits):
            while True:
                try:
                    edit(Draft.objects.get(pk=pk), f"{who}.{turn}")
                    break
                except Stale:
                    outcome.stale += 1
    except Exception as error:  # whatever went wrong is a finding
        outcome.errors.append(f"{type(error).__name__}: {error}")
    finally:
        connection.close()


def with_version(row: Any, mark: str) -> None:
    """The edit as the portal makes it."""
    from zhiheng.mechanisms.versions import update_if_unchanged

    changes = {"title": f"{row.title} {mark}", "number": row.number + 1}
    update_if_unchanged(row, row.version, changes, by=None, at=AT, why="测试", ledger="edits", thing=THING)


def without_version(row: Any, mark: str) -> None:
    """The edit as it must not be: what was read, changed and written back."""
    type(row).objects.filter(pk=row.pk).update(title=f"{row.title} {mark}", number=row.number + 1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
