"""Phone and ID numbers are filed over HTTP, handled and mistyped; then every byte is searched for them: none is found.

A fresh portal of the demonstration under gunicorn. People complain step by step (each sent twice), mistype their
numbers into every wrong place, an officer reveals, corrects and writes them down, a session ends with them in a form;
then seven kinds of people go from page to page and file to file. Searched: every answer to somebody who revealed
nothing, workbooks unzipped; the database (its files, or on PostgreSQL every table); the var folder; the server's log.
Numbers are looked for plain, in groups, in two bytes a character, as hex and as base64. The control keeps one column
unsealed and must find its numbers.
"""

from __future__ import annotations

import argparse
import os
import secrets
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.browser.serving import ROOT, free_port, prepare, wait_for
from tests.leaks import journey
from tests.leaks.searching import found_in, in_folder
from tests.leaks.seeding import all_needles, people
from tests.leaks.visiting import Answer, ByHttp, Visitor
from tests.postgres import server as postgres

CONTROL = "complaints_complaint.phone"
TYPED = 3
"""People whose numbers officers type: they may read what they wrote themselves, so only what is kept is searched."""


def main(arguments: Sequence[str] = ()) -> int:
    """Run it and its control; 1 when a number is found, or the control finds none."""
    parser = argparse.ArgumentParser(prog="benchmarks personal-data", description=__doc__)
    parser.add_argument("--people", type=int, default=20, help="who complain; each has two numbers")
    parser.add_argument("--pages", type=int, default=150, help="pages and files that each visitor opens at most")
    parser.add_argument("--seed", default="")
    parser.add_argument("--without-encryption", metavar="COLUMN", default=CONTROL, help=f"of the control: {CONTROL}")
    parser.add_argument("--postgres", action="store_true", help="on a PostgreSQL that is started for it, not on SQLite")
    chosen = parser.parse_args(list(arguments))
    seed = chosen.seed or secrets.token_hex(4)
    print(f"seed {seed}, {chosen.people} people", flush=True)
    found = run(seed, chosen.people, chosen.pages, on_postgres=chosen.postgres)
    print(f"numbers found: {sum(found.values())} {found or ''}", flush=True)
    control = run(seed, 2, 3, on_postgres=chosen.postgres, column=chosen.without_encryption)
    print(f"control, {chosen.without_encryption} unsealed: {sum(control.values())} found in {', '.join(control)}")
    if not control:
        print("the control found nothing: this run proves nothing")
    return 1 if found or not control else 0


def run(seed: str, number: int, pages: int, *, on_postgres: bool = False, column: str = "") -> dict[str, int]:
    """Where numbers are found after all that is done with them, by place."""
    filed, typed = people(number, seed), people(TYPED, f"{seed}-typed")
    found: dict[str, int] = {}

    def told(name: str, answer: Answer) -> None:
        if count := found_in(answer.content, all_needles(filed)):
            found[f"{name or 'nobody'} {answer.url}"] = count

    with tempfile.TemporaryDirectory(prefix="zh-personal-") as var, ExitStack() as opened:
        url = opened.enter_context(postgres()) if on_postgres else f"sqlite:///{var}/portal.sqlite3"
        with _served(Path(var), url, column) as address:
            for person in filed:
                journey.complain(ByHttp(address), person)
            journey.slip(ByHttp(address), typed[0])
            journey.work(ByHttp(address), typed[1])
            journey.keep(ByHttp(address), typed[2], _sign_out)
            visited = journey.look_around(lambda: ByHttp(address), pages, told)
            # While the server runs: what is not yet in the database lies in its log of writes.
            found |= in_folder(Path(var), all_needles([*filed, *typed]))
        needles = all_needles([*filed, *typed])
        if on_postgres:
            found |= _in_tables(url, needles)
        found |= in_folder(Path(var), needles)
        log = Path(var, "server.log").read_text()
    assert "ValueError: no such person" in log, "the page that breaks did not break"
    if not column:
        print(f"opened: {', '.join(f'{name} {count}' for name, count in visited.items())}", flush=True)
    return found


def _in_tables(url: str, needles: list[str]) -> dict[str, int]:
    """Every table of a PostgreSQL database as its owner copies it out."""
    import psycopg

    found = {}
    with psycopg.connect(url) as line:
        tables = [row[0] for row in line.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]
        for table in tables:
            with line.cursor().copy(f'COPY "{table}" TO STDOUT'.encode()) as rows:
                if count := found_in(b"".join(bytes(part) for part in rows), needles):
                    found[table] = count
    return found


def _sign_out(visitor: Visitor) -> None:
    """The session ends, the browser stays."""
    assert isinstance(visitor, ByHttp)
    for cookie in list(visitor.cookies):
        if cookie.name == "sessionid":
            visitor.cookies.clear(cookie.domain, cookie.path, cookie.name)


@contextmanager
def _served(var: Path, url: str, column: str) -> Iterator[str]:
    """The portal of ``make run``, with its demonstration."""
    port = free_port()
    environment = os.environ | {"ZHIHENG_VAR": str(var), "DATABASE_URL": url, "PORT": str(port), "WORKERS": "1"}
    prepare(environment)
    log = (var / "server.log").open("w+")
    command = [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.py", "benchmarks._personal:application"]
    server = subprocess.Popen(
        command, cwd=ROOT, env=environment | {"ZHIHENG_UNSEALED": column}, stdout=log, stderr=subprocess.STDOUT
    )
    try:
        wait_for(f"http://127.0.0.1:{port}/livez", server, var / "server.log")
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(20)
        log.close()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
