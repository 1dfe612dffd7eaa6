"""查看记录: who looked at which sealed text, when, and what for. Rows are only ever added."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext

from zhiheng.mechanisms.fitting import fit
from zhiheng.mechanisms.privacy.fields import SealedText
from zhiheng.mechanisms.privacy.masking import find_personal
from zhiheng.mechanisms.scope import Desk, Scoped

SHORTEST_PURPOSE = 4
"""Characters, since 2026-11-22: 回访核实 says what for, 看看 does not."""
WITHIN = timedelta(hours=1)
MOST_WITHIN = 60
"""Texts one officer may open within WITHIN, since 2026-11-22: facts, wish and phone of a complaint every three minutes.
Who copies a register off is stopped at the sixty-first, and each of the sixty is on record."""


class RevealRefused(Exception):
    """A text is not opened; the message says why in the reader's language."""


class Reveal(Scoped):
    """One opening of one field of one row, written before the text is given.

    ``thing`` and ``field`` name it as people do; ``seen_with`` is the row's id, ``region`` whose desk the row lay on.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField("时间", db_index=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name="查看人", on_delete=models.PROTECT, related_name="+")
    thing = models.CharField("对象", max_length=300)
    field = models.CharField("字段", max_length=60)
    purpose = models.CharField("查看目的", max_length=300)
    seen_with = models.UUIDField("随何记录可见", db_index=True, editable=False)
    region = models.ForeignKey(
        "directory.Region", verbose_name="办理地区", null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = "查看记录"
        verbose_name_plural = "查看记录"
        ordering = ["-at", "id"]
        indexes = [models.Index(fields=["by", "at"], name="reveal_of_officer")]

    def __str__(self) -> str:
        return f"{self.thing} {self.field}"

    @classmethod
    def seen_from(cls, desk: Desk) -> Q:
        """The audit administrator sees all; whoever handles the region, what was opened there; everybody, their own."""
        if desk.audits:
            return Q()
        return Q(region__in=desk.casework) | Q(by=desk.officer)

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("a record of what was looked at is never rewritten")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("a record of what was looked at is never deleted")


def reveal(row: Any, field: str, *, by: Any, at: datetime, purpose: str) -> str:
    """The words of a sealed field of a row, for an officer and a purpose; RevealRefused says why not.

    The record is on disk before the words are given; within ``once`` the answer is kept with it or not at all. Whether
    the officer's post may open this field is asked before, where the page is; that the row lies on the desk is asked
    here once more.
    """
    column = row._meta.get_field(field)
    if not isinstance(column, SealedText):
        raise TypeError(f"{field} is not sealed")
    if isinstance(row, Scoped) and not type(row).objects.filter(pk=row.pk).exists():
        raise RevealRefused(gettext("您的岗位看不到这条记录。"))
    sealed = getattr(row, field)
    if not sealed:
        raise RevealRefused(gettext("这一项没有填写，没有可查看的内容。"))
    words = sealed.open()
    record(row, str(column.verbose_name), by=by, at=at, purpose=purpose)
    return str(words)


def record(row: models.Model, field: str, *, by: Any, at: datetime, purpose: str) -> None:
    """Write down that something personal of a row is opened, before it is; RevealRefused says why it may not be."""
    purpose = purpose.strip()
    _check(purpose, by=by, at=at)
    with transaction.atomic():
        fit(
            Reveal(
                at=at,
                by=by,
                thing=str(row),
                field=field,
                purpose=purpose,
                seen_with=row.pk,
                region_id=getattr(row, "region_id", None),
            )
        ).save()


def reveals_of(row: models.Model) -> models.QuerySet[Reveal]:
    """Who looked at what of a row, newest first, as far as the desk of now may see it."""
    found: models.QuerySet[Reveal] = Reveal.objects.filter(seen_with=row.pk).select_related("by")
    return found


def _check(purpose: str, *, by: Any, at: datetime) -> None:
    if len(purpose) < SHORTEST_PURPOSE:
        raise RevealRefused(gettext("请写明查看目的，至少 %(number)d 个字。") % {"number": SHORTEST_PURPOSE})
    if find_personal(purpose):
        raise RevealRefused(gettext("查看目的会留存备查，请不要在里面写电话或身份证号码。"))
    if Reveal.objects.filter(by=by, at__gt=at - WITHIN).count() >= MOST_WITHIN:
        words = gettext("一小时内最多查看 %(number)d 项个人信息，请稍后再试；每次查看都已记录。")
        raise RevealRefused(words % {"number": MOST_WITHIN})
