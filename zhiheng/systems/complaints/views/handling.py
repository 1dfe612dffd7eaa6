"""What who handles a complaint opens beside the pages of every case: its evidence, and its papers to print."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from zhiheng.mechanisms.cases.declaring import Hand
from zhiheng.mechanisms.cases.views.opened import case_of, for_casework, handled, hands_of, way_to_case
from zhiheng.mechanisms.evidence.models import send_evidence
from zhiheng.mechanisms.privacy.models import RevealRefused, record
from zhiheng.systems.complaints import grounds
from zhiheng.systems.complaints.models import Complaint, Exhibit
from zhiheng.systems.complaints.models.complaint import PAPERS

PURPOSE = "办理中查看证据"
"""What the record of a handler's look at evidence says it was for."""


@require_safe
@for_casework
def exhibit(request: HttpRequest, pk: UUID, exhibit: UUID) -> HttpResponseBase:
    """A file that was given to a case: to the handler each, and it is on record who looked; to the firm its own."""
    found = Exhibit.objects.select_related("file").filter(case=pk, pk=exhibit).first()
    if found is None:
        raise Http404
    case = case_of(Complaint.kind, pk)
    if Hand.HANDLER in hands_of(case):
        try:
            record(case, f"证据{found.file.name}", by=request.user, at=timezone.now(), purpose=PURPOSE)
        except RevealRefused as refused:
            messages.error(request, str(refused))
            return redirect(case)
    return send_evidence(request, found.file, may=lambda officer, file: True)


@require_safe
@for_casework
def paper(request: HttpRequest, pk: UUID, paper: str) -> HttpResponse:
    """An official paper of a complaint, to print; its words are a sample of ours (样张), not the official form."""
    case: Any = handled(Complaint.kind, pk)
    move = case.moves.filter(transition=paper).last() if paper in PAPERS else None
    if move is None:
        raise Http404(gettext("这件投诉没有这份文书。"))
    context = {
        "case": case,
        "move": move,
        "title": PAPERS[paper],
        "paper": paper,
        "ground": _ground(case, paper, move.said.get("ground", "")),
        "explanation": move.written().get("explanation", ""),
        "remedies": grounds.cited("remedy", move.on) if paper == "refuse" else (),
        "clock": case.clock_rows.filter(clock="mediate", began=move.on).first() if paper == "accept" else None,
        "crumbs": way_to_case(case, (str(PAPERS[paper]), "")),
        "demo_shown": case.demo,
    }
    return render(request, "complaints/paper.html", context)


def _ground(case: Complaint, paper: str, key: str) -> tuple[str, str]:
    """The ground that was decided on, and its article; nothing where a paper has none."""
    if not key:
        return "", ""
    family = {"refuse": "refusal", "terminate": "termination"}[paper]
    return grounds.words(family, key), grounds.reference(family, key, case.received_on)
