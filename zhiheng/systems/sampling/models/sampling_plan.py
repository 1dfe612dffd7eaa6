"""抽检计划: what is sampled in a year, by whom it is tested, and by which published rules."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext, gettext_noop

from zhiheng.mechanisms.cases.models import Case
from zhiheng.mechanisms.identifiers import uscc_problem
from zhiheng.systems.sampling import planning, sorts


class SamplingPlan(Case):
    """抽检计划: one authority, one category, one sampling type, one class of products, one year (第18号令11–12).

    年度计划 → 抽查方案 → 实施细则, the last of which is public before anything is sampled: ``rules`` and ``rules_on``.
    ``quota``: batches by region, a line each, as "region number". ``industry`` is the GB/T 4754 division for goods of
    industry. ``follow_up``: samples after failures or in an emergency, to which the six months of 18:8 do not apply.
    The laboratory is the aide of the case. The plan itself is public from ``published_on``.
    """

    kind = "sampling_plan"
    prefix = "CJ"
    clause = "二(三)2"
    states, transitions = planning.STATES, planning.TRANSITIONS
    form = (
        *("category", "sampling_type", "product_class", "industry", "year", "quota", "batches_each"),
        *("laboratory", "laboratory_code", "follow_up"),
    )
    columns = ("number", "product_class", "category", "sampling_type", "year", "state", "region")
    public = ("number", "product_class", "category", "sampling_type", "year", "region", "state", "rules_on", "rules")
    published = models.Q(published_on__isnull=False)
    panels = ("sampling/plan.html",)

    category = models.CharField(gettext_noop("产品大类"), max_length=12, choices=sorts.CATEGORIES)
    sampling_type = models.CharField(gettext_noop("抽检性质"), max_length=12, choices=sorts.SAMPLING_TYPES)
    product_class = models.CharField(gettext_noop("产品种类"), max_length=120)
    industry = models.CharField(gettext_noop("国民经济行业大类"), max_length=2, choices=sorts.divisions, blank=True)
    year = models.PositiveSmallIntegerField(gettext_noop("年度"))
    quota = models.TextField(gettext_noop("分地区抽样批次（一行一处）"), max_length=4000, blank=True)
    batches_each = models.PositiveSmallIntegerField(gettext_noop("每个单位抽样批次"), default=1)
    laboratory = models.CharField(gettext_noop("承检机构"), max_length=120)
    laboratory_code = models.CharField(gettext_noop("承检机构代码"), max_length=18)
    follow_up = models.BooleanField(gettext_noop("跟踪抽查或者应急抽查"), default=False)
    published_on = models.DateField(gettext_noop("计划公开日期"), null=True, editable=False)
    rules = models.TextField(gettext_noop("实施细则"), blank=True, editable=False)
    rules_on = models.DateField(gettext_noop("细则公开日期"), null=True, editable=False)

    class Meta:
        verbose_name = gettext_noop("抽检计划")
        verbose_name_plural = gettext_noop("抽检计划")

    def save(self, *args: Any, **kwargs: Any) -> None:
        """The laboratory is the body that is commissioned."""
        self.aide_code, self.aide_name = self.laboratory_code, self.laboratory
        super().save(*args, **kwargs)

    def clean(self) -> None:
        """Goods of industry have their division, laboratory and regions are known; what was published stays."""
        super().clean()
        if not self._state.adding and self.state != "drafted":
            raise ValidationError(gettext("计划公开以后不能更改；要改的，取消后重新起草。"))
        wrong: dict[str, str] = {}
        if self.category == sorts.INDUSTRIAL and not self.industry:
            wrong["industry"] = gettext("工业产品要写国民经济行业大类：合格率按行业产值加权。")
        if self.laboratory_code and (problem := uscc_problem(self.laboratory_code)):
            wrong["laboratory_code"] = gettext(problem)
        if not 1 <= self.batches_each <= 20:
            wrong["batches_each"] = gettext("每个单位抽 1 至 20 批。")
        try:
            self.quotas()
        except ValueError as line:
            wrong["quota"] = gettext("“%(line)s”不是“地区 批次”。") % {"line": line}
        if wrong:
            raise ValidationError(wrong)

    def standing(self, of: str) -> list[dict[str, Any]]:
        """Who was drawn for it and has not been recused: the lines of the frozen lists (``Draw.of``)."""
        return [line for draw in self.draws.filter(of=of, sample=None, void_why="") for line in draw.standing]

    def quotas(self) -> dict[str, int]:
        """Batches by the id of a region; ValueError with the line that does not read so."""
        found: dict[str, int] = {}
        regions = apps.get_model("directory", "Region").objects
        for line in filter(str.strip, self.quota.splitlines()):
            name, _space, number = line.strip().rpartition(" ")
            region = regions.filter(models.Q(name=name.strip()) | models.Q(slug=name.strip())).first()
            if region is None or not number.isdecimal():
                raise ValueError(line.strip())
            found[region.slug] = int(number)
        return found
