"""Small charts as inline SVG from Python: they print, need no script and no style attribute."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH = 1000


@dataclass(frozen=True)
class Share:
    """One part of a bar: its name, its number and its place on an axis of 0 to 1000."""

    key: str
    word: str
    number: int
    x: int
    width: int

    @property
    def middle(self) -> int:
        return self.x + self.width // 2


def shares(parts: Sequence[tuple[str, str, int]]) -> list[Share]:
    """The parts of a whole (key, word, number) laid end to end over 1000 units, without those that are 0."""
    total = sum(number for _, _, number in parts)
    laid, before = [], 0
    for key, word, number in parts:
        if number:
            x, end = round(WIDTH * before / total), round(WIDTH * (before + number) / total)
            laid.append(Share(key, word, number, x, end - x))
            before += number
    return laid
