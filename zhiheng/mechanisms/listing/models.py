"""What an officer asked of a list, kept under a name."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from zhiheng.mechanisms.scope import Desk, Scoped


class SavedView(Scoped):
    """常用视图: filters, columns and order of one list, as its address has them; nobody but its officer sees it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="工作人员", on_delete=models.CASCADE, related_name="saved_views"
    )
    listing = models.SlugField("列表", max_length=40)
    name = models.CharField("名称", max_length=40)
    query = models.CharField("条件", max_length=1000, blank=True)
    default = models.BooleanField("默认", default=False)

    class Meta:
        verbose_name = "常用视图"
        verbose_name_plural = "常用视图"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["officer", "listing", "name"], name="one_view_of_a_name"),
            models.UniqueConstraint(fields=["officer", "listing"], condition=Q(default=True), name="one_default_view"),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def seen_from(cls, desk: Desk) -> Q:
        """Each officer's own."""
        return Q(officer=desk.officer)
