"""检验批次: one row for every batch that was tested, from which the pass rates are counted."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from zhiheng.mechanisms.publishing import Publishes
from zhiheng.mechanisms.scope import Desk, Scoped
from zhiheng.systems.sampling import sorts

COUNTED = (
    *("category", "sampling_type", "industry", "product_class", "region", "sampled_on", "judged_on", "passed"),
    *("published_on", "source", "plan", "demo", "version"),
)
"""What of a batch goes into the snapshot: nothing that names a firm, because a result may not be public yet."""


class TestedBatch(Scoped):
    """检验批次: what was sampled where, and whether it passed; narrow, of companies alone, and twenty million of them.

    ``judged_on``, the day of the conclusion, dates it. ``source`` is the number of the sample that wrote it, or of the
    import and its row. Written when the authority has the result, changed by a re-test or a correction, removed by
    a withdrawal, each with its reason in the journal (``batches``). ``served_on`` and ``published_on``: since when the
    firm, and everybody, may know.
    """

    __test__ = False
    publishes: ClassVar[tuple[Publishes, ...]] = (
        # 风险监测 feeds no rate and is not published as a result.
        Publishes(
            table="tested_batches",
            day="judged_on",
            columns={name: name for name in COUNTED},
            but={"sampling_type": sorts.RISK},
            open=True,
            open_from="published_on",
        ),
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    category = models.CharField("产品大类", max_length=12, choices=sorts.CATEGORIES)
    sampling_type = models.CharField("抽检性质", max_length=12, choices=sorts.SAMPLING_TYPES)
    industry = models.CharField("国民经济行业大类", max_length=2, blank=True)
    product_class = models.CharField("产品种类", max_length=120, blank=True)
    region = models.ForeignKey("directory.Region", verbose_name="抽样地区", on_delete=models.PROTECT, related_name="+")
    sampled_on = models.DateField("抽样日期", null=True)
    judged_on = models.DateField("检验结论日期")
    passed = models.BooleanField("检验结论", choices=sorts.RESULTS)
    failing_items = models.CharField("不合格项目", max_length=2000, blank=True)
    firm_code = models.CharField("被抽样单位代码", max_length=18, blank=True)
    firm_name = models.CharField("被抽样单位", max_length=120, blank=True)
    firm_address = models.CharField("被抽样单位地址", max_length=200, blank=True)
    producer_code = models.CharField("标称生产者代码", max_length=18, blank=True)
    producer_name = models.CharField("标称生产者", max_length=120, blank=True)
    producer_address = models.CharField("标称生产者地址", max_length=200, blank=True)
    product = models.CharField("产品名称", max_length=120)
    brand = models.CharField("商标", max_length=60, blank=True)
    spec = models.CharField("规格型号", max_length=120, blank=True)
    batch_no = models.CharField("生产日期或者批号", max_length=60, blank=True)
    served_on = models.DateField("结果送达日期", null=True)
    published_on = models.DateField("结果公开日期", null=True)
    announcement = models.CharField("公告号", max_length=120, blank=True)
    source = models.CharField("来源", max_length=60, unique=True)
    plan = models.CharField("抽检计划编号", max_length=40, blank=True)
    demo = models.BooleanField("演示数据", default=False)
    version = models.PositiveIntegerField("版本号", default=1)

    class Meta:
        verbose_name = "检验批次"
        verbose_name_plural = "检验批次"
        ordering = ["-judged_on", "id"]
        indexes = [
            models.Index(fields=["category", "sampling_type", "judged_on"], name="batch_by_sort"),
            models.Index(fields=["region", "judged_on"], name="batch_by_region"),
            models.Index(fields=["firm_code"], name="batch_by_firm"),
            models.Index(fields=["published_on"], name="batch_published"),
            # A month of the snapshot is written anew by it (``indicators.snapshot``).
            models.Index(fields=["judged_on"], name="batch_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.product}"

    @classmethod
    def seen_from(cls, desk: Desk) -> Q:
        """Who handles the region, the province's working group, the firm once it was told; all what is public."""
        if desk.whole:
            return Q()
        found = Q(published_on__isnull=False) | Q(region__in=desk.casework)
        if desk.firm:
            found |= Q(firm_code=desk.firm, served_on__isnull=False)
        return found
