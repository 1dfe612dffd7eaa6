"""访问令牌: an officer's own, made, shown once and taken back; the security administrator takes back any."""

from __future__ import annotations

from contextlib import nullcontext
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from zhiheng.directory.models import Officer, Token
from zhiheng.directory.permissions import Permission, may
from zhiheng.directory.tokens import LONGEST, make, new_secret, revoke
from zhiheng.mechanisms.idempotency.once import REPLAYED, once
from zhiheng.mechanisms.scope import everywhere

INPUT = {"class": "form-control"}


class TokenForm(forms.Form):
    """What a token is called, what it may, and until when."""

    name = forms.CharField(label=_("用途名称"), max_length=60, widget=forms.TextInput(attrs=INPUT))
    scope = forms.ChoiceField(
        label=_("可以做什么"), choices=Token.SCOPES, widget=forms.Select(attrs={"class": "form-select"})
    )
    expires = forms.DateField(
        label=_("有效期至"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", **INPUT})
    )

    def clean_expires(self) -> Any:
        """The last day is given, and at most a year away."""
        today, day = timezone.localdate(), self.cleaned_data["expires"]
        if not today <= day <= today + LONGEST:
            raise forms.ValidationError(gettext("请填今天到一年之内的日期。"))
        return day


@login_required
def tokens(request: HttpRequest) -> HttpResponseBase:
    """The list with the form. The secret is shown in the answer to its making and nowhere else, not even on a repeat:

    what ``once`` keeps is only the way back to the list.
    """
    if request.method != "POST":
        return _page(request, TokenForm())
    form, secret = TokenForm(request.POST), new_secret()
    answer = _made(request, form, secret)
    if answer.status_code != 302 or REPLAYED in answer.headers:
        return answer
    shown = _page(request, TokenForm(), secret=secret)
    shown["Cache-Control"] = "no-store"
    return shown


@once
def _made(request: HttpRequest, form: TokenForm, secret: str) -> HttpResponseBase:
    if not form.is_valid():
        return _page(request, form)
    make(secret, **form.cleaned_data, by=_officer(request), at=timezone.now())
    return redirect("tokens")


@require_POST
@login_required
@once
def revoke_token(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Take back one of one's own, or any as the security administrator."""
    officer = _officer(request)
    # The officer of a leaked token may be out of reach.
    with everywhere() if may(officer, Permission.REVOKE_TOKENS) else nullcontext():
        revoke(get_object_or_404(Token, pk=pk), by=officer, at=timezone.now())
    messages.success(request, gettext("令牌已撤销，立即失效。"))
    return redirect("tokens")


def _page(request: HttpRequest, form: TokenForm, *, secret: str = "") -> HttpResponse:
    officer, today = _officer(request), timezone.localdate()
    context = {
        "form": form,
        "secret": secret,
        "own": _listed(officer.tokens.all(), today),
        "crumbs": [(gettext("我的页面"), reverse("mine")), (gettext("访问令牌"), "")],
        "longest": today + LONGEST,
    }
    if may(officer, Permission.REVOKE_TOKENS):
        with everywhere():
            in_use = Token.objects.filter(revoked_at=None, expires__gte=today).exclude(officer=officer)
            context["others"] = _listed(in_use.select_related("officer"), today)
    return render(request, "web/tokens.html", context)


def _listed(found: Any, today: Any) -> list[dict[str, Any]]:
    words = {"in_use": gettext("在用"), "expired": gettext("已到期"), "revoked": gettext("已撤销")}
    return [{"row": row, "state": row.state(today), "word": words[row.state(today)]} for row in found]


def _officer(request: HttpRequest) -> Officer:
    return request.user  # type: ignore[return-value]
