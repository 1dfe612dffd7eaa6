"""The acts of a draw: a list is frozen, shares are committed and revealed; one withheld voids it, in sight of all."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language, gettext

from zhiheng.mechanisms.cases.acting import NotNow, NotSo
from zhiheng.mechanisms.cases.declaring import Hand
from zhiheng.mechanisms.draw import NotDrawable, commitment, freeze, frozen_hash, picked, seed_of, tidy
from zhiheng.mechanisms.journal.models import write_entries
from zhiheng.mechanisms.parameters import parameters
from zhiheng.mechanisms.scope import desk_now, everywhere
from zhiheng.systems.sampling import repeating
from zhiheng.systems.sampling.models.draw import Draw, DrawShare

HEX = re.compile(r"[0-9a-f]{64}")
WHEN = {
    Draw.FIRMS: {"ruled", "drawn"},
    Draw.SAMPLERS: {"ruled", "drawn", "running"},
    Draw.LABORATORY: {"running"},
}
"""In which states of its plan something is drawn."""


@transaction.atomic
def begin(
    plan: Any,
    of: str,
    items: Iterable[Mapping[str, Any]],
    k: int,
    *,
    excluded: Iterable[Mapping[str, str]] = (),
    sample: Any = None,
    by: Any,
    at: datetime,
) -> Draw:
    """Freeze the list of a draw, as who handles the plan (第18号令15): NotNow when there is nothing to draw, NotSo for

    a list that cannot be drawn from. Firms that were sampled lately, the laboratory that tested first, and whoever has
    been drawn or recused already are left out, with that reason. After a void draw the new one names it.
    """
    plan = _may_begin(plan, of, sample, k)
    told = {tidy(str(one["id"])): str(one["why"]) for one in excluded} | _left_out(plan, of, sample, at)
    lines = [item for item in items if tidy(str(item["id"])) not in told]
    before = plan.draws.filter(of=of, sample=sample).exclude(void_why="").order_by("nth").last()
    purpose = f"{plan.number} {dict(Draw.OF)[of]}" if sample is None else f"{sample.number} {dict(Draw.OF)[of]}"
    try:
        why = [{"id": one, "why": words} for one, words in told.items()]
        frozen = freeze(purpose, lines, why, k, replaces=before.frozen if before else "")
    except NotDrawable as wrong:
        words = wrong.message_en if get_language() == "en" else wrong.message_zh
        raise NotSo([("roster", words)]) from None
    _as_bound(binding(plan, of, sample), frozen)
    own, nth = frozen_hash(frozen), plan.draws.count() + 1
    draw = Draw(plan=plan, sample=sample, nth=nth, of=of, recipe=frozen, frozen=own, replaces=before)
    draw.frozen_at, draw.by = at, by
    draw.save(force_insert=True)
    _told(draw, "冻结名单", own, by=by, at=at, why=purpose)
    return draw


def _as_bound(bound: Draw | None, frozen: Mapping[str, Any]) -> None:
    """NotSo when a list is not that of the draw that it has to take over, but for whom it leaves out."""
    if bound is None:
        return
    gone = {one["id"] for one in frozen["excluded"]}
    kept = [line for line in bound.recipe["items"] if line["id"] not in gone]
    if (bound.recipe["k"], kept) != (frozen["k"], frozen["items"]):
        words = gettext("第 %(n)d 次抽取在揭示以后作废：名单和数量沿用冻结的，只能写明理由排除。")
        raise NotSo([("roster", words % {"n": bound.nth})])


def binding(plan: Any, of: str, sample: Any) -> Draw | None:
    """The void draw whose list and number the next one takes over: somebody had revealed, so who withheld could know

    the result. None when nothing is to be made good.
    """
    found: Draw | None = None
    for draw in plan.draws.filter(of=of, sample=sample).order_by("nth").prefetch_related("shares"):
        if draw.picked is not None:
            found = None
        elif draw.void_why and any(share.secret for share in draw.shares.all()):
            found = draw
    return found


def silent(plan: Any) -> dict[str, int]:
    """Who withheld a share after another had revealed, and in how many draws of a plan."""
    found: Counter[str] = Counter()
    for draw in plan.draws.exclude(void_why="").prefetch_related("shares"):
        shares = list(draw.shares.all())
        if any(share.secret for share in shares):
            found.update(share.party for share in shares if not share.secret)
    return dict(found.most_common())


def _may_begin(plan: Any, of: str, sample: Any, k: int) -> Any:
    """The plan, locked against another draw at once; NotNow when nothing is to be drawn for it."""
    _handled(plan)
    plan = type(plan).objects.select_for_update().get(pk=plan.pk)
    if plan.state not in WHEN[of]:
        words = {"state": plan.in_state.label}
        raise NotNow(gettext("计划现在是“%(state)s”，不能抽取；实施细则公开以后才抽取。") % words)
    if (of == Draw.LABORATORY) != (sample is not None and sample.state == "retesting"):
        raise NotNow(gettext("复检机构在复检时为一个样品抽取。"))
    earlier = plan.draws.filter(of=of, sample=sample, void_why="")
    if any(draw.open for draw in earlier):
        raise NotNow(gettext("有一次抽取还没有完成。"))
    if not earlier:
        return plan
    missing = earlier[0].recipe["k"] - sum(len(draw.standing) for draw in earlier)
    if k > missing:
        words = {"n": missing}
        raise NotNow(gettext("已经抽取过；只能补抽回避的名额，现在缺 %(n)d 个。") % words)
    return plan


def _left_out(plan: Any, of: str, sample: Any, at: datetime) -> dict[str, str]:
    """Who is left out of a draw whatever the list says, with the reason."""
    bound = binding(plan, of, sample)
    found = {one["id"]: one["why"] for one in bound.recipe["excluded"]} if bound else {}
    for draw in plan.draws.filter(of=of, sample=sample, void_why=""):
        found |= {one: gettext("已经抽到") for one in draw.picked or []}
        found |= {one["id"]: gettext("回避：%(why)s") % {"why": one["why"]} for one in draw.recused}
    if of == Draw.FIRMS:
        with everywhere():
            found |= repeating.lately(plan, timezone.localdate(at))
    if sample is not None:
        found[sample.tested_by_code] = gettext("初检机构")
    return found


@transaction.atomic
def commit(draw: Draw, committed: str, *, by: Any, at: datetime) -> DrawShare:
    """Put the hash of a share into a draw, as one of the bodies that see its plan: each once, none after a reveal."""
    draw = _locked(draw)
    party, shares = party_of(by), list(draw.shares.select_related("by"))
    if any(share.secret for share in shares):
        raise NotNow(gettext("已经开始揭示，不能再承诺。"))
    if any(share.party == party for share in shares):
        raise NotNow(gettext("%(party)s 已经承诺过。") % {"party": party})
    if same := next((share.party for share in shares if body_of(share.by) == body_of(by)), ""):
        words = {"party": party, "other": same}
        raise NotNow(gettext("%(party)s 和已经承诺的 %(other)s 属于同一地区的机关，算一个单位。") % words)
    if not HEX.fullmatch(committed):
        raise NotSo([("commitment", gettext("承诺值是 64 位十六进制数（0–9、a–f）。"))])
    if any(share.commitment == committed for share in shares):
        raise NotSo([("commitment", gettext("和另一方的承诺值相同：照抄的承诺无效。"))])
    row = DrawShare(draw=draw, nth=len(shares) + 1, party=party, by=by, commitment=committed, committed_at=at)
    row.save(force_insert=True)
    return row


@transaction.atomic
def reveal(draw: Draw, secret: str, *, by: Any, at: datetime) -> Draw:
    """Reveal the share of one's own body; the last one makes the draw. NotSo for bytes that were not committed to."""
    draw = _locked(draw)
    shares, party = list(draw.shares.select_for_update()), party_of(by)
    fewest = int(str(parameters()["sampling.draw_parties"].on(timezone.localdate(draw.frozen_at)).value))
    own = next((share for share in shares if share.party == party), None)
    if own is None or own.secret:
        raise NotNow(gettext("%(party)s 没有要揭示的份额。") % {"party": party})
    if len(shares) < fewest:
        raise NotNow(gettext("至少要有 %(n)d 个不同单位承诺之后才能揭示。") % {"n": fewest})
    if not HEX.fullmatch(secret) or commitment(draw.frozen, party, secret) != own.commitment:
        raise NotSo([("secret", gettext("揭示值与承诺值不符。"))])
    own.secret, own.revealed_at = secret, at
    own.save()
    if all(share.secret for share in shares):
        draw.picked = picked(draw.recipe, seed_of(draw.frozen, [share.secret for share in shares]))
        draw.picked_at = at
        draw.save()
    return draw


@transaction.atomic
def void(draw: Draw, why: str, *, by: Any, at: datetime) -> Draw:
    """Give a draw up whose share is withheld; it stays visible, and names who did not reveal."""
    _handled(draw.plan)
    draw = _locked(draw)
    if not why.strip():
        raise NotSo([("why", gettext("请写作废原因。"))])
    silent = [share.party for share in draw.shares.all() if not share.secret]
    named = gettext("没有揭示：%(who)s。") % {"who": "、".join(silent)} if silent else ""
    draw.void_why = (named + why.strip())[:300]
    draw.save()
    _told(draw, "作废", draw.void_why, by=by, at=at, why=why)
    return draw


@transaction.atomic
def recuse(draw: Draw, who: str, why: str, *, by: Any, at: datetime) -> Draw:
    """回避: who was drawn does not act, for a reason that stays visible; another is drawn for the place."""
    _handled(draw.plan)
    draw = Draw.objects.select_for_update().get(pk=draw.pk)
    if draw.of == Draw.FIRMS:
        raise NotNow(gettext("抽样单位不能回避；抽不到样品的，在样品上登记。"))
    if who not in {line["id"] for line in draw.standing}:
        raise NotSo([("who", gettext("没有抽到“%(who)s”，或者已经回避。") % {"who": who})])
    if not why.strip():
        raise NotSo([("why", gettext("请写回避理由。"))])
    draw.recused = [*draw.recused, {"id": who, "why": why.strip()[:200]}]
    draw.save()
    _told(draw, "回避", who, by=by, at=at, why=why)
    return draw


def party_of(officer: Any) -> str:
    """The body for which an account puts a share in: its unit, else its region, else its firm; never typed."""
    if officer.unit is not None:
        return str(officer.unit.name)
    return str(officer.region.name) if officer.role != "firm" and officer.region is not None else officer.firm_code


def body_of(officer: Any) -> str:
    """Whose will a share is: a firm's or laboratory's own; all offices of one region, whatever they are called, count

    as one, for a bureau and its region's inspectors are one authority.
    """
    if officer.role == "firm" or officer.region is None:
        return party_of(officer)
    return f"region {officer.region_id}"


def _handled(plan: Any) -> None:
    if Hand.HANDLER not in plan.hands(desk_now()):
        raise NotNow(gettext("您不能这样办理这个办件。"))


def _locked(draw: Draw) -> Draw:
    found: Draw = Draw.objects.select_for_update().get(pk=draw.pk)
    if not found.open:
        raise NotNow(gettext("这次抽取已经完成或者作废。"))
    return found


def _told(draw: Draw, field: str, new: str, *, by: Any, at: datetime, why: str) -> None:
    line = (f"{draw.plan.number} 第{draw.nth}次抽取", field, "", new)
    write_entries([line], ledger="sampling_plan", by=by, at=at, why=why[:300], seen_with=draw.plan_id)
