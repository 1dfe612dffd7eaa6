"""What of a number the reader may be told: the province's own desks all of it, everybody else no small cell.

Of a table whose records the law publishes one by one every count is told, and a record from the day on which it was
published. Of all others everybody is told years, quarters
and months, by region or by one group of the whole province (``indicators.withholding``): running totals, past days and
crossed groups would tell by their differences.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache, lru_cache

import duckdb
from django.http import Http404
from django.utils.translation import gettext
from django_scopes.state import get_scope

from zhiheng.indicators.declaring import Definition
from zhiheng.indicators.snapshot import Snapshot
from zhiheng.indicators.snapshot_tables import tables
from zhiheng.indicators.value_file import needed
from zhiheng.indicators.withholding import REGION, everybody
from zhiheng.mechanisms.periods import Grain, Period
from zhiheng.mechanisms.scope import Desk
from zhiheng.web.numbers.asked import Asked

OPEN_GRAINS = (Grain.QUARTER, Grain.MONTH, Grain.YEAR)


@cache
def open_tables() -> frozenset[str]:
    """The published tables of which everybody may have every count."""
    return frozenset(name for name, table in tables().items() if table.says.open)


@cache
def open_from() -> dict[str, str]:
    """Those whose records are everybody's from a day on, with the column of that day."""
    return {name: table.says.open_from for name, table in tables().items() if table.says.open_from}


def reader() -> Desk:
    """The desk that reads; a stranger reads from one that sees nothing but what is for everybody."""
    found: Desk | None = get_scope().get("desk")
    return found or Desk()


def sees_all(definition: Definition, desk: Desk) -> bool:
    """Whether no cell of a definition is withheld from a desk."""
    return desk.whole or desk.audits or set(definition.tables) <= open_tables()


def may_take(asked: Asked, desk: Desk, *snapshots: Snapshot) -> bool:
    """Whether the records behind a value may leave with a desk: it oversees all of them, or each one is everybody's.

    Whole parts leave, so it is asked of each row of the parts that are needed, not of the records of the cell alone.
    """
    if desk.whole or desk.audits:
        return True
    if not sees_all(asked.definition, desk):
        return False
    few = [needed(asked.definition, one, asked.span, asked.on) for one in snapshots]
    return all(
        _everybody_s(tuple(str(one.path(table, part)) for part in one.parts[table]), column, asked.today)
        for one in few
        for table, column in open_from().items()
        if table in one.parts
    )


@lru_cache(maxsize=256)
def _everybody_s(paths: tuple[str, ...], column: str, today: date) -> bool:
    asked = f'SELECT bool_and(coalesce("{column}" <= ?, false)) FROM read_parquet(?)'
    (found,) = duckdb.execute(asked, [today, list(paths)]).fetchone() or (None,)
    return found is not False


def checked(asked: Asked, desk: Desk) -> Asked:
    """The question, if the desk may ask it; Http404 that says what may be asked."""
    if sees_all(asked.definition, desk):
        return asked
    if asked.grain not in OPEN_GRAINS:
        raise Http404(gettext("这个指标按年、季度、月公布：累计数之差会透露个别的人和企业。"))
    if asked.on != asked.today:
        raise Http404(gettext("这个指标只公布现在所知的数：前后两天之差会透露个别的人和企业。"))
    if len(asked.within) + bool(asked.apart) > 1 or (asked.region and (asked.within or asked.apart)):
        raise Http404(gettext("这个指标按地区，或者全省按一种类别公布，不交叉分列。"))
    return asked


def may_tell(asked: Asked, snapshot: Snapshot, desk: Desk) -> Callable[[Period, int, tuple[str | None, ...]], bool]:
    """Whether the cell of a period, a region and a group of a question that was ``checked`` may be told to a desk."""
    if sees_all(asked.definition, desk):
        return lambda period, region, group: True
    key, on = asked.definition.key, asked.on

    def told(period: Period, region: int, group: tuple[str | None, ...]) -> bool:
        kept = [*asked.within, *((asked.apart, value) for value in group)]
        by, value = kept[0] if kept else (REGION, region)
        return value in everybody(key, str(period), on, by=by, snapshot=snapshot)

    return told
