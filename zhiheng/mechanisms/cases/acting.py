"""What can be done with a case: it is filed, and it moves. Nothing else changes its state."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from zhiheng.mechanisms.cases.asking import NotSo, cleaned
from zhiheng.mechanisms.cases.clocks import recount
from zhiheng.mechanisms.cases.declaring import FILED, Hand, Transition
from zhiheng.mechanisms.cases.models import Case, CaseMove
from zhiheng.mechanisms.journal.models import write_entries
from zhiheng.mechanisms.privacy.fields import SealedText
from zhiheng.mechanisms.scope import desk_now, everywhere
from zhiheng.mechanisms.versions import Stale, differing, stale, step

LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Of numbers that people copy by hand: nothing that looks like something else."""


class NotNow(Exception):
    """It cannot be done with the case as it is, or not by this desk; the message says why in the reader's language."""


def file(case: Case, *, by: Any, hand: Hand, at: datetime) -> CaseMove:
    """Bring a case into being: it gets a number and its first state, and the clocks that filing begins.

    ``by`` is an officer, or None for somebody without an account, who acts as ``hand`` all the same.
    """
    case.of_kind, case.state, case.filed_at = case.kind, case.states[0].key, at
    day = timezone.localdate(at)
    case.number = case.number or f"{case.prefix}{day:%Y%m%d}-{''.join(secrets.choice(LETTERS) for _ in range(8))}"
    with transaction.atomic():
        case.save(force_insert=True)
        move = _write(case, FILED, "", case.state, {}, {}, by=by, hand=hand, at=at)
        recount(case)
    return move


def act(case: Case, key: str, version: int, said: Mapping[str, Any], *, by: Any, at: datetime) -> CaseMove:
    """Do something with a case, as the desk of now may: NotNow when it cannot be done, NotSo when what is said is not

    right, Stale when somebody else was there first; then nothing is written.
    """
    transition = case.transition(key)
    hands = case.hands(desk_now()) & set(transition.hands) if transition else frozenset()
    if transition is None or not hands:
        raise NotNow(gettext("您不能这样办理这个办件。"))
    if case.state not in transition.start:
        words = {"act": transition.label, "state": case.in_state.label}
        raise NotNow(gettext("办件现在是“%(state)s”，不能%(act)s。") % words)
    if transition.why_not and (reason := transition.why_not(case, timezone.localdate(at))):
        raise NotNow(reason)
    values = cleaned(case.asks_of(transition), said)
    try:
        with transaction.atomic():
            return _moved(case, transition, version, values, by=by, hand=sorted(hands)[0], at=at)
    except (NotNow, NotSo):
        # What follows from the move refused it: the case in hand is again what the database has.
        case.refresh_from_db()
        raise


def amend(
    case: Case,
    version: int,
    changes: Mapping[str, Any],
    *,
    by: Any,
    at: datetime,
    why: str,
    read: Mapping[str, str] | None = None,
) -> None:
    """Correct fields of a case that this desk handles, each with a line of the journal that is seen with it.

    A sealed text is always a change, and stands in the journal as its masks. ``read`` holds what the person saw, as the
    form sent it. NotNow for every other hand and for what is ``of_filer``; Stale, with both values of the open fields,
    when somebody was quicker.
    """
    if Hand.HANDLER not in case.hands(desk_now()) or changes.keys() & set(case.of_filer):
        raise NotNow(gettext("您不能这样办理这个办件。"))
    now = type(case)._base_manager.get(pk=case.pk)
    sealed = {name: value for name, value in changes.items() if isinstance(_field(case, name), SealedText)}
    changed, lines = differing(now, {name: changes[name] for name in changes.keys() - sealed}, thing=case.number)
    lines += [_of_sealed(now, name, words) for name, words in sealed.items()]
    if not lines and now.version == version:
        return
    with transaction.atomic():
        try:
            _next_version(case, version)
        except Stale:
            asked = {name: changes[name] for name in changes if name not in sealed}
            raise stale(case, asked, read or {}, ledger=case.of_kind, thing=case.number, seen_with=case.pk) from None
        for name, value in {**changed, **sealed}.items():
            setattr(case, name, value)
        case.save()
        write_entries(lines, ledger=case.of_kind, by=by, at=at, why=why, seen_with=case.pk)


def _field(case: Case, name: str) -> Any:
    return type(case)._meta.get_field(name)


def _of_sealed(now: Case, name: str, words: str) -> tuple[str, str, str, str]:
    """The line of a sealed text that was typed anew: its masks, which may look the same."""
    field = _field(now, name)
    return now.number, str(field.verbose_name), str(getattr(now, name)), field.masked(words)


def hand_on(case: Case, region: Any, on: date) -> None:
    """Lay a case on the desk of another region, from which the desk of now may not see it any more.

    What begins to run on the day it is handed on is the other's to answer for; what ran before, or has ended, is not.
    For ``then`` of a transition: the last thing that is done with it here.
    """
    with everywhere():
        Case._base_manager.filter(pk=case.pk).update(region=region)
        case.clock_rows.filter(began=on, ended=None).update(region=region)
    case.region = region


def _next_version(case: Case, version: int) -> None:
    """The version stands in the table of all cases: one statement compares and writes it."""
    if not step(Case(pk=case.pk), version):
        raise Stale(Case._base_manager.get(pk=case.pk).version, [])
    case.version = version + 1


def _moved(
    case: Case, transition: Transition, version: int, values: Mapping[str, Any], *, by: Any, hand: Hand, at: datetime
) -> CaseMove:
    start, end = case.state, transition.end or case.state
    _next_version(case, version)
    case.state = end
    if end != start:
        ended = case.in_state.ends
        case.closed_on = timezone.localdate(at) if ended else None
    spoken = {ask.name: ask.sets for ask in transition.asks if ask.kind in ("text", "long")}
    for ask in transition.asks:
        if ask.sets:
            value = values.get(ask.name)
            setattr(case, ask.sets, "" if value is None and ask.kind in ("text", "long", "choice") else value)
    case.save()
    said = {name: _plain(value) for name, value in values.items() if name not in spoken and value is not None}
    words = {name: _kept(case, spoken[name], value) for name, value in values.items() if name in spoken and value}
    move = _write(case, transition.key, start, end, said, words, by=by, hand=hand, at=at)
    recount(case)
    if transition.then:
        transition.then(case, move)
    return move


def _write(
    case: Case,
    key: str,
    start: str,
    end: str,
    said: Mapping[str, Any],
    words: Mapping[str, str],
    *,
    by: Any,
    hand: Hand,
    at: datetime,
) -> CaseMove:
    nth = case.moves.count() + 1
    return CaseMove.objects.create(
        case=case,
        nth=nth,
        transition=key,
        start=start,
        end=end,
        hand=hand,
        by=by,
        at=at,
        on=timezone.localdate(at),
        said=dict(said),
        words=json.dumps(words, ensure_ascii=False) if words else "",
    )


def _kept(case: Case, sets: str, words: str) -> str:
    """What a move keeps of some words: their mask, where a sealed field of the case keeps them."""
    sealed = {field.name for field in case._meta.concrete_fields if isinstance(field, SealedText)}
    return str(getattr(case, sets)) if sets in sealed else words


def _plain(value: Any) -> Any:
    """A value as JSON keeps it: a day in ISO, a region by its id."""
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return getattr(value, "slug", value)


__all__ = ["NotNow", "NotSo", "act", "file", "hand_on"]
