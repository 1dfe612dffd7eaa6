"""样品附件: photographs, signatures and reports of a sample."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhiheng.mechanisms.cases.models import Case
from zhiheng.mechanisms.evidence.models import EvidenceFile
from zhiheng.mechanisms.scope import Desk, Scoped


class SampleFile(Scoped):
    """样品附件: one file of a sample, what it is, from whom and when; never replaced, never taken back.

    Photographs and the signature of the sampled party come with the sampling sheet, the report with the conclusion. Who
    handles the sample and the laboratory that is commissioned see them, the province's working group too; the sampled
    party has its own copy of the sheet.
    """

    PHOTO, SIGNATURE, REPORT = "photo", "signature", "report"
    KINDS = ((PHOTO, _("现场照片")), (SIGNATURE, _("签名")), (REPORT, _("检验报告")))

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sample = models.ForeignKey("sampling.Sample", verbose_name="样品", on_delete=models.PROTECT, related_name="files")
    file = models.ForeignKey(EvidenceFile, verbose_name="文件", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField("类别", max_length=10, choices=KINDS)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="提交人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField("提交时间")

    class Meta:
        verbose_name = "样品附件"
        verbose_name_plural = "样品附件"
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.sample} {self.file}"

    @classmethod
    def seen_from(cls, desk: Desk) -> Q:
        """Whoever handles or oversees the sample; of laboratories the one that is commissioned."""
        found = Case.seen_from(Desk(casework=desk.casework, whole=desk.whole), "sample__")
        return found | Q(sample__aide_code=desk.firm) if desk.firm else found
