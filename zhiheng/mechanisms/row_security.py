"""Row-level security of PostgreSQL, as an operation of a migration: the net below the scopes of ``mechanisms.scope``.

A policy reads the desk from the settings of the session; without them it gives nothing. FORCE makes it hold for the
owner of the table too. A superuser passes every policy: ``manage.py database_roles`` makes the role to work under.
Policies of a table add up, so a room that has rows of its own in another room's table gives its policy a name.
"""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.db.migrations.operations.base import Operation

EVERYWHERE = "(SELECT current_setting('zhiheng.everywhere', true) = 'on')"
WHOLE = "(SELECT current_setting('zhiheng.whole', true) = 'on')"
OFFICER = "(SELECT nullif(current_setting('zhiheng.officer', true), '')::bigint)"
REGION = "(SELECT nullif(current_setting('zhiheng.region', true), '')::bigint)"
UNIT = "(SELECT nullif(current_setting('zhiheng.unit', true), '')::bigint)"
REGIONS = "(SELECT coalesce(nullif(current_setting('zhiheng.regions', true), ''), '{}')::bigint[])::bigint[]"
CASEWORK = "(SELECT coalesce(nullif(current_setting('zhiheng.casework', true), ''), '{}')::bigint[])::bigint[]"
FIRM = "(SELECT nullif(current_setting('zhiheng.firm', true), ''))"
CASE = "(SELECT nullif(current_setting('zhiheng.case', true), '')::uuid)"
AUDITS = "(SELECT current_setting('zhiheng.audits', true) = 'on')"
"""The desk of the session. In a subselect PostgreSQL asks once a query and not once a row, and takes half of the rows

for seen where it would else take one of two hundred, and loop over a million. A list is cast, so that ANY takes it for
a value.
"""


def bypassed() -> bool:
    """Whether the role of this connection passes every policy, so that the net below the scopes is missing."""
    if connection.vendor != "postgresql":
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
        return bool(cursor.fetchone()[0])


class RowSecurity(Operation):
    """Rows of a table are seen, and written, where a condition holds; the condition is SQL on its columns.

    Where fewer may write than see, ``written`` is the narrower condition.
    """

    reversible = True
    reduces_to_sql = True

    def __init__(self, table: str, seen: str, name: str = "seen", written: str = "") -> None:
        self.table, self.seen, self.name, self.written = table, seen, name, written

    def deconstruct(self) -> tuple[str, tuple[Any, ...], dict[str, Any]]:
        return type(self).__name__, (self.table, self.seen, self.name, self.written), {}

    def state_forwards(self, app_label: str, state: Any) -> None:
        """The models stay as they are."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        if schema_editor.connection.vendor != "postgresql":
            return
        table = schema_editor.quote_name(self.table)
        seen, written = (f"{EVERYWHERE} OR ({words})".replace("%", "%%") for words in (self.seen, self.written))
        schema_editor.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        schema_editor.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        schema_editor.execute(f"DROP POLICY IF EXISTS {self.name} ON {table}")
        if not self.written:
            schema_editor.execute(f"CREATE POLICY {self.name} ON {table} USING ({seen}) WITH CHECK ({seen})")
            return
        schema_editor.execute(f"CREATE POLICY {self.name} ON {table} FOR SELECT USING ({seen})")
        schema_editor.execute(f"DROP POLICY IF EXISTS {self.name}_written ON {table}")
        schema_editor.execute(f"CREATE POLICY {self.name}_written ON {table} USING ({written}) WITH CHECK ({written})")

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        if schema_editor.connection.vendor != "postgresql":
            return
        table = schema_editor.quote_name(self.table)
        schema_editor.execute(f"DROP POLICY {self.name} ON {table}")
        if self.written:
            schema_editor.execute(f"DROP POLICY {self.name}_written ON {table}")
        if self.name != "seen":
            return
        schema_editor.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
        schema_editor.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")

    def describe(self) -> str:
        return f"Row-level security on {self.table}"
