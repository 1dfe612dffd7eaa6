"""Numbers that are no targets: names, times, conditions, definitions, base values, numbers in passing."""

from __future__ import annotations

import re

from zhiheng.plan.clauses import Clause, cadence_of, governing
from zhiheng.plan.document import Document
from zhiheng.plan.naming import BASE_LEFT, SHARE_OF, TIME_UNITS, lasting
from zhiheng.plan.quantities import Quantity
from zhiheng.plan.slots import PRODUCE_END, Slot
from zhiheng.plan.subjects import Said, said
from zhiheng.plan.wordings import required

_KEEP_OF = re.compile(r"^的(?:目标|水平|要求|任务|增速|速度|标准要求)")
_REFERS = re.compile(r"\s*(?:聚焦|围绕|依托|根据|结合|对标|贯彻|按照)")

_QUALIFIES = re.compile(
    r"的(?:企业|单位|机构|园区|项目|产业|集群|镇|县|县区|乡镇|市场主体|经营主体)(?:数量?)?"
    r"(?:力争|累计|要|将)?(?:达到|达|超过|突破|增加到|提高到|新增|不少于)[ ]?[0-9]"
)
_CAPACITY = re.compile(r"吨|千瓦|兆瓦|吉瓦|立方米|标方")
_WORKS = re.compile(r"[\u4e00-\u9fff]{2,16}(?:项目|工程|装置|生产线)")
_LEVELS = frozenset((">=", ">", "<=", "<", "hold", "="))
_MEASURES = "℃ 度 摄氏度 毫米 厘米 米 微米 毫克 克 千克 公斤 毫克/升 毫升 升 分贝 公里"
_PHYSICAL = TIME_UNITS | frozenset(_MEASURES.split(" "))


def free_numbers(doc: Document, clause: Clause) -> list[Quantity]:
    """The quantities of a clause that are not times, marks, names or asides; those are claimed here."""
    free: list[Quantity] = []
    for quantity in doc.numbers_in(clause.start, clause.end):
        at = quantity.start
        if _is_time(doc, clause, at) or at in doc.marked or at in doc.funded:
            continue
        if at in doc.quotes or quantity.shape == "name":
            doc.claim(at, quantity.end, "名称")
        elif quantity.shape == "chinese" and not _counts(doc.norm, clause, quantity):
            doc.claim(at, quantity.end, "行文数词")
        elif any(of(doc.norm, clause, quantity) for of in (_modifies, _graded, _qualifies)):
            doc.claim(at, quantity.end, "限定")
        elif at in doc.pairs:
            doc.claim(at, quantity.end, "括注")
        else:
            free.append(quantity)
    return free


def _is_time(doc: Document, clause: Clause, place: int) -> bool:
    """A number inside a time; 压缩至3个工作日以内 is an aim, not a time."""
    mark = doc.times.covers(place)
    if mark is None or mark.kind != "within" or mark.date is not None:
        return mark is not None
    return said(doc.norm[max(clause.start, place - 24) : place]).sign is None


def _counts(norm: str, clause: Clause, quantity: Quantity) -> bool:
    """Whether a number in Chinese numerals stands behind a verb that counts; 五类水体 and 三个方面 do not."""
    before = norm[max(clause.start, quantity.start - 24) : quantity.start].rstrip()
    return PRODUCE_END.search(before) is not None or said(before).sign is not None or "每" in before[-8:]


def _modifies(norm: str, clause: Clause, quantity: Quantity) -> bool:
    """15岁以上人群, 15分钟健身圈, 3年以上经历: a length of time that only qualifies the noun behind it."""
    if quantity.unit not in TIME_UNITS or re.match(r"一(?:个)?(?:周期|轮)", norm[quantity.end :][:4]):
        return False
    if not re.match(r"[\u4e00-\u9fff]", norm[quantity.end : quantity.end + 1]):
        return False
    return said(norm[max(clause.start, quantity.start - 24) : quantity.start]).sign is None


def _base_or_rule(doc: Document, clause: Clause, slot: Slot, speech: Said) -> str | None:
    """基数 where a rise begins (由80%提高到…), 技术要求 where a rule demands a level."""
    quantity, pre = slot.quantity, slot.pre.rstrip()
    behind = doc.norm[quantity.end : quantity.end + 12]
    if speech.sign in _LEVELS and quantity.unit in _PHYSICAL and required(doc.norm, clause, doc.times):
        return "技术要求"
    if BASE_LEFT.search(pre) and re.match(
        (r"[^,。]{0,6}?(?:提高|提升|增加|扩大|下降|降低|减少|压缩|缩短|增长|上升|调整)"), behind
    ):
        return "基数"
    return None


def _qualifies(norm: str, clause: Clause, quantity: Quantity) -> bool:
    """产值过10亿元的企业达3家: a bound that is part of the subject of another number."""
    return _QUALIFIES.match(norm, quantity.end, clause.end) is not None


def _graded(norm: str, clause: Clause, quantity: Quantity) -> bool:
    """220千伏及以下输变电工程: a bound that names a class of things, with no verb before it."""
    if not quantity.suffix.startswith("及") or not re.match(r"[\u4e00-\u9fff]", norm[quantity.end : quantity.end + 1]):
        return False
    before = norm[max(clause.start, quantity.start - 24) : quantity.start].rstrip()
    return said(before).sign is None and PRODUCE_END.search(before) is None


def no_target(doc: Document, clause: Clause, slot: Slot, speech: Said, made: bool) -> str | None:
    """The class of a number that is no target, None where it may be one."""
    quantity, pre, after = slot.quantity, slot.pre.rstrip(), slot.post.lstrip()
    produces = made or speech.produces or quantity.shape == "tens"
    first = _base_or_rule(doc, clause, slot, speech)
    if first:
        return first
    if (
        quantity.unit is None
        and quantity.shape == "digits"
        and after.startswith("的")
        and speech.sign is None
        and not made
    ):
        return None
    if speech.sign is None and _CAPACITY.search(quantity.unit or "") and _WORKS.match(after):
        return "名称"
    if slot.nested or (_REFERS.match(pre) and speech.sign is None):
        return "定义"
    if quantity.unit == "%" and speech.sign is None and SHARE_OF.match(after):
        return None
    if after.startswith("的") and not _KEEP_OF.match(after) and not (produces and speech.sign in {None, "=", ">="}):
        return "条件"
    if quantity.unit in TIME_UNITS and not lasting(slot, speech, clause, doc):
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


def _spoken(doc: Document, clause: Clause, slot: Slot, speech: Said, made: bool) -> bool:
    """Whether a number in Chinese numerals counts: 至少建设一所, 每年召开两次, 建成三家; not 两个, 一项 in passing."""
    pre, quantity = slot.pre, slot.quantity
    least = re.search(r"至少|不少于|最少|不低于", pre)
    if re.search(r"[只仅]|最多|一同|每人|统一|第$|同$|唯$", pre[-12:]):
        return False
    if least and (made or speech.sign):
        return True
    if (
        made
        and cadence_of(clause, quantity.start, doc.times)
        and quantity.unit in {"次", "场", "期", "个", "家", "名", "批"}
    ):
        return quantity.value > 1 or quantity.unit in {"次", "场", "期"}
    if quantity.unit == "倍" and speech.sign == "grow":
        return True
    if quantity.value < 2:
        return False
    if quantity.suffix in {"以上", "左右"} and (made or speech.sign or speech.produces):
        return True
    named = not re.match(
        (r"(?:方面|阶段|环节|层次|层面|维度|统筹|结合|率先|转变|体系|机制|关口|抓手|重点|领域|大类|全面|一批)"),
        slot.post,
    )
    time = governing(clause, quantity.start, doc.times)
    return bool(
        made and named and time and time.year and quantity.unit in {"家", "所", "座", "条", "个", "台", "套", "支"}
    )
