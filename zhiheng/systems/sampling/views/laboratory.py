"""The laboratory's page: the report of a sample that it was sent."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext

from zhiheng.mechanisms.cases.acting import NotNow, NotSo
from zhiheng.mechanisms.cases.views.opened import case_of, for_casework, way_to_case
from zhiheng.mechanisms.evidence.pictures import ACCEPT
from zhiheng.mechanisms.idempotency.once import once
from zhiheng.mechanisms.versions import Stale
from zhiheng.systems.sampling.asked import NO_RETEST
from zhiheng.systems.sampling.laboratory import Line, lines_of, report, reports
from zhiheng.systems.sampling.models import Sample

BLANK = 8
"""Lines that wait to be filled in; sent in with some left blank, they are passed over."""


@for_casework
@once
def test_report(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What was measured, item by item, with the report as a file; for the laboratory that is commissioned alone."""
    sample: Any = case_of(Sample.kind, pk)
    if not reports(sample):
        raise Http404
    if request.method != "POST":
        return _page(request, sample, [], {})
    problems: dict[str, list[str]] = {}
    lines, status = lines_of(dict(request.POST.lists())), 422
    said = {name: request.POST.get(name, "") for name in ("report_no", "no_retest")}
    sent = request.POST.get("version", "")
    version = int(sent) if sent.isdecimal() and len(sent) < 10 else 0
    try:
        report(sample, version, lines, said, request.FILES.get("file"), by=request.user, at=timezone.now())
    except NotSo as wrong:
        for name, words in wrong.problems:
            problems.setdefault(name, []).append(words)
    except (NotNow, Stale) as reason:
        words = str(reason) if isinstance(reason, NotNow) else gettext("您打开之后，这个办件有了变动")
        problems, status = {"": [words]}, 409
    else:
        messages.success(request, gettext("结论已出具：%(state)s。") % {"state": sample.in_state.label})
        return redirect(sample)
    return _page(request, sample, lines, problems, status)


def _page(
    request: HttpRequest, sample: Sample, lines: list[Line], problems: dict[str, list[str]], status: int = 200
) -> HttpResponse:
    context = {
        "sample": sample,
        "lines": [*lines, *[Line()] * max(2, BLANK - len(lines))],
        "problems": problems,
        "typed": request.POST,
        "no_retest": NO_RETEST,
        "retest": sample.state == "retesting",
        "accept": ACCEPT,
        "crumbs": way_to_case(sample, (gettext("检验报告"), "")),
        "demo_shown": sample.demo,
    }
    return render(request, "sampling/report.html", context, status=status)
