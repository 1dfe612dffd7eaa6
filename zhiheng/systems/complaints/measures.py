"""What is owed as numbers for complaints and reports: each a function that gives the records it is counted from.

A round of a clock (受理, ODR, 调解, 核查) is a record of its own: a complaint that was reopened is due again, and
counts again, for the region that had it then. A day that is still to come says nothing: what is known on a day is what
had happened by then.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import DurationField, Exists, ExpressionWrapper, F, OuterRef, Q, Subquery
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from zhiheng.mechanisms.cases.models import CaseClock, CaseMove
from zhiheng.systems.complaints.measuring import Measure, Period, mean, measure, median, share, truth

CLAUSE = "二(二)4"
"""The task of the plan that promises 消费投诉按期办结率."""
IN_TIME = truth(Q(ended__lte=F("due_on")))
PRACTICE = _("没有查到官方公式；按公开的 12345 热线通报的做法：按期办结数 ÷ 到期应办结数。")
OWN = _("没有查到官方公式；口径由本系统写明，待主管部门确认。")


@measure(
    name=_("消费投诉按期办结率"),
    unit="%",
    clause=CLAUSE,
    definition=_(
        "分母：办理期限（受理后为调解期限，转企业先行和解的为和解期限）在期内届满的投诉，加上期内提前办结的投诉；"
        "逾期未办结的留在分母，尚未到期的不计入。分子：其中在期限届满日当天或之前办结的；"
        "先行和解、达成协议、受理后撤回、终止调解都算办结。受理前的不予受理、撤回、并案、移送不计入（见按期初查率），"
        "先行和解未成的到受理后再计，逾期的除外。鉴定、检测等中止的时间顺延期限，中止期间没有届满日，恢复前不计入任何一期；"
        "以“期限届满”为由终止调解的，必然逾期。按此算法，一件投诉可以在办结的一期和届满的一期各计一次，"
        "所以各季度之和不一定等于全年。没有应办结的投诉时为“尚无数据”，不是 100%。"
    ),
    source=PRACTICE,
    certain=False,
    tells=IN_TIME,
    folds=share,
)
def closed_on_time(period: Period, on: date) -> Any:
    """Complaints whose time for mediation or ODR ended in the period, or that were closed before, in the period."""
    return due_or_done("complaint", ("mediate", "odr"), period, on, besides=("odr_fail", "withdraw"))


@measure(
    name=_("投诉按期初查率"),
    unit="%",
    clause=CLAUSE,
    definition=_(
        "分母：受理期限（7 个工作日；重新打开的投诉另计）在期内届满的投诉，加上期内提前作出决定的；"
        "逾期未决定的留在分母，尚未到期的不计入。分子：其中在期限届满日当天或之前受理、不予受理、并案或者移送外省的。"
        "期限内转给其他地区、转企业先行和解或者被撤回的，没有作出决定，分子、分母都不计入；逾期才转出或者撤回的，"
        "计为当时承办地区逾期。各季度之和不一定等于全年（提前决定的，在决定和届满的两期各计一次）。"
    ),
    source=OWN,
    certain=False,
    tells=IN_TIME,
    folds=share,
)
def first_checked_on_time(period: Period, on: date) -> Any:
    """Complaints whose time for acceptance ended in the period, or that were decided on earlier, in the period."""
    return due_or_done("complaint", ("accept", "reaccept"), period, on, besides=("transfer", "to_odr", "withdraw"))


@measure(
    name=_("举报按期核查率"),
    unit="%",
    clause=CLAUSE,
    definition=_(
        "分母：核查期限（15 个工作日，经批准可延长）在期内届满的举报，加上期内提前核查完的；逾期未核查完的留在分母。"
        "分子：其中在期限届满日当天或之前决定立案或者不予立案的。"
    ),
    source=OWN,
    certain=False,
    tells=IN_TIME,
    folds=share,
)
def reports_checked_on_time(period: Period, on: date) -> Any:
    """Reports whose time for checking ended in the period, or that were decided on before it did, in the period."""
    return due_or_done("report", ("verify",), period, on)


@measure(
    name=_("调解成功率"),
    unit="%",
    clause=CLAUSE,
    definition=_("分母：期内结束的调解（达成协议或者终止）。分子：其中达成协议的。撤回投诉、双方自行和解的不计入。"),
    source=OWN,
    certain=False,
    tells=truth(Q(transition="agree")),
    folds=share,
)
def mediated(period: Period, on: date) -> Any:
    """Mediations that ended in the period with an agreement or without one, but for those that were withdrawn."""
    failed = Q(transition="terminate") & ~Q(said__ground="withdrawn")
    return moves(period, on).filter(Q(transition="agree") | failed)


@measure(
    name=_("ODR 先行和解率"),
    unit="%",
    clause=CLAUSE,
    definition=_(
        "分母：期内由经营者在线处理完（ODR）的投诉，加上和解期限（10 个工作日）在期内届满而没有处理完的；"
        "期限内撤回的不计入。每件只计一次，计入处理完和届满中较早的一期。分子：其中双方自行和解的。"
    ),
    source=_("全国 12315 平台公示的口径：先行和解数 ÷ ODR 处理数；文件原文未能读到。"),
    certain=False,
    tells=F("settled"),
    folds=share,
)
def settled_by_odr(period: Period, on: date) -> Any:
    """Complaints that a firm handled by ODR to the end in the period, or for which its time ended in it before that."""
    handled = period.has("ended") & Q(ended__lte=F("due_on"), ended_by__in=("odr_settle", "odr_fail"))
    overdue = period.has("due_on") & (Q(ended__gt=F("due_on")) | Q(ended=None)) & Q(due_on__lt=on)
    rounds = CaseClock.objects.filter(handled & Q(ended__lte=on) | overdue, case__of_kind="complaint", clock="odr")
    return rounds.annotate(settled=truth(Q(ended_by="odr_settle", ended__lte=on)))


@measure(
    name=_("消费者确认解决率"),
    unit="%",
    clause=CLAUSE,
    definition=_(
        "分母：消费者在期内评价了或者回访时说了是否解决的投诉（只看最后一次办结后的最后一次，本人评价先于回访）。"
        "分子：其中说“已解决”的。"
    ),
    source=OWN,
    certain=False,
    tells=truth(Q(said__solved=True)),
    folds=share,
)
def confirmed_solved(period: Period, on: date) -> Any:
    """What the consumer of each complaint last said of whether it is solved, if it was said in the period."""
    return last_said("solved", period, on)


@measure(
    name=_("满意度评分"),
    unit=_("分"),
    clause=CLAUSE,
    definition=_(
        "消费者在期内的评价或者回访时所说满意程度的平均分，满分 5 分"
        "（只看最后一次办结后的最后一次，本人评价先于回访）。"
    ),
    source=OWN,
    certain=False,
    tells=KeyTextTransform("satisfaction", "said"),
    folds=mean,
)
def satisfaction(period: Period, on: date) -> Any:
    """What the consumer of each complaint last said of how satisfied they are, if it was said in the period."""
    return last_said("satisfaction", period, on)


@measure(
    name=_("办结天数中位数"),
    unit=_("天"),
    clause=CLAUSE,
    definition=_("期内办结的投诉，从受理到办结的日历天数，按大小排列取中间的一个；中止的时间也算在内。"),
    source=OWN,
    certain=False,
    tells=ExpressionWrapper(F("ended") - F("began"), output_field=DurationField()),
    folds=median,
)
def days_to_close(period: Period, on: date) -> Any:
    """Complaints that were closed in the period after they had been accepted."""
    mediations = CaseClock.objects.filter(case__of_kind="complaint", clock="mediate")
    return mediations.filter(period.has("ended"), ended__lte=on)


MEASURES: tuple[Measure, ...] = (
    closed_on_time,
    first_checked_on_time,
    mediated,
    settled_by_odr,
    confirmed_solved,
    satisfaction,
    days_to_close,
    reports_checked_on_time,
)


def due_or_done(kind: str, clocks: tuple[str, ...], period: Period, on: date, besides: tuple[str, ...] = ()) -> Any:
    """The rounds of clocks that were due in a period, or ended early in it; those still running once they are overdue.

    A round that ended after its day counts in the period of its day. One that is due on the day of asking and still
    runs is not overdue yet. While it is paused without an end, nothing is due. A round that one of ``besides`` ended in
    time was owed nothing, and is left out: whoever passes a complaint round does not better the rate.
    """
    over = Q(ended__lte=on) | Q(due_on__lt=on)
    early = period.has("ended") & Q(ended__lt=F("due_on"))
    owed = Q(ended=None) | Q(ended__gt=F("due_on")) | ~Q(ended_by__in=besides)
    return CaseClock.objects.filter(over, period.has("due_on") | early, owed, case__of_kind=kind, clock__in=clocks)


def moves(period: Period, on: date) -> Any:
    """What was done with complaints in a period."""
    return CaseMove.objects.filter(period.has("on"), case__of_kind="complaint", on__lte=on)


def last_said(name: str, period: Period, on: date) -> Any:
    """The moves of a period in which the consumer last said something: a rating, or a call where there is no rating.

    A complaint that is opened again begins anew: what is said then comes before a rating of the time before.
    """
    said = CaseMove.objects.filter(on__lte=on, said__has_key=name, case=OuterRef("case"))
    opened = CaseMove.objects.filter(case=OuterRef("case"), transition="reopen").values("nth")
    before = Subquery(opened.filter(nth__lt=OuterRef("nth")).order_by("-nth")[:1])
    after = Subquery(opened.filter(nth__gt=OuterRef("nth")).order_by("nth")[:1])
    rows = moves(period, on).annotate(opened=Coalesce(before, 0), reopened=after)
    again = said.filter(transition=OuterRef("transition"), nth__gt=OuterRef("nth"))
    rated = said.filter(transition="rate", nth__gt=OuterRef("opened"))
    anew = said.filter(nth__gt=OuterRef("reopened"))
    last = Q(transition="rate") | Q(transition="follow_up") & ~Exists(rated)
    return rows.filter(last, ~Exists(again), ~Exists(anew), said__has_key=name)
