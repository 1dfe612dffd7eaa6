"""From the moves of a case to its clocks: which ran, since when, with which pauses, and how they ended. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from zhiheng.mechanisms.cases.declaring import Clock


@dataclass(frozen=True)
class Run:
    """One round of a clock: when it began, the pauses (a day without an end is a pause still going on), when it ended.

    ``round`` counts from 1; ``extended`` are the parameters by which it was extended; ``ended_by`` is the transition
    that ended it. A pause has both its days in it: the day testing begins and the day its result arrives.
    """

    clock: str
    rule: str
    round: int
    began: date
    pauses: tuple[tuple[date, date | None], ...] = ()
    ended: date | None = None
    extended: tuple[str, ...] = ()
    ended_by: str = ""

    @property
    def paused(self) -> bool:
        return bool(self.pauses) and self.pauses[-1][1] is None


def runs_of(clocks: Sequence[Clock], moves: Iterable[tuple[str, date]]) -> list[Run]:
    """The rounds of every clock, from the moves in their order, as (key of the transition, day)."""
    in_order = list(moves)
    return [run for clock in clocks for run in _rounds(clock, in_order)]


def _rounds(clock: Clock, moves: list[tuple[str, date]]) -> list[Run]:
    done: list[Run] = []
    running: Run | None = None
    resumes, extensions = dict(clock.pauses), dict(clock.extensions)
    waiting_for = ""
    for key, on in moves:
        if running is None:
            if key in clock.begins:
                running = Run(clock.key, clock.rule, len(done) + 1, on)
        elif key in clock.ends:
            done.append(replace(_resumed(running, on), ended=on, ended_by=key))
            running, waiting_for = None, ""
            if key in clock.begins:
                running = Run(clock.key, clock.rule, len(done) + 1, on)
        elif key in resumes and not running.paused:
            running, waiting_for = replace(running, pauses=(*running.pauses, (on, None))), resumes[key]
        elif key in extensions:
            running = replace(running, extended=(*running.extended, extensions[key]))
        elif key == waiting_for:
            running, waiting_for = _resumed(running, on), ""
    return [*done, running] if running else done


def _resumed(run: Run, on: date) -> Run:
    """The run with its last pause ended on a day; a clock that ends while it is paused ends its pause as well."""
    if not run.paused:
        return run
    return replace(run, pauses=(*run.pauses[:-1], (run.pauses[-1][0], on)))
