"""Words that belong to somebody, and how they are found in whatever the portal answers."""

from __future__ import annotations

import gzip
import re
import zipfile
from collections.abc import Iterator
from hashlib import sha256
from io import BytesIO

NEEDLE = re.compile(
    rb"zq[0-9a-f]{12}"  # a word
    rb"|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"  # an id
    rb"|(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])"  # the hash of a file
    rb"|(?<=\.)77[0-9]{4}(?![0-9])"  # the decimals of a quota
)
"""Letters and digits alone, which no quoting of HTML, JSON, addresses and headers changes."""


def word_of(*place: object) -> str:
    """A word that nothing else in the world has."""
    return "zq" + sha256("|".join(map(str, place)).encode()).hexdigest()[:12]


def decimals_of(*place: object) -> str:
    """Six decimals that nothing else in the world has."""
    return f"77{int(sha256('|'.join(map(str, place)).encode()).hexdigest()[:8], 16) % 10000:04}"


def needles_in(content: bytes) -> set[str]:
    """What of somebody's stands in an answer, also inside of what is compressed."""
    return {found.decode() for layer in layers(content) for found in NEEDLE.findall(layer)}


def layers(content: bytes) -> Iterator[bytes]:
    """Bytes, and those that they hold when they are a gzip or a zip (.xlsx, .docx), however deep."""
    yield content
    if content.startswith(b"\x1f\x8b"):
        yield from layers(gzip.decompress(content))
    elif content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(BytesIO(content)) as packed:
            for name in packed.namelist():
                if name == "docProps/core.xml":
                    continue  # who made the file when: the portal, now
                yield name.encode()
                yield from layers(packed.read(name))
