"""By when it is to be done."""

from __future__ import annotations

from django.db import models

from zhiheng.ledger.models.clause import Clause
from zhiheng.ledger.models.row import Row


class Deadline(Row):
    """A dated duty; ``date`` is its last day."""

    clause = models.ForeignKey(
        Clause, on_delete=models.RESTRICT, null=True, related_name="deadlines", verbose_name="条目"
    )
    what = models.CharField("事项", max_length=300)
    date = models.DateField("期限")

    class Meta(Row.Meta):
        verbose_name = "期限"
        verbose_name_plural = "期限"
        constraints = [models.UniqueConstraint(fields=["ledger", "key"], name="one_deadline_a_key")]

    def __str__(self) -> str:
        return f"{self.date} {self.what}"
