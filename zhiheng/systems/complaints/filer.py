"""What somebody who filed a case is told of it: at most six stages, what runs until when, and what was said to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language

from zhiheng.directory.models import Region
from zhiheng.mechanisms.cases.declaring import FILED, Hand
from zhiheng.mechanisms.cases.models import Case, CaseMove
from zhiheng.mechanisms.cases.telling import answer_in_words
from zhiheng.mechanisms.privacy.blind import blind_of
from zhiheng.mechanisms.scope import everywhere
from zhiheng.systems.complaints.models import Complaint
from zhiheng.systems.complaints.models.ticket import Ticket, digest

AHEAD = ("received", "mediating", "agreed")
"""The states of the usual way; the stages of those that a case has not reached yet are shown as still to come."""


@dataclass(frozen=True)
class Stage:
    """One stage as shown: its words, ``mark`` passed, now or ahead, and the day on which the case came to it."""

    words: str
    mark: str
    on: date | None = None


@dataclass(frozen=True)
class Told:
    """One thing that happened, in words for the one who filed the case."""

    move: CaseMove
    words: str
    said: list[tuple[str, str]]


def case_of_link(token: str) -> Case | None:
    """The case of a link. Whose desk asks is not known before it is found; everything else is asked from that desk."""
    with everywhere():
        ticket = Ticket.objects.filter(sha256=digest(token)).select_related("case").first()
        return _own(ticket.case) if ticket else None


def case_of_phone(number: str, phone: str) -> Case | None:
    """The complaint of a number, when the phone is the one that stands in it."""
    index = blind_of("phone", phone)
    with everywhere():
        found = Complaint.objects.filter(number=number.strip().upper(), phone_index=index).exclude(phone_index="")
        return found.select_related("region").first()


def _own(case: Case) -> Case:
    return case.own_kind._base_manager.select_related("region").get(pk=case.pk)


def whole_name(region: Region, on: date) -> str:
    """石家庄市桥西区: two counties of the province have one name. In English the name says it."""
    if get_language() == "en":
        return region.label
    names = region.names_upward(on)
    return "".join(reversed(names[:-1] if len(names) > 1 else names))


def stages_of(case: Case, moves: Sequence[CaseMove]) -> list[Stage]:
    """The stages that a case went through, each once, in the order of its last coming to it, then those to come."""
    words = {state.key: str(state.stage or state.label) for state in case.own_kind.states}
    reached: dict[str, date] = {}
    for move in moves:
        stage = words[move.end]
        if stage != next(reversed(reached), None):
            reached.pop(stage, None)
            reached[stage] = move.on
    now = words[case.state]
    stages = [Stage(stage, "now" if stage == now else "passed", on) for stage, on in reached.items()]
    if case.in_state.ends:
        return stages
    ahead = [words[key] for key in AHEAD if key in words]
    later = ahead[ahead.index(now) + 1 :] if now in ahead else ahead
    return stages + [Stage(stage, "ahead") for stage in dict.fromkeys(later) if stage not in reached]


def told_to_filer(case: Case, moves: Sequence[CaseMove]) -> list[Told]:
    """What was done, newest first: own answers, and of those of others what ``Ask.tells`` gives the filer to read.

    What leaves the case in its state and tells nothing is between those who did it.
    """
    told = [_told(case, move) for move in reversed(moves)]
    return [one for one in told if one.move.start != one.move.end or one.said or one.move.hand == Hand.FILER]


def _told(case: Case, move: CaseMove) -> Told:
    transition = None if move.transition == FILED else case.transition(move.transition)
    if transition is None:
        return Told(move, move.label, [])
    said = {**move.said, **move.written()}
    asks = [ask for ask in case.asks_of(transition) if ask.name in said and (ask.tells or move.hand == Hand.FILER)]
    words = str(transition.label if move.hand == Hand.FILER else transition.tells or transition.label)
    return Told(move, words, [(str(ask.label), answer_in_words(ask, said[ask.name])) for ask in asks])
