"""From an uploaded document to the ledger in four steps: upload, read, correct, confirm by a second person.

A reading moves uploaded → read → awaiting → confirmed, or is returned or withdrawn; every move is a row. Until it is
confirmed nothing of it is in the ledger, in the public journal or in any count.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import IO, Any

from django.db import transaction
from django.db.models import F, Q, QuerySet

from zhiheng.directory.models import Officer
from zhiheng.directory.permissions import Permission, may
from zhiheng.directory.scope import sees_all
from zhiheng.ledger.amending import HEAD, Action, Amendment, Item, amended, items_of
from zhiheng.ledger.contract import plan_from
from zhiheng.ledger.importing import changes_of, import_plan, ledger_for
from zhiheng.ledger.models import Correction, Document, Ledger, Move, Reading
from zhiheng.mechanisms.evidence.models import keep
from zhiheng.mechanisms.fitting import fit
from zhiheng.mechanisms.journal.models import write_entries
from zhiheng.mechanisms.scope import everywhere
from zhiheng.mechanisms.versions import Stale, step
from zhiheng.plan.compare import Change
from zhiheng.plan.model import Plan, Quote

READ, AWAITING, RETURNED = Reading.READ, Reading.AWAITING, Reading.RETURNED
OPEN = (READ, RETURNED)
"""While it can be corrected."""
STEPS = {
    (READ, AWAITING),
    (RETURNED, AWAITING),
    (READ, Reading.WITHDRAWN),
    (AWAITING, Reading.WITHDRAWN),
    (RETURNED, Reading.WITHDRAWN),
    (AWAITING, Reading.CONFIRMED),
    (AWAITING, RETURNED),
}
"""From which state to which a reading may pass after it was read."""
OF_THE_SECOND = {Reading.CONFIRMED, RETURNED}
"""What only another person than those who had a hand in it may do."""
SHOWN = 50
"""How many of one's own readings a page lists, newest first."""


class NotNow(Exception):
    """The reading is no longer in the state, or not in the hands, that the act asks for."""


@transaction.atomic
def begin(said: Mapping[str, Any], stream: IO[bytes], name: str, *, by: Officer, at: datetime) -> Reading:
    """Keep an uploaded file and what was read of it (``contract.read_upload``). Raises FileRefused over the quota."""
    reading = fit(
        Reading(
            title=said["plan"]["title"],
            file=keep(stream, name, by=by, at=at),
            source_name=name,
            contract=said["plan"],
            text=said["text"],
            state=READ,
            uploaded_by=by,
            uploaded_at=at,
            unit_id=by.unit_id,
            region_id=by.region_id,
        )
    )
    reading.save()
    for before, after in (("", Reading.UPLOADED), (Reading.UPLOADED, READ)):
        Move.objects.create(reading=reading, before=before, after=after, by=by, at=at)
    return reading


@transaction.atomic
def correct(reading: Reading, amendment: Amendment, *, version: int, why: str, by: Officer, at: datetime) -> Correction:
    """Lay one correction over a reading. Raises Stale when it is no longer of that version, NotNow when closed."""
    reading = Reading.objects.select_for_update().get(pk=reading.pk)
    if not may_correct(by, reading):
        raise NotNow
    title = {"title": amendment.values["title"]} if amendment.thing == HEAD else {}
    _step(reading, version, title)
    item = items(reading).get(amendment.thing)
    span = item.span if item else amendment.span
    if span is None:
        raise NotNow
    old = dict(item.fields) if item else {}
    new = {} if amendment.action == "drop" else {k: v for k, v in amendment.values.items() if old.get(k) != v}
    if amendment.action == "change":
        old = {key: old.get(key, "") for key in new}
    row = Correction(reading=reading, action=amendment.action, thing=amendment.thing, old=old, new=new)
    row.start, row.end, row.why, row.by, row.at = span.start, span.end, why, by, at
    fit(row).save()
    write_entries(_lines(row), ledger=_private(reading), by=by, at=at, why=why)
    return row


@transaction.atomic
def move(reading: Reading, to: str, *, version: int, by: Officer, at: datetime, why: str = "") -> Reading:
    """Pass a reading on. Its holder hands in and withdraws; another person confirms or returns it.

    Raises NotNow when that step is not open to this person, Stale when the reading is not of that version, and NotAPlan
    when the corrections left nothing to import.
    """
    reading = Reading.objects.select_for_update().get(pk=reading.pk)
    permitted = may_confirm(by, reading) if to in OF_THE_SECOND else holds(by, reading)
    if (reading.state, to) not in STEPS or not permitted:
        raise NotNow
    document = _into_ledger(reading, by=by, at=at) if to == Reading.CONFIRMED else None
    before = reading.state
    _step(reading, version, {"state": to, "document": document})
    fit(Move(reading=reading, before=before, after=to, by=by, at=at, why=why)).save()
    return reading


@transaction.atomic
def take_over(reading: Reading, *, version: int, why: str, by: Officer, at: datetime) -> Reading:
    """接手: a colleague of the same post goes on with a reading, and then is not the one to confirm it.

    Raises NotNow when it is not open to this person, Stale when the reading is not of that version.
    """
    reading = Reading.objects.select_for_update().get(pk=reading.pk)
    if not may_take_over(by, reading):
        raise NotNow
    before = reading.holder
    _step(reading, version, {"taken_over_by": by})
    fit(Move(reading=reading, before=reading.state, after=reading.state, by=by, at=at, why=why)).save()
    lines = [(f"reading:{reading.pk}", "holder", str(before), str(by))]
    write_entries(lines, ledger=_private(reading), by=by, at=at, why=why)
    return reading


def may_see(officer: Officer, reading: Reading) -> bool:
    """Those who had a hand in it, while they are at its post; those who may confirm, once it was handed to them."""
    if officer.pk in hands_of(reading) and is_of_post(officer, reading):
        return True
    handed = reading.moves.filter(after=AWAITING).exists()
    return handed and confirms_plans(officer)


def is_of_post(officer: Officer, reading: Reading) -> bool:
    """Whether somebody is at the post at which it was uploaded, with the right to do so."""
    same = (officer.unit_id, officer.region_id) == (reading.unit_id, reading.region_id)
    return same and may(officer, Permission.UPLOAD_PLAN)


def confirms_plans(officer: Officer) -> bool:
    """Whether plans of the province are somebody's to confirm; a city's reviewer has no part in them."""
    return may(officer, Permission.CONFIRM_PLAN) and sees_all(officer)


def hands_of(reading: Reading) -> set[int]:
    """Who had a hand in a reading: uploaded it, took it over or corrected it. None of them is its second person."""
    taken = reading.moves.filter(before=F("after")).values_list("by_id", flat=True)
    return {reading.uploaded_by_id, *taken, *reading.corrections.values_list("by_id", flat=True)}


def holds(officer: Officer, reading: Reading) -> bool:
    """Whether somebody has it in hand and is still at its post."""
    return reading.holder.pk == officer.pk and is_of_post(officer, reading)


def may_correct(officer: Officer, reading: Reading) -> bool:
    """Its holder, while it is not in somebody else's hands."""
    return holds(officer, reading) and reading.open_to_correction and may(officer, Permission.CORRECT_PLAN)


def may_take_over(officer: Officer, reading: Reading) -> bool:
    """A colleague of its post, while it is being corrected."""
    colleague = is_of_post(officer, reading) and reading.holder.pk != officer.pk
    return colleague and reading.open_to_correction and may(officer, Permission.CORRECT_PLAN)


def may_confirm(officer: Officer, reading: Reading) -> bool:
    """Somebody who may confirm and had no hand in it."""
    waits = reading.state == AWAITING and confirms_plans(officer)
    return waits and officer.pk not in hands_of(reading)


def begun_by(officer: Officer) -> QuerySet[Reading]:
    """我发起: what somebody uploaded or took over at the post they are at, newest first."""
    return _readings(_of_post(officer) & (_held_by(officer) | Q(uploaded_by=officer)))


def in_hand(officer: Officer) -> int:
    """How many readings somebody would leave behind for a colleague to take over.

    Asked by those who look after accounts, who see no reading: their number is told and nothing of them.
    """
    with everywhere():
        return int(Reading.objects.filter(_held_by(officer) & Q(state__in=OPEN)).count())


def with_colleagues(officer: Officer) -> QuerySet[Reading]:
    """What colleagues of the post have in hand and this person could take over."""
    return _readings(_of_post(officer) & ~_held_by(officer) & Q(state__in=OPEN))


def waiting_for(officer: Officer) -> QuerySet[Reading]:
    """我的待办: what waits for this person at this post: to be confirmed, or returned to be corrected."""
    wanted = _of_post(officer) & _held_by(officer) & Q(state=RETURNED)
    if confirms_plans(officer):
        taken = Move.objects.filter(by=officer, before=F("after")).values("reading")
        corrected_ones = Correction.objects.filter(by=officer).values("reading")
        own = Q(uploaded_by=officer) | Q(pk__in=taken) | Q(pk__in=corrected_ones)
        wanted |= Q(state=AWAITING) & ~own
    return _readings(wanted)


def _readings(wanted: Q) -> QuerySet[Reading]:
    return Reading.objects.filter(wanted).select_related("uploaded_by", "taken_over_by").defer("contract", "text")


def _of_post(officer: Officer) -> Q:
    """Those whose post somebody is of, as ``is_of_post`` has it."""
    if not may(officer, Permission.UPLOAD_PLAN):
        return Q(pk__in=[])
    return Q(unit=officer.unit_id, region=officer.region_id)


def _held_by(officer: Officer) -> Q:
    return Q(taken_over_by=officer) | Q(taken_over_by=None, uploaded_by=officer)


def desk_of(officer: Officer) -> dict[str, Any]:
    """What somebody's own page shows: 我的待办 and 我发起, empty for those who have no part in it."""
    return {
        "uploads": may(officer, Permission.UPLOAD_PLAN),
        "confirms": confirms_plans(officer),
        "waiting": waiting_for(officer),
        "begun": begun_by(officer)[:SHOWN],
        "colleagues": with_colleagues(officer)[:SHOWN],
    }


def as_read(reading: Reading) -> Plan:
    """What the reader understood, without any correction."""
    return plan_from(reading.contract, reading.text)


def amendments(reading: Reading) -> list[Amendment]:
    """The corrections of a reading in their order, as pure values."""
    return [Amendment(_action(row), row.thing, row.new, Quote(row.start, row.end)) for row in reading.corrections.all()]


def items(reading: Reading) -> dict[str, Item]:
    """The rows of a reading as the corrections leave them."""
    return items_of(as_read(reading), amendments(reading))


def corrected(reading: Reading) -> Plan:
    """The plan that would be imported now."""
    return amended(as_read(reading), amendments(reading))


def in_force(plan: Plan) -> Document | None:
    """The edition that this plan would replace; None for a plan with a ledger of its own."""
    ledger = Ledger.objects.filter(slug=ledger_for(plan)).first()
    return ledger.edition_in_force() if ledger else None


def would_change(plan: Plan) -> tuple[Change, ...]:
    """Item by item what the ledger would change against its edition in force."""
    before = in_force(plan)
    return changes_of(before, plan, Document.OFFICIAL) if before else ()


def _action(row: Correction) -> Action:
    return row.action  # type: ignore[return-value]


def _into_ledger(reading: Reading, *, by: Officer, at: datetime) -> Document:
    """The next edition of the ledger, and the corrections in its journal, under the name of who made them."""
    plan = corrected(reading)
    outcome = import_plan(
        plan, slug=ledger_for(plan), form=Document.OFFICIAL, source_name=reading.source_name, by=by, at=at
    )
    for row in reading.corrections.select_related("by"):
        why = f"更正读取稿：{row.why}"
        write_entries(_lines(row), ledger=outcome.document.ledger.slug, by=row.by, at=row.at, why=why)
    return outcome.document


def _step(reading: Reading, version: int, changes: Mapping[str, Any] | None = None) -> None:
    """The next version of a reading; Stale, with who wrote last, when the page was opened at an older one."""
    if not step(reading, version, changes):
        written: list[Correction | Move] = [
            *reading.corrections.select_related("by"),
            *reading.moves.select_related("by"),
        ]
        last = max(written, key=lambda row: row.at)
        raise Stale(reading.version, (), by=last.by, at=last.at)


def _private(reading: Reading) -> str:
    """The journal of a reading: a slash is in no ledger's slug, so that no public page shows it."""
    return f"reading/{reading.pk}"


def _lines(row: Correction) -> list[tuple[str, str, str, str]]:
    """A correction as journal lines: one a field, or one for a whole row that was added or removed."""
    if row.action == "change":
        return [(row.thing, name, row.old[name], value) for name, value in row.new.items()]
    return [(row.thing, {"add": "added", "drop": "removed"}[row.action], _told(row.old), _told(row.new))]


def _told(fields: Mapping[str, str]) -> str:
    return str(dict(fields)) if fields else ""
