"""年度路径: the form that proposes the years between an indicator's milestones, marked as what it is: a proposal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext

from zhiheng.directory.models import Region
from zhiheng.directory.permissions import Permission, needs
from zhiheng.division import allocating
from zhiheng.division.paths import WAYS, Known, PathPoint, Way, proposed_path, usual_way
from zhiheng.ledger.models import Indicator, Target
from zhiheng.mechanisms.idempotency.once import once
from zhiheng.reporting.models import Figure
from zhiheng.supervision.figures import known
from zhiheng.supervision.standing import province_figures
from zhiheng.web.views.apportioning import WORDS, Typed, frame, promises, put_forward, typed_in


@dataclass(frozen=True)
class Step:
    """A year in the table, with what the person typed instead of a proposal."""

    point: PathPoint
    milestone: Target | None
    typed: str
    wrong: str


@dataclass(frozen=True)
class PathSheet:
    """A path as the form asks for it; ``start`` is the figure that it begins with, if there is one."""

    path: Sequence[PathPoint]
    way: Way
    ways: Sequence[tuple[str, str]]
    start: Figure | None
    targets: Sequence[Target]
    typed: Typed

    @property
    def open(self) -> bool:
        """Whether there is a year to propose."""
        return any(point.origin == "proposal" for point in self.path)

    @property
    def seen(self) -> str:
        """The values as the page shows them; they come back with the form."""
        return ",".join(f"{point.year}:{point.value:f}" for point in self.path)

    @property
    def base_note(self) -> str:
        """Where the path begins, for the record; in Chinese, as everything that is written down."""
        start = self.start
        return f"起点：{start.year}年数值 {start.plain_value}（来源：{start.source}）" if start else ""

    @property
    def steps(self) -> list[Step]:
        by_number = {target.number: target for target in self.targets}
        said, wrong = self.typed.sent, self.typed.wrong
        return [
            Step(point, by_number.get(point.target), said.get(str(point.year), ""), wrong.get(str(point.year), ""))
            for point in self.path
        ]


@needs(Permission.APPORTION)
@once
def yearly_path(request: HttpRequest, slug: str, indicator: str) -> HttpResponseBase:
    """``?way=steps`` works the years out; a post that agrees with what was shown puts them forward."""
    row, targets = promises(slug, indicator)
    sent = request.POST if request.method == "POST" else request.GET
    sheet = sheet_of(row, targets, sent, timezone.localdate())
    context = frame(row, gettext("提出年度路径"), sent) | {"sheet": sheet}
    context["demo_shown"] = sheet.start is not None and sheet.start.demo
    if request.method == "POST" and sent.get("act") == "propose" and sheet.open and not sheet.typed.wrong:
        if sent.get("seen") != sheet.seen:
            return render(request, "web/yearly_path.html", context | {"moved": True})
        by_hand = {int(year): value for year, value in sheet.typed.values.items()}
        return put_forward(
            request,
            context,
            "web/yearly_path.html",
            lambda **who: allocating.propose_years(
                row, sheet.path, sheet.way, by_hand=by_hand, base_note=sheet.base_note, **who
            ),
        )
    return render(request, "web/yearly_path.html", context)


def sheet_of(row: Indicator, targets: Sequence[Target], sent: QueryDict, on: date) -> PathSheet:
    """What the form asks for; a way that it leaves open or has wrong is the usual one."""
    dated = [t for t in targets if t.value is not None and t.year and not t.per and t.unit == row.unit]
    milestones = [
        Known(t.year, Decimal(t.value).normalize(), t.number) for t in dated if t.year and t.value is not None
    ]
    start = _first_figure(row, on)
    known = milestones
    if start and milestones and start.year < min(point.year for point in milestones):
        known = [Known(start.year, Decimal(start.value).normalize()), *milestones]
    offered = [way for way in WAYS if way != "growth" or all(point.value > 0 for point in known)]
    usual = usual_way(dated[0].kind, dated[0].comparator) if dated else "steps"
    way = next((way for way in offered if way == sent.get("way")), usual)
    years = range(min(p.year for p in known), max(p.year for p in known) + 1) if known else range(0)
    path = proposed_path(known, years, way)
    return PathSheet(
        path=path,
        way=way,
        ways=[(key, WORDS[key]) for key in offered],
        start=start if len(known) > len(milestones) else None,
        targets=dated,
        typed=typed_in(sent, [str(point.year) for point in path if point.origin == "proposal"], row.unit),
    )


def _first_figure(row: Indicator, on: date) -> Figure | None:
    """The province's figure of the year in which the plan begins."""
    begins = row.ledger.period_start or 0
    figures = [one for one in known([row], until=begins).figures if (one.year, one.quarter) == (begins, 0)]
    return next(iter(province_figures(figures, list(Region.objects.reporting(on)))), None)
