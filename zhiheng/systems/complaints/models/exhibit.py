"""Evidence of a case."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from zhiheng.mechanisms.cases.declaring import Hand
from zhiheng.mechanisms.cases.models import Case
from zhiheng.mechanisms.evidence.models import EvidenceFile
from zhiheng.mechanisms.scope import Desk, Scoped


class Exhibit(Scoped):
    """证据材料: one file that somebody gave to a case, in which capacity and when; never replaced, never taken back.

    The file is kept as it came, with its hash: a photograph that was made smaller would be another piece of evidence.
    What a consumer gave is not for the firm concerned, and the reverse; the handler sees all,
    the working group of the province none: it oversees cases and needs no evidence of persons.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, verbose_name="办件", on_delete=models.PROTECT, related_name="exhibits")
    file = models.ForeignKey(EvidenceFile, verbose_name="文件", on_delete=models.PROTECT, related_name="+")
    hand = models.CharField("提交身份", max_length=10, choices=[(hand.value, hand.value) for hand in Hand])
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="提交人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField("提交时间")

    class Meta:
        verbose_name = "证据材料"
        verbose_name_plural = "证据材料"
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.case} {self.file}"

    @classmethod
    def seen_from(cls, desk: Desk) -> Q:
        """To who handles its case; of the firm and of who filed it each only their own."""
        given = Case.seen_from(Desk(casework=desk.casework), "case__")
        given |= Case.seen_from(Desk(firm=desk.firm), "case__") & Q(hand=Hand.FIRM)
        return given | Case.seen_from(Desk(case=desk.case), "case__") & Q(hand=Hand.FILER)
