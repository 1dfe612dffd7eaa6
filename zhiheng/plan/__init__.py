"""The plan reader: a government plan document in, a structured plan out. Pure Python, standard library, no Django.

``read(path)`` is the door for files, ``parse(text)`` for text that is already extracted.
"""

from __future__ import annotations

import os
import re
from bisect import bisect_right
from dataclasses import replace

from zhiheng.plan.coverage import claims, cover
from zhiheng.plan.deadlines import read_deadlines
from zhiheng.plan.document import Document, document
from zhiheng.plan.funding import read_funding
from zhiheng.plan.head import period
from zhiheng.plan.model import Assignment, Funding, Plan, Target
from zhiheng.plan.tables import read_tables
from zhiheng.plan.targets import Draft, read_targets
from zhiheng.plan.text import Spans

__all__ = ["parse", "read"]


def read(source: str | os.PathLike[str]) -> Plan:
    """Read a .txt, .docx, .html or text .pdf file. Errors of the file itself are those of ``zhiheng.plan.files``."""
    from zhiheng.plan.files import extract

    return parse(extract(source))


def parse(text: str) -> Plan:
    """Read a plan from its text; offsets count the characters of ``text``. Any string gives a Plan; time is linear."""
    doc = document(text)
    funding, drafts = _readings(doc)
    deadlines = read_deadlines(doc, [(d.span.start, d.span.end) for d in drafts])
    names = {u.name for t in doc.tasks.tasks for a in t.assignments for u in a.units}
    places = _Places(doc)
    return Plan(
        title=doc.face.title,
        issuer=doc.face.issuer,
        number=doc.face.number,
        issued=doc.face.issued,
        period=period(doc.face.title, doc.times.marks, doc.face.issued),
        sections=doc.tree.sections(text),
        tasks=doc.tasks.tasks,
        targets=tuple(_target(d, n, places) for n, d in enumerate(drafts, 1)),
        funding=tuple(_placed(f, places) for f in funding),
        deadlines=tuple(replace(d, clause=places.clause(d.span.start, d.clause)) for d in deadlines),
        units=tuple(sorted(names)),
        coverage=cover(doc),
        text=text,
    )


def _readings(doc: Document) -> tuple[list[Funding], list[Draft]]:
    """Sums first, then targets: a number belongs to the first who claims it."""
    funding = read_funding(doc)
    return funding, sorted([*read_targets(doc), *read_tables(doc)], key=lambda d: d.span)


def claimed(text: str) -> Spans:
    """The characters of a text that some reader claims; what it leaves of digits is in ``coverage.unread``."""
    doc = document(text)
    _readings(doc)
    return claims(doc)


class _Places:
    """Which task and which assignment holds a place of the text, in O(log n)."""

    def __init__(self, doc: Document) -> None:
        self._tasks = sorted(doc.tasks.tasks, key=lambda t: t.span)
        self._task_starts = [t.span.start for t in self._tasks]
        self._assignments: list[Assignment] = sorted(
            (a for t in self._tasks for a in t.assignments), key=lambda a: a.span
        )
        self._starts = [a.span.start for a in self._assignments]

    def clause(self, place: int, section: str) -> str:
        """The id of the task that holds the place when it is a paragraph of that section, else the section itself."""
        at = bisect_right(self._task_starts, place) - 1
        if at >= 0 and place < self._tasks[at].span.end and self._tasks[at].id.startswith(f"{section}-"):
            return self._tasks[at].id
        return section

    def units(self, start: int, end: int) -> tuple[str, ...]:
        """The units whose assignment holds the span."""
        at = bisect_right(self._starts, start) - 1
        if at >= 0 and start < self._assignments[at].span.end:
            return tuple(u.name for u in self._assignments[at].units)
        return ()


# A promise without a number (高于全国平均, 显著提升) is measured like the rate it speaks of.
# 劳动生产率 and 效率 are no shares.
_SHARE = re.compile(r"(?:(?<!生产)(?<!效)率|比重|占比|比例|增速|增长)$")


def _target(draft: Draft, number: int, places: _Places) -> Target:
    return Target(
        id=f"T{number:02d}",
        clause=places.clause(draft.span.start, draft.clause),
        indicator=draft.indicator,
        comparator=draft.comparator,
        value=draft.value,
        unit=draft.unit or ("%" if draft.value is None and _SHARE.search(draft.indicator) else None),
        kind="stock" if draft.kind == "cumulative" and draft.per and draft.year is None else draft.kind,
        year=draft.year,
        cadence=draft.cadence,
        benchmark=draft.benchmark,
        per=draft.per,
        units=places.units(draft.span.start, draft.span.end),
        span=draft.span,
    )


def _placed(rule: Funding, places: _Places) -> Funding:
    return replace(rule, clause=places.clause(rule.span.start, rule.clause))
