"""Putting an apportionment forward: worked out by the same sheets as the forms, and refused where they would guess."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.translation import gettext
from ninja import Schema, Status
from pydantic import ConfigDict, Field

from zhiheng.directory.permissions import Permission
from zhiheng.division import allocating
from zhiheng.web.api.access import officer_of, working
from zhiheng.web.api.apportionments import ApportionmentShape, shown
from zhiheng.web.api.paging import Word
from zhiheng.web.api.parts import Text
from zhiheng.web.api.problems import WRITING_ERRORS, Unfit
from zhiheng.web.views.apportioning import Typed, promises, sheet_of
from zhiheng.web.views.yearly_path import sheet_of as path_of

router = working("apportionments")

NAMED = {"ledger": "hebei-2023-2027", "indicator": "complaints-closed-on-time"}


class Proposal(Schema):
    """What both kinds of proposal say. ``by_hand``: values that replace those of the rule, by region or by year."""

    model_config = ConfigDict(extra="forbid")

    ledger: Word
    indicator: Word
    by_hand: Annotated[dict[Word, Word], Field(max_length=100)] = {}
    note: Text = ""


class Shares(Proposal):
    """A target by its id (T38), a rule, and the year of the base figures for rule base."""

    model_config = ConfigDict(json_schema_extra={"example": {**NAMED, "target": "T37", "rule": "same"}})

    target: Word
    rule: Literal["population", "equal", "base", "hand", "same"]
    year: Annotated[int | None, Field(ge=1900, le=2200)] = None


class Years(Proposal):
    """How the years between the milestones of the plan are reached."""

    model_config = ConfigDict(json_schema_extra={"example": {**NAMED, "way": "steps"}})

    way: Literal["steps", "hold", "growth"]


@router.post(
    "/apportionments/regions", response={201: ApportionmentShape, **WRITING_ERRORS}, summary="提出分解到地区 propose"
)
def new_shares(request: HttpRequest, body: Shares) -> Status:
    """Propose to divide a target among the regions; a second person approves it."""
    officer = officer_of(request, Permission.APPORTION)
    row, targets = promises(body.ledger, body.indicator)
    divided = [target for target in targets if allocating.rules_for(target)]
    if body.target not in {target.number for target in divided}:
        raise Unfit([("target", gettext("这个指标没有这样一个可分解的目标值。"))])
    sheet = sheet_of(row, divided, _sent(body, target=body.target, rule=body.rule, year=str(body.year or "")))
    assert sheet is not None
    if sheet.rule != body.rule:
        words = "、".join(str(label) for _, label in sheet.rules)
        raise Unfit([("rule", gettext("这个目标值的分配规则可以是：%(rules)s。") % {"rules": words})])
    if body.rule == "base" and body.year not in sheet.years:
        raise Unfit([("year", gettext("没有这一年的各地数值。"))])
    _refuse_wrong(body, sheet.typed)
    if sheet.found is None or not sheet.found.whole:
        raise Unfit([("by_hand", sheet.problem or gettext("分解值之和与目标值不一致，不能提出。"))])
    at, note = timezone.now(), body.note
    made = allocating.propose_shares(sheet.target, sheet.found, base_note=sheet.base_note, note=note, by=officer, at=at)
    return Status(201, shown(made.pk))


@router.post(
    "/apportionments/years", response={201: ApportionmentShape, **WRITING_ERRORS}, summary="提出年度路径 propose"
)
def new_years(request: HttpRequest, body: Years) -> Status:
    """Propose the years between the milestones of an indicator; a second person approves them."""
    officer, at = officer_of(request, Permission.APPORTION), timezone.now()
    row, targets = promises(body.ledger, body.indicator)
    sheet = path_of(row, targets, _sent(body, way=body.way), timezone.localdate(at))
    if sheet.way != body.way:
        words = "、".join(str(label) for _, label in sheet.ways)
        raise Unfit([("way", gettext("这个指标的年度路径可以是：%(ways)s。") % {"ways": words})])
    _refuse_wrong(body, sheet.typed)
    by_hand = {int(year): value for year, value in sheet.typed.values.items()}
    made = allocating.propose_years(
        row, sheet.path, sheet.way, by_hand=by_hand, base_note=sheet.base_note, note=body.note, by=officer, at=at
    )
    return Status(201, shown(made.pk))


def _sent(body: Proposal, **chosen: str) -> QueryDict:
    """The body as the form would send it."""
    sent = QueryDict(mutable=True)
    sent.update(chosen | {f"hand-{key}": value for key, value in body.by_hand.items()})
    return sent


def _refuse_wrong(body: Proposal, typed: Typed) -> None:
    """Numbers that are none, and values for what takes none: the form would leave them out."""
    wrong: dict[str, Any] = dict(typed.wrong)
    wrong |= {key: gettext("这里不能另填数值。") for key in set(body.by_hand) - set(typed.sent)}
    if wrong:
        raise Unfit([(f"by_hand.{key}", words) for key, words in sorted(wrong.items())])
