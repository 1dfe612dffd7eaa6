"""A task divided."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhiheng.division.models.given import Given
from zhiheng.ledger.models import Document, Ledger, Task
from zhiheng.ledger.models.row import text_url

QUARTERS = [(0, _("全年")), *((number, _("第%d季度") % number) for number in range(1, 5))]


class Part(Given):
    """分解任务: what of a task one post is to do in one period.

    It inherits task, quote and leading unit; ``start`` and ``end`` count in the text of ``document``, the edition that
    was divided. ``year`` is empty for the whole time of the plan, ``quarter`` 0 for a whole year. ``parent`` is the
    part that a region divided further. ``version`` grows with every change.
    """

    DRAFT, ISSUED, ACCEPTED, WITHDRAWN = "draft", "issued", "accepted", "withdrawn"
    STATES = [
        (DRAFT, _("拟分解")),
        (ISSUED, _("已下达，待签收")),
        (ACCEPTED, _("已签收")),
        (WITHDRAWN, _("已撤回")),
    ]

    ledger = models.ForeignKey(Ledger, verbose_name="台账", on_delete=models.CASCADE, related_name="+")
    task = models.ForeignKey(Task, verbose_name="任务", on_delete=models.PROTECT, related_name="+")
    document = models.ForeignKey(Document, verbose_name="文件版本", on_delete=models.PROTECT, related_name="+")
    start = models.PositiveIntegerField("原文起")
    end = models.PositiveIntegerField("原文止")
    parent = models.ForeignKey(
        "self", verbose_name="上级分解任务", null=True, blank=True, on_delete=models.PROTECT, related_name="parts"
    )
    content = models.CharField("工作内容", max_length=500)
    year = models.PositiveSmallIntegerField("年份", null=True, blank=True)
    quarter = models.PositiveSmallIntegerField("季度", default=0, choices=QUARTERS)
    due = models.DateField("完成时限", null=True, blank=True)
    contact = models.CharField("责任人", max_length=60, blank=True)
    note = models.CharField("备注", max_length=300, blank=True)
    state = models.CharField("状态", max_length=10, choices=STATES, default=DRAFT)
    version = models.PositiveIntegerField("版本号", default=1)
    made_at = models.DateTimeField("分解时间")
    sort_no = models.PositiveIntegerField("顺序", default=0)

    class Meta:
        verbose_name = "分解任务"
        verbose_name_plural = "分解任务"
        ordering = ["ledger", "task__sort_no", "start", "year", "quarter", "sort_no", "id"]
        indexes = [models.Index(fields=["region", "state"]), models.Index(fields=["unit", "state"])]

    def __str__(self) -> str:
        return f"{self.task.key} {self.receiver} {self.period}"

    def get_absolute_url(self) -> str:
        return reverse("part", args=[self.pk])

    @property
    def quote(self) -> str:
        """原文: the words of the plan that ask for it."""
        return self.document.text[self.start : self.end]

    @property
    def quote_url(self) -> str:
        return text_url(self.ledger, self.start, self.end)

    @property
    def period(self) -> str:
        return period_words(self.year, self.quarter)

    @property
    def open(self) -> bool:
        """Whether its giver may still change or withdraw it."""
        return self.state != self.WITHDRAWN


def period_words(year: int | None, quarter: int) -> str:
    """A period in the reader's language: 2026年, 2026年第2季度, 方案全期."""
    if year is None:
        return gettext("方案全期")
    words = gettext("%(year)s年") % {"year": year}
    return f"{words}{dict(QUARTERS)[quarter]}" if quarter else words
