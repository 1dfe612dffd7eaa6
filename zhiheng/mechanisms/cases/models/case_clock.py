"""The clocks of a case as counted, kept so that they can be asked for by day."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from zhiheng.mechanisms.cases.declaring import Clock
from zhiheng.mechanisms.cases.models.case import Case
from zhiheng.mechanisms.scope import Desk, Scoped


class CaseClock(Scoped):
    """期限: one round of one clock of a case, counted from its moves (``clocks.recount``), never edited.

    ``due_on`` is None while it is paused. ``provisional``: it leads into a year whose calendar is not published, and is
    counted again later. ``reference`` is the article of the version of the rule that was in force when it began.
    ``region`` is the one that had the case when the round began and answers for it, wherever the case lies by now;
    ``ended_by`` is the transition that ended it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, verbose_name="办件", on_delete=models.CASCADE, related_name="clock_rows")
    region = models.ForeignKey(
        "directory.Region", verbose_name="承办地区", on_delete=models.PROTECT, related_name="+", editable=False
    )
    clock = models.CharField("时限", max_length=40)
    round = models.PositiveSmallIntegerField("次数", default=1)
    rule = models.CharField("规则", max_length=80)
    reference = models.CharField("依据", max_length=200, blank=True)
    began = models.DateField("起算事件日")
    due_on = models.DateField("到期日", null=True)
    provisional = models.BooleanField("待定", default=False)
    ended = models.DateField("办结日", null=True)
    ended_by = models.CharField("办结事项", max_length=40, blank=True)

    class Meta:
        verbose_name = "办理时限"
        verbose_name_plural = "办理时限"
        ordering = ["began", "clock", "round"]
        constraints = [models.UniqueConstraint(fields=["case", "clock", "round"], name="one_row_a_round")]
        indexes = [
            models.Index(fields=["clock", "due_on"], name="case_clock_due"),
            models.Index(fields=["clock", "ended"], name="case_clock_ended"),
            models.Index(fields=["provisional"], name="case_clock_provisional"),
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.clock} {self.due_on or '—'}"

    @classmethod
    def seen_from(cls, desk: Desk) -> Q:
        """With its case."""
        return Case.seen_from(desk, "case__")

    @property
    def declared(self) -> Clock:
        return next(one for one in self.case.own_kind.clocks if one.key == self.clock)

    @property
    def on_time(self) -> bool | None:
        """Whether it ended in time; None while it runs."""
        return None if self.ended is None or self.due_on is None else self.ended <= self.due_on


class Suspension(Scoped):
    """中止: days that a clock does not count, both of them in it; without an end it still goes on."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clock = models.ForeignKey(CaseClock, verbose_name="办理时限", on_delete=models.CASCADE, related_name="suspensions")
    begins = models.DateField("自")
    ends = models.DateField("至", null=True)

    class Meta:
        verbose_name = "中止"
        verbose_name_plural = "中止"
        ordering = ["begins"]

    def __str__(self) -> str:
        return f"{self.begins} – {self.ends or '…'}"

    @classmethod
    def seen_from(cls, desk: Desk) -> Q:
        """With its case."""
        return Case.seen_from(desk, "clock__case__")
