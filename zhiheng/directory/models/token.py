"""A way in for an officer's own programs."""

from __future__ import annotations

import uuid
from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhiheng.mechanisms.scope import Desk, Scoped


class Token(Scoped):
    """访问令牌: acts through the interface with the rights that its officer has at that moment, until its last day.

    Only ``start``, by which people recognise it, and the SHA-256 of the secret are kept. There is no time of last use:
    国办函〔2026〕12号 forbids counting people by their use of a system.
    """

    READ, WRITE = "read", "write"
    SCOPES = [(READ, _("只读")), (WRITE, _("读写"))]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    officer = models.ForeignKey(
        "directory.Officer", verbose_name="工作人员", on_delete=models.CASCADE, related_name="tokens"
    )
    name = models.CharField("名称", max_length=60)
    scope = models.CharField("范围", max_length=5, choices=SCOPES)
    expires = models.DateField("有效期至")
    start = models.CharField("开头", max_length=11, db_index=True)
    digest = models.CharField("SHA-256", max_length=64)
    made_at = models.DateTimeField("生成时间")
    revoked_at = models.DateTimeField("撤销时间", null=True)

    class Meta:
        verbose_name = "访问令牌"
        verbose_name_plural = "访问令牌"
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return f"{self.name} {self.start}…"

    @classmethod
    def seen_from(cls, desk: Desk) -> Q:
        """Each officer's own."""
        return Q(officer=desk.officer)

    def state(self, on: date) -> str:
        """in_use, expired or revoked on a day; the last day itself still counts."""
        if self.revoked_at:
            return "revoked"
        return "in_use" if on <= self.expires else "expired"
