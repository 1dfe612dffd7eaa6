"""The ledger of one plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.urls import reverse
from django.utils.translation import get_language

if TYPE_CHECKING:
    from zhiheng.ledger.models.document import Document


class Ledger(models.Model):
    """台账: one plan through all its editions. The newest edition is the one in force."""

    slug = models.SlugField("标识", max_length=80, unique=True)
    title = models.CharField("名称", max_length=200)
    title_en = models.CharField("英文名称", max_length=300, blank=True)
    period_start = models.PositiveSmallIntegerField("起始年", null=True, blank=True)
    period_end = models.PositiveSmallIntegerField("终止年", null=True, blank=True)
    sort_no = models.PositiveIntegerField("顺序", default=100)

    class Meta:
        verbose_name = "台账"
        verbose_name_plural = "台账"
        ordering = ["sort_no", "id"]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The title in the reader's language."""
        return self.title_en if get_language() == "en" and self.title_en else self.title

    def get_absolute_url(self) -> str:
        return reverse("plan", args=[self.slug])

    def edition_in_force(self) -> Document:
        """The newest edition; a ledger never stands without one."""
        return self.documents.order_by("-edition_no")[0]
