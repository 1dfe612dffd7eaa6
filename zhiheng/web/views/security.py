"""登录日志 and 查看记录, for the audit administrator; and the accounts, for the three administrators."""

from __future__ import annotations

from datetime import date, datetime, time

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from zhiheng.directory.models import Officer, SignInRecord
from zhiheng.directory.permissions import Permission, may, needs
from zhiheng.mechanisms.listing.columns import Column, Filter
from zhiheng.mechanisms.listing.listing import Listing
from zhiheng.mechanisms.privacy.models import Reveal


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _until(rows: QuerySet, day: date) -> QuerySet:
    return rows.filter(at__lte=timezone.make_aware(datetime.combine(day, time.max)))


# No column sorts: an order by account would be the first step of counting people.
SIGN_INS = Listing(
    "sign-ins",
    _("登录日志"),
    columns=(
        Column("at", _("时间"), lambda r: timezone.localtime(r.at).strftime("%Y-%m-%d %H:%M:%S"), "date"),
        Column("account", _("用户名"), lambda r: r.account or gettext("没有这个账号")),
        Column("result", _("结果"), SignInRecord.get_result_display),
        Column("address", _("IP 地址"), lambda r: r.address),
    ),
    filters=(
        Filter("account", _("用户名"), lambda rows, name: rows.filter(account=name)),
        Filter(
            "result", _("结果"), lambda rows, result: rows.filter(result=result), "select", tuple(SignInRecord.RESULTS)
        ),
        Filter("first", _("自(日期)"), lambda rows, day: rows.filter(at__gte=_midnight(day)), "date"),
        Filter("last", _("至(日期)"), _until, "date"),
    ),
    order=("-at", "-pk"),
    files="sign_ins_export",
)


REVEALS = Listing(
    "reveals",
    _("个人信息查看记录"),
    columns=(
        Column("at", _("时间"), lambda r: timezone.localtime(r.at).strftime("%Y-%m-%d %H:%M:%S"), "date"),
        Column("by", _("查看人"), lambda r: str(r.by)),
        Column("post", _("单位或地区"), lambda r: _place(r.by), width=20),
        Column("thing", _("对象"), lambda r: r.thing, width=24),
        Column("field", _("字段"), lambda r: r.field),
        Column("purpose", _("查看目的"), lambda r: r.purpose, width=40),
        Column("region", _("办理地区"), lambda r: r.region and r.region.label),
    ),
    filters=(
        Filter("account", _("用户名"), lambda rows, name: rows.filter(by__username=name)),
        Filter("thing", _("对象"), lambda rows, words: rows.filter(thing__icontains=words)),
        Filter("purpose", _("查看目的"), lambda rows, words: rows.filter(purpose__icontains=words)),
        Filter("first", _("自(日期)"), lambda rows, day: rows.filter(at__gte=_midnight(day)), "date"),
        Filter("last", _("至(日期)"), _until, "date"),
    ),
    order=("-at", "-pk"),
    files="reveals_export",
)


def _place(officer: Officer) -> str | None:
    post = officer.unit or officer.region
    return post.label if post else None


def _state(officer: Officer) -> str:
    state = gettext("在用") if officer.is_active else gettext("停用")
    return f"{state} · {gettext('演示账号')}" if officer.demo else state


def _named(rows: QuerySet, words: str) -> QuerySet:
    post = Q(unit__name__icontains=words) | Q(region__name__icontains=words)
    return rows.filter(post | Q(username__icontains=words) | Q(display_name__icontains=words))


def _account(officer: Officer) -> str:
    return reverse("account", args=[officer.pk])


ACCOUNTS = Listing(
    "accounts",
    _("账号"),
    columns=(
        Column("username", _("用户名"), lambda o: o.username, link=_account, order_by=("username",)),
        Column("name", _("姓名"), lambda o: o.display_name, order_by=("display_name",)),
        Column("role", _("角色"), Officer.get_role_display, order_by=("role",)),
        Column("post", _("单位或地区"), _place, width=24),
        Column("state", _("状态"), _state, order_by=("-is_active", "demo")),
    ),
    filters=(
        Filter("role", _("角色"), lambda rows, role: rows.filter(role=role), "select", tuple(Officer.ROLES)),
        Filter(
            "state",
            _("状态"),
            lambda rows, state: rows.filter(is_active=state == "in_use"),
            "select",
            (("in_use", _("在用")), ("closed", _("停用"))),
        ),
        Filter("q", _("用户名、姓名、单位或地区"), _named),
    ),
    order=("role", "username"),
    files="accounts_export",
)


@require_safe
@needs(Permission.READ_SIGN_INS)
def sign_ins(request: HttpRequest) -> HttpResponse:
    """The table of the log with its filters, the newest first; one order, and no sums by person."""
    return SIGN_INS.answer(request, SignInRecord.objects.all(), "web/sign_ins.html")


@require_safe
@needs(Permission.READ_SIGN_INS)
def sign_ins_export(request: HttpRequest, fmt: str) -> HttpResponse:
    """What the table shows, all pages of it, as a file."""
    return SIGN_INS.export(request, SignInRecord.objects.all(), fmt)


@require_safe
@needs(Permission.READ_REVEALS)
def reveals(request: HttpRequest) -> HttpResponse:
    """Who opened which text of a person, and what for, the newest first; never the text itself."""
    return REVEALS.answer(request, _reveals(), "web/reveals.html")


@require_safe
@needs(Permission.READ_REVEALS)
def reveals_export(request: HttpRequest, fmt: str) -> HttpResponse:
    """What the table shows, all pages of it, as a file."""
    return REVEALS.export(request, _reveals(), fmt)


@require_safe
@needs(Permission.SEE_ACCOUNTS)
def accounts(request: HttpRequest) -> HttpResponse:
    """Who has an account, at which post; nothing of what they do with it."""
    manages = may(request.user, Permission.MANAGE_ACCOUNTS)
    return ACCOUNTS.answer(request, _officers(), "web/accounts.html", {"manages": manages})


@require_safe
@needs(Permission.SEE_ACCOUNTS)
def accounts_export(request: HttpRequest, fmt: str) -> HttpResponse:
    """The same, all pages of it, as a file."""
    return ACCOUNTS.export(request, _officers(), fmt)


def _reveals() -> QuerySet[Reveal]:
    return Reveal.objects.select_related("by__unit", "by__region", "region")


def _officers() -> QuerySet[Officer]:
    return Officer.objects.select_related("unit", "region")
