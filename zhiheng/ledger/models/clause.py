"""The outline of an edition."""

from __future__ import annotations

from django.db import models
from django.utils.translation import get_language

from zhiheng.ledger.models.document import Document


class Clause(models.Model):
    """A chapter, part or item of one edition. ``key`` joins the numbers from the root: 二(一)1."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="clauses", verbose_name="文件版本")
    key = models.CharField("条目", max_length=120)
    number = models.CharField("序号", max_length=40)
    heading = models.CharField("标题", max_length=200)
    heading_en = models.CharField("英文标题", max_length=300, blank=True)
    level = models.PositiveSmallIntegerField("层级")
    parent = models.ForeignKey(
        "self", verbose_name="上级条目", null=True, blank=True, on_delete=models.CASCADE, related_name="children"
    )
    start = models.PositiveIntegerField("原文起")
    end = models.PositiveIntegerField("原文止")
    sort_no = models.PositiveIntegerField("顺序")

    class Meta:
        verbose_name = "条目"
        verbose_name_plural = "条目"
        ordering = ["document", "sort_no"]
        constraints = [models.UniqueConstraint(fields=["document", "key"], name="one_clause_a_key")]

    def __str__(self) -> str:
        return f"{self.key} {self.label}"

    @property
    def label(self) -> str:
        """The heading in the reader's language."""
        return self.heading_en if get_language() == "en" and self.heading_en else self.heading

    @property
    def anchor(self) -> str:
        return f"c-{self.key}"
