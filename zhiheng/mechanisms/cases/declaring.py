"""What a kind of case declares: its states, its transitions, its clocks, and in which capacity somebody acts.

Plain values, so that a declaration can be read, checked (``problems``) and walked without a database.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Literal

Words = Any
"""Words in the reader's language, translated when they are shown (``gettext_lazy``)."""

FILED = "file"
"""The key of the first move of every case: it comes to be. Clocks may begin with it."""


class Hand(StrEnum):
    """In which capacity somebody acts on a case: as who handles it, as the firm concerned, as who filed it, as the body

    that was commissioned with a part of it (受托机构: a laboratory).
    """

    HANDLER = "handler"
    FIRM = "firm"
    FILER = "filer"
    AIDE = "aide"


@dataclass(frozen=True)
class State:
    """One state. ``stage`` is what the one who filed it is told; states may share one. ``ends``: the case is closed."""

    key: str
    label: Words
    stage: Words = ""
    ends: bool = False


@dataclass(frozen=True)
class Ask:
    """One thing that a transition asks for.

    ``kind``: ``choice`` and ``yes_no`` and ``date`` and ``number`` are kept open on the move, so that they can be
    counted; ``text`` (one line) and ``long`` may hold what somebody said and are sealed. ``region`` is the id of a
    region. ``sets`` names the field of the case that takes the value as well; of a sealed field the move keeps the mask
    alone. ``tells``: what a handler or the firm answers is for the one who filed the case to read (a ground, an offer);
    everybody reads their own answers.
    """

    name: str
    label: Words
    kind: Literal["text", "long", "choice", "yes_no", "date", "number", "region"] = "text"
    choices: tuple[tuple[str, Words], ...] = ()
    required: bool = True
    longest: int = 500
    help: Words = ""
    sets: str = ""
    tells: bool = False


@dataclass(frozen=True)
class Transition:
    """What can be done with a case: from which states to which, by whom, and what is asked for.

    ``end`` empty: the case stays in its state. ``why_not(case, on)`` gives the reason, in words, why it cannot be done
    on a day although the state allows it; empty when it can. ``then(case, move)`` does what follows from it, in the
    same transaction. ``tells``: words for the one who filed it; empty, and the stage is enough.
    """

    key: str
    label: Words
    start: tuple[str, ...]
    end: str = ""
    hands: tuple[Hand, ...] = (Hand.HANDLER,)
    asks: tuple[Ask, ...] = ()
    why_not: Callable[[Any, date], str] | None = None
    then: Callable[[Any, Any], None] | None = None
    tells: Words = ""


@dataclass(frozen=True)
class Clock:
    """A limit of the law as it runs in a case: which moves begin, end, pause and resume it.

    ``rule`` names the dated parameter (``mechanisms.parameters``); its version is that of the day on which the clock
    began. ``pauses`` maps the move that pauses it to the one that resumes it, ``extensions`` the move that extends it
    to the parameter by which it does. A move that begins it after it has ended, or that ends and begins it at once (a
    case that is passed on), begins another round; while it runs, nothing else begins it again. ``applies`` says to
    which cases the law applies it at all; without it, to every case of the kind. ``window``: a time in which somebody
    may do something (an objection): it is shown, but whose time ran out was not late, and nothing waits for its end.
    """

    key: str
    label: Words
    rule: str
    begins: tuple[str, ...]
    ends: tuple[str, ...]
    pauses: tuple[tuple[str, str], ...] = ()
    extensions: tuple[tuple[str, str], ...] = ()
    applies: Callable[[Any], bool] | None = None
    window: bool = False


def problems(states: Sequence[State], transitions: Sequence[Transition], clocks: Sequence[Clock]) -> Iterator[str]:
    """What is wrong with a declaration, a sentence each: unknown names, states nobody reaches or that never end."""
    known = {state.key for state in states}
    for transition in transitions:
        for key in {*transition.start, transition.end or transition.start[0]} - known:
            yield f"transition {transition.key} names the state {key}, which is not declared"
    moves = {FILED, *(transition.key for transition in transitions)}
    for clock in clocks:
        pausing = [key for pair in clock.pauses for key in pair]
        extending = [key for key, _ in clock.extensions]
        for key in {*clock.begins, *clock.ends, *pausing, *extending} - moves:
            yield f"clock {clock.key} names the transition {key}, which is not declared"
    doubled = [key for key in moves if sum(transition.key == key for transition in transitions) > 1]
    yield from (f"two transitions are called {key}" for key in doubled)
    reached = reachable(states[0].key, transitions)
    yield from (f"no way leads to the state {key}" for key in sorted(known - reached))
    ends = {state.key for state in states if state.ends}
    for key in sorted(reached & known):
        if not ends & reachable(key, transitions):
            yield f"no way leads out of the state {key}"


def reachable(start: str, transitions: Sequence[Transition]) -> set[str]:
    """The states that can be reached from one, itself among them."""
    found, waiting = {start}, [start]
    while waiting:
        here = waiting.pop()
        for transition in transitions:
            if here in transition.start and transition.end and transition.end not in found:
                found.add(transition.end)
                waiting.append(transition.end)
    return found
