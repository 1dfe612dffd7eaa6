"""Targets: subject + quantity + period, with the grammar of the plan kept.

A number is a target when the sentence says so: a verb of value (达到, 稳定在, 不低于), a producing verb (新增, 建成), a
cadence (每年) or a place in a list of such. Conditions, definitions, names, sums and looks back are claimed as what they are.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from zhiheng.plan.clauses import Clause, cadence_of, clauses, governing
from zhiheng.plan.document import Document
from zhiheng.plan.model import Comparator, Kind, Quote
from zhiheng.plan.periods import numeral
from zhiheng.plan.quantities import CLASSIFIERS, Quantity
from zhiheng.plan.subjects import (
    INDICATOR_END,
    PRODUCE,
    Said,
    coordinated,
    places,
    repeated_for,
    said,
    things,
    tidy,
)
from zhiheng.plan.wordings import condition, status, without_number

TIME_UNITS = frozenset("年 岁 个月 月 天 日 个工作日 工作日 小时 分钟 秒 周 周年 学期 个学期 学年".split())
_DURATION = re.compile(r"(?:寿命|年限|周期|时间|时长|时限|期限|工期|用时|耗时|时效|年龄|车程|半径|课时|工龄|期)$")
_SHRINK = re.compile(r"(?:压缩|缩短|压减|缩减|精简|控制|减少|降)(?:到|至|为|在)$")
_PRODUCE_END = re.compile(rf"(?:{PRODUCE.pattern})+(?:和|、)?(?:约|近|不少于|至少|超过)?$")
_KEEP_OF = re.compile(r"^的(?:目标|水平|要求|任务|增速|速度|标准要求)")
_GROWTH = re.compile(r"增长|增速|增幅|下降|降低|降幅|减少|提高|提升|增加|上升|翻|倍增|压减|缩短|压缩")
_RATE = re.compile(r"率|比重|占|比例|%")
_FLOW = re.compile(r"金额|产值|交易额|销售额|收入|营收|投资|贷款|产量|利润|税收|发电量|消费额|零售额|总额")
_CUMULATIVE = re.compile(rf"累计|^(?:{PRODUCE.pattern})|新增|新建|培育|打造")
_TOPIC = re.compile(rf"^(?:{PRODUCE.pattern}|深化|强化|加强|完善|持续|扎实|深入|优化|加快|全面)+")
_SHARE_OF = re.compile(
    r"的?(?P<who>[\u4e00-\u9fff()、“”]{2,20}?)(?P<does>(?:达到|实现|建成|完成|开展|纳入|通过|具备|启动|建立|配备|设立|达标)[^,;。]{0,40})$"
)
_REFERS = re.compile(r"\s*(?:聚焦|围绕|依托|根据|结合|对标|贯彻|按照)")
_DONE = re.compile(r"(?:全面|全部|基本|提前)?(?:建成|开工|投用|完工|通车|落成|投产|达产|竣工)(?:投用|通车|运行|投产)?[^\u4e00-\u9fff]*$")
_AFTER_PREDICATE = re.compile(r"(?<=同步|提升|提高|改善|增强|优化|健全|完善|处理)、")
_GENERIC = re.compile(rf"(?:{PRODUCE.pattern})*(?:企业|人员|单位|群众|农户|机构|用户|学员|人次|对象|商户)")
_PER_HEAD = re.compile(r"每(?:万|千|百|十万)(?:名)?(?:常住)?(?:人口|人|户)|人均|户均|单位(?=GDP|地区|工业)")


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


@dataclass
class Sentence:
    """What the clauses of one sentence hand on: subject, producing verb, 每个…, topic."""

    begin: int
    subject: str = ""
    verb: str = ""
    per: str | None = None
    topic: str = ""
    made: str = ""


@dataclass(frozen=True)
class Slot:
    """A quantity with the words before it and behind it, up to its neighbours."""

    quantity: Quantity
    start: int
    pre: str
    post: str
    nested: bool


def read_targets(doc: Document) -> list[Draft]:
    """Every target of the body in document order; every other number of the body is claimed or doubted on the way."""
    found: list[Draft] = []
    for scope in doc.scopes:
        state = Sentence(-1)
        for clause in clauses(doc.norm, scope, doc.shut):
            if clause.sentence[0] != state.begin:
                state = Sentence(clause.sentence[0], topic=_topic(doc.norm, clause))
            found.extend(_clause(doc, clause, state))
    return found


def _topic(norm: str, clause: Clause) -> str:
    """What a sentence is about: the object of its first clause."""
    words = tidy(norm[clause.start : clause.end])
    words = _TOPIC.sub("", words)
    return re.sub(r"(?:建设|工作|开展)$", "", words) if len(words) <= 36 else ""


def _clause(doc: Document, clause: Clause, state: Sentence) -> list[Draft]:
    """The targets of one clause, those with a number and those in words alone."""
    numbers = _free_numbers(doc, clause)
    why = condition(doc.norm, clause) or status(doc.norm, clause, doc.times)
    found: list[Draft] = []
    if why:
        for quantity in numbers:
            doc.claim(quantity.start, quantity.end, why)
    elif numbers:
        repeated = repeated_for(doc.norm[clause.start : numbers[0].start])
        if repeated:
            state.per = repeated[0]
        slots = _slots(doc.norm, clause, numbers)
        found = _respectively(doc, clause, slots, state) or [
            d for slot in slots for d in _slot(doc, clause, slot, state)
        ]
    if not found and not why:
        found = _in_words(doc, clause)
    return found


def _in_words(doc: Document, clause: Clause) -> list[Draft]:
    """全覆盖, 零发生, 高于全国平均水平, 显著提升: bound to a year, or no target."""
    time = governing(clause, clause.end, doc.times)
    if time is None or time.kind == "past" or clause.scope.status:
        return []
    drafts = []
    for said_so in without_number(doc.norm, clause, doc.quotes, doc.pairs):
        span = Quote(said_so.start, said_so.end)
        drafts.append(
            Draft(
                clause.scope.clause, said_so.indicator, said_so.comparator, said_so.value, said_so.unit, said_so.kind,
                time.year, None, said_so.benchmark, None, span,
            )
        )  # fmt: skip
    return drafts


def _free_numbers(doc: Document, clause: Clause) -> list[Quantity]:
    """The quantities of a clause that are not times, marks, names or asides; those are claimed here."""
    free: list[Quantity] = []
    for quantity in doc.numbers_in(clause.start, clause.end):
        at = quantity.start
        if doc.times.covers(at) or at in doc.marked or at in doc.funded:
            continue
        if at in doc.quotes or quantity.shape == "name":
            doc.claim(at, quantity.end, "名称")
        elif at in doc.pairs:
            doc.claim(at, quantity.end, "括注")
        else:
            free.append(quantity)
    return free


def _slots(norm: str, clause: Clause, numbers: list[Quantity]) -> list[Slot]:
    """Share the words between two quantities: what is behind the first, what is before the second."""
    cuts: list[tuple[int, int, bool]] = []
    for left, right in zip(numbers, numbers[1:], strict=False):
        cuts.append(_between(norm, left.end, right.start))
    slots = []
    for at, quantity in enumerate(numbers):
        start = cuts[at - 1][1] if at else clause.start
        stop = cuts[at][0] if at < len(cuts) else clause.end
        nested = bool(at) and cuts[at - 1][2]
        slots.append(Slot(quantity, start, norm[start : quantity.start], norm[quantity.end : stop], nested))
    return slots


def _between(norm: str, start: int, end: int) -> tuple[int, int, bool]:
    """(end of the first one's words, begin of the second one's, whether the second stands inside the first)."""
    words = norm[start:end]
    joins = list(re.finditer(r"、|以及|和(?!旅游|信息化|社会)|及(?!时|以上)|与|并|(?<=[0-9%家个项])[到至]", words))
    if joins and joins[0].start() == 0:
        return start, start + joins[0].end(), False
    best = next((j for j in reversed(joins) if not words[j.end() :] or PRODUCE.match(words, j.end())), None)
    best = best or (joins[0] if joins else None)
    if best is not None:
        return start + best.start(), start + best.end(), False
    whole = said(words)
    if whole.sign and (not tidy(whole.subject) or INDICATOR_END.search(tidy(whole.subject))):
        return start, start, False
    produced = _PRODUCE_END.search(words)
    return (start, start + produced.start(), False) if produced and produced.start() else (end, end, bool(words.strip()))


def _respectively(doc: Document, clause: Clause, slots: list[Slot], state: Sentence) -> list[Draft]:
    """A、B分别达到x和y: as many names as numbers."""
    first = slots[0]
    if len(slots) < 2 or "分别" not in first.pre:
        return []
    speech = said(first.pre.replace("分别", "", 1) if not first.pre.rstrip().endswith("分别") else first.pre[:-2])
    names = coordinated(speech.subject, len(slots))
    if names is None or any(s.nested for s in slots):
        return []
    shared = slots[-1].quantity.suffix
    found = []
    for slot, name in zip(slots, names, strict=True):
        quantity = slot.quantity if slot.quantity.suffix else replace(slot.quantity, suffix=shared)
        full = name + speech.verb if speech.sign == "grow" else name if speech.sign else things(name)
        found.extend(_draft(doc, clause, slot, quantity, full, speech, state))
    return found


def _slot(doc: Document, clause: Clause, slot: Slot, state: Sentence) -> list[Draft]:
    """Decide what one number is, and name it when it is a target."""
    quantity = slot.quantity
    speech = said(slot.pre)
    made = _PRODUCE_END.search(slot.pre.rstrip()) if not _value_only(speech) else None
    if quantity.shape == "crowd":
        return _crowd(doc, clause, slot, state)
    why = _no_target(doc, clause, slot, speech, bool(made))
    if why:
        doc.claim(quantity.start, quantity.end, why)
        if why == "基数":
            state.subject = tidy(re.sub(r"[由从]$", "", slot.pre.rstrip()))
        return []
    names = _names(doc, clause, slot, speech, made, state)
    if not names:
        if quantity.shape in {"digits", "part", "half", "tens", "double"}:
            doc.doubt(quantity.start, quantity.end, f"数字“{doc.text[quantity.start:quantity.end]}”没有说明是什么指标")
        else:
            doc.claim(quantity.start, quantity.end, "行文数词")
        return []
    return [d for name in names for d in _draft(doc, clause, slot, quantity, name, speech, state)]


def _value_only(speech: Said) -> bool:
    return speech.sign is not None and speech.sign not in {"="} or speech.verb.endswith(("为", "是", "占"))


def _no_target(doc: Document, clause: Clause, slot: Slot, speech: Said, made: bool) -> str | None:
    """The class of a number that is no target, None where it may be one."""
    quantity, pre, after = slot.quantity, slot.pre.rstrip(), slot.post.lstrip()
    produces = made or speech.produces or quantity.shape == "tens"
    if re.search(r"[由从]$", pre) and re.match(r"[^,。]{0,6}?(?:提高|提升|增加|扩大|下降|降低|减少|压缩|缩短|增长|上升|调整)", after):
        return "基数"
    if slot.nested or (_REFERS.match(pre) and speech.sign is None):
        return "定义"
    if quantity.unit == "%" and speech.sign is None and _SHARE_OF.match(after):
        return None
    if after.startswith("的") and not _KEEP_OF.match(after) and not (produces and speech.sign in {None, "=", ">="}):
        return "条件"
    if quantity.unit in TIME_UNITS and not _duration(slot, speech, clause, doc):
        return "时限"
    if quantity.unit is None and quantity.shape == "digits" and not (speech.sign or produces):
        return "名称" if re.match(r"[\u4e00-\u9fff]", after[:1]) and not quantity.suffix else None
    if re.search(r"第$|前$", pre):
        return "名次"
    if re.match(r"\s*(?:或|可)*按照?", pre) and quantity.unit == "%" and speech.sign is None:
        return "条件"
    if quantity.shape == "chinese" and not _spoken(doc, clause, slot, speech, made):
        return "行文数词"
    return None


def _duration(slot: Slot, speech: Said, clause: Clause, doc: Document) -> bool:
    """Whether a length of time is itself the aim: 平均预期寿命达到79岁, 压缩至3个工作日, 每年至少1个月, 5年一周期."""
    if re.match(r"一(?:个)?(?:周期|轮)", slot.post):
        return True
    subject = tidy(speech.subject)
    if speech.sign in {"=", ">=", "<=", "hold", ">", "<"} and subject and _DURATION.search(subject):
        return True
    if _SHRINK.search(slot.pre.rstrip()):
        return bool(subject)
    least = re.search(r"(?:至少|不少于|不低于)$", slot.pre.rstrip())
    return bool(least and cadence_of(clause, slot.quantity.start, doc.times))


def _spoken(doc: Document, clause: Clause, slot: Slot, speech: Said, made: bool) -> bool:
    """Whether a number in Chinese numerals counts: 至少建设一所, 每年召开两次, 建成三家; not 两个, 一项 in passing."""
    pre, quantity = slot.pre, slot.quantity
    least = re.search(r"至少|不少于|最少|不低于", pre)
    if re.search(r"[只仅]|最多|一同|每人|统一|第$|同$|唯$", pre[-12:]):
        return False
    if least and (made or speech.sign):
        return True
    if made and cadence_of(clause, quantity.start, doc.times) and quantity.unit in {"次", "场", "期", "个", "家", "名", "批"}:
        return quantity.value > 1 or quantity.unit in {"次", "场", "期"}
    if quantity.value < 2:
        return False
    if quantity.suffix in {"以上", "左右"} and (made or speech.sign or speech.produces):
        return True
    named = not re.match(r"(?:方面|阶段|环节|层次|层面|维度|统筹|结合|率先|转变|体系|机制|关口|抓手|重点|领域|大类|全面|一批)", slot.post)
    time = governing(clause, quantity.start, doc.times)
    return bool(made and named and time and time.year and quantity.unit in {"家", "所", "座", "条", "个", "台", "套", "支"})


def _names(
    doc: Document, clause: Clause, slot: Slot, speech: Said, made: re.Match[str] | None, state: Sentence
) -> list[str]:
    """The indicator that a number belongs to; empty where the sentence does not make it a target."""
    pre, post = slot.pre.rstrip(), tidy(re.split(r"[,;。]", slot.post)[0])
    repeated = repeated_for(pre)
    if repeated:
        pre = pre.replace(repeated[1], "", 1)
        speech = said(pre)
    if re.match(r"一(?:个)?(?:周期|轮)", slot.post):
        return [tidy(pre) + re.sub(r"^一(?:个)?(?:周期|轮)的?", "", slot.post.strip()) + "周期"]
    share = _SHARE_OF.match(slot.post.strip()) if slot.quantity.unit == "%" and speech.sign is None else None
    if share and governing(clause, slot.quantity.start, doc.times):
        return [tidy(pre) + tidy(share["who"]) + share["does"].strip() + "比例"]
    if made is None and _DONE.search(slot.post) and tidy(pre) and len(post) > 2:
        return [tidy(pre) + _DONE.sub("", post)]
    if made is None and not tidy(pre) and state.made and re.search(r"[\u4e00-\u9fff]{2}", post):
        return [places(things(state.made + post))]
    if made is not None:
        verb = state.made = tidy(made.group())
        words = re.sub(r"^的", "", post)
        if re.search(r"[\u4e00-\u9fff]{2}", words):
            return [_full(places(things(verb + words)), state, clause)]
    if speech.sign is not None and not (speech.sign == "=" and not _copula(speech)):
        return _valued(slot, speech, post, state)
    if "占" in pre and slot.quantity.unit == "%":
        return [tidy(pre) + "比例"]
    return _counted(doc, clause, slot, pre, post, state)


def _copula(speech: Said) -> bool:
    """为, 是 and 占 make a target of a measurable thing only."""
    subject = tidy(speech.subject)
    return bool(speech.verb.endswith("占") or INDICATOR_END.search(subject) or _DURATION.search(subject))


def _valued(slot: Slot, speech: Said, post: str, state: Sentence) -> list[str]:
    """Names for a verb of value: its subject, or the one that the sentence has already named."""
    subject = tidy(re.sub(r"分别$", "", speech.subject)) or state.subject
    subject = _last_statement(re.sub(r"[由从]$", "", subject), speech.verb)
    if slot.quantity.unit in TIME_UNITS and re.search(r"至少|不少于|不低于", speech.verb) and len(post) >= 2:
        return [subject + post]
    if re.search(r"总体$|整体$", subject):
        subject = subject[:-2]
    if not subject:
        return [things(post)] if len(post) >= 2 else []
    if speech.sign == "grow":
        state.subject = subject
        return [subject + re.sub(r"同比|累计", "", speech.verb)]
    subject = _headed(subject, state)
    if "占" in subject and slot.quantity.unit == "%" and not re.search(r"(?:占比|比重|比例|率)$", subject):
        subject += "比例"
    if re.search(r"(?<![年平])(?:均|都)", speech.verb):
        parts = [p for p in re.split(r"、|和|及", subject) if p]
        names = coordinated(subject, len(parts)) if len(parts) > 1 and INDICATOR_END.search(subject) else None
        if names:
            return names
    if len(post) >= 2 and not INDICATOR_END.search(subject) and slot.quantity.shape == "tens":
        return [post]
    return [subject]


def _last_statement(subject: str, verb: str) -> str:
    """收入与经济增长基本同步、粮食产量500亿斤: the subject is what follows the predicate before the last 、."""
    parts = _AFTER_PREDICATE.split(subject)
    return parts[-1] if not re.search(r"(?:均|分别)", verb) else subject


def _headed(subject: str, state: Sentence) -> str:
    """每万人口发明专利拥有量达到8件、高价值发明专利拥有量达到3.5件: the second is per 10,000 people too."""
    head = _PER_HEAD.match(state.subject)
    tail = state.subject[-4:]
    if head and not _PER_HEAD.match(subject) and len(tail) == 4 and subject.endswith(tail):
        subject = head.group() + subject
    state.subject = subject
    return subject


def _counted(doc: Document, clause: Clause, slot: Slot, pre: str, post: str, state: Sentence) -> list[str]:
    """Names for a count without a verb of value: 新增企业1000家, 省地方标准120项以上, 每个市3个以上县设立平台."""
    words = _last_statement(tidy(pre), "")
    time = governing(clause, slot.quantity.start, doc.times)
    bound = bool(time and time.year) or cadence_of(clause, slot.quantity.start, doc.times) is not None
    sure = bool(slot.quantity.suffix) or bound or clause.scope.goal or state.per is not None
    opened = PRODUCE.match(words)
    if opened and len(words) > opened.end() + 1:
        state.verb = opened.group()
        return [_full(things(words), state, clause)]
    if opened and len(post) >= 2:
        return [things(words + post)]
    if re.search(r"(?:在|选择|从)$", pre) or state.per is not None or not words:
        if len(post) >= 2 and (PRODUCE.search(post) or PRODUCE.search(pre) or state.per or slot.quantity.shape == "tens"):
            return [places(post)] if sure or PRODUCE.search(post) else []
    if state.verb and words and len(words) >= 2:
        kept = state.verb if things(state.verb + words) != words else ""
        return [_full(kept + words, state, clause)]
    if len(words) >= 2 and sure and (PRODUCE.search(words) or INDICATOR_END.search(words) or slot.quantity.suffix or bound):
        return [_full(words, state, clause)]
    return []


def _full(name: str, state: Sentence, clause: Clause) -> str:
    """A name too short to stand alone (服务企业) takes the topic of its sentence before it."""
    if not state.topic or state.topic in name or clause.start == state.begin or not _GENERIC.fullmatch(name):
        return name
    return state.topic + name


def _crowd(doc: Document, clause: Clause, slot: Slot, state: Sentence) -> list[Draft]:
    """实施三年百万青年见习计划: the number of people stands in the name, the horizon before it."""
    quantity = slot.quantity
    stop = re.search(r"(?:计划|工程|行动)", doc.norm[quantity.end : clause.end])
    if stop is None:
        return []
    name = doc.norm[quantity.end : quantity.end + stop.start()]
    spell = re.search(r"([一二三四五六七八九十0-9]{1,2})年$", doc.norm[clause.start : quantity.start])
    begun = next((m for m in doc.times.between(clause.sentence[0], quantity.start) if m.kind == "start" and m.year), None)
    time = governing(clause, quantity.start, doc.times)
    year = time.year if time else None
    if spell and begun and begun.year:
        year = begun.year + (numeral(spell.group(1)) or 1) - 1
    span = Quote(slot.start, quantity.end + stop.end())
    doc.claim(quantity.start, quantity.end, "目标")
    return [
        Draft(clause.scope.clause, name + "人数", "=", quantity.value, quantity.unit, "cumulative", year, None, None, None, span)
    ]


def _draft(
    doc: Document, clause: Clause, slot: Slot, quantity: Quantity, name: str, speech: Said, state: Sentence
) -> list[Draft]:
    """A target from its parts: comparator, kind, year, cadence, unit."""
    if len(name) < 2:
        doc.doubt(quantity.start, quantity.end, f"数字“{doc.text[quantity.start:quantity.end]}”没有说明是什么指标")
        return []
    repeat = cadence_of(clause, quantity.start, doc.times)
    time = governing(clause, quantity.start, doc.times)
    average = repeat is not None and doc.norm[repeat.start : repeat.end] == "年均"
    cycle = name.endswith("周期")
    flow = repeat is not None and not cycle and not (average and (quantity.unit in {"%", "个百分点", "百分点"}))
    year = time.year if time and (not flow or time.start >= clause.sentence[0]) else None
    unit = quantity.unit or next((u for pattern, u in CLASSIFIERS if pattern.search(name)), None)
    cadence = repeat.cadence if flow and repeat else None
    if cadence and cadence.startswith("every") and unit:
        unit = f"{unit}/{cadence.split()[1]}年"
    if re.search(r"每万人|每万名|每万户|万人[^,]{0,10}(?:拥有|保有)", name) and unit in {"件", "人", "张", "名", "个"}:
        unit = f"{unit}/万人"
    doc.claim(quantity.start, quantity.end, "目标")
    return [
        Draft(
            clause=clause.scope.clause,
            indicator=name,
            comparator=_comparator(quantity, slot.pre, speech),
            value=quantity.value,
            unit=unit,
            kind=_kind(name, unit, slot.pre, speech, cadence),
            year=year,
            cadence=cadence,
            benchmark=None,
            per=state.per,
            span=_span(doc.norm, slot, quantity),
        )
    ]


def _span(norm: str, slot: Slot, quantity: Quantity) -> Quote:
    """From the first word said of the number to the number, with the thing behind it when it names it."""
    start, end = slot.start, quantity.end
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
    if re.search(r"至少|不少于|不低于", pre) or (quantity.more and quantity.shape != "half"):
        return ">="
    if sign in {">=", ">", "<=", "<"}:
        return sign  # type: ignore[return-value]
    return ">" if quantity.shape == "half" and quantity.more else "="


def _kind(name: str, unit: str | None, pre: str, speech: Said, cadence: str | None) -> Kind:
    """The type of the target, from its name, its unit and its verb."""
    if cadence:
        return "annual"
    if (speech.sign == "grow" or _GROWTH.search(name[-4:])) and not re.search(r"(?:贡献|合格|覆盖|利用)率$", name):
        return "growth"
    if unit in {"%", "‰", "个百分点", "百分点"} or re.search(r"(?:率|比重|占比)$", name):
        return "rate"
    if re.search(r"累计|新增", pre) or speech.produces or _CUMULATIVE.search(tidy(pre)):
        return "cumulative"
    if _FLOW.search(name) and unit and unit.endswith("元"):
        return "annual"
    return "stock" if speech.sign else "cumulative"
