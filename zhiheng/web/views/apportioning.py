"""分解到地区: the form that divides a target among the regions, shows its arithmetic, and puts it forward.

The numbers are worked out on the server from what the form says; only what the person has seen is put forward.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext

from zhiheng.data import census
from zhiheng.directory.models import Region
from zhiheng.directory.permissions import Permission, needs
from zhiheng.division import allocating
from zhiheng.division.apportioning import Apportioned, NotApportioned, Rule, Share, not_added_up
from zhiheng.division.models import Apportionment
from zhiheng.division.templatetags.shares import arithmetic
from zhiheng.ledger.models import Indicator, Target
from zhiheng.ledger.views.opened import opened, way_to
from zhiheng.mechanisms.idempotency.once import once
from zhiheng.mechanisms.workbooks.fields import Field
from zhiheng.mechanisms.workbooks.typed import Wrong, value_of
from zhiheng.reporting.models import Figure
from zhiheng.supervision.figures import known

LARGEST = Decimal(10) ** 17
"""What the column of a quota holds."""
WORDS: dict[str, Any] = dict(Apportionment.RULES)


@dataclass(frozen=True)
class Typed:
    """The numbers that a person put into the fields of a form, by key, and what is wrong with the others."""

    sent: Mapping[str, str]
    values: Mapping[str, Decimal]
    wrong: Mapping[str, str]


@dataclass(frozen=True)
class Line:
    """A region in the table: what the rule gives it and how, and what the person typed instead."""

    region: Region
    share: Share | None
    arithmetic: str
    typed: str
    wrong: str


@dataclass(frozen=True)
class Sheet:
    """A division of a target as the form asks for it; ``found`` is None where ``problem`` says why there is none."""

    target: Target
    rule: Rule
    rules: Sequence[tuple[str, str]]
    year: int | None
    years: Sequence[int]
    demo: bool
    regions: Sequence[Region]
    typed: Typed
    found: Apportioned | None
    problem: str

    @property
    def why_same(self) -> str:
        """Why the target is not divided; "" where it is."""
        words = not_added_up(self.target.kind, self.target.unit, self.target.per)
        return gettext(words) if words else ""

    @property
    def seen(self) -> str:
        """The values as the page shows them; they come back with the form."""
        return ",".join(f"{share.value:f}" for share in self.found.shares) if self.found else ""

    @property
    def ready(self) -> bool:
        return self.found is not None and self.found.whole and not self.typed.wrong

    @property
    def base_note(self) -> str:
        """What the bases are, for the record; in Chinese, as everything that is written down."""
        if self.rule == "population":
            return f"{census().name}（{census().as_of}）常住人口，来源：{census().source}"
        if self.rule != "base" or self.year is None:
            return ""
        return f"{self.year}年各地数值" + ("（演示数据）" if self.demo else "")

    @property
    def unverified(self) -> list[Region]:
        """The regions whose census row was not yet compared with the published text."""
        return [r for r in self.regions if self.rule == "population" and r.slug in census().unverified]

    @property
    def lines(self) -> list[Line]:
        shares = {share.region: share for share in self.found.shares} if self.found else {}
        return [
            Line(
                region,
                shares.get(region.slug),
                arithmetic(self.found, shares.get(region.slug)),
                self.typed.sent.get(region.slug, ""),
                self.typed.wrong.get(region.slug, ""),
            )
            for region in self.regions
        ]


@needs(Permission.APPORTION)
@once
def apportion(request: HttpRequest, slug: str, indicator: str) -> HttpResponseBase:
    """``?target=T38&rule=population`` works a division out; a post that agrees with what was shown proposes it."""
    row, targets = promises(slug, indicator)
    sent = request.POST if request.method == "POST" else request.GET
    sheet = sheet_of(row, [target for target in targets if allocating.rules_for(target)], sent)
    context = frame(row, gettext("分解到地区"), sent) | {"targets": targets, "sheet": sheet}
    context["demo_shown"] = sheet is not None and sheet.demo
    if request.method == "POST" and sent.get("act") == "propose" and sheet and sheet.ready:
        if sent.get("seen") != sheet.seen:
            return render(request, "web/apportion.html", context | {"moved": True})
        return put_forward(
            request,
            context,
            "web/apportion.html",
            lambda **who: allocating.propose_shares(sheet.target, sheet.found, base_note=sheet.base_note, **who),  # type: ignore[arg-type]
        )
    return render(request, "web/apportion.html", context)


def promises(slug: str, indicator: str) -> tuple[Indicator, list[Target]]:
    """An indicator of the edition in force and what is promised of it, in the order of the document."""
    ledger, document = opened(slug)
    row = get_object_or_404(Indicator, ledger=ledger, slug=indicator)
    row.ledger = ledger
    found = Target.objects.filter(indicator=row, document=document).select_related(
        "task", "clause", "indicator__ledger"
    )
    return row, list(found)


def frame(row: Indicator, heading: str, sent: QueryDict) -> dict[str, Any]:
    """What both forms show around their table."""
    crumbs = way_to(
        row.ledger,
        (gettext("指标目录"), reverse("indicators", args=[row.ledger.slug])),
        (row.label, row.get_absolute_url()),
        (heading, ""),
    )
    note = sent.get("note", "").replace("\x00", "").strip()[:500]
    return {"ledger": row.ledger, "indicator": row, "heading": heading, "crumbs": crumbs, "note": note}


def put_forward(request: HttpRequest, context: dict[str, Any], template: str, propose: Any) -> HttpResponseBase:
    """Propose and lead to the proposal; where it cannot be, say why beside what was typed."""
    try:
        made = propose(note=context["note"], by=request.user, at=timezone.now())
    except allocating.NotNow as not_now:
        return render(request, template, context | {"not_now": str(not_now)})
    messages.success(request, gettext("已提出，等待另一人批准；批准之前只是建议。"))
    return redirect(made)


def typed_in(sent: QueryDict, keys: Iterable[str], unit: str) -> Typed:
    """The numbers of the fields ``hand-<key>``, as people type them: full-width digits, 1.2万, thousands marks."""
    said = {key: sent.get(f"hand-{key}", "").replace("\x00", "").strip()[:40] for key in keys}
    field = Field("hand", gettext("人工填写"), "decimal", unit=unit)
    values, wrong = {}, {}
    for key, text in said.items():
        try:
            value = value_of(text, field)
            if isinstance(value, Decimal) and abs(value) >= LARGEST:
                raise Wrong("数字太大，请核对计量单位", "too large: check the unit of measure")
        except Wrong as problem:
            wrong[key] = problem.said_en if get_language() == "en" else problem.said_zh
            continue
        if isinstance(value, Decimal):
            values[key] = value
    return Typed(said, values, wrong)


def sheet_of(row: Indicator, targets: Sequence[Target], sent: QueryDict) -> Sheet | None:
    """What the form asks for; what it leaves open or has wrong is filled with the usual. None without a number."""
    on = timezone.localdate()
    target = next((t for t in targets if t.number == sent.get("target")), _next_due(targets, on))
    if target is None:
        return None
    offered = allocating.rules_for(target)
    rule = next((key for key in offered if key == sent.get("rule")), offered[0])
    regions = allocating.taking_part(target, on)
    figures = _by_year(row, regions, on)
    year = next((y for y in figures if str(y) == sent.get("year")), next(iter(figures), None))
    bases = figures.get(year or 0, []) if rule == "base" else []
    typed = typed_in(sent, [] if rule == "same" else [region.slug for region in regions], target.unit)
    found, problem = _shared_out(target, rule, regions, bases, typed)
    return Sheet(
        target=target,
        rule=rule,
        rules=[(key, WORDS[key]) for key in offered],
        year=year,
        years=list(figures),
        demo=any(figure.demo for figure in bases),
        regions=regions,
        typed=typed,
        found=found,
        problem=problem,
    )


def _shared_out(
    target: Target, rule: Rule, regions: Sequence[Region], bases: Iterable[Figure], typed: Typed
) -> tuple[Apportioned | None, str]:
    """The division, or why there is none, with the regions by name."""
    values = {figure.region.slug: Decimal(figure.value) for figure in bases}
    try:
        return allocating.shared_out(target, rule, regions, bases=values, by_hand=typed.values), ""
    except NotApportioned as refused:
        names = "、".join(region.label for region in regions if region.slug in refused.regions)
        return None, gettext(refused.template) % {"regions": names}


def _next_due(targets: Sequence[Target], on: date) -> Target | None:
    """The promise that is due next, or that is asked of every year; else the last."""
    ahead = [t for t in targets if t.year is None or t.year >= on.year]
    return min(ahead, key=lambda t: t.year or 0) if ahead else (targets[-1] if targets else None)


def _by_year(row: Indicator, regions: Sequence[Region], on: date) -> dict[int, list[Figure]]:
    """The yearly figures of the regions, newest year first."""
    found: dict[int, list[Figure]] = {}
    yearly = [figure for figure in known([row], until=on.year, region__in=regions).figures if not figure.quarter]
    for figure in sorted(yearly, key=lambda figure: -figure.year):
        found.setdefault(figure.year, []).append(figure)
    return found
