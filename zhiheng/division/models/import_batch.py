"""A workbook that a post handed in, on its way into the division."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhiheng.directory.models import Region, Unit
from zhiheng.ledger.models import Ledger
from zhiheng.mechanisms.evidence.models import EvidenceFile
from zhiheng.mechanisms.scope import Desk, Scoped


class ImportBatch(Scoped):
    """导入批次: one file or pasted block, checked row by row, confirmed by a person, undone as a whole.

    ``lines`` are the rows as read (``importing.table``), of which the first ``done`` have been checked and are
    ``ImportRow``; they are kept until it is confirmed or cancelled. It belongs to the post that handed it in
    (``by_region``, ``by_unit``) and is seen by that post alone.
    """

    CHECKING, CHECKED, CONFIRMED, CANCELLED, UNDONE = "checking", "checked", "confirmed", "cancelled", "undone"
    STATES = [
        (CHECKING, _("正在核对")),
        (CHECKED, _("待确认")),
        (CONFIRMED, _("已导入")),
        (CANCELLED, _("已取消")),
        (UNDONE, _("已撤销")),
    ]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    ledger = models.ForeignKey(Ledger, verbose_name="台账", on_delete=models.CASCADE, related_name="+")
    by_region = models.ForeignKey(Region, verbose_name="导入地区", on_delete=models.PROTECT, related_name="+")
    by_unit = models.ForeignKey(
        Unit, verbose_name="导入单位", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    file = models.ForeignKey(EvidenceFile, verbose_name="文件", on_delete=models.PROTECT, related_name="+")
    form = models.CharField("形式", max_length=8)
    columns = models.JSONField("各列", default=dict)
    lines = models.JSONField("读到的行", default=list)
    notices = models.JSONField("提示", default=list)
    total = models.PositiveIntegerField("行数", default=0)
    done = models.PositiveIntegerField("已核对行数", default=0)
    state = models.CharField("状态", max_length=10, choices=STATES, default=CHECKING)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name="导入人", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("上传时间")
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="确认人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    confirmed_at = models.DateTimeField("确认时间", null=True)
    why = models.CharField("理由", max_length=300, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="撤销人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    undone_at = models.DateTimeField("撤销时间", null=True)

    class Meta:
        verbose_name = "导入批次"
        verbose_name_plural = "导入批次"
        ordering = ["-at", "id"]

    def __str__(self) -> str:
        return self.file.name

    def get_absolute_url(self) -> str:
        return reverse("import_batch", args=[self.pk])

    @classmethod
    def seen_from(cls, desk: Desk) -> Q:
        """The post that handed it in: an officer who moves on leaves it there."""
        if desk.unit is not None:
            return Q(by_unit=desk.unit)
        if desk.region is not None:
            return Q(by_region=desk.region, by_unit__isnull=True)
        return super().seen_from(desk)

    @property
    def percent(self) -> int:
        """How much of it has been checked, 0 to 100."""
        return self.done * 100 // self.total if self.total else 100

    @property
    def rests(self) -> bool:
        """Whether nothing more can be done with it."""
        return self.state in {self.CANCELLED, self.UNDONE}
