"""账号与岗位: one account with its journal, and what each of the three administrators may do with it."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from axes.models import AccessAttempt
from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from zhiheng.directory import posts
from zhiheng.directory.models import Officer, Posting, Region, RegionEdge, Unit
from zhiheng.directory.models.region import in_force_between
from zhiheng.directory.permissions import Permission, may, needs
from zhiheng.ledger.uploading import in_hand
from zhiheng.mechanisms.idempotency.once import REPLAYED, once
from zhiheng.mechanisms.versions import Stale

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

INPUT, SELECT = {"class": "form-control"}, {"class": "form-select"}


class WhyForm(forms.Form):
    """Every change has a reason, kept in the journal."""

    why = forms.CharField(label=_("理由"), max_length=200, widget=forms.TextInput(attrs=INPUT))
    field_order: list[str] | None = ["username", "display_name", "firm_code", "unit", "region", "role", "since", "why"]

    def given(self) -> dict[str, Any]:
        """What the form changes, without the reason."""
        return {name: value for name, value in self.cleaned_data.items() if name != "why"}


class PostForm(WhyForm):
    """A post: a unit, a region, both (the office at its unit) or none (an administrator)."""

    unit = forms.ModelChoiceField(
        Unit.objects.filter(successor=None, valid_to=None),
        label=_("单位"),
        required=False,
        empty_label=_("无"),
        widget=forms.Select(attrs=SELECT),
    )
    region = forms.ModelChoiceField(
        Region.objects.filter(valid_to=None), label=_("地区"), required=False, widget=forms.Select(attrs=SELECT)
    )

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["region"].choices = region_choices()  # type: ignore[attr-defined]


class NewAccountForm(PostForm):
    """A new account: for whom, at which post. The role is granted by the security administrator."""

    username = Officer._meta.get_field("username").formfield(label=_("用户名"), widget=forms.TextInput(attrs=INPUT))
    display_name = forms.CharField(label=_("姓名"), max_length=60, widget=forms.TextInput(attrs=INPUT))
    firm_code = forms.CharField(
        label=_("统一社会信用代码(企业账号必填，其他账号不填)"),
        max_length=18,
        required=False,
        widget=forms.TextInput(attrs=INPUT),
    )


class MoveForm(PostForm):
    """Another post, from a day on."""

    since = forms.DateField(
        label=_("自(日期)"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", **INPUT})
    )

    def clean_since(self) -> Any:
        """Rights cannot be changed backwards."""
        if self.cleaned_data["since"] < timezone.localdate():
            raise forms.ValidationError(gettext("日期不能早于今天。"))
        return self.cleaned_data["since"]


class RoleForm(WhyForm):
    """The role, or none."""

    role = forms.ChoiceField(
        label=_("角色"),
        required=False,
        choices=[("", _("不授予任何角色")), *Officer.ROLES],
        widget=forms.Select(attrs=SELECT),
    )


@dataclass(frozen=True)
class Act:
    """What can be done with an account: who may, with which form, how the button says it, when it is offered."""

    name: str
    permission: Permission
    form: type[WhyForm]
    words: StrOrPromise
    does: Callable[..., None]
    open_to: Callable[[Officer], bool]


ACTS = {
    act.name: act
    for act in (
        Act("move", Permission.MANAGE_ACCOUNTS, MoveForm, _("调岗"), posts.move, lambda o: o.is_active),
        Act(
            "call_off", Permission.MANAGE_ACCOUNTS, WhyForm, _("取消调岗"), posts.call_off, lambda o: bool(_posting(o))
        ),
        Act("grant", Permission.GRANT_ROLES, RoleForm, _("授予角色"), posts.grant, lambda o: o.is_active),
        Act("unlock", Permission.MANAGE_ACCOUNTS, WhyForm, _("解除登录锁定"), posts.unlock, lambda o: is_locked(o)),
        Act("close", Permission.MANAGE_ACCOUNTS, WhyForm, _("停用账号"), posts.close, lambda o: o.is_active),
        Act("reopen", Permission.MANAGE_ACCOUNTS, WhyForm, _("恢复账号"), posts.reopen, lambda o: not o.is_active),
    )
}
PASSWORD = Act(
    "password",
    Permission.MANAGE_ACCOUNTS,
    WhyForm,
    _("发放一次性密码"),
    posts.hand_password,
    lambda officer: officer.is_active,
)


@needs(Permission.MANAGE_ACCOUNTS)
@once
def new_account(request: HttpRequest) -> HttpResponseBase:
    """新建账号, without a role and a password: the next page offers what is missing."""
    form = NewAccountForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        officer = Officer(**form.given())
        try:
            posts.open_account(officer, why=form.cleaned_data["why"], by=_by(request), at=timezone.now())
        except ValidationError as wrong:
            form.add_error(None, wrong)
        else:
            messages.success(request, gettext("账号已建立。请发放一次性密码，并由安全管理员授予角色。"))
            return redirect("account", officer.pk)
    crumbs = [(gettext("账号"), reverse("accounts")), (gettext("新建账号"), "")]
    return render(request, "web/new_account.html", {"form": form, "crumbs": crumbs})


@needs(Permission.SEE_ACCOUNTS)
@once
def account(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One account: its post, its journal, and the acts that are open to this administrator."""
    officer = _opened(pk)
    if request.method != "POST":
        return _page(request, officer)
    act = ACTS.get(request.POST.get("act", ""))
    if act is None or not _may(_by(request), act, officer):
        raise Http404
    form = act.form(request.POST, prefix=act.name)
    now = timezone.now()
    more = {"today": timezone.localdate(now)} if act.name == "move" else {}
    answer = _done(request, officer, act, form, lambda: form.given() | more)
    if answer is None:
        messages.success(request, gettext("已办理：%(act)s，理由已留痕。") % {"act": act.words})
        return redirect("account", pk)
    return answer


@require_POST
@needs(Permission.MANAGE_ACCOUNTS)
def hand_password(request: HttpRequest, pk: int) -> HttpResponseBase:
    """发放一次性密码: shown in the first answer and nowhere else; what ``once`` keeps is the way back."""
    password = secrets.token_urlsafe(12)
    answer = _handed(request, pk, password)
    if answer.status_code != 302 or REPLAYED in answer.headers:
        return answer
    shown = _page(request, _opened(pk), password=password)
    shown["Cache-Control"] = "no-store"
    return shown


@once
def _handed(request: HttpRequest, pk: int, password: str) -> HttpResponseBase:
    officer = _opened(pk)
    if not _may(_by(request), PASSWORD, officer):
        raise Http404
    form = WhyForm(request.POST, prefix=PASSWORD.name)
    return _done(request, officer, PASSWORD, form, lambda: {"password": password}) or redirect("account", pk)


def _done(
    request: HttpRequest, officer: Officer, act: Act, form: WhyForm, given: Callable[[], dict[str, Any]]
) -> HttpResponseBase | None:
    """Carry an act out; the page with what is wrong when it could not be."""
    if form.is_valid():
        sent = request.POST.get("version", "")
        version = int(sent[:9]) if sent.isascii() and sent.isdigit() else 0
        why, by, at = form.cleaned_data["why"], _by(request), timezone.now()
        try:
            act.does(officer, **given(), version=version, why=why, by=by, at=at)
        except posts.NotOpen as reason:
            form.add_error(None, str(reason))
        except Stale as stale:
            now = _opened(officer.pk)
            return _page(request, now, act, form, stale=Stale(now.version, (), by=stale.by, at=stale.at), status=409)
        else:
            return None
    return _page(request, _opened(officer.pk), act, form)


def _page(
    request: HttpRequest,
    officer: Officer,
    sent: Act | None = None,
    form: WhyForm | None = None,
    *,
    stale: Stale | None = None,
    password: str = "",
    status: int = 200,
) -> HttpResponse:
    by = _by(request)
    context = {
        "officer": officer,
        "forms": list(_offers(by, officer, sent, form)),
        "sent": form,
        "stale_act": sent.name if sent and stale else "",
        "stale": stale,
        "password": password,
        "in_hand": in_hand(officer),
        "posting": _posting(officer),
        "locked": is_locked(officer),
        "entries": posts.history(officer),
        "crumbs": [(gettext("账号"), reverse("accounts")), (officer.username, "")],
    }
    return render(request, "web/account.html", context, status=status)


def _offers(
    by: Officer, officer: Officer, sent: Act | None, form: WhyForm | None
) -> Iterator[tuple[Act, WhyForm, str]]:
    """The acts that are open, each with its form and where that is sent; the form that was sent stays as it was."""
    start = {"unit": officer.unit_id, "region": officer.region_id, "role": officer.role, "since": timezone.localdate()}
    for act in [*ACTS.values(), PASSWORD]:
        if _may(by, act, officer):
            to = reverse("hand_password" if act is PASSWORD else "account", args=[officer.pk])
            yield act, form if form and sent is act else act.form(initial=start, prefix=act.name), to


def region_choices() -> list[Any]:
    """The regions under the place they report to: several counties have one name."""
    today = timezone.localdate()
    found = Region.objects.filter(valid_to=None).order_by("sort_no", "pk")
    edges = RegionEdge.objects.filter(in_force_between("", today), tree=RegionEdge.REPORTING)
    above = dict(edges.values_list("child_id", "parent_id"))
    by_id = {region.pk: region for region in found}
    groups: dict[int | None, list[tuple[int, str]]] = {}
    for region in found:
        groups.setdefault(above.get(region.pk), []).append((region.pk, region.label))
    named = [(by_id[top].label if top in by_id else gettext("省"), listed) for top, listed in groups.items()]
    return [("", gettext("无")), *named]


def is_locked(officer: Officer) -> bool:
    """Whether failed sign-ins keep the account out at this moment."""
    since = timezone.now() - settings.AXES_COOLOFF_TIME
    failed = AccessAttempt.objects.filter(username=officer.username, attempt_time__gt=since)
    return any(attempt.failures_since_start >= settings.AXES_FAILURE_LIMIT for attempt in failed)


def _may(by: Officer, act: Act, officer: Officer) -> bool:
    return by != officer and may(by, act.permission) and act.open_to(officer)


def _posting(officer: Officer) -> Posting | None:
    return Posting.objects.filter(officer=officer).select_related("unit", "region").first()


def _opened(pk: int) -> Officer:
    return get_object_or_404(Officer.objects.select_related("unit", "region"), pk=pk)


def _by(request: HttpRequest) -> Officer:
    return request.user  # type: ignore[return-value]
