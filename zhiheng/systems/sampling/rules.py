"""Why something cannot be done today although the state allows it; empty when it can."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext

from zhiheng.mechanisms.calendar.counting import due
from zhiheng.mechanisms.calendar.loading import calendar_now
from zhiheng.mechanisms.parameters import parameters
from zhiheng.systems.sampling import sorts

FEWEST_SAMPLERS = 2
"""第18号令16."""


def confirm_draw(plan: Any, on: date) -> str:
    """Firms and two samplers are drawn, and no draw is half done (第18号令15–16)."""
    if any(draw.open for draw in plan.draws.all()):
        return gettext("有一次抽取还没有完成。")
    if not plan.standing("firms"):
        return gettext("还没有抽取抽样单位。")
    if len(plan.standing("samplers")) < FEWEST_SAMPLERS:
        return gettext("抽取的抽样人员不足两人（第18号令第16条）。")
    return ""


def finish(plan: Any, on: date) -> str:
    """No sample of it is still on the way."""
    left = plan.samples.filter(closed_on=None).count()
    return gettext("还有 %(n)d 个样品没有办结。") % {"n": left} if left else ""


def object_(sample: Any, on: date) -> str:
    """产品质量法15, 食品安全法88, 药品管理法102, 农产品质量安全法48: late is too late."""
    if sample.sampling_type == sorts.RISK:
        return gettext("风险监测的结果不适用异议和复检。")
    last = _last(sample, "objection")
    return gettext("提出异议的期限到 %(day)s 为止，已经过了。") % {"day": last} if last and on > last else ""


def accept_result(sample: Any, on: date) -> str:
    """A failing result is final when the time to object is over."""
    last = _last(sample, "objection")
    if sample.passed or last is None or on > last:
        return ""
    return gettext("提出异议的期限到 %(day)s 为止，期满后才能确认不合格结果。") % {"day": last}


def grant(sample: Any, on: date) -> str:
    """食品安全抽样检验管理办法: what cannot be tested again is not."""
    if not sample.no_retest:
        return ""
    return gettext("不予复检：%(why)s。") % {"why": sample.get_no_retest_display()}


def waive(sample: Any, on: date) -> str:
    """第18号令38: who does not complete the formalities in time has waived the re-test."""
    last = _last(sample, "formalities")
    if last is None or on > last:
        return ""
    return gettext("办理复检手续的期限到 %(day)s 为止，还没有过。") % {"day": last}


def reported(sample: Any, on: date) -> str:
    """A conclusion follows from the items of a report, never from a word alone."""
    return "" if sample.lines else gettext("结论由检验报告的各个项目得出，请填写检验报告。")


def passes(sample: Any, on: date) -> str:
    """What passed."""
    return "" if sample.passed else gettext("检验结论是不合格。")


def fails(sample: Any, on: date) -> str:
    """What failed."""
    return gettext("检验结论是合格。") if sample.passed else ""


def retest(sample: Any, on: date) -> str:
    """Another laboratory was named, and reports."""
    if sample.aide_code == sample.tested_by_code:
        return gettext("还没有确定复检机构；初检机构不能复检。")
    return reported(sample, on)


def publish(sample: Any, on: date) -> str:
    """Once; risk monitoring is not published as a result."""
    if sample.sampling_type == sorts.RISK:
        return gettext("风险监测的结果不作为抽检结果公开。")
    return gettext("结果已经公开。") if sample.published_on else ""


def close(sample: Any, on: date) -> str:
    """Passed, and public."""
    if not sample.passed:
        return gettext("结果不合格，要依法处置。")
    return "" if sample.published_on else gettext("结果还没有公开。")


def monitored(sample: Any, on: date) -> str:
    """Only what was monitored ends without a result that is published."""
    return "" if sample.sampling_type == sorts.RISK else gettext("不是风险监测的样品。")


def order(sample: Any, on: date) -> str:
    """What fails is ordered to be corrected; risk monitoring orders nothing."""
    if sample.sampling_type == sorts.RISK:
        return gettext("风险监测不直接作为处置依据，发现问题另行立案或者组织监督抽检。")
    return gettext("结果合格，没有要处置的。") if sample.passed else ""


def recheck(sample: Any, on: date) -> str:
    """产品质量法17: the ladder of re-checks is that of goods of industry and building materials."""
    if sample.category in sorts.BY_QUALITY_LAW:
        return ""
    return gettext("复查是产品质量法的程序；这一类产品按核查处置办理。")


def handled(sample: Any, on: date) -> str:
    """核查处置 is that of the other three."""
    if sample.category not in sorts.BY_QUALITY_LAW:
        return ""
    return gettext("产品质量监督抽查的不合格要经复查合格才能结束（产品质量法第17条）。")


def second_recheck(sample: Any, on: date) -> str:
    """第18号令48: between the 60th and the 90th day after the announcement; the end is a clock."""
    rule = parameters()[f"sampling.second_from_{sample.category}"].on(sample.announced_on)
    first = due(sample.announced_on, rule.limit, calendar_now()).on
    if first and on < first:
        return gettext("公告后第60日（%(day)s）起才能再次复查（第18号令第48条）。") % {"day": first}
    return ""


def _last(sample: Any, clock: str) -> date | None:
    """The day on which the last round of a clock ends; None where it never began."""
    row = sample.clock_rows.filter(clock=clock).order_by("round").last()
    return row.due_on if row else None
