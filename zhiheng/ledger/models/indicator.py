"""What is measured."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils.translation import get_language

from zhiheng.ledger.measures import measure
from zhiheng.ledger.models.ledger import Ledger
from zhiheng.mechanisms.pinyin import initials_key, pinyin_key


class Indicator(models.Model):
    """指标: one thing measured, which the plan may promise for several years. The name is the document's own."""

    ledger = models.ForeignKey(Ledger, on_delete=models.CASCADE, related_name="indicators", verbose_name="台账")
    slug = models.CharField("标识", max_length=100)
    name = models.CharField("名称", max_length=200)
    name_en = models.CharField("英文名称", max_length=300, blank=True)
    unit = models.CharField("计量单位", max_length=30, blank=True)
    definition = models.TextField("口径", blank=True)
    definition_en = models.TextField("英文口径", blank=True)
    definition_source = models.CharField("口径来源", max_length=300, blank=True)
    definition_certain = models.BooleanField("口径已核实", default=True)
    note = models.TextField("说明", blank=True)
    note_en = models.TextField("英文说明", blank=True)
    sort_no = models.PositiveIntegerField("顺序")
    pinyin = models.CharField(max_length=400, db_index=True, editable=False)
    initials = models.CharField(max_length=200, db_index=True, editable=False)

    class Meta:
        verbose_name = "指标"
        verbose_name_plural = "指标"
        ordering = ["ledger", "sort_no"]
        constraints = [
            models.UniqueConstraint(fields=["ledger", "name"], name="one_indicator_a_name"),
            models.UniqueConstraint(fields=["ledger", "slug"], name="one_indicator_a_slug"),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The name in the reader's language."""
        return self.name_en if get_language() == "en" and self.name_en else self.name

    @property
    def measure(self) -> str:
        """The unit of measure in the reader's language, as for the head of a column."""
        return measure(self.unit)

    def get_absolute_url(self) -> str:
        return reverse("indicator", args=[self.ledger.slug, self.slug])

    def fill_keys(self) -> None:
        self.pinyin, self.initials = pinyin_key(self.name), initials_key(self.name)
