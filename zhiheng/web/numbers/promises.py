"""What the plan promises of the number that a definition counts, and its words."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from zhiheng.indicators.declaring import Definition
from zhiheng.ledger.models import Ledger, Target, Task
from zhiheng.ledger.models.row import Row
from zhiheng.mechanisms.periods import Period
from zhiheng.web.drawing.spots import Goal

AT_LEAST, AT_MOST = (">=", ">", "=", "hold"), ("<=", "<")


def promises_of(definition: Definition) -> list[Target]:
    """The targets of the lead ledger's edition in force whose indicator the definition counts, in the plan's order."""
    ledger = Ledger.objects.first()
    if not definition.indicator or ledger is None:
        return []
    found = Target.objects.filter(document=ledger.edition_in_force(), indicator__name=definition.indicator)
    return list(found.select_related("ledger", "document", "indicator", "clause").order_by("sort_no"))


def clause_of(definition: Definition, promises: Sequence[Target]) -> list[Row]:
    """The rows of the plan that ask for the number: its targets, or the task that the definition names."""
    ledger = Ledger.objects.first()
    if promises or ledger is None:
        return list(promises)
    tasks = Task.objects.filter(document=ledger.edition_in_force(), key=definition.clause)
    return list(tasks.select_related("ledger", "document", "clause"))


def drawn(promises: Sequence[Target]) -> list[Target]:
    """The promises that can stand beside a value of the province: with a number, of a year or of every year."""
    return [one for one in promises if one.value is not None and not one.per and (one.year or one.cadence == "annual")]


def of_period(promises: Sequence[Target], period: Period) -> Target | None:
    """The promise of the year in which a period ends."""
    found = [one for one in drawn(promises) if one.year in (period.ends.year, None)]
    return found[0] if found else None


def latest(promises: Sequence[Target], year: int) -> Target | None:
    """The promise that was due last; before the first, the first."""
    found = sorted(drawn(promises), key=lambda one: one.year or 0)
    due = [one for one in found if (one.year or 0) <= year]
    return due[-1] if due else found[0] if found else None


def missed(promise: Target | None, value: Decimal | None) -> bool:
    """Whether a value is on the wrong side of a promise; never where the plan says 左右, without a tolerance."""
    if promise is None or promise.value is None or value is None:
        return False
    if promise.comparator in AT_LEAST:
        return value < promise.value
    return promise.comparator in AT_MOST and value > promise.value


def steps(promises: Sequence[Target], periods: Sequence[Period]) -> list[Goal]:
    """The promises as steps over those of the periods that lie in their years."""
    found = []
    for one in drawn(promises):
        places = [place for place, period in enumerate(periods) if one.year in (period.ends.year, None)]
        if places and one.value is not None:
            label = f"{one.when} {one.promise}" if one.year else f"{one.when}{one.promise}"
            found.append(Goal(places[0], places[-1], Decimal(one.value), label))
    return found
