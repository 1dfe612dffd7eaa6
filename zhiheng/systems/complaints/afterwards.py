"""What is done with a complaint that is closed: call, rating, publication, opening it again, the clue it holds."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhiheng.mechanisms.cases.declaring import Ask, Hand, Transition
from zhiheng.systems.complaints import consequences, grounds, rules
from zhiheng.systems.complaints.questions import ALL, CLOSED, FILER, NOTE, OPEN, SATISFACTION, SOLVED, STARS, WHY

AFTERWARDS = (
    Transition(
        "follow_up",
        _("登记回访"),
        CLOSED,
        asks=(
            Ask("reached", _("联系上投诉人"), "yes_no"),
            Ask("solved", SOLVED.label, "yes_no", required=False),
            Ask("satisfaction", SATISFACTION.label, "choice", STARS, required=False),
            NOTE,
        ),
        then=consequences.called,
    ),
    Transition(
        "rate",
        _("评价"),
        CLOSED,
        hands=FILER,
        asks=(
            Ask("solved", SOLVED.label, "yes_no", sets="solved"),
            Ask("satisfaction", SATISFACTION.label, "choice", STARS, sets="satisfaction"),
            NOTE,
        ),
        why_not=rules.rate,
    ),
    Transition(
        "publish",
        _("公示"),
        CLOSED,
        asks=(
            Ask(
                "summary",
                _("公示摘要"),
                "long",
                longest=300,
                sets="summary",
                help=_(
                    "写明争议和处理结果；不写姓名、电话、住址和证件号码，投诉人、代理人、代表人的姓名和住址会被查出。"
                ),
            ),
        ),
        why_not=rules.publish,
        then=consequences.published,
    ),
    Transition("unpublish", _("撤下公示"), CLOSED, asks=(WHY,), why_not=rules.unpublish, then=consequences.unpublished),
    Transition(
        "exclude",
        _("认定不予公示"),
        CLOSED,
        asks=(Ask("exclusion", _("不予公示的情形"), "choice", grounds.ever("exclusion"), sets="exclusion"), NOTE),
        why_not=rules.exclude,
        then=consequences.unpublished,
    ),
    Transition(
        "reopen",
        _("重新打开"),
        (*CLOSED, "withdrawn", "refused"),
        "received",
        (Hand.HANDLER, Hand.FILER),
        (WHY,),
        rules.reopen,
        consequences.reopened,
        _("您的投诉已重新打开，按收到投诉重新计算受理期限。"),
    ),
    Transition(
        "split",
        _("分出举报，核查违法线索"),
        (*OPEN, *CLOSED, "withdrawn", "refused"),
        asks=(
            Ask(
                "since",
                _("线索来源"),
                "choice",
                (("same_paper", _("与投诉同一材料提出，投诉人即举报人")), ("found", _("办理投诉时发现"))),
            ),
            Ask("clue", _("违法线索"), "long", longest=2000, sets="clue"),
        ),
        why_not=rules.split,
        then=consequences.split,
    ),
    Transition(
        "consent",
        _("同意或者不同意公示"),
        (*OPEN, *CLOSED),
        hands=FILER,
        asks=(
            Ask(
                "publish",
                _("同意公示投诉信息"),
                "yes_no",
                sets="agrees_to_publish",
                help=_("随时可以更改；公示以后不再同意的，公示随即撤下。"),
            ),
        ),
        then=consequences.consented,
    ),
    Transition("supplement", _("补充说明"), OPEN, hands=ALL, asks=(Ask("words", _("说明"), "long", longest=2000),)),
)
