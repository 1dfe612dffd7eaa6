"""What the State Council announced about the days of a year: a notice, and the days that it names."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.urls import reverse


class CalendarYear(models.Model):
    """放假安排: a year whose days off and make-up working days are announced.

    A year without a row is not announced: its deadlines are provisional. ``certain``: the number of the notice was
    compared with a copy. ``edited``: typed in by a person, and never overwritten by what a library says.
    """

    year = models.PositiveSmallIntegerField("年份", unique=True)
    notice = models.CharField("通知文号", max_length=100)
    certain = models.BooleanField("文号已核对", default=False)
    edited = models.BooleanField("人工录入", default=False)
    changed_at = models.DateTimeField("载入或修改时间")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "放假安排"
        verbose_name_plural = "放假安排"
        ordering = ["year"]

    def __str__(self) -> str:
        return f"{self.year}"

    def get_absolute_url(self) -> str:
        return reverse("calendar_year", args=[self.year])

    def off_and_worked(self) -> tuple[frozenset[date], frozenset[date]]:
        """The days of the notice by their kind."""
        days = list(self.days.values_list("day", "kind"))
        off, worked = (frozenset(day for day, of in days if of == kind) for kind, _ in SpecialDay.KINDS)
        return off, worked


class SpecialDay(models.Model):
    """特殊日期: a weekday that is not worked, or a Saturday or Sunday that is."""

    OFF, WORKED = "off", "worked"
    KINDS = [(OFF, "放假"), (WORKED, "上班")]

    year = models.ForeignKey(CalendarYear, verbose_name="放假安排", on_delete=models.CASCADE, related_name="days")
    day = models.DateField("日期", unique=True)
    kind = models.CharField("类别", max_length=6, choices=KINDS)

    class Meta:
        verbose_name = "特殊日期"
        verbose_name_plural = "特殊日期"
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day} {self.get_kind_display()}"
