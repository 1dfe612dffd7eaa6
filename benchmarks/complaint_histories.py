"""10,000 random lives of complaints: 按期办结率 by its definition equals what a clerk counts from the moves by hand.

Most are drawn from the declaration alone, each with a calendar that nobody ever had; some (--acted) are lived by the
real acts, as handler, firm and filer, with the real calendar. Of each life the rate of a random period, as known on a
random day, is asked of the definition over a snapshot of the database and of the clerk; at the end that of every period
and region. At every step of the acted ones somebody must be able to do something lawful, or the complaint is closed.
The control lets the clerk forget the suspensions; it must disagree. Prints the seed.
"""

from __future__ import annotations

import argparse
import os
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack

from tests.browser.serving import ROOT
from tests.postgres import server


def main(arguments: Sequence[str] = ()) -> int:
    """Run it on a database of its own; 1 when a rate differs, a complaint is stuck or the control agrees."""
    parser = argparse.ArgumentParser(prog="benchmarks complaint-histories", description=__doc__)
    parser.add_argument("--number", type=int, default=10_000)
    parser.add_argument("--acted", type=int, default=1_000, help="how many of them are lived by the real acts")
    parser.add_argument("--seed", default="")
    parser.add_argument("--postgres", action="store_true", help="on a PostgreSQL that is started for it, not on SQLite")
    parser.add_argument("--here", action="store_true", help="in this process, on the database of the environment")
    chosen = parser.parse_args(list(arguments))
    seed = chosen.seed or secrets.token_hex(4)
    if chosen.here:
        return _here(chosen.number, chosen.acted, seed)
    command = [sys.executable, "-m", "benchmarks.complaint_histories", "--here", "--seed", seed]
    command += ["--number", str(chosen.number), "--acted", str(chosen.acted)]
    with ExitStack() as opened:
        var = opened.enter_context(tempfile.TemporaryDirectory(prefix="zh-histories-"))
        url = opened.enter_context(server()) if chosen.postgres else f"sqlite:///{var}/histories.sqlite3"
        environment = os.environ | {"ZHIHENG_VAR": var, "DATABASE_URL": url}
        environment["DJANGO_SETTINGS_MODULE"] = "zhiheng.settings"
        migrate = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
        subprocess.run(migrate, cwd=ROOT, env=environment, check=True)
        return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


def _here(number: int, acted: int, seed: str) -> int:
    import django

    django.setup()
    from django.db import connection

    from tests.systems.complaints.lives import Campaign
    from zhiheng.directory.loading import load_directory

    load_directory()
    began = time.perf_counter()
    print(f"{connection.vendor}, seed {seed}: {number:,} lives, {acted:,} of them by the real acts", flush=True)
    campaign = Campaign(seed)
    campaign.draw(number - acted)
    campaign.live(acted)
    campaign.compare_each()
    campaign.compare_all()
    for line in campaign.told():
        print(line)
    print(f"{time.perf_counter() - began:.0f} s")
    if not campaign.control:
        print("the control, which forgets the suspensions, agreed every time: this run proves nothing")
    return 1 if campaign.differing or campaign.stuck or not campaign.control else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
