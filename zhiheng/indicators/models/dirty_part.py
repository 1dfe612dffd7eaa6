"""Marks of what changed, written by triggers of the database (``indicators.marking``) and by nobody else."""

from __future__ import annotations

from django.db import models


class DirtyPart(models.Model):
    """待更新分区: a record of this published table and month changed after the part was written last.

    ``month`` is 2026-07, "all" for a table that is one part, and "*" when every part of the table may have changed.
    ``claimed`` by who writes the next snapshot; a change from then on has a mark of its own. There may be several
    marks for one part: writers must not wait for each other.
    """

    table = models.CharField("数据表", max_length=40)
    month = models.CharField("月份", max_length=7)
    claimed = models.BooleanField("更新中", default=False)

    class Meta:
        verbose_name = "待更新分区"
        verbose_name_plural = "待更新分区"
        indexes = [models.Index(fields=["table", "month", "claimed"], name="dirty_part")]

    def __str__(self) -> str:
        return f"{self.table} {self.month}"
