"""Every person asks every address for everything: nobody sees what is another's.

Prints how much was asked and what was found; 1 when anything was. On SQLite, or with --postgres on a PostgreSQL that is
started for it, there as the role of the server.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from tests.browser.serving import ROOT
from tests.postgres import server

if TYPE_CHECKING:
    from tests.canary.world import World


def main(arguments: Sequence[str] = ()) -> int:
    """Make a database, then run the campaign in a process that has it to itself."""
    parser = argparse.ArgumentParser(prog="benchmarks canary", description=__doc__)
    parser.add_argument("--postgres", action="store_true")
    parser.add_argument("--full", action="store_true", help="every act of every person on everything, not a part of it")
    parser.add_argument("--here", action="store_true", help="in this process, on the database of the environment")
    chosen = parser.parse_args(list(arguments))
    if chosen.here:
        return _here(chosen.full)
    with ExitStack() as opened:
        var = opened.enter_context(tempfile.TemporaryDirectory(prefix="zh-canary-"))
        url = opened.enter_context(server()) if chosen.postgres else f"sqlite:///{var}/canary.sqlite3"
        environment = prepared(Path(var), url, ROOT)
        command = [sys.executable, "-m", "benchmarks.canary", "--here", *(["--full"] if chosen.full else [])]
        return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


def prepared(var: Path, url: str, root: Path) -> dict[str, str]:
    """The environment of a database with the directory in it, and on PostgreSQL with the roles."""
    environment = os.environ | {"ZHIHENG_VAR": str(var), "DATABASE_URL": url}
    environment["DJANGO_SETTINGS_MODULE"] = "zhiheng.settings"
    steps = [["migrate", "--verbosity", "0"], ["shell", "--verbosity", "0", "-c", LOAD]]
    if url.startswith("postgres"):
        steps.append(["database_roles", "--verbosity", "0"])
    for step in steps:
        subprocess.run(
            [sys.executable, "manage.py", *step], cwd=root, env=environment, check=True, stdout=subprocess.DEVNULL
        )
    if url.startswith("postgres"):
        environment["ZHIHENG_DATABASE_ROLE"] = "zhiheng_app"
    return environment


LOAD = "from zhiheng.directory.loading import load_directory; load_directory()"


@contextmanager
def settled() -> Iterator[World]:
    """The world of the canary in the database of the environment, in a transaction that is taken back."""
    import django

    django.setup()
    from django.conf import settings
    from django.db import transaction

    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.ALLOWED_HOSTS = ["testserver"]
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    from tests.canary.world import build
    from zhiheng.mechanisms.scope import everywhere

    whole = transaction.atomic()
    whole._from_testcase = True  # type: ignore[attr-defined]
    with whole:
        with everywhere():
            world = build()
        yield world
        transaction.set_rollback(True)


def _here(full: bool) -> int:
    """The campaign in this process."""
    began = time.perf_counter()
    with settled() as world:
        from django.db import connection

        from tests.canary.campaign import Campaign
        from tests.canary.people import PEOPLE

        campaign = Campaign(world, full=full)
        findings = list(campaign.run())
    needles = sum(len(one.needles) for one in world.kept)
    print(
        f"{connection.vendor}: {len(PEOPLE)} people, {len(world.kept)} things with {needles} needles, "
        f"{campaign.asking.requests} requests, {len(findings)} findings, {time.perf_counter() - began:.0f} s"
    )
    for finding in findings[:40]:
        print(f"  {finding}")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
