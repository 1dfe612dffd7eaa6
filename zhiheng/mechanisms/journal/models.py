"""留痕: who changed what, when, from what, to what, and why. Rows are only ever added."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models

from zhiheng.mechanisms.fitting import fit


class Entry(models.Model):
    """One change of one field of one thing.

    ``thing`` names it as people do ("target:复耕率:2025"), so that the line can still be read when the row is gone.
    Old and new are text, because a journal shows what was written, not how it is stored.
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
    lines: list[tuple[str, str, str, str]], *, ledger: str, by: Any, at: datetime, why: str
) -> list[Entry]:
    """Write (thing, field, old, new) lines in the caller's transaction; ``by`` is an officer or None for the system."""
    return Entry.objects.bulk_create(
        fit(Entry(at=at, by=by, ledger=ledger, thing=thing, field=field, old=old, new=new, why=why))
        for thing, field, old, new in lines
    )
