"""The life of a plan: 年度计划 → 实施细则公开 → 抽取 → 抽样 → 完成 (第18号令11–12)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhiheng.mechanisms.cases.declaring import Ask, State, Transition
from zhiheng.systems.sampling import rules, sending_out

STATES = (
    State("drafted", _("起草中")),
    State("planned", _("计划已公开")),
    State("ruled", _("细则已公开")),
    State("drawn", _("已抽取")),
    State("running", _("抽样检验中")),
    State("finished", _("已完成"), ends=True),
    State("cancelled", _("已取消"), ends=True),
)
TRANSITIONS = (
    Transition("publish", _("公开计划"), ("drafted",), "planned", then=sending_out.planned),
    Transition(
        "publish_rules",
        _("公开实施细则"),
        ("planned",),
        "ruled",
        asks=(
            Ask(
                "rules",
                _("实施细则"),
                "long",
                longest=20000,
                sets="rules",
                help=_("抽样方法、检验项目、检验方法、判定规则；抽样之前公开（第18号令第12条）。"),
            ),
        ),
        then=sending_out.ruled,
    ),
    Transition("confirm_draw", _("确认抽取结果"), ("ruled",), "drawn", why_not=rules.confirm_draw),
    Transition("start", _("生成样品任务，开始抽样"), ("drawn",), "running", then=sending_out.started),
    Transition("finish", _("完成计划"), ("running",), "finished", why_not=rules.finish),
    Transition(
        "cancel",
        _("取消计划"),
        ("drafted", "planned", "ruled", "drawn"),
        "cancelled",
        asks=(Ask("why", _("理由"), "long", longest=2000),),
    ),
)
