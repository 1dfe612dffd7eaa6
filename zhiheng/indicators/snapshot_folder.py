"""A snapshot in a folder: one manifest and the parts that it names, each under the hash of its bytes. No database.

``<hash>.json`` is the manifest; ``<table>/<month>/<sha256>.parquet`` are the parts. The hash of the manifest is the
name of the snapshot, so whoever knows the name can check everything that was computed from it.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

ALL = "all"
"""The one part of a table without days."""
EMPTY = "none"
"""The part, without rows, of a table with days and no row: engines want a file to read the columns from."""
SHA256 = re.compile(r"[0-9a-f]{64}")
Parts = Mapping[str, Mapping[str, "Part"]]


class BrokenSnapshot(Exception):
    """A part or manifest of a snapshot is missing, or its bytes are not those that its hash stands for."""


@dataclass(frozen=True)
class Part:
    """One month of one table (or "all" of it): the hash of its file, and how many records are in it."""

    sha256: str
    rows: int


@dataclass(frozen=True)
class Snapshot:
    """快照: tables with their parts by month, in a folder. ``taken_at`` is None where only the files are known."""

    hash: str
    parts: Parts
    folder: Path
    taken_at: datetime | None = None

    def paths(self, table: str) -> list[Path]:
        """The files of a table in order of time, at least one; BrokenSnapshot when one does not fit its hash."""
        if table not in self.parts:
            raise BrokenSnapshot(f"snapshot {self.hash} has no table {table}")
        found = [self.path(table, month) for month in sorted(self.parts[table])]
        for path in found:
            if not fits(path):
                raise BrokenSnapshot(f"{path} is missing or was changed")
        return found

    def path(self, table: str, month: str) -> Path:
        """Where a part lies."""
        return self.folder / table / month / f"{self.parts[table][month].sha256}.parquet"

    def broken(self) -> Iterator[tuple[str, str]]:
        """Tables and months whose file is missing or does not fit its hash."""
        for table, months in self.parts.items():
            yield from ((table, month) for month in months if not fits(self.path(table, month)))


def named(parts: Parts, folder: Path, taken_at: datetime | None = None) -> Snapshot:
    """The snapshot of these parts, under its name."""
    return Snapshot(hashlib.sha256(_manifest(parts)).hexdigest(), parts, folder, taken_at)


def keep_manifest(snapshot: Snapshot) -> None:
    """Write the manifest beside the parts; the same again changes nothing."""
    into = snapshot.folder / f"{snapshot.hash}.json"
    if not into.exists():
        put(into, _manifest(snapshot.parts))


def put(path: Path, content: bytes) -> None:
    """Write a file whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(f"{path.name}.{os.getpid()}.half")
    half.write_bytes(content)
    half.replace(path)


def in_folder(folder: Path, hash: str = "", tables: Collection[str] | None = None) -> Snapshot:
    """The snapshot that lies in a folder, every byte of it checked; of several, the one of this hash.

    ``tables``: those that have to be there, where somebody gives away only what a value needs. Raises BrokenSnapshot.
    """
    manifests = [path for path in folder.glob("*.json") if SHA256.fullmatch(path.stem) and path.stem.startswith(hash)]
    if len(manifests) != 1:
        raise BrokenSnapshot(f"{folder} holds {len(manifests)} manifests, not one")
    content = manifests[0].read_bytes()
    if hashlib.sha256(content).hexdigest() != manifests[0].stem:
        raise BrokenSnapshot(f"{manifests[0]} was changed")
    snapshot = Snapshot(manifests[0].stem, _read(content), folder)
    for table in snapshot.parts if tables is None else tables:
        snapshot.paths(table)
    return snapshot


_CHECKED: dict[Path, tuple[int, int]] = {}


def fits(path: Path) -> bool:
    """Whether the bytes of a file have the hash that is its name; asked again only when the file looks different."""
    try:
        now = path.stat()
    except FileNotFoundError:
        return False
    looks = (now.st_mtime_ns, now.st_size)
    if _CHECKED.get(path) != looks:
        with path.open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != path.stem:
                return False
        _CHECKED[path] = looks
    return True


def _manifest(parts: Parts) -> bytes:
    told = {
        table: {month: {"rows": part.rows, "sha256": part.sha256} for month, part in months.items()}
        for table, months in parts.items()
    }
    return json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode()


def _read(content: bytes) -> Parts:
    try:
        return {
            str(table): {str(month): Part(str(part["sha256"]), int(part["rows"])) for month, part in months.items()}
            for table, months in json.loads(content).items()
        }
    except (ValueError, TypeError, KeyError, AttributeError) as wrong:
        raise BrokenSnapshot("this is no manifest") from wrong
