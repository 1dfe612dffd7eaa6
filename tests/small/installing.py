"""The small app, installed for the tests that ask for it: its tables are made, guarded as others are, and removed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.db import connection
from django.test.utils import modify_settings

from tests.roles import as_owner
from zhiheng.mechanisms.cases.security import WITH_ITS_CASE
from zhiheng.mechanisms.registers.security import of_a_kind
from zhiheng.mechanisms.row_security import RowSecurity

if TYPE_CHECKING:
    from pytest_django import DjangoDbBlocker


@contextmanager
def small_app(blocker: DjangoDbBlocker) -> Iterator[None]:
    """Install ``tests.small`` inside; outside of any transaction, because SQLite makes no tables within one."""
    with modify_settings(INSTALLED_APPS={"append": "tests.small"}), blocker.unblock():
        from django.apps import apps

        # Models that know their relations from before do not know those of the new app.
        apps.clear_cache()
        models = list(apps.get_app_config("small").get_models())
        with as_owner(), connection.schema_editor() as editor:
            for model in models:
                editor.create_model(model)
                guard_of(model).database_forwards("small", editor, None, None)
        try:
            with blocker.block():
                yield
        finally:
            connection.check_constraints()
            with as_owner(), connection.schema_editor() as editor:
                for model in reversed(models):
                    editor.delete_model(model)


def guard_of(model: type) -> RowSecurity:
    """Who sees a row of a small table: whoever sees the row of all cases, or of all registers, that it belongs to."""
    from zhiheng.mechanisms.cases.models import Case

    table: str = model._meta.db_table  # type: ignore[attr-defined]
    return RowSecurity(table, WITH_ITS_CASE) if issubclass(model, Case) else of_a_kind(table)
