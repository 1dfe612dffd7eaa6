"""What the posts of a part say to each other, the files they hand in, and what became of it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import File, Query, Schema, Status
from ninja.files import UploadedFile
from pydantic import ConfigDict, StringConstraints

from zhiheng.directory.permissions import Permission
from zhiheng.division.dividing import attach, comment
from zhiheng.division.models import Attachment, Comment
from zhiheng.mechanisms.evidence.models import FileRefused, send_evidence
from zhiheng.mechanisms.journal.models import Entry, history_of
from zhiheng.web.api.access import officer_of, working
from zhiheng.web.api.paging import Paging, page
from zhiheng.web.api.parts import part_of
from zhiheng.web.api.problems import READING_ERRORS, WRITING_ERRORS, Unfit
from zhiheng.web.api.shapes import Page

router = working("parts")


def answers_with(kind: str = "application/octet-stream") -> dict[str, Any]:
    """What the description says of an operation that answers with a file."""
    return {"responses": {200: {"content": {kind: {"schema": {"type": "string", "format": "binary"}}}}}}


class CommentShape(Schema):
    """A remark."""

    id: UUID
    text: str
    by: str
    at: datetime


class NewComment(Schema):
    """What to say."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": {"text": "已与市场监管所对接。"}})

    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000, pattern=r"^[^\x00]*$")]


class AttachmentShape(Schema):
    """A file on a part; ``size`` in bytes."""

    id: UUID
    name: str
    size: int
    sha256: str
    by: str
    at: datetime


class EntryShape(Schema):
    """One line of the journal: one field, from what, to what, and why."""

    at: datetime
    by: str | None
    field: str
    old: str
    new: str
    why: str


@router.get("/parts/{uuid:id}/comments", response={200: Page[CommentShape], **READING_ERRORS}, summary="意见 comments")
def comments(request: HttpRequest, id: UUID, paging: Query[Paging]) -> dict[str, Any]:
    """What was said on a part, oldest first."""
    rows = part_of(request, id).comments.select_related("by")
    return page(rows, paging, _comment, order="at")


@router.post("/parts/{uuid:id}/comments", response={201: CommentShape, **WRITING_ERRORS}, summary="提意见 say")
def new_comment(request: HttpRequest, id: UUID, body: NewComment) -> Status:
    """Say something to the other posts of a part."""
    officer = officer_of(request, Permission.SEE_PARTS)
    return Status(201, _comment(comment(part_of(request, id), body.text, by=officer, at=timezone.now())))


@router.get(
    "/parts/{uuid:id}/attachments", response={200: Page[AttachmentShape], **READING_ERRORS}, summary="附件 attachments"
)
def attachments(request: HttpRequest, id: UUID, paging: Query[Paging]) -> dict[str, Any]:
    """The files on a part, oldest first."""
    rows = part_of(request, id).attachments.select_related("by", "file")
    return page(rows, paging, _attachment, order="at")


@router.post(
    "/parts/{uuid:id}/attachments", response={201: AttachmentShape, **WRITING_ERRORS}, summary="交附件 hand in"
)
def new_attachment(request: HttpRequest, id: UUID, file: File[UploadedFile]) -> Status:
    """Hand in a file with a part, as multipart/form-data."""
    officer = officer_of(request, Permission.SEE_PARTS)
    try:
        made = attach(part_of(request, id), file, str(file.name), by=officer, at=timezone.now())
    except FileRefused as refusal:
        raise Unfit([("file", str(refusal))]) from refusal
    return Status(201, _attachment(made))


@router.get(
    "/parts/{uuid:id}/attachments/{uuid:attachment}/file",
    response={200: None, **READING_ERRORS},
    summary="附件内容 content",
    openapi_extra=answers_with(),
)
def content(request: HttpRequest, id: UUID, attachment: UUID) -> HttpResponseBase:
    """The file as it was handed in."""
    found = get_object_or_404(part_of(request, id).attachments.select_related("file"), pk=attachment)
    return send_evidence(request, found.file, may=lambda _officer, _file: True)


@router.get("/parts/{uuid:id}/history", response={200: Page[EntryShape], **READING_ERRORS}, summary="留痕 history")
def history(request: HttpRequest, id: UUID, paging: Query[Paging]) -> dict[str, Any]:
    """Who changed what of a part, when and why, oldest first."""
    return page(history_of(part_of(request, id)), paging, entry, order="at")


def _comment(row: Comment) -> dict[str, Any]:
    return {"id": row.pk, "text": row.text, "by": str(row.by), "at": row.at}


def _attachment(row: Attachment) -> dict[str, Any]:
    file = row.file
    return {"id": row.pk, "name": file.name, "size": file.size, "sha256": file.sha256, "by": str(row.by), "at": row.at}


def entry(row: Entry) -> dict[str, Any]:
    """A line of the journal as the interface shows it."""
    by = str(row.by) if row.by else None
    return {"at": row.at, "by": by, **{name: getattr(row, name) for name in ("field", "old", "new", "why")}}
