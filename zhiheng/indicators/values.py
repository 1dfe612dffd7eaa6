"""Published values: told once and kept, beside what the records say today, with the difference explained."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext

from zhiheng.directory.models import Region
from zhiheng.indicators.asking import Answer, answer
from zhiheng.indicators.computing import Cell
from zhiheng.indicators.declaring import Definition
from zhiheng.indicators.differing import Asked, Difference, difference
from zhiheng.indicators.models import PublishedValue
from zhiheng.indicators.shapes import Value
from zhiheng.indicators.snapshot import Snapshot, keep, kept, snapshot_now
from zhiheng.indicators.snapshot_folder import BrokenSnapshot
from zhiheng.indicators.snapshot_tables import tables
from zhiheng.indicators.tree import WHOLE
from zhiheng.indicators.value_file import EDGES, Counted, Told, in_words
from zhiheng.indicators.withholding import everybody
from zhiheng.mechanisms.journal.models import write_entries
from zhiheng.mechanisms.periods import Grain, Period

JOURNAL = "numbers"
"""The journal's name for what is not of one ledger."""


class NotPublished(ValueError):
    """The value cannot be published; the message says why, in the reader's language."""


@dataclass(frozen=True)
class Beside:
    """The newest published value of a cell, those that it superseded, and what the records say today.

    ``difference`` is None where the records of that time cannot be read any more. ``tables`` are those of its tables
    that changed since, in whatever part of them.
    """

    published: PublishedValue
    superseded: tuple[PublishedValue, ...]
    current: Cell
    redefined: bool
    tables: tuple[str, ...]
    difference: Difference | None

    @property
    def same(self) -> bool:
        """Whether today's value is the published one, to the last count."""
        return _same(self.published, self.current.found)


def place_of(region: Region) -> int:
    """Where the cells of a region are: those of the province are of all records, also of those without a region."""
    return WHOLE if region.kind == Region.PROVINCE else region.pk


def grain_of(period: Period) -> Grain:
    """The grain of a year, quarter or month; NotPublished for any other span."""
    for grain in (Grain.YEAR, Grain.QUARTER, Grain.MONTH):
        if Period.holding(period.begins, grain) == period:
            return grain
    raise NotPublished(gettext("只公布整年、整季度、整月的值。"))


def newest(definition: Definition, period: Period, region: Region) -> PublishedValue | None:
    """The last published value of a cell."""
    found = PublishedValue.objects.filter(definition=definition.key, period=str(period), region=region)
    return found.filter(superseded_by=None).select_related("by", "region").first()


def publish(
    definition: Definition,
    periods: Sequence[Period],
    regions: Sequence[Region],
    *,
    by: Any,
    at: datetime,
    why: str = "",
    snapshot: Snapshot | None = None,
) -> list[PublishedValue]:
    """Publish cells as they are counted now: periods of one grain, all over; the province is among the regions or not.

    What everybody may not be told because few people are behind it is left out, what is published already and is the
    same still, and what has no data. A value that differs from a published one supersedes it, and ``why`` says why.
    NotPublished where nothing is left, with the reason; and where somebody else was faster.
    """
    on = timezone.localdate(at)
    grains = {grain_of(period) for period in periods}
    if len(grains) != 1:
        raise NotPublished(gettext("一次只公布一种期间的值。"))
    if open_periods := [str(period) for period in periods if period.ends >= on]:
        raise NotPublished(gettext("%(period)s 还没有结束，不能公布。") % {"period": "、".join(open_periods)})
    taken = snapshot or snapshot_now()  # before the transaction, in which it could not be kept for the next who asks
    try:
        with transaction.atomic():
            return _publish(definition, periods, grains.pop(), regions, taken, by=by, at=at, why=why)
    except IntegrityError as late:
        raise NotPublished(gettext("刚才有人公布了这一期的值，请刷新后再看。")) from late


def _publish(
    definition: Definition,
    periods: Sequence[Period],
    grain: Grain,
    regions: Sequence[Region],
    taken: Snapshot,
    *,
    by: Any,
    at: datetime,
    why: str,
) -> list[PublishedValue]:
    on = timezone.localdate(at)
    span = Period(min(periods).begins, max(period.ends for period in periods))
    found = answer(definition.key, span, grain, on=on, snapshot=taken)
    names = [str(period) for period in periods]
    earlier = PublishedValue.objects.filter(definition=definition.key, period__in=names, superseded_by=None)
    before = {(one.period, one.region_id): one for one in earlier}
    rows, refusals = list[PublishedValue](), list[str]()
    for period in periods:
        may = _told(definition, period, on, taken)
        for region in regions:
            cell, known = found.at(period, place_of(region)), before.get((str(period), region.pk))
            told = may is None or cell.region in may
            if refusal := _refusal(definition, cell, known, told=told, why=why):
                refusals.append(refusal)
            else:
                rows.append(_row(found, cell, region, known, by=by, at=at, why=why if known else ""))
    if not rows:
        raise NotPublished(refusals[0] if refusals else gettext("没有可公布的值。"))
    PublishedValue.objects.bulk_create(rows)
    keep(taken.hash)
    write_entries(list(_lines(definition, rows)), ledger=JOURNAL, by=by, at=at, why=why or gettext("公布"))
    return rows


def _told(definition: Definition, period: Period, on: date, taken: Snapshot) -> frozenset[Any] | None:
    """The places of which everybody may be told; None for all, where the law publishes each record anyway."""
    every = tables()
    if all(every[name].says.open for name in definition.tables):
        return None
    return everybody(definition.key, str(period), on, snapshot=taken)


def _refusal(definition: Definition, cell: Cell, known: PublishedValue | None, *, told: bool, why: str) -> str:
    if not told:
        return gettext("背后的人太少，公布会透露个别的人，不公布。")
    if known is None:
        return gettext("这一期没有数据，没有可公布的值。") if cell.found.value is None else ""
    if _same(known, cell.found) and known.version == definition.version:
        return gettext("与已公布的值相同，不必再公布。")
    return "" if why else gettext("改变已公布的值，要写明理由。")


def _same(published: PublishedValue, value: Value) -> bool:
    ours = (value.value, value.numerator, value.denominator, value.covered)
    return ours == (published.value, published.numerator, published.denominator, published.covered)


def _row(
    found: Answer, cell: Cell, region: Region, known: PublishedValue | None, *, by: Any, at: datetime, why: str
) -> PublishedValue:
    return PublishedValue(
        definition=found.definition.key,
        version=found.definition.version,
        period=str(cell.period),
        ends=cell.period.ends,
        region=region,
        on=found.asked.on,
        value=cell.found.value,
        numerator=cell.found.numerator,
        denominator=cell.found.denominator,
        covered=cell.found.covered,
        demo=cell.demo > 0,
        snapshot=found.snapshot.hash,
        supersedes=known,
        why=why,
        by=by,
        at=at,
    )


def _lines(definition: Definition, rows: Iterable[PublishedValue]) -> Iterator[tuple[str, str, str, str]]:
    """A line of the journal for each period: what was published before of these regions, and what now."""
    by_period: dict[str, list[PublishedValue]] = {}
    for row in rows:
        by_period.setdefault(row.period, []).append(row)
    for period, found in by_period.items():
        old = "、".join(f"{row.region.name} {row.supersedes.plain_value}" for row in found if row.supersedes)
        new = "、".join(f"{row.region.name} {row.plain_value}" for row in found)
        yield f"value:{definition.key}:{period}", "公布值", old, new


def beside(definition: Definition, period: Period, region: Region, *, on: date, snapshot: Snapshot) -> Beside | None:
    """The published value of a cell beside what it is in a snapshot on a day; None where none was published."""
    published = newest(definition, period, region)
    if published is None:
        return None
    place = place_of(region)
    current = answer(definition.key, period, grain_of(period), on=on, snapshot=snapshot).at(period, place)
    try:
        then = kept(published.snapshot)
        names = (*definition.tables, EDGES)
        changed = tuple(name for name in names if then.parts.get(name) != snapshot.parts.get(name))
        found = difference(definition, Asked(then, published.on), Asked(snapshot, on), period, place)
    except BrokenSnapshot:
        changed, found = (), None
    return Beside(
        published,
        tuple(_before(published)),
        current,
        published.version != definition.version,
        changed,
        found,
    )


def _before(value: PublishedValue) -> Iterator[PublishedValue]:
    while value.supersedes is not None:
        value = value.supersedes
        yield value


def told(definition: Definition, period: Period, region: Region, cell: Cell, *, on: date, snapshot: Snapshot) -> Told:
    """A cell as a value file tells it, as it is counted in a snapshot on a day."""
    counted = Counted.of(cell.found, cell.demo)
    return _written(definition, definition.version, period, region, on, snapshot.hash, counted)


def told_then(definition: Definition, value: PublishedValue) -> Told:
    """A published value as a value file tells it: by the version and from the snapshot of its time."""
    numbers = Value(value.value, value.denominator, value.numerator, value.covered)
    published = {"at": value.at.isoformat(), "why": value.why or None}
    counted, period = Counted.of(numbers, int(value.demo)), Period.of(value.period)
    return _written(
        definition, value.version, period, value.region, value.on, value.snapshot, counted, published=published
    )


def _written(
    definition: Definition,
    version: str,
    period: Period,
    region: Region,
    on: date,
    snapshot: str,
    counted: Counted,
    **more: Any,
) -> Told:
    words = in_words(definition, region.name) | more
    place = place_of(region)
    return Told(definition.key, version, period.begins, period.ends, place, on, snapshot, counted, words)
