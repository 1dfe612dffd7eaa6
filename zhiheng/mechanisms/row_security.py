"""Row-level security of PostgreSQL, as an operation of a migration: the net below the scopes of ``mechanisms.scope``.

A policy reads the desk from the settings of the session; without them it gives nothing. FORCE makes it hold for the
owner of the table too. A superuser passes every policy: ``manage.py database_roles`` makes the role to work under.
"""

from __future__ import annotations

from typing import Any

from django.db.migrations.operations.base import Operation

EVERYWHERE = "current_setting('zhiheng.everywhere', true) = 'on'"
WHOLE = "current_setting('zhiheng.whole', true) = 'on'"
OFFICER = "nullif(current_setting('zhiheng.officer', true), '')::bigint"
REGION = "nullif(current_setting('zhiheng.region', true), '')::bigint"
UNIT = "nullif(current_setting('zhiheng.unit', true), '')::bigint"
REGIONS = "coalesce(nullif(current_setting('zhiheng.regions', true), ''), '{}')::bigint[]"


class RowSecurity(Operation):
    """Rows of a table are seen, and written, where a condition holds; the condition is SQL on its columns."""

    reversible = True
    reduces_to_sql = True

    def __init__(self, table: str, seen: str) -> None:
        self.table, self.seen = table, seen

    def deconstruct(self) -> tuple[str, tuple[Any, ...], dict[str, Any]]:
        return type(self).__name__, (self.table, self.seen), {}

    def state_forwards(self, app_label: str, state: Any) -> None:
        """The models stay as they are."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        if schema_editor.connection.vendor != "postgresql":
            return
        table = schema_editor.quote_name(self.table)
        condition = f"{EVERYWHERE} OR ({self.seen})".replace("%", "%%")
        schema_editor.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        schema_editor.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        schema_editor.execute(f"DROP POLICY IF EXISTS seen ON {table}")
        schema_editor.execute(f"CREATE POLICY seen ON {table} USING ({condition}) WITH CHECK ({condition})")

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        if schema_editor.connection.vendor != "postgresql":
            return
        table = schema_editor.quote_name(self.table)
        schema_editor.execute(f"DROP POLICY seen ON {table}")
        schema_editor.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
        schema_editor.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")

    def describe(self) -> str:
        return f"Row-level security on {self.table}"
