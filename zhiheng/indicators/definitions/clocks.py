"""What rates of «in time» have in common: which rounds of clocks are owed in a period."""

from __future__ import annotations

from datetime import date

from zhiheng.indicators.shapes import Facts, Table, share


def due_or_done(
    clocks: Table, kept: tuple[str, ...], on: date, *, besides: tuple[str, ...] = (), apart: tuple[str, ...] = ()
) -> Facts:
    """Which of the rounds of clocks that were due, or ended early, ended in time; open ones once they are overdue.

    A round that ended early counts in the period of its end and in that of its day (domain.md 1.9), any other in that
    of its day. One that is due on the day of asking and still runs is not overdue yet. While it is paused without an
    end, nothing is due. A round that one of ``besides`` ended in time was owed nothing, and is left out: whoever passes
    a complaint round does not better the rate.
    """
    owed = clocks.ended.isnull() | (clocks.ended > clocks.due_on) | ~clocks.ended_by.isin(besides)
    known = (clocks.ended <= on) | (clocks.due_on < on)
    rows = clocks.filter(clocks.clock.isin(kept), known, owed)
    early = rows.filter(rows.ended < rows.due_on).mutate(day=rows.ended)
    found = rows.filter(rows.due_on.notnull()).mutate(day=rows.due_on).union(early)
    return share(found, day=found.day, where=found.ended <= found.due_on, apart=apart, twice=True)
