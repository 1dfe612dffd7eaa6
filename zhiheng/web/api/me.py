"""Who a program is, to the portal."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Schema

from zhiheng.directory.models import Officer
from zhiheng.directory.permissions import Permission, may
from zhiheng.division import todo
from zhiheng.web.api.access import officer_of, working
from zhiheng.web.api.paging import Paging, page
from zhiheng.web.api.problems import READING_ERRORS
from zhiheng.web.api.shapes import Page
from zhiheng.web.api.talk import EntryShape, entry

router = working("me")


class TokenShape(Schema):
    """The token that was sent, without its secret."""

    name: str
    scope: str
    expires: date


class MeShape(Schema):
    """An officer with the post held now and what it may do."""

    account: str
    name: str
    role: str
    unit: str | None
    region: str | None
    permissions: list[str]
    token: TokenShape | None


class DoneShape(EntryShape):
    """One act on a part or an apportionment, named by ``about``."""

    about: UUID


@router.get("/me", response={200: MeShape, **READING_ERRORS}, summary="我是谁 who I am")
def me(request: HttpRequest) -> dict[str, Any]:
    """The officer, the post's unit or region by their ids, and the acts that the post may do today."""
    officer: Officer = request.user  # type: ignore[assignment]
    token = request.token  # type: ignore[attr-defined]
    return {
        "account": officer.username,
        "name": officer.display_name,
        "role": officer.role,
        "unit": officer.unit.slug if officer.unit else None,
        "region": officer.region.slug if officer.region else None,
        "permissions": [permission for permission in Permission if may(officer, permission)],
        "token": {"name": token.name, "scope": token.scope, "expires": token.expires} if token else None,
    }


@router.get("/me/done", response={200: Page[DoneShape], **READING_ERRORS}, summary="已办 what was done")
def done(request: HttpRequest, paging: Query[Paging]) -> dict[str, Any]:
    """What those at the post did to parts and apportionments that it still sees, oldest first."""
    rows = todo.done(officer_of(request, Permission.SEE_PARTS))
    return page(rows, paging, lambda row: {**entry(row), "about": row.seen_with}, order="at")
