"""What a row has that one post gives another, and who sees it. Migration 0002 says the same to the database."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from zhiheng.directory.models import Region, Unit
from zhiheng.mechanisms.scope import Desk, Scoped


class Given(Scoped):
    """A row that a post gives another.

    ``region`` is where the receiver stands; ``unit`` the receiving unit there, empty when the region itself receives.
    ``by_region`` and ``by_unit`` name the giver in the same way, ``lead`` the unit that leads the task. The receiver,
    those above it in the reporting tree and the leading unit see it once it is ``issued``; the giver and the province's
    working group always; nobody else ever.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    region = models.ForeignKey(Region, verbose_name="接收地区", on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(
        Unit, verbose_name="接收单位", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    by_region = models.ForeignKey(Region, verbose_name="下达地区", on_delete=models.PROTECT, related_name="+")
    by_unit = models.ForeignKey(
        Unit, verbose_name="下达单位", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    lead = models.ForeignKey(
        Unit, verbose_name="牵头单位", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    issued = models.BooleanField("已下达", default=False)

    class Meta:
        abstract = True

    @classmethod
    def seen_from(cls, desk: Desk) -> Q:
        """What the desk gave, received once issued, or oversees."""
        if desk.whole:
            return Q()
        if desk.unit is not None:
            return Q(by_unit=desk.unit) | Q(issued=True, unit=desk.unit) | Q(issued=True, lead=desk.unit)
        if desk.region is not None:
            given = Q(by_region=desk.region, by_unit__isnull=True)
            return given | Q(issued=True, region__in=desk.regions)
        return super().seen_from(desk)

    @property
    def receiver(self) -> Region | Unit:
        return self.unit or self.region

    @property
    def giver(self) -> Region | Unit:
        return self.by_unit or self.by_region

    @classmethod
    def given_from(cls, desk: Desk) -> Q:
        """What the post at a desk gave itself."""
        return Q(by_unit=desk.unit) if desk.unit is not None else Q(by_unit__isnull=True, by_region=desk.region)

    @classmethod
    def received_at(cls, desk: Desk) -> Q:
        """Of what the post at a desk sees, what it is itself to do and does not merely oversee."""
        return Q(unit=desk.unit) if desk.unit is not None else Q(unit__isnull=True, region=desk.region)

    def given_by(self, desk: Desk) -> bool:
        """Whether the post at this desk gave it."""
        return (self.by_unit_id, self.by_region_id if desk.unit is None else None) == (desk.unit, desk.region)

    def received_by(self, desk: Desk) -> bool:
        """Whether the post at this desk, and not one above it, is to do it."""
        if not self.issued:
            return False
        return (self.unit_id, self.region_id if desk.unit is None else None) == (desk.unit, desk.region)
