"""People who work in the system."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhiheng.mechanisms.identifiers import uscc_problem


def validate_firm_code(code: str) -> None:
    """统一社会信用代码 as GB 32100-2015 makes it; a right code is not yet proof of who types it."""
    if problem := uscc_problem(code):
        raise ValidationError(gettext(problem))


class Officer(AbstractUser):
    """A person at a post: the post's unit or region is what their work belongs to, so it moves with the post.

    Without a role nothing may be done but reading. ``first_password``: somebody else knows the password, so it has to
    be changed before anything else.
    """

    ROLES = [
        ("office", _("质量强省工作专班")),
        ("liaison", _("联络员")),
        ("reviewer", _("审核人")),
        ("inspector", _("检查办案人员")),
        ("firm", _("企业")),
        ("system_admin", _("系统管理员")),
        ("security_admin", _("安全管理员")),
        ("audit_admin", _("审计管理员")),
    ]

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    # When somebody came in stands in the sign-in log alone, never beside their name.
    last_login = None
    display_name = models.CharField("姓名", max_length=60)
    role = models.CharField("角色", max_length=20, choices=ROLES, blank=True)
    unit = models.ForeignKey(
        "directory.Unit", verbose_name="单位", null=True, blank=True, on_delete=models.PROTECT, related_name="officers"
    )
    region = models.ForeignKey(
        "directory.Region",
        verbose_name="地区",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="officers",
    )
    firm_code = models.CharField(
        "统一社会信用代码", max_length=18, blank=True, validators=[validate_firm_code], help_text=_("企业账号必填")
    )
    demo = models.BooleanField("演示账号", default=False)
    first_password = models.BooleanField("一次性密码", default=False)
    version = models.PositiveIntegerField("版本号", default=1)

    class Meta:
        verbose_name = "工作人员"
        verbose_name_plural = "工作人员"

    def __str__(self) -> str:
        return self.display_name or self.username

    def clean(self) -> None:
        """A firm is known by its code, and nobody else has one."""
        super().clean()
        if self.role and (self.role == "firm") != bool(self.firm_code):
            raise ValidationError({"firm_code": gettext("企业账号必须有统一社会信用代码，其他账号不填。")})

    def get_full_name(self) -> str:
        return self.display_name

    def get_short_name(self) -> str:
        return self.display_name
