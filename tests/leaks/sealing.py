"""The control: one column kept as it is typed, so that the search has something to find."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock

from zhiheng.mechanisms.privacy import fields
from zhiheng.mechanisms.privacy.sealing import HEAD, head, open_bytes, seal_bytes

OPEN = b"\x00"
"""How a text begins that was not sealed."""


@contextmanager
def unsealed(column: str) -> Iterator[None]:
    """Keep a column ("complaints_complaint.phone") unsealed inside; with "" all is as ever."""

    def seal(plain: bytes, *, aad: str) -> bytes:
        if not column or not aad.startswith(f"{column}."):
            return seal_bytes(plain, aad=aad)
        return OPEN * HEAD + plain if plain else b""

    def open_(sealed: bytes, *, aad: str) -> bytes:
        return sealed[HEAD:] if sealed.startswith(OPEN * HEAD) else open_bytes(sealed, aad=aad)

    assert head()[:1] != OPEN
    with mock.patch.object(fields, "seal_bytes", seal), mock.patch.object(fields, "open_bytes", open_):
        yield
