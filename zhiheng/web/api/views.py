"""常用视图: what an officer keeps of a list, under a name."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Query, Schema, Status
from pydantic import ConfigDict, StrictBool, StringConstraints

from zhiheng.mechanisms.listing.models import SavedView
from zhiheng.mechanisms.listing.saving import LONGEST, LONGEST_LISTING, NotSaved, save
from zhiheng.web.api.access import working
from zhiheng.web.api.paging import Paging, Word, page
from zhiheng.web.api.problems import READING_ERRORS, WRITING_ERRORS, Unfit
from zhiheng.web.api.shapes import Page

router = working("views")


class ViewShape(Schema):
    """``query`` is what stands behind the address of the list: filters, columns and order."""

    id: UUID
    list: str
    name: str
    query: str
    default: bool


class ViewFilters(Schema):
    """One list by its name, or all."""

    list: Word = ""


class NewView(Schema):
    """A name of one's own for what a list is asked; the list of parts of tasks is named parts."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"example": {"list": "parts", "name": "待签收", "query": "state=issued&sort=due"}},
    )

    list: Annotated[str, StringConstraints(max_length=LONGEST_LISTING, pattern=r"^[A-Za-z0-9_-]+$")]
    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40, pattern=r"^[^\x00]*$")]
    query: Annotated[str, StringConstraints(max_length=LONGEST, pattern=r"^[^\x00]*$")] = ""
    default: StrictBool = False


@router.get("/views", response={200: Page[ViewShape], **READING_ERRORS}, summary="常用视图 saved views")
def views(request: HttpRequest, filters: Query[ViewFilters], paging: Query[Paging]) -> dict[str, Any]:
    """One's own, in no order that means anything."""
    rows: QuerySet[SavedView] = SavedView.objects.all()
    return page(rows.filter(listing=filters.list) if filters.list else rows, paging, _shape, order="id")


@router.post("/views", response={201: ViewShape, **WRITING_ERRORS}, summary="存为常用视图 save")
def new_view(request: HttpRequest, body: NewView) -> Status:
    """Keep one, in place of an older one of the list with that name."""
    try:
        return Status(201, _shape(save(request.user, body.list, body.name, body.query, default=body.default)))
    except NotSaved as refused:
        raise Unfit([(refused.field, str(refused))]) from refused


@router.delete("/views/{uuid:id}", response={204: None, **WRITING_ERRORS}, summary="删除 remove")
def drop(request: HttpRequest, id: UUID) -> Status:
    """Remove one of one's own."""
    get_object_or_404(SavedView.objects.all(), pk=id).delete()
    return Status(204, None)


def _shape(row: SavedView) -> dict[str, Any]:
    return {"list": row.listing, **{name: getattr(row, name) for name in ("id", "name", "query", "default")}}
