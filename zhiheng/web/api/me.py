"""Who a program is, to the portal."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Schema

from zhiheng.directory.models import Officer
from zhiheng.directory.permissions import Permission, may
from zhiheng.web.api.access import working
from zhiheng.web.api.problems import READING_ERRORS

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
