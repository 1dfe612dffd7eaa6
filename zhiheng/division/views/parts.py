"""分解任务: everything that the desk may see, as a list, and what can be done to many at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from zhiheng.directory.models import Officer, Region
from zhiheng.directory.permissions import Permission, may, needs
from zhiheng.division.dividing import NotNow, move
from zhiheng.division.models import Part
from zhiheng.mechanisms.idempotency.once import once
from zhiheng.mechanisms.listing.columns import Act, Column, Filter
from zhiheng.mechanisms.listing.listing import ChooseAgain, Listing
from zhiheng.mechanisms.scope import desk_now
from zhiheng.mechanisms.versions import Stale

GIVEN, RECEIVED, WHOLE_TIME = "given", "received", "whole"
ACTS = (
    (Permission.ACCEPT_PART, Act("accept", _("签收"))),
    (Permission.DIVIDE, Act("issue", _("下达"))),
    (Permission.DIVIDE, Act("withdraw", _("撤回"), why=True)),
)
NAMED = 5
"""Parts that a report of what was not done names; the reason is what helps."""


@needs(Permission.SEE_PARTS)
@once
def parts(request: HttpRequest) -> HttpResponse:
    """The parts that the desk gave, received or oversees; a post does something to those selected."""
    officer: Officer = request.user  # type: ignore[assignment]
    listing = _listing(officer)
    if request.method == "POST":
        return _act(request, officer, listing)
    return _page(request, listing)


def _page(request: HttpRequest, listing: Listing, *, problem: str = "") -> HttpResponse:
    context = {"may_divide": may(request.user, Permission.DIVIDE)}
    return listing.answer(request, _parts(), "division/parts.html", context, problem=problem)


@require_safe
@needs(Permission.SEE_PARTS)
def parts_export(request: HttpRequest, fmt: str) -> HttpResponse:
    """What the list shows, all pages of it, as a file."""
    return _listing(request.user).export(request, _parts(), fmt)  # type: ignore[arg-type]


def _act(request: HttpRequest, officer: Officer, listing: Listing) -> HttpResponse:
    """Do it to every selected part that allows it, and say which did not and why."""
    act = next((one for one in listing.acts if one.key == request.POST.get("act")), None)
    if act is None:
        raise Http404
    why = request.POST.get("why", "").replace("\x00", "").strip()[:200]
    try:
        chosen = list(listing.selected(request, _parts()))
        if act.why and not why:
            raise ChooseAgain(gettext("请写明%(act)s的理由。") % {"act": act.label})
    except ChooseAgain as again:
        return _page(request, listing, problem=str(again))
    refused = move_many([(part, part.version) for part in chosen], act.key, by=officer, at=timezone.now(), why=why)
    if done := len(chosen) - sum(map(len, refused.values())):
        messages.success(request, gettext("已%(act)s %(n)d 项。") % {"act": act.label, "n": done})
    for refusal, left in refused.items():
        words = {"act": act.label, "n": len(left), "why": refusal, "which": "、".join(map(str, left[:NAMED]))}
        words["more"] = " …" if len(left) > NAMED else ""
        messages.warning(request, gettext("%(n)d 项没有%(act)s：%(why)s(%(which)s%(more)s)") % words)
    return redirect(request.get_full_path())


def move_many(
    chosen: Iterable[tuple[Part, int]], act: str, *, by: Officer, at: datetime, why: str
) -> dict[str, list[Part]]:
    """Do it to every part, of the version that was seen, that allows it; the others by the reason why not."""
    refused: dict[str, list[Part]] = defaultdict(list)
    for part, version in chosen:
        try:
            move(part, act, version, by=by, at=at, why=why)
        except NotNow as reason:
            refused[str(reason)].append(part)
        except Stale:
            refused[gettext("刚刚被他人改动，请核对后再办。")].append(part)
    return refused


def _parts() -> QuerySet[Part]:
    return Part.objects.select_related("ledger", "task__ledger", "region", "unit", "by_region", "by_unit", "lead")


def _listing(officer: Officer) -> Listing:
    """The list with what can be filtered by in the parts that the desk sees, and the acts that the role has."""
    return Listing(
        "parts",
        _("分解任务"),
        columns=COLUMNS,
        filters=_filters(),
        order=("ledger__sort_no", "task__sort_no", "start", "year", "quarter", "sort_no"),
        acts=tuple(act for permission, act in ACTS if may(officer, permission)),
        files="parts_export",
    )


COLUMNS = (
    Column("content", _("工作内容"), lambda p: p.content, link=Part.get_absolute_url, width=40),
    Column("receiver", _("接收方"), lambda p: p.receiver.label, order_by=("region__sort_no", "unit__sort_no")),
    Column("period", _("时期"), lambda p: p.period, "date", order_by=("year", "quarter"), width=14),
    Column("due", _("完成时限"), lambda p: p.due, "date", order_by=("due",), width=12),
    Column(
        "state", _("状态"), Part.get_state_display, order_by=("state",), width=14, template="division/part_state.html"
    ),
    Column("giver", _("下达方"), lambda p: p.giver.label, order_by=("by_region__sort_no", "by_unit__sort_no")),
    Column(
        "task",
        _("任务"),
        lambda p: f"{p.task.key} {p.task.label}",
        link=lambda p: p.task.get_absolute_url(),
        order_by=("ledger__sort_no", "task__sort_no"),
    ),
    Column("plan", _("方案"), lambda p: p.ledger.label, shown=False, width=30),
    Column("lead", _("牵头单位"), lambda p: p.lead.label if p.lead else None, shown=False),
    Column("contact", _("责任人"), lambda p: p.contact or None, shown=False),
    Column("note", _("备注"), lambda p: p.note or None, shown=False, width=24),
    Column("version", _("版本号"), lambda p: p.version, "number", shown=False, width=8),
)


def _filters() -> tuple[Filter, ...]:
    seen = Part.objects.order_by()
    tasks = seen.values_list("ledger__slug", "task__key", "task__heading", "task__sort_no").distinct()
    years = set(seen.values_list("year", flat=True).distinct())
    regions = Region.objects.filter(pk__in=seen.values("region"))
    return (
        Filter("mine", _("我发出、我收到"), _of_mine, "select", ((GIVEN, _("我发出的")), (RECEIVED, _("我收到的")))),
        Filter("state", _("状态"), lambda rows, state: rows.filter(state=state), "select", tuple(Part.STATES)),
        Filter(
            "task",
            _("任务"),
            _of_task,
            "select",
            tuple((f"{slug}:{key}", f"{key} {heading}"[:40]) for slug, key, heading, _no in sorted(tasks, key=_order)),
        ),
        Filter(
            "region",
            _("接收地区"),
            lambda rows, slug: rows.filter(region__slug=slug),
            "select",
            tuple((region.slug, region.label) for region in regions),
        ),
        Filter("year", _("年份"), _of_year, "select", tuple(_years(years))),
        Filter("q", _("包含文字"), _saying),
    )


def _order(found: tuple[str, str, str, int]) -> tuple[str, int]:
    return found[0], found[3]


def _years(years: Iterable[int | None]) -> Iterable[tuple[str, str]]:
    known = sorted(year for year in years if year)
    return [
        *((str(year), str(year)) for year in known),
        *([(WHOLE_TIME, gettext("方案全期"))] if None in years else []),
    ]


def _of_mine(rows: QuerySet[Part], direction: str) -> QuerySet[Part]:
    """What the post itself gave, or is itself to do; not what it merely oversees."""
    return rows.filter(Part.given_from(desk_now()) if direction == GIVEN else Part.received_at(desk_now()))


def _of_task(rows: QuerySet[Part], value: str) -> QuerySet[Part]:
    slug, _colon, key = value.partition(":")
    return rows.filter(ledger__slug=slug, task__key=key)


def _of_year(rows: QuerySet[Part], value: str) -> QuerySet[Part]:
    return rows.filter(year__isnull=True) if value == WHOLE_TIME else rows.filter(year=int(value))


def _saying(rows: QuerySet[Part], words: str) -> QuerySet[Part]:
    fields = ("content", "note", "contact", "task__heading", "region__name", "unit__name")
    found = Q()
    for field in fields:
        found |= Q(**{f"{field}__icontains": words})
    return rows.filter(found)
