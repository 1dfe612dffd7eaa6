"""Width and digits made one, and the punctuation that structures a document, with every offset kept.

``normalise`` maps character to character, so a span of the normalised text is the same span of the document.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_OPEN = "([{〔【〖［｛〈「『（"
_CLOSE = ")]}〕】〗］｝〉」』）"
_TABLE: dict[int, str] = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_TABLE.update({ord(c): "(" for c in _OPEN})
_TABLE.update({ord(c): ")" for c in _CLOSE})
_TABLE.update({ord(c): "-" for c in "—–－―‐‑‒−"})
_TABLE.update({ord(c): "~" for c in "～〜∼"})
_TABLE.update({ord(c): " " for c in "\u3000\u00a0\u2002\u2003\u2009\u200b\ufeff\r\x0b\x0c"})
_TABLE.update({ord("○"): "〇", ord("﹪"): "%", ord("٪"): "%", ord("﹐"): ",", ord("｡"): "。"})

STOPS = "。;!?\n"
_THREE = re.compile(r"[0-9]{3}(?![0-9])")
_QUOTES = {"“": "”", "《": "》", "‘": "’"}


def normalise(text: str) -> str:
    """The text with full-width forms, brackets, dashes and blanks in one shape; same length, same offsets."""
    return text.translate(_TABLE)


@dataclass(frozen=True)
class Spans:
    """Disjoint or nested half-open spans, ordered by start, asked for the one that holds a place in O(log n)."""

    starts: Sequence[int]
    ends: Sequence[int]

    @classmethod
    def of(cls, spans: Iterable[tuple[int, int]]) -> Spans:
        """Merge overlapping spans, so that one look to the left decides."""
        merged: list[list[int]] = []
        for start, end in sorted(spans):
            if merged and start < merged[-1][1]:
                merged[-1][1] = max(merged[-1][1], end)
            elif end > start:
                merged.append([start, end])
        return cls([m[0] for m in merged], [m[1] for m in merged])

    def holding(self, place: int) -> tuple[int, int] | None:
        """The span that holds the character at ``place``."""
        at = bisect_right(self.starts, place) - 1
        if at >= 0 and place < self.ends[at]:
            return self.starts[at], self.ends[at]
        return None

    def outside(self, start: int, end: int) -> list[tuple[int, int]]:
        """The parts of ``[start, end)`` that no span covers."""
        parts = []
        at = max(0, bisect_right(self.starts, start) - 1)
        while start < end and at < len(self.starts) and self.starts[at] < end:
            if self.ends[at] > start:
                parts.append((start, self.starts[at]))
                start = self.ends[at]
            at += 1
        parts.append((start, end))
        return [(a, b) for a, b in parts if a < b]

    def __contains__(self, place: int) -> bool:
        return self.holding(place) is not None


def brackets(norm: str, limit: int = 600) -> list[tuple[int, int]]:
    """Matched round brackets, outermost only, inside one paragraph and not longer than ``limit`` characters."""
    found: list[tuple[int, int]] = []
    stack: list[int] = []
    for match in re.finditer(r"[()\n]", norm):
        mark, at = match.group(), match.start()
        if mark == "\n":
            stack.clear()
        elif mark == "(":
            stack.append(at)
        elif stack:
            start = stack.pop()
            if at + 1 - start <= limit:
                while found and found[-1][0] > start:
                    found.pop()
                found.append((start, at + 1))
    return found


def quoted(norm: str, limit: int = 80) -> list[tuple[int, int]]:
    """Runs in quotation marks or title marks (“…”, 《…》): names, not statements."""
    found: list[tuple[int, int]] = []
    opened: dict[str, int] = {}
    for match in re.finditer(r"[“”《》‘’\n]", norm):
        mark, at = match.group(), match.start()
        if mark == "\n":
            opened.clear()
        elif mark in _QUOTES:
            opened.setdefault(_QUOTES[mark], at)
        elif mark in opened:
            start = opened.pop(mark)
            if at + 1 - start <= limit:
                found.append((start, at + 1))
    return found


@dataclass(frozen=True)
class Line:
    """A paragraph: one line of the document without the blanks around it."""

    start: int
    end: int

    def of(self, norm: str) -> str:
        return norm[self.start : self.end]


def lines(norm: str) -> list[Line]:
    """The paragraphs that hold anything."""
    found = []
    for match in re.finditer(r"[^\n]+", norm):
        run = match.group()
        body = run.strip()
        if body:
            start = match.start() + len(run) - len(run.lstrip())
            found.append(Line(start, start + len(body)))
    return found


def split(norm: str, start: int, end: int, marks: str, shut: Spans) -> list[tuple[int, int]]:
    """Cut ``[start, end)`` at each of ``marks`` that stands outside the spans of ``shut`` (brackets, quotes)."""
    parts: list[tuple[int, int]] = []
    begin = start
    for at in range(start, end):
        if norm[at] in marks and at not in shut and not thousands(norm, at):
            parts.append((begin, at))
            begin = at + 1
    parts.append((begin, end))
    return [p for p in parts if norm[p[0] : p[1]].strip()]


def thousands(norm: str, at: int) -> bool:
    """Whether the comma at ``at`` groups digits (1,000) and separates nothing."""
    return norm[at] == "," and at > 0 and norm[at - 1] in "0123456789" and _THREE.match(norm, at + 1) is not None


def is_row(norm: str, line: Line) -> bool:
    """Whether a paragraph is a row of a table: cells parted by tabs, no full stop."""
    return norm.count("\t", line.start, line.end) >= 2 and "。" not in norm[line.start : line.end]
