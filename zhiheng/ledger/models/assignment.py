"""Who is to do it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhiheng.directory.models import Unit
from zhiheng.ledger.models.row import text_url
from zhiheng.ledger.models.task import Task


class Assignment(models.Model):
    """责任分工: the text that one mark governs. Quote and mark count in the text of the task's edition."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="assignments", verbose_name="任务")
    sort_no = models.PositiveIntegerField("顺序")
    start = models.PositiveIntegerField("原文起")
    end = models.PositiveIntegerField("原文止")
    mark_start = models.PositiveIntegerField("标注起")
    mark_end = models.PositiveIntegerField("标注止")

    class Meta:
        verbose_name = "责任分工"
        verbose_name_plural = "责任分工"
        ordering = ["task", "sort_no"]
        constraints = [models.UniqueConstraint(fields=["task", "sort_no"], name="one_assignment_a_place")]

    def __str__(self) -> str:
        return f"{self.task.key}#{self.sort_no}"

    @property
    def quote(self) -> str:
        return self.task.document.text[self.start : self.end]

    @property
    def mark(self) -> str:
        return self.task.document.text[self.mark_start : self.mark_end]

    @property
    def quote_url(self) -> str:
        return text_url(self.task.ledger, self.start, self.mark_end)


class AssignedUnit(models.Model):
    """A unit in a mark, with the role the document gives it; blank where it gives none."""

    LEAD, SUPPORT, JOINT = "lead", "support", "joint"
    ROLES = [(LEAD, _("牵头单位")), (SUPPORT, _("配合单位")), (JOINT, _("共同负责"))]

    assignment = models.ForeignKey(
        Assignment, on_delete=models.CASCADE, related_name="assigned", verbose_name="责任分工"
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="assigned", verbose_name="单位")
    name = models.CharField("文件所写名称", max_length=120)
    role = models.CharField(
        "角色",
        max_length=10,
        blank=True,
        choices=ROLES,
    )
    start = models.PositiveIntegerField("原文起")
    end = models.PositiveIntegerField("原文止")
    sort_no = models.PositiveIntegerField("顺序")

    class Meta:
        verbose_name = "责任单位"
        verbose_name_plural = "责任单位"
        ordering = ["assignment", "sort_no"]

    def __str__(self) -> str:
        return self.name
