"""The pages of a draw: it is begun from a list, bodies put their shares in, and its file is for everybody's check."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from zhiheng.mechanisms.cases.acting import NotNow, NotSo
from zhiheng.mechanisms.cases.asking import cleaned
from zhiheng.mechanisms.cases.declaring import Ask, Hand
from zhiheng.mechanisms.cases.forms import asking_form
from zhiheng.mechanisms.cases.views.opened import case_of, for_casework, handled, hands_of, way_to_case
from zhiheng.mechanisms.draw import ALGORITHM, recipe_of
from zhiheng.mechanisms.idempotency.once import once
from zhiheng.systems.sampling import drawing, roster
from zhiheng.systems.sampling.models import Draw, Sample, SamplingPlan

BEGIN = (
    Ask("roster", _("名单（一行一个）"), "long", longest=200_000),
    Ask("excluded", _("排除的编号和理由（一行一个）"), "long", required=False, longest=20_000),
    Ask("k", _("抽取数量"), "number"),
)
LINES = {
    Draw.FIRMS: _("统一社会信用代码、名称、县(市、区)、权数（可不写）；可从 Excel 粘贴。近期抽过的自动排除。"),
    Draw.SAMPLERS: _("编号、姓名、权数（可不写）；可以从 Excel 粘贴。"),
    Draw.LABORATORY: _("公布的复检机构名录：统一社会信用代码、名称；初检机构自动排除。"),
}
ACTS: dict[str, tuple[tuple[Ask, ...], Callable[..., Any]]] = {
    "commit": ((Ask("commitment", _("承诺值"), longest=64),), drawing.commit),
    "reveal": ((Ask("secret", _("揭示值"), longest=64),), drawing.reveal),
    "void": ((Ask("why", _("作废原因"), longest=200),), drawing.void),
    "recuse": ((Ask("who", _("回避的人员或者机构"), "choice"), Ask("why", _("回避理由"), longest=200)), drawing.recuse),
}
"""What is done with a draw: what is asked, and the act."""


@require_http_methods(["GET", "HEAD", "POST"])
@for_casework
@once
def new_draw(request: HttpRequest, pk: UUID, of: str) -> HttpResponse:
    """Freeze a list: of firms or samplers for a plan, of laboratories for a sample that is tested again."""
    if of not in LINES:
        raise Http404
    sample = handled(Sample.kind, pk) if of == Draw.LABORATORY else None
    plan = sample.plan if isinstance(sample, Sample) else handled(SamplingPlan.kind, pk)
    if plan is None or Hand.HANDLER not in hands_of(plan):
        raise Http404
    form = asking_form(BEGIN, request.POST if request.method == "POST" else None)
    form.fields["roster"].help_text = str(LINES[of])
    refused = ""
    if request.method == "POST" and form.is_valid():
        try:
            draw = _begun(request, plan, of, sample)
        except NotSo as wrong:
            for name, words in wrong.problems:
                form.add_error(name, words)
        except NotNow as reason:
            refused = str(reason)
        else:
            return redirect("draw", draw.pk)
    title = gettext("抽取%(of)s") % {"of": dict(Draw.OF)[of]}
    context = {"form": form, "title": title, "refused": refused, "crumbs": way_to_case(plan, (title, ""))}
    return render(request, "sampling/new_draw.html", context, status=409 if refused else 200)


def _begun(request: HttpRequest, plan: Any, of: str, sample: Any) -> Draw:
    said = cleaned(BEGIN, request.POST)
    excluded = []
    for line in filter(str.strip, (said["excluded"] or "").splitlines()):
        one, _space, why = line.strip().partition(" ")
        excluded.append({"id": one, "why": why})
    k = int(said["k"]) if said["k"].isdecimal() else 0
    items = roster.read(of, said["roster"])
    by, at = request.user, timezone.now()
    return drawing.begin(plan, of, items, k, excluded=excluded, sample=sample, by=by, at=at)


@require_http_methods(["GET", "HEAD", "POST"])
@for_casework
@once
def draw(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A draw that the desk sees; posted, a share is put in or revealed, it is voided, or one is recused."""
    row, act = _seen(pk), request.POST.get("act", "")
    asked = {key: _asks(asks, row) for key, (asks, _do) in ACTS.items()}
    forms = {key: asking_form(asks, request.POST if key == act else None) for key, asks in asked.items()}
    refused = ""
    if request.method == "POST":
        if act not in ACTS:
            raise Http404
        try:
            said = cleaned(asked[act], request.POST)
            ACTS[act][1](row, *said.values(), by=request.user, at=timezone.now())
        except NotSo as wrong:
            for name, words in wrong.problems:
                forms[act].add_error(name, words)
        except NotNow as reason:
            refused = str(reason)
        else:
            return redirect("draw", row.pk)
    context = _page(request, row) | {"forms": forms, "refused": refused}
    return render(request, "sampling/draw.html", context, status=409 if refused else 200)


def _asks(asks: tuple[Ask, ...], row: Draw) -> tuple[Ask, ...]:
    """What an act asks; somebody who is recused is chosen from those who were drawn."""
    standing = tuple((line["id"], line["name"]) for line in row.standing)
    return tuple(replace(ask, choices=standing) if ask.name == "who" else ask for ask in asks)


def _seen(pk: UUID) -> Draw:
    found: Draw | None = Draw.objects.select_related("plan", "replaces").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _page(request: HttpRequest, row: Draw) -> dict[str, Any]:
    """What the page of a draw shows, and which of its forms are for whoever asks."""
    plan, shares = case_of(SamplingPlan.kind, row.plan_id), list(row.shares.select_related("by"))
    party = drawing.party_of(request.user)
    own = next((share for share in shares if share.party == party), None)
    bodies = {drawing.body_of(share.by) for share in shares}
    begun = any(share.secret for share in shares)
    handles = Hand.HANDLER in hands_of(plan)
    gone = {one["id"]: one["why"] for one in row.recused}
    return {
        "draw": row,
        "plan": plan,
        "title": gettext("第 %(nth)d 次抽取：%(of)s") % {"nth": row.nth, "of": row.get_of_display()},
        "items": row.recipe["items"],
        "shares": shares,
        "party": party,
        "algorithm": ALGORITHM,
        "picked": [(line, gone.get(line["id"], "")) for line in row.named(row.picked or [])],
        "may_commit": row.open and not begun and drawing.body_of(request.user) not in bodies,
        "silent": drawing.silent(plan),
        "may_reveal": row.open and own is not None and not own.secret,
        "may_void": row.open and handles,
        "may_recuse": handles and row.of != Draw.FIRMS and bool(row.standing),
        "crumbs": way_to_case(plan, (gettext("随机抽取"), "")),
        "demo_shown": plan.demo,
    }


@require_safe
@for_casework
def draw_recipe(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The file of a draw: what was frozen, the shares, the result; ``zhiheng draw-verify`` computes it again."""
    row = _seen(pk)
    shares: list[Any] = list(row.shares.values("party", "commitment", "secret"))
    answer = JsonResponse(
        recipe_of(row.recipe, shares, row.picked or []), json_dumps_params={"ensure_ascii": False, "indent": 1}
    )
    answer["Content-Disposition"] = f'attachment; filename="draw-{row.frozen[:12]}.json"'
    return answer
