"""The one door to numbers: ask a definition by period and region, and ask for the records behind an answer.

A snapshot never changes, so an answer is kept under its snapshot's name for as long as there is room.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from typing import Any

from django.conf import settings
from django.utils import timezone

from zhiheng.indicators.computing import Cell, Question, Within, behind, cells
from zhiheng.indicators.declaring import Definition, definitions
from zhiheng.indicators.engines import opened, tree_of
from zhiheng.indicators.shapes import Facts, Value, percent
from zhiheng.indicators.snapshot import Snapshot, snapshot_now
from zhiheng.indicators.tree import WHOLE, Tree
from zhiheng.mechanisms import estimate
from zhiheng.mechanisms.periods import Grain, Period

KEPT = 128
"""How many answers a process keeps."""


class Unaskable(ValueError):
    """There is no such definition, or it is not told apart by what was asked; the message says which."""


@dataclass(frozen=True)
class Answer:
    """The cells of a question, with the definition and the snapshot they come from.

    ``nothing`` is the value of a cell without records: «no data» for a rate, 0 for a count. ``plain``: a share of
    records that all weigh the same, for which an interval can be given.
    """

    definition: Definition
    snapshot: Snapshot
    asked: Question
    cells: tuple[Cell, ...]
    nothing: Value
    plain: bool

    @cached_property
    def _found(self) -> Mapping[tuple[Period, int, tuple[Hashable, ...]], Cell]:
        return {(cell.period, cell.region, cell.group): cell for cell in self.cells}

    def at(self, period: Period, region: int = WHOLE, group: tuple[Hashable, ...] = ()) -> Cell:
        """One cell, also where there are no records; Unaskable for a region that was not asked for."""
        if region != WHOLE and self.asked.regions is not None and region not in self.asked.regions:
            raise Unaskable(f"{self.definition.key} was not asked for region {region}")
        return self._found.get((period, region, group)) or Cell(period, region, group, self.nothing, 0)

    def estimate(self, cell: Cell) -> estimate.Estimate | None:
        """What the cell says of the whole, with Wilson's interval; None without data and for what is no plain share."""
        found = cell.found
        if not self.plain or not found.denominator or found.numerator is None:
            return None
        return estimate.share(found.numerator, found.denominator)

    @property
    def demo(self) -> bool:
        """Whether 演示数据 are among the records."""
        return any(cell.demo for cell in self.cells)


@dataclass(frozen=True)
class Records:
    """The records behind one cell: how many, how many of them count for the rate, and a page of them.

    Each row has the columns of facts (``record``, ``day``, ``told``, ``region``, ``demo``, by what they are told
    apart), and those that the first table of the definition publishes of the record.
    """

    count: int
    numerator: int | None
    rows: list[dict[str, Any]]


@dataclass(frozen=True)
class _Named:
    """A snapshot as a key: one that has the same name is the same."""

    hash: str
    snapshot: Snapshot = field(compare=False)


def answer(
    key: str,
    span: Period,
    grain: Grain,
    *,
    on: date | None = None,
    apart: tuple[str, ...] = (),
    within: Within = (),
    regions: Iterable[int] | None = None,
    snapshot: Snapshot | None = None,
) -> Answer:
    """What a definition says of a span, by periods of a grain and by region, in the newest snapshot or a given one.

    ``on`` is the day of asking (today). ``regions`` are those that are told, beside the whole; few are quicker than
    all. Unaskable for an unknown definition, and for an ``apart`` or ``within`` that it is not told apart by.
    """
    snapshot = snapshot or snapshot_now()
    told = None if regions is None else frozenset(regions)
    asked = Question(span, grain, on or timezone.localdate(), apart, tuple(sorted(within)), told)
    return _answered(_Named(snapshot.hash, snapshot), key, asked)


def records(
    definition: Definition,
    snapshot: Snapshot,
    period: Period,
    region: int = WHOLE,
    *,
    on: date,
    within: Within = (),
    offset: int = 0,
    limit: int = 50,
    mixed: str = "",
) -> Records:
    """The records behind a cell, in order of their days. ``within``: those of the question and the group of the cell.

    ``mixed``: by this secret they come in an order that tells nothing of them, neither their days nor their ids.

    Their count is the denominator of the cell, always: both choose by ``computing.behind`` and its like.
    """
    tables = opened(snapshot, definition.tables, settings.ANALYTICS_URL)
    facts = definition.over(tables, on)
    _askable(definition, facts, tuple(name for name, _ in within))
    rows = behind(facts, period, region, tree(snapshot, on), within)
    told = rows.group_by("told").aggregate(many=rows.count()).to_pyarrow().to_pylist()
    counts = {row["told"]: row["many"] for row in told}
    order = [(rows.record.cast("string") + mixed).hash()] if mixed else ["day"]
    page = rows.order_by([*order, "record"]).limit(limit, offset=offset).to_pyarrow().to_pylist()
    numerator = counts.get(True, 0) if _is_rate(facts) else None
    return Records(sum(counts.values()), numerator, _whole(page, tables[definition.tables[0]]))


def tree(snapshot: Snapshot, on: date) -> Tree:
    """The tree of those who report on a day, as the snapshot has it."""
    return _tree(_Named(snapshot.hash, snapshot), on)


def _known(key: str) -> Definition:
    try:
        return definitions()[key]
    except KeyError:
        raise Unaskable(f"there is no definition {key}") from None


def _askable(definition: Definition, facts: Facts, names: tuple[str, ...]) -> None:
    for name in names:
        if name not in facts.apart:
            raise Unaskable(f"{definition.key} is not told apart by {name}")


def _is_rate(facts: Facts) -> bool:
    return bool(facts.stratum) or facts.fold is percent


@lru_cache(maxsize=KEPT)
def _answered(named: _Named, key: str, asked: Question) -> Answer:
    definition = _known(key)
    tables = opened(named.snapshot, definition.tables, settings.ANALYTICS_URL)
    facts = definition.over(tables, asked.on)
    _askable(definition, facts, (*asked.apart, *(name for name, _ in asked.within)))
    found = tuple(cells(definition, tables, asked, _tree(named, asked.on)))
    nothing = facts.fold({}) if facts.fold else percent({})
    return Answer(definition, named.snapshot, asked, found, nothing, plain=facts.fold is percent)


@lru_cache(maxsize=16)
def _tree(named: _Named, on: date) -> Tree:
    return tree_of(named.snapshot, on, settings.ANALYTICS_URL)


def _whole(page: list[dict[str, Any]], table: Any) -> list[dict[str, Any]]:
    """The rows of a page with all that is published of each record."""
    if not page:
        return []
    known = table.filter(table.id.isin([row["record"] for row in page])).to_pyarrow().to_pylist()
    by_id = {row["id"]: row for row in known}
    return [{**by_id[row["record"]], **row} for row in page]
