"""One act on many parts at once, as on the list of parts."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext
from ninja import Schema
from pydantic import ConfigDict, Field

from zhiheng.division.models import Part
from zhiheng.division.views.parts import ACTS, move_many
from zhiheng.mechanisms.listing.marking import MOST
from zhiheng.web.api.access import officer_of, working
from zhiheng.web.api.parts import Version, Why, parts_for
from zhiheng.web.api.problems import WRITING_ERRORS, Unfit, not_now

router = working("parts")


class Chosen(Schema):
    """A part and the version that was read."""

    model_config = ConfigDict(extra="forbid")

    id: UUID
    version: Version


class ActOnMany(Schema):
    """What to do to which parts; a withdrawal needs its reason."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "example": {"act": "accept", "parts": [{"id": "7b0c2f5e-6a1d-4a53-9f0e-2d8a4c1b9e70", "version": 1}]}
        },
    )

    act: Literal["accept", "issue", "withdraw"]
    parts: Annotated[list[Chosen], Field(min_length=1, max_length=MOST)]
    why: Why = ""


class NotDone(Schema):
    """A part to which it was not done, and the reason."""

    id: UUID
    why: str


class Report(Schema):
    """What was done and what was not."""

    done: list[UUID]
    not_done: list[NotDone]


@router.post("/parts/acts", response={200: Report, **WRITING_ERRORS}, summary="批量办理 act on many")
def act_on_many(request: HttpRequest, body: ActOnMany) -> Any:
    """Accept, issue or withdraw each part that allows it. 409 when none does, 404 when one sees none of them."""
    permission, act = next((permission, act) for permission, act in ACTS if act.key == body.act)
    officer, why = officer_of(request, permission), body.why.strip()
    if act.why and not why:
        raise Unfit([("why", gettext("请写明%(act)s的理由。") % {"act": act.label})])
    wanted = {one.id: one.version for one in body.parts}
    seen: list[Part] = list(parts_for(request).filter(pk__in=wanted))
    if not seen:
        raise Http404
    refused = move_many([(one, wanted[one.pk]) for one in seen], act.key, by=officer, at=timezone.now(), why=why)
    reasons = {one.pk: reason for reason, parts in refused.items() for one in parts}
    reasons |= {id: gettext("没有这样一项分解任务。") for id in wanted.keys() - {one.pk for one in seen}}
    if len(reasons) == len(wanted):
        return not_now(request, Exception("；".join(dict.fromkeys(reasons.values()))))
    return {
        "done": [id for id in wanted if id not in reasons],
        "not_done": [{"id": id, "why": reasons[id]} for id in wanted if id in reasons],
    }
