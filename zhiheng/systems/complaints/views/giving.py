"""Evidence from those who have a desk: the firm concerned, and the handler who received it on paper."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext

from zhiheng.mechanisms.cases.views.opened import case_of, for_casework, hands_of
from zhiheng.mechanisms.evidence.models import FileRefused
from zhiheng.mechanisms.idempotency.once import once
from zhiheng.systems.complaints.exhibiting import exhibit
from zhiheng.systems.complaints.models import Complaint


@for_casework
@once
def give_exhibits(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Add files to an open complaint, in the capacity in which this desk acts on it; 404 for who merely sees it."""
    case = case_of(Complaint.kind, pk)
    if request.method != "POST":
        return redirect(case)
    hands = sorted(hands_of(case))
    if not hands or case.in_state.ends:
        raise Http404
    files = request.FILES.getlist("files")
    try:
        given = exhibit(case, files, hand=hands[0], by=request.user, at=timezone.now())
    except FileRefused as refused:
        messages.error(request, str(refused))
    else:
        words = gettext("已收到 %(number)d 个文件。") if given else gettext("没有新的文件。")
        messages.success(request, words % {"number": len(given)} if given else words)
    return redirect(case)
