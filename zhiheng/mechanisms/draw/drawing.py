"""From a frozen list and the shares of chance to what is drawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cryptography.hazmat.primitives import hashes

ALGORITHM = "zhiheng-draw/1"


def sm3(*lines: object) -> str:
    """The SM3 (GB/T 32905-2016) of lines of text, 64 hex: UTF-8, a line feed between them and none at the end."""
    hashed = hashes.Hash(hashes.SM3())
    hashed.update("\n".join(map(str, lines)).encode())
    return hashed.finalize().hex()


def commitment(frozen: str, party: str, secret: str) -> str:
    """What a party commits to: with the freeze in it, so that it cannot be older, and its name, so that it is nobody

    else's. ``secret`` is 32 random bytes as 64 hex.
    """
    return sm3(ALGORITHM, frozen, party, secret)


def seed_of(frozen: str, secrets: Sequence[str]) -> str:
    """The seed from the hash of the frozen list and the secrets of all, in the order of the commitments."""
    return sm3(ALGORITHM, frozen, *secrets)


def picked(frozen: Mapping[str, Any], seed: str) -> list[str]:
    """The ids that are drawn, in the order of their keys."""
    keys = sorted((_key(seed, item["id"], item["weight"]), item["id"]) for item in frozen["items"])
    return [one for _key_of, one in keys[: frozen["k"]]]


def _key(seed: str, item: str, weight: int) -> str:
    return min(sm3(ALGORITHM, seed, item, ticket) for ticket in range(1, weight + 1))
