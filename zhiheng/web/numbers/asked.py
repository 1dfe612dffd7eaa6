"""What an address asks of a definition, and the address that asks it: every picture and every number has one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, QueryDict
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhiheng.directory.models import Region
from zhiheng.indicators.declaring import Definition, definitions
from zhiheng.mechanisms.periods import Grain, NoPeriod, Period

Within = tuple[tuple[str, str | None], ...]
FIRST_YEAR = 2023
"""The plan's first year: a trend begins there unless another beginning is asked for."""
MOST_PERIODS = 60
WITH_GROUPS = ("heat", "multiples", "slope", "table")
"""The pictures of many rows, which may be groups instead of regions."""
OLDEST = date(2000, 1, 1)
"""No day before it is asked for: nothing here is older."""
RUNNING = re.compile(r"([0-9-]{10})\.\.([0-9-]{10})")
GRAINS: Mapping[Grain, Any] = {
    Grain.QUARTER: _("按季度"),
    Grain.MONTH: _("按月"),
    Grain.YEAR: _("按年"),
    Grain.CUMULATIVE: _("自起始月累计"),
}
VIEWS: Mapping[str, Any] = {
    "trend": _("走势"),
    "heat": _("热力表"),
    "tiles": _("方格"),
    "multiples": _("小图并列"),
    "slope": _("两期对比"),
    "table": _("表格"),
}


@dataclass(frozen=True)
class Asked:
    """One question: a definition over a span in periods of a grain, as known on a day.

    ``region`` is None for the whole province. ``apart`` names by what it is told apart instead of by region; ``within``
    keeps the records of these values alone.
    """

    definition: Definition
    view: str
    grain: Grain
    span: Period
    on: date
    today: date
    region: Region | None = None
    apart: str = ""
    within: Within = ()

    @classmethod
    def of(cls, definition: Definition, query: QueryDict, today: date, view: str = "trend") -> Asked:
        """The question of an address; Http404 in words for what is none."""
        chosen, grain = query.get("view") or view, query.get("grain") or Grain.QUARTER
        if chosen not in VIEWS:
            raise Http404(gettext("没有这种图。"))
        if grain not in set(Grain):
            raise Http404(gettext("可以按月、季度、年或者累计查看。"))
        apart = query.get("apart", "")
        if apart and apart not in (definition.apart or {}):
            raise Http404(gettext("这个指标不能这样分列。"))
        if chosen not in WITH_GROUPS:
            apart = ""
        on = min(day_of(query.get("on", ""), today), today)
        return cls(
            definition,
            chosen,
            Grain(grain),
            span_of(query, Grain(grain), on),
            on,
            today,
            region_of(query.get("region", "")),
            apart,
            within_of(definition, query.getlist("within")),
        )

    @property
    def periods(self) -> list[Period]:
        """The periods that are asked for, oldest first."""
        return list(self.span.each(self.grain))

    @property
    def place(self) -> str:
        """The name of the place in the reader's language."""
        return self.region.label if self.region else gettext("全省")

    @property
    def kept(self) -> list[str]:
        """The values that are kept alone, as they stand in an address."""
        return [written(*pair) for pair in self.within]

    def but(self, **changes: Any) -> Asked:
        """The same question with something changed."""
        return replace(self, **changes)

    def pairs(self) -> list[tuple[str, str]]:
        """The question as it stands in an address, without what goes without saying."""
        first, last = self.ends()
        given = [
            ("view", "" if self.view == "trend" else self.view),
            ("grain", "" if self.grain == Grain.QUARTER else self.grain),
            *(("from", first), ("to", last)),
            ("on", "" if self.on == self.today else self.on.isoformat()),
            ("region", self.region.slug if self.region else ""),
            ("apart", self.apart),
            *(("within", one) for one in self.kept),
        ]
        return [(name, value) for name, value in given if value]

    def ends(self) -> tuple[str, str]:
        """The names of the first and the last period; of running totals, of their months."""
        step = Grain.MONTH if self.grain == Grain.CUMULATIVE else self.grain
        return str(Period.holding(self.span.begins, step)), str(Period.holding(self.span.ends, step))

    def address(self) -> str:
        """The page of this question."""
        return f"{reverse('number', args=[self.definition.key])}?{urlencode(self.pairs())}"

    def file(self, ending: str) -> str:
        """A file of what the page of this question shows."""
        return f"{reverse('number_export', args=[self.definition.key, ending])}?{urlencode(self.pairs())}"

    def value(self, period: Period, region: Region | None, group: tuple[str | None, ...] = ()) -> str:
        """The page that opens one value of this question down to its records."""
        within = (*self.within, *((self.apart, value) for value in group))
        return address_of_value(self.definition, period, region, within, self.on if self.on != self.today else None)


def known(key: str) -> Definition:
    """The definition of a key; Http404 for none."""
    found = definitions().get(key)
    if found is None:
        raise Http404(gettext("没有这个指标。"))
    return found


def address_of_value(
    definition: Definition,
    period: Period,
    region: Region | None = None,
    within: Within = (),
    on: date | None = None,
    snapshot: str = "",
) -> str:
    """The lineage page of a value: of the province without a region, of all records without ``within``."""
    given = [
        ("period", str(period)),
        ("region", region.slug if region and region.kind != Region.PROVINCE else ""),
        *(("within", written(*pair)) for pair in within),
        ("on", on.isoformat() if on else ""),
        ("snapshot", snapshot),
    ]
    pairs = [(name, value) for name, value in given if value]
    return f"{reverse('value', args=[definition.key])}?{urlencode(pairs)}"


def span_of(query: QueryDict, grain: Grain, on: date) -> Period:
    """From one period to another; without a beginning from that of the plan, without an end to that of the day.

    A month's trend begins with the year before, else it would be too long to be read; a running total begins with
    this year.
    """
    first = {Grain.MONTH: on.year - 1, Grain.CUMULATIVE: on.year}.get(grain, FIRST_YEAR)
    begin = period_of(query.get("from") or str(first))
    end = period_of(query.get("to") or str(Period.holding(on, grain)))
    span = Period(begin.begins, min(end.ends, Period.holding(on, grain).ends))
    if span.begins > span.ends:
        raise Http404(gettext("起始要早于截止，截止不晚于现在。"))
    months = (span.ends.year - span.begins.year) * 12 + span.ends.month - span.begins.month + 1
    each = {Grain.QUARTER: 3, Grain.YEAR: 12}.get(grain, 1)
    if months > MOST_PERIODS * each:
        raise Http404(gettext("一次最多看 %(most)s 期，请缩短起止或者换成更长的期间。") % {"most": MOST_PERIODS})
    return span


def period_of(text: str) -> Period:
    """2026, 2026Q3, 2026-09, or whole months 2026-01-01..2026-09-30; Http404 in words for anything else.

    Records are counted by months: of half a month nothing could be said.
    """
    try:
        if found := RUNNING.fullmatch(text):
            begins, ends = (date.fromisoformat(day) for day in found.groups())
            return _whole(Period(begins, ends))
        return _whole(Period.of(text))
    except NoPeriod as error:
        raise Http404(gettext("期间要写成 2026、2026Q3 或 2026-09。")) from error
    except ValueError as error:
        raise Http404(gettext("日期要写成 2026-09-30。")) from error


def _whole(period: Period) -> Period:
    if not period.whole:
        raise Http404(gettext("期间从某月 1 日起，到某月最后一天止。"))
    months = (period.ends.year - period.begins.year) * 12 + period.ends.month - period.begins.month + 1
    if period.begins < OLDEST or months > MOST_PERIODS:
        raise Http404(gettext("一次最多看 %(most)s 期，请缩短起止或者换成更长的期间。") % {"most": MOST_PERIODS})
    return period


def day_of(text: str, today: date) -> date:
    """A day of an address, today without one; Http404 in words for what is none, or was long ago."""
    try:
        day = date.fromisoformat(text) if text else today
    except ValueError as error:
        raise Http404(gettext("日期要写成 2026-09-30。")) from error
    if day < OLDEST:
        raise Http404(gettext("日期要写成 2026-09-30。"))
    return day


def region_of(slug: str) -> Region | None:
    """A region of an address; None for the province, which stands for all records."""
    if not slug:
        return None
    found = None if "\0" in slug else Region.objects.filter(slug=slug).first()
    if found is None:
        raise Http404(gettext("没有这个地区。"))
    return None if found.kind == Region.PROVINCE else found


def written(name: str, value: str | None) -> str:
    """A value to keep alone as it stands in an address: ``name:value``; the name alone for records without any."""
    return name if value is None else f"{name}:{value}"


def within_of(definition: Definition, given: list[str]) -> Within:
    """The values to keep alone, by their names; Http404 for a name by which the definition is not told apart."""
    pairs = tuple(
        (name, value if colon else None) for name, colon, value in (one.partition(":") for one in given if one)
    )
    if any(name not in (definition.apart or {}) or "\0" in (value or "") for name, value in pairs):
        raise Http404(gettext("这个指标不能这样分列。"))
    return pairs
