"""What is to be done."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils.translation import get_language

from zhiheng.ledger.models.clause import Clause
from zhiheng.ledger.models.row import Row
from zhiheng.mechanisms.pinyin import initials_key, pinyin_key


class Task(Row):
    """重点任务: the lowest item of the outline that asks somebody to do something."""

    heading = models.CharField("重点任务", max_length=200)
    heading_en = models.CharField("英文标题", max_length=300, blank=True)
    summary_en = models.CharField("英文要点", max_length=400, blank=True)
    clause = models.ForeignKey(
        Clause, on_delete=models.RESTRICT, null=True, related_name="tasks", verbose_name="所在条目"
    )
    pinyin = models.CharField(max_length=400, db_index=True, editable=False)
    initials = models.CharField(max_length=200, db_index=True, editable=False)

    class Meta(Row.Meta):
        verbose_name = "任务"
        verbose_name_plural = "任务"
        constraints = [models.UniqueConstraint(fields=["ledger", "key"], name="one_task_a_key")]

    def __str__(self) -> str:
        return f"{self.key} {self.label}"

    @property
    def label(self) -> str:
        """The heading in the reader's language."""
        return self.heading_en if get_language() == "en" and self.heading_en else self.heading

    def get_absolute_url(self) -> str:
        return reverse("task", args=[self.ledger.slug, self.key])

    def fill_keys(self) -> None:
        self.pinyin, self.initials = pinyin_key(self.heading), initials_key(self.heading)
