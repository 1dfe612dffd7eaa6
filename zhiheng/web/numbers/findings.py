"""The title of a drawing: what it shows, as a sentence. Nobody is named as the best or the worst."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext

from zhiheng.ledger.measures import amount
from zhiheng.web.drawing.slopes import moved
from zhiheng.web.drawing.spots import Row, Spot
from zhiheng.web.numbers.found import Found, shown
from zhiheng.web.numbers.promises import missed, of_period


def finding(found: Found) -> str:
    """The sentence of the drawing that is asked for."""
    if found.asked.view in ("trend", "table"):
        return of_trend(found)
    if found.asked.view == "slope":
        return of_slope(found.parts)
    if found.asked.view == "multiples":
        return of_multiples(found.parts)
    return of_grid(found, found.parts)


def of_trend(found: Found) -> str:
    """The newest value of the place, against the period before and the promise of its year."""
    at = found.newest
    if at is None:
        return nothing(found.asked.place, [found.own])
    spot, spots = found.own.spots[at], found.own.spots
    sentences = [_newest(found, at, spot)]
    if at and spots[at - 1].value is not None:
        sentences.append(_change(found, spots[at - 1], spot))
    if status := against_promise(found, at):
        sentences.append(status)
    return gettext("，").join(sentences)


def nothing(place: str, rows: Sequence[Row]) -> str:
    """Why there is no value at all: none is there, or none is told."""
    withheld = any(spot.withheld for row in rows for spot in row.spots)
    words = gettext("%(cell)s：件数太少，不公布") if withheld else gettext("%(cell)s：尚无数据")
    return words % {"cell": place}


def _newest(found: Found, at: int, spot: Spot) -> str:
    words = {
        "period": shown(found.asked.periods[at]),
        "place": found.asked.place,
        "value": amount(spot.label, str(found.asked.definition.unit)),
    }
    return gettext("%(period)s %(place)s为 %(value)s") % words


def _change(found: Found, before: Spot, now: Spot) -> str:
    difference = (now.value or Decimal(0)) - (before.value or Decimal(0))
    if not difference:
        return gettext("与上一期持平")
    size = found.number(abs(difference))
    points = found.asked.definition.unit == "%"
    size = gettext("%(size)s 个百分点") % {"size": size} if points else amount(size, str(found.asked.definition.unit))
    return (gettext("比上一期高 %(size)s") if difference > 0 else gettext("比上一期低 %(size)s")) % {"size": size}


def against_promise(found: Found, at: int) -> str:
    """On which side of the promise of its year the province's value of a period lies; nothing where there is none."""
    promise, value = of_period(found.promises, found.asked.periods[at]), found.own.spots[at].value
    if promise is None or found.asked.region or found.asked.within or promise.comparator == "~" or value is None:
        return ""
    words = {"when": promise.when, "promise": promise.promise}
    if missed(promise, value):
        return gettext("没有到 %(when)s 的目标线（%(promise)s）") % words
    return gettext("已到 %(when)s 的目标线（%(promise)s）") % words


def of_grid(found: Found, rows: Sequence[Row]) -> str:
    """Between which values the rows of the newest period lie, and how many of them miss the promise."""
    at = found.last(rows)
    if at is None:
        return nothing(found.asked.place, rows)
    spots = [row.spots[at] for row in rows if row.spots[at].value is not None]
    by_value = sorted(spots, key=lambda spot: spot.value or Decimal(0))
    period = shown(found.asked.periods[at])
    words = {"period": period, "low": by_value[0].label, "high": by_value[-1].label, "count": len(spots)}
    first = gettext("%(period)s 有数据的 %(count)s 个，在 %(low)s 和 %(high)s 之间") % words
    promise = of_period(found.promises, found.asked.periods[at])
    if promise is None or found.asked.apart or found.asked.within:
        return first
    below = {"count": sum(spot.below for spot in spots), "promise": promise.promise}
    return first + gettext("，") + gettext("%(count)s 个没有到全省的目标线（%(promise)s）") % below


def of_multiples(rows: Sequence[Row]) -> str:
    """How many rows rose and fell from their first value to their last."""
    ends = [[spot.value for spot in row.spots if spot.value is not None] for row in rows]
    both = [(values[0], values[-1]) for values in ends if len(values) > 1]
    up, down = sum(a < b for a, b in both), sum(a > b for a, b in both)
    return gettext("从头到尾，%(up)s 个上升，%(down)s 个下降，共 %(count)s 个") % {
        **{"up": up, "down": down, "count": len(rows)}
    }


def of_slope(rows: Sequence[Row]) -> str:
    """How many rows changed by more than chance between the two periods."""
    whole = [(row.spots[0], row.spots[-1]) for row in rows if row.spots[0].value is not None]
    movers = [(before, after) for before, after in whole if moved(before, after)]
    up = sum((after.value or 0) > (before.value or 0) for before, after in movers)
    words = {"up": up, "down": len(movers) - up, "rest": len(rows) - len(movers)}
    return gettext("%(up)s 个上升、%(down)s 个下降超出了偶然的波动；其余 %(rest)s 个看不出变化") % words
