"""Signing in and out, and a new password."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from axes.models import AccessAttempt
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.contrib.auth.views import LoginView, LogoutView, PasswordChangeView
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from zhiheng.directory.models import Officer, SignInRecord
from zhiheng.directory.sign_ins import counted_as, note

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def password_field(label: StrOrPromise, use: str) -> forms.CharField:
    """A password to be typed; ``use`` tells the browser's keeper which one: current-password or new-password."""
    widget = forms.PasswordInput(attrs={"autocomplete": use, "class": "form-control"})
    return forms.CharField(label=label, strip=False, error_messages={"required": _("请填写密码")}, widget=widget)


class SignInForm(AuthenticationForm):
    """User name and password; a wrong pair says the same whether the user exists or not, and so does the lock."""

    error_messages = {
        "invalid_login": _("用户名或密码不正确。请检查大小写和输入法后再试。"),
        "inactive": _("这个账号已停用，请联系本单位管理员。"),
        "locked": _("这个用户名连续 %(limit)d 次登录失败，已锁定 %(minutes)d 分钟，请在 %(time)s 以后再试。"),
    }
    username = forms.CharField(
        label=_("用户名"),
        max_length=150,
        error_messages={"required": _("请填写用户名")},
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "class": "form-control"}),
    )
    password = password_field(_("密码"), "current-password")

    def get_invalid_login_error(self) -> ValidationError:
        """Why nobody was let in: a wrong pair, or the lock with the time of its end."""
        if not is_locked(self.request):
            return super().get_invalid_login_error()
        words = {
            "limit": settings.AXES_FAILURE_LIMIT,
            "minutes": settings.AXES_COOLOFF_TIME.total_seconds() // 60,
            "time": timezone.localtime(lock_ends(self.cleaned_data["username"])).strftime("%H:%M:%S"),
        }
        return ValidationError(self.error_messages["locked"], code="locked", params=words)


class SignIn(LoginView):
    """The page 登录; afterwards the reader stands where they were, or on 我的页面. Each try is a line of the log."""

    authentication_form = SignInForm
    template_name = "registration/login.html"
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Whether a provider of single sign-on is there, beside the form."""
        return super().get_context_data(sso=bool(settings.OIDC_ISSUER), **kwargs)

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        note(self.request, form.get_user().get_username(), SignInRecord.SUCCESS, timezone.now())
        return super().form_valid(form)

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        locked = is_locked(self.request)
        if "username" in form.cleaned_data:
            result = SignInRecord.LOCKED if locked else SignInRecord.FAILURE
            note(self.request, form.cleaned_data["username"], result, timezone.now())
        response = super().form_invalid(form)
        if locked:
            response.status_code = 429
            left = lock_ends(form.cleaned_data["username"]) - timezone.now()
            response["Retry-After"] = str(max(1, round(left.total_seconds())))
        return response


class SignOut(LogoutView):
    """退出: by POST only, back to the first page."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Sign out, with a line of the log when somebody was in."""
        if request.user.is_authenticated:
            note(request, request.user.get_username(), SignInRecord.SIGN_OUT, timezone.now())
        return super().post(request, *args, **kwargs)


class NewPasswordForm(PasswordChangeForm):
    """The old password once, the new one twice."""

    error_messages = {
        "password_incorrect": _("原密码不正确，请重新填写。"),
        "password_mismatch": _("两次填写的新密码不一致。"),
    }
    old_password = password_field(_("原密码"), "current-password")
    new_password1 = password_field(_("新密码"), "new-password")
    new_password2 = password_field(_("再填一次新密码"), "new-password")

    def clean(self) -> dict[str, Any]:
        """What somebody else may know is not a new password."""
        given = super().clean() or {}
        if given.get("new_password1") and given["new_password1"] == given.get("old_password"):
            self.add_error("new_password1", gettext("新密码不能和原密码相同。"))
        return given

    def save(self, commit: bool = True) -> Officer:
        """These two columns alone: the account may be moved at this moment."""
        officer: Officer = self.user
        officer.set_password(self.cleaned_data["new_password1"])
        officer.first_password = False
        officer.save(update_fields=["password", "first_password"])
        return officer


class NewPassword(PasswordChangeView):
    """修改密码: needs the old one; every other session of the account ends."""

    form_class = NewPasswordForm
    template_name = "registration/password.html"
    success_url = reverse_lazy("mine")

    def form_valid(self, form: PasswordChangeForm) -> HttpResponse:
        note(self.request, form.user.get_username(), SignInRecord.PASSWORD, timezone.now())
        messages.success(self.request, gettext("密码已修改，其他设备上的登录已退出。"))
        return super().form_valid(form)


def is_locked(request: HttpRequest | None) -> bool:
    """Whether django-axes refused this request because of earlier failures."""
    return bool(getattr(request, "axes_locked_out", False))


def lock_ends(account: str) -> datetime:
    """When the last failure that counts has been long enough ago, for a name that exists or not."""
    last = AccessAttempt.objects.filter(username=counted_as(account)).order_by("-attempt_time").first()
    return (last.attempt_time if last else timezone.now()) + settings.AXES_COOLOFF_TIME


def refused(request: HttpRequest, response: HttpResponse, credentials: object) -> HttpResponse:
    """What django-axes answers in place of the page: the page itself, which says when to try again."""
    return response


@require_safe
@never_cache
def stay(request: HttpRequest) -> JsonResponse:
    """继续工作: asking is enough to go on; tells the seconds that are left, 0 when the session is over."""
    seconds = settings.IDLE_TIME.total_seconds() if request.user.is_authenticated else 0
    return JsonResponse({"seconds": int(seconds)})
