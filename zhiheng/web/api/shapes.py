"""The shapes that the interface answers in. Spans count characters of the edition's text, start in, end out."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Generic, TypeVar

from ninja import Schema

Item = TypeVar("Item")
Span = list[int]
Number = int | float


class Page(Schema, Generic[Item]):
    """One page of a list."""

    items: list[Item]
    next_cursor: str | None
    count: int


class UnreadShape(Schema):
    """Characters that were not understood, with the reason."""

    span: Span
    why: str
    words: str


class DocumentShape(Schema):
    """An edition: official is the document itself, digest the short edition that comes with the program."""

    edition: int
    form: str
    title: str
    issuer: str | None
    number: str | None
    issued: date | None
    text_sha256: str
    characters: int
    read: int
    unread: list[UnreadShape]
    imported_at: datetime
    source_name: str
    in_force: bool


class DocumentWithText(DocumentShape):
    """An edition with the text that all its spans count in."""

    text: str


class LedgerShape(Schema):
    """The ledger of one plan."""

    id: str
    title: str
    title_en: str | None
    period: list[int] | None
    edition: int
    form: str
    address: str


class ClauseShape(Schema):
    """A chapter, part or item of the edition in force."""

    id: str
    number: str
    heading: str
    heading_en: str | None
    level: int
    parent: str | None
    span: Span


class UnitMentionShape(Schema):
    """A unit in a mark; ``role`` is lead, support, joint, or null where the document gives none."""

    id: str
    name: str
    role: str | None


class AssignmentShape(Schema):
    """The words that one mark governs and the units it names."""

    quote: str
    span: Span
    mark: Span
    units: list[UnitMentionShape]


class TaskShape(Schema):
    """A task with its assignments."""

    id: str
    heading: str
    heading_en: str | None
    clause: str | None
    span: Span
    assignments: list[AssignmentShape]
    targets: list[str]
    address: str


class TargetShape(Schema):
    """A promise, typed as the plan writes it; ``value`` is null for relative and qualitative ones."""

    id: str
    key: str
    indicator: str
    comparator: str
    value: Number | None
    unit: str | None
    kind: str
    year: int | None
    cadence: str | None
    benchmark: str | None
    per: str | None
    clause: str | None
    task: str | None
    units: list[str]
    quote: str
    span: Span


class StandingShape(Schema):
    """Where a promise stands on a day. ``demo``: a generated figure took part."""

    target: str
    state: str
    word: str
    reason: str
    demo: bool


class IndicatorShape(Schema):
    """What is measured."""

    id: str
    name: str
    name_en: str | None
    unit: str | None
    definition: str | None
    definition_source: str | None
    note: str | None
    address: str


class IndicatorWithTargets(IndicatorShape):
    """An indicator with its promises and where they stand today."""

    targets: list[TargetShape]
    standings: list[StandingShape]
    as_of: date


class FigureShape(Schema):
    """One indicator, one region, one period; ``quarter`` is null for a whole year. ``demo``: it was generated."""

    indicator: str
    region: str
    year: int
    quarter: int | None
    value: Number
    unit: str | None
    numerator: Number | None
    denominator: Number | None
    source: str
    demo: bool


class FundingShape(Schema):
    """A sum the plan promises; money in integer 分, a share as a fraction."""

    clause: str | None
    item: str
    amount_fen: int | None
    share: str | None
    cap_fen: int | None
    per: str | None
    units: list[str]
    quote: str
    span: Span


class DeadlineShape(Schema):
    """A dated duty; ``date`` is its last day."""

    clause: str | None
    what: str
    date: date
    quote: str
    span: Span


class UnitShape(Schema):
    """A unit under all its names; ``successor`` is an id."""

    id: str
    name: str
    full_name: str | None
    name_en: str | None
    kind: str
    aliases: list[str]
    valid_from: int | None
    valid_to: int | None
    successor: str | None
    certain: bool
    note: str | None
    address: str


class RegionShape(Schema):
    """A region; the GB/T 2260 code is an attribute, the parents are ids in the two trees."""

    id: str
    name: str
    short: str
    name_en: str | None
    kind: str
    gb_code: str | None
    administrative: str | None
    reporting: str | None
    valid_from: date | None
    valid_to: date | None
    address: str


class Hit(Schema):
    """Something found: kind is task, indicator, unit, region or text."""

    kind: str
    name: str
    address: str


class Hits(Schema):
    """What a search found, best first within each kind."""

    q: str
    items: list[Hit]
    count: int


def number(value: Any) -> Number | None:
    """An exact decimal as the shortest JSON number."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)
