"""读取稿: a document in, what was read of it, and its way to the ledger through a second person's hands."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Literal

from django.db.models import Q
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext
from ninja import File, Query, Schema, Status
from ninja.files import UploadedFile
from pydantic import ConfigDict

from zhiheng.directory.models import Officer
from zhiheng.directory.permissions import Permission, may
from zhiheng.ledger import uploading
from zhiheng.ledger.amending import HEAD
from zhiheng.ledger.models import Reading
from zhiheng.ledger.views.reading import opened_by, summary, uploaded_file
from zhiheng.ledger.views.upload import UploadForm, read_of
from zhiheng.mechanisms.evidence.models import FileRefused
from zhiheng.web.api.access import officer_of, working
from zhiheng.web.api.imports import Reason
from zhiheng.web.api.paging import Paging, page
from zhiheng.web.api.parts import Version, Why
from zhiheng.web.api.problems import READING_ERRORS, WRITING_ERRORS, Unfit, not_now
from zhiheng.web.api.shapes import Page, UnreadShape
from zhiheng.web.api.talk import answers_with

READ = "read_of_document"
"""Where a request keeps its form with what was read of its file."""


def _read(request: HttpRequest) -> None:
    """Read an uploaded document in its child process, which takes seconds, before the transaction that keeps it."""
    if request.path.endswith("/readings") and may(request.user, Permission.UPLOAD_PLAN):  # type: ignore[arg-type]
        form = UploadForm(request.POST, request.FILES)
        setattr(request, READ, (form, read_of(form) if form.is_valid() else None))


router = working("readings", before=_read)

State = Literal["uploaded", "read", "awaiting", "confirmed", "returned", "withdrawn"]


class ReadingShape(Schema):
    """A reading as lists show it; ``holder`` is who has it in hand, ``ledger`` what it became when confirmed."""

    id: int
    title: str
    file: str
    state: State
    version: int
    uploaded_by: str
    uploaded_at: datetime
    holder: str
    ledger: str | None


class HeadShape(Schema):
    """What the document says of itself, as corrected."""

    title: str
    issuer: str
    number: str
    issued: str


class CountsShape(Schema):
    """Rows of each kind without the dropped ones, and places that were not understood."""

    tasks: int
    units: int
    targets: int
    funding: int
    deadlines: int
    unread: int


class MoveShape(Schema):
    """One step of its way; before and after are the same where somebody took it over."""

    before: State | None
    after: State
    by: str
    at: datetime
    why: str


class ChangeShape(Schema):
    """One field of the ledger that would change, by the thing it belongs to; added or removed for whole rows."""

    thing: str
    field: str
    old: str
    new: str


class ReadingInFull(ReadingShape):
    """A reading with its counts, way and what it would change against the edition in force, whose number is

    ``against``: null for a plan that has no ledger yet. ``may`` names the acts that are open to whoever asks.
    """

    head: HeadShape
    counts: CountsShape
    unread: list[UnreadShape]
    moves: list[MoveShape]
    against: int | None
    changes: list[ChangeShape]
    may: list[Literal["correct", "submit", "withdraw", "confirm", "return"]]


MINE: dict[str, Callable[[Officer], Any]] = {
    "waiting": uploading.waiting_for,
    "begun": uploading.begun_by,
    "colleagues": uploading.with_colleagues,
}
"""我的待办, 我发起, and what one could take over."""


class ReadingFilters(Schema):
    """What waits for one, one's own, or what colleagues have in hand; all three without."""

    mine: Literal["waiting", "begun", "colleagues"] | None = None
    state: State | None = None


class Step(Schema):
    """The version that was read, and why."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": {"version": 1}})

    version: Version
    why: Why = ""


class StepWithReason(Step):
    """The version that was read, and why."""

    model_config = ConfigDict(json_schema_extra={"example": {"version": 2, "why": "第三章的单位请再核对。"}})

    why: Reason


class Confirming(Step):
    """``against``: the edition that the changes were compared with, as the reading tells it; null where it is null."""

    model_config = ConfigDict(json_schema_extra={"example": {"version": 2, "against": 1}})

    against: int | None


@router.get("/readings", response={200: Page[ReadingShape], **READING_ERRORS}, summary="读取稿 readings")
def readings(request: HttpRequest, filters: Query[ReadingFilters], paging: Query[Paging]) -> dict[str, Any]:
    """What waits for one, one's own, and what colleagues of the post have in hand; oldest first."""
    officer: Officer = request.user  # type: ignore[assignment]
    if not may(officer, Permission.UPLOAD_PLAN) and not uploading.confirms_plans(officer):
        raise Http404
    wanted = Q()
    for name in [filters.mine] if filters.mine else MINE:
        wanted |= Q(pk__in=MINE[name](officer).order_by().values("pk"))
    wanted &= Q(state=filters.state) if filters.state else Q()
    rows = Reading.objects.filter(wanted).select_related("uploaded_by", "taken_over_by", "document__ledger")
    return page(rows.defer("contract", "text"), paging, _short, order="uploaded_at")


@router.post("/readings", response={201: ReadingShape, **WRITING_ERRORS}, summary="上传方案 upload")
def new_reading(request: HttpRequest, file: File[UploadedFile]) -> Status:
    """A plan as .docx, .txt, .html or text .pdf, as multipart/form-data; it is read in the same answer."""
    officer = officer_of(request, Permission.UPLOAD_PLAN)
    form, said = getattr(request, READ)
    if said is None:
        raise Unfit([(field, str(words)) for field, found in form.errors.items() for words in found])
    file.seek(0)
    try:
        return Status(201, _short(uploading.begin(said, file, str(file.name), by=officer, at=timezone.now())))
    except FileRefused as refusal:
        raise Unfit([("file", str(refusal))]) from refusal


@router.get("/readings/{int:id}", response={200: ReadingInFull, **READING_ERRORS}, summary="一份读取稿 one reading")
def reading(request: HttpRequest, id: int) -> dict[str, Any]:
    """For those who had a hand in it and, once it was handed in, for those who may confirm it."""
    row, officer = opened_by(request, id)
    told = summary(row, officer)
    before = told["before"]
    moves = [
        {"before": m.before or None, "after": m.after, "by": str(m.by), "at": m.at, "why": m.why} for m in told["moves"]
    ]
    return _short(row) | {
        "head": uploading.items(row)[HEAD].fields,
        "counts": vars(told["counts"]),
        "unread": [
            {"span": [u.span.start, u.span.end], "why": u.why, "words": u.span.of(row.text)}
            for u in uploading.as_read(row).coverage.unread
        ],
        "moves": moves,
        "against": before.edition_no if before else None,
        "changes": [{name: getattr(one, name) for name in ("thing", "field", "old", "new")} for one in told["changes"]],
        "may": _open_acts(told),
    }


@router.get(
    "/readings/{int:id}/file",
    response={200: None, **READING_ERRORS},
    summary="原文件 file",
    openapi_extra=answers_with(),
)
def file(request: HttpRequest, id: int) -> HttpResponseBase:
    """The document as it was uploaded."""
    return uploaded_file(request, id)


@router.post("/readings/{int:id}/submit", response={200: ReadingShape, **WRITING_ERRORS}, summary="提交确认 submit")
def submit(request: HttpRequest, id: int, body: Step) -> dict[str, Any]:
    """Hand it to a second person, as its holder."""
    return _moved(request, id, Reading.AWAITING, body, Permission.UPLOAD_PLAN)


@router.post("/readings/{int:id}/withdraw", response={200: ReadingShape, **WRITING_ERRORS}, summary="撤回 withdraw")
def withdraw(request: HttpRequest, id: int, body: Step) -> dict[str, Any]:
    """Take it back before it is in the ledger, as its holder."""
    return _moved(request, id, Reading.WITHDRAWN, body, Permission.UPLOAD_PLAN)


@router.post("/readings/{int:id}/confirm", response={200: ReadingShape, **WRITING_ERRORS}, summary="确认入账 confirm")
def confirm(request: HttpRequest, id: int, body: Confirming) -> Any:
    """Enter it into the ledger, as somebody who had no hand in it."""
    row, officer = opened_by(request, id)
    if uploading.may_confirm(officer, row):
        before = uploading.in_force(uploading.corrected(row))
        if body.against != (before.edition_no if before else None):
            words = gettext("台账在您打开页面之后有了新版，变化已重新比较，请看过再确认。")
            return not_now(request, Exception(words))
    return _moved(request, id, Reading.CONFIRMED, body, Permission.CONFIRM_PLAN)


@router.post("/readings/{int:id}/return", response={200: ReadingShape, **WRITING_ERRORS}, summary="退回 return")
def return_(request: HttpRequest, id: int, body: StepWithReason) -> dict[str, Any]:
    """Give it back to be corrected, as somebody who had no hand in it."""
    return _moved(request, id, Reading.RETURNED, body, Permission.CONFIRM_PLAN)


@router.post("/readings/{int:id}/take-over", response={200: ReadingShape, **WRITING_ERRORS}, summary="接手 take over")
def take_over(request: HttpRequest, id: int, body: StepWithReason) -> dict[str, Any]:
    """Go on with what a colleague of the post has in hand; whoever does is not its second person."""
    row, officer = opened_by(request, id, uploading.may_take_over)
    at = timezone.now()
    return _short(uploading.take_over(row, version=body.version, why=body.why, by=officer, at=at))


def _moved(request: HttpRequest, id: int, to: str, body: Step, permission: Permission) -> dict[str, Any]:
    officer_of(request, permission)
    row, officer = opened_by(request, id)
    at = timezone.now()
    return _short(uploading.move(row, to, version=body.version, by=officer, at=at, why=body.why.strip()))


def _open_acts(told: dict[str, Any]) -> list[str]:
    """The acts whose buttons the page shows."""
    acts = {"may_correct": ("correct", "submit"), "may_withdraw": ("withdraw",), "may_confirm": ("confirm", "return")}
    return [act for name, found in acts.items() if told[name] for act in found]


def _short(row: Reading) -> dict[str, Any]:
    return {
        **{name: getattr(row, name) for name in ("title", "state", "version", "uploaded_at")},
        "id": row.pk,
        "file": row.source_name,
        "uploaded_by": str(row.uploaded_by),
        "holder": str(row.holder),
        "ledger": row.document.ledger.slug if row.document else None,
    }
