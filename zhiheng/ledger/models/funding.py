"""What the plan pays."""

from __future__ import annotations

from django.db import models
from django.utils.translation import get_language

from zhiheng.directory.models import Unit
from zhiheng.ledger.models.clause import Clause
from zhiheng.ledger.models.row import Row


class Funding(Row):
    """A sum the plan promises. Money is integer 分; a share is numerator and denominator (50 % = 1/2)."""

    clause = models.ForeignKey(
        Clause, on_delete=models.RESTRICT, null=True, related_name="funding", verbose_name="条目"
    )
    item = models.CharField("事项", max_length=200)
    item_en = models.CharField("英文事项", max_length=300, blank=True)
    amount_fen = models.BigIntegerField("金额(分)", null=True)
    share_numerator = models.PositiveIntegerField("比例分子", null=True)
    share_denominator = models.PositiveIntegerField("比例分母", null=True)
    cap_fen = models.BigIntegerField("上限(分)", null=True)
    per = models.CharField("每", max_length=40, blank=True)
    units = models.ManyToManyField(Unit, related_name="funding", verbose_name="责任单位")

    class Meta(Row.Meta):
        verbose_name = "资金"
        verbose_name_plural = "资金"
        constraints = [models.UniqueConstraint(fields=["ledger", "key"], name="one_funding_a_key")]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The item in the reader's language."""
        return self.item_en if get_language() == "en" and self.item_en else self.item
