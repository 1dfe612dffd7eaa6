"""The snapshot of now: what models publish, as files; only the months that the database has marked are written anew.

One process writes and the others serve what stands. Marks are claimed before the rows are read, so that a change during
the writing has a mark of its own and comes with the next snapshot.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Exists
from django.utils import timezone

from zhiheng.indicators import writing
from zhiheng.indicators.marking import literal
from zhiheng.indicators.models import DirtyPart
from zhiheng.indicators.models import Snapshot as Taken
from zhiheng.indicators.snapshot_folder import (
    ALL,
    EMPTY,
    BrokenSnapshot,
    Part,
    Parts,
    Snapshot,
    in_folder,
    keep_manifest,
    named,
)
from zhiheng.indicators.snapshot_tables import EVERY, Published, tables
from zhiheng.mechanisms.scope import everywhere

__all__ = [
    "BrokenSnapshot",
    "Part",
    "Snapshot",
    "alone",
    "in_folder",
    "keep",
    "kept",
    "newest",
    "prune",
    "snapshot_now",
    "take",
]

FEW = 50_000
"""Up to so many rows the connection of the page reads them, which sees its own transaction; more are scanned."""
PATIENCE = 4.0
"""Seconds that a page waits for a snapshot that somebody else writes, or that is large; then it shows what stands."""
RECENT = 5
STAYS = timedelta(minutes=10)
"""A snapshot that nothing published names stays so long, and the newest ones longer."""
Wanted = dict[str, set[str]]
"""Tables with the months to be written; none stands for all."""


def folder() -> Path:
    """Where the parts and manifests lie; every process of one database shares it."""
    return Path(settings.VAR_DIR) / "snapshots"


def snapshot_now() -> Snapshot:
    """The newest snapshot, with what was committed before; one query when nothing changed.

    Inside a transaction it holds what the transaction wrote. Where others write, or so much changed that it takes more
    than ``PATIENCE``, it is the one that stands. BrokenSnapshot when there is none yet and none could be had in time.
    """
    standing, dirty = _standing()
    if standing and not dirty and not any(standing.broken()):
        return standing
    if standing and not connection.in_atomic_block and not _few(_wanted(standing, _marks())):
        with _one_thread() as pool:
            try:
                return pool.submit(_apart).result(PATIENCE) or standing
            except TimeoutError:
                return standing
    with alone(0 if standing else PATIENCE) as mine:
        found = take() if mine else newest() or standing
    if found is None:
        raise BrokenSnapshot("the first snapshot is being written")
    return found


def newest() -> Snapshot | None:
    """The snapshot that stands, whatever changed since."""
    return _standing()[0]


def kept(hash: str) -> Snapshot:
    """The snapshot of this name; BrokenSnapshot when it is not there any more, or was changed."""
    taken_at = Taken.objects.filter(hash=hash).values_list("taken_at", flat=True).first()
    return Snapshot(hash, _parts_of(folder(), hash), folder(), taken_at)


def keep(hash: str) -> None:
    """Something that is published names this snapshot: its files stay."""
    Taken.objects.filter(hash=hash).update(kept=True)


def take(*, whole: bool = False) -> Snapshot:
    """Write what is marked, or with ``whole`` everything, and give the snapshot; for the one who holds the lock.

    In somebody's transaction the marks stay: until it is committed nobody else sees what it wrote.
    """
    outer = connection.in_atomic_block
    with everywhere():
        if not outer:
            DirtyPart.objects.filter(claimed=False).update(claimed=True)
        standing, _ = _standing()
        wanted = _wanted(None if whole else standing, _marks() if outer else _marks(claimed=True))
        at = timezone.now()
        found = named(_merged(standing.parts if standing else {}, wanted, _written(wanted)), folder(), at)
        keep_manifest(found)
        with transaction.atomic():
            if standing is None or found.hash != standing.hash:
                Taken.objects.create(hash=found.hash, taken_at=at)
            if not outer:
                DirtyPart.objects.filter(claimed=True).delete()
    return found if standing is None or found.hash != standing.hash else standing


def prune(now: datetime) -> int:
    """Remove snapshots that nothing published names and that are neither recent nor young, and the files of theirs."""
    taken = list(Taken.objects.order_by("-pk"))
    stay = [row for nth, row in enumerate(taken) if nth < RECENT or row.kept or row.taken_at > now - STAYS]
    Taken.objects.exclude(pk__in=[row.pk for row in stay]).delete()
    needed = {folder() / f"{row.hash}.json" for row in stay}
    for hash in {row.hash for row in stay}:
        try:
            one = Snapshot(hash, _parts_of(folder(), hash), folder())
        except BrokenSnapshot:
            continue
        needed |= {one.path(table, month) for table, months in one.parts.items() for month in months}
    old = (now - STAYS).timestamp()
    # What is young may belong to a transaction that is not committed yet.
    files = [path for path in folder().rglob("*.*") if path.suffix != ".lock" and path not in needed]
    gone = [path for path in files if path.is_file() and path.stat().st_mtime < old]
    for path in gone:
        path.unlink()
    return len(gone)


def _standing() -> tuple[Snapshot | None, bool]:
    """The newest snapshot as far as its manifest is there, and whether anything is marked."""
    last = Taken.objects.order_by("-pk").annotate(dirty=Exists(DirtyPart.objects.all())).first()
    if last is None:
        return None, True
    try:
        return Snapshot(last.hash, _parts_of(folder(), last.hash), folder(), last.taken_at), last.dirty
    except BrokenSnapshot:
        return None, True


@lru_cache(maxsize=64)
def _parts_of(into: Path, hash: str) -> Parts:
    return in_folder(into, hash, tables=()).parts


def _marks(**which: bool) -> dict[str, set[str]]:
    found = defaultdict(set)
    for table, month in DirtyPart.objects.filter(**which).values_list("table", "month").distinct():
        found[table].add(month)
    return found


def _wanted(standing: Snapshot | None, marks: Mapping[str, set[str]]) -> Wanted:
    """What has to be written: everything that does not stand, what is marked, and what was lost or changed."""
    wanted: Wanted = {}
    broken = defaultdict(set)
    for table, month in standing.broken() if standing else ():
        broken[table].add(month)
    for name in tables():
        if standing is None or name not in standing.parts:
            wanted[name] = set()
        elif months := marks.get(name, set()) | broken[name]:
            wanted[name] = set() if months & {EVERY, ALL, EMPTY} else months
    return wanted


def _merged(standing: Parts, wanted: Wanted, written: Mapping[str, Mapping[str, Part]]) -> Parts:
    """The parts of the new snapshot: those that were written, and of the others those that stand."""
    found: dict[str, Mapping[str, Part]] = {}
    for name in tables():
        if name not in wanted or wanted[name]:
            stay = {month: part for month, part in standing[name].items() if month not in wanted.get(name, ())}
            found[name] = stay | dict(written.get(name, {}))
        else:
            found[name] = written[name]
        if len(found[name]) > 1:
            found[name] = {month: part for month, part in found[name].items() if month != EMPTY}
    return found


def _written(wanted: Wanted) -> dict[str, dict[str, Part]]:
    """Write the wanted parts, by the way that fits how many rows they are."""
    published = tables()
    if connection.in_atomic_block or (source := _source()) is None or _few(wanted):
        with _view():
            return {
                name: writing.given(_job(published[name]), _plain_rows(published[name], months), folder())
                for name, months in wanted.items()
            }
    return writing.scanned(
        source, [_job(published[name], months, sql=True) for name, months in wanted.items()], folder()
    )


@contextmanager
def _view() -> Iterator[None]:
    """All tables as they are at one moment."""
    outer = connection.in_atomic_block
    with transaction.atomic():
        if connection.vendor == "postgresql" and not outer:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


def _few(wanted: Wanted) -> bool:
    """Whether there are at most ``FEW`` rows to be written."""
    left = FEW
    with everywhere():
        for name, months in wanted.items():
            left -= tables()[name].rows(months)[: FEW + 1].count()
    return left >= 0


def _job(one: Published, months: Iterable[str] = (), *, sql: bool = False) -> writing.Job:
    columns = [(column.name, column.kind, column.key) for column in one.columns]
    if not sql:
        return writing.Job(one.name, columns, bool(one.says.day))
    asked, values = one.rows(months).query.sql_with_params()
    written = asked % tuple(map(literal, values))
    return writing.Job(one.name, columns, bool(one.says.day), written, "query" if months else "scan")


def _plain_rows(one: Published, months: set[str]) -> Iterator[list[Any]]:
    json_at = [bool(column.key) for column in one.columns] + [False]
    for row in one.rows(months).iterator(chunk_size=2_000):
        yield [
            json.dumps(value) if is_json and value is not None else value.hex if isinstance(value, UUID) else value
            for value, is_json in zip(row, json_at, strict=False)
        ]


def _source() -> dict[str, str] | None:
    """How another process reaches the database; None for one that is in this process's memory alone."""
    if connection.vendor == "sqlite":
        name = str(connection.settings_dict["NAME"])
        return None if "memory" in name else {"kind": "sqlite", "address": name}
    from psycopg import conninfo, pq

    known = {option.keyword.decode() for option in pq.Conninfo.get_defaults()}
    given = {key: value for key, value in connection.get_connection_params().items() if key in known}
    given["options"] = f"{given.get('options', '')} -c zhiheng.everywhere=on".strip()
    return {"kind": "postgres", "address": conninfo.make_conninfo(**given)}


def _apart() -> Snapshot | None:
    """Write in a thread of its own: the page does not wait for all of it."""
    try:
        with alone(0) as mine:
            return take() if mine else None
    finally:
        connection.close()


@contextmanager
def _one_thread() -> Iterator[ThreadPoolExecutor]:
    pool = ThreadPoolExecutor(1, "snapshot")
    try:
        yield pool
    finally:
        pool.shutdown(wait=False)


@contextmanager
def alone(seconds: float) -> Iterator[bool]:
    """Whether this is the one that writes; asked for so many seconds. Each database has its lock."""
    folder().mkdir(parents=True, exist_ok=True)
    told = connection.settings_dict
    which = hashlib.sha256(f"{told['HOST']}|{told['PORT']}|{told['NAME']}".encode()).hexdigest()[:16]
    with (folder() / f"{which}.lock").open("w") as file:
        until = time.monotonic() + seconds
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() >= until:
                    yield False
                    return
                time.sleep(0.05)
        yield True
