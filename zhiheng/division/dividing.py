"""Dividing a task among posts, and what becomes of the parts: issued, accepted, changed, withdrawn, talked about.

Every act is one transaction with its journal line, asked from the desk of the one who acts (``mechanisms.scope``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO, Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext, gettext_lazy

from zhiheng.directory.models import Officer, Region, Unit
from zhiheng.division.models import Attachment, Comment, Part
from zhiheng.division.origin import Origin, may_divide_words, own_region, receivers
from zhiheng.ledger.models import Task
from zhiheng.mechanisms.evidence.models import keep
from zhiheng.mechanisms.fitting import fit
from zhiheng.mechanisms.journal.models import write_entries
from zhiheng.mechanisms.scope import Desk, desk_now, everywhere
from zhiheng.mechanisms.versions import Stale, differing, step, update_if_unchanged

MOST_SHARES = 200
"""Parts of one division, since 2026-11-22: a county list and a unit list together; what is more comes by Excel."""
TAKEN = gettext_lazy("“%(name)s”在这一时期已有分解任务，请改时期，或修改已有的那一项。")
CHANGEABLE = ("content", "year", "quarter", "due", "contact", "note")
STEPS = {
    "issue": ({Part.DRAFT}, Part.ISSUED),
    "accept": ({Part.ISSUED}, Part.ACCEPTED),
    "withdraw": ({Part.DRAFT, Part.ISSUED, Part.ACCEPTED}, Part.WITHDRAWN),
}
"""From which states to which an act leads."""


@dataclass(frozen=True)
class Share:
    """What one receiver is to do in one period: a part before it is one."""

    receiver: Region | Unit
    content: str
    year: int | None = None
    quarter: int = 0
    due: date | None = None
    contact: str = ""
    note: str = ""


@dataclass(frozen=True)
class Problem:
    """What is wrong with one share: its place from 0 on, the field, and a sentence that says how to put it right."""

    place: int
    field: str
    words: str


class DivisionRefused(Exception):
    """Nothing was divided; ``problems`` names all that is wrong at once."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = list(problems)
        super().__init__("; ".join(f"{problem.place}.{problem.field}: {problem.words}" for problem in problems))


class NotNow(Exception):
    """The part is not in the state, or not in the hands, that the act asks for."""


@transaction.atomic
def divide(origin: Origin, shares: Sequence[Share], *, issue: bool, by: Officer, at: datetime, why: str) -> list[Part]:
    """Make a part of every share, issued at once or kept as drafts.

    Raises DivisionRefused when a share is wrong, NotNow when the words are not this post's to divide.
    """
    desk = desk_now()
    _wait_for(origin)
    if origin.parent:
        origin.parent.refresh_from_db(fields=["state"])
    if not may_divide_words(origin, desk):
        raise NotNow(gettext("这些文字不由您的岗位分解，或者还没有签收。"))
    if problems := problems_of(origin, shares, desk, on=at.date()):
        raise DivisionRefused(problems)
    return make([(origin, share) for share in shares], issue=issue, by=by, at=at, why=why)


def make(pairs: Sequence[tuple[Origin, Share]], *, issue: bool, by: Officer, at: datetime, why: str) -> list[Part]:
    """Parts of shares in which nothing is wrong (``problems_of``), of one ledger, in the caller's transaction."""
    desk = desk_now()
    own = own_region(desk)
    assert own is not None
    parts = [_part(origin, share, desk, own, place, at=at) for place, (origin, share) in enumerate(pairs)]
    for part in parts:
        part.issued, part.state = issue, Part.ISSUED if issue else Part.DRAFT
        fit(part)
    Part.objects.bulk_create(parts)
    _note(parts, "part", [("", f"{part.receiver} {part.period} {part.content}") for part in parts], by, at, why)
    return parts


def change(rows: Sequence[tuple[Part, Mapping[str, Any]]], *, by: Officer, at: datetime, why: str) -> list[Part]:
    """Change many parts, each as it was read, in the caller's transaction; gives those that moved on, untouched."""
    moved, lines, ids = [], list[tuple[str, str, str, str]](), list[UUID]()
    for part, changes in rows:
        changed, told = differing(part, changes, thing=_thing(part))
        if not step(part, part.version, changed):
            moved.append(part)
            continue
        lines += told
        ids += [part.pk] * len(told)
    if lines:
        write_entries(lines, ledger=rows[0][0].ledger.slug, by=by, at=at, why=why, seen_with=ids)
    return moved


def problems_of(origin: Origin, shares: Sequence[Share], desk: Desk, on: date) -> list[Problem]:
    """All that is wrong with some shares of an origin, share by share."""
    if not shares:
        return [Problem(0, "receiver", gettext("请至少选择一个接收地区或单位。"))]
    if len(shares) > MOST_SHARES:
        return [Problem(0, "receiver", gettext("一次最多分解 %(most)d 项。") % {"most": MOST_SHARES})]
    regions, units = receivers(origin.ledger, desk, on)
    allowed: set[Region | Unit] = {*regions, *units}
    found: list[Problem] = []
    taken = standing_spots(origin)
    for place, share in enumerate(shares):
        found += [Problem(place, field, words) for field, words in _wrong(origin, share, allowed, taken)]
        taken.add(spot(share.receiver, share.year, share.quarter))
    return found


@transaction.atomic
def amend(
    part: Part,
    version: int,
    changes: Mapping[str, Any],
    *,
    by: Officer,
    at: datetime,
    why: str,
    read: Mapping[str, str] | None = None,
) -> None:
    """Change fields of a part as its giver. A part that was accepted goes back to be accepted again.

    Raises Stale when somebody else changed it meanwhile, DivisionRefused when a value is wrong, NotNow when it is
    withdrawn or somebody else's.
    """
    if not part.open or not part.given_by(desk_now()):
        raise NotNow(gettext("只有下达方可以修改，已撤回的分解任务不能再改。"))
    wanted = {name: changes[name] for name in CHANGEABLE if name in changes}
    _wait_for(part)
    found = wrong_values(part.ledger, wanted)
    period = spot(part.receiver, wanted.get("year", part.year), wanted.get("quarter", part.quarter))
    if period in standing_spots(part, but=part):
        found.append(("year", TAKEN % {"name": part.receiver}))
    if found:
        raise DivisionRefused([Problem(0, field, words) for field, words in found])
    wanted |= accepted_anew(part, wanted)
    thing, ledger = _thing(part), part.ledger.slug
    update_if_unchanged(
        part, version, wanted, by=by, at=at, why=why, ledger=ledger, thing=thing, read=read, seen_with=part.pk
    )


def accepted_anew(part: Part, changes: Mapping[str, Any]) -> dict[str, str]:
    """What a change does to the state: a part that was accepted goes back to be accepted again."""
    changed = any(getattr(part, name) != value for name, value in changes.items())
    return {"state": Part.ISSUED} if part.state == Part.ACCEPTED and changed else {}


@transaction.atomic
def move(part: Part, act: str, version: int, *, by: Officer, at: datetime, why: str = "") -> None:
    """Issue, accept or withdraw a part. Raises NotNow when state or hands forbid it, Stale when it has moved on."""
    before, after = STEPS[act]
    if part.state not in before:
        raise NotNow(gettext("状态是“%(state)s”，不能这样办理。") % {"state": part.get_state_display()})
    desk = desk_now()
    if not (part.received_by(desk) if act == "accept" else part.given_by(desk)):
        raise NotNow(gettext("这一步由%(who)s办理。") % {"who": part.receiver if act == "accept" else part.giver})
    _wait_for(part)
    if act == "withdraw" and (not why or _given_on(part)):
        raise NotNow(gettext("撤回须写明理由，并先撤回下级的分解任务。"))
    if act == "issue" and part.parent_id and not Part.objects.filter(pk=part.parent_id, state=Part.ACCEPTED).exists():
        raise NotNow(gettext("上级分解任务还没有签收，或者已经撤回，现在不能下达。"))
    old = part.get_state_display()
    if not step(part, version, {"state": after, "issued": part.issued or act != "withdraw"}):
        part.refresh_from_db(fields=["version"])
        raise Stale(part.version, [])
    _note([part], "state", [(old, part.get_state_display())], by, at, why)


@transaction.atomic
def comment(part: Part, text: str, *, by: Officer, at: datetime) -> Comment:
    """Say something on a part."""
    made = Comment(part=part, text=text, by=by, at=at)
    made.save()
    _note([part], "comment", [("", text)], by, at, "")
    return made


@transaction.atomic
def attach(part: Part, stream: IO[bytes], name: str, *, by: Officer, at: datetime) -> Attachment:
    """Hand in a file with a part. Raises FileRefused as ``evidence.keep`` does."""
    made = Attachment(part=part, file=keep(stream, name, by=by, at=at), by=by, at=at)
    made.save()
    _note([part], "attachment", [("", f"{made.file.name} sha256:{made.file.sha256}")], by, at, "")
    return made


def _part(origin: Origin, share: Share, desk: Desk, own: Region, place: int, *, at: datetime) -> Part:
    """An unsaved part; a unit of the province stands in the province, a unit of a region in the region."""
    to_region = share.receiver if isinstance(share.receiver, Region) else own
    return Part(
        ledger=origin.ledger,
        task=origin.task,
        document=origin.document,
        start=origin.start,
        end=origin.end,
        parent=origin.parent,
        region=to_region,
        unit=share.receiver if isinstance(share.receiver, Unit) else None,
        by_region=own,
        by_unit_id=desk.unit,
        lead=origin.lead,
        content=share.content,
        year=share.year,
        quarter=share.quarter,
        due=share.due or origin.due,
        contact=share.contact,
        note=share.note,
        made_at=at,
        sort_no=place,
    )


def _wrong(
    origin: Origin, share: Share, allowed: set[Region | Unit], taken: set[tuple[object, ...]]
) -> list[tuple[str, str]]:
    found = []
    if share.receiver not in allowed:
        found.append(("receiver", gettext("“%(name)s”不在可下达的范围内。") % {"name": share.receiver}))
    elif spot(share.receiver, share.year, share.quarter) in taken:
        found.append(("receiver", TAKEN % {"name": share.receiver}))
    values = {"content": share.content, "year": share.year, "quarter": share.quarter, "due": share.due}
    return found + wrong_values(origin.ledger, values | {"contact": share.contact, "note": share.note})


def wrong_values(ledger: Any, values: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The fields whose value a part cannot have, each with how to put it right."""
    found: list[tuple[str, str]] = []
    if "content" in values and not values["content"]:
        found.append(("content", gettext("请写工作内容。")))
    for name in ("content", "contact", "note"):
        longest: int = Part._meta.get_field(name).max_length  # type: ignore[union-attr, assignment]
        if len(values.get(name) or "") > longest:
            found.append((name, gettext("最多 %(longest)d 个字，请缩短。") % {"longest": longest}))
    year, first, last = values.get("year"), ledger.period_start or 1900, ledger.period_end or 2200
    if year is not None and not first <= year <= last:
        words = gettext("年份须在方案的 %(first)d—%(last)d 年之内。") % {"first": first, "last": last}
        found.append(("year", words))
    if values.get("quarter") and year is None and "year" in values:
        found.append(("quarter", gettext("写了季度，还须写年份。")))
    if values.get("quarter", 0) not in range(5):
        found.append(("quarter", gettext("季度只能是 1 至 4，全年留空。")))
    return found


def standing_spots(origin: Origin | Part, but: Part | None = None) -> set[tuple[object, ...]]:
    """Receivers and periods of the parts that stand against the same words, as far as the desk sees them."""
    same = Part.objects.filter(task=origin.task, parent=origin.parent, start=origin.start, end=origin.end)
    standing = same.exclude(state=Part.WITHDRAWN).select_related("region", "unit")
    return {spot(part.receiver, part.year, part.quarter) for part in standing if part != but}


def _wait_for(origin: Origin | Part) -> None:
    """Two at once on the same task: the second waits, and sees what the first did."""
    Task.objects.select_for_update().get(pk=origin.task.pk)


def _given_on(part: Part) -> bool:
    """Whether its receiver has given on what is in it; its giver need not see to whom, so it is asked from no desk."""
    with everywhere():
        return bool(part.parts.filter(state__in=[Part.ISSUED, Part.ACCEPTED]).exists())


def spot(receiver: Region | Unit, year: int | None, quarter: int) -> tuple[object, ...]:
    """Receiver and period: against the same words only one part stands at each."""
    return type(receiver).__name__, receiver.pk, year, quarter


def _thing(part: Part) -> str:
    return f"part:{part.task.key} {part.receiver}"


def _note(
    parts: Sequence[Part], field: str, values: Sequence[tuple[str, str]], by: Officer, at: datetime, why: str
) -> None:
    """One line a part, with the old and the new value; the parts are of one ledger."""
    lines = [(_thing(part), field, *value) for part, value in zip(parts, values, strict=True)]
    ids = [part.pk for part in parts]
    if parts:
        write_entries(lines, ledger=parts[0].ledger.slug, by=by, at=at, why=why, seen_with=ids)
