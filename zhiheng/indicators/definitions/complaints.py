"""What is owed as numbers for complaints and reports.

A round of a clock (受理, ODR, 调解, 核查) is a record of its own: a complaint that was reopened is due again, and
counts again, for the region that had it then. A day that is still to come says nothing: what is known on a day is what
had happened by then.
"""

from __future__ import annotations

from datetime import date

import ibis
from django.utils.translation import gettext_lazy as _

from zhiheng.indicators.declaring import indicator
from zhiheng.indicators.definitions.clocks import due_or_done
from zhiheng.indicators.shapes import Column, Facts, Table, mean, median, share

CLAUSE = "二(二)4"
"""The task of the plan that promises 消费投诉按期办结率."""
REVIEW = date(2027, 6, 30)
PRACTICE = _("没有查到官方公式；按公开的 12345 热线通报的做法：按期办结数 ÷ 到期应办结数。")
OWN = _("没有查到官方公式；口径由本系统写明，待主管部门确认。")
APART = {"field": _("商品服务类别")}
FACTS = ("field", "firm")
"""By what the facts are told apart: also by firm, for its score card; nobody asks by firm at large."""


@indicator(
    name=_("消费投诉按期办结率"),
    indicator="消费投诉按期办结率",
    unit="%",
    clause=CLAUSE,
    words=_(
        "分母：办理期限（受理后为调解期限，转企业先行和解的为和解期限）在期内届满的投诉，加上期内提前办结的投诉；"
        "逾期未办结的留在分母，尚未到期的不计入。分子：其中在期限届满日当天或之前办结的；"
        "先行和解、达成协议、受理后撤回、终止调解都算办结。受理前的不予受理、撤回、并案、移送不计入（见按期初查率），"
        "先行和解未成的到受理后再计，逾期的除外。鉴定、检测等中止的时间顺延期限，中止期间没有届满日，恢复前不计入任何一期；"
        "以“期限届满”为由终止调解的，必然逾期。按此算法，一件投诉可以在办结的一期和届满的一期各计一次，"
        "所以各季度之和不一定等于全年。没有应办结的投诉时为“尚无数据”，不是 100%。"
    ),
    source=PRACTICE,
    certain=False,
    why=_("投诉能不能在期限内有个结果，是方案承诺的数字。"),
    silent=_("办结不等于解决，解决不等于满意，要和确认解决率、满意度一起看；没有投诉出来的纠纷不在其中。"),
    review=REVIEW,
    apart=APART,
)
def closed_on_time(complaint_clocks: Table, on: date) -> Facts:
    """Complaints whose time for mediation or ODR ended in the period, or that were closed before, in the period."""
    return due_or_done(complaint_clocks, ("mediate", "odr"), on, besides=("odr_fail", "withdraw"), apart=FACTS)


@indicator(
    name=_("投诉按期初查率"),
    unit="%",
    clause=CLAUSE,
    words=_(
        "分母：受理期限（7 个工作日；重新打开的投诉另计）在期内届满的投诉，加上期内提前作出决定的；"
        "逾期未决定的留在分母，尚未到期的不计入。分子：其中在期限届满日当天或之前受理、不予受理、并案或者移送外省的。"
        "期限内转给其他地区、转企业先行和解或者被撤回的，没有作出决定，分子、分母都不计入；逾期才转出或者撤回的，"
        "计为当时承办地区逾期。各季度之和不一定等于全年（提前决定的，在决定和届满的两期各计一次）。"
    ),
    source=OWN,
    certain=False,
    why=_("投诉人最先等的是管不管的答复。"),
    silent=_("它不说明受理得对不对：不予受理也是按期作出的决定。"),
    review=REVIEW,
    apart=APART,
)
def first_checked_on_time(complaint_clocks: Table, on: date) -> Facts:
    """Complaints whose time for acceptance ended in the period, or that were decided on earlier, in the period."""
    return due_or_done(
        complaint_clocks, ("accept", "reaccept"), on, besides=("transfer", "to_odr", "withdraw"), apart=FACTS
    )


@indicator(
    name=_("调解成功率"),
    unit="%",
    clause=CLAUSE,
    words=_("分母：期内结束的调解（达成协议或者终止）。分子：其中达成协议的。撤回投诉、双方自行和解的不计入。"),
    source=OWN,
    certain=False,
    why=_("调解成功，纠纷就不必打官司。"),
    silent=_("它不说明协议是否公道，也不说明有没有履行。"),
    review=REVIEW,
    apart=APART,
)
def mediated(complaint_moves: Table, complaint_clocks: Table, on: date) -> Facts:
    """Mediations that ended in the period with an agreement or without one, but for those that were withdrawn."""
    moves = complaint_moves.filter(complaint_moves.done_on <= on)
    withdrawn = moves.ground.fill_null("") == "withdrawn"
    rows = moves.filter((moves.transition == "agree") | (moves.transition == "terminate") & ~withdrawn)
    rows = _held(rows, complaint_clocks)
    return share(rows, day=rows.done_on, where=rows.transition == "agree", apart=FACTS)


@indicator(
    name=_("ODR 先行和解率"),
    unit="%",
    clause=CLAUSE,
    words=_(
        "分母：期内由经营者在线处理完（ODR）的投诉，加上和解期限（10 个工作日）在期内届满而没有处理完的；"
        "期限内撤回的不计入。每件只计一次，计入处理完和届满中较早的一期。分子：其中双方自行和解的。"
    ),
    source=_("全国 12315 平台公示的口径：先行和解数 ÷ ODR 处理数；文件原文未能读到。"),
    certain=False,
    why=_("企业自己解决得好，消费者最省事。"),
    silent=_("参加在线解决的企业是自愿的，它不代表全部企业。"),
    review=REVIEW,
    apart=APART,
)
def settled_by_odr(complaint_clocks: Table, on: date) -> Facts:
    """Complaints that a firm handled by ODR to the end in the period, or for which its time ended in it before that."""
    rows = complaint_clocks.filter(complaint_clocks.clock == "odr")
    in_time = (rows.ended <= rows.due_on) & rows.ended_by.isin(("odr_settle", "odr_fail")) & (rows.ended <= on)
    overdue = (rows.ended.isnull() | (rows.ended > rows.due_on)) & (rows.due_on < on)
    handled = rows.filter(in_time).mutate(day=rows.ended)
    found = handled.union(rows.filter(overdue).mutate(day=rows.due_on))
    settled = (found.ended_by == "odr_settle") & (found.ended <= on)
    return share(found, day=found.day, where=settled, apart=FACTS)


@indicator(
    name=_("消费者确认解决率"),
    unit="%",
    clause=CLAUSE,
    words=_(
        "分母：消费者在期内评价了或者回访时说了是否解决的投诉（只看最后一次办结后的最后一次，本人评价先于回访）。"
        "分子：其中说“已解决”的。"
    ),
    source=OWN,
    certain=False,
    why=_("办结了没有、解决了没有，消费者说了算。"),
    silent=_("没有评价、回访没有联系上的消费者怎么看，它不知道。"),
    review=REVIEW,
    apart=APART,
)
def confirmed_solved(complaint_moves: Table, complaint_clocks: Table, on: date) -> Facts:
    """What the consumer of each complaint last said of whether it is solved, if it was said in the period."""
    rows = _held(_last_said(complaint_moves, "solved", on), complaint_clocks)
    return share(rows, day=rows.done_on, where=rows.solved, apart=FACTS)


@indicator(
    name=_("满意度评分"),
    unit="分",
    clause=CLAUSE,
    words=_(
        "消费者在期内的评价或者回访时所说满意程度的平均分，满分 5 分"
        "（只看最后一次办结后的最后一次，本人评价先于回访）。"
    ),
    source=OWN,
    certain=False,
    why=_("投诉办得怎么样，消费者打的分最直接。"),
    silent=_("愿意打分的不一定代表所有投诉人；问题没解决也可能给高分。"),
    review=REVIEW,
    apart=APART,
)
def satisfaction(complaint_moves: Table, complaint_clocks: Table, on: date) -> Facts:
    """What the consumer of each complaint last said of how satisfied they are, if it was said in the period."""
    rows = _held(_last_said(complaint_moves, "satisfaction", on), complaint_clocks)
    return mean(rows, day=rows.done_on, of=rows.satisfaction, apart=FACTS)


@indicator(
    name=_("办结天数中位数"),
    unit="天",
    clause=CLAUSE,
    words=_("期内办结的投诉，从受理到办结的日历天数，按大小排列取中间的一个；中止的时间也算在内。"),
    source=OWN,
    certain=False,
    why=_("一半的投诉人等的天数不超过它。"),
    silent=_("还没有办结的投诉不在其中：积压越多，它反而可能越短。"),
    review=REVIEW,
    better="lower",
    apart=APART,
)
def days_to_close(complaint_clocks: Table, on: date) -> Facts:
    """Complaints that were closed in the period after they had been accepted."""
    rows = complaint_clocks.filter((complaint_clocks.clock == "mediate") & (complaint_clocks.ended <= on))
    return median(rows, day=rows.ended, of=rows.ended.delta(rows.began, unit="day"), apart=FACTS)


@indicator(
    name=_("举报按期核查率"),
    unit="%",
    clause=CLAUSE,
    words=_(
        "分母：核查期限（15 个工作日，经批准可延长）在期内届满的举报，加上期内提前核查完的；逾期未核查完的留在分母。"
        "分子：其中在期限届满日当天或之前决定立案或者不予立案的。"
    ),
    source=OWN,
    certain=False,
    why=_("群众举报的线索有没有人按时去查。"),
    silent=_("它不说明查得怎么样：立案和不予立案都算核查完。"),
    review=REVIEW,
)
def reports_checked_on_time(report_clocks: Table, on: date) -> Facts:
    """Reports whose time for checking ended in the period, or that were decided on before it did, in the period."""
    return due_or_done(report_clocks, ("verify",), on, apart=("firm",))


def _held(moves: Table, clocks: Table) -> Table:
    """The same moves, each of the region that had the case then: that of the round that had begun last."""
    rounds = clocks.select(of="case", since="began", nth_round="round", key="clock", held="region")
    pairs = moves.left_join(rounds, (moves.case == rounds.of) & (rounds.since <= moves.done_on))
    newest = ibis.window(group_by=pairs.id, order_by=[pairs.since.desc(), pairs.nth_round.desc(), pairs.key])
    found = pairs.mutate(place=ibis.row_number().over(newest))
    found = found.filter(found.place == 0)
    return found.mutate(region=ibis.coalesce(found.held, found.region))


def _last_said(moves: Table, name: str, on: date) -> Table:
    """The moves in which the consumer of each case last said something: a rating, or a call where there is no rating.

    A complaint that is opened again begins anew: what is said then comes before a rating of the time before.
    """
    known = moves.filter(moves.done_on <= on)
    in_order = ibis.window(group_by=known.case, order_by=known.nth, following=0)
    known = known.mutate(time=_yes(known.transition == "reopen").sum().over(in_order))
    said = known.filter(known[name].notnull(), known.transition.isin(("rate", "follow_up")))
    last = ibis.window(
        group_by=said.case, order_by=[said.time.desc(), _yes(said.transition == "rate").desc(), said.nth.desc()]
    )
    said = said.mutate(place=ibis.row_number().over(last))
    return said.filter(said.place == 0)


def _yes(condition: Column) -> Column:
    return condition.cast("int64")
