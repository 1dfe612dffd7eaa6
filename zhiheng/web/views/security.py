"""登录日志: what happened at the door, for the audit administrator; and the accounts, for the system administrator."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from zhiheng.directory.models import Officer, SignInRecord
from zhiheng.directory.permissions import Permission, needs
from zhiheng.mechanisms.sending import send
from zhiheng.mechanisms.sheets import CSV, Column, Table, file_name, write_csv

A_PAGE = 50


@dataclass(frozen=True)
class SignInSelection:
    """What of the log is asked for: one account, one result, from one day to another, both included."""

    account: str = ""
    result: str = ""
    first: date | None = None
    last: date | None = None

    @classmethod
    def from_query(cls, query: QueryDict) -> SignInSelection:
        """The selection in an address; what makes no sense is left out."""
        result = query.get("result", "")
        return cls(
            account=query.get("account", "").replace("\x00", "").strip()[:150],
            result=result if result in dict(SignInRecord.RESULTS) else "",
            first=_day(query.get("first", "")),
            last=_day(query.get("last", "")),
        )

    def records(self) -> QuerySet[SignInRecord]:
        """The lines, the newest first; one order, and no sums by person."""
        found = SignInRecord.objects.all()
        if self.account:
            found = found.filter(account=self.account)
        if self.result:
            found = found.filter(result=self.result)
        if self.first:
            found = found.filter(at__gte=_midnight(self.first))
        if self.last:
            found = found.filter(at__lte=timezone.make_aware(datetime.combine(self.last, time.max)))
        return found

    def query(self) -> str:
        """The selection as it stands in an address."""
        return urlencode({name: value for name, value in vars(self).items() if value})


@require_safe
@needs(Permission.READ_SIGN_INS)
def sign_ins(request: HttpRequest) -> HttpResponse:
    """The table of the log with its filters."""
    selection = SignInSelection.from_query(request.GET)
    pages = Paginator(selection.records(), A_PAGE)
    ending = f"?{query}" if (query := selection.query()) else ""
    context = {
        "page": pages.get_page(request.GET.get("page")),
        "filters": _filters(selection),
        "downloads": [("CSV", reverse("sign_ins_export") + ending)],
    }
    return render(request, "web/sign_ins.html", context)


@require_safe
@needs(Permission.READ_SIGN_INS)
def sign_ins_export(request: HttpRequest) -> HttpResponse:
    """What the table shows, all pages of it, as a file."""
    headings = (gettext("时间"), gettext("用户名"), gettext("结果"), gettext("IP 地址"))
    rows = tuple(
        (
            timezone.localtime(line.at).strftime("%Y-%m-%d %H:%M:%S"),
            line.account,
            line.get_result_display(),
            line.address,
        )
        for line in SignInSelection.from_query(request.GET).records().iterator()
    )
    table = Table(tuple(Column(heading) for heading in headings), rows)
    name = file_name([gettext("登录日志"), f"{timezone.localdate():%Y%m%d}"], "csv")
    return send(request, write_csv(table), content_type=CSV, name=name)


@require_safe
@needs(Permission.SEE_ACCOUNTS)
def accounts(request: HttpRequest) -> HttpResponse:
    """Who has an account, at which post; nothing of what they do with it."""
    officers = Officer.objects.select_related("unit", "region").order_by("role", "username")
    return render(request, "web/accounts.html", {"page": Paginator(officers, A_PAGE).get_page(request.GET.get("page"))})


def _filters(selection: SignInSelection) -> list[dict[str, Any]]:
    results = [(value, str(label)) for value, label in SignInRecord.RESULTS]
    days = [("first", gettext("自(日期)"), selection.first), ("last", gettext("至(日期)"), selection.last)]
    return [
        {"name": "account", "label": gettext("用户名"), "value": selection.account, "kind": "text"},
        {"name": "result", "label": gettext("结果"), "value": selection.result, "options": results, "kind": "select"},
        *({"name": name, "label": label, "value": day or "", "kind": "text"} for name, label, day in days),
    ]


def _day(text: str) -> date | None:
    try:
        return parse_date(text.strip())
    except ValueError:
        return None


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
