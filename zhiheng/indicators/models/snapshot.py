"""The snapshots that were taken; their content is in files (``indicators.snapshot``)."""

from __future__ import annotations

from django.db import models


class Snapshot(models.Model):
    """快照: that the published tables were found so at a moment; the newest row is what numbers are computed from.

    ``hash`` is the SHA-256 of its manifest, and so of everything in it. The same state may come back, and has a row
    each time. ``kept``: something that was published names it, and its files stay; others are removed after a while.
    """

    hash = models.CharField("校验值", max_length=64, db_index=True)
    taken_at = models.DateTimeField("时间")
    kept = models.BooleanField("留存", default=False)

    class Meta:
        verbose_name = "快照"
        verbose_name_plural = "快照"

    def __str__(self) -> str:
        return f"{self.hash[:12]} {self.taken_at:%Y-%m-%d %H:%M:%S}"
