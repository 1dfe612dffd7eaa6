"""One case: what it is, how its clocks stand, what was and can be done; its personal data, on record."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from zhiheng.mechanisms.cases.declaring import Hand
from zhiheng.mechanisms.cases.models import Case
from zhiheng.mechanisms.cases.shown import facts, is_sealed, label_of
from zhiheng.mechanisms.cases.telling import clocks_of, moves_of
from zhiheng.mechanisms.cases.views.opened import case_of, for_casework, handled, hands_of, sees_texts, way_to_case
from zhiheng.mechanisms.cases.waiting import pauses_of
from zhiheng.mechanisms.idempotency.once import once
from zhiheng.mechanisms.journal.models import history_of
from zhiheng.mechanisms.privacy.models import RevealRefused, reveal, reveals_of
from zhiheng.mechanisms.scope import desk_now


@require_safe
@for_casework
def case(request: HttpRequest, kind: str, pk: UUID) -> HttpResponse:
    """A case that the desk sees."""
    row = case_of(kind, pk)
    return render(request, "cases/case.html", page_of(row, timezone.localdate()))


def page_of(row: Case, on: date) -> dict[str, Any]:
    """What the page of a case shows on a day."""
    hands, whole = hands_of(row), sees_texts(row)
    handles, possible = Hand.HANDLER in hands, row.possible(desk_now(), on)
    return {
        "case": row,
        "kind": type(row),
        "kind_label": label_of(type(row)._meta),
        "as_of": on,
        "hands": hands,
        "whole": whole,
        "handles": handles,
        "facts": facts(row, whole=whole),
        "clocks": clocks_of(row, on),
        "paused": pauses_of([row]).get(row.pk),
        "moves": moves_of(row, hands, whole=whole),
        "possible": possible,
        "blocked": [(one, reason) for one, reason in possible if reason],
        "may_amend": handles and bool(row.form),
        "history": history_of(row) if whole else [],
        "reveals": reveals_of(row) if handles else [],
        "crumbs": way_to_case(row),
        "demo_shown": row.demo,
    }


@require_POST
@for_casework
@once
@never_cache
def reveal_case(request: HttpRequest, kind: str, pk: UUID) -> HttpResponse:
    """The words of one sealed field, for who handles the case and says what for; the record is written first."""
    row, name = handled(kind, pk), request.POST.get("field", "")
    field = next((one for one in row._meta.local_fields if one.name == name and is_sealed(one)), None)
    if field is None:
        raise Http404
    try:
        words = reveal(row, name, by=request.user, at=timezone.now(), purpose=request.POST.get("purpose", ""))
    except RevealRefused as refused:
        messages.warning(request, str(refused))
        return redirect(row)
    context = {"case": row, "label": label_of(field), "words": words, "crumbs": way_to_case(row, (label_of(field), ""))}
    return render(request, "cases/revealed.html", context)
