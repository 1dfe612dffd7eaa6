"""导入: a workbook in, what each row would do, confirmed or put away, undone, and the workbook back in red."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import get_language, gettext
from ninja import File, Form, Query, Schema, Status
from ninja.files import UploadedFile
from pydantic import ConfigDict, StrictBool, StringConstraints

from zhiheng.directory.permissions import Permission, may
from zhiheng.division.importing import batches
from zhiheng.division.models import ImportBatch, ImportRow
from zhiheng.division.views.import_batch import imported_file, returned_workbook
from zhiheng.division.views.import_template import import_template
from zhiheng.division.views.imports import ImportForm, begun, read_of
from zhiheng.mechanisms.evidence.models import FileRefused
from zhiheng.mechanisms.sheets import XLSX
from zhiheng.web.api.access import officer_of, working
from zhiheng.web.api.paging import Paging, Word, page
from zhiheng.web.api.parts import Why
from zhiheng.web.api.problems import READING_ERRORS, WRITING_ERRORS, Unfit, not_now
from zhiheng.web.api.shapes import Page
from zhiheng.web.api.talk import answers_with

READ = "read_of_workbook"
"""Where a request keeps its form with what was read of its file."""


def _read(request: HttpRequest) -> None:
    """Read an uploaded workbook in its child process, which takes seconds, before the transaction of its import."""
    if request.path.endswith("/imports") and may(request.user, Permission.DIVIDE):  # type: ignore[arg-type]
        form = ImportForm(request.POST, request.FILES)
        setattr(request, READ, (form, read_of(form) if form.is_valid() else None))


router = working("imports", before=_read)

Reason = Annotated[Why, StringConstraints(strip_whitespace=True, min_length=1)]


class BatchShape(Schema):
    """A batch. ``state`` checking: the rows after ``done`` are still to be checked; ``counts`` by outcome."""

    id: UUID
    ledger: str
    file: str
    state: Literal["checking", "checked", "confirmed", "cancelled", "undone"]
    total: int
    done: int
    counts: dict[str, int]
    notices: list[str]
    by: str
    at: datetime
    confirmed_by: str | None
    why: str


class FaultShape(Schema):
    """What is wrong in one cell, and how to put it right."""

    cell: str
    heading: str
    message: str


class RowShape(Schema):
    """A row under its number in the workbook; ``changes`` holds old and new value by field."""

    row: int
    outcome: Literal["new", "changed", "same", "wrong"]
    task: str
    receiver: str
    part: UUID | None
    changes: dict[str, list[Any]]
    faults: list[FaultShape]
    fate: str | None


class RowFilters(Schema):
    """One outcome, or all."""

    outcome: Literal["new", "changed", "same", "wrong"] | None = None


class Confirmation(Schema):
    """All rows or only the right ones, issued at once or kept as drafts, and why."""

    model_config = ConfigDict(extra="forbid")

    only_right: StrictBool = False
    issue: StrictBool = False
    why: Reason


class Undoing(Schema):
    """Why."""

    model_config = ConfigDict(extra="forbid")

    why: Reason


@router.get("/imports", response={200: Page[BatchShape], **READING_ERRORS}, summary="导入批次 imports")
def imports(request: HttpRequest, paging: Query[Paging]) -> dict[str, Any]:
    """The batches of the post, oldest first."""
    return page(_batches(request), paging, _batch, order="at")


@router.post("/imports", response={201: BatchShape, **WRITING_ERRORS}, summary="上传 upload")
def new_import(request: HttpRequest, ledger: Form[Word], file: File[UploadedFile]) -> Status:
    """A filled-in template, as multipart/form-data; up to 1,000 rows are checked in the same answer."""
    officer = officer_of(request, Permission.DIVIDE)
    form, read = getattr(request, READ)
    if read is None:
        raise Unfit([(field, str(words)) for field, found in form.errors.items() for words in found])
    try:
        return Status(201, _batch(begun(form, read, by=officer, at=timezone.now())))
    except FileRefused as refusal:
        raise Unfit([("file", str(refusal))]) from refusal


@router.get(
    "/imports/template",
    response={200: None, **READING_ERRORS},
    summary="模板 template",
    openapi_extra=answers_with(XLSX),
)
def template(
    request: HttpRequest, plan: Word = "", task: Word = "", mark: Word = "", part: UUID | None = None
) -> HttpResponseBase:
    """The workbook to fill in: one's own parts of a ledger, or the regions to divide a task or a part among."""
    return import_template(request)


@router.get("/imports/{uuid:id}", response={200: BatchShape, **READING_ERRORS}, summary="一个批次 one import")
def batch(request: HttpRequest, id: UUID) -> dict[str, Any]:
    """One batch by its id."""
    return _batch(_found(request, id))


@router.get("/imports/{uuid:id}/rows", response={200: Page[RowShape], **READING_ERRORS}, summary="各行 rows")
def rows(request: HttpRequest, id: UUID, filters: Query[RowFilters], paging: Query[Paging]) -> dict[str, Any]:
    """What each row does, or all that is wrong with it, by row and column of the workbook."""
    found = _found(request, id).rows.all()
    return page(found.filter(outcome=filters.outcome) if filters.outcome else found, paging, _row, order="row")


@router.get(
    "/imports/{uuid:id}/returned",
    response={200: None, **READING_ERRORS},
    summary="错误说明 returned",
    openapi_extra=answers_with(XLSX),
)
def returned(request: HttpRequest, id: UUID) -> HttpResponseBase:
    """The same workbook with its wrong cells red and the column 错误说明."""
    return returned_workbook(request, id)


@router.get(
    "/imports/{uuid:id}/file",
    response={200: None, **READING_ERRORS},
    summary="原文件 file",
    openapi_extra=answers_with(),
)
def file(request: HttpRequest, id: UUID) -> HttpResponseBase:
    """The file as it was uploaded."""
    return imported_file(request, id)


@router.post("/imports/{uuid:id}/check", response={200: BatchShape, **WRITING_ERRORS}, summary="继续核对 check")
def check(request: HttpRequest, id: UUID) -> dict[str, Any]:
    """Check the next 1,000 rows."""
    return _batch(batches.check_on(_found(request, id), at=timezone.now()))


@router.post("/imports/{uuid:id}/confirm", response={200: BatchShape, **WRITING_ERRORS}, summary="确认导入 confirm")
def confirm(request: HttpRequest, id: UUID, body: Confirmation) -> Any:
    """Import what was shown. When a row would do something else by now nothing is imported, and all is checked anew."""
    officer, found = officer_of(request, Permission.DIVIDE), _found(request, id)
    try:
        return _batch(batches.confirm(found, **body.dict(), by=officer, at=timezone.now()))
    except batches.Moved:
        batches.check_again(found)
        return not_now(request, Exception(gettext("核对之后有人改动了这些分解任务，没有导入。请重新核对。")))


@router.post("/imports/{uuid:id}/cancel", response={200: BatchShape, **WRITING_ERRORS}, summary="取消 cancel")
def cancel(request: HttpRequest, id: UUID) -> dict[str, Any]:
    """Put a batch away before anything was imported."""
    return _batch(batches.cancel(_found(request, id)))


@router.post("/imports/{uuid:id}/undo", response={200: BatchShape, **WRITING_ERRORS}, summary="撤销导入 undo")
def undo(request: HttpRequest, id: UUID, body: Undoing) -> dict[str, Any]:
    """Take an import back; what somebody has changed since stays as it is and is marked ``left``."""
    officer, found = officer_of(request, Permission.DIVIDE), _found(request, id)
    return _batch(batches.undo(found, by=officer, at=timezone.now(), why=body.why))


def _batches(request: HttpRequest) -> QuerySet[ImportBatch]:
    officer_of(request, Permission.DIVIDE)
    found: QuerySet[ImportBatch] = ImportBatch.objects.select_related("file", "ledger", "by", "confirmed_by")
    return found.defer("lines")


def _found(request: HttpRequest, id: UUID) -> ImportBatch:
    return get_object_or_404(_batches(request), pk=id)


def _batch(row: ImportBatch) -> dict[str, Any]:
    counted = dict(row.rows.order_by().values_list("outcome").annotate(Count("pk")))
    english = get_language() == "en"
    return {
        "id": row.pk,
        "ledger": row.ledger.slug,
        "file": row.file.name,
        **{name: getattr(row, name) for name in ("state", "total", "done", "at", "why")},
        "counts": {outcome: counted.get(outcome, 0) for outcome, _ in ImportRow.OUTCOMES},
        "notices": [en if english else zh for zh, en in row.notices],
        "by": str(row.by),
        "confirmed_by": str(row.confirmed_by) if row.confirmed_by else None,
    }


def _row(row: ImportRow) -> dict[str, Any]:
    english = get_language() == "en"
    return {
        **{name: getattr(row, name) for name in ("row", "outcome", "task", "receiver", "changes")},
        "part": row.part_id,
        "faults": [
            {"cell": f"{column}{row.row}", "heading": heading, "message": en if english else zh}
            for column, heading, zh, en in row.faults
        ],
        "fate": row.fate or None,
    }
