"""The life of a complaint: states, transitions and clocks, as 第20号令 and 第121号令 give them (消法46, 消保条例46).

Whether the time for a check of identity counts in the seven working days, the law that could be read does not say; here
it counts, which is the stricter reading. A complaint goes to another bureau with a new time to accept, since the law
counts from the receipt by the bureau that is competent.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhiheng.mechanisms.cases.declaring import FILED, Ask, Clock, Hand, State, Transition
from zhiheng.systems.complaints import consequences, grounds, rules
from zhiheng.systems.complaints.afterwards import AFTERWARDS
from zhiheng.systems.complaints.questions import ALL, BROKEN, FILER, FIRM, ID_TYPES, IN_MEDIATION, NOTE, WHY

STATES = (
    State("received", _("待受理"), _("已收到")),
    State("identity", _("待补身份证明"), _("待补充材料")),
    State("odr", _("企业先行和解"), _("企业先行和解")),
    State("mediating", _("调解中"), _("调解中")),
    State("suspended", _("调解中止"), _("调解中")),
    State("agreed", _("达成协议"), _("已办结"), ends=True),
    State("terminated", _("终止调解"), _("已办结"), ends=True),
    State("settled", _("已和解"), _("已办结"), ends=True),
    State("withdrawn", _("已撤回"), _("已办结"), ends=True),
    State("refused", _("不予受理"), _("不予受理"), ends=True),
    State("merged", _("已并案"), _("已办结"), ends=True),
    State("transferred", _("已移送外省"), _("已办结"), ends=True),
)

ENTRY = (
    Transition(
        "accept",
        _("受理"),
        ("received",),
        "mediating",
        asks=(
            Ask("entrusted_to", _("委托调解的组织"), required=False, longest=100, sets="entrusted_to"),
            NOTE,
        ),
        why_not=rules.accept,
        then=consequences.accepted,
        tells=_("您的投诉已经受理，正在调解。"),
    ),
    Transition(
        "refuse",
        _("决定不予受理"),
        ("received", "identity"),
        "refused",
        asks=(
            Ask("ground", _("不予受理的理由"), "choice", grounds.ever("refusal"), sets="ground", tells=True),
            Ask(
                "remedy",
                _("告知的其他解决途径"),
                "choice",
                grounds.ever("remedy"),
                sets="remedy",
                help=_("消保条例第46条：不予受理要说明理由和其他解决争议的途径。"),
                tells=True,
            ),
            Ask("explanation", _("具体说明"), "long", longest=2000, tells=True),
        ),
        then=consequences.refused,
        tells=_("您的投诉不予受理，理由和其他解决途径见下。"),
    ),
    Transition(
        "ask_identity",
        _("要求限期提供身份证明"),
        ("received",),
        "identity",
        asks=(
            Ask("what", _("需要提供的材料"), "long", tells=True),
            Ask(
                "identity_by",
                _("提供期限"),
                "date",
                sets="identity_by",
                help=_(
                    "由通知书写明（第121号令第10条第3项）。核验身份的时间计入受理期限，所以不能晚于受理期限届满之日。"
                ),
                tells=True,
            ),
        ),
        then=consequences.identity_asked,
        tells=_("请在期限前补充身份证明材料。"),
    ),
    Transition(
        "identity_given",
        _("提供身份证明"),
        ("identity",),
        "received",
        (Hand.HANDLER, Hand.FILER),
        (
            Ask("id_type", _("证件类型"), "choice", ID_TYPES, sets="id_type"),
            Ask("id_number", _("证件号码"), longest=40, sets="id_number"),
        ),
        then=consequences.identity_given,
    ),
    Transition(
        "transfer",
        _("转给有管辖权的地区"),
        ("received",),
        "received",
        asks=(Ask("to", _("转给"), "region", tells=True), WHY),
        then=consequences.passed_on,
        tells=_("您的投诉已转给有管辖权的市场监管部门。"),
    ),
    Transition(
        "merge",
        _("并入另一件投诉"),
        ("received", "identity"),
        "merged",
        asks=(
            Ask(
                "into",
                _("保留的投诉编号"),
                longest=40,
                sets="merging",
                help=_("同一投诉人对同一经营者的在办投诉。"),
                tells=True,
            ),
            Ask("note", _("并案理由"), "long", required=False, longest=2000),
        ),
        then=consequences.merged,
        tells=_("您对同一经营者的同一争议已有投诉在办，这一件并入那一件办理。"),
    ),
    Transition(
        "dispute",
        _("提出管辖争议"),
        ("received",),
        asks=(Ask("with_region", _("与哪个地区有争议"), "region"), WHY),
    ),
    Transition(
        "transfer_out",
        _("移送外省"),
        ("received",),
        "transferred",
        asks=(Ask("to", _("移送的机关"), longest=100, tells=True), WHY),
        tells=_("您的投诉已移送有管辖权的机关。"),
    ),
)

ODR = (
    Transition(
        "to_odr",
        _("转企业先行和解"),
        ("received",),
        "odr",
        (Hand.HANDLER, Hand.FILER),
        (NOTE,),
        rules.to_odr,
        consequences.shown_to_firm,
        _("企业将在 10 个工作日内与您协商；谈妥的由您确认和解，协商不成的转由市场监管部门办理。"),
    ),
    Transition(
        "odr_answer",
        _("登记协商过程"),
        ("odr",),
        hands=FIRM,
        asks=(
            Ask("negotiated_on", _("协商日期"), "date", tells=True),
            Ask("way", _("协商方式"), longest=60, tells=True),
            Ask("process", _("协商过程"), "long", longest=2000, tells=True),
            Ask("result", _("协商结果"), "long", longest=2000, help=_("和解由投诉人确认后办结。"), tells=True),
        ),
    ),
    Transition(
        "odr_settle",
        _("确认已和解"),
        ("odr",),
        "settled",
        (Hand.HANDLER, Hand.FILER),
        (
            Ask(
                "result",
                _("和解结果"),
                "long",
                longest=2000,
                help=_("以投诉人的确认为准；办理人登记之前先问投诉人本人。"),
                tells=True,
            ),
        ),
        tells=_("您与企业已和解。"),
    ),
    Transition(
        "odr_fail",
        _("协商不成，转为投诉办理"),
        ("odr",),
        "received",
        ALL,
        (WHY,),
        tells=_("协商不成，投诉已转由市场监管部门办理。"),
    ),
)

MEDIATION = (
    Transition(
        "answer",
        _("答复投诉"),
        IN_MEDIATION,
        hands=FIRM,
        asks=(
            Ask(
                "stance",
                _("对投诉请求的意见"),
                "choice",
                (("agrees", _("同意")), ("partly", _("部分同意")), ("declines", _("不同意"))),
                tells=True,
            ),
            Ask("words", _("答复内容"), "long", longest=2000, tells=True),
        ),
    ),
    Transition(
        "suspend",
        _("中止调解"),
        ("mediating",),
        "suspended",
        asks=(
            Ask(
                "reason",
                _("中止原因"),
                "choice",
                (
                    ("testing", _("鉴定、检测")),
                    ("avoidance", _("申请调解人员回避")),
                ),
                help=_("鉴定、检测（消保条例第46条）和回避审查（第20号令第19条）期间不计入调解期限。"),
                tells=True,
            ),
            NOTE,
        ),
        tells=_("调解因鉴定、检测或者回避申请中止，期间不计入期限。"),
    ),
    Transition("resume", _("恢复调解"), ("suspended",), "mediating", asks=(NOTE,), tells=_("调解已恢复。")),
    Transition(
        "agree",
        _("登记达成协议"),
        IN_MEDIATION,
        "agreed",
        asks=(
            Ask(
                "way",
                _("协议形式"),
                "choice",
                (
                    ("document", _("制作调解书，双方签字，机关盖章")),
                    ("performed", _("已即时履行，不制作调解书")),
                    ("recorded", _("双方同意不制作调解书，记录在案")),
                ),
                tells=True,
            ),
            Ask("terms", _("协议内容"), "long", longest=2000, tells=True),
            Ask("recovered", _("挽回经济损失(元)"), "number", required=False),
            BROKEN,
        ),
        then=consequences.concluded,
        tells=_("双方达成协议。"),
    ),
    Transition(
        "terminate",
        _("决定终止调解"),
        IN_MEDIATION,
        "terminated",
        asks=(
            Ask("ground", _("终止调解的理由"), "choice", grounds.ever("termination"), sets="ground", tells=True),
            Ask("explanation", _("具体说明"), "long", longest=2000, tells=True),
            BROKEN,
        ),
        then=consequences.terminated,
        tells=_("调解已终止，您可以依法仲裁或者诉讼；违法线索的核查不受影响。"),
    ),
    Transition(
        "tell_termination",
        _("告知双方终止调解"),
        ("terminated",),
        asks=(
            Ask(
                "how",
                _("告知方式"),
                "choice",
                (("platform", _("平台")), ("phone", _("电话、短信")), ("written", _("书面"))),
            ),
        ),
        why_not=rules.tell_termination,
    ),
    Transition(
        "withdraw",
        _("撤回投诉"),
        ("received", "identity", "odr"),
        "withdrawn",
        (Hand.HANDLER, Hand.FILER),
        (NOTE,),
    ),
    Transition(
        "withdraw_mediated",
        _("撤回投诉，终止调解"),
        IN_MEDIATION,
        "terminated",
        FILER,
        (NOTE,),
        then=consequences.withdrawn,
    ),
)

TRANSITIONS = (*ENTRY, *ODR, *MEDIATION, *AFTERWARDS)

DECIDED = ("accept", "refuse", "transfer", "transfer_out", "merge", "to_odr", "withdraw")
"""What ends the time to accept: a decision, or that there is no complaint to decide on here any more."""
CLOCKS = (
    Clock("accept", _("受理期限"), "complaint.accept", (FILED, "odr_fail", "transfer"), DECIDED),
    Clock("reaccept", _("重新打开后的受理期限"), "complaint.reopen_accept", ("reopen",), DECIDED),
    Clock("competence", _("管辖争议协商期限"), "complaint.competence", ("dispute",), DECIDED),
    Clock("odr", _("企业先行和解期限"), "complaint.odr", ("to_odr",), ("odr_settle", "odr_fail", "withdraw")),
    Clock(
        "mediate",
        _("调解期限"),
        "complaint.mediate",
        ("accept",),
        ("agree", "terminate", "withdraw_mediated"),
        (("suspend", "resume"),),
    ),
    Clock(
        "tell",
        _("告知终止调解期限"),
        "complaint.tell_termination",
        ("terminate", "withdraw_mediated"),
        ("tell_termination", "reopen"),
    ),
)
