"""举报 beside a complaint: a clue of a violation, checked in a process of its own."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from zhiheng.mechanisms.cases.declaring import FILED, Ask, Clock, State, Transition
from zhiheng.mechanisms.cases.models import Case
from zhiheng.mechanisms.privacy.fields import SealedText
from zhiheng.systems.complaints import consequences, counted, rules
from zhiheng.systems.complaints.questions import NOTE, WHY

STATES = (
    State("received", _("待核查"), _("已收到")),
    State("testing", _("检测、鉴定中"), _("核查中")),
    State("filed", _("已立案"), _("已处理"), ends=True),
    State("not_filed", _("不予立案"), _("已处理"), ends=True),
)
CHECKING = ("received", "testing")
TRANSITIONS = (
    Transition("suspend", _("送检测、检验、鉴定"), ("received",), "testing", asks=(NOTE,)),
    Transition("resume", _("收到检测、检验、鉴定结果"), ("testing",), "received", asks=(NOTE,)),
    Transition(
        "extend",
        _("延长核查期限"),
        ("received",),
        asks=(Ask("approved_by", _("批准的机关负责人"), longest=60), WHY),
        why_not=rules.extend,
    ),
    Transition(
        "transfer",
        _("转给有管辖权的地区"),
        ("received",),
        asks=(Ask("to", _("转给"), "region"), WHY),
        then=consequences.passed_on,
    ),
    Transition("open_case", _("立案"), CHECKING, "filed", asks=(Ask("file_number", _("立案文号"), longest=60), NOTE)),
    Transition("drop", _("决定不予立案"), CHECKING, "not_filed", asks=(WHY,)),
    Transition(
        "tell",
        _("告知举报人"),
        ("filed", "not_filed"),
        asks=(
            Ask(
                "how",
                _("告知方式"),
                "choice",
                (("platform", _("平台")), ("phone", _("电话、短信")), ("written", _("书面"))),
            ),
        ),
        why_not=rules.tell,
    ),
)
CLOCKS = (
    Clock(
        "verify",
        _("核查期限"),
        "report.verify",
        (FILED,),
        ("open_case", "drop"),
        (("suspend", "resume"),),
        (("extend", "report.verify_extension"),),
    ),
    Clock(
        "tell",
        _("告知举报人期限"),
        "report.tell",
        ("open_case", "drop"),
        ("tell",),
        applies=lambda report: report.named,
    ),
)


class ViolationReport(Case):
    """举报: somebody tells the bureau of a violation; it is checked whatever becomes of a complaint (第2号令18).

    ``named``: the reporter gave a name and is told of the decision (第20号令31). The firm reported never sees it, so
    who reported stays hidden from it (第20号令33). ``split_from`` is the complaint that it was split from (第121号令9).
    """

    kind = "report"
    prefix = "JB"
    clause = "二(二)4"
    states, transitions, clocks = STATES, TRANSITIONS, CLOCKS
    form = ("region", "firm_name", "firm_code", "named", "reporter", "phone", "id_number", "address", "facts")
    panels = ("complaints/report.html",)
    for_firms = False
    publishes = counted.OF_REPORTS

    reporter = SealedText(gettext_noop("举报人姓名"), mask="name", blank=True)
    phone = SealedText(gettext_noop("举报人电话"), mask="phone", blank=True)
    id_number = SealedText(gettext_noop("举报人证件号码"), mask="id_number", blank=True)
    address = SealedText(gettext_noop("举报人地址"), mask="address", blank=True)
    named = models.BooleanField(gettext_noop("实名举报"), default=False)
    facts = SealedText(gettext_noop("违法线索"))
    split_from = models.ForeignKey(
        "complaints.Complaint",
        verbose_name=gettext_noop("来自投诉"),
        null=True,
        on_delete=models.PROTECT,
        related_name="reports",
        editable=False,
    )

    class Meta:
        verbose_name = gettext_noop("举报")
        verbose_name_plural = gettext_noop("举报")
