"""目标分解方案: what stands, what waits, and the decision of a second person."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext
from ninja import Query, Schema

from zhiheng.directory.models import Officer
from zhiheng.division.allocating import begun_by, decide, decided_by, waiting_for
from zhiheng.division.models import Apportionment
from zhiheng.web.api.access import working
from zhiheng.web.api.paging import Paging, Word, page
from zhiheng.web.api.parts import Act
from zhiheng.web.api.problems import READING_ERRORS, WRITING_ERRORS, Unfit
from zhiheng.web.api.shapes import Number, Page, number

router = working("apportionments")


class QuotaShape(Schema):
    """A share: of a region in the year of the target, or of a year. ``milestone``: the plan's own number."""

    region: str
    year: int | None
    value: Number
    base: Number | None
    by_hand: bool
    milestone: bool


class ApportionmentShape(Schema):
    """A proposal with the shares that one may see; approved, it is never changed."""

    id: UUID
    ledger: str
    indicator: str
    target: str | None
    axis: Literal["regions", "years"]
    rule: str
    year: int | None
    total: Number | None
    base_note: str
    note: str
    replaces: UUID | None
    state: Literal["proposed", "approved", "returned", "withdrawn"]
    version: int
    proposed_by: str
    proposed_at: datetime
    decided_by: str | None
    decided_at: datetime | None
    reason: str
    quotas: list[QuotaShape]


MINE = {"waiting": waiting_for, "proposed": begun_by, "decided": decided_by}
"""我的待办, 我发起 and 已办 of the person."""


class ApportionmentFilters(Schema):
    """Filters: ids of a ledger and an indicator, a state, an axis; what waits for one, one proposed or decided."""

    mine: Literal["waiting", "proposed", "decided"] | None = None
    ledger: Word = ""
    indicator: Word = ""
    state: Literal["proposed", "approved", "returned", "withdrawn"] | None = None
    axis: Literal["regions", "years"] | None = None


@router.get(
    "/apportionments",
    response={200: Page[ApportionmentShape], **READING_ERRORS},
    summary="目标分解方案 apportionments",
)
def apportionments(request: HttpRequest, filters: Query[ApportionmentFilters], paging: Query[Paging]) -> dict[str, Any]:
    """What the post proposed or decides about, and what was approved of which it has a share; oldest first."""
    wanted: dict[str, Any] = {"indicator__ledger__slug": filters.ledger, "indicator__slug": filters.indicator}
    wanted |= {"state": filters.state, "axis": filters.axis}
    rows = _rows().filter(**{name: value for name, value in wanted.items() if value})
    if filters.mine:
        officer: Officer = request.user  # type: ignore[assignment]
        rows = rows.filter(pk__in=MINE[filters.mine](officer).order_by().values("pk"))
    return page(rows, paging, _shape, order="proposed_at")


@router.get(
    "/apportionments/{uuid:id}",
    response={200: ApportionmentShape, **READING_ERRORS},
    summary="一份方案 one apportionment",
)
def apportionment(request: HttpRequest, id: UUID) -> dict[str, Any]:
    """One by its id."""
    return _shape(get_object_or_404(_rows(), pk=id))


@router.post(
    "/apportionments/{uuid:id}/approve",
    response={200: ApportionmentShape, **WRITING_ERRORS},
    summary="批准 approve",
)
def approve(request: HttpRequest, id: UUID, body: Act) -> dict[str, Any]:
    """Approve what somebody else proposed, and issue it to the regions."""
    return _decided(request, id, "approve", body)


@router.post(
    "/apportionments/{uuid:id}/return", response={200: ApportionmentShape, **WRITING_ERRORS}, summary="退回 return"
)
def return_(request: HttpRequest, id: UUID, body: Act) -> dict[str, Any]:
    """Return what somebody else proposed, with the reason."""
    if not body.why.strip():
        raise Unfit([("why", gettext("退回要写明理由。"))])
    return _decided(request, id, "return", body)


@router.post(
    "/apportionments/{uuid:id}/withdraw",
    response={200: ApportionmentShape, **WRITING_ERRORS},
    summary="撤回方案 withdraw",
)
def withdraw(request: HttpRequest, id: UUID, body: Act) -> dict[str, Any]:
    """Take one's own proposal back before it is decided."""
    return _decided(request, id, "withdraw", body)


def _decided(request: HttpRequest, id: UUID, act: str, body: Act) -> dict[str, Any]:
    officer: Officer = request.user  # type: ignore[assignment]
    row = get_object_or_404(_rows(), pk=id)
    decide(row, act, body.version, by=officer, at=timezone.now(), why=body.why.strip())
    return shown(id)


def shown(id: UUID) -> dict[str, Any]:
    """A proposal as it stands now."""
    return _shape(_rows().get(pk=id))


def _rows() -> QuerySet[Apportionment]:
    related = ("indicator__ledger", "target", "proposed_by", "decided_by")
    rows: QuerySet[Apportionment] = Apportionment.objects.select_related(*related)
    return rows.prefetch_related("quotas__region")


def _shape(row: Apportionment) -> dict[str, Any]:
    """A proposal; the relation to its shares asks from the desk as well, so a region gets its own."""
    plain = ("axis", "rule", "year", "base_note", "note", "state", "version", "proposed_at", "decided_at", "reason")
    return {
        "id": row.pk,
        "ledger": row.indicator.ledger.slug,
        "indicator": row.indicator.slug,
        "target": row.target.number if row.target else None,
        **{name: getattr(row, name) for name in plain},
        "total": number(row.total),
        "replaces": row.replaces_id,
        "proposed_by": str(row.proposed_by),
        "decided_by": str(row.decided_by) if row.decided_by else None,
        "quotas": [
            {
                "region": quota.region.slug,
                "year": quota.year or None,
                "value": number(quota.value),
                "base": number(quota.base),
                "by_hand": quota.by_hand,
                "milestone": quota.milestone,
            }
            for quota in row.quotas.all()
        ],
    }
