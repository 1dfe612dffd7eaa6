"""工业产值: the weights of the pass rate of manufactured goods."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from zhiheng.mechanisms.publishing import Publishes
from zhiheng.mechanisms.scope import Desk, Scoped
from zhiheng.systems.sampling import sorts


class IndustryOutput(Scoped):
    """工业产值: output of one division of manufacturing in one region and year, in 万元, as statistics say.

    制造业产品质量合格率 is weighted by output in two layers, region and division (分地区、分行业产值).
    """

    publishes: ClassVar[tuple[Publishes, ...]] = (
        Publishes(
            table="industry_outputs",
            columns={"weight": "value", **{name: name for name in ("year", "region", "industry", "source", "demo")}},
            open=True,
        ),
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    year = models.PositiveSmallIntegerField("年度")
    region = models.ForeignKey("directory.Region", verbose_name="地区", on_delete=models.PROTECT, related_name="+")
    industry = models.CharField("国民经济行业大类", max_length=2, choices=sorts.divisions)
    value = models.PositiveBigIntegerField("产值(万元)")
    source = models.CharField("来源", max_length=200)
    demo = models.BooleanField("演示数据", default=False)

    class Meta:
        verbose_name = "工业产值"
        verbose_name_plural = "工业产值"
        ordering = ["-year", "region", "industry"]
        constraints = [
            models.UniqueConstraint(fields=["year", "region", "industry"], name="one_output_a_year_and_division")
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.region} {self.industry}"

    @classmethod
    def seen_from(cls, desk: Desk) -> Q:
        """Everybody: it is published statistics."""
        return Q()
