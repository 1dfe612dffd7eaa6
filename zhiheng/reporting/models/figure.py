"""A figure of an indicator."""

from __future__ import annotations

from decimal import Decimal

from django.db import models

from zhiheng.directory.models import Region
from zhiheng.ledger.models import Indicator
from zhiheng.ledger.models.target import plain


class Figure(models.Model):
    """数值: one indicator, one region, one period. A rate keeps numerator and denominator, so it can be added up.

    ``value`` is in the indicator's unit (95.2 for 95.2 %). ``demo`` figures are generated and shown as 演示数据.
    ``quarter`` is 0 for a yearly figure. ``weight`` is the output value (亿元) of a rate that is added up by weights.
    A published value that was computed here is read as a figure that is not saved (``supervision.figures``): then
    ``address`` leads to its records, and ``covered`` is the part of all weights that had records, of a weighted rate.
    """

    address: str = ""
    covered: Decimal | None = None

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="figures", verbose_name="指标")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="figures", verbose_name="地区")
    year = models.PositiveSmallIntegerField("年份")
    quarter = models.PositiveSmallIntegerField("季度", default=0)
    value = models.DecimalField("数值", max_digits=24, decimal_places=6)
    numerator = models.DecimalField("分子", max_digits=24, decimal_places=6, null=True)
    denominator = models.DecimalField("分母", max_digits=24, decimal_places=6, null=True)
    weight = models.DecimalField("权数", max_digits=24, decimal_places=6, null=True)
    source = models.CharField("来源", max_length=200)
    demo = models.BooleanField("演示数据", default=False)

    class Meta:
        verbose_name = "数值"
        verbose_name_plural = "数值"
        ordering = ["indicator", "region", "year", "quarter"]
        constraints = [
            models.UniqueConstraint(fields=["indicator", "region", "year", "quarter"], name="one_figure_a_period")
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.region} {self.period}: {self.plain_value}"

    @property
    def period(self) -> str:
        return f"{self.year}Q{self.quarter}" if self.quarter else str(self.year)

    @property
    def weighted(self) -> bool:
        """Whether it is a rate whose parts weigh differently, so that it is not numerator over denominator."""
        return self.weight is not None or self.covered is not None

    @property
    def plain_value(self) -> str:
        return plain(Decimal(self.value))
