"""What happened to a case."""

from __future__ import annotations

import json
import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from zhiheng.mechanisms.cases.declaring import FILED, Hand
from zhiheng.mechanisms.cases.models.case import Case
from zhiheng.mechanisms.privacy.fields import SealedText
from zhiheng.mechanisms.scope import Desk, Scoped


class CaseMove(Scoped):
    """办理记录: one thing that was done with a case: what, from which state to which, by whom, in which capacity, when.

    ``by`` is empty for somebody without an account: then ``hand`` is that of the filer, who held the receipt.
    ``said`` are the values that can be counted (choices, dates, yes and no), ``words`` what was written, sealed.
    Never rewritten, never deleted: due dates are counted from these rows.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, verbose_name="办件", on_delete=models.PROTECT, related_name="moves")
    nth = models.PositiveIntegerField("次序")
    transition = models.CharField("办理动作", max_length=40)
    start = models.CharField("原状态", max_length=30, blank=True)
    end = models.CharField("新状态", max_length=30)
    hand = models.CharField("身份", max_length=10, choices=[(hand.value, hand.value) for hand in Hand])
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="办理人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField("时间")
    on = models.DateField("日期")
    said = models.JSONField("所填", default=dict)
    words = SealedText("所写", default=b"", blank=True)

    class Meta:
        verbose_name = "办理记录"
        verbose_name_plural = "办理记录"
        ordering = ["case", "nth"]
        constraints = [models.UniqueConstraint(fields=["case", "nth"], name="one_move_a_place")]
        indexes = [
            models.Index(fields=["transition", "on"], name="case_move_day"),
            models.Index(fields=["at"], name="case_move_moment"),
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.transition} {self.on}"

    @classmethod
    def seen_from(cls, desk: Desk) -> Q:
        """With its case."""
        return Case.seen_from(desk, "case__")

    @property
    def label(self) -> str:
        """What was done, in the reader's language."""
        if self.transition == FILED:
            return str(self.case.own_kind.states[0].label)
        found = self.case.transition(self.transition)
        return str(found.label) if found else self.transition

    def written(self) -> dict[str, str]:
        """What was written with it, by the name of the Ask: for who handles the case and for the hand that wrote;

        who filed it reads what ``Ask.tells``. Of what a sealed field of the case keeps, it has the mask.
        """
        return json.loads(self.words.open() or "{}")

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("a move is never rewritten")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("a move is never deleted")
