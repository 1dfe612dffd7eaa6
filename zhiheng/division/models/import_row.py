"""One row of an import: what it would do, and what became of it."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhiheng.division.models.import_batch import ImportBatch
from zhiheng.division.models.part import Part
from zhiheng.mechanisms.scope import Desk, Scoped


class ImportRow(Scoped):
    """导入行: a row of the workbook under its number there.

    ``changes`` holds for each field the old and the new value as JSON (no old ones for a new part), ``faults`` all that
    is wrong: column, heading, Chinese, English. ``version`` is that of the part when it was checked; once imported, the
    one that the import made, by which an undo knows whether somebody has changed it since.
    """

    NEW, CHANGED, SAME, WRONG = "new", "changed", "same", "wrong"
    OUTCOMES = [(NEW, _("新增")), (CHANGED, _("变更")), (SAME, _("未变")), (WRONG, _("错误"))]
    IMPORTED, UNDONE, LEFT = "imported", "undone", "left"
    FATES = [(IMPORTED, _("已导入")), (UNDONE, _("已撤销")), (LEFT, _("导入后已有改动，未撤销"))]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    batch = models.ForeignKey(ImportBatch, verbose_name="导入批次", on_delete=models.CASCADE, related_name="rows")
    row = models.PositiveIntegerField("Excel 行号")
    outcome = models.CharField("结果", max_length=8, choices=OUTCOMES)
    task = models.CharField("任务编号", max_length=80, blank=True)
    receiver = models.CharField("接收地区或单位", max_length=120, blank=True)
    part = models.ForeignKey(Part, verbose_name="分解任务", null=True, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField("版本号", null=True)
    spot = models.CharField("位置", max_length=120, blank=True)
    changes = models.JSONField("变化", default=dict)
    faults = models.JSONField("错误", default=list)
    fate = models.CharField("去向", max_length=8, choices=FATES, blank=True)

    class Meta:
        verbose_name = "导入行"
        verbose_name_plural = "导入行"
        ordering = ["batch", "row"]
        constraints = [models.UniqueConstraint(fields=["batch", "row"], name="one_row_of_an_import")]

    def __str__(self) -> str:
        return f"{self.row} {self.get_outcome_display()}"

    @classmethod
    def seen_from(cls, desk: Desk) -> Q:
        """With its batch."""
        return Q(batch__in=ImportBatch._base_manager.filter(ImportBatch.seen_from(desk)))
