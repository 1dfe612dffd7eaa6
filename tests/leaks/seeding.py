"""People whose phone and ID numbers exist nowhere else; the same seed makes the same people."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from zhiheng.mechanisms.identifiers import id_card_check


@dataclass(frozen=True)
class Person:
    """Somebody who complains: a mobile number, and an ID number with a right check digit."""

    name: str
    phone: str
    card: str

    @property
    def needles(self) -> tuple[str, str]:
        """What must not be found."""
        return self.phone, self.card


def people(number: int, seed: str) -> list[Person]:
    """So many people of a seed."""
    return [_person(f"{seed}:{nth}") for nth in range(number)]


def all_needles(found: Iterable[Person]) -> list[str]:
    """The numbers of all of them."""
    return [needle for person in found for needle in person.needles]


def _person(seed: str) -> Person:
    drawn = int.from_bytes(hashlib.sha256(seed.encode()).digest()[:16], "big")
    year, month, day = 1950 + drawn % 50, 1 + drawn // 50 % 12, 1 + drawn // 600 % 28
    body = f"130202{year}{month:02}{day:02}{drawn // 16800 % 1000:03}"
    name = "赵钱孙李"[drawn % 4] + "建芳军丽"[drawn // 4 % 4]
    return Person(name, f"139{drawn % 10**8:08}", body + id_card_check(body))
