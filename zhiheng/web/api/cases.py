"""办件: the cases of every kind, by the same actions and from the same desk as their pages."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext
from ninja import Query, Schema, Status
from pydantic import ConfigDict, Field

from zhiheng.mechanisms.cases.acting import NotSo, act, file
from zhiheng.mechanisms.cases.declaring import Ask, Hand, Transition
from zhiheng.mechanisms.cases.forms import filing_form, filled
from zhiheng.mechanisms.cases.listed import list_of, rows_of
from zhiheng.mechanisms.cases.models import Case, kinds
from zhiheng.mechanisms.cases.shown import field_of, is_sealed, label_of, own_fields, value_of
from zhiheng.mechanisms.cases.telling import clocks_of, moves_of
from zhiheng.mechanisms.cases.views.opened import case_of, hands_of, has_cases, kind_of, sees_texts
from zhiheng.mechanisms.scope import desk_now
from zhiheng.mechanisms.sheets import as_json
from zhiheng.web.api.access import working
from zhiheng.web.api.given import Given, Name, Text, as_typed
from zhiheng.web.api.paging import Paging, Word, page
from zhiheng.web.api.parts import Version
from zhiheng.web.api.problems import READING_ERRORS, WRITING_ERRORS, Unfit
from zhiheng.web.api.shapes import Page

router = working("cases")

Words = str | int | float | None


class ChoiceShape(Schema):
    """One choice: what is sent, and what it says."""

    value: str
    label: str


class AskShape(Schema):
    """One thing that a transition asks for, or one field of a new case; dates as 2026-11-22, a region by its id."""

    name: str
    label: str
    kind: str
    required: bool
    choices: list[ChoiceShape]


class TransitionShape(Schema):
    """What can be done now; ``why_not`` says why it cannot be done today, empty when it can."""

    transition: str
    label: str
    why_not: str
    asks: list[AskShape]


class CaseKindShape(Schema):
    """A kind of case, its states, and what it is filed with; ``asks`` is empty for who files none."""

    kind: str
    label: str
    clause: str
    states: list[ChoiceShape]
    asks: list[AskShape]


class CaseKinds(Schema):
    """Every kind of case."""

    items: list[CaseKindShape]


class CaseShape(Schema):
    """A case. ``due_on``: the nearest day of its clocks, null when none runs; ``provisional`` while a calendar that

    decides that day is not published. ``demo``: generated.
    """

    id: UUID
    kind: str
    number: str
    state: str
    state_label: str
    region: str
    firm_name: str
    firm_code: str
    filed_at: datetime
    due_on: date | None
    provisional: bool
    closed_on: date | None
    demo: bool
    version: int


class CaseFactShape(Schema):
    """A field of a case in words; a sealed one is its mask."""

    name: str
    label: str
    value: Words
    sealed: bool


class PauseShape(Schema):
    """Days that a clock does not count, both included; no end: it still stands still."""

    begins: date
    ends: date | None


class ClockShape(Schema):
    """A round of a clock: the rule by which it is counted, since when, until when, when it ended."""

    clock: str
    label: str
    round: int
    rule: str
    reference: str
    limit: str
    began: date
    due_on: date | None
    provisional: bool
    ended: date | None
    words: str
    pauses: list[PauseShape]


class SaidShape(Schema):
    """What was asked, and what was answered."""

    label: str
    words: str


class CaseMoveShape(Schema):
    """What was done, in which capacity; ``by`` and ``said`` only for those who read them on the page."""

    transition: str
    label: str
    hand: Literal["handler", "firm", "filer", "aide"]
    by: str | None
    at: datetime
    start: str
    end: str
    said: list[SaidShape]


class WholeCaseShape(CaseShape):
    """A case with its facts, clocks, moves, and what can be done with it from this desk today."""

    facts: list[CaseFactShape]
    clocks: list[ClockShape]
    moves: list[CaseMoveShape]
    possible: list[TransitionShape]


class CaseFilters(Schema):
    """Filters of the list: a state, the id of a region, how it stands to its day, a number or a firm."""

    state: Word = ""
    due: Literal["", "overdue", "today", "coming", "standing"] = ""
    region: Word = ""
    q: Word = ""


class NewCase(Schema):
    """The fields of a new case by their names, as ``GET /api/cases`` tells them; ``region`` is the id of a region."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"example": {"fields": {"region": "tangshan", "firm_name": "示例公司"}}},
    )

    fields: Annotated[dict[Name, Given | Annotated[list[Text], Field(max_length=50)]], Field(max_length=100)]


class Doing(Schema):
    """The version that was read, and an answer to each thing that the transition asks for."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": {"version": 1, "said": {"why": "testing"}}})

    version: Version
    said: Annotated[dict[Name, Given], Field(max_length=100)] = {}


@router.get("/cases", response={200: CaseKinds, **READING_ERRORS}, summary="办件类别 kinds of cases")
def case_kinds(request: HttpRequest) -> dict[str, Any]:
    """Every kind of case, for desks that have cases; 404 for every other.

    Pages alone amend a case, open a sealed text with a purpose, give evidence, take in workbooks, and list what is
    published (``/public/{kind}.csv``).
    """
    _at_casework()
    return {"items": [_kind(model) for model in kinds().values()]}


@router.get("/cases/{kind}", response={200: Page[CaseShape], **READING_ERRORS}, summary="办件 cases")
def cases(request: HttpRequest, kind: str, filters: Query[CaseFilters], paging: Query[Paging]) -> dict[str, Any]:
    """The cases of a kind that the desk sees, in the order in which they came."""
    model = _kind_of(kind)
    rows, asked = rows_of(model), {name: value for name, value in filters.dict().items() if value}
    narrowing = {one.name: one for one in list_of(model).filters}
    for name, value in asked.items():
        rows = narrowing[name].narrow(rows, value) if name in narrowing else rows.filter(**{f"{name}__slug": value})
    return page(rows, paging, _short, order="filed_at")


@router.post("/cases/{kind}", response={201: WholeCaseShape, **WRITING_ERRORS}, summary="登记 file")
def filed(request: HttpRequest, kind: str, body: NewCase) -> Status:
    """File a case as who handles it, in a region of the desk."""
    model = _kind_of(kind)
    if not (desk_now().casework and model.form):
        raise Http404
    form = filing_form(model(), as_typed(body.fields))
    problems = [(f"fields.{name}", gettext("没有这一项。")) for name in body.fields if name not in form.fields]
    for field in form.fields.values():
        if isinstance(field, forms.ModelChoiceField):
            field.to_field_name = "slug"
    problems += [(f"fields.{name}", str(words[0])) for name, words in form.errors.items()]
    if problems:
        raise Unfit(problems)
    row = filled(form)
    file(row, by=request.user, hand=Hand.HANDLER, at=timezone.now())
    return Status(201, _whole(case_of(kind, row.pk)))


@router.get("/cases/{kind}/{uuid:id}", response={200: WholeCaseShape, **READING_ERRORS}, summary="一个办件 one case")
def case(request: HttpRequest, kind: str, id: UUID) -> dict[str, Any]:
    """One case; sealed texts are masks."""
    _at_casework()
    return _whole(case_of(kind, id))


@router.post("/cases/{kind}/{uuid:id}/{transition}", response={200: CaseShape, **WRITING_ERRORS}, summary="办理 do")
def done(request: HttpRequest, kind: str, id: UUID, transition: str, body: Doing) -> dict[str, Any]:
    """Do something with a case. 409 when its state or the version forbids it; it may then lie on another's desk."""
    _at_casework()
    row = case_of(kind, id)
    wanted = row.transition(transition)
    if wanted is None or not hands_of(row) & set(wanted.hands):
        raise Http404
    known = {ask.name for ask in wanted.asks}
    if unknown := [(f"said.{name}", gettext("没有这一项。")) for name in body.said if name not in known]:
        raise Unfit(unknown)
    try:
        act(row, transition, body.version, body.said, by=request.user, at=timezone.now())
    except NotSo as wrong:
        raise Unfit([(f"said.{name}", words) for name, words in wrong.problems]) from wrong
    return _short(row)


def _at_casework() -> None:
    if not has_cases(desk_now()):
        raise Http404


def _kind_of(key: str) -> type[Case]:
    _at_casework()
    return kind_of(key)


def _kind(model: type[Case]) -> dict[str, Any]:
    form = filing_form(model()) if desk_now().casework and model.form else None
    return {
        "kind": model.kind,
        "label": label_of(model._meta),
        "clause": model.clause,
        "states": [{"value": state.key, "label": str(state.label)} for state in model.states],
        "asks": [_field(name, field) for name, field in form.fields.items()] if form else [],
    }


def _field(name: str, field: Any) -> dict[str, Any]:
    """A field of a new case; regions are told by their ids elsewhere, and not listed with each."""
    regions = isinstance(field, forms.ModelChoiceField)
    choices = [] if regions else [pair for pair in getattr(field, "choices", ()) if pair[0] != ""]
    kind = "region" if regions else type(field).__name__.removesuffix("Field").lower()
    told = [{"value": str(value), "label": str(label)} for value, label in choices]
    return {"name": name, "label": str(field.label), "kind": kind, "required": field.required, "choices": told}


def _short(row: Case) -> dict[str, Any]:
    names = ("number", "state", "firm_name", "firm_code", "filed_at", "due_on", "provisional", "closed_on", "demo")
    held = row.withheld()
    return {
        "id": row.pk,
        "kind": row.of_kind,
        "state_label": str(row.in_state.label),
        "region": row.region.slug,
        "version": row.version,
        **{name: None if name in held else getattr(row, name) for name in names},
    }


def _whole(row: Case) -> dict[str, Any]:
    hands, whole, today = hands_of(row), sees_texts(row), timezone.localdate()
    possible = row.possible(desk_now(), today)
    return {
        **_short(row),
        "facts": [_fact(row, field.name) for field in own_fields(type(row), whole=whole)],
        "clocks": [_clock(clock) for clock in clocks_of(row, today)],
        "moves": [_move(move) for move in moves_of(row, hands, whole=whole)],
        "possible": [_possible(row, transition, why_not) for transition, why_not in possible],
    }


def _fact(row: Case, name: str) -> dict[str, Any]:
    field = field_of(type(row), name)
    return {"name": name, "label": label_of(field), "value": as_json(value_of(row, name)), "sealed": is_sealed(field)}


def _clock(told: Any) -> dict[str, Any]:
    names = ("clock", "round", "rule", "reference", "began", "due_on", "provisional", "ended")
    pauses = [{"begins": pause.begins, "ends": pause.ends} for pause in told.row.suspensions.all()]
    own = {name: getattr(told.row, name) for name in names}
    return {**own, "label": told.label, "limit": told.limit, "words": told.words, "pauses": pauses}


def _move(told: Any) -> dict[str, Any]:
    return {
        "transition": told.row.transition,
        "label": told.label,
        "hand": told.row.hand,
        "by": str(told.by) if told.by else None,
        "at": told.at,
        "start": told.row.start,
        "end": told.row.end,
        "said": [{"label": label, "words": words} for label, words in told.said],
    }


def _possible(row: Case, transition: Transition, why_not: str) -> dict[str, Any]:
    asks = [_ask(ask) for ask in row.asks_of(transition)]
    return {"transition": transition.key, "label": str(transition.label), "why_not": str(why_not), "asks": asks}


def _ask(ask: Ask) -> dict[str, Any]:
    choices = [{"value": value, "label": str(label)} for value, label in ask.choices]
    return {
        "name": ask.name,
        "label": str(ask.label),
        "kind": ask.kind,
        "required": ask.required,
        "choices": choices,
    }
