"""What happened to a row of a register."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext

from zhiheng.mechanisms.registers.declaring import STRIKE
from zhiheng.mechanisms.registers.models.register import Register
from zhiheng.mechanisms.scope import Desk, Scoped


class RegisterEvent(Scoped):
    """登记事件: what happened to a row on which day, recorded by whom and when, and why. Never rewritten or deleted:

    a wrong one is struck out by another that names it (``strikes``). ``brings`` is the state that it brought by the
    declaration of its time, empty when it changed none. ``case_number`` names the case in which it was found, if any.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    register = models.ForeignKey(Register, verbose_name="登记簿", on_delete=models.PROTECT, related_name="happened")
    key = models.CharField("事件", max_length=40)
    brings = models.CharField("进入状态", max_length=30, blank=True)
    on = models.DateField("发生日")
    why = models.CharField("理由", max_length=300)
    case_number = models.CharField("办件编号", max_length=40, blank=True, db_index=True)
    strikes = models.OneToOneField(
        "self", verbose_name="更正的事件", null=True, on_delete=models.PROTECT, related_name="struck_by"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="登记人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = "登记事件"
        verbose_name_plural = "登记事件"
        ordering = ["register", "on", "at"]
        indexes = [models.Index(fields=["register", "on"], name="register_event_day")]

    def __str__(self) -> str:
        return f"{self.register} {self.key} {self.on}"

    @classmethod
    def seen_from(cls, desk: Desk) -> Q:
        """With its row."""
        return Register.seen_from(desk, "register__")

    @property
    def struck(self) -> bool:
        """Whether another event strikes it out."""
        return hasattr(self, "struck_by")

    @property
    def label(self) -> str:
        """What happened, in the reader's language."""
        if self.key == STRIKE:
            return gettext("更正(划去误记)")
        found = next((event for event in self.register.own_kind.events if event.key == self.key), None)
        return str(found.label) if found else self.key

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("an event is never rewritten")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("an event is never deleted")
