"""检验项目: what a laboratory measured of a sample."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from zhiheng.mechanisms.cases.models import Case
from zhiheng.mechanisms.scope import Desk, Scoped


class TestItem(Scoped):
    """检验项目: one item of a report: by which method, what the standard allows, what was measured, and the judgement.

    ``report_no`` is that of the report: the re-test has another one. Seen with the sample, by the sampled party once it
    was told the result.
    """

    __test__ = False

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sample = models.ForeignKey("sampling.Sample", verbose_name="样品", on_delete=models.CASCADE, related_name="items")
    report_no = models.CharField("检验报告编号", max_length=60)
    nth = models.PositiveSmallIntegerField("次序")
    name = models.CharField("检验项目", max_length=120)
    method = models.CharField("检验方法", max_length=120, blank=True)
    standard = models.CharField("标准值", max_length=120, blank=True)
    result = models.CharField("检验结果", max_length=120)
    passed = models.BooleanField("合格")

    class Meta:
        verbose_name = "检验项目"
        verbose_name_plural = "检验项目"
        ordering = ["sample", "report_no", "nth"]
        constraints = [models.UniqueConstraint(fields=["sample", "report_no", "nth"], name="one_item_a_place")]

    def __str__(self) -> str:
        return f"{self.name} {self.result}"

    @classmethod
    def seen_from(cls, desk: Desk) -> Q:
        """Whoever handles or oversees the sample, its laboratory, and the sampled party since it was served."""
        found = Case.seen_from(Desk(casework=desk.casework, whole=desk.whole), "sample__")
        if desk.firm:
            found |= Q(sample__aide_code=desk.firm)
            found |= Q(sample__firm_code=desk.firm, sample__firm_sees=True, sample__served_on__isnull=False)
        return found
