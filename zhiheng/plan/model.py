"""What a government plan says, as frozen values tied to the characters that say it.

Every span counts characters of ``Plan.text`` (the extracted text), start inclusive, end exclusive.
``Plan.to_dict`` is the contract ``zhiheng.plan/1`` that other tools read: its shape changes only with its version.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal

SCHEMA = "zhiheng.plan/1"

Role = Literal["lead", "support", "joint"]
Comparator = Literal[">=", ">", "<=", "<", "=", "~", "hold", "qualitative"]
Kind = Literal["rate", "cumulative", "annual", "stock", "growth", "relative", "qualitative", "coverage"]


@dataclass(frozen=True, order=True)
class Quote:
    """A run of characters of the document (原文)."""

    start: int
    end: int

    def of(self, text: str) -> str:
        return text[self.start : self.end]

    def holds(self, other: Quote) -> bool:
        return self.start <= other.start and other.end <= self.end

    def to_list(self) -> list[int]:
        return [self.start, self.end]


@dataclass(frozen=True)
class Section:
    """A node of the outline: a chapter (一、), a part ((一)) or an item (1.).

    ``id`` joins the numbers from the root ("二(一)1"); ``parent`` is the id above, None at the top.
    ``span`` runs from the first character of the heading to the end of the last paragraph under it.
    """

    id: str
    number: str
    heading: str
    level: int
    parent: str | None
    span: Quote

    def to_dict(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "number": self.number,
            "heading": self.heading,
            "level": self.level,
            "parent": self.parent,
            "span": self.span.to_list(),
        }


@dataclass(frozen=True)
class UnitMention:
    """A unit named in a responsibility mark; ``role`` is None where the document gives none."""

    name: str
    role: Role | None
    span: Quote

    def to_dict(self) -> dict[str, Any]:
        return {"name": self.name, "role": self.role, "span": self.span.to_list()}


@dataclass(frozen=True)
class Assignment:
    """责任分工: the text that one mark governs, the mark itself and the units it names."""

    span: Quote
    mark: Quote
    units: tuple[UnitMention, ...]

    def to_dict(self) -> dict[str, Any]:
        return {"span": self.span.to_list(), "mark": self.mark.to_list(), "units": [u.to_dict() for u in self.units]}


@dataclass(frozen=True)
class Task:
    """重点任务: the lowest item of the outline that asks somebody to do something."""

    id: str
    heading: str
    section: str
    span: Quote
    assignments: tuple[Assignment, ...]

    def to_dict(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "heading": self.heading,
            "section": self.section,
            "span": self.span.to_list(),
            "assignments": [a.to_dict() for a in self.assignments],
        }


@dataclass(frozen=True)
class Target:
    """目标值, typed as written.

    ``value`` is None for relative and qualitative targets; ``year`` is None where the document gives none
    (a cadence such as "annual" may stand instead); ``benchmark`` names what a relative target is measured against;
    ``per`` names the unit of repetition ("设区市": each of them has to reach the value).
    """

    id: str
    clause: str
    indicator: str
    comparator: Comparator
    value: Decimal | None
    unit: str | None
    kind: Kind
    year: int | None
    cadence: str | None
    benchmark: str | None
    per: str | None
    units: tuple[str, ...]
    span: Quote

    def to_dict(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "clause": self.clause,
            "indicator": self.indicator,
            "comparator": self.comparator,
            "value": plain_number(self.value),
            "unit": self.unit,
            "kind": self.kind,
            "year": self.year,
            "cadence": self.cadence,
            "benchmark": self.benchmark,
            "per": self.per,
            "units": list(self.units),
            "span": self.span.to_list(),
        }


@dataclass(frozen=True)
class Funding:
    """A sum the plan promises: an amount, a share of a cost, a cap on that share, or several of them.

    Money is integer 分 (1 万元 = 1,000,000 分); ``share`` is an exact fraction (50 % = 1/2).
    """

    clause: str
    item: str
    amount_fen: int | None
    share: Fraction | None
    cap_fen: int | None
    per: str | None
    span: Quote

    def to_dict(self) -> dict[str, Any]:
        return {
            "clause": self.clause,
            "item": self.item,
            "amount_fen": self.amount_fen,
            "share": None if self.share is None else float(self.share),
            "cap_fen": self.cap_fen,
            "per": self.per,
            "span": self.span.to_list(),
        }


@dataclass(frozen=True)
class Deadline:
    """A date by which something is to be done; ``date`` is its last day."""

    clause: str
    what: str
    date: date
    span: Quote

    def to_dict(self) -> dict[str, Any]:
        return {"clause": self.clause, "what": self.what, "date": self.date.isoformat(), "span": self.span.to_list()}


@dataclass(frozen=True)
class Unread:
    """Characters that ought to mean something and were not understood, with the reason in words."""

    span: Quote
    why: str

    def to_dict(self) -> dict[str, Any]:
        return {"span": self.span.to_list(), "why": self.why}


@dataclass(frozen=True)
class Coverage:
    """How much of the text was read: every digit, mark and sum is claimed or listed in ``unread``."""

    characters: int
    read: int
    unread: tuple[Unread, ...]

    def to_dict(self) -> dict[str, Any]:
        return {"characters": self.characters, "read": self.read, "unread": [u.to_dict() for u in self.unread]}


@dataclass(frozen=True)
class Plan:
    """A government plan as read. ``period`` is (first year, last year) or None where it is not given."""

    title: str
    issuer: str | None
    number: str | None
    issued: date | None
    period: tuple[int, int] | None
    sections: tuple[Section, ...]
    tasks: tuple[Task, ...]
    targets: tuple[Target, ...]
    funding: tuple[Funding, ...]
    deadlines: tuple[Deadline, ...]
    units: tuple[str, ...]
    coverage: Coverage
    text: str = field(repr=False)

    def to_dict(self) -> dict[str, Any]:
        """The contract ``zhiheng.plan/1``; the text itself is not part of it."""
        return {
            "schema": SCHEMA,
            "title": self.title,
            "issuer": self.issuer,
            "number": self.number,
            "issued": None if self.issued is None else self.issued.isoformat(),
            "period": None if self.period is None else list(self.period),
            "sections": [s.to_dict() for s in self.sections],
            "tasks": [t.to_dict() for t in self.tasks],
            "targets": [t.to_dict() for t in self.targets],
            "funding": [f.to_dict() for f in self.funding],
            "deadlines": [d.to_dict() for d in self.deadlines],
            "units": list(self.units),
            "coverage": self.coverage.to_dict(),
        }


def plain_number(value: Decimal | None) -> int | float | None:
    """An exact decimal as the shortest JSON number: 25, 98.5."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)
