"""What was told to everybody: a value of a definition, for good."""

from __future__ import annotations

import uuid
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from zhiheng.directory.models import Region
from zhiheng.ledger.models.target import plain


class PublishedValue(models.Model):
    """公布值: one definition, one period that is over, one region; never rewritten.

    It names the version of the definition and the snapshot it was computed from, so that it can be computed again. For
    the province ``region`` stands for all records, also those without a region. ``value`` has two decimals at most and
    is None where there was no data (which only supersedes); ``numerator`` is None for what is no rate, ``covered`` the
    part of all weights that had records, of a weighted rate alone. A later publication of the same cell supersedes it
    and says why; both stay.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    definition = models.CharField("指标算法", max_length=80)
    version = models.CharField("算法版本", max_length=12)
    period = models.CharField("期间", max_length=7)
    ends = models.DateField("期末")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+", verbose_name="地区")
    on = models.DateField("计算日")
    value = models.DecimalField("数值", max_digits=24, decimal_places=2, null=True)
    numerator = models.BigIntegerField("分子", null=True)
    denominator = models.BigIntegerField("分母")
    covered = models.DecimalField("覆盖比重", max_digits=5, decimal_places=4, null=True)
    demo = models.BooleanField("演示数据")
    snapshot = models.CharField("快照", max_length=64, db_index=True)
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="superseded_by", verbose_name="替代的公布值"
    )
    why = models.CharField("理由", max_length=300, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="公布人"
    )
    at = models.DateTimeField("公布时间")

    class Meta:
        verbose_name = "公布值"
        verbose_name_plural = "公布值"
        ordering = ["definition", "-ends", "period", "region", "-at"]
        constraints = [
            models.UniqueConstraint(
                fields=["definition", "period", "region"],
                condition=Q(supersedes__isnull=True),
                name="one_first_value_a_cell",
            )
        ]

    def __str__(self) -> str:
        return f"{self.definition} {self.region} {self.period}: {self.plain_value}"

    @property
    def plain_value(self) -> str:
        """The number as people write it: 95, 98.5; — where there was no data."""
        return "—" if self.value is None else plain(Decimal(self.value))

    def get_absolute_url(self) -> str:
        """The page that opens the value down to its records."""
        asked = {"period": self.period}
        if self.region.kind != Region.PROVINCE:
            asked["region"] = self.region.slug
        return f"{reverse('value', args=[self.definition])}?{urlencode(asked)}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("a published value is never rewritten")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("a published value is never deleted")
