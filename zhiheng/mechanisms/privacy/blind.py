"""Finding the same number without keeping it: a keyed hash beside the sealed text, in a column of the owner's."""

from __future__ import annotations

from cryptography.hazmat.primitives import hashes, hmac

from zhiheng.mechanisms.privacy.keys import keyring
from zhiheng.mechanisms.privacy.masking import plain_number

LENGTH = 64
"""Characters of a blind index: the max_length of its column."""


def blind_of(kind: str, text: str) -> str:
    """HMAC-SM3 of a phone or ID number under a key of its own, 64 hex; "" for none.

    The same number written in another way (spaces, +86, full width) has the same index; the same digits as another
    ``kind`` ("phone", "id_number") have another. Without the key all eleven-digit numbers could be tried in minutes.
    """
    number = plain_number(text)
    if not number:
        return ""
    hashed = hmac.HMAC(keyring().index, hashes.SM3())
    hashed.update(f"{kind}\0{number}".encode())
    return hashed.finalize().hex()
