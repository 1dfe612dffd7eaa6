"""Search over tasks, indicators, units, regions and the words of the documents.

Names are found by their characters, full pinyin or initials (sscjgj), whatever the width and case of what was typed.
All matching is done on small sets in Python, so SQLite and PostgreSQL find exactly the same.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from django.db.models import Prefetch

from zhiheng.directory.models import Region, Unit
from zhiheng.ledger.models import Document, Indicator, Target, Task
from zhiheng.ledger.models.row import text_url
from zhiheng.web.in_force import editions_in_force

AROUND = 36
LONGEST = 80


class Named(Protocol):
    """Anything with a Chinese name, its pinyin keys and a page."""

    pinyin: str
    initials: str

    def get_absolute_url(self) -> str: ...


Row = TypeVar("Row", bound=Named)


@dataclass(frozen=True)
class Excerpt:
    """A place in a document: the paragraph around it cut into (words, is it what was sought)."""

    document: Document
    clause: str
    pieces: tuple[tuple[str, bool], ...]
    url: str


@dataclass(frozen=True)
class Found:
    """What was found, each list best first; ``excerpts`` in the order of the documents.

    An indicator carries its targets of the edition in force, with their units, as ``promises``.
    """

    words: tuple[str, ...]
    tasks: list[Task]
    indicators: list[Indicator]
    units: list[Unit]
    regions: list[Region]
    excerpts: list[Excerpt]

    @property
    def count(self) -> int:
        """How many hits there are in all."""
        names = len(self.tasks) + len(self.indicators) + len(self.units) + len(self.regions)
        return names + len(self.excerpts)


def words_of(query: str) -> tuple[str, ...]:
    """The words of a query, one width, lower case; at most 80 characters count."""
    return tuple(fold(query[:LONGEST]).replace("\x00", " ").split())


class _Folding(dict[int, str]):
    """A translation table that learns each character when it first meets it."""

    def __missing__(self, code: int) -> str:
        plain = unicodedata.normalize("NFKC", chr(code)).lower()
        # A character that would become two (㎡, İ) stays, so that offsets hold.
        self[code] = plain if len(plain) == 1 else chr(code)
        return self[code]


FOLDING = _Folding()


def fold(text: str) -> str:
    """Text as it is compared: one width and lower case, character for character, so that offsets hold."""
    return text.translate(FOLDING)


def find(query: str) -> Found:
    """Everything in force that holds all words of a query."""
    words = words_of(query)
    if not words or (len(words) == 1 and len(words[0]) == 1 and words[0].isascii()):
        return Found(words, [], [], [], [], [])
    editions = list(editions_in_force().defer(None))
    tasks = Task.objects.filter(document__in=editions).select_related("ledger", "clause")
    targets = Target.objects.filter(document__in=editions).prefetch_related("units")
    indicators = (
        Indicator.objects.filter(pk__in=targets.values("indicator"))
        .select_related("ledger")
        .prefetch_related(Prefetch("targets", targets, to_attr="promises"))
    )
    units = Unit.objects.prefetch_related("aliases")
    excerpts = [hit for document in editions for hit in excerpts_of(document, words)]
    return Found(
        words,
        _best(tasks, words, lambda task: (task.heading, task.heading_en, task.key)),
        _best(indicators, words, lambda indicator: (indicator.name, indicator.name_en)),
        _best(units, words, lambda unit: (unit.name, unit.name_en, *(alias.name for alias in unit.aliases.all()))),
        _best(Region.objects.all(), words, lambda region: (region.name, region.name_en, region.gb_code)),
        excerpts,
    )


def excerpts_of(document: Document, words: Sequence[str]) -> list[Excerpt]:
    """One excerpt for each paragraph that holds all the words, with every occurrence in it marked."""
    folded = fold(document.text)
    clauses = list(document.clauses.values_list("start", "end", "key", "heading"))
    hits, at = [], 0
    for line in folded.split("\n"):
        if all(word in line for word in words):
            places = sorted(
                {(at + m.start(), at + m.end()) for word in words for m in re.finditer(re.escape(word), line)}
            )
            hits.append(_excerpt(document, places, (at, at + len(line)), clauses))
        at += len(line) + 1
    return hits


def _excerpt(
    document: Document,
    places: Sequence[tuple[int, int]],
    line: tuple[int, int],
    clauses: Sequence[tuple[int, int, str, str]],
) -> Excerpt:
    first, last = places[0]
    start, end = max(line[0], first - AROUND), min(line[1], last + 3 * AROUND)
    pieces, at = [("…", False)] if start > line[0] else [], start
    for begin, stop in places:
        if begin < at or stop > end:
            continue
        pieces += [(document.text[at:begin], False), (document.text[begin:stop], True)]
        at = stop
    pieces.append((document.text[at:end] + ("…" if end < line[1] else ""), False))
    inside = [clause for clause in clauses if clause[0] <= first < clause[1]]
    label = " ".join(max(inside, key=lambda clause: clause[0])[2:]) if inside else ""
    return Excerpt(document, label, tuple(p for p in pieces if p[0]), text_url(document.ledger, first, last))


def _best(rows: Iterable[Row], words: Sequence[str], names: Callable[[Row], tuple[str, ...]]) -> list[Row]:
    """The rows of which every word fits some name, the closest first, then in their own order."""
    ranked = []
    for place, row in enumerate(rows):
        folded = [fold(name) for name in names(row) if name]
        ranks = [_rank(word, folded, row.pinyin, row.initials) for word in words]
        if all(rank is not None for rank in ranks):
            ranked.append((sum(rank or 0 for rank in ranks), place, row))
    return [row for _, _, row in sorted(ranked, key=lambda found: found[:2])]


def _rank(word: str, names: Sequence[str], pinyin: str, initials: str) -> int | None:
    """How well a word fits: 0 the whole name, then its beginning, its inside, initials, pinyin; None for not at all."""
    if word in names:
        return 0
    if any(name.startswith(word) for name in names):
        return 1
    if any(word in name for name in names):
        return 2
    letters = re.sub(r"[^a-z0-9]", "", word) if word.isascii() else ""
    if len(letters) < 2:
        return None
    if letters in initials:
        return 3 if initials.startswith(letters) else 4
    # Inside a long pinyin key short runs of letters fit by accident.
    if pinyin.startswith(letters) or (len(letters) >= 5 and letters in pinyin):
        return 5
    return None
