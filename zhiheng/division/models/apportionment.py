"""A target shared out among regions, or an indicator's way from milestone to milestone: proposed, then approved."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhiheng.division.models.given import Given
from zhiheng.ledger.models import Indicator, Target
from zhiheng.mechanisms.scope import Desk


class Apportionment(Given):
    """目标分解方案: one person proposes it by a shown rule, another approves it; approved, it is never changed again.

    ``region`` is the region whose total is shared out. With axis ``regions`` the quotas are those of the regions below
    it in one year, and add up to ``total`` where the target is one that adds up; with axis ``years`` they are the steps
    of the region itself. ``issued`` is True from the approval on.
    """

    REGIONS, YEARS = "regions", "years"
    AXES = [(REGIONS, _("分解到地区")), (YEARS, _("年度路径"))]
    EQUAL, BASE, POPULATION, HAND, SAME = "equal", "base", "population", "hand", "same"
    STEPS, HOLD, GROWTH = "steps", "hold", "growth"
    RULES = [
        (EQUAL, _("平均分配")),
        (BASE, _("按基数分配")),
        (POPULATION, _("按人口分配")),
        (HAND, _("人工分配")),
        (SAME, _("各地同值")),
        (STEPS, _("里程碑间等差")),
        (HOLD, _("保持前值")),
        (GROWTH, _("按年均增速")),
    ]
    PROPOSED, APPROVED, RETURNED, WITHDRAWN = "proposed", "approved", "returned", "withdrawn"
    STATES = [
        (PROPOSED, _("建议，待批准")),
        (APPROVED, _("已批准")),
        (RETURNED, _("已退回")),
        (WITHDRAWN, _("已撤回")),
    ]

    indicator = models.ForeignKey(Indicator, verbose_name="指标", on_delete=models.PROTECT, related_name="+")
    target = models.ForeignKey(
        Target, verbose_name="目标值", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    axis = models.CharField("分解方向", max_length=8, choices=AXES)
    rule = models.CharField("分配规则", max_length=12, choices=RULES)
    year = models.PositiveSmallIntegerField("年份", null=True, blank=True)
    total = models.DecimalField("总量", max_digits=24, decimal_places=6, null=True, blank=True)
    base_note = models.CharField("基数说明", max_length=300, blank=True)
    note = models.CharField("说明", max_length=500, blank=True)
    replaces = models.ForeignKey(
        "self", verbose_name="替代的方案", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by"
    )
    state = models.CharField("状态", max_length=10, choices=STATES, default=PROPOSED)
    version = models.PositiveIntegerField("版本号", default=1)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="提出人", on_delete=models.PROTECT, related_name="+"
    )
    proposed_at = models.DateTimeField("提出时间")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="决定人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField("决定时间", null=True)
    reason = models.CharField("决定理由", max_length=300, blank=True)

    class Meta:
        verbose_name = "目标分解方案"
        verbose_name_plural = "目标分解方案"
        ordering = ["-proposed_at", "id"]

    def __str__(self) -> str:
        return f"{self.indicator} {self.get_axis_display()}"

    def get_absolute_url(self) -> str:
        return reverse("apportionment", args=[self.pk])

    @classmethod
    def seen_from(cls, desk: Desk) -> Q:
        """The proposer's post and the working group always; once approved, whoever sees one of its quotas."""
        if desk.whole:
            return Q()
        own = Q(by_unit=desk.unit) if desk.unit is not None else Q(by_region=desk.region, by_unit__isnull=True)
        quotas = Quota._base_manager.filter(Quota.seen_from(desk))
        return own | Q(issued=True, pk__in=quotas.values("apportionment"))


class Quota(Given):
    """分解值: one region's, or one year's, share of an apportionment, with what the rule worked it out from."""

    apportionment = models.ForeignKey(
        Apportionment, verbose_name="目标分解方案", on_delete=models.CASCADE, related_name="quotas"
    )
    year = models.PositiveSmallIntegerField("年份", default=0, help_text=_("0 表示方案未写年份"))
    value = models.DecimalField("分解值", max_digits=24, decimal_places=6)
    base = models.DecimalField("基数", max_digits=24, decimal_places=6, null=True, blank=True)
    by_hand = models.BooleanField("人工调整", default=False)
    milestone = models.BooleanField("方案里程碑", default=False)
    sort_no = models.PositiveIntegerField("顺序", default=0)

    class Meta:
        verbose_name = "分解值"
        verbose_name_plural = "分解值"
        ordering = ["apportionment", "sort_no", "id"]
        constraints = [
            models.UniqueConstraint(fields=["apportionment", "region", "year"], name="one_quota_a_region_and_year")
        ]

    def __str__(self) -> str:
        return f"{self.region} {self.year or ''} {self.value}"
