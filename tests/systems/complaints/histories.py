"""Random lives of complaints, and 按期办结率 counted again by hand, as a clerk with a wall calendar would.

The clerk knows no declaration, no clock and no parameter: the words of the law stand here once more, so that a slip in
any of them is noticed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from zhiheng.mechanisms.calendar.counting import Calendar
from zhiheng.mechanisms.cases.declaring import FILED, State, Transition

DAY = timedelta(days=1)
FIRST, LAST = date(2023, 1, 1), date(2026, 11, 22)
CLOSING = {"agree", "terminate", "withdraw_mediated"}
ONLINE_ENDS = {"odr_settle": True, "odr_fail": False, "withdraw": False}
"""What ends the ten working days of the firm, and whether the complaint is closed by it as one that was settled."""
PAUSING = {"suspend": "resume"}
MIDYEAR = date(2024, 7, 1)
"""From this day mediation has 60 days and no longer 45 working days."""

Moves = Sequence[tuple[str, date]]


class Chance:
    """Numbers drawn from a seed that anybody can draw again."""

    def __init__(self, *seed: object) -> None:
        self.seed, self.drawn = ":".join(map(str, seed)), 0

    def below(self, most: int) -> int:
        """A number from 0 up to one less than ``most``."""
        self.drawn += 1
        digest = hashlib.sha256(f"{self.seed}:{self.drawn}".encode()).digest()
        return int.from_bytes(digest[:8], "big") % most

    def among(self, choices: Sequence[Any]) -> Any:
        """One of the choices."""
        return choices[self.below(len(choices))]


@dataclass(frozen=True)
class Round:
    """One mediation or ODR as the clerk counts it: when it was to be closed (None while testing goes on), when it was.

    ``nth``: at which of the moves it began.
    """

    due: date | None
    closed: date | None
    nth: int = field(default=0, compare=False)


def walk(states: Sequence[State], transitions: Sequence[Transition], chance: Chance, most: int = 14) -> Moves:
    """A way through the declaration, with random days between the moves; it goes towards mediation more often."""
    state, day = states[0].key, FIRST + DAY * chance.below((LAST - FIRST).days)
    moves = [(FILED, day)]
    for _step in range(chance.below(most)):
        possible = [one for one in transitions if state in one.start]
        wanted = [one for one in possible if one.key in ("accept", "suspend", "resume", "agree", "terminate")]
        if not possible:
            break
        one = chance.among(wanted if wanted and chance.below(2) else possible)
        day += DAY * (chance.below(8) if chance.below(3) else chance.below(60))
        moves.append((one.key, day))
        state = one.end or state
    return moves


def calendar(chance: Chance) -> Calendar:
    """A calendar nobody ever had: holidays of a week and worked weekends at random."""
    off, worked = set(), set()
    for _holiday in range(8 * (LAST.year + 1 - FIRST.year)):
        first = FIRST + DAY * chance.below(366 * 5)
        off |= {first + DAY * number for number in range(chance.below(8))}
        worked |= {first - DAY * chance.below(9)}
    return Calendar(frozenset(range(FIRST.year, 2029)), frozenset(off), frozenset(worked - off))


def rounds(moves: Iterable[tuple[str, date]], works: Callable[[date], bool], pauses: bool = True) -> Iterator[Round]:
    """Every mediation and every ODR owed; ``pauses`` false: as if testing were not left out, which is wrong."""
    known = list(moves)
    yield from mediations(known, works, pauses)
    yield from online(known, works)


def online(moves: Moves, works: Callable[[date], bool]) -> Iterator[Round]:
    """Ten working days for the firm: settled in them, it is closed; given up in them, it is nobody's debt yet."""
    since: tuple[int, date] | None = None
    for nth, (key, day) in enumerate(moves):
        if key == "to_odr":
            since = nth, _tenth(day, works)
        elif since and key in ONLINE_ENDS:
            begun, due = since
            since = None
            if ONLINE_ENDS[key]:
                yield Round(due, day, begun)
            elif day > due:
                yield Round(due, None, begun)
    if since:
        yield Round(since[1], None, since[0])


def _tenth(day: date, works: Callable[[date], bool]) -> date:
    left = 10
    while left:
        day += DAY
        left -= works(day)
    return day


def mediations(moves: Moves, works: Callable[[date], bool], pauses: bool = True) -> Iterator[Round]:
    """Every mediation of a complaint."""
    accepted, left_out, waiting, begun = None, set[date](), None, 0
    for nth, (key, day) in enumerate(moves):
        if accepted is None:
            if key == "accept":
                accepted, left_out, waiting, begun = day, set(), None, nth
        elif key in CLOSING:
            left_out |= _days(waiting, day)
            yield Round(_last_day(accepted, works, left_out if pauses else set(), None), day, begun)
            accepted = None
        elif key in PAUSING and waiting is None:
            waiting = day
        elif key in PAUSING.values() and waiting is not None:
            left_out |= _days(waiting, day)
            waiting = None
    if accepted is not None:
        due = _last_day(accepted, works, left_out if pauses else set(), waiting if pauses else None)
        yield Round(due, None, begun)


def _days(first: date | None, last: date) -> set[date]:
    return set() if first is None else {first + DAY * number for number in range((last - first).days + 1)}


def _last_day(accepted: date, works: Callable[[date], bool], left_out: set[date], since: date | None) -> date | None:
    """Cross off one day after the other until there are enough; a span in days does not end on a day of rest."""
    day, left = accepted, 45 if accepted < MIDYEAR else 60
    while True:
        day += DAY
        if since is not None and day >= since:
            return None
        if day in left_out:
            continue
        if accepted >= MIDYEAR or works(day):
            left -= 1
        if left <= 0 and works(day):
            return day


def recount(found: Iterable[Round], first: date, last: date, on: date) -> tuple[int, int]:
    """On time and owed, of a period as it stood at the end of a day: every round is looked at once."""
    on_time = owed = 0
    for one in found:
        if one.due is None:
            continue
        closed = one.closed is not None and one.closed <= on
        days = {one.due} if closed or one.due < on else set()
        if closed and one.closed < one.due:  # type: ignore[operator]
            days.add(one.closed)  # type: ignore[arg-type]
        if any(first <= day <= last for day in days):
            owed += 1
            on_time += closed and one.closed <= one.due  # type: ignore[operator]
    return on_time, owed


def until(moves: Moves, on: date) -> Moves:
    """What had happened by the end of a day."""
    return [(key, day) for key, day in moves if day <= on]


def percent(on_time: int, owed: int) -> Any:
    """A share in percent as an exact fraction; None where nothing was owed."""
    return Fraction(100 * on_time, owed) if owed else None
