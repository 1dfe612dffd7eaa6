"""A change of post that has been decided for a day."""

from __future__ import annotations

from django.db import models


class Posting(models.Model):
    """调岗: an officer goes to another unit or region from a day to come; carried out on that day and then gone.

    What was decided and what was done stand in the journal. The role is not part of it: the security administrator
    grants it anew for the new post.
    """

    officer = models.OneToOneField(
        "directory.Officer", on_delete=models.CASCADE, related_name="posting", verbose_name="工作人员"
    )
    unit = models.ForeignKey(
        "directory.Unit", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="单位"
    )
    region = models.ForeignKey(
        "directory.Region", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="地区"
    )
    since = models.DateField("自")
    why = models.CharField("理由", max_length=300)
    by = models.ForeignKey("directory.Officer", on_delete=models.PROTECT, related_name="+", verbose_name="决定人")
    at = models.DateTimeField("决定时间")

    class Meta:
        verbose_name = "调岗"
        verbose_name_plural = "调岗"
        ordering = ["since", "officer"]

    def __str__(self) -> str:
        return f"{self.officer} {self.since}"
