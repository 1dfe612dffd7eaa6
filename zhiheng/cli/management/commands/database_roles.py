"""Who may do what inside PostgreSQL: the role of the server, of published data, and of an auditor."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

from zhiheng.mechanisms.scope import Scoped

APP, PUBLIC, AUDIT = "zhiheng_app", "zhiheng_public", "zhiheng_audit"
PUBLISHED_ROOMS = ("ledger", "reporting")
PUBLISHED = (
    *("directory_unit", "directory_unitalias", "directory_region", "directory_regionedge"),
    *("calendar_calendaryear", "calendar_specialday"),
    "indicators_publishedvalue",
)
ONLY_ADDED = (
    *("journal_entry", "directory_signinrecord", "privacy_reveal", "registers_registerevent", "cases_casemove"),
    "indicators_publishedvalue",
)
"""What the server may write and never change."""
SECRET = {"directory_officer": {"password"}, "directory_token": {"digest"}}
"""Columns that an auditor has no use for."""
NOT_AUDITED = ("django_session", "idempotency_receipt")


class Command(BaseCommand):
    help = "建立或更新数据库角色 zhiheng_app、zhiheng_public、zhiheng_audit 及其权限(仅 PostgreSQL);每次迁移后运行一次"

    def handle(self, *args: Any, **options: Any) -> None:
        if connection.vendor != "postgresql":
            raise CommandError("数据库角色只有 PostgreSQL 才有；SQLite 由应用自身限定可见范围。")
        with transaction.atomic(), connection.cursor() as cursor:
            for statement in statements(connection.introspection.table_names(cursor)):
                cursor.execute(statement)
        self.stdout.write(f"数据库角色已就绪。服务器请以 ZHIHENG_DATABASE_ROLE={APP} 运行。")


def statements(tables: list[str]) -> Iterator[str]:
    """The SQL that brings the three roles to the tables of today; the same again changes nothing."""
    for role in (APP, PUBLIC, AUDIT):
        yield _made(role)
        yield f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role}"
        yield f"GRANT USAGE ON SCHEMA public TO {role}"
    yield "REVOKE CREATE ON SCHEMA public FROM PUBLIC"
    yield f"GRANT {APP} TO CURRENT_USER"
    yield f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {APP}"
    yield f"REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {APP}"
    yield f"REVOKE UPDATE, DELETE ON {', '.join(ONLY_ADDED)} FROM {APP}"
    yield f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {APP}"
    yield f"GRANT SELECT ON {', '.join(sorted(published()))} TO {PUBLIC}"
    for table in sorted(set(tables) - set(NOT_AUDITED)):
        yield f"GRANT SELECT{_columns(table)} ON {table} TO {AUDIT}"
    for model in scoped():
        yield f"DROP POLICY IF EXISTS read_by_audit ON {model._meta.db_table}"
        yield f"CREATE POLICY read_by_audit ON {model._meta.db_table} FOR SELECT TO {AUDIT} USING (true)"
    yield "DROP POLICY IF EXISTS read_by_audit ON journal_entry"
    yield f"CREATE POLICY read_by_audit ON journal_entry FOR SELECT TO {AUDIT} USING (true)"


def scoped() -> list[Any]:
    """The models whose rows are somebody's."""
    return [model for model in apps.get_models() if issubclass(model, Scoped)]


def published() -> set[str]:
    """The tables that hold nothing but what the portal shows to everybody."""
    rooms = {
        table
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label in PUBLISHED_ROOMS and not issubclass(model, Scoped)
        for table in [model._meta.db_table]
    }
    return rooms | set(PUBLISHED)


def _made(role: str) -> str:
    """A role without any power of its own; nobody can sign in as it, the owner's connection takes it on."""
    return f"""DO $$ BEGIN
        IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = '{role}') THEN
            CREATE ROLE {role} NOLOGIN;
        ELSIF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = '{role}' AND (rolsuper OR rolbypassrls)) THEN
            ALTER ROLE {role} NOSUPERUSER NOBYPASSRLS;
        END IF;
    END $$"""


def _columns(table: str) -> str:
    if table not in SECRET:
        return ""
    model = next(model for model in apps.get_models() if model._meta.db_table == table)
    columns = (str(field.column) for field in model._meta.local_concrete_fields)
    return f" ({', '.join(column for column in columns if column not in SECRET[table])})"
