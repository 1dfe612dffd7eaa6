"""How often a public address was used from one place within an hour."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar

from django.db import models
from django.db.models import F
from django.utils import timezone

from zhiheng.mechanisms.parameters import parameters
from zhiheng.mechanisms.privacy.blind import blind_of


class Knock(models.Model):
    """来访计数: a number for a kind of use, a place and an hour. The place is a keyed hash of its network address, so

    that the table tells nobody where people live. ``what`` names the parameter with the most that an hour may have.
    """

    objects: ClassVar[models.Manager[Knock]] = models.Manager()

    what = models.CharField("用途", max_length=60)
    place = models.CharField("来处", max_length=64)
    hour = models.DateTimeField("小时")
    number = models.PositiveIntegerField("次数", default=0)

    class Meta:
        verbose_name = "来访计数"
        verbose_name_plural = "来访计数"
        constraints = [models.UniqueConstraint(fields=["what", "place", "hour"], name="one_knock_an_hour")]
        indexes = [models.Index(fields=["hour"], name="knock_hour")]

    def __str__(self) -> str:
        return f"{self.what} {self.hour:%Y-%m-%d %H} {self.number}"


def too_often(what: str, address: str | None, *, at: datetime) -> bool:
    """Whether an address has used up within this hour what the parameter ``what`` allows."""
    row = Knock.objects.filter(what=what, place=_place(address), hour=_hour(at)).first()
    return row is not None and row.number >= int(str(parameters()[what].on(timezone.localdate(at)).value))


def knock(what: str, address: str | None, *, at: datetime) -> None:
    """Count one use from an address."""
    row, _ = Knock.objects.get_or_create(what=what, place=_place(address), hour=_hour(at))
    Knock.objects.filter(pk=row.pk).update(number=F("number") + 1)


def again_at(at: datetime) -> datetime:
    """When the next hour begins, in which one may try again; local time."""
    return timezone.localtime(_hour(at) + timedelta(hours=1))


def _place(address: str | None) -> str:
    return blind_of("address", (address or "").encode().hex())


def _hour(at: datetime) -> datetime:
    return at.replace(minute=0, second=0, microsecond=0)
