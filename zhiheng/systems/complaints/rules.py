"""Why something cannot be done with a complaint on a day although its state allows it; each names what it stands on."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.apps import apps
from django.utils import timezone
from django.utils.translation import gettext

from zhiheng.mechanisms.parameters import parameters


def accept(case: Any, on: date) -> str:
    """消保条例 art. 46, 第121号令 art. 10: since 2026-04-15 who complains proves who they are.

    第20号令 art. 10 and 11: an agent shows a power of attorney; who complain together elect two representatives.
    """
    asked = parameters()["complaint.real_name"].on(timezone.localdate(case.filed_at))
    if asked.value and not (case.complainant and case.id_number):
        words = gettext("投诉人还没有提供姓名和身份证明，请先要求限期提供（%(reference)s）。")
        return words % {"reference": asked.reference}
    if case.agent and not case.agent_authority:
        return gettext("代理人还没有提供授权委托书，请先补充委托事项、权限和期限（第20号令第10条）。")
    if case.persons > 1 and not case.representatives:
        return gettext("共同投诉还没有推选代表人，请先补充（第20号令第11条）。")
    return ""


def to_odr(case: Any, on: date) -> str:
    """全国12315平台在线消费纠纷解决企业: a firm joins of its own will, and negotiates only while it takes part.

    The complaint names it by its code. Once: when that failed, the bureau decides.
    """
    if not case.firm_code:
        return gettext("还没有填写被投诉企业的统一社会信用代码，不能转给企业先行和解。")
    if case.moves.filter(transition="to_odr").exists():
        return gettext("这件投诉已经由企业先行和解过一次，不再转给企业。")
    members = apps.get_model("complaints", "OdrMember").objects.filter(firm_code=case.firm_code)
    if not any(member.state_on(on).holds for member in members):
        return gettext("这家企业今天不是在线消费纠纷解决(ODR)企业；企业自愿加入，不是的不能转给它先行和解。")
    return ""


def tell_termination(case: Any, on: date) -> str:
    """第20号令 art. 21: both sides are told of the end of mediation, once."""
    if not case.clock_rows.filter(clock="tell", ended=None).exists():
        return gettext("终止调解的决定已经告知过双方。")
    return ""


def rate(case: Any, on: date) -> str:
    """A consumer rates what was reached once; a complaint that is opened again can be rated again."""
    if case.satisfaction is not None:
        return gettext("这件投诉已经评价过。")
    return ""


def publish(case: Any, on: date) -> str:
    """国市监稽规〔2023〕6号, and what form 1 of 第121号令 asks: with consent, when no exclusion holds."""
    if not case.agrees_to_publish:
        return gettext("投诉人没有同意公示，不能公示（第121号令文书式样一）。")
    if case.exclusion:
        words = gettext("已认定不予公示：%(why)s（国市监稽规〔2023〕6号）。")
        return words % {"why": case.exclusion_words}
    if case.published_on:
        return gettext("已经公示。")
    return ""


def unpublish(case: Any, on: date) -> str:
    """Only what is public is taken down."""
    return "" if case.published_on else gettext("没有公示，无需撤下。")


def exclude(case: Any, on: date) -> str:
    """One finding keeps it from publication until the complaint is opened again."""
    return gettext("已经认定过不予公示。") if case.exclusion else ""


def reopen(case: Any, on: date) -> str:
    """The law that could be read is silent; a number keeps the same complaint from being opened without end."""
    most = parameters()["complaint.reopen_most"].on(timezone.localdate(case.filed_at)).value
    if case.reopened >= int(str(most)):
        return gettext("已经重新打开过 %(number)s 次，不能再打开；可以仲裁或者诉讼（消费者权益保护法第39条）。") % {
            "number": most
        }
    return ""


def split(case: Any, on: date) -> str:
    """第121号令 art. 9: a complaint and a report in one paper are dealt with apart, each once."""
    report = case.reports.first()
    return gettext("已经分出举报 %(number)s。") % {"number": report} if report else ""


def extend(case: Any, on: date) -> str:
    """第2号令 art. 18: the head of the bureau may extend the check once."""
    if case.moves.filter(transition="extend").exists():
        return gettext("核查期限已经延长过一次，不能再延长（第2号令第18条）。")
    return ""


def tell(case: Any, on: date) -> str:
    """第20号令 art. 31: a reporter who gave a name is told of the decision."""
    if not case.named:
        return gettext("举报人没有具名，无法告知。")
    if not case.clock_rows.filter(clock="tell", ended=None).exists():
        return gettext("已经告知过举报人。")
    return ""
