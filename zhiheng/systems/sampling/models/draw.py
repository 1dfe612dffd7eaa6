"""随机抽取: a draw of a plan from a list that was frozen first, by shares of chance from different bodies."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhiheng.mechanisms.cases.models import Case
from zhiheng.mechanisms.scope import Desk, Scoped


class Draw(Scoped):
    """随机抽取: of firms, samplers or a laboratory for a plan (第18号令15; 食品安全抽样检验管理办法32).

    ``recipe`` is what was frozen (``mechanisms.draw``), ``frozen`` its SM3. Shares are committed, then revealed; the
    last one gives ``picked``. A draw whose share is withheld is void (``void_why``) and stays visible; what is drawn
    instead names it in ``replaces``. ``recused``: who was drawn and must not act (回避), as {"id", "why"}.
    """

    FIRMS, SAMPLERS, LABORATORY = "firms", "samplers", "laboratory"
    OF = [(FIRMS, _("抽样单位")), (SAMPLERS, _("抽样人员")), (LABORATORY, _("复检机构"))]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(
        "sampling.SamplingPlan", verbose_name="抽检计划", on_delete=models.PROTECT, related_name="draws"
    )
    sample = models.ForeignKey(
        "sampling.Sample", verbose_name="样品", null=True, on_delete=models.PROTECT, related_name="draws"
    )
    nth = models.PositiveSmallIntegerField("次序")
    of = models.CharField("抽取对象", max_length=12, choices=OF)
    recipe = models.JSONField("冻结的名单和规则")
    frozen = models.CharField("冻结值(SM3)", max_length=64)
    frozen_at = models.DateTimeField("冻结时间")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="发起人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    picked = models.JSONField("抽取结果", null=True)
    picked_at = models.DateTimeField("抽取时间", null=True)
    void_why = models.CharField("作废原因", max_length=300, blank=True)
    replaces = models.ForeignKey("self", verbose_name="代替", null=True, on_delete=models.PROTECT, related_name="later")
    recused = models.JSONField("回避", default=list)

    class Meta:
        verbose_name = "随机抽取"
        verbose_name_plural = "随机抽取"
        ordering = ["plan", "nth"]
        constraints = [models.UniqueConstraint(fields=["plan", "nth"], name="one_draw_a_place")]

    def __str__(self) -> str:
        return f"{self.plan} {self.nth}"

    @classmethod
    def seen_from(cls, desk: Desk) -> Q:
        """With its plan."""
        return Case.seen_from(desk, "plan__")

    @property
    def open(self) -> bool:
        """Whether shares are still missing."""
        return self.picked is None and not self.void_why

    def named(self, ids: list[str]) -> list[dict[str, Any]]:
        """The lines of the frozen list with these ids, in their order."""
        lines = {line["id"]: line for line in self.recipe["items"]}
        return [lines[one] for one in ids]

    @property
    def standing(self) -> list[dict[str, Any]]:
        """Who was drawn and has not been recused."""
        gone = {one["id"] for one in self.recused}
        return [line for line in self.named(self.picked or []) if line["id"] not in gone]


class DrawShare(Scoped):
    """抽取份额: what one body put into a draw: the hash of 32 random bytes first, the bytes afterwards.

    ``party`` is taken from the account and not typed: the unit, the region or the firm of whoever committed.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    draw = models.ForeignKey(Draw, verbose_name="随机抽取", on_delete=models.CASCADE, related_name="shares")
    nth = models.PositiveSmallIntegerField("次序")
    party = models.CharField("参与方", max_length=120)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name="参与人", on_delete=models.PROTECT, related_name="+")
    commitment = models.CharField("承诺值(SM3)", max_length=64)
    committed_at = models.DateTimeField("承诺时间")
    secret = models.CharField("揭示值", max_length=64, blank=True)
    revealed_at = models.DateTimeField("揭示时间", null=True)

    class Meta:
        verbose_name = "抽取份额"
        verbose_name_plural = "抽取份额"
        ordering = ["draw", "nth"]
        constraints = [
            models.UniqueConstraint(fields=["draw", "nth"], name="one_share_a_place"),
            models.UniqueConstraint(fields=["draw", "party"], name="one_share_a_party"),
        ]

    def __str__(self) -> str:
        return f"{self.draw} {self.party}"

    @classmethod
    def seen_from(cls, desk: Desk) -> Q:
        """With its draw."""
        return Case.seen_from(desk, "draw__plan__")
