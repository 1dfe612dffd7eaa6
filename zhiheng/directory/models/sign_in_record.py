"""The sign-in log: what happened at the door, for the audit administrator."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class SignInRecord(models.Model):
    """登录日志: one sign-in, refusal or sign-out, with its time, account and address; kept, never rewritten.

    网络安全法 asks for at least six months; nothing here deletes a line. It answers who came in and from where, and
    nothing else: 国办函〔2026〕12号 forbids counting people by their log-ins or their time on line, so a line holds no
    duration and no counter. ``account`` is empty when no such account exists: people type passwords into the wrong box.
    """

    SUCCESS, FAILURE, LOCKED, SIGN_OUT, TIME_OUT, PASSWORD = (
        "success",
        "failure",
        "locked",
        "sign_out",
        "time_out",
        "password",
    )
    RESULTS = [
        (SUCCESS, _("登录成功")),
        (FAILURE, _("登录失败")),
        (LOCKED, _("登录失败，锁定中")),
        (SIGN_OUT, _("退出")),
        (TIME_OUT, _("超时退出")),
        (PASSWORD, _("修改密码")),
    ]

    at = models.DateTimeField("时间", db_index=True)
    account = models.CharField("用户名", max_length=150, blank=True, db_index=True)
    result = models.CharField("结果", max_length=10, choices=RESULTS)
    address = models.GenericIPAddressField("地址", null=True, blank=True)

    class Meta:
        verbose_name = "登录日志"
        verbose_name_plural = "登录日志"
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.account} {self.result}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("a line of the sign-in log is never rewritten")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("a line of the sign-in log is never deleted")
