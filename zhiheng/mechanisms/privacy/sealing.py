"""Sealing bytes: SM4-GCM, or AES-GCM by setting, bound to the place where they are kept.

What is kept is a byte for the cipher, the id of the key (4 bytes), a nonce (12), the text encrypted, and its tag (16).
The place (``aad``) is authenticated with it, so that bytes that were moved elsewhere are refused. Nonces are drawn,
which is sound for some four thousand million texts a key: `manage.py rotate_privacy_keys` long before.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from django.conf import settings

from zhiheng.mechanisms.privacy.keys import ID_BYTES, keyring

CIPHERS = {"sm4-gcm": 1, "aes-gcm": 2}
"""What PRIVACY_CIPHER may be, and the byte that says it. GB/T 39786-2021 asks for a national algorithm: SM4."""
ALGORITHMS: dict[int, tuple[Callable[[bytes], Any], int]] = {1: (algorithms.SM4, 16), 2: (algorithms.AES, 32)}
NONCE, TAG = 12, 16
HEAD = 1 + ID_BYTES


class Unreadable(Exception):
    """What is sealed cannot be opened: its key is missing, it was changed, or it was moved from another place."""


def head() -> bytes:
    """How everything begins that is sealed now: the cipher of the settings and the newest key."""
    return bytes([CIPHERS[settings.PRIVACY_CIPHER]]) + keyring().newest


def seal_bytes(plain: bytes, *, aad: str) -> bytes:
    """Some bytes sealed for a place; nothing stays nothing."""
    if not plain:
        return b""
    begins, nonce = head(), os.urandom(NONCE)
    sealing = _cipher(begins, modes.GCM(nonce)).encryptor()
    sealing.authenticate_additional_data(aad.encode())
    return begins + nonce + sealing.update(plain) + sealing.finalize() + sealing.tag


def open_bytes(sealed: bytes, *, aad: str) -> bytes:
    """What was sealed for a place; Unreadable, and never garbage, when it was not sealed there by a key of ours."""
    if not sealed:
        return b""
    begins, rest = sealed[:HEAD], sealed[HEAD:]
    if begins[0] not in ALGORITHMS or len(rest) < NONCE + TAG:
        raise Unreadable("this is nothing that was sealed here")
    opening = _cipher(begins, modes.GCM(rest[:NONCE], rest[-TAG:])).decryptor()
    opening.authenticate_additional_data(aad.encode())
    try:
        return opening.update(rest[NONCE:-TAG]) + opening.finalize()
    except InvalidTag:
        raise Unreadable("it was changed, or it was sealed for another place") from None


def _cipher(begins: bytes, mode: modes.GCM) -> Cipher[modes.GCM]:
    secret = keyring().keys.get(begins[1:])
    if secret is None:
        raise Unreadable(f"the key {begins[1:].hex()} is not in the keyring: put back the file that has it")
    algorithm, length = ALGORITHMS[begins[0]]
    return Cipher(algorithm(_derived(secret, begins[0])[:length]), mode)


@lru_cache(maxsize=64)
def _derived(secret: bytes, version: int) -> bytes:
    """The key of one cipher, so that no two ciphers ever use the same."""
    derived = hmac.HMAC(secret, hashes.SM3())
    derived.update(b"zhiheng.mechanisms.privacy" + bytes([version]))
    return derived.finalize()
