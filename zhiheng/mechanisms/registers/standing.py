"""The same rule as ``declaring.state_on``, asked of the database: rows with the state they were in on a day."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Case, F, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from zhiheng.mechanisms.registers.declaring import EXPIRED, NOT_YET
from zhiheng.mechanisms.registers.models import Register, RegisterEvent


def with_state(rows: QuerySet[Any], kind: type[Register], day: date) -> QuerySet[Any]:
    """Rows of one kind with ``state_then``, the key of their state on a day, to filter, sort and count by."""
    stood = RegisterEvent._base_manager.filter(register=OuterRef("pk"), on__lte=day, struck_by__isnull=True)
    last = stood.exclude(brings="").order_by("-on", "-at", "-brings").values("brings")[:1]
    state = Case(
        When(brought__in=[state.key for state in kind.states if state.ends], then=F("brought")),
        When(valid_from__gt=day, then=Value(NOT_YET)),
        When(valid_to__lt=day, then=Value(EXPIRED)),
        default=F("brought"),
    )
    return rows.annotate(brought=Coalesce(Subquery(last), Value(kind.first)), state_then=state)


def in_force(rows: QuerySet[Any], kind: type[Register], day: date) -> int:
    """How many rows of one kind are in force on a day."""
    return with_state(rows, kind, day).filter(state_then__in=[one.key for one in kind.states if one.holds]).count()
