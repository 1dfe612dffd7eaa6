"""Which parts of the snapshot changed: the database marks them itself, in the transaction of the change.

Triggers stand on every table from which something is published, so that no way of writing goes past them: pages, bulk
statements, the psql of an administrator. They are made from the declarations and bear the hash of what they do in their
names: ``install`` brings the database to the declarations of today, and what stood without its trigger is marked whole.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection, transaction

from zhiheng.indicators.models import DirtyPart
from zhiheng.indicators.snapshot_folder import ALL
from zhiheng.indicators.snapshot_tables import EVERY, Place, Published, Way, by_table, tables

PREFIX = "snapshot_"
LAYOUT = "1"
"""How parts are written (``writing``); another number has all of them written anew."""
MARKS = DirtyPart._meta.db_table
OLD, NEW = "OLD", "NEW"
ROWS = {OLD: "old_rows", NEW: "new_rows"}
EVENTS = {"insert": (NEW,), "delete": (OLD,), "update": (OLD, NEW)}


@dataclass(frozen=True)
class Trigger:
    """A trigger of one event on one table: its name, the SQL that makes it, and the published tables that it marks."""

    name: str
    table: str
    event: str
    statements: tuple[str, ...]
    marks: frozenset[str]


def install() -> set[str]:
    """Bring the triggers to the declarations of today; gives the published tables that are now written anew."""
    wanted, found = triggers(), standing()
    new = [trigger for name, trigger in wanted.items() if name not in found]
    with transaction.atomic(), connection.cursor() as cursor:
        _drop(set(found) - set(wanted))
        for trigger in new:
            for statement in trigger.statements:
                cursor.execute(statement)
        marked = {table for trigger in new for table in trigger.marks}
        DirtyPart.objects.bulk_create(DirtyPart(table=table, month=EVERY) for table in sorted(marked))
    return marked


def remove() -> None:
    """Take all triggers away, for migrations: a table that is made anew must not be asked for meanwhile."""
    _drop(set(standing()))


def standing() -> dict[str, str]:
    """The triggers that the database has, each with its table; on PostgreSQL only those that always fire."""
    asked = "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'"
    if connection.vendor == "postgresql":
        asked = "SELECT tgname, tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'A'"
    with connection.cursor() as cursor:
        cursor.execute(asked)
        return {name: table for name, table in cursor.fetchall() if name.startswith(PREFIX)}


def triggers() -> dict[str, Trigger]:
    """The triggers that the declarations ask for, by their names."""
    found = {}
    for table, places in by_table(tables().values()):
        for event in (*EVENTS, *(("truncate",) if connection.vendor == "postgresql" else ())):
            concerned = [(one, at) for one, at in places if event in _events(one.places[at])]
            if concerned:
                trigger = _trigger(table, event, concerned)
                found[trigger.name] = trigger
    return found


def _events(place: Place) -> tuple[str, ...]:
    """What may change a record here. A row that others refer to comes before them and goes after them."""
    return ("update",) if place.before is not None and place.direct else (*EVENTS, "truncate")


def _trigger(table: str, event: str, concerned: list[tuple[Published, Way]]) -> Trigger:
    on_postgres = connection.vendor == "postgresql"
    inserts = [
        statement for one, at in concerned for statement in (_for_all if on_postgres else _for_each)(one, at, event)
    ]
    said = "\n".join(
        [LAYOUT, table, event, *inserts, *(repr(one.columns) for one, _ in concerned), *_left_out(concerned)]
    )
    name = f"{PREFIX}{event}_{hashlib.sha256(said.encode()).hexdigest()[:16]}"
    if on_postgres:
        statements = _statement_trigger(name, table, event, inserts)
    else:
        statements = (_row_trigger(name, table, event, inserts, _read(concerned)),)
    return Trigger(name, table, event, statements, frozenset(one.name for one, _ in concerned))


def _left_out(concerned: list[tuple[Published, Way]]) -> list[str]:
    """What is left out: no trigger looks at it, but where it changes the table is written anew."""
    return [repr(dict(one.says.but)) for one, _ in concerned if one.says.but]


def _for_all(one: Published, at: Way, event: str) -> Iterator[str]:
    """PostgreSQL: one mark a month and statement. It is only added, so that writers do not wait for each other."""
    into = f'INSERT INTO {MARKS} ("table", month, claimed)'
    if event == "truncate":
        yield f"{into} VALUES ({literal(one.name)}, {literal(EVERY)}, false)"
        return
    columns = ", ".join(map(quoted, sorted(one.places[at].read)))
    changed = ROWS[EVENTS[event][0]]
    if event == "update":
        old, new = (f"SELECT {columns} FROM {ROWS[which]}" for which in (OLD, NEW))
        changed = f"(({old} EXCEPT {new}) UNION ALL ({new} EXCEPT {old}))"
    yield f"{into} SELECT {literal(one.name)}, month, false FROM ({_months(one, at, changed)}) found"


def _for_each(one: Published, at: Way, event: str) -> Iterator[str]:
    """SQLite: a mark for each row that changed, unless there is one already that nobody has claimed."""
    for which in EVENTS[event]:
        columns = ", ".join(f"{which}.{quoted(column)} AS {quoted(column)}" for column in sorted(one.places[at].read))
        there = f'SELECT 1 FROM {MARKS} WHERE "table" = {literal(one.name)} AND month = found.month AND claimed = 0'
        yield (
            f'INSERT INTO {MARKS} ("table", month, claimed) SELECT {literal(one.name)}, found.month, 0'
            f" FROM ({_months(one, at, f'(SELECT {columns})')}) found WHERE NOT EXISTS ({there})"
        )


def _months(one: Published, at: Way, changed: str) -> str:
    """The months of the records on whose way changed rows stand: back to the record, then to what must be."""
    names = {prefix: f"p{nth}" for nth, prefix in enumerate(one.places)}
    asked = [f"{changed} {names[at]}"]
    joined, here = {at}, at
    while (before := one.places[here].before) is not None:
        asked.append(f"JOIN {quoted(one.places[before].table)} {names[before]} ON {_on(one, here, names)}")
        joined.add(before)
        here = before
    for prefix in sorted(_needed(one), key=len):
        if prefix not in joined:
            asked.append(f"JOIN {quoted(one.places[prefix].table)} {names[prefix]} ON {_on(one, prefix, names)}")
    must = [
        f"{names[prefix]}.{quoted(column)} = {literal(value)}"
        for prefix, place in one.places.items()
        for column, value in place.must.items()
    ]
    month = literal(ALL)
    if one.says.day:
        column: Any = one.model._meta.get_field(one.says.day)
        day = f"{names[()]}.{quoted(column.column)}"
        month = f"to_char({day}, 'YYYY-MM')" if connection.vendor == "postgresql" else f"substr({day}, 1, 7)"
        must.append(f"{day} IS NOT NULL")
    where = f" WHERE {' AND '.join(must)}" if must else ""
    return f"SELECT DISTINCT {month} AS month FROM {' '.join(asked)}{where}"


def _needed(one: Published) -> set[Way]:
    """The places where something must hold, and those on the way to them."""
    found: set[Way] = set()
    for prefix, place in one.places.items():
        here = prefix if place.must else None
        while here is not None:
            found.add(here)
            here = one.places[here].before
    return found


def _on(one: Published, prefix: Way, names: dict[Way, str]) -> str:
    place = one.places[prefix]
    assert place.before is not None
    return f"{names[place.before]}.{quoted(place.left)} = {names[prefix]}.{quoted(place.right)}"


def _statement_trigger(name: str, table: str, event: str, inserts: list[str]) -> tuple[str, ...]:
    """A function and its trigger. It looks at all rows, whoever writes: a record that one may not see changes too.

    ALWAYS: also where the session calls itself a replica, which is how changes go past other triggers.
    """
    rows = "".join(f" {which} TABLE AS {ROWS[which]}" for which in EVENTS.get(event, ()))
    body = "; ".join(inserts)
    return (
        f"""CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $marks$
        DECLARE before text := coalesce(current_setting('zhiheng.everywhere', true), '');
        BEGIN
            PERFORM set_config('zhiheng.everywhere', 'on', true);
            {body};
            PERFORM set_config('zhiheng.everywhere', before, true);
            RETURN NULL;
        END $marks$""",
        f"DROP TRIGGER IF EXISTS {name} ON {quoted(table)}",
        f"CREATE TRIGGER {name} AFTER {event} ON {quoted(table)}{f' REFERENCING{rows}' if rows else ''}"
        f" FOR EACH STATEMENT EXECUTE FUNCTION {name}()",
        f"ALTER TABLE {quoted(table)} ENABLE ALWAYS TRIGGER {name}",
    )


def _row_trigger(name: str, table: str, event: str, inserts: list[str], read: list[str]) -> str:
    when = ""
    if event == "update":
        changed = " OR ".join(f"OLD.{quoted(column)} IS NOT NEW.{quoted(column)}" for column in read)
        when = f" OF {', '.join(map(quoted, read))} ON {quoted(table)} WHEN {changed}"
    return f"CREATE TRIGGER {name} AFTER {event}{when or f' ON {quoted(table)}'} BEGIN {'; '.join(inserts)}; END"


def _read(concerned: list[tuple[Published, Way]]) -> list[str]:
    return sorted({column for one, at in concerned for column in one.places[at].read})


def _drop(names: set[str]) -> None:
    with connection.cursor() as cursor:
        for name in sorted(names):
            on_postgres = connection.vendor == "postgresql"
            cursor.execute(f"DROP FUNCTION {name}() CASCADE" if on_postgres else f"DROP TRIGGER {name}")


def quoted(name: str) -> str:
    """A name as SQL writes it."""
    return connection.ops.quote_name(name)


def literal(value: object) -> str:
    """A value as SQL writes it; TypeError for what no declaration holds."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str | date):
        return "'" + str(value).replace("'", "''") + "'"
    raise TypeError(f"{value!r} is not written into SQL")
