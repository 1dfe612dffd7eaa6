"""Looking for numbers in bytes, however they were written there."""

from __future__ import annotations

import io
import zipfile
from base64 import b64encode
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path


def found_in(content: bytes, needles: Iterable[str]) -> int:
    """How many of the numbers stand in some bytes; a workbook or another archive is opened."""
    contents = [content, *_entries(content)]
    return sum(1 for needle in needles if any(form in one for one in contents for form in forms(needle)))


@cache
def forms(needle: str) -> tuple[bytes, ...]:
    """A number in the ways it may be written: plain, in groups, two bytes a character, as hex, and as base64."""
    grouped = [f"{needle[:3]}{mark}{needle[3:7]}{mark}{needle[7:]}" for mark in (" ", "-")]
    plain = needle.encode()
    # In base64 a text looks three ways, by where it begins; the ends, which depend on its neighbours, are cut off.
    inside = [b64encode(b"\0" * shift + plain)[4 if shift else 0 : -4] for shift in range(3)]
    return (
        plain,
        *(text.encode() for text in grouped),
        needle.encode("utf-16-le"),
        plain.hex().encode(),
        plain.hex().upper().encode(),
        *inside,
    )


def _entries(content: bytes) -> Iterator[bytes]:
    if content[:2] == b"PK" and zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            yield from (archive.read(name) for name in archive.namelist())


def in_folder(folder: Path, needles: Iterable[str], *, but: tuple[str, ...] = ("static",)) -> dict[str, int]:
    """What stands in the files below a folder, by their names; database, its log and all."""
    wanted = list(needles)
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    kept = ((path.relative_to(folder), path) for path in files)
    found = {name.as_posix(): found_in(path.read_bytes(), wanted) for name, path in kept if name.parts[0] not in but}
    return {name: number for name, number in found.items() if number}
