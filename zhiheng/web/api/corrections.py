"""What was read of a document, row by row with its words, and the corrections laid over it."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext
from ninja import Schema, Status
from pydantic import ConfigDict, Field, StringConstraints

from zhiheng.directory.models import Officer
from zhiheng.directory.permissions import Permission
from zhiheng.ledger import readout, uploading
from zhiheng.ledger.amending import Amendment, Item
from zhiheng.ledger.correcting import DROP, FORMS, KEPT, QuotedForm, WhyForm, addition_of, amendment_of, differences
from zhiheng.ledger.models import Reading
from zhiheng.ledger.views.reading import opened_by
from zhiheng.mechanisms.versions import Stale
from zhiheng.web.api.access import officer_of, working
from zhiheng.web.api.paging import Word
from zhiheng.web.api.parts import Text, Version, Why
from zhiheng.web.api.problems import READING_ERRORS, WRITING_ERRORS, Unfit
from zhiheng.web.api.shapes import Span

router = working("readings")


class CorrectionShape(Schema):
    """One correction; old and new values by field."""

    action: Literal["change", "drop", "add"]
    old: dict[str, str]
    new: dict[str, str]
    why: str
    by: str
    at: datetime


class ItemShape(Schema):
    """One row, named by ``thing``, with the words of the document that it stands on; ``fields`` are as corrected."""

    thing: str
    kind: Literal["plan", "task", "unit", "target", "funding", "deadline"]
    says: str
    span: Span
    quote: str
    fields: dict[str, str]
    state: Literal["changed", "dropped", "added"] | None
    corrections: list[CorrectionShape]


class ItemsShape(Schema):
    """All rows of a reading at a version, in the order of the document, then added ones. Spans count in ``text``."""

    version: int
    text: str
    items: list[ItemShape]


class NewCorrection(Schema):
    """``change`` or ``drop`` the row ``thing``, or ``add`` one of a ``kind`` at ``words`` of the document.

    ``values`` holds the fields to change; what is not named stays as it is.
    """

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "example": {
                "action": "change",
                "thing": "target:T03",
                "values": {"value": "97.5"},
                "version": 1,
                "why": "数值读错",
            }
        },
    )

    action: Literal["change", "drop", "add"]
    thing: Text = ""
    kind: Literal["unit", "target", "funding", "deadline"] | None = None
    words: Text = ""
    values: Annotated[dict[Word, Text], Field(max_length=20)] = {}
    version: Version
    why: Annotated[Why, StringConstraints(strip_whitespace=True, min_length=1)]


@router.get("/readings/{int:id}/items", response={200: ItemsShape, **READING_ERRORS}, summary="读出的各行 items")
def items(request: HttpRequest, id: int) -> dict[str, Any]:
    """What was read, all of it: each row with its words and its corrections."""
    return _items(opened_by(request, id)[0])


@router.post("/readings/{int:id}/corrections", response={201: ItemsShape, **WRITING_ERRORS}, summary="更正 correct")
def correct(request: HttpRequest, id: int, body: NewCorrection) -> Status:
    """Put one row right, remove it or add one, as the holder, with the reason; answers with all rows as they are."""
    officer = officer_of(request, Permission.CORRECT_PLAN)
    row, _ = opened_by(request, id)
    known = uploading.items(row)
    if body.action == "add":
        form, amendment = _added(row, body, known)
    else:
        form, amendment = _changed(body, known)
    _lay(row, amendment, form, body, by=officer)
    return Status(201, _items(opened_by(request, id)[0]))


def _lay(row: Reading, amendment: Amendment, form: WhyForm, body: NewCorrection, *, by: Officer) -> None:
    try:
        uploading.correct(row, amendment, version=body.version, why=body.why, by=by, at=timezone.now())
    except Stale as stale:
        item = uploading.items(row).get(amendment.thing)
        if item is not None and amendment.action == "change":
            stale.differences = differences(item, form)
        raise


def _added(row: Reading, body: NewCorrection, known: dict[str, Item]) -> tuple[WhyForm, Amendment]:
    if body.kind is None:
        raise Unfit([("kind", gettext("请写明补哪一种：unit、target、funding 或 deadline。"))])
    form = FORMS[body.kind]({**body.values, "why": body.why})
    quoted = QuotedForm(uploading.as_read(row), {"words": body.words}, in_task=body.kind == "unit")
    errors = _errors(form, body) + [("words", str(words)) for words in quoted.errors.get("words", ())]
    if errors:
        raise Unfit(errors)
    return form, addition_of(body.kind, form, quoted, known)


def _changed(body: NewCorrection, known: dict[str, Item]) -> tuple[WhyForm, Amendment]:
    item = known.get(body.thing)
    if item is None or item.state == "dropped":
        raise Unfit([("thing", gettext("这份读取稿没有这一行，或者已经删去。"))])
    form = FORMS[item.kind]({**item.fields, **body.values, "why": body.why}, initial=item.fields)
    errors = _errors(form, body)
    if body.action == DROP:
        if item.kind in KEPT:
            raise Unfit([("action", gettext("这一行只能改，不能删。"))])
        errors = [(field, words) for field, words in errors if field == "why"]
    if errors:
        raise Unfit(errors)
    amendment = amendment_of(item, form, body.action)
    if body.action != DROP and dict(item.fields) == {**item.fields, **amendment.values}:
        raise Unfit([("values", gettext("没有改动：各项都和现在一样。"))])
    return form, amendment


def _errors(form: WhyForm, body: NewCorrection) -> list[tuple[str, str]]:
    """What the form of the page says is wrong, and names that are none of its fields."""
    wrong = [(f"values.{name}", gettext("没有这个字段")) for name in sorted(set(body.values) - set(form.own))]
    for field, found in form.errors.items():
        wrong += [(field if field == "why" else f"values.{field}", str(words)) for words in found]
    return wrong


def _items(row: Reading) -> dict[str, Any]:
    laid: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for one in row.corrections.select_related("by"):
        said = {name: getattr(one, name) for name in ("action", "old", "new", "why", "at")}
        laid[one.thing].append(said | {"by": str(one.by)})
    return {
        "version": row.version,
        "text": row.text,
        "items": [
            {
                **{name: getattr(item, name) for name in ("thing", "kind", "fields")},
                "says": readout.says(item),
                "span": [item.span.start, item.span.end],
                "quote": item.span.of(row.text),
                "state": item.state or None,
                "corrections": laid[item.thing],
            }
            for item in uploading.items(row).values()
        ],
    }
