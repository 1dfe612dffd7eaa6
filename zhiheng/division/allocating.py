"""目标分解方案: proposed by one person, approved or returned by another, and then issued to the regions for good.

Every act is one transaction with its journal line, asked from the desk of the one who acts. An approved one is never
changed: who wants it otherwise proposes the next, which names the one it replaces. Base figures come in as plain
values, because figures are kept above this room.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import QuerySet, Sum
from django.utils.translation import gettext, gettext_noop

from zhiheng.data import census
from zhiheng.directory.models import Officer, Region, Unit
from zhiheng.directory.permissions import Permission, may
from zhiheng.division.apportioning import Apportioned, Claim, NotApportioned, Rule, apportion, not_added_up, places_of
from zhiheng.division.models import Apportionment, Quota
from zhiheng.division.origin import origin_of
from zhiheng.division.paths import PathPoint, Way
from zhiheng.ledger.models import Indicator, Target
from zhiheng.mechanisms.fitting import fit
from zhiheng.mechanisms.journal.models import write_entries
from zhiheng.mechanisms.scope import desk_now
from zhiheng.mechanisms.versions import Stale, step

ACTS = {
    "approve": Apportionment.APPROVED,
    "return": Apportionment.RETURNED,
    "withdraw": Apportionment.WITHDRAWN,
}
"""What can be done with a proposal, and the state it leads to."""
NO_RULE = gettext_noop("这个目标不能按这条规则分解。")
DIVIDED: tuple[Rule, ...] = ("population", "equal", "base", "hand")
"""Rules for a target that is a sum over the regions; any other binds all regions with the same value."""


class NotNow(Exception):
    """The proposal is not in the state, or not in the hands, that the act asks for; the sentence says why."""


def rules_for(target: Target) -> tuple[Rule, ...]:
    """The rules that a target can be divided by, the usual one first; none where the plan gives no number."""
    if target.value is None:
        return ()
    return ("same",) if not_added_up(target.kind, target.unit, target.per) else DIVIDED


def taking_part(target: Target, on: date) -> list[Region]:
    """The regions that report to the province on a day; of a target for each 设区市 the cities alone."""
    reporting = Region.objects.reporting(on)
    return [region for region in reporting if "设区" not in target.per or region.kind == Region.CITY]


def shared_out(
    target: Target,
    rule: Rule,
    regions: Iterable[Region],
    *,
    bases: Mapping[str, Decimal] | None = None,
    by_hand: Mapping[str, Decimal] | None = None,
) -> Apportioned:
    """A target divided by a rule; regions are named by their slugs. Raises NotApportioned where it cannot be.

    ``bases`` are the figures of a year for rule base; the census is taken for rule population.
    """
    if target.value is None or rule not in rules_for(target):
        raise NotApportioned(not_added_up(target.kind, target.unit, target.per) or NO_RULE)
    residents = {slug: Decimal(count) for slug, count in census().residents.items()}
    known = {"population": residents, "base": bases or {}}.get(rule, {})
    claims = [Claim(region.slug, region.sort_no, known.get(region.slug)) for region in regions]
    return apportion(target.value.normalize(), claims, rule, by_hand)


def worked_out(row: Apportionment, quotas: Iterable[Quota]) -> Apportioned:
    """A division once more from all of its quotas as they were written, so that its arithmetic can be shown."""
    all_of_them = list(quotas)
    claims = [Claim(q.region.slug, q.sort_no, q.base and q.base.normalize()) for q in all_of_them]
    by_hand = {q.region.slug: q.value.normalize() for q in all_of_them if q.by_hand}
    return apportion(Decimal(row.total or 0).normalize(), claims, row.rule, by_hand)  # type: ignore[arg-type]


@transaction.atomic
def propose_shares(
    target: Target, found: Apportioned, *, base_note: str, note: str, by: Officer, at: datetime
) -> Apportionment:
    """Put a division of a target forward. Raises NotNow where another proposal for it waits, or it is not whole."""
    if not found.whole:
        raise NotNow(gettext("分解值之和与目标值不一致，不能提出。"))
    row = _proposal(target.indicator, Apportionment.REGIONS, target.year, by=by, at=at)
    row.target, row.rule, row.total, row.lead = target, found.rule, target.value, _lead(target)
    row.base_note, row.note = base_note, note
    fit(row).save(force_insert=True)
    regions = Region.objects.in_bulk([share.region for share in found.shares], field_name="slug")
    Quota.objects.bulk_create(
        _quota(row, regions[share.region], place, target.year or 0, share.value, base=share.base, by_hand=share.fixed)
        for place, share in enumerate(found.shares)
    )
    _note(row, "", by=by, at=at, why=note)
    return row


@transaction.atomic
def propose_years(
    indicator: Indicator,
    path: Sequence[PathPoint],
    way: Way,
    *,
    by_hand: Mapping[int, Decimal],
    base_note: str,
    note: str,
    by: Officer,
    at: datetime,
) -> Apportionment:
    """Put yearly steps between the milestones forward; ``by_hand`` replaces proposed years, never a milestone.

    Known figures are told in ``base_note`` and are no steps. Raises NotNow where there is no year to propose.
    """
    asked = [point for point in path if point.origin != "figure"]
    if not any(point.origin == "proposal" for point in asked):
        raise NotNow(gettext("里程碑之间没有需要提出的年份。"))
    given = _changed(asked, by_hand)
    row = _proposal(indicator, Apportionment.YEARS, None, by=by, at=at)
    row.rule, row.base_note, row.note = way, base_note, note
    row.lead = _lead(Target.objects.filter(indicator=indicator).order_by("-document__edition_no", "sort_no").first())
    fit(row).save(force_insert=True)
    steps = [(p.year, given.get(p.year, p.value), p.year in given, bool(p.target)) for p in asked]
    Quota.objects.bulk_create(
        _quota(row, row.region, place, year, value, by_hand=changed, milestone=milestone)
        for place, (year, value, changed, milestone) in enumerate(steps)
    )
    _note(row, "", by=by, at=at, why=note)
    return row


@transaction.atomic
def decide(row: Apportionment, act: str, version: int, *, by: Officer, at: datetime, why: str = "") -> None:
    """Approve, return or withdraw a proposal. Raises NotNow when state or hands forbid it, Stale when it has moved on.

    Nobody approves or returns what they proposed. On approval it must still replace the one in force, so that two
    proposals never both stand.
    """
    Indicator.objects.select_for_update().get(pk=row.indicator_id)
    if row.state != Apportionment.PROPOSED:
        raise NotNow(gettext("状态是“%(state)s”，不能这样办理。") % {"state": row.get_state_display()})
    if not (may_withdraw if act == "withdraw" else may_decide)(by, row):
        raise NotNow(gettext("提出人不能批准或退回自己的方案，也只有提出人可以撤回。"))
    if act == "return" and not why:
        raise NotNow(gettext("退回要写明理由。"))
    if act == "approve":
        _may_be_issued(row)
    old = row.get_state_display()
    changes = {"state": ACTS[act], "issued": act == "approve", "decided_by": by, "decided_at": at, "reason": why[:300]}
    if not step(row, version, changes):
        row.refresh_from_db(fields=["version"])
        raise Stale(row.version, [])
    if row.issued:
        row.quotas.update(issued=True)
    _note(row, old, by=by, at=at, why=why)


def may_decide(officer: Officer, row: Apportionment) -> bool:
    """Somebody who approves, sees the whole, and is not the one who proposed it."""
    return _approves(officer) and row.state == Apportionment.PROPOSED and row.proposed_by_id != officer.pk


def may_withdraw(officer: Officer, row: Apportionment) -> bool:
    """Whoever proposed it, until somebody decides."""
    return row.state == Apportionment.PROPOSED and row.proposed_by_id == officer.pk


def standing(indicator: Indicator) -> list[Apportionment]:
    """What stands or waits for an indicator, of what this desk may see: in force and proposed, years first."""
    rows = Apportionment.objects.filter(indicator=indicator, state=Apportionment.PROPOSED) | in_force(indicator)
    return list(rows.select_related("target").prefetch_related("quotas__region").order_by("-axis", "year", "state"))


def in_force(indicator: Indicator) -> QuerySet[Apportionment]:
    """The approved ones that no other approved one has replaced."""
    approved = Apportionment.objects.filter(indicator=indicator, state=Apportionment.APPROVED)
    replaced: QuerySet[Apportionment] = approved.filter(replaces__isnull=False).values("replaces")
    return approved.exclude(pk__in=replaced)


def waiting_for(officer: Officer) -> QuerySet[Apportionment]:
    """我的待办: proposals that this person may approve or return, and their own that came back."""
    proposed = Apportionment.objects.select_related("indicator__ledger", "target", "proposed_by")
    if not _approves(officer):
        return proposed.none()
    return proposed.filter(state=Apportionment.PROPOSED).exclude(proposed_by=officer)


def begun_by(officer: Officer) -> QuerySet[Apportionment]:
    """我发起: what this person proposed, newest first."""
    return Apportionment.objects.filter(proposed_by=officer).select_related("indicator__ledger", "target")


def decided_by(officer: Officer) -> QuerySet[Apportionment]:
    """已办: what this person approved or returned, newest first."""
    rows = Apportionment.objects.filter(decided_by=officer).exclude(proposed_by=officer)
    return rows.select_related("indicator__ledger", "target").order_by("-decided_at", "id")


def _approves(officer: Officer) -> bool:
    return may(officer, Permission.APPROVE_APPORTIONMENT) and desk_now().whole


def _proposal(indicator: Indicator, axis: str, year: int | None, *, by: Officer, at: datetime) -> Apportionment:
    """An unsaved proposal of the working group that names the one in force as replaced."""
    if not (may(by, Permission.APPORTION) and desk_now().whole):
        raise NotNow(gettext("目标分解由质量强省工作专班提出。"))
    # Two at once for the same indicator: the second waits, and meets the proposal of the first.
    Indicator.objects.select_for_update().get(pk=indicator.pk)
    same = Apportionment.objects.filter(indicator=indicator, axis=axis, year=year)
    if same.filter(state=Apportionment.PROPOSED).exists():
        raise NotNow(gettext("已有一份方案等待批准；请先批准、退回或撤回那一份。"))
    province = Region.objects.get(kind=Region.PROVINCE)
    return Apportionment(
        indicator=indicator,
        axis=axis,
        year=year,
        region=province,
        by_region=province,
        replaces=in_force(indicator).filter(axis=axis, year=year).first(),
        proposed_by=by,
        proposed_at=at,
    )


def _changed(path: Sequence[PathPoint], by_hand: Mapping[int, Decimal]) -> dict[int, Decimal]:
    """The proposed years that somebody changed; a milestone is the plan's and stays."""
    given = {p.year: by_hand[p.year] for p in path if p.origin == "proposal" and p.year in by_hand}
    places = max(places_of(point.value) for point in path)
    if any(value < 0 or places_of(value) > places for value in given.values()):
        raise NotNow(gettext("人工填写的数值不能为负，小数位数不能多于里程碑。"))
    return given


def _quota(
    row: Apportionment,
    region: Region,
    place: int,
    year: int,
    value: Decimal,
    *,
    base: Decimal | None = None,
    by_hand: bool = False,
    milestone: bool = False,
) -> Quota:
    """An unsaved quota of a proposal, given by the same post under the same leading unit."""
    return Quota(
        apportionment=row,
        region=region,
        by_region=row.by_region,
        lead=row.lead,
        year=year,
        value=value,
        base=base,
        by_hand=by_hand,
        milestone=milestone,
        sort_no=place,
    )


def _may_be_issued(row: Apportionment) -> None:
    """The parts are the whole again, and the one it replaces is the one in force."""
    same = in_force(row.indicator).filter(axis=row.axis, year=row.year).values_list("pk", flat=True)
    if list(same) != [row.replaces_id] * bool(row.replaces_id):
        raise NotNow(gettext("提出之后又批准了另一份方案，请退回，再据现行方案重新提出。"))
    divided = row.axis == Apportionment.REGIONS and row.rule != Apportionment.SAME
    if divided and row.quotas.aggregate(sum=Sum("value"))["sum"] != row.total:
        raise NotNow(gettext("分解值之和与目标值不一致，不能批准。"))
    if outdated(row):
        raise NotNow(gettext("提出之后方案的目标值有了改动，请退回，按现行目标值重新提出。"))


def outdated(row: Apportionment) -> bool:
    """Whether the plan promises something else by now than what was divided, or another milestone than it kept."""
    if row.axis == Apportionment.REGIONS:
        return row.target is None or row.target.value != row.total
    promised = Target.objects.filter(document=row.indicator.ledger.edition_in_force(), indicator=row.indicator, per="")
    now = dict(promised.filter(year__isnull=False, value__isnull=False).values_list("year", "value"))
    return any(now.get(quota.year) != quota.value for quota in row.quotas.all() if quota.milestone)


def _lead(target: Target | None) -> Unit | None:
    """The unit that leads where the target stands; none for a target outside of the tasks."""
    if target is None or target.task is None:
        return None
    around = target.task.assignments.filter(start__lte=target.start, end__gte=target.end).first()
    return origin_of(target.task, around).lead


def _note(row: Apportionment, old: str, *, by: Officer, at: datetime, why: str) -> None:
    """The journal line of a state, open to whoever sees the proposal."""
    thing = f"{row.axis}:{row.indicator.slug}" + (f":{row.year}" if row.year else "")
    lines = [(thing, "state", old, row.get_state_display())]
    write_entries(lines, ledger=row.indicator.ledger.slug, by=by, at=at, why=why, seen_with=row.pk)
