"""manage.py migrate: Django's own, and then the triggers that mark what changed for the snapshot."""

from __future__ import annotations

from typing import Any

from django.core.management.commands import migrate
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from zhiheng.indicators import marking


class Command(migrate.Command):
    """While tables are made anew no trigger may ask them; what changes meanwhile is written anew as a whole."""

    def handle(self, *args: Any, **options: Any) -> None:
        if _waiting() and not options["plan"] and not options["check_unapplied"]:
            marking.remove()
        super().handle(*args, **options)
        if not _waiting():
            marking.install()


def _waiting() -> bool:
    """Whether the database is not at the state of today's models."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
