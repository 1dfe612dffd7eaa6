"""A field of a case as people read it: its label, and its value for page and file alike."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Field, Model
from django.utils import timezone
from django.utils.translation import gettext

from zhiheng.mechanisms.cases.models import Case
from zhiheng.mechanisms.fen import Fen, yuan_of
from zhiheng.mechanisms.privacy.fields import SealedText
from zhiheng.mechanisms.sheets import Value

KEPT_BACK = {"id", "of_kind", "firm_sees", "version", "demo", "provisional"}
"""Fields of every case that say nothing to its reader, or are said otherwise."""


def field_of(kind: type[Model], name: str) -> Any:
    """A field of a kind by its name; FieldDoesNotExist for any other."""
    return kind._meta.get_field(name)


def label_of(field: Any) -> str:
    """The name of a field in the reader's language."""
    return gettext(str(field.verbose_name))


def value_of(case: Case, name: str) -> Value:
    """The value of a field of a case as the desk of now is told it; None for nothing, and for what is withheld yet."""
    if name == "state":
        return str(case.in_state.label)
    return None if name in case.withheld() else words_of(case, name)


def words_of(row: Model, name: str) -> Value:
    """The value of a field: words of a choice, yes or no, local days; a sealed text as its mask; None for nothing."""
    field, value = field_of(type(row), name), getattr(row, name)
    if value is None:
        return None
    if isinstance(value, bool) and not field.flatchoices:
        return gettext("是") if value else gettext("否")
    if isinstance(value, list):
        words = dict(getattr(field.formfield(), "choices", ()))
        return "、".join(str(words.get(one, one)) for one in value) or None
    if isinstance(field, Fen):
        return yuan_of(value)
    if field.flatchoices:
        return str(dict(field.flatchoices).get(value, value)) or None
    if isinstance(value, datetime):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, (int, float, Decimal, date)):
        return value
    return str(getattr(value, "label", value) or "") or None


def kind_of_value(field: Any) -> str:
    """How a list sets a column: number, date or text."""
    of = field.get_internal_type()
    if of in {"DateField", "DateTimeField"}:
        return "date"
    return "number" if not field.flatchoices and of.endswith(("IntegerField", "DecimalField", "FloatField")) else "text"


def is_sealed(field: Any) -> bool:
    """Whether a field is personal data: shown as a mask, never to the firm, never in public."""
    return isinstance(field, SealedText)


def own_fields(kind: type[Case], *, whole: bool) -> Iterator[Field]:
    """The fields that a kind adds, in order, but for those without a name in words (a blind index says nothing to

    people). Not ``whole``, for the firm: without sealed texts, other rows, and what the kind keeps back.
    """
    for field in kind._meta.local_fields:
        if field.primary_key or str(field.verbose_name) == field.name.replace("_", " "):
            continue
        if whole or not (is_sealed(field) or field.is_relation or field.name in kind.kept_back):
            yield field


def facts(case: Case, *, whole: bool) -> list[tuple[str, Value, str]]:
    """What a case says of itself, as (label, value, name of the field where it is sealed); nothing that is empty."""
    told: list[tuple[str, Value, str]] = []
    for field in own_fields(type(case), whole=whole):
        value = value_of(case, field.name)
        if value is not None:
            told.append((label_of(field), value, field.name if is_sealed(field) else ""))
    return told
