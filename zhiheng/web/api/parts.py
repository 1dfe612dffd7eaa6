"""分解任务: what the pages of the division do, by the same actions and from the same desk."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext
from ninja import Query, Schema, Status
from pydantic import ConfigDict, Field, StrictBool, StringConstraints

from zhiheng.directory.models import Region, Unit
from zhiheng.directory.permissions import Permission
from zhiheng.division import todo
from zhiheng.division.dividing import MOST_SHARES, DivisionRefused, Share, amend, divide, move
from zhiheng.division.models import Part
from zhiheng.division.origin import Origin, divisible, may_divide, origin_of, origin_of_part
from zhiheng.ledger.models import Task
from zhiheng.ledger.views.opened import opened
from zhiheng.mechanisms.scope import desk_now
from zhiheng.web.api.access import officer_of, working
from zhiheng.web.api.paging import LARGEST, Paging, Word, page
from zhiheng.web.api.problems import READING_ERRORS, WRITING_ERRORS, Unfit
from zhiheng.web.api.shapes import Page, Span

router = working("parts")

Text = Annotated[str, StringConstraints(max_length=500, pattern=r"^[^\x00]*$")]
Why = Annotated[str, StringConstraints(max_length=300, pattern=r"^[^\x00]*$")]
PlanYear = Annotated[int | None, Field(ge=1900, le=2200)]
Version = Annotated[int, Field(ge=1, le=LARGEST, strict=True)]


class PostShape(Schema):
    """Who gives or receives: ``kind`` is region or unit, ``id`` its id in the directory."""

    kind: Literal["region", "unit"]
    id: str
    name: str


class PartShape(Schema):
    """A part. ``span`` counts in the text of ``edition``. No ``year``: the whole plan; no ``quarter``: all year."""

    id: UUID
    ledger: str
    task: str
    edition: int
    span: Span
    quote: str
    parent: UUID | None
    giver: PostShape
    receiver: PostShape
    lead: str | None
    content: str
    year: int | None
    quarter: int | None
    due: date | None
    contact: str
    note: str
    state: Literal["draft", "issued", "accepted", "withdrawn"]
    version: int


MINE = {"to_accept": todo.to_accept, "to_issue": todo.to_issue, "given": todo.given}
"""我的待办 and 我发起 of the post."""


class PartFilters(Schema):
    """Filters of parts: ids of ledger, task, region and unit that receive, a parent, a state, a year.

    ``mine``: what waits for the post to accept or to issue, or what it gave and stands.
    """

    mine: Literal["to_accept", "to_issue", "given"] | None = None
    ledger: Word = ""
    task: Word = ""
    region: Word = ""
    unit: Word = ""
    parent: UUID | None = None
    state: Literal["draft", "issued", "accepted", "withdrawn"] | None = None
    year: Annotated[int | None, Query(ge=1900, le=2200)] = None


class Values(Schema):
    """What a giver says of a part."""

    model_config = ConfigDict(extra="forbid")

    content: Text = ""
    year: PlanYear = None
    quarter: Annotated[int | None, Field(ge=1, le=4)] = None
    due: date | None = None
    contact: Annotated[str, StringConstraints(max_length=60, pattern=r"^[^\x00]*$")] = ""
    note: Why = ""


class NewPart(Values):
    """One receiver, a region or a unit by its id, with what it is to do."""

    region: Word = ""
    unit: Word = ""


class Division(Schema):
    """A task, or a part that was accepted, divided. ``mark`` is the place, from 1, of the assignment among those of the

    task; it is needed where one may divide more than one. ``issue``: at once, not kept as drafts.
    """

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "example": {
                "ledger": "hebei-2023-2027",
                "task": "二(二)4",
                "issue": True,
                "parts": [{"region": "tangshan", "year": 2026, "content": "开展消费投诉公示。", "due": "2026-12-31"}],
            }
        },
    )

    ledger: Word = ""
    task: Word = ""
    mark: Annotated[int | None, Field(ge=1, le=1000)] = None
    parent: UUID | None = None
    issue: StrictBool = False
    why: Why = ""
    parts: Annotated[list[NewPart], Field(min_length=1, max_length=MOST_SHARES)]


class Amendment(Values):
    """The fields to change, the version that was read, and why."""

    version: Version
    why: Why = ""


class Act(Schema):
    """The version that was read, and why; a withdrawal needs its reason."""

    model_config = ConfigDict(extra="forbid")

    version: Version
    why: Why = ""


class Made(Schema):
    """The parts of a division."""

    items: list[PartShape]


@router.get("/parts", response={200: Page[PartShape], **READING_ERRORS}, summary="分解任务 parts")
def parts(request: HttpRequest, filters: Query[PartFilters], paging: Query[Paging]) -> dict[str, Any]:
    """The parts that the post gives, receives or oversees, in the order they were made."""
    wanted: dict[str, Any] = {"ledger__slug": filters.ledger, "task__key": filters.task, "region__slug": filters.region}
    wanted |= {"unit__slug": filters.unit, "state": filters.state, "year": filters.year, "parent": filters.parent}
    rows = parts_for(request).filter(**{name: value for name, value in wanted.items() if value})
    if filters.mine:
        mine = MINE[filters.mine](officer_of(request, Permission.SEE_PARTS))
        rows = rows.filter(pk__in=mine.order_by().values("pk"))
    return page(rows, paging, shape_of, order="made_at")


@router.post("/parts", response={201: Made, **WRITING_ERRORS}, summary="分解 divide")
def new_parts(request: HttpRequest, body: Division) -> Status:
    """Divide an assignment, a task that names nobody, or an accepted part, among regions, units and periods."""
    officer, at = officer_of(request, Permission.DIVIDE), timezone.now()
    origin = _origin(body)
    receivers = [_receiver(new) for new in body.parts]
    if None in receivers:
        words = gettext("region 和 unit 请填一个，写目录里有的标识。")
        raise Unfit([(f"parts.{place}.receiver", words) for place, found in enumerate(receivers) if found is None])
    shares = [Share(receiver=found, **_said(new)) for found, new in zip(receivers, body.parts, strict=True) if found]
    try:
        made = divide(origin, shares, issue=body.issue, by=officer, at=at, why=body.why)
    except DivisionRefused as refusal:
        raise Unfit([(f"parts.{p.place}.{p.field}", p.words) for p in refusal.problems]) from refusal
    return Status(201, {"items": [shape_of(part) for part in made]})


@router.get("/parts/{uuid:id}", response={200: PartShape, **READING_ERRORS}, summary="一项分解任务 one part")
def part(request: HttpRequest, id: UUID) -> dict[str, Any]:
    """One part by its id."""
    return shape_of(part_of(request, id))


@router.patch("/parts/{uuid:id}", response={200: PartShape, **WRITING_ERRORS}, summary="修改 change")
def changed(request: HttpRequest, id: UUID, body: Amendment) -> dict[str, Any]:
    """Change the fields that are sent, as the giver; an accepted part goes back to be accepted again."""
    officer, row = officer_of(request, Permission.DIVIDE), part_of(request, id)
    changes = {name: value for name, value in _said(body).items() if name in body.model_fields_set}
    try:
        amend(row, body.version, changes, by=officer, at=timezone.now(), why=body.why)
    except DivisionRefused as refusal:
        raise Unfit([(problem.field, problem.words) for problem in refusal.problems]) from refusal
    return shape_of(part_of(request, id))


@router.post("/parts/{uuid:id}/issue", response={200: PartShape, **WRITING_ERRORS}, summary="下达 issue")
def issue(request: HttpRequest, id: UUID, body: Act) -> dict[str, Any]:
    """Issue a draft to its receiver."""
    return _moved(request, id, "issue", body, Permission.DIVIDE)


@router.post("/parts/{uuid:id}/accept", response={200: PartShape, **WRITING_ERRORS}, summary="签收 accept")
def accept(request: HttpRequest, id: UUID, body: Act) -> dict[str, Any]:
    """Accept what was issued, as its receiver."""
    return _moved(request, id, "accept", body, Permission.ACCEPT_PART)


@router.post("/parts/{uuid:id}/withdraw", response={200: PartShape, **WRITING_ERRORS}, summary="撤回 withdraw")
def withdraw(request: HttpRequest, id: UUID, body: Act) -> dict[str, Any]:
    """Take a part back, with the reason."""
    return _moved(request, id, "withdraw", body, Permission.DIVIDE)


def part_of(request: HttpRequest, id: UUID) -> Part:
    """A part that the desk of now may see; 404 for any other."""
    found: Part = get_object_or_404(parts_for(request), pk=id)
    return found


def shape_of(part: Part) -> dict[str, Any]:
    """A part as the interface shows it."""
    return {
        "id": part.pk,
        "ledger": part.ledger.slug,
        "task": part.task.key,
        "edition": part.document.edition_no,
        "span": [part.start, part.end],
        "quote": part.quote,
        "parent": part.parent.pk if part.parent else None,
        "giver": _post(part.giver),
        "receiver": _post(part.receiver),
        "lead": part.lead.slug if part.lead else None,
        **{name: getattr(part, name) for name in ("content", "year", "due", "contact", "note", "state", "version")},
        "quarter": part.quarter or None,
    }


def parts_for(request: HttpRequest) -> QuerySet[Part]:
    """The parts that the desk of now may see; 404 for those who see none."""
    officer_of(request, Permission.SEE_PARTS)
    related = ("ledger", "task", "document", "region", "unit", "by_region", "by_unit", "lead")
    # Whoever sees a part need not see what it was made of.
    rows: QuerySet[Part] = Part.objects.select_related(*related).prefetch_related(
        Prefetch("parent", Part.objects.all())
    )
    return rows


def _post(post: Region | Unit) -> dict[str, str]:
    return {"kind": "unit" if isinstance(post, Unit) else "region", "id": post.slug, "name": post.name}


def _said(values: Values) -> dict[str, Any]:
    return {name: getattr(values, name) for name in ("content", "year", "due", "contact", "note")} | {
        "quarter": values.quarter or 0
    }


def _moved(request: HttpRequest, id: UUID, act: str, body: Act, permission: Permission) -> dict[str, Any]:
    officer, row = officer_of(request, permission), part_of(request, id)
    move(row, act, body.version, by=officer, at=timezone.now(), why=body.why)
    return shape_of(row)


def _origin(body: Division) -> Origin:
    """What is to be divided, if this desk may divide it; Unfit for everything else, existing or not."""
    desk = desk_now()
    if body.parent:
        parent = Part.objects.select_related("task", "document", "ledger", "lead").filter(pk=body.parent).first()
        if parent is None or not may_divide(parent, desk):
            raise Unfit([("parent", gettext("没有这样一项由您签收的分解任务。"))])
        return origin_of_part(parent)
    found, document = opened(body.ledger)
    task = Task.objects.filter(document=document, key=body.task).select_related("ledger", "document").first()
    if task is None:
        raise Unfit([("task", gettext("这个台账没有这项任务。"))])
    mine = divisible(task, desk)
    numbered = {place: one for place, one in enumerate(task.assignments.all(), 1) if one in mine}
    if body.mark in numbered or (body.mark is None and len(numbered) == 1):
        return origin_of(task, numbered[body.mark or next(iter(numbered))])
    if body.mark is None and numbered:
        raise Unfit([("mark", gettext("这项任务有几处责任分工，请用 mark 指明是第几处。"))])
    if body.mark is None and desk.whole:
        return origin_of(task, None)
    raise Unfit([("task", gettext("这项任务没有可由您分解的责任分工。"))])


def _receiver(new: NewPart) -> Region | Unit | None:
    """The one region or unit that a new part names; whether it may receive is asked by ``divide``."""
    if bool(new.region) == bool(new.unit):
        return None
    if new.region:
        return Region.objects.filter(slug=new.region).first()
    return Unit.objects.filter(slug=new.unit).first()
