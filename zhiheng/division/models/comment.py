"""What the posts of a part say to each other."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from zhiheng.division.models.part import Part
from zhiheng.mechanisms.scope import Desk, Scoped


class OfAPart(Scoped):
    """A row of a part, seen by whoever sees the part and only ever added."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name="提交人", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("时间")

    class Meta:
        abstract = True

    @classmethod
    def seen_from(cls, desk: Desk) -> Q:
        return Q(part__in=Part._base_manager.filter(Part.seen_from(desk)))

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("what was said or handed in is never rewritten")
        super().save(*args, **kwargs)


class Comment(OfAPart):
    """意见: a remark on a part."""

    part = models.ForeignKey(Part, verbose_name="分解任务", on_delete=models.PROTECT, related_name="comments")
    text = models.TextField("内容", max_length=2000)

    class Meta:
        verbose_name = "意见"
        verbose_name_plural = "意见"
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return self.text[:40]
