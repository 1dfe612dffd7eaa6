"""登记簿: read by everybody as far as it is published, written by who keeps the region; as on the pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import wraps
from typing import Annotated, Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext
from ninja import Query, Schema, Status
from pydantic import ConfigDict, Field, StringConstraints

from zhiheng.mechanisms.cases.shown import label_of
from zhiheng.mechanisms.registers.declaring import STRIKE
from zhiheng.mechanisms.registers.keeping import amend, enter, record, strike
from zhiheng.mechanisms.registers.models import Register, RegisterEvent
from zhiheng.mechanisms.registers.shown import facts, rows_of, saying
from zhiheng.mechanisms.registers.standing import in_force
from zhiheng.mechanisms.registers.typed import row_form
from zhiheng.mechanisms.registers.views.opened import for_everybody, kept_row, kind_of, kinds_here, row_of
from zhiheng.mechanisms.scope import desk_now
from zhiheng.mechanisms.sheets import as_json
from zhiheng.web.api.access import working
from zhiheng.web.api.given import Given, Name, as_typed
from zhiheng.web.api.paging import Paging, Word, page
from zhiheng.web.api.parts import Version, Why
from zhiheng.web.api.problems import ERRORS, WRITING_ERRORS, Unfit
from zhiheng.web.api.shapes import Page

Fields = Annotated[dict[Name, Given], Field(max_length=100)]
Reason = Annotated[Why, StringConstraints(strip_whitespace=True, min_length=1)]


router = working("registers")


def read_by_all(run: Callable[..., Any]) -> Callable[..., Any]:
    """An operation for all: a stranger asks from a desk that sees what is published and nothing else."""

    @wraps(run)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        return for_everybody(run)(request, *args, **kwargs)

    return asked


class WordsShape(Schema):
    """A key, and what it says."""

    key: str
    label: str


class KindShape(Schema):
    """A register: the clause that asks for it, how many rows are in force today, its states and events, its fields."""

    kind: str
    label: str
    clause: str
    in_force: int
    states: list[WordsShape]
    events: list[WordsShape]
    fields: list[WordsShape]


class Kinds(Schema):
    """Every register that may be read."""

    items: list[KindShape]


class FactShape(Schema):
    """A field of a row; money in 元."""

    name: str
    label: str
    value: str | int | float | None


class RegisterShape(Schema):
    """A row with its state on a day (``on``), and as much of what it says as may be read. ``demo``: generated."""

    id: UUID
    kind: str
    code: str
    name: str
    region: str
    on: date
    state: str
    state_label: str
    demo: bool
    version: int
    facts: list[FactShape]


class EventShape(Schema):
    """What happened; ``why`` and ``by`` only for who keeps or oversees the row."""

    id: UUID
    event: str
    label: str
    on: date
    brings: str
    struck: bool
    why: str | None
    by: str | None
    at: datetime


class WholeRegisterShape(RegisterShape):
    """A row with what happened to it."""

    events: list[EventShape]


class RegisterFilters(Schema):
    """A state, the id of a region, words of number, name or 统一社会信用代码; all as of a day, today unless named."""

    on: date | None = None
    state: Word = ""
    region: Word = ""
    q: Word = ""


class NewRow(Schema):
    """The fields of a row by their names; ``region`` is the id of a region, money is in 元."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"example": {"fields": {"code": "A1", "name": "示例商场", "region": "tangshan"}}},
    )

    fields: Fields


class RegisterAmendment(NewRow):
    """The fields that are to change, the version that was read, and why."""

    version: Version
    why: Reason


class Happening(Schema):
    """What happened, on which day, why, and the version that was read."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"example": {"event": "suspend", "on": "2026-11-22", "why": "店铺装修", "version": 1}},
    )

    event: Name
    on: date
    why: Reason
    version: Version


class Striking(Schema):
    """Why an event is struck out, and the version that was read."""

    model_config = ConfigDict(extra="forbid")

    why: Reason
    version: Version


@router.get("/registers", response={200: Kinds, **ERRORS}, summary="登记簿 registers", auth=None)
@read_by_all
def registers(request: HttpRequest) -> dict[str, Any]:
    """Every register that whoever asks may read."""
    return {"items": [_kind(model) for model in kinds_here()]}


@router.get("/registers/{kind}", response={200: Page[RegisterShape], **ERRORS}, summary="登记 rows", auth=None)
@read_by_all
def register_rows(
    request: HttpRequest, kind: Word, filters: Query[RegisterFilters], paging: Query[Paging]
) -> dict[str, Any]:
    """The rows of a register in their state of a day."""
    model, on = kind_of(kind), filters.on or timezone.localdate()
    rows = rows_of(model, on).prefetch_related("happened__struck_by")
    if filters.state:
        rows = rows.filter(state_then=filters.state)
    if filters.region:
        rows = rows.filter(region__slug=filters.region)
    if filters.q:
        rows = rows.filter(saying(filters.q))
    return page(rows, paging, lambda row: _short(row, on), order="id")


@router.get(
    "/registers/{kind}/{uuid:id}", response={200: WholeRegisterShape, **ERRORS}, summary="一行 one row", auth=None
)
@read_by_all
def register_row(request: HttpRequest, kind: Word, id: UUID, on: date | None = None) -> dict[str, Any]:
    """One row in its state of a day, today unless one is named."""
    return _whole(row_of(kind, id), on or timezone.localdate())


@router.post("/registers/{kind}", response={201: WholeRegisterShape, **WRITING_ERRORS}, summary="登记 enter")
def entered(request: HttpRequest, kind: Word, body: NewRow) -> Status:
    """Put a row into a register, in a region of the desk."""
    row = _keeping(kind)()
    _typed(row, body.fields, {})
    try:
        enter(row, by=request.user, at=timezone.now())
    except ValidationError as problem:
        raise _unfit(problem) from problem
    return Status(201, _whole(row_of(kind, row.pk), timezone.localdate()))


@router.patch("/registers/{kind}/{uuid:id}", response={200: WholeRegisterShape, **WRITING_ERRORS}, summary="更正 amend")
def amended(request: HttpRequest, kind: Word, id: UUID, body: RegisterAmendment) -> dict[str, Any]:
    """Correct fields of a row. 409 with both values when somebody changed it since that version."""
    _keeping(kind)
    row = kept_row(kind, id)
    whole = row_form(row)
    now = {name: whole[name].value() for name in whole.fields} | {"region": row.region.slug}
    changes = {name: _typed(kept_row(kind, id), body.fields, now)[name] for name in body.fields}
    try:
        amend(row, body.version, changes, by=request.user, at=timezone.now(), why=body.why)
    except ValidationError as problem:
        raise _unfit(problem) from problem
    return _whole(row_of(kind, id), timezone.localdate())


@router.post("/registers/{kind}/{uuid:id}/events", response={201: EventShape, **WRITING_ERRORS}, summary="事件 record")
def recorded(request: HttpRequest, kind: Word, id: UUID, body: Happening) -> Status:
    """Record what happened to a row. 409 when its state of that day, or the version, forbids it."""
    _keeping(kind)
    row = kept_row(kind, id)
    made = record(row, body.event, body.version, on=body.on, why=body.why, by=request.user, at=timezone.now())
    return Status(201, _event(made, whole=True))


@router.post(
    "/registers/{kind}/{uuid:id}/events/{uuid:event}/strike",
    response={201: EventShape, **WRITING_ERRORS},
    summary="划去 strike",
)
def struck(request: HttpRequest, kind: Word, id: UUID, event: UUID, body: Striking) -> Status:
    """Strike a wrong event out; it stays to be read and counts no more."""
    _keeping(kind)
    wrong: RegisterEvent = get_object_or_404(kept_row(kind, id).happened.select_related("register"), pk=event)
    made = strike(wrong, body.version, why=body.why, by=request.user, at=timezone.now())
    return Status(201, _event(made, whole=True))


def _keeping(key: str) -> type[Register]:
    if not desk_now().casework:
        raise Http404
    return kind_of(key)


def _typed(row: Register, fields: Mapping[str, Any], now: Mapping[str, Any]) -> Mapping[str, Any]:
    """What a row is to say, cleaned; Unfit with all that is wrong."""
    form = row_form(row, {**now, **as_typed(fields)})
    region: Any = form.fields["region"]
    region.to_field_name = "slug"
    problems = [(f"fields.{name}", gettext("没有这一项。")) for name in fields if name not in form.fields]
    problems += [(f"fields.{name}", str(words[0])) for name, words in form.errors.items()]
    if problems:
        raise Unfit(problems)
    return form.cleaned_data


def _unfit(problem: ValidationError) -> Unfit:
    told = problem.message_dict if hasattr(problem, "error_dict") else {"": problem.messages}
    return Unfit([(f"fields.{name}".rstrip("."), str(words)) for name, said in told.items() for words in said])


def _kind(model: type[Register]) -> dict[str, Any]:
    desk = desk_now()
    works = bool(desk.whole or desk.casework)
    names = [name for name in model.form_fields() if works or name in model.public]
    return {
        "kind": model.kind,
        "label": model.label,
        "clause": model.clause,
        "in_force": in_force(model.objects.all(), model, timezone.localdate()),
        "states": [{"key": state.key, "label": str(state.label)} for state in model.states],
        "events": [{"key": event.key, "label": str(event.label)} for event in model.events],
        "fields": [{"key": name, "label": label_of(model._meta.get_field(name))} for name in names],
    }


def _short(row: Register, on: date) -> dict[str, Any]:
    state = row.state_on(on)
    told = [{"name": name, "label": label, "value": as_json(value)} for name, label, value in facts(row, desk_now())]
    return {
        "id": row.pk,
        "kind": row.of_kind,
        "region": row.region.slug,
        "on": on,
        "state": state.key,
        "state_label": str(state.label),
        "facts": told,
        **{name: getattr(row, name) for name in ("code", "name", "demo", "version")},
    }


def _whole(row: Register, on: date) -> dict[str, Any]:
    whole = desk_now().whole or row.kept_at(desk_now())
    happened = row.happened.select_related("by", "struck_by", "register")
    told = [_event(one, whole=whole) for one in happened if whole or not (one.struck or one.key == STRIKE)]
    return {**_short(row, on), "events": told}


def _event(row: RegisterEvent, *, whole: bool) -> dict[str, Any]:
    own = {name: getattr(row, name) for name in ("on", "brings", "struck", "at")}
    by = str(row.by) if whole and row.by else None
    return {**own, "id": row.pk, "event": row.key, "label": row.label, "why": row.why if whole else None, "by": by}
