"""导入表格: a workbook for a kind of register or case, what each row would do, confirmed, put away or taken back."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.db.models import Count
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext
from ninja import File, Form, Query, Schema, Status
from ninja.files import UploadedFile
from pydantic import ConfigDict, StrictBool

from zhiheng.mechanisms.intake import batches
from zhiheng.mechanisms.intake.models import OUTCOMES, Intake, IntakeRow
from zhiheng.mechanisms.intake.uploading import WorkbookForm, in_language, read_of
from zhiheng.mechanisms.intake.views import begun
from zhiheng.web.api.access import working
from zhiheng.web.api.imports import FaultShape, RowFilters, Undoing
from zhiheng.web.api.paging import Paging, Word, page
from zhiheng.web.api.problems import READING_ERRORS, WRITING_ERRORS, Unfit, not_now
from zhiheng.web.api.registers import Reason
from zhiheng.web.api.shapes import Page

READ = "read_of_intake"
"""Where a request keeps its form with what was read of its file."""


def _read(request: HttpRequest) -> None:
    """Read an uploaded workbook in its child process, which takes seconds, before the transaction of its import."""
    if not request.path.endswith("/intakes"):
        return
    try:
        entrance = batches.entrance_of(request.POST.get("room", ""), request.POST.get("kind", ""))
    except Http404:
        return
    form = WorkbookForm(request.POST, request.FILES)
    read = read_of(form, entrance.fields, batches.MOST_ROWS) if form.is_valid() else None
    setattr(request, READ, (entrance, form, read))


router = working("intakes", before=_read)


class IntakeShape(Schema):
    """An import; ``counts`` of its rows by outcome."""

    id: UUID
    room: str
    kind: str
    file: str
    state: Literal["checked", "confirmed", "cancelled", "undone"]
    total: int
    counts: dict[str, int]
    notices: list[str]
    at: datetime
    why: str


class IntakeRowShape(Schema):
    """A row under its number in the workbook; ``changes`` holds old and new value by field, without personal texts."""

    row: int
    outcome: Literal["new", "changed", "same", "wrong"]
    label: str
    thing: UUID | None
    changes: dict[str, list[Any]]
    faults: list[FaultShape]
    fate: str | None


class IntakeConfirmation(Schema):
    """All rows or only the right ones, and why."""

    model_config = ConfigDict(extra="forbid")

    only_right: StrictBool = False
    why: Reason


@router.post("/intakes", response={201: IntakeShape, **WRITING_ERRORS}, summary="上传表格 upload")
def new_intake(request: HttpRequest, room: Form[Word], kind: Form[Word], file: File[UploadedFile]) -> Status:
    """A filled-in template for a kind (``room`` is registers or cases), as multipart/form-data."""
    if not hasattr(request, READ):
        raise Http404
    entrance, form, read = getattr(request, READ)
    if read is None:
        raise Unfit([(field, str(words)) for field, found in form.errors.items() for words in found])
    return Status(201, _batch(begun(entrance, form, read, by=request.user)))


@router.get("/intakes/{uuid:id}", response={200: IntakeShape, **READING_ERRORS}, summary="一份表格 one")
def intake(request: HttpRequest, id: UUID) -> dict[str, Any]:
    """One import of one's own."""
    return _batch(_found(id))


@router.get("/intakes/{uuid:id}/rows", response={200: Page[IntakeRowShape], **READING_ERRORS}, summary="各行 rows")
def rows(request: HttpRequest, id: UUID, filters: Query[RowFilters], paging: Query[Paging]) -> dict[str, Any]:
    """What each row does, or all that is wrong with it, by row and column of the workbook."""
    found = _found(id).rows.all()
    return page(found.filter(outcome=filters.outcome) if filters.outcome else found, paging, _row, order="row")


@router.post("/intakes/{uuid:id}/confirm", response={200: IntakeShape, **WRITING_ERRORS}, summary="确认导入 confirm")
def confirm(request: HttpRequest, id: UUID, body: IntakeConfirmation) -> Any:
    """Write what was shown. When a row would do something else by now nothing is written, and all is shown anew."""
    found, now = _found(id), timezone.now()
    try:
        return _batch(batches.confirm(found, **body.dict(), by=request.user, at=now))
    except batches.Moved:
        batches.show_again(found, timezone.localdate(now))
        return not_now(
            request, Exception(gettext("核对之后有人改动了这里的内容，没有导入。已重新核对，请看过再确认。"))
        )


@router.post("/intakes/{uuid:id}/cancel", response={200: IntakeShape, **WRITING_ERRORS}, summary="取消 cancel")
def cancel(request: HttpRequest, id: UUID) -> dict[str, Any]:
    """Put it away before anything was written."""
    return _batch(batches.cancel(_found(id)))


@router.post("/intakes/{uuid:id}/undo", response={200: IntakeShape, **WRITING_ERRORS}, summary="撤销导入 undo")
def undo(request: HttpRequest, id: UUID, body: Undoing) -> dict[str, Any]:
    """Take it back; what somebody has touched since stays and is marked ``left``. Cases are not taken back: 409."""
    return _batch(batches.undo(_found(id), by=request.user, at=timezone.now(), why=body.why))


def _found(id: UUID) -> Intake:
    found: Intake = get_object_or_404(Intake.objects.defer("table"), pk=id)
    return found


def _batch(row: Intake) -> dict[str, Any]:
    counted = dict(row.rows.order_by().values_list("outcome").annotate(Count("pk")))
    return {
        "id": row.pk,
        "file": row.name,
        **{name: getattr(row, name) for name in ("room", "kind", "state", "total", "at", "why")},
        "counts": {outcome: counted.get(outcome, 0) for outcome, _ in OUTCOMES},
        "notices": [in_language(*said) for said in row.notices],
    }


def _row(row: IntakeRow) -> dict[str, Any]:
    said = row.said
    return {
        **{name: getattr(row, name) for name in ("row", "outcome", "label", "thing")},
        "changes": said["changes"],
        "faults": [
            {"cell": f"{column}{row.row}", "heading": heading, "message": in_language(zh, en)}
            for column, heading, zh, en in said["faults"]
        ],
        "fate": row.fate or None,
    }
