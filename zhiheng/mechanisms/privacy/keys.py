"""The keyring: which keys open what is sealed, and which one seals from now on.

It lies in the var folder (``privacy_keys``, made on first use, mode 600) or in ZHIHENG_PRIVACY_KEYS; one line, or one
part between commas, is the id of a key and its 32 bytes in hex. The last line seals, all of them open. The line
``index`` is the key of the blind index, which is never changed: numbers that are kept would not be found any more.
Whoever has the database without this file has nothing; whoever loses the file has lost the texts. It belongs in a
backup of its own.
"""

from __future__ import annotations

import os
import re
import secrets
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

FILE, VARIABLE = "privacy_keys", "ZHIHENG_PRIVACY_KEYS"
INDEX = "index"
ID_BYTES, SECRET_BYTES = 4, 32
LINE = re.compile(rf"({INDEX}|[0-9a-f]{{{2 * ID_BYTES}}}) ([0-9a-f]{{{2 * SECRET_BYTES}}})")


@dataclass(frozen=True)
class Keyring:
    """The keys by their ids, the newest last, and the key of the blind index."""

    keys: dict[bytes, bytes]
    index: bytes

    @property
    def newest(self) -> bytes:
        """The id of the key that seals."""
        return next(reversed(self.keys))


def keyring() -> Keyring:
    """The keys of now: a key that another process has added is known at once."""
    if given := os.environ.get(VARIABLE):
        return _read(given, VARIABLE)
    path = _kept()
    if not path.exists():
        _write(path, [f"{INDEX} {secrets.token_hex(SECRET_BYTES)}", _new_line()], replace=False)
    state = path.stat()
    return _of_file(path, state.st_mtime_ns, state.st_size, state.st_ino)


def add_key() -> bytes:
    """A new key that seals from now on; gives its id. Keys from the environment are changed where they are set."""
    if os.environ.get(VARIABLE):
        raise ImproperlyConfigured(f"the keys come from {VARIABLE}: add a new key at its end there, then run again")
    keyring()
    path = _kept()
    _write(path, [*path.read_text().splitlines(), _new_line()], replace=True)
    return keyring().newest


def _kept() -> Path:
    return Path(settings.VAR_DIR, FILE)


def _new_line() -> str:
    return f"{secrets.token_hex(ID_BYTES)} {secrets.token_hex(SECRET_BYTES)}"


def _write(path: Path, lines: list[str], *, replace: bool) -> None:
    """Write the whole file beside its place and put it there in one step: nobody ever reads half a keyring.

    Without ``replace`` the first of two processes wins.
    """
    handle, beside = tempfile.mkstemp(dir=path.parent, prefix=f"{path.name}.")
    try:
        with os.fdopen(handle, "w") as new:
            new.write("\n".join(lines) + "\n")
            new.flush()
            os.fsync(new.fileno())
        if replace:
            os.replace(beside, path)
        else:
            with suppress(FileExistsError):
                os.link(beside, path)
    finally:
        Path(beside).unlink(missing_ok=True)


@lru_cache(maxsize=1)
def _of_file(path: Path, *state: int) -> Keyring:
    return _read(path.read_text(), str(path))


@lru_cache(maxsize=4)
def _read(text: str, where: str) -> Keyring:
    """The keyring that a text holds. A line that is none is told by its number: its words may be half a key."""
    found: dict[str, bytes] = {}
    lines = [line.strip() for line in re.split(r"[\n,]", text) if line.strip()]
    for number, line in enumerate(lines, 1):
        matched = LINE.fullmatch(line)
        if matched is None or matched[1] in found:
            raise ImproperlyConfigured(f"{where}: line {number} is no key, or a key that stands there already")
        found[matched[1]] = bytes.fromhex(matched[2])
    index = found.pop(INDEX, None)
    if index is None or not found:
        raise ImproperlyConfigured(f"{where}: a keyring has a line “{INDEX}” and at least one key")
    return Keyring({bytes.fromhex(name): secret for name, secret in found.items()}, index)
