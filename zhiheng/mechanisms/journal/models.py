"""留痕: who changed what, when, from what, to what, and why. Rows are only ever added."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import repeat
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import models

from zhiheng.mechanisms.fitting import fit


class Open(models.Manager["Entry"]):
    """The lines that everybody may read."""

    def get_queryset(self) -> models.QuerySet[Entry]:
        return super().get_queryset().filter(seen_with__isnull=True)


class Entry(models.Model):
    """One change of one field of one thing.

    ``thing`` names it as people do ("target:复耕率:2025"), so that the line can still be read when the row is gone.
    Old and new are text, because a journal shows what was written, not how it is stored. ``seen_with`` is the id of the
    scoped row whose readers may read the line (``history_of``); the lines without it are open to all.
    """

    at = models.DateTimeField("时间", db_index=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="操作人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    ledger = models.CharField("台账", max_length=80, db_index=True)
    thing = models.CharField("对象", max_length=300, db_index=True)
    field = models.CharField("字段", max_length=60)
    old = models.TextField("原值", blank=True)
    new = models.TextField("新值", blank=True)
    why = models.CharField("理由", max_length=300)
    seen_with = models.UUIDField("随何记录可见", null=True, db_index=True, editable=False)

    objects = Open()

    class Meta:
        verbose_name = "留痕"
        verbose_name_plural = "留痕"
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.thing} {self.field}: {self.old} → {self.new}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("a journal line is never rewritten")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("a journal line is never deleted")


def write_entries(
    lines: list[tuple[str, str, str, str]],
    *,
    ledger: str,
    by: Any,
    at: datetime,
    why: str,
    seen_with: UUID | Sequence[UUID] | None = None,
) -> list[Entry]:
    """Write (thing, field, old, new) lines in the caller's transaction; ``by`` is an officer or None for the system.

    ``seen_with`` is one id for all lines, or one for each.
    """
    ids = seen_with if isinstance(seen_with, Sequence) else repeat(seen_with, len(lines))
    return Entry.objects.bulk_create(
        fit(Entry(at=at, by=by, ledger=ledger, thing=thing, field=field, old=old, new=new, why=why, seen_with=row))
        for (thing, field, old, new), row in zip(lines, ids, strict=True)
    )


def history_of(row: models.Model) -> models.QuerySet[Entry]:
    """The lines of a scoped row, newest first, for whoever was given the row itself."""
    return Entry._base_manager.filter(seen_with=row.pk).select_related("by").order_by("-at", "-id")
