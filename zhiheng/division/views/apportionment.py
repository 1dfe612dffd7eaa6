"""目标分解方案: a proposal with its shares and their arithmetic, decided by a second person."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Sum
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from zhiheng.directory.models import Officer
from zhiheng.directory.permissions import Permission, may
from zhiheng.division import allocating
from zhiheng.division.models import Apportionment
from zhiheng.division.templatetags.shares import arithmetic
from zhiheng.ledger.models import Document
from zhiheng.ledger.views.opened import way_to
from zhiheng.ledger.views.reading import version_of
from zhiheng.mechanisms.idempotency.once import once
from zhiheng.mechanisms.journal.models import history_of
from zhiheng.mechanisms.scope import desk_now
from zhiheng.mechanisms.versions import Stale


@login_required
@once
def apportionment(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """One proposal: the office and its approvers see all shares, a region its own once it is approved."""
    rows = Apportionment.objects.select_related(
        "indicator__ledger", "target__document", "target__ledger", "proposed_by", "decided_by", "replaces", "lead"
    )
    row = get_object_or_404(rows, pk=pk)
    officer: Officer = request.user  # type: ignore[assignment]
    if request.method == "POST":
        return _decided(request, row, officer)
    return render(request, "division/apportionment.html", _context(row, officer))


def _decided(request: HttpRequest, row: Apportionment, officer: Officer) -> HttpResponseBase:
    """Carry an act out and come back; one that is not open any more is told and changes nothing."""
    act = request.POST.get("act", "")
    if act not in allocating.ACTS:
        raise Http404
    why = request.POST.get("why", "").replace("\x00", "").strip()[:300]
    if act == "return" and not why:
        return render(request, "division/apportionment.html", _context(row, officer) | {"why_missing": True})
    try:
        allocating.decide(row, act, version_of(request), by=officer, at=timezone.now(), why=why)
    except Stale:
        messages.warning(request, gettext("这份方案在您打开页面之后有了变动，请看过最新内容再操作。"))
    except allocating.NotNow as not_now:
        messages.warning(request, str(not_now))
    else:
        messages.success(request, gettext("状态：%(state)s。") % {"state": row.get_state_display()})
    return redirect(row)


def _context(row: Apportionment, officer: Officer) -> dict[str, Any]:
    indicator = row.indicator
    quotas = list(row.quotas.select_related("region"))
    whole = desk_now().whole
    if whole and row.axis == Apportionment.REGIONS:
        found = allocating.worked_out(row, quotas)
        for quota, share in zip(quotas, found.shares, strict=True):
            quota.arithmetic = arithmetic(found, share)  # type: ignore[attr-defined]
    return {
        "row": row,
        "indicator": indicator,
        "quotas": quotas,
        "whole": whole,
        "sum": row.quotas.aggregate(sum=Sum("value"))["sum"] if whole else None,
        "adds_up": row.axis == Apportionment.REGIONS and row.rule != Apportionment.SAME,
        "outdated": allocating.outdated(row),
        "digest": row.target is not None and row.target.document.form == Document.DIGEST,
        "demo_shown": "演示数据" in row.base_note,
        "successor": row.replaced_by.filter(state=Apportionment.APPROVED).first(),
        "history": history_of(row) if whole else (),
        "may_decide": allocating.may_decide(officer, row),
        "may_withdraw": allocating.may_withdraw(officer, row),
        "again": _again(row) if may(officer, Permission.APPORTION) and row.state != Apportionment.PROPOSED else "",
        "crumbs": way_to(
            indicator.ledger,
            (gettext("指标目录"), reverse("indicators", args=[indicator.ledger.slug])),
            (indicator.label, indicator.get_absolute_url()),
            (row.get_axis_display(), ""),
        ),
    }


def _again(row: Apportionment) -> str:
    """The form filled in as this proposal was, to put forward another."""
    years = row.axis == Apportionment.YEARS
    asked = {"way" if years else "rule": row.rule, "target": row.target.number if row.target else ""}
    by_hand = {
        f"hand-{quota.year if years else quota.region.slug}": f"{quota.value.normalize():f}"
        for quota in row.quotas.filter(by_hand=True).select_related("region")
    }
    address = reverse("yearly_path" if years else "apportion", args=[row.indicator.ledger.slug, row.indicator.slug])
    return f"{address}?{urlencode(asked | by_hand)}"
