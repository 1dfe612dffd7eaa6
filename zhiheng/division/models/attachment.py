"""Files handed in with a part."""

from __future__ import annotations

from django.db import models

from zhiheng.division.models.comment import OfAPart
from zhiheng.division.models.part import Part
from zhiheng.mechanisms.evidence.models import EvidenceFile


class Attachment(OfAPart):
    """附件: a file on a part, kept under the hash of its content."""

    part = models.ForeignKey(Part, verbose_name="分解任务", on_delete=models.PROTECT, related_name="attachments")
    file = models.ForeignKey(EvidenceFile, verbose_name="文件", on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "附件"
        verbose_name_plural = "附件"
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return self.file.name
