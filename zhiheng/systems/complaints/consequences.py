"""What follows from a move of a complaint, in the same transaction; NotSo or NotNow, and nothing was done."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.utils.translation import gettext

from zhiheng.mechanisms.cases.acting import NotSo, file, hand_on
from zhiheng.mechanisms.cases.declaring import Hand
from zhiheng.mechanisms.identifiers import id_card_problem
from zhiheng.mechanisms.privacy.masking import HIDDEN, NARROW, find_personal
from zhiheng.mechanisms.registers.keeping import record_breach


def identity_asked(case: Any, move: Any) -> None:
    """The day that the notice sets lies ahead, and within the time to accept, which the check does not stop.

    Once that time is over, today is the last day that can be set.
    """
    if case.identity_by < move.on:
        raise NotSo([("identity_by", gettext("提供身份证明的期限不能早于今天。"))])
    running = case.clock_rows.filter(clock__in=("accept", "reaccept"), ended=None)
    last = max(move.on, *running.values_list("due_on", flat=True))
    if case.identity_by > last:
        words = gettext("核验身份的时间计入受理期限，受理期限到 %(day)s 为止，请写不晚于这一天的日期。")
        raise NotSo([("identity_by", words % {"day": last})])


def identity_given(case: Any, move: Any) -> None:
    """A number of an identity card has the check digit of GB 11643."""
    number = case.id_number.open()
    if case.id_type == "id_card" and (problem := id_card_problem(number)):
        raise NotSo([("id_number", gettext(problem))])


def shown_to_firm(case: Any, move: Any) -> None:
    """From now on the firm sees the complaint at its desk: not who complained, but what of."""
    case.firm_sees = bool(case.firm_code)
    case.save()


def accepted(case: Any, move: Any) -> None:
    """Mediation is entrusted to somebody else only with consent (文书式样一)."""
    if case.entrusted_to and not case.agrees_to_entrust:
        raise NotSo([("entrusted_to", gettext("投诉人没有同意委托调解。"))])
    shown_to_firm(case, move)


def refused(case: Any, move: Any) -> None:
    """Nobody has declined the check of identity before the day is over that was set for it."""
    waiting = move.start == "identity" and case.identity_by and move.on <= case.identity_by
    if waiting and case.ground in ("identity", "materials"):
        words = gettext("给投诉人的期限到 %(day)s 为止，期满后才能以这一理由不予受理。")
        raise NotSo([("ground", words % {"day": case.identity_by})])


def concluded(case: Any, move: Any) -> None:
    """A promise to the public that was broken is told to the registers, which keep the promise."""
    if case.promise_broken:
        why = case.promise or gettext("消费投诉中查明违反公开承诺")
        record_breach(case.firm_code, move.on, why, case.number, by=move.by, at=move.at)


def terminated(case: Any, move: Any) -> None:
    """That the time is over is a ground only when it is over."""
    clock = case.clock_rows.filter(clock="mediate").last()
    if case.ground == "time" and clock and (clock.due_on is None or move.on <= clock.due_on):
        words = gettext("调解期限到 %(day)s 为止，还没有届满。")
        raise NotSo([("ground", words % {"day": clock.due_on or gettext("中止结束以后")})])
    concluded(case, move)


def withdrawn(case: Any, move: Any) -> None:
    """Who withdraws in mediation ends it by the first ground of the law (121:23, 20:21)."""
    case.ground = "withdrawn"
    case.save()


def passed_on(case: Any, move: Any) -> None:
    """The other bureau's time to accept begins with this day."""
    region = apps.get_model("directory", "Region").objects.get(slug=move.said["to"])
    if region.pk == case.region_id or region.kind == region.PROVINCE:
        raise NotSo([("to", gettext("请选另一个市、县(市、区)。"))])
    hand_on(case, region, move.on)


def merged(case: Any, move: Any) -> None:
    """The complaint that is kept is another one on this desk, is open, and is of one person about one firm."""
    kept = type(case).objects.filter(number=case.merging).exclude(pk=case.pk).first()
    if kept is None or kept.in_state.ends:
        raise NotSo([("into", gettext("没有这个编号的在办投诉。"))])
    if not case.same_person(kept):
        raise NotSo([("into", gettext("两件投诉的电话和证件号码都不相同，不是同一人的投诉。"))])
    if not case.same_trader(kept):
        raise NotSo([("into", gettext("两件投诉的被投诉企业不同，不能并案。"))])
    case.merged_into = kept
    case.save()


def reopened(case: Any, move: Any) -> None:
    """What the earlier end decided no longer holds; the moves keep it."""
    case.ground = case.remedy = case.exclusion = case.summary = ""
    case.solved = case.satisfaction = case.published_on = None
    case.reopened += 1
    case.save()


def called(case: Any, move: Any) -> None:
    """回访 (new in 第121号令): what the consumer says counts unless the consumer has already rated."""
    if case.satisfaction is None:
        case.solved = move.said.get("solved", case.solved)
        case.satisfaction = move.said.get("satisfaction")
        case.save()


def published(case: Any, move: Any) -> None:
    """个人信息保护法: what is published holds nobody's number, nor the name or address of who complains."""
    if find_personal(case.summary):
        raise NotSo([("summary", gettext("公示摘要里有电话或身份证号码，请先去掉。"))])
    summary = _bare(case.summary)
    if any(_bare(words) in summary for words in _personal(case)):
        raise NotSo([("summary", gettext("公示摘要里有投诉人、代理人或者代表人的姓名或住址，请先去掉。"))])
    case.published_on = move.on
    case.save()


def _personal(case: Any) -> Iterator[str]:
    """The names of those who complain, but for a lone character, and of the address what its mask hides."""
    for people in (case.complainant, case.agent, case.representatives):
        names = re.split(r"[、,，;；/\n]", people.open())
        parts = (part for name in names for part in name.split("和"))
        yield from (name for name in (*names, *parts) if len(_bare(name)) > 1)
    whole = "".join(case.address.open().split())
    within = whole[len(str(case.address)) - len(HIDDEN) :]
    yield from (words for words in (whole, within) if len(words) > 3)


def _bare(words: str) -> str:
    """Words without spaces, full-width characters narrow: as one reads them."""
    return "".join(words.translate(NARROW).casefold().split())


def consented(case: Any, move: Any) -> None:
    """个人信息保护法 art. 15: a consent can be taken back; what stood on it is taken down."""
    if not case.agrees_to_publish:
        unpublished(case, move)


def unpublished(case: Any, move: Any) -> None:
    """It is taken down; the moves keep that and when it was public."""
    case.published_on = None
    case.save()


def split(case: Any, move: Any) -> None:
    """第121号令 art. 9, 第20号令 art. 7 and 23: the clue becomes a report with its own process and its own clocks.

    In one paper with the complaint, it was received with it, and the complainant is who reports; found in mediation, it
    is received today and nobody is told.
    """
    same_paper = move.said["since"] == "same_paper"
    report = apps.get_model("complaints", "ViolationReport")(
        region=case.region, firm_name=case.firm_name, firm_code=case.firm_code, split_from=case, demo=case.demo
    )
    report.facts = case.clue
    if same_paper:
        report.named = True
        report.reporter, report.phone = case.complainant.open(), case.phone.open()
        report.id_number, report.address = case.id_number.open(), case.address.open()
    file(report, by=move.by, hand=Hand.HANDLER, at=case.filed_at if same_paper else move.at)
