"""The role that the tests work as on PostgreSQL: that of the server, so that row-level security binds them too."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.core.management import call_command
from django.db import connection

from zhiheng.cli.management.commands.database_roles import APP

if TYPE_CHECKING:
    from pytest_django import DjangoDbBlocker


@contextmanager
def as_the_server(blocker: DjangoDbBlocker) -> Iterator[None]:
    """Make the roles, and let every connection inside be that of the server, which here may also empty tables."""
    options = connection.settings_dict["OPTIONS"]
    with blocker.unblock():
        call_command("database_roles", verbosity=0)
        with connection.cursor() as cursor:
            cursor.execute(f"GRANT TRUNCATE ON ALL TABLES IN SCHEMA public TO {APP}")
            cursor.execute(f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT ALL ON TABLES TO {APP}")
            cursor.execute(f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT ALL ON SEQUENCES TO {APP}")
        options["options"] = f"-c role={APP}"
        connection.close()
    yield
    with blocker.unblock():
        del options["options"]
        connection.close()


@contextmanager
def as_owner() -> Iterator[None]:
    """Work as the owner of the tables inside, who may make some; nothing to do where there are no roles."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE NONE")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")
