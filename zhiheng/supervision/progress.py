"""Is a promise kept? Pure judgement of typed targets from figures and a date, with the reason in words.

What the plan writes decides how a target is judged (domain rules of the ledger's indicators):
达到/以上 by the value of its year; 稳定在 by the worst period of the year; 每年 by each year alone, no carry-over;
每个设区的市 by the city that has least; 左右 has no tolerance in the plan, 高于全国 waits for the national value and
显著提升 for a signed judgement, so these are not assessed here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

State = Literal["missed", "pending", "early", "kept", "no_data", "not_assessable"]

# Red first: the order in which a reader should meet them.
STATES: tuple[State, ...] = ("missed", "pending", "early", "kept", "no_data", "not_assessable")


@dataclass(frozen=True)
class Promise:
    """The part of a target that decides: see zhiheng.plan.model.Target for the fields."""

    comparator: str
    value: Decimal | None
    unit: str
    kind: str
    year: int | None
    cadence: str | None
    per: str | None
    benchmark: str | None
    first_year: int
    last_year: int


@dataclass(frozen=True)
class Reading:
    """A figure: its year, its quarter (0 for the whole year) and its value in the target's unit."""

    year: int
    quarter: int
    value: Decimal


@dataclass(frozen=True)
class Judgement:
    """The state and the reason: ``template`` is a Chinese message id, ``values`` fill it."""

    state: State
    template: str
    values: Mapping[str, str]

    @property
    def reason(self) -> str:
        return self.template % self.values


def judge(promise: Promise, readings: Sequence[Reading], as_of: date) -> Judgement:
    """Judge a target on a day from the figures of the one region it speaks of."""
    if (unassessable := _unassessable(promise)) is not None:
        return unassessable
    if promise.cadence == "annual":
        return _judge_each_year(promise, readings, as_of)
    if promise.year is None:
        return _judge_undated(promise, readings)
    return _judge_year(promise, promise.year, readings, as_of)


def judge_each(promise: Promise, by_region: Mapping[str, Sequence[Reading]], as_of: date) -> Judgement:
    """Judge a target that every region has to reach (每个设区的市): the region that has least decides."""
    if (unassessable := _unassessable(promise)) is not None:
        return unassessable
    latest = {name: _latest(readings) for name, readings in by_region.items()}
    missing = [name for name, reading in latest.items() if reading is None]
    if missing or not latest:
        return Judgement("no_data", "%(count)s 个地区尚无数据", {"count": str(len(missing))})
    short = [name for name, reading in latest.items() if reading and not meets(promise, reading.value)]
    if not short:
        return Judgement("kept", "%(count)s 个地区全部达到", {"count": str(len(latest))})
    state: State = "missed" if promise.year is not None and as_of.year > promise.year else "pending"
    return Judgement(
        state,
        "%(reached)s/%(count)s 个地区达到，未达到：%(names)s",
        {"reached": str(len(latest) - len(short)), "count": str(len(latest)), "names": "、".join(short)},
    )


def meets(promise: Promise, value: Decimal) -> bool:
    """Whether a value satisfies the comparator; 以上/以下 include the number itself."""
    target = promise.value
    if target is None:
        raise ValueError("a promise without a number cannot be met by a number")
    if promise.comparator == ">":
        return value > target
    if promise.comparator == "<":
        return value < target
    if promise.comparator == "<=" or (promise.comparator == "=" and target == 0):
        return value <= target
    return value >= target


def _unassessable(promise: Promise) -> Judgement | None:
    if promise.comparator == "qualitative" or promise.kind == "qualitative":
        return Judgement("not_assessable", "方案未给数值，需由牵头单位书面评判", {})
    if promise.value is None:
        return Judgement(
            "not_assessable", "须与%(benchmark)s比较，尚无对照数值", {"benchmark": promise.benchmark or ""}
        )
    if promise.comparator == "~":
        return Judgement("not_assessable", "方案写“左右”而未给容差，不自动判定", {})
    return None


def _judge_each_year(promise: Promise, readings: Sequence[Reading], as_of: date) -> Judgement:
    """每年: each year that is over has to reach the value by itself; a year without a figure is not a kept one."""
    over = range(promise.first_year, min(as_of.year - 1, promise.last_year) + 1)
    values = {year: _deciding(promise, year, readings) for year in over}
    known = {year: value for year, value in values.items() if value is not None}
    if not known:
        return Judgement("no_data", "尚无已结束年度的数据", {})
    missed = [f"{year}年 {_words(value, promise.unit)}" for year, value in known.items() if not meets(promise, value)]
    if missed:
        return Judgement("missed", "未达到的年度：%(years)s", {"years": "、".join(missed)})
    if len(known) < len(values):
        gaps = "、".join(str(year) for year in values if year not in known)
        return Judgement("no_data", "缺少年度数据：%(years)s", {"years": gaps})
    years = "、".join(f"{year}年 {_words(value, promise.unit)}" for year, value in known.items())
    return Judgement("kept", "已结束的年度均达到：%(years)s", {"years": years})


def _judge_year(promise: Promise, year: int, readings: Sequence[Reading], as_of: date) -> Judgement:
    if as_of > date(year, 12, 31):
        value = _deciding(promise, year, readings)
        if value is None:
            return Judgement("no_data", "%(year)s年已结束，尚无该年数据", {"year": str(year)})
        values = {"year": str(year), "value": _words(value, promise.unit)}
        if meets(promise, value):
            template = "%(year)s年最低的一期为 %(value)s" if promise.comparator == "hold" else "%(year)s年为 %(value)s"
            return Judgement("kept", template, values)
        return Judgement("missed", "%(year)s年为 %(value)s，差 %(gap)s", {**values, "gap": _gap(promise, value)})
    latest = _latest([r for r in readings if r.year <= as_of.year])
    if latest is None:
        return Judgement("no_data", "%(year)s年到期，尚无数据", {"year": str(year)})
    values = {"year": str(year), "when": _period(latest), "value": _words(latest.value, promise.unit)}
    if meets(promise, latest.value):
        return Judgement("early", "%(when)s已为 %(value)s，%(year)s年底到期", values)
    return Judgement(
        "pending", "%(when)s为 %(value)s，差 %(gap)s，%(year)s年底到期", {**values, "gap": _gap(promise, latest.value)}
    )


def _judge_undated(promise: Promise, readings: Sequence[Reading]) -> Judgement:
    latest = _latest(readings)
    if latest is None:
        return Judgement("no_data", "尚无数据", {})
    values = {"when": _period(latest), "value": _words(latest.value, promise.unit)}
    if meets(promise, latest.value):
        return Judgement("kept", "%(when)s为 %(value)s", values)
    return Judgement("pending", "%(when)s为 %(value)s，差 %(gap)s", {**values, "gap": _gap(promise, latest.value)})


def _deciding(promise: Promise, year: int, readings: Sequence[Reading]) -> Decimal | None:
    """The value a year is judged by: for 稳定在 the worst of its periods, otherwise the year's own figure."""
    own = [reading for reading in readings if reading.year == year]
    if promise.comparator == "hold" and own:
        return min(reading.value for reading in own)
    whole = [reading.value for reading in own if reading.quarter == 0]
    return whole[0] if whole else None


def _latest(readings: Sequence[Reading]) -> Reading | None:
    """The newest figure; the whole year counts as later than its last quarter."""
    return max(readings, key=lambda r: (r.year, r.quarter or 5), default=None)


def _gap(promise: Promise, value: Decimal) -> str:
    distance = abs((promise.value or Decimal(0)) - value)
    return f"{_plain(distance)} 个百分点" if promise.unit == "%" else _words(distance, promise.unit)


def _words(value: Decimal, unit: str) -> str:
    return f"{_plain(value)}%" if unit == "%" else f"{_plain(value)} {unit}".strip()


def _plain(value: Decimal) -> str:
    text = f"{value:,.2f}"
    return text.rstrip("0").rstrip(".")


def _period(reading: Reading) -> str:
    return f"{reading.year}年第{reading.quarter}季度" if reading.quarter else f"{reading.year}年"
