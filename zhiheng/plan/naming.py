"""The name of the indicator that a number belongs to; no name where the sentence does not make it a target."""

from __future__ import annotations

import re

from zhiheng.plan.clauses import Clause, cadence_of, governing
from zhiheng.plan.document import Document
from zhiheng.plan.slots import Sentence, Slot
from zhiheng.plan.subjects import (
    INDICATOR_END,
    JOIN,
    PRODUCE,
    Said,
    coordinated,
    places,
    repeated_for,
    said,
    things,
    tidy,
)

TIME_UNITS = frozenset(
    ("年", "岁", "个月", "月", "天", "日", "个工作日", "工作日", "小时", "分钟", "秒", "周", "学期", "个学期", "学年")
)
_DURATION = re.compile(r"(?:寿命|年限|周期|时间|时长|时限|期限|工期|用时|耗时|时效|年龄|车程|半径|课时|工龄|期)$")
BASE_LEFT = re.compile(r"[由从](?:(?:19|20)[0-9]{2}年(?:底|末)?|上年|去年|目前|现在|现有|原来|当前)?的?$")
_MEASURES = frozenset(("增速", "增幅", "增长率", "总量", "总额", "规模", "数量", "占比", "比重", "总数"))
_MEASURED = re.compile(r"(?:年均|同比)?(?:增速|增幅|增长率?)$")
_OWN_VERB = re.compile(r"^(?:更换|更新|改造|淘汰|推广|培训|安置|签约)|开展|举办|组织|实施|新建|建成|新增|建设")
_STATES = re.compile(r"[ \t]*(?:力争)?(?:实现|完成|达到)")
_SERVES = re.compile(r"[*]?(?:为|对|给|向)[\u4e00-\u9fff]{0,10}")
_SERVED = re.compile(
    r"(?P<who>[^,;。]{2,30}?)(?P<does>(?:提供|实施|开展|进行|安装|发放|更换|维修|改造|配备)[^,;。]{2,30})$"
)
_SHRINK = re.compile(r"(?:压缩|缩短|压减|缩减|精简|控制|减少|降)(?:到|至|为|在)$")
SHARE_OF = re.compile(
    r"的?(?P<who>[\u4e00-\u9fff()、“”]{2,20}?)(?P<does>(?:达到|实现|建成|完成|开展|纳入|通过|具备|启动|建立|配备|"
    r"设立|达标)[^,;。]{0,40})$"
)
_DONE = re.compile(
    r"(?:全面|全部|基本|提前)?(?:建成|开工|投用|完工|通车|落成|投产|达产|竣工)(?:投用|通车|运行|"
    r"投产)?[^\u4e00-\u9fff]*$"
)
_AFTER_PREDICATE = re.compile(r"(?<=同步|提升|提高|改善|增强|优化|健全|完善|处理)、")
_GENERIC = re.compile(rf"(?:{PRODUCE.pattern})*(?:企业|人员|单位|群众|农户|机构|用户|学员|人次|对象|商户)")
_PLACES = re.compile(r"^.*(?:全国|全省|全市|全县|地区|平原|流域|省|市|县|区|\))")
_ONE_VERB = re.compile(r"(?!全|我|本|各|其|该)[\u4e00-\u9fff]{2}(?:完成|认定|建设|培育)?(?<![省市县区批等])")
_PER_HEAD = re.compile(r"每(?:万|千|百|十万)(?:名)?(?:常住)?(?:人口|人|户)|人均|户均|单位(?=GDP|地区|工业)")


def lasting(slot: Slot, speech: Said, clause: Clause, doc: Document) -> bool:
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


def indicator_names(
    doc: Document, clause: Clause, slot: Slot, speech: Said, made: re.Match[str] | None, state: Sentence
) -> list[str]:
    """The indicator that a number belongs to; empty where the sentence does not make it a target."""
    pre, post = slot.pre.rstrip(), tidy(re.split(r"[,;。]", slot.post)[0])
    repeated = repeated_for(pre)
    if repeated:
        pre = pre.replace(repeated[1], "", 1)
        speech = said(pre)
    special = _special(doc, clause, slot, tidy(pre), post, speech, made is not None, state)
    if special:
        return [special]
    if made is not None:
        verb = state.made = tidy(made.group())
        words = re.sub(r"^的", "", post)
        if re.search(r"[\u4e00-\u9fff]{2}", words):
            return [_counting(_full(places(things(verb + words)), state, clause), slot, state)]
        return _once_more(slot, pre, verb, state)
    if speech.sign == "grow" and len(post) >= 2 and PRODUCE.fullmatch(tidy(speech.subject)):
        state.made = tidy(pre)
        return [_counting(things(state.made + post), slot, state)]
    if speech.sign is not None and not (speech.sign == "=" and not _copula(speech)):
        return _valued(slot, speech, post, state)
    if "占" in pre and slot.quantity.unit == "%":
        return [tidy(pre) + ("" if re.search(r"(?:占比|比重|比例|率)$", tidy(pre)) else "比例")]
    return _counted(doc, clause, slot, pre, post, state)


def _once_more(slot: Slot, pre: str, verb: str, state: Sentence) -> list[str]:
    """A verb with nothing behind its number: 首贷户新增2万户 names it before, 新增4家 counts what was counted."""
    named = tidy(pre)
    if len(named) > len(verb) and not PRODUCE.fullmatch(named):
        state.verb = verb if named.startswith(verb) else ""
        return [_counting(things(named), slot, state)]
    noun, unit = state.counted
    if noun and _same(unit, slot.quantity.unit):
        return [things(verb + noun)]
    people = re.fullmatch(r"万?(人次|人|户次|户|家次|家|场次)", slot.quantity.unit or "")
    return [verb + people.group(1)] if people and len(verb) >= 2 else []


def _same(left: str | None, right: str | None) -> bool:
    """Whether two units count the same: 万人次 and 人次 do."""
    return left is not None and right is not None and left.lstrip("万亿") == right.lstrip("万亿")


def _counting(name: str, slot: Slot, state: Sentence) -> str:
    """Remember the thing that a number counts, without its verb."""
    opened = re.match(rf"(?:{PRODUCE.pattern})+", name)
    noun = name[opened.end() :] if opened and len(name) > opened.end() + 1 else name
    state.counted = (noun, slot.quantity.unit)
    return name


def _special(
    doc: Document, clause: Clause, slot: Slot, pre: str, post: str, speech: Said, made: bool, state: Sentence
) -> str | None:
    """Forms of their own: 5年一周期, 50%的乡镇建成…, 100个社区全面建成, 选拔100名干部, 建50所甲和150个乙."""
    quantity = slot.quantity
    if re.match(r"一(?:个)?(?:周期|轮)", slot.post):
        return pre + re.sub(r"^一(?:个)?(?:周期|轮)的?", "", slot.post.strip()) + "周期"
    share = SHARE_OF.match(slot.post.strip()) if quantity.unit == "%" and speech.sign is None else None
    if share and governing(clause, quantity.start, doc.times):
        return pre + tidy(share["who"]) + share["does"].strip() + "比例"
    served = _SERVED.match(slot.post.strip()) if _SERVES.fullmatch(slot.pre.strip()) else None
    if served:
        return f"{served['does']}的{served['who']}"
    if made:
        return None
    opened = PRODUCE.match(pre)
    if opened and pre.endswith("等") and len(post) >= 2:
        return things(opened.group() + post)
    if _DONE.search(slot.post) and pre and len(post) > 2:
        return pre + _DONE.sub("", post)
    if speech.sign is None and quantity.unit and len(post) >= 2 and _ONE_VERB.fullmatch(pre):
        return pre + post
    if not pre and state.made and re.search(r"[\u4e00-\u9fff]{2}", post):
        return places(things(state.made + post))
    return None


def _copula(speech: Said) -> bool:
    """为, 是 and 占 make a target of a measurable thing only."""
    subject = tidy(speech.subject)
    return bool(speech.verb.endswith("占") or INDICATOR_END.search(subject) or _DURATION.search(subject))


def _valued(slot: Slot, speech: Said, post: str, state: Sentence) -> list[str]:
    """Names for a verb of value: its subject, or the one that the sentence has already named."""
    subject = tidy(speech.subject.replace("分别", "")) or state.subject
    if not subject and _same(state.counted[1], slot.quantity.unit):
        subject = state.counted[0]
    measure = _measure_alone(subject, state)
    if measure:
        return measure
    if subject.startswith("占") and state.subject and not state.subject.startswith("占"):
        subject = state.subject.split("占")[0] + subject
    subject = _last_statement(re.sub(r"[由从]$", "", subject), speech.verb)
    if slot.quantity.unit in TIME_UNITS and re.search(r"至少|不少于|不低于", speech.verb) and len(post) >= 2:
        return [subject + post]
    if re.search(r"总体$|整体$", subject):
        subject = subject[:-2]
    if not subject:
        return [things(post)] if len(post) >= 2 else []
    if speech.sign == "grow":
        subject = _measured(subject, state)
        state.subject = subject
        verb = re.sub(r"同比|累计|(?<!年)均(?!增)|都|分别", "", speech.verb)
        return [name + verb for name in _each(subject, speech) or [subject]]
    subject = _headed(subject, state)
    if "占" in subject and slot.quantity.unit == "%" and not re.search(r"(?:占比|比重|比例|率)$", subject):
        subject += "比例"
    each = _each(subject, speech)
    if each:
        return each
    if len(post) >= 2 and not INDICATOR_END.search(subject) and slot.quantity.shape == "tens":
        return [post]
    return [subject]


def _measure_alone(subject: str, state: Sentence) -> list[str]:
    """增速, 总量, 产量 alone measure what the sentence has named before; empty where they do not stand alone."""
    if subject in {"总产", "单产", "产量"} and state.subject:
        return (coordinated(f"{state.subject}、{subject}", 2) or [subject])[-1:]
    if subject not in _MEASURES or not state.subject or state.subject in _MEASURES:
        return []
    state.subject = _MEASURED.sub("", state.subject)
    held = state.subject[-1:] in "额量模值" and subject in {"总量", "总额", "规模"}
    return [state.subject if held else state.subject + subject]


def _last_statement(subject: str, verb: str) -> str:
    """收入与经济增长基本同步、粮食产量500亿斤: the subject is what follows the predicate before the last 、."""
    parts = _AFTER_PREDICATE.split(subject)
    return parts[-1] if not re.search(r"(?:均|分别)", verb) else subject


def _each(subject: str, speech: Said) -> list[str] | None:
    """种植、收获机械化率均达到45%: one number for several subjects."""
    if not re.search(r"(?<![年平])(?:均|都)|分别", speech.verb + ("分别" if "分别" in speech.subject else "")):
        return None
    parts = [p for p in JOIN.split(subject) if p]
    return coordinated(subject, len(parts)) if len(parts) > 1 and INDICATOR_END.search(subject) else None


def _measured(subject: str, state: Sentence) -> str:
    """全国货运量增长30%,长三角地区增长10%: what grows is said once, the places one after another."""
    measure = _PLACES.sub("", state.subject)
    if INDICATOR_END.search(subject) or not _PLACES.search(subject) or not INDICATOR_END.search(measure):
        return subject
    return subject if len(measure) < 2 or measure == state.subject and _PLACES.search(measure) else subject + measure


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
    words = re.sub(r"在$", "", _last_statement(tidy(pre), ""))
    if words in {"总产", "单产", "产量"} and state.subject:
        return (coordinated(f"{state.subject}、{words}", 2) or [words])[-1:]
    noun, unit = state.counted
    if not words and not post and noun and _same(unit, slot.quantity.unit):
        return [things(state.verb + noun)]
    time = governing(clause, slot.quantity.start, doc.times)
    bound = bool(time and time.year) or cadence_of(clause, slot.quantity.start, doc.times) is not None
    sure = bool(slot.quantity.suffix) or bound or clause.scope.goal or state.per is not None
    opened = PRODUCE.match(words)
    if opened and len(words) > opened.end() + 1:
        state.verb = opened.group()
        if len(post) >= 2 and not slot.quantity.suffix and re.match(r"[\u4e00-\u9fff]", slot.post):
            words += post
        return [_counting(_full(things(words), state, clause), slot, state)]
    if opened and len(post) >= 2:
        return [things(words + post)]
    ahead = re.search(r"(?:在|选择|从)$", pre) or state.per is not None or not words
    made = PRODUCE.search(post) or PRODUCE.search(pre) or state.per or slot.quantity.shape == "tens"
    if ahead and made and len(post) >= 2:
        return [places(post)] if sure or PRODUCE.search(post) else []
    if state.verb and len(words) >= 2 and not _OWN_VERB.search(words) and not _STATES.match(slot.pre):
        kept = state.verb if things(state.verb + words) != words else ""
        return [_counting(_full(kept + words, state, clause), slot, state)]
    if (
        len(words) >= 2
        and sure
        and (PRODUCE.search(words) or INDICATOR_END.search(words) or slot.quantity.suffix or bound)
    ):
        return [_full(words, state, clause)]
    return []


def _full(name: str, state: Sentence, clause: Clause) -> str:
    """A name too short to stand alone (服务企业) takes the topic of its sentence before it."""
    if not state.topic or state.topic in name or clause.start == state.begin or not _GENERIC.fullmatch(name):
        return name
    return state.topic + name
