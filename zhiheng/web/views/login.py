"""Signing in and out."""

from __future__ import annotations

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.utils.translation import gettext_lazy as _


class SignInForm(AuthenticationForm):
    """User name and password; a wrong pair says the same whether the user exists or not."""

    error_messages = {
        "invalid_login": _("用户名或密码不正确。请检查大小写和输入法后再试。"),
        "inactive": _("这个账号已停用，请联系本单位管理员。"),
    }
    username = forms.CharField(
        label=_("用户名"),
        max_length=150,
        error_messages={"required": _("请填写用户名")},
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "class": "form-control"}),
    )
    password = forms.CharField(
        label=_("密码"),
        strip=False,
        error_messages={"required": _("请填写密码")},
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "class": "form-control"}),
    )


class SignIn(LoginView):
    """The page 登录; afterwards the reader stands where they were, or on 我的页面."""

    authentication_form = SignInForm
    template_name = "registration/login.html"
    redirect_authenticated_user = True


class SignOut(LogoutView):
    """退出: by POST only, back to the first page."""

    http_method_names = ["post", "options"]
