"""The same from within the process of a test: its client, and its database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import connection
from django.test import Client

from tests.leaks.searching import found_in
from tests.leaks.visiting import Answer
from tests.roles import as_owner


class ByClient:
    """By Django's client, within this process."""

    def __init__(self) -> None:
        self.client = Client(raise_request_exception=False)

    def get(self, url: str) -> Answer:
        return self._read(self.client.get(url, follow=True), url)

    def post(self, url: str, fields: Mapping[str, list[str]]) -> Answer:
        return self._read(self.client.post(url, dict(fields), follow=True), url)

    def _read(self, answer: Any, url: str) -> Answer:
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        chain = getattr(answer, "redirect_chain", [])
        return Answer(chain[-1][0] if chain else url, answer.status_code, content)


def in_database(needles: Iterable[str]) -> dict[str, int]:
    """What stands in the tables of the connected database, by their names (of SQLite: in its bytes)."""
    wanted = list(needles)
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        found = found_in(connection.connection.serialize(), wanted)
        return {"database": found} if found else {}
    with as_owner(), connection.cursor() as cursor:
        dumps = {table: _copied(cursor, table) for table in connection.introspection.table_names(cursor)}
    return {table: found for table, dump in dumps.items() if (found := found_in(dump, wanted))}


def _copied(cursor: object, table: str) -> bytes:
    with cursor.copy(f'COPY "{table}" TO STDOUT') as rows:  # type: ignore[attr-defined]
        return b"".join(bytes(part) for part in rows)
