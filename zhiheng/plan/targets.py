"""Targets: subject + quantity + period, with the grammar of the plan kept.

A number is a target when the sentence says so: a verb of value (达到, 稳定在, 不低于), a producing verb (新增, 建成), a
cadence (每年) or a place in a list of such. Conditions, definitions, names, sums and looks back are claimed as
what they are.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from zhiheng.plan.clauses import Clause, cadence_of, clauses, governing
from zhiheng.plan.document import Document
from zhiheng.plan.exclusions import free_numbers, no_target
from zhiheng.plan.model import Comparator, Kind, Quote
from zhiheng.plan.naming import BASE_LEFT, indicator_names
from zhiheng.plan.periods import TimeMark, numeral
from zhiheng.plan.quantities import CLASSIFIERS, Quantity
from zhiheng.plan.slots import PRODUCE_END, Sentence, Slot, slots
from zhiheng.plan.subjects import INDICATOR_END, JOIN, PRODUCE, Said, coordinated, repeated_for, said, things, tidy
from zhiheng.plan.text import is_row
from zhiheng.plan.wordings import condition, status, without_number

_GROWTH = re.compile(r"增长|增速|增幅|下降|降低|降幅|减少|提高|提升|增加(?!值)|上升|翻|倍增|压减|缩短|压缩")
_FLOW = re.compile(
    r"金额|产值|增加值|生产总值|交易额|销售额|收入|营收|投资|贷款|产量|利润|税收|发电量|消费额|零售额|总额"
)
_CUMULATIVE = re.compile(rf"累计|^(?:{PRODUCE.pattern})|新增|新建|培育|打造")
_YEARLY = re.compile(r"/年")
_TOPIC = re.compile(rf"^(?:{PRODUCE.pattern}|深化|强化|加强|完善|持续|扎实|深入|优化|加快|全面)+")


@dataclass(frozen=True)
class Draft:
    """A target before its id and its units are known."""

    clause: str
    indicator: str
    comparator: Comparator
    value: Decimal | None
    unit: str | None
    kind: Kind
    year: int | None
    cadence: str | None
    benchmark: str | None
    per: str | None
    span: Quote


def read_targets(doc: Document) -> list[Draft]:
    """Every target of the body in document order; every other number of the body is claimed or doubted on the way."""
    found: list[Draft] = []
    for scope in doc.scopes:
        if scope.line.start in doc.cells or (is_row(doc.norm, scope.line) and scope.begin == scope.line.start):
            continue
        state = Sentence(-1)
        for clause in clauses(doc.norm, scope, doc.shut, doc.marked):
            if clause.sentence[0] != state.begin:
                state = _next(doc.norm, clause, state)
            found.extend(_clause(doc, clause, state))
    return found


def _next(norm: str, clause: Clause, before: Sentence) -> Sentence:
    """The state of a new sentence; one behind a semicolon or that opens with 其中 still counts what was counted."""
    state = Sentence(clause.sentence[0], topic=_topic(norm, clause))
    joined = before.begin >= 0 and norm[clause.sentence[0] - 1 : clause.sentence[0]] == ";"
    if joined or norm[clause.start : clause.end].lstrip().startswith("其中"):
        state.counted, state.subject = before.counted, before.subject
    return state


def _topic(norm: str, clause: Clause) -> str:
    """What a sentence is about: the object of its first clause."""
    words = tidy(norm[clause.start : clause.end])
    words = _TOPIC.sub("", words)
    return re.sub(r"(?:建设|工作|开展)$", "", words) if len(words) <= 36 else ""


def _clause(doc: Document, clause: Clause, state: Sentence) -> list[Draft]:
    """The targets of one clause, those with a number and those in words alone."""
    numbers = free_numbers(doc, clause)
    why = condition(doc.norm, clause) or status(doc.norm, clause, doc.times)
    found: list[Draft] = []
    if why:
        for quantity in numbers:
            doc.claim(quantity.start, quantity.end, why)
    elif numbers:
        repeated = repeated_for(doc.norm[clause.start : numbers[0].start])
        if repeated:
            state.per = repeated[0]
        found_slots = slots(doc.norm, clause, numbers)
        found = (
            _by_years(doc, clause, found_slots, state)
            or _respectively(doc, clause, found_slots, state)
            or [d for slot in found_slots for d in _slot(doc, clause, slot, state)]
        )
    if not found and not why:
        found = _in_words(doc, clause)
    return found


def _in_words(doc: Document, clause: Clause) -> list[Draft]:
    """全覆盖, 零发生, 高于全国平均水平, 显著提升: bound to a year, or no target."""
    time = governing(clause, clause.end, doc.times)
    if time is None or time.kind == "past" or clause.scope.status:
        return []
    drafts: list[Draft] = []
    for said_so in without_number(doc.norm, clause, doc.quotes, doc.pairs):
        span = Quote(said_so.start, said_so.end)
        drafts.append(
            Draft(
                clause.scope.clause, said_so.indicator, said_so.comparator, said_so.value, said_so.unit, said_so.kind,
                time.year, None, said_so.benchmark, None, span,
            )
        )  # fmt: skip
    return drafts


def _by_years(doc: Document, clause: Clause, found: list[Slot], state: Sentence) -> list[Draft]:
    """到2022年和2030年,素养水平分别不低于22%和30%: one subject, one number for each year."""
    first, speech = found[0], said(found[0].pre)
    subject = tidy(re.sub(r"分别$", "", speech.subject))
    again = PRODUCE_END.search(first.pre.rstrip()) if speech.sign is None and "分别" in first.pre else None
    if again and state.counted[0] and state.counted[1] == first.quantity.unit:
        subject = things(tidy(again.group()) + state.counted[0])
    elif speech.sign is None:
        return []
    if len(found) < 2 or len(subject) < 2 or any(tidy(s.pre) for s in found[1:]):
        return []
    years = year_group(clause, first.quantity.start, doc)
    if len(years) != len(found) or any(s.nested or s.post.strip(" 、") for s in found):
        return []
    name = subject + speech.verb if speech.sign == "grow" else subject
    drafts: list[Draft] = []
    for slot, year in zip(found, years, strict=True):
        quantity = slot.quantity if slot.quantity.suffix else replace(slot.quantity, suffix=found[-1].quantity.suffix)
        drafts.extend(replace(d, year=year) for d in _draft(doc, clause, slot, quantity, name, speech, state))
    return drafts


def year_group(clause: Clause, place: int, doc: Document) -> list[int]:
    """The last run of years before ``place`` that the paragraph joins with 和 or 、 (到2022年和2030年)."""
    marks = [m for m in doc.times.between(clause.scope.begin, place) if m.kind == "due" and m.year]
    group: list[int] = []
    end = 0
    for mark in marks:
        if not group or doc.norm[end : mark.start].strip("到至") not in {"和", "、", "及"}:
            group = []
        group.append(mark.year or 0)
        end = mark.end
    return group


def _respectively(doc: Document, clause: Clause, found: list[Slot], state: Sentence) -> list[Draft]:
    """A、B分别达到x和y: as many names as numbers."""
    first = found[0]
    if len(found) < 2 or ("分别" not in first.pre and not _paired(found)):
        return []
    speech = said(first.pre.replace("分别", "", 1) if not first.pre.rstrip().endswith("分别") else first.pre[:-2])
    names = coordinated(speech.subject, len(found))
    if names is None or any(s.nested for s in found):
        return []
    shared = found[-1].quantity.suffix
    drafts: list[Draft] = []
    for slot, name in zip(found, names, strict=True):
        quantity = slot.quantity if slot.quantity.suffix else replace(slot.quantity, suffix=shared)
        full = name + speech.verb if speech.sign == "grow" else name if speech.sign else things(name)
        drafts.extend(_draft(doc, clause, slot, quantity, full, speech, state))
    return drafts


def _paired(found: list[Slot]) -> bool:
    """A率、B率超过x、y says 分别 without the word: as many whole names as bare numbers."""
    speech = said(found[0].pre)
    names = [p for p in JOIN.split(tidy(speech.subject)) if p]
    bare = not any(tidy(s.pre) or s.nested for s in found[1:])
    return bool(speech.sign) and bare and len(names) == len(found) and all(INDICATOR_END.search(n) for n in names)


def _slot(doc: Document, clause: Clause, slot: Slot, state: Sentence) -> list[Draft]:
    """Decide what one number is, and name it when it is a target."""
    quantity = slot.quantity
    speech = said(slot.pre)
    made = PRODUCE_END.search(slot.pre.rstrip()) if not _value_only(speech) else None
    if quantity.shape == "crowd":
        return _crowd(doc, clause, slot, state)
    why = no_target(doc, clause, slot, speech, bool(made))
    if why:
        doc.claim(quantity.start, quantity.end, why)
        if why == "基数":
            state.base = slot.start
            state.subject = tidy(BASE_LEFT.sub("", slot.pre.rstrip()))
        return []
    names = indicator_names(doc, clause, slot, speech, made, state)
    if not names:
        if quantity.shape in {"digits", "part", "half", "tens", "double"}:
            doc.doubt(
                quantity.start, quantity.end, f"数字“{doc.text[quantity.start : quantity.end]}”没有说明是什么指标"
            )
        else:
            doc.claim(quantity.start, quantity.end, "行文数词")
        return []
    return [d for name in names for d in _draft(doc, clause, slot, quantity, name, speech, state)]


def _value_only(speech: Said) -> bool:
    if speech.sign == "=" and speech.verb.endswith(("实现", "完成")):
        return bool(re.search(r"(?:增速|增幅|率|比重|占比|指数)$", speech.subject))
    return speech.sign is not None and speech.sign not in {"="} or speech.verb.endswith(("为", "是", "占"))


def _crowd(doc: Document, clause: Clause, slot: Slot, state: Sentence) -> list[Draft]:
    """实施三年百万青年见习计划: the number of people stands in the name, the horizon before it."""
    quantity = slot.quantity
    stop = re.search(r"(?:计划|工程|行动)", doc.norm[quantity.end : clause.end])
    if stop is None:
        return []
    name = doc.norm[quantity.end : quantity.end + stop.start()]
    spell = re.search(r"([一二三四五六七八九十0-9]{1,2})年$", doc.norm[clause.start : quantity.start])
    begun = next(
        (m for m in doc.times.between(clause.sentence[0], quantity.start) if m.kind == "start" and m.year), None
    )
    time = governing(clause, quantity.start, doc.times)
    year = time.year if time else None
    if spell and begun and begun.year:
        year = begun.year + (numeral(spell.group(1)) or 1) - 1
    span = Quote(slot.start, quantity.end + stop.end())
    doc.claim(quantity.start, quantity.end, "目标")
    return [
        Draft(
            clause.scope.clause,
            name + "人数",
            "=",
            quantity.value,
            quantity.unit,
            "cumulative",
            year,
            None,
            None,
            None,
            span,
        )
    ]


def _draft(
    doc: Document, clause: Clause, slot: Slot, quantity: Quantity, name: str, speech: Said, state: Sentence
) -> list[Draft]:
    """A target from its parts: comparator, kind, year, cadence, unit."""
    if len(name) < 2:
        doc.doubt(quantity.start, quantity.end, f"数字“{doc.text[quantity.start : quantity.end]}”没有说明是什么指标")
        return []
    repeat = _repeat(doc, clause, slot, speech)
    time = governing(clause, quantity.start, doc.times)
    average = repeat is not None and doc.norm[repeat.start : repeat.end] == "年均"
    cycle = name.endswith("周期")
    flow = repeat is not None and not cycle and not (average and (quantity.unit in {"%", "个百分点", "百分点"}))
    year = time.year if time and (not flow or time.start >= clause.sentence[0]) else None
    cadence = repeat.cadence if flow and repeat else "annual" if _YEARLY.match(doc.norm, quantity.end) else None
    unit = _unit(quantity, name, cadence)
    subject = tidy(speech.subject) or state.subject
    grows = speech.sign == "grow" and bool(subject) and not PRODUCE.fullmatch(subject)
    verb = (state.verb or state.made) if speech.sign is None and not cycle else ""
    doc.claim(quantity.start, quantity.end, "目标")
    return [
        Draft(
            clause=clause.scope.clause,
            indicator=name,
            comparator=_comparator(quantity, slot.pre, speech),
            value=quantity.value,
            unit=unit,
            kind=kind_of(name, unit, verb + slot.pre, cadence, grows),
            year=year,
            cadence=cadence,
            benchmark=None,
            per=state.per,
            span=_span(doc.norm, slot, quantity, state),
        )
    ]


def _repeat(doc: Document, clause: Clause, slot: Slot, speech: Said) -> TimeMark | None:
    """每年 of the same clause, or of one before it unless the number says what a subject of its own is to reach."""
    repeat = cadence_of(clause, slot.quantity.start, doc.times)
    if repeat is None or repeat.start >= clause.start:
        return repeat
    subject = tidy(speech.subject)
    level = speech.sign in {">=", ">", "<=", "<", "hold"} and len(subject) >= 2 and not PRODUCE.match(subject)
    return None if level else repeat


def _unit(quantity: Quantity, name: str, cadence: str | None) -> str | None:
    """The unit as written; that of the thing counted where none is, with the base (件/万人, 次/5年) behind it."""
    unit = quantity.unit or next((u for pattern, u in CLASSIFIERS if pattern.search(name)), None)
    if cadence and cadence.startswith("every") and unit:
        return f"{unit}/{cadence.split()[1]}年"
    if re.search(r"每万人|每万名|每万户|万人[^,]{0,10}(?:拥有|保有)", name) and unit in {"件", "人", "张", "名", "个"}:
        return f"{unit}/万人"
    return unit


def _span(norm: str, slot: Slot, quantity: Quantity, state: Sentence) -> Quote:
    """From the first word said of the number, or of its base, to the number, with the thing behind that names it."""
    start, end = slot.start if state.base is None else state.base, quantity.end
    state.base = None
    while start < quantity.start and norm[start] in " ,、;:。\t\n":
        start += 1
    post = slot.post.rstrip(" ,、;。")
    return Quote(start, end + len(post) if len(post) <= 40 else end)


def _comparator(quantity: Quantity, pre: str, speech: Said) -> Comparator:
    """以上 and 左右 behind the number overrule the verb before it; 稳定在…以上 stays a level to hold."""
    sign = speech.sign
    if quantity.suffix in {"左右", "上下"} or re.search(r"(?:大约|约|近|接近)$", pre.rstrip()):
        return "~"
    if sign == "hold":
        return "<=" if quantity.suffix in {"以内", "之内", "以下", "内"} else "hold"
    if quantity.suffix in {"以上", "及以上"}:
        return ">="
    if quantity.suffix:
        return "<="
    if quantity.upper is not None and sign in {None, "=", ">="}:
        return ">="
    if re.search(r"至少|不少于|不低于", pre) or (quantity.more and quantity.shape != "half"):
        return ">="
    if sign in {">=", ">", "<=", "<"}:
        return sign  # type: ignore[return-value]
    return ">" if quantity.shape == "half" and quantity.more else "="


def kind_of(name: str, unit: str | None, pre: str, cadence: str | None, grows: bool = False) -> Kind:
    """The type of a target, from its name, its unit and the words before its number."""
    if cadence:
        return "annual"
    relative = unit in {None, "%", "‰", "个百分点", "百分点", "倍"}
    if (grows or (relative and _GROWTH.search(name[-4:]))) and not re.search(r"(?:贡献|合格|覆盖|利用)率$", name):
        return "growth"
    if unit in {"%", "‰", "个百分点", "百分点"} or re.search(r"(?:率|比重|占比)$", name):
        return "rate"
    pre = re.sub(r"突破$", "", pre.rstrip())
    if re.search(r"累计|新增", pre) or _CUMULATIVE.search(tidy(pre)):
        return "cumulative"
    if _FLOW.search(name) and unit and unit.endswith("元"):
        return "annual"
    return "cumulative" if _CUMULATIVE.search(name) or PRODUCE_END.search(pre.rstrip()) else "stock"
