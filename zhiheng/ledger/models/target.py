"""What is promised."""

from __future__ import annotations

import re
from decimal import Decimal

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhiheng.directory.models import Unit
from zhiheng.ledger.measures import amount, compared_with
from zhiheng.ledger.models.clause import Clause
from zhiheng.ledger.models.indicator import Indicator
from zhiheng.ledger.models.row import Row
from zhiheng.ledger.models.task import Task


class Target(Row):
    """目标值, typed as the plan writes it. ``number`` is its place in the edition (T37); ``key`` lasts."""

    COMPARATORS = [
        (">=", _("不低于")),
        (">", _("高于")),
        ("<=", _("不超过")),
        ("<", _("低于")),
        ("=", _("达到")),
        ("~", _("左右")),
        ("hold", _("稳定在")),
        ("qualitative", _("定性")),
    ]
    KINDS = [
        ("rate", _("比率")),
        ("cumulative", _("累计")),
        ("annual", _("每年")),
        ("stock", _("存量")),
        ("growth", _("增长")),
        ("relative", _("相对")),
        ("qualitative", _("定性")),
        ("coverage", _("全覆盖")),
    ]

    number = models.CharField("目标号", max_length=12)
    indicator = models.ForeignKey(Indicator, on_delete=models.RESTRICT, related_name="targets", verbose_name="指标")
    clause = models.ForeignKey(
        Clause, on_delete=models.RESTRICT, null=True, related_name="targets", verbose_name="条目"
    )
    task = models.ForeignKey(Task, on_delete=models.SET_NULL, null=True, related_name="targets", verbose_name="任务")
    comparator = models.CharField("比较", max_length=12, choices=COMPARATORS)
    value = models.DecimalField("目标值", max_digits=24, decimal_places=6, null=True)
    unit = models.CharField("计量单位", max_length=30, blank=True)
    kind = models.CharField("类型", max_length=12, choices=KINDS)
    year = models.PositiveSmallIntegerField("年份", null=True)
    cadence = models.CharField("频次", max_length=24, blank=True)
    benchmark = models.CharField("比较对象", max_length=60, blank=True)
    per = models.CharField("每", max_length=40, blank=True)
    note = models.TextField("说明", blank=True)
    units = models.ManyToManyField(Unit, related_name="targets", verbose_name="责任单位")

    class Meta(Row.Meta):
        verbose_name = "目标值"
        verbose_name_plural = "目标值"
        constraints = [models.UniqueConstraint(fields=["ledger", "key"], name="one_target_a_key")]

    def __str__(self) -> str:
        return f"{self.indicator.label} {self.when} {self.promise}".replace("  ", " ")

    @property
    def plain_value(self) -> str:
        """The number as people write it: 95, 98.5, 100,000; empty where the plan gives none."""
        return "" if self.value is None else plain(self.value)

    @property
    def promise(self) -> str:
        """The promise without subject and date, in the reader's language: ≥ 95%, 稳定在 92% 以上, 高于全国平均水平."""
        if self.value is None:
            return self.benchmark_words if self.benchmark else gettext("显著提升")
        wording = {
            "hold": gettext("稳定在 %(amount)s 以上"),
            "~": gettext("%(amount)s 左右"),
            "=": "%(amount)s",
            ">=": "≥ %(amount)s",
            ">": "> %(amount)s",
            "<=": "≤ %(amount)s",
            "<": "< %(amount)s",
        }[self.comparator]
        return wording % {"amount": amount(self.plain_value, self.unit)}

    @property
    def benchmark_words(self) -> str:
        return gettext("高于%(benchmark)s") % {"benchmark": compared_with(self.benchmark)}

    @property
    def when(self) -> str:
        """The date in the reader's language: 2025年, 每年, or that the plan gives none."""
        if self.year:
            return gettext("%(year)s年") % {"year": self.year}
        if years := re.fullmatch(r"every (\d+) years", self.cadence):
            return gettext("每 %(count)s 年") % {"count": years[1]}
        cadences = {
            "annual": gettext("每年"),
            "half-yearly": gettext("每半年"),
            "quarterly": gettext("每季度"),
            "monthly": gettext("每月"),
            "weekly": gettext("每周"),
        }
        return cadences.get(self.cadence, gettext("未写期限"))


def plain(value: Decimal) -> str:
    """A decimal without trailing zeros, with thousands marks: Decimal("98.500000") → 98.5."""
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
