"""What somebody handed in to be imported, and what each of its rows does."""

from __future__ import annotations

import json
import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhiheng.mechanisms.privacy.fields import SealedText
from zhiheng.mechanisms.scope import Desk, Scoped

NEW, CHANGED, SAME, WRONG = "new", "changed", "same", "wrong"
OUTCOMES = [(NEW, _("新增")), (CHANGED, _("变更")), (SAME, _("未变")), (WRONG, _("错误"))]
IMPORTED, UNDONE, LEFT = "imported", "undone", "left"
FATES = [(IMPORTED, _("已导入")), (UNDONE, _("已撤销")), (LEFT, _("导入后已有改动，未撤销"))]


class Intake(Scoped):
    """表格: a workbook or pasted block for one kind of register or case, checked, confirmed by who handed it in, undone

    as a whole. What was read of it is sealed, because it may hold what is personal; the file itself is not kept.
    ``room`` is registers or cases. Nobody sees it but its officer.
    """

    CHECKED, CONFIRMED, CANCELLED, UNDONE = "checked", "confirmed", "cancelled", "undone"
    STATES = [(CHECKED, _("待确认")), (CONFIRMED, _("已导入")), (CANCELLED, _("已取消")), (UNDONE, _("已撤销"))]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    room = models.CharField("范围", max_length=20)
    kind = models.CharField("类别", max_length=60)
    name = models.CharField("文件名", max_length=200)
    table = SealedText("读到的内容", blank=True)
    notices = models.JSONField("提示", default=list)
    total = models.PositiveIntegerField("行数", default=0)
    state = models.CharField("状态", max_length=10, choices=STATES, default=CHECKED)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name="导入人", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("上传时间")
    why = models.CharField("理由", max_length=300, blank=True)
    confirmed_at = models.DateTimeField("确认时间", null=True)
    undone_at = models.DateTimeField("撤销时间", null=True)

    class Meta:
        verbose_name = "导入表格"
        verbose_name_plural = "导入表格"
        ordering = ["-at", "id"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("intake", args=[self.pk])

    @classmethod
    def seen_from(cls, desk: Desk) -> Q:
        """Each officer's own."""
        return Q(by=desk.officer) if desk.officer else super().seen_from(desk)

    @property
    def read(self) -> Any:
        """What was read of the file (``workbooks.fields.Table``)."""
        return json.loads(self.table.open())


class IntakeRow(Scoped):
    """导入表格行: a row under its number. ``told`` is sealed JSON: ``faults`` (column, heading, Chinese, English),

    ``changes`` (old and new value by field, without texts that are personal). ``thing`` is the row of the register or
    the case that it changes or made, ``version`` that one's version when the import left it. ``fingerprint`` is a keyed
    hash of what a new case says, by which the same row sent again is known.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    batch = models.ForeignKey(Intake, verbose_name="导入表格", on_delete=models.CASCADE, related_name="rows")
    row = models.PositiveIntegerField("Excel 行号")
    outcome = models.CharField("结果", max_length=8, choices=OUTCOMES)
    label = models.CharField("名称", max_length=200, blank=True)
    thing = models.UUIDField("对应记录", null=True)
    version = models.PositiveIntegerField("版本号", null=True)
    fingerprint = models.CharField("内容指纹", max_length=64, blank=True, db_index=True)
    told = SealedText("变化与错误", blank=True)
    fate = models.CharField("去向", max_length=8, choices=FATES, blank=True)

    class Meta:
        verbose_name = "导入表格行"
        verbose_name_plural = "导入表格行"
        ordering = ["batch", "row"]
        constraints = [models.UniqueConstraint(fields=["batch", "row"], name="one_row_of_an_intake")]

    def __str__(self) -> str:
        return f"{self.row} {self.get_outcome_display()}"

    @classmethod
    def seen_from(cls, desk: Desk) -> Q:
        """With its batch."""
        return Q(batch__by=desk.officer) if desk.officer else super().seen_from(desk)

    @property
    def said(self) -> Any:
        """Changes and faults."""
        return json.loads(self.told.open())
