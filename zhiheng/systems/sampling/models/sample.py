"""样品: one batch of one product at one place, from the draw to the end of what follows from its result."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from django.db import models
from django.utils.translation import gettext_noop

from zhiheng.mechanisms.cases.models import Case
from zhiheng.mechanisms.fen import Fen
from zhiheng.mechanisms.publishing import Publishes
from zhiheng.mechanisms.scope import desk_now
from zhiheng.systems.sampling import lifecycle, sorts
from zhiheng.systems.sampling.asked import NO_RETEST


class Sample(Case):
    """样品: sampled by two or more, tested by a laboratory that did not sample it (抽检分离), served, published.

    Nobody files one: the plan does, for every unit that was drawn. ``firm_*`` is the sampled party, ``producer_*`` the
    labelled producer, the aide of the case the laboratory that tests now. ``tested_by_*`` concluded first; the re-test
    is another's. ``passed`` is None until the conclusion; the result stands in ``TestedBatch`` under this number.
    ``price_fen``: samples are bought. ``plan`` may be another region's to read, so its number is kept as well.
    """

    kind = "sample"
    prefix = "YP"
    clause = "二(三)2"
    states, transitions, clocks = lifecycle.STATES, lifecycle.TRANSITIONS, lifecycle.CLOCKS
    columns = ("number", "firm_name", "product", "category", "state", "due_on", "region")
    public = (
        *("number", "product", "category", "sampling_type", "brand", "spec", "batch_no", "produced_on"),
        *("producer_name", "firm_name", "region", "passed", "failing_items", "tested_by_name", "published_on"),
    )
    publishes = (
        Publishes(
            "sampling_clocks",
            {
                **{name: name for name in ("case", "region", "clock", "round", "began", "due_on", "ended", "ended_by")},
                **{name: f"case__sample__{name}" for name in ("category", "sampling_type")},
                "demo": "case__demo",
            },
            day="began",
            of="cases.CaseClock",
            where={"case__of_kind": "sample"},
        ),
    )
    published = models.Q(published_on__isnull=False)
    kept_back = ("samplers", "plan_number")
    panels = ("sampling/sample.html", "sampling/papers.html")

    plan = models.ForeignKey(
        "sampling.SamplingPlan", null=True, on_delete=models.PROTECT, related_name="samples", editable=False
    )
    plan_number = models.CharField(gettext_noop("抽检计划编号"), max_length=40, editable=False)
    category = models.CharField(gettext_noop("产品大类"), max_length=12, choices=sorts.CATEGORIES, editable=False)
    sampling_type = models.CharField(
        gettext_noop("抽检性质"), max_length=12, choices=sorts.SAMPLING_TYPES, editable=False
    )
    industry = models.CharField(
        gettext_noop("国民经济行业大类"), max_length=2, choices=sorts.divisions, blank=True, editable=False
    )
    product_class = models.CharField(gettext_noop("产品种类"), max_length=120, editable=False)
    product = models.CharField(gettext_noop("产品名称"), max_length=120, blank=True, editable=False)
    brand = models.CharField(gettext_noop("商标"), max_length=60, blank=True, editable=False)
    spec = models.CharField(gettext_noop("规格型号"), max_length=120, blank=True, editable=False)
    batch_no = models.CharField(gettext_noop("生产日期或者批号"), max_length=60, blank=True, editable=False)
    standard = models.CharField(gettext_noop("执行标准"), max_length=120, blank=True, editable=False)
    produced_on = models.DateField(gettext_noop("生产日期"), null=True, editable=False)
    producer_name = models.CharField(gettext_noop("标称生产者"), max_length=120, blank=True, editable=False)
    producer_code = models.CharField(gettext_noop("标称生产者代码"), max_length=18, blank=True, editable=False)
    place = models.CharField(gettext_noop("抽样地点"), max_length=200, blank=True, editable=False)
    samplers = models.CharField(gettext_noop("抽样人员"), max_length=120, blank=True, editable=False)
    sampler_code = models.CharField(gettext_noop("受托抽样机构代码"), max_length=18, blank=True, editable=False)
    seal_no = models.CharField(gettext_noop("封签编号"), max_length=60, blank=True, editable=False)
    quantity = models.CharField(gettext_noop("抽样数量（检样和备样）"), max_length=60, blank=True, editable=False)
    price_fen = Fen(gettext_noop("购样费用(元)"), null=True, editable=False)
    sampled_on = models.DateField(gettext_noop("抽样日期"), null=True, editable=False)
    judged_on = models.DateField(gettext_noop("检验结论日期"), null=True, editable=False)
    passed = models.BooleanField(gettext_noop("检验结论"), null=True, choices=sorts.RESULTS, editable=False)
    failing_items = models.CharField(gettext_noop("不合格项目"), max_length=500, blank=True, editable=False)
    no_retest = models.CharField(
        gettext_noop("不予复检的情形"), max_length=20, choices=NO_RETEST, blank=True, editable=False
    )
    report_no = models.CharField(gettext_noop("检验报告编号"), max_length=60, blank=True, editable=False)
    tested_by_code = models.CharField(gettext_noop("检验机构代码"), max_length=18, blank=True, editable=False)
    tested_by_name = models.CharField(gettext_noop("检验机构"), max_length=120, blank=True, editable=False)
    served_on = models.DateField(gettext_noop("结果送达日期"), null=True, editable=False)
    announced_on = models.DateField(gettext_noop("复查不合格公告日期"), null=True, editable=False)
    published_on = models.DateField(gettext_noop("结果公开日期"), null=True, db_index=True, editable=False)

    lines: Sequence[Any] = ()
    """The items of the report from which its conclusion is drawn now."""
    price = retest_code = retest_name = ""
    """What a transition asked for and hands to what follows from it; nothing that is kept."""

    RESULT = (
        *("passed", "failing_items", "no_retest", "report_no", "judged_on", "due_on", "publish", "handle"),
        *("conclude_pass", "conclude_fail", "hand_in_pass", "hand_in_fail"),
    )
    """What tells how the test came out: fields, moves and clocks."""

    class Meta:
        verbose_name = gettext_noop("样品")
        verbose_name_plural = gettext_noop("样品")

    def withheld(self) -> Collection[str]:
        """The sampled party learns the result when it is served, not from the page before (第15号令29)."""
        desk = desk_now()
        told = self.served_on is not None or not desk.firm or desk.firm != self.firm_code
        return () if told else self.RESULT

    def save(self, *args: Any, **kwargs: Any) -> None:
        """What a sample is of is its plan's to say."""
        if self._state.adding and self.plan is not None:
            self.plan_number = self.plan.number
            for name in ("category", "sampling_type", "industry", "product_class", "demo", "aide_code", "aide_name"):
                setattr(self, name, getattr(self.plan, name))
        super().save(*args, **kwargs)
