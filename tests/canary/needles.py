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
    rb"|(?<![0-9])1997[0-9]{7}(?![0-9])"  # a phone
    rb"|(?<![0-9])13010519770707[0-9]{3}[0-9X]"  # an ID number
)
"""Letters and digits alone, which no quoting of HTML, JSON, addresses and headers changes."""


def word_of(*place: object) -> str:
    """A word that nothing else in the world has."""
    return "zq" + sha256("|".join(map(str, place)).encode()).hexdigest()[:12]


def decimals_of(*place: object) -> str:
    """Six decimals that nothing else in the world has."""
    return f"77{int(sha256('|'.join(map(str, place)).encode()).hexdigest()[:8], 16) % 10000:04}"


def phone_of(*place: object) -> str:
    """A mobile number that nobody else in the world has."""
    return f"1997{int(sha256('|'.join(map(str, place)).encode()).hexdigest()[:8], 16) % 10**7:07}"


def card_of(*place: object) -> str:
    """An ID number by GB 11643 of somebody born on 1977-07-07 that nobody else in the world has."""
    digits = f"13010519770707{int(phone_of(*place)) % 1000:03}"
    total = sum(int(digit) * pow(2, 17 - at, 11) for at, digit in enumerate(digits))
    return digits + "10X98765432"[total % 11]


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
