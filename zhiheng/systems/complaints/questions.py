"""What more than one transition of a complaint asks, and the states that several share."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhiheng.mechanisms.cases.declaring import Ask, Hand

HANDLER, FIRM, FILER = (Hand.HANDLER,), (Hand.FIRM,), (Hand.FILER,)
ALL = (Hand.HANDLER, Hand.FIRM, Hand.FILER)

IN_MEDIATION = ("mediating", "suspended")
OPEN = ("received", "identity", "odr", *IN_MEDIATION)
CLOSED = ("agreed", "terminated", "settled")

ID_TYPES = (
    ("id_card", _("居民身份证")),
    ("passport", _("护照")),
    ("permit", _("港澳台居民来往大陆通行证或者居住证")),
    ("other", _("其他有效证件")),
)
STARS = tuple((str(number), str(number)) for number in range(1, 6))

WHY = Ask("why", _("理由"), "long")
NOTE = Ask("note", _("说明"), "long", required=False, longest=2000)
BROKEN = Ask(
    "promise_broken",
    _("经营者违反了公开承诺"),
    "yes_no",
    required=False,
    sets="promise_broken",
    help=_("如无理由退货承诺；选“是”即记入登记簿的违约记录。"),
)
SOLVED = Ask("solved", _("问题解决了吗"), "yes_no")
SATISFACTION = Ask("satisfaction", _("满意程度，1 最低，5 最高"), "choice", STARS)
