"""Sentences and clauses with what surrounds them: which item they stand in, which year governs, what repeats.

A year that opens a paragraph (到2025年,…) governs it until another year takes over; a goal that ends with a colon
hands its year to the list under it. 每年 governs its sentence only.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from zhiheng.plan.outline import Outline
from zhiheng.plan.periods import TimeMark
from zhiheng.plan.text import Line, Spans, split

_GOAL = re.compile(r"目标|指标|愿景|总体要求|总体思路")
_STATUS = re.compile(
    r"(?:面临的?|发展|主要|取得的?|工作|产业|历史|规划|编制|我[省市县区]|全[省市县区]|国内外|“?十[二三四五]五”?|时期|"
    r"期间|重大|重要|现实|的|与|和)*"
    r"(?:基础|基础条件|现状|成效|成就|形势|背景|回顾|机遇|挑战|环境|意义)"
    r"(?:(?:与|和|及|、)[^,。]{0,8})?"
)
_YEAR_HEADING = re.compile(r"((?:19|20)[0-9]{2})[ ]?年")
PREFACE = "序"
_REACH = 64
FAR = 400
_BULLETS = ("-", "•", "·", "●", "■", "◆", "*")


@dataclass(frozen=True)
class Scope:
    """A paragraph and where it stands: its item, whether it is a goal or a look back, the year it inherits."""

    line: Line
    begin: int
    clause: str
    goal: bool
    status: bool
    inherited: TimeMark | None


@dataclass(frozen=True)
class Clause:
    """A clause of a sentence of a paragraph."""

    start: int
    end: int
    sentence: tuple[int, int]
    scope: Scope


class Times:
    """The time marks of a document, asked by place."""

    def __init__(self, marks: list[TimeMark]) -> None:
        self.marks = marks
        self.starts = [m.start for m in marks]

    def between(self, start: int, end: int) -> list[TimeMark]:
        """The marks that begin in ``[start, end)``."""
        return self.marks[bisect_left(self.starts, start) : bisect_left(self.starts, end)]

    def before(self, start: int, end: int) -> Iterator[TimeMark]:
        """The last marks that begin in ``[start, end)``, the nearest first: no sentence reaches further back."""
        last = bisect_left(self.starts, end) - 1
        for at in range(last, max(-1, last - _REACH), -1):
            if self.starts[at] < start:
                return
            yield self.marks[at]

    def covers(self, place: int) -> TimeMark | None:
        """The mark whose characters hold ``place``."""
        at = bisect_right(self.starts, place) - 1
        return self.marks[at] if at >= 0 and place < self.marks[at].end else None


def scopes(norm: str, tree: Outline, times: Times, bounds: tuple[int, int], whole: int | None = None) -> list[Scope]:
    """Every paragraph of the body with its item, in document order; ``whole`` is the year of a plan for one year."""
    found: list[Scope] = []
    start, end = bounds
    preface_year = TimeMark(start, start, "due", whole) if whole else None
    titled = preface_year
    for line in tree.front:
        if start <= line.start < end:
            goal = bool(re.match(r"[^。,]{0,10}(?:目标|指标)[^。,]{0,4}:", norm[line.start : line.end]))
            found.append(Scope(line, line.start, PREFACE, goal, False, preface_year))
            preface_year = _handed(norm, line, times, goal, preface_year)
    goals: list[bool] = []
    looks: list[bool] = []
    years: list[TimeMark | None] = []
    for node in tree.nodes:
        up = node.parent
        heading = norm[node.heading.start : node.heading.end]
        goals.append(bool(_GOAL.search(heading)) or (up is not None and goals[up]))
        looks.append(
            (node.level <= 2 and bool(_STATUS.fullmatch(heading)) and not goals[-1]) or (up is not None and looks[up])
        )
        year = years[up] if up is not None else titled
        named = next((m for m in times.between(node.heading.start, node.heading.end) if m.year), None)
        if named is not None and goals[-1]:
            year = TimeMark(named.start, named.end, "due", named.year)
        for line in (node.line, *node.own):
            begin = node.heading.start if line is node.line else line.start
            found.append(Scope(line, begin, node.id, goals[-1], looks[-1], year))
            year = _handed(norm, line, times, goals[-1], year)
        years.append(year)
        if up is not None and goals[-1] and year is not None and norm[node.end - 1] == ":":
            years[up] = year
    found.sort(key=lambda s: s.line.start)
    return found


def _handed(norm: str, line: Line, times: Times, goal: bool, year: TimeMark | None) -> TimeMark | None:
    """The year that a paragraph hands on: its last one, when it is a goal or ends with a colon; a bullet: none."""
    if norm.startswith(_BULLETS, line.start):
        return year
    due = [m for m in times.between(line.start, line.end) if m.kind == "due" and m.year and not m.part]
    if due and (goal or norm[line.end - 1] == ":"):
        return due[-1]
    return year


def clauses(norm: str, scope: Scope, shut: Spans, marked: Spans) -> Iterator[Clause]:
    """The clauses of a paragraph without their responsibility marks; brackets and quotations are never cut."""
    for start, end in split(norm, scope.begin, scope.line.end, "。;!?", shut):
        for a, b in split(norm, start, end, ",:", shut):
            for left, right in marked.outside(a, b):
                if norm[left:right].strip():
                    yield Clause(left, right, (start, end), scope)


def governing(clause: Clause, place: int, times: Times) -> TimeMark | None:
    """The time that governs ``place``: the nearest before it in its paragraph, one behind it, or inherited."""
    sentence = clause.sentence[0]
    for mark in times.before(clause.scope.begin, place):
        if mark.kind == "past" and mark.start >= sentence:
            return mark
        if mark.kind == "due" and mark.year and not (mark.part and mark.start < sentence):
            by_month = mark.date is not None and mark.date.month != 12
            if mark.start >= sentence or not by_month:
                return mark
        if mark.kind == "within" and mark.year and mark.start >= sentence:
            return mark
    behind = [m for m in times.between(place, clause.end) if m.kind == "due" and m.year]
    return behind[0] if behind else clause.scope.inherited


def cadence_of(clause: Clause, place: int, times: Times) -> TimeMark | None:
    """每年 and its kin, when it stands before ``place`` in the same sentence."""
    for mark in times.before(clause.sentence[0], place):
        if mark.kind == "cadence":
            return mark
    return None
