"""The cells of an answer as spots: each with its words, its interval, its address, and withheld where it must be."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import cached_property

from django.utils.translation import gettext

from zhiheng.directory.models import Region
from zhiheng.indicators.asking import Answer, answer
from zhiheng.indicators.computing import Cell
from zhiheng.indicators.shapes import rounded
from zhiheng.indicators.snapshot import Snapshot
from zhiheng.indicators.tree import WHOLE
from zhiheng.ledger.measures import amount, measure
from zhiheng.ledger.models import Target
from zhiheng.mechanisms.estimate.result import FEWEST
from zhiheng.mechanisms.periods import Period
from zhiheng.mechanisms.scope import Desk
from zhiheng.web.drawing.spots import Row, Spot
from zhiheng.web.numbers.asked import Asked
from zhiheng.web.numbers.groups import group_label
from zhiheng.web.numbers.promises import missed, of_period, promises_of
from zhiheng.web.numbers.withheld import may_tell
from zhiheng.web.places import PLACES

MOST_GROUPS = 40
"""Rows of groups in one picture: those with the most records; all of them are in the files."""


class Found:
    """What an answer says to one reader."""

    def __init__(self, asked: Asked, desk: Desk, snapshot: Snapshot) -> None:
        self.asked, self.snapshot = asked, snapshot
        self.promises: list[Target] = promises_of(asked.definition)
        self.may_tell = may_tell(asked, snapshot, desk)

    @cached_property
    def whole(self) -> Answer:
        """The answer by regions: those that report to the province, or every one where one of them is asked about."""
        asked = self.asked
        return answer(
            asked.definition.key,
            asked.span,
            asked.grain,
            on=asked.on,
            within=asked.within,
            regions=None if asked.region else [region.pk for region in self.regions],
            snapshot=self.snapshot,
        )

    @cached_property
    def by_group(self) -> Answer:
        """The answer by groups, of the place alone."""
        asked = self.asked
        return answer(
            asked.definition.key,
            asked.span,
            asked.grain,
            on=asked.on,
            apart=(asked.apart,),
            within=asked.within,
            regions=[asked.region.pk] if asked.region else [],
            snapshot=self.snapshot,
        )

    @property
    def demo(self) -> bool:
        """Whether 演示数据 are among the records."""
        return self.whole.demo

    @property
    def counts(self) -> bool:
        """Whether the number counts records, and is 0 where there are none."""
        return self.whole.nothing.value is not None

    @property
    def weighted(self) -> bool:
        """Whether the number is a rate whose records weigh differently."""
        return not self.whole.plain and self.whole.nothing.numerator is not None

    @property
    def measure(self) -> str:
        """The unit in the reader's language."""
        return measure(str(self.asked.definition.unit))

    def spot(self, period: Period, region: Region | None = None, group: tuple[str | None, ...] = ()) -> Spot:
        """One cell for the reader."""
        found = self.cell(period, region, group)
        name = group_label(self.asked.apart, group[0]) if group else region.label if region else gettext("全省")
        head, href = f"{name} {shown(period)}", self.asked.value(period, region, group)
        if not self.may_tell(period, found.region, group):
            return Spot(
                None, gettext("不公布"), gettext("%(cell)s：件数太少，不公布") % {"cell": head}, href, withheld=True
            )
        if found.found.value is None:
            return Spot(None, "—", gettext("%(cell)s：尚无数据") % {"cell": head}, href)
        low, high = self.interval(found)
        value = found.found.value
        unsure = not self.counts and found.found.denominator < FEWEST
        words = head + gettext("：") + self.told(found)
        below = not self.asked.within and not group and missed(of_period(self.promises, period), value)
        return Spot(value, self.number(value), words, href, low, high, unsure, below)

    def cell(self, period: Period, region: Region | None = None, group: tuple[str | None, ...] = ()) -> Cell:
        """What was counted, before anything is withheld."""
        return (self.by_group if group else self.whole).at(period, region.pk if region else WHOLE, group)

    def told(self, cell: Cell) -> str:
        """A value with what it is made of: 98.25%(393 ÷ 400), or how many records it is counted from."""
        found = cell.found
        value = amount(self.number(found.value), str(self.asked.definition.unit))
        if found.numerator is not None:
            return f"{value} ({found.numerator:,} ÷ {found.denominator:,})"
        if self.counts:
            return value
        return gettext("%(value)s，由 %(count)s 条记录得出") % {"value": value, "count": f"{found.denominator:,}"}

    def number(self, value: Decimal | None) -> str:
        """A number as it is written everywhere on these pages: two decimals, a count without."""
        if value is None:
            return "—"
        return f"{value:,.0f}" if self.counts else f"{value:,.2f}"

    def spots(self, region: Region | None = None, group: tuple[str | None, ...] = ()) -> tuple[Spot, ...]:
        """All periods of a place or a group."""
        return tuple(self.spot(period, region, group) for period in self.asked.periods)

    @cached_property
    def own(self) -> Row:
        """The row of the place that is asked about."""
        return Row(self.asked.place, self.spots(self.asked.region))

    @cached_property
    def parts(self) -> list[Row]:
        """What the place is made of: the groups by how many records they have, or the regions in 建制 order."""
        if self.asked.apart:
            return [self._of_group(group) for group in self.groups[:MOST_GROUPS]]
        return [
            Row(one.label, self.spots(one), PLACES.get(one.slug), self.asked.but(view="trend", region=one).address())
            for one in self.regions
        ]

    def _of_group(self, group: tuple[str | None, ...]) -> Row:
        asked = self.asked
        alone = asked.but(view="trend", apart="", within=(*asked.within, (asked.apart, group[0])))
        return Row(group_label(asked.apart, group[0]), self.spots(asked.region, group), href=alone.address())

    @property
    def heads(self) -> list[str]:
        """The periods as columns are headed; one that is not over says so."""
        so_far = gettext("%(period)s 至今")
        return [
            shown(period) if period.ends < self.asked.on else so_far % {"period": shown(period)}
            for period in self.asked.periods
        ]

    @property
    def newest(self) -> int | None:
        """The place of the newest period of the place that is asked about (``last``)."""
        return self.last([self.own])

    def last(self, rows: Sequence[Row]) -> int | None:
        """The place of the last period that is over and in which a row has a value; else of the last with a value."""
        periods = self.asked.periods
        valued = sorted({at for row in rows for at, spot in enumerate(row.spots) if spot.value is not None})
        over = [at for at in valued if periods[at].ends < self.asked.on]
        chosen = over or valued
        return chosen[-1] if chosen else None

    def interval(self, cell: Cell) -> tuple[Decimal | None, Decimal | None]:
        estimated = self.whole.estimate(cell)
        if estimated is None or estimated.ci is None:
            return None, None
        low, high = (rounded(Decimal(str(100 * end))) for end in estimated.ci)
        return low, high

    @cached_property
    def groups(self) -> list[tuple[str | None, ...]]:
        place = self.asked.region.pk if self.asked.region else WHOLE
        many: dict[tuple[str | None, ...], int] = {}
        for cell in self.by_group.cells:
            if cell.region == place:
                group = tuple(None if one is None else str(one) for one in cell.group)
                many[group] = many.get(group, 0) + cell.found.denominator
        return sorted(many, key=lambda group: (-many[group], str(group)))

    @cached_property
    def regions(self) -> Sequence[Region]:
        if self.asked.region is None:
            return list(Region.objects.reporting(self.asked.on))
        return list(self.asked.region.children("reporting", self.asked.on)) or [self.asked.region]


def shown(period: Period) -> str:
    """A period as it stands beside a value; of a running total its last month."""
    text = str(period)
    return f"≤{period.ends:%Y-%m}" if ".." in text else text
