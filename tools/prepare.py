"""Bring database, static files and ledger up to date before the server starts; ``make run`` calls it.

One process for all three: loading Django is most of the time of a second start. Arguments go to ``setup``.
"""

from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path

import django
from django.core.management import CommandError, call_command

ROOT = Path(__file__).resolve().parent.parent


def step(words: str) -> None:
    """One line of progress, in the look of the Makefile."""
    print(f"\033[36m▸\033[0m {words}", flush=True)


def collect_static() -> None:
    """Run collectstatic when a static file came, went or changed since the last time; compressing takes seconds."""
    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders

    seen = hashlib.sha256(repr(settings.STORAGES).encode())
    for finder in get_finders():
        for name, storage in finder.list(ignore_patterns=[]):
            stat = Path(storage.path(name)).stat()
            seen.update(f"{name} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    note = Path(settings.STATIC_ROOT, ".collected")
    if note.exists() and note.read_text() == seen.hexdigest():
        return
    call_command("collectstatic", interactive=False, verbosity=0)
    note.write_text(seen.hexdigest())


def take_role() -> None:
    """Let the server work as a role that row-level security binds; ``deploy/gunicorn.py`` reads which one."""
    from django.conf import settings
    from django.db import ProgrammingError, connection

    from zhiheng.cli.management.commands.database_roles import APP

    note = Path(settings.VAR_DIR, "database_role")
    note.unlink(missing_ok=True)
    if connection.vendor != "postgresql":
        return
    try:
        call_command("database_roles", verbosity=0)
        note.write_text(APP)
    except ProgrammingError as error:
        print(f"manage.py database_roles: {error}".strip(), file=sys.stderr)


def main(*setup: str) -> None:
    """Migrate, collect the static files, set up the ledger; a plan file that cannot be read ends with its one line."""
    django.setup()
    step("数据库 · database migrations")
    call_command("migrate", verbosity=0)
    take_role()
    collect_static()
    step("名录、方案与台账 · directory, plan and ledger")
    try:
        call_command("setup", *setup)
    except CommandError as error:
        print(error, file=sys.stderr)
        sys.exit(error.returncode)


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhiheng.settings")
    main(*sys.argv[1:])
