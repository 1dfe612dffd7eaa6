"""What follows from a move of a sample, in the same transaction; NotSo, and nothing was done."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.utils.translation import gettext

from zhiheng.mechanisms.cases.acting import NotSo
from zhiheng.mechanisms.identifiers import uscc_problem
from zhiheng.mechanisms.scope import everywhere
from zhiheng.systems.sampling import batches, repeating, sorts
from zhiheng.systems.sampling.rules import FEWEST_SAMPLERS

SAMPLERS = re.compile(r"[、,，;；/\s]+")


def sampled(sample: Any, move: Any) -> None:
    """第18号令9, 15–16, 22: two drawn samplers, none of them the laboratory, a price paid, not sampled twice.

    From now on the sampled party sees it: it signed the sheet.
    """
    with everywhere():
        plan = apps.get_model("sampling", "SamplingPlan").objects.get(pk=sample.plan_id)
        drawn = _called(plan.standing("samplers"))
        wrong = [(name, words) for name, words in _of_sheet(sample, move, plan, drawn) if words]
        wrong += [("product", words) for words in repeating.sampled_before(sample, plan) if words]
    if wrong:
        raise NotSo(wrong)
    sample.price_fen = int(Decimal(sample.price) * 100)
    sample.firm_sees = bool(sample.firm_code)
    sample.save()


def _called(lines: list[dict[str, Any]]) -> dict[str, set[str]]:
    """The ids of those who go by a word: an id or a name; several, where two have one name."""
    found: dict[str, set[str]] = {}
    for line in lines:
        for words in (line["id"], line["name"]):
            found.setdefault(words, set()).add(line["id"])
    return found


def _of_sheet(sample: Any, move: Any, plan: Any, drawn: dict[str, set[str]]) -> list[tuple[str, str]]:
    """What is wrong with a sheet, by field."""
    names = [name for name in SAMPLERS.split(sample.samplers) if name]
    strangers = [name for name in names if name not in drawn]
    found = []
    if strangers:
        words = gettext("%(who)s 不是抽到的抽样人员。") % {"who": "、".join(strangers)}
        found.append(("samplers", words))
    # A name that two of them have says nobody in particular; their ids do.
    elif len({next(iter(drawn[name])) for name in names if len(drawn[name]) == 1}) < FEWEST_SAMPLERS:
        found.append(("samplers", gettext("抽样人员不少于两人（第18号令第16条）。")))
    if sample.sampler_code and sample.sampler_code == sample.aide_code:
        found.append(("sampler_code", gettext("抽样机构不能检验同一样品（第18号令第9条）。")))
    for name in ("sampler_code", "producer_code"):
        if code := getattr(sample, name):
            found.append((name, gettext(uscc_problem(code) or "")))
    if not plan.rules_on <= sample.sampled_on <= move.on:
        words = gettext("抽样日期应在细则公开之日（%(first)s）至今天之间。") % {"first": plan.rules_on}
        found.append(("sampled_on", words))
    if sample.produced_on and sample.produced_on > sample.sampled_on:
        found.append(("produced_on", gettext("生产日期晚于抽样日期。")))
    price = Decimal(sample.price)
    if price <= 0 or price != round(price, 2) or price > 10**9:
        found.append(("price", gettext("购样费用要大于 0，写到分。")))
    return found


def received(sample: Any, move: Any) -> None:
    """A laboratory takes what is sealed and nothing else."""
    if not move.said["sealed"]:
        raise NotSo([("sealed", gettext("封签不完好的样品不能检验，请退回抽样单位重新抽样。"))])


def concluded(sample: Any, move: Any) -> None:
    """The conclusion, and who made it: nobody else's re-test may be this laboratory's."""
    sample.passed = move.transition == "conclude_pass"
    sample.judged_on = move.on
    sample.tested_by_code, sample.tested_by_name = sample.aide_code, sample.aide_name
    sample.save()


def handed_in(sample: Any, move: Any) -> None:
    """The authority has the result: it becomes a tested batch."""
    batches.record(sample)


def served(sample: Any, move: Any) -> None:
    """The sampled party may know from now on."""
    sample.served_on = move.on
    sample.save()
    batches.change(sample, {"served_on": move.on}, by=move.by, at=move.at, why=gettext("结果送达"))


def laboratory_named(sample: Any, move: Any) -> None:
    """18:39, 食品安全法实施条例: not the first laboratory; food: the one that was drawn from the public list."""
    code = sample.retest_code
    if problem := uscc_problem(code):
        raise NotSo([("retest_code", gettext(problem))])
    if code == sample.tested_by_code:
        raise NotSo([("retest_code", gettext("初检机构不能复检。"))])
    if sample.category == sorts.FOOD and code not in _drawn_laboratories(sample):
        words = gettext("食品的复检机构从公布的名录中随机确定，请先抽取。")
        raise NotSo([("retest_code", words)])
    sample.aide_code, sample.aide_name = code, sample.retest_name
    sample.save()


def _drawn_laboratories(sample: Any) -> set[str]:
    with everywhere():
        return {line["id"] for draw in sample.draws.filter(void_why="") for line in draw.standing}


def retested(sample: Any, move: Any) -> None:
    """The re-test is final (18:43): it changes the batch, with that reason."""
    sample.passed = move.transition == "retest_pass"
    if sample.passed:
        sample.failing_items = ""
    sample.save()
    _rewritten(sample, move, gettext("复检结论"))


def corrected(sample: Any, move: Any) -> None:
    """药品管理法101: a wrong announcement is corrected where it was made; the journal keeps both."""
    sample.passed = move.transition == "correct_pass"
    if sample.passed:
        sample.failing_items = ""
    sample.save()
    _rewritten(sample, move, move.written().get("why", ""))


def _rewritten(sample: Any, move: Any, why: str) -> None:
    now = {"passed": sample.passed, "failing_items": sample.failing_items}
    batches.change(sample, now, by=move.by, at=move.at, why=why)


def published(sample: Any, move: Any) -> None:
    """食品安全抽样检验管理办法 and 政府信息公开条例26: the result is public from this day."""
    sample.published_on = move.on
    sample.save()
    batches.change(sample, {"published_on": move.on}, by=move.by, at=move.at, why=gettext("结果公开"))


def announced(sample: Any, move: Any) -> None:
    """产品质量法17: what failed the re-check is announced by the province."""
    sample.announced_on = move.on
    sample.save()


def voided(sample: Any, move: Any) -> None:
    """The sample proves nothing: its batch is withdrawn, with the reason."""
    sample.published_on = None
    sample.save()
    batches.withdraw(sample, by=move.by, at=move.at, why=move.written().get("why", ""))
