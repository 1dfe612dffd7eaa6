"""A document under reading: its text, its layers, and the claims that the readers lay on its characters."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field

from zhiheng.plan.clauses import Scope, Times, scopes
from zhiheng.plan.grids import Grid, grids
from zhiheng.plan.head import Face, face, single_year, term
from zhiheng.plan.marks import Mark, find_marks
from zhiheng.plan.outline import Outline, outline
from zhiheng.plan.periods import time_marks
from zhiheng.plan.quantities import Quantity, quantities
from zhiheng.plan.tasks import Tasks, assign
from zhiheng.plan.text import Spans, brackets, lines, normalise, quoted


@dataclass
class Document:
    """All layers of one text. ``claims`` holds (start, end, class in Chinese) for every number that was understood."""

    text: str
    norm: str
    face: Face
    tree: Outline
    marks: list[Mark]
    tasks: Tasks
    times: Times
    numbers: list[Quantity]
    quotes: Spans
    pairs: Spans
    shut: Spans
    marked: Spans
    scopes: list[Scope]
    tables: list[Grid]
    claims: list[tuple[int, int, str]] = field(default_factory=list)
    doubts: list[tuple[int, int, str]] = field(default_factory=list)
    funded: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._starts = [q.start for q in self.numbers]
        asked = (line.start for g in self.tables if g.task is None for line, _ in g.rows)
        self.cells = frozenset([*asked, *(g.head.start for g in self.tables)])

    def numbers_in(self, start: int, end: int) -> list[Quantity]:
        """The quantities that begin in ``[start, end)``."""
        return self.numbers[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def claim(self, start: int, end: int, kind: str) -> None:
        """Say what a run of characters is."""
        self.claims.append((start, end, kind))

    def doubt(self, start: int, end: int, why: str) -> None:
        """Say that a run of characters was seen and not understood."""
        self.doubts.append((start, end, why))


def document(text: str) -> Document:
    """Lay the layers of a text one on another; pure and linear in its length."""
    norm = normalise(text)
    head = face(text, norm)
    times = Times(time_marks(norm, head.issued, term(head.title)))
    tables = grids(norm, lines(norm))
    tree = outline(norm, head.end, head.start, tables)
    marks = find_marks(norm, tables)
    pairs, quotes = brackets(norm), quoted(norm)
    return Document(
        text=text,
        norm=norm,
        face=head,
        tree=tree,
        marks=marks,
        tasks=assign(text, norm, tree, marks),
        times=times,
        numbers=quantities(norm),
        quotes=Spans.of(quotes),
        pairs=Spans.of(pairs),
        shut=Spans.of([*pairs, *quotes]),
        marked=Spans.of((m.span.start, m.span.end) for m in marks),
        scopes=scopes(norm, tree, times, (head.start, head.end), single_year(head.title)),
        tables=tables,
    )
