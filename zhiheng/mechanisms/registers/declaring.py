"""What a kind of register declares of its rows: the states they may be in, and the events that bring them there.

Plain values: the state of a row on a day is a pure function of its dates and its events.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Words = Any
"""Words in the reader's language, translated when they are shown (``gettext_lazy``)."""

NOT_YET, ACTIVE, SUSPENDED, CANCELLED, LEFT, EXPIRED = "not_yet", "active", "suspended", "cancelled", "left", "expired"
BREACH = "breach"
STRIKE = "strike"
"""The key of an event that strikes another one out; every kind has it."""


@dataclass(frozen=True)
class State:
    """One state. ``holds``: the row is in force. ``ends``: no event but a strike leads out of it."""

    key: str
    label: Words
    holds: bool = False
    ends: bool = False


@dataclass(frozen=True)
class Event:
    """Something that may happen to a row: in which states (none named: in every one), and the state that it brings.

    Without ``brings`` it changes no state; it is a fact that is kept, as a breach is.
    """

    key: str
    label: Words
    start: tuple[str, ...] = ()
    brings: str = ""


STATES = (
    State(NOT_YET, _("未生效")),
    State(ACTIVE, _("有效"), holds=True),
    State(SUSPENDED, _("暂停")),
    State(CANCELLED, _("取消"), ends=True),
    State(LEFT, pgettext_lazy("register", "退出"), ends=True),
    State(EXPIRED, _("到期")),
)
_OPEN = (NOT_YET, ACTIVE, SUSPENDED, EXPIRED)
EVENTS = (
    Event("suspend", _("暂停"), (ACTIVE,), SUSPENDED),
    Event("resume", _("恢复"), (SUSPENDED,), ACTIVE),
    Event("cancel", _("取消"), _OPEN, CANCELLED),
    Event("leave", pgettext_lazy("register", "退出"), _OPEN, LEFT),
    Event(BREACH, _("违约")),
)


class Happened(NamedTuple):
    """An event that was not struck out: its day, when it was recorded, the state that it brings."""

    on: date
    at: datetime
    brings: str


def state_on(
    valid_from: date | None,
    valid_to: date | None,
    events: Iterable[Happened],
    day: date,
    *,
    first: str = ACTIVE,
    ends: Sequence[str] = (CANCELLED, LEFT),
) -> str:
    """The key of the state of a row on a day.

    The last event up to that day decides (of one day the one recorded later), before any the state is ``first``. What
    ended stays ended; what has not is 未生效 before ``valid_from`` and 到期 after ``valid_to``, both days in force.
    """
    last = max((one for one in events if one.brings and one.on <= day), default=None)
    brought = last.brings if last else first
    if brought in ends:
        return brought
    if valid_from and day < valid_from:
        return NOT_YET
    if valid_to and day > valid_to:
        return EXPIRED
    return brought


def problems(states: Sequence[State], events: Sequence[Event], first: str) -> Iterable[str]:
    """What is wrong with a declaration, a sentence each."""
    known = {state.key for state in states}
    for event in events:
        for key in {*event.start, event.brings or first} - known:
            yield f"event {event.key} names the state {key}, which is not declared"
    for key in {first, NOT_YET, EXPIRED} - known:
        yield f"the state {key} is not declared"
    keys = [STRIKE, *(event.key for event in events)]
    yield from (f"two events are called {key}" for key in sorted({key for key in keys if keys.count(key) > 1}))
