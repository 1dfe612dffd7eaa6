"""The life of a sample: 抽样 → 检验 → 送达 → 异议、复检 → 公开 → 合格结束 or 处置, as the five laws give it.

Where the laws differ they differ in limits, which are parameters ``sampling.<what>_<category>``: a clock is there for
every category for which such a parameter is. That the result is public is a date and no state, because handling what
failed does not wait for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from zhiheng.mechanisms.cases.declaring import Ask, Clock, Hand, State, Transition
from zhiheng.mechanisms.parameters import parameters
from zhiheng.systems.sampling import consequences, rules, sorts
from zhiheng.systems.sampling.asked import NO_RETEST, NOT_SAMPLED, OBJECTIONS, SHEET, WHY

AIDE = (Hand.AIDE,)
BOTH = (Hand.HANDLER, Hand.FIRM)

STATES = (
    State("drawn", _("待抽样")),
    State("sampled", _("已抽样")),
    State("at_lab", _("检验中")),
    State("concluded", _("已出结论")),
    State("tested", _("待送达")),
    State("served", _("已送达")),
    State("objected", _("异议处理中")),
    State("retesting", _("复检中")),
    State("final", _("结论确定")),
    State("ordered", _("责令改正")),
    State("unfixed", _("复查不合格")),
    State("announced", _("已公告")),
    State("suspended", _("停业整顿")),
    State("none_found", _("未抽到样品"), ends=True),
    State("refused", _("拒绝抽检"), ends=True),
    State("voided", _("样品作废"), ends=True),
    State("passed", _("合格结束"), ends=True),
    State("monitored", _("监测结束"), ends=True),
    State("corrected", _("整改合格"), ends=True),
    State("revoked", _("吊销营业执照"), ends=True),
    State("handed_over", _("已移送"), ends=True),
)
FAILING = Ask(
    "failing_items",
    _("不合格项目"),
    longest=500,
    sets="failing_items",
    help=_("写成 项目║检验结果║标准值，几个项目之间用分号。"),
)
REPORT = Ask("report_no", _("检验报告编号"), longest=60, sets="report_no")
TESTING = (
    Transition("sample", _("填写抽样单"), ("drawn",), "sampled", asks=SHEET, then=consequences.sampled),
    Transition(
        "none_found",
        _("登记未抽到样品"),
        ("drawn",),
        "none_found",
        asks=(Ask("ground", _("原因"), "choice", NOT_SAMPLED), WHY),
    ),
    Transition("refuse", _("登记拒绝抽检"), ("drawn",), "refused", asks=(WHY,)),
    Transition(
        "receive",
        _("接收样品"),
        ("sampled",),
        "at_lab",
        AIDE,
        (Ask("sealed", _("封签完好"), "yes_no"),),
        then=consequences.received,
    ),
    Transition(
        "conclude_pass",
        _("出具合格结论"),
        ("at_lab",),
        "concluded",
        AIDE,
        (REPORT,),
        rules.reported,
        consequences.concluded,
    ),
    Transition(
        "conclude_fail",
        _("出具不合格结论"),
        ("at_lab",),
        "concluded",
        AIDE,
        (REPORT, FAILING, Ask("no_retest", _("不予复检的情形"), "choice", NO_RETEST, required=False, sets="no_retest")),
        rules.reported,
        consequences.concluded,
    ),
    *(
        Transition(key, label, ("concluded",), "tested", AIDE, why_not=holds, then=consequences.handed_in)
        for key, label, holds in (
            ("hand_in_pass", _("报送合格结果"), rules.passes),
            ("hand_in_fail", _("报送不合格结果"), rules.fails),
        )
    ),
    Transition(
        "serve",
        _("登记送达结果"),
        ("tested",),
        "served",
        asks=(Ask("to", _("送达单位"), longest=300, help=_("被抽样单位、标称生产者、平台。")),),
        then=consequences.served,
    ),
    Transition(
        "void",
        _("样品作废"),
        ("sampled", "at_lab", "concluded", "tested", "served", "objected", "final"),
        "voided",
        asks=(WHY,),
        then=consequences.voided,
    ),
)
OBJECTING = (
    Transition(
        "object",
        _("提出异议、申请复检"),
        ("served",),
        "objected",
        BOTH,
        (Ask("about", _("异议事项"), "choice", OBJECTIONS), Ask("grounds", _("理由和证据"), "long", longest=2000)),
        rules.object_,
    ),
    Transition("accept_result", _("确认结论（没有异议）"), ("served",), "final", why_not=rules.accept_result),
    Transition("grant", _("同意复检"), ("objected",), "retesting", why_not=rules.grant),
    Transition("refuse_objection", _("不予复检，维持结论"), ("objected",), "final", asks=(WHY,)),
    Transition(
        "name_laboratory",
        _("确定复检机构"),
        ("retesting",),
        asks=(
            Ask("retest_code", _("复检机构代码"), longest=18, sets="retest_code"),
            Ask("retest_name", _("复检机构"), longest=120, sets="retest_name"),
        ),
        then=consequences.laboratory_named,
    ),
    Transition("formalities", _("登记办妥复检手续"), ("retesting",)),
    Transition("waive", _("逾期未办手续，视为放弃复检"), ("retesting",), "final", why_not=rules.waive),
    Transition(
        "retest_pass",
        _("出具复检合格结论"),
        ("retesting",),
        "final",
        AIDE,
        (REPORT,),
        rules.retest,
        consequences.retested,
    ),
    Transition(
        "retest_fail",
        _("出具复检不合格结论"),
        ("retesting",),
        "final",
        AIDE,
        (REPORT, FAILING),
        rules.retest,
        consequences.retested,
    ),
)
AFTER = ("final", "ordered", "unfixed", "announced", "suspended", "passed", "corrected", "revoked", "handed_over")
"""The states in which the result is final."""
HANDLING = (
    Transition("publish", _("公开结果"), AFTER, why_not=rules.publish, then=consequences.published),
    Transition(
        "correct",
        _("更正不合格项目"),
        AFTER,
        asks=(FAILING, WHY),
        why_not=rules.fails,
        then=consequences.corrected,
    ),
    Transition(
        "correct_pass", _("更正为合格"), AFTER, "final", asks=(WHY,), why_not=rules.fails, then=consequences.corrected
    ),
    Transition(
        "correct_fail",
        _("更正为不合格"),
        ("final", "passed"),
        "final",
        asks=(FAILING, WHY),
        why_not=rules.passes,
        then=consequences.corrected,
    ),
    Transition("close", _("合格结束"), ("final",), "passed", why_not=rules.close),
    Transition("close_monitored", _("监测结束"), ("final",), "monitored", why_not=rules.monitored),
    Transition("order", _("责令停止生产销售并改正"), ("final",), "ordered", asks=(WHY,), why_not=rules.order),
    Transition(
        "report_fixed",
        _("报告整改完成"),
        ("ordered",),
        hands=BOTH,
        asks=(Ask("measures", _("整改措施"), "long", longest=2000),),
        why_not=rules.recheck,
    ),
    Transition("recheck_pass", _("复查合格"), ("ordered",), "corrected", why_not=rules.recheck),
    Transition("recheck_fail", _("复查不合格，上报省局"), ("ordered",), "unfixed", why_not=rules.recheck),
    Transition("announce", _("公告"), ("unfixed",), "announced", then=consequences.announced),
    Transition("second_pass", _("再次复查合格"), ("announced",), "corrected", why_not=rules.second_recheck),
    Transition(
        "second_fail",
        _("再次复查不合格，责令停业整顿"),
        ("announced",),
        "suspended",
        why_not=rules.second_recheck,
    ),
    Transition("resume", _("整顿后复查合格，恢复生产"), ("suspended",), "corrected"),
    Transition("revoke", _("整顿后仍不合格，吊销营业执照"), ("suspended",), "revoked", asks=(WHY,)),
    Transition("handle", _("完成核查处置"), ("ordered",), "corrected", asks=(WHY,), why_not=rules.handled),
    Transition(
        "hand_over",
        _("移送"),
        ("refused", "final", "ordered", "unfixed", "announced", "suspended"),
        "handed_over",
        asks=(Ask("to", _("移送的机关"), longest=120), WHY),
    ),
)
TRANSITIONS = (*TESTING, *OBJECTING, *HANDLING)

HANDED_IN = ("hand_in_pass", "hand_in_fail")
FAILED = ("hand_in_fail", "correct_fail")
"""With what a failing result reaches the authority."""
SETTLED = ("accept_result", "refuse_objection", "waive", "retest_pass", "retest_fail")
"""What makes a conclusion final."""
LIMITS: tuple[tuple[str, Any, tuple[str, ...], tuple[str, ...]], ...] = (
    ("to_lab", _("送样期限"), ("sample",), ("receive", "void")),
    ("report", _("检验期限"), ("receive",), ("conclude_pass", "conclude_fail", "void")),
    ("hand_in_pass", _("合格结果报送期限"), ("conclude_pass",), ("hand_in_pass", "void")),
    ("hand_in_fail", _("不合格结果报送期限"), ("conclude_fail",), ("hand_in_fail", "void")),
    ("serve", _("结果送达期限"), HANDED_IN, ("serve", "void")),
    ("objection", _("提出异议期限"), ("serve",), ("object", "accept_result", "void")),
    ("decide", _("复检受理期限"), ("object",), ("grant", "refuse_objection", "void")),
    ("formalities", _("复检手续期限"), ("grant",), ("formalities", "waive", "retest_pass", "retest_fail")),
    ("name_laboratory", _("确定复检机构期限"), ("grant",), ("name_laboratory", "waive")),
    ("retest", _("复检期限"), ("name_laboratory",), ("retest_pass", "retest_fail", "waive")),
    ("publish", _("结果公开期限"), ("hand_in_pass", *SETTLED), ("publish", "void")),
    ("handle", _("核查处置期限"), FAILED, ("handle", "hand_over", "retest_pass", "correct_pass", "void")),
    ("fix", _("整改期限"), ("order",), ("report_fixed", "recheck_pass", "recheck_fail", "hand_over", "correct_pass")),
    ("recheck", _("复查期限"), ("order",), ("recheck_pass", "recheck_fail", "hand_over", "correct_pass")),
    ("second_recheck", _("再次复查期限"), ("announce",), ("second_pass", "second_fail", "hand_over", "correct_pass")),
)
"""Every limit with the moves that begin and end it; whose it is, the parameters say."""
WINDOWS = {"objection", "formalities"}
"""Times in which somebody may do something: letting them pass is nobody's delay."""
NOT_OF_RISK = {"publish", "handle", "objection"}
"""风险监测 is neither published as a result, nor objected to, nor handled as a failing."""


def _clocks() -> Iterator[Clock]:
    known = parameters()
    for key, label, begins, ends in LIMITS:
        for category, _label in sorts.CATEGORIES:
            if (rule := f"sampling.{key}_{category}") in known:
                yield Clock(key, label, rule, begins, ends, applies=_applies(key, category), window=key in WINDOWS)


def _applies(key: str, category: str) -> Any:
    def applies(sample: Any) -> bool:
        return sample.category == category and not (key in NOT_OF_RISK and sample.sampling_type == sorts.RISK)

    return applies


CLOCKS = tuple(_clocks())
