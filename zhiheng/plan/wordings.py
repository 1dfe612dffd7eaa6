"""Targets in words (全覆盖, 零发生, 高于全国平均水平, 显著提升), and clauses that state a condition or look back."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from zhiheng.plan.clauses import FAR, Clause, Times, governing
from zhiheng.plan.model import Comparator, Kind
from zhiheng.plan.subjects import tidy
from zhiheng.plan.text import Spans

_CONDITION = re.compile(r"的$|的基础上$|的前提下$|的情况下$|的条件下$|(?:时|者|以后|之后)$")
_FORBIDDEN = re.compile(r"禁止|严禁|不得(?!低于|少于|超过|高于|突破)|不予|不准|不再")
_REQUIRES = re.compile(r"^(?:对|凡|符合|具备|具有|年满|其中符合|满足|经|如|若|凡是)")
_RULED = re.compile(r"(?:执行|遵守|遵循|依照|按照|依据)[^,。;]{0,30}(?:规定|规范|标准|规程|条例|细则)(?=,)")
_MODAL = re.compile(r"(?:温度|湿度|间距|距离|宽度|高度|厚度|深度|浓度)[^,。;]{0,4}(?:应当?|须|必须|不得)")
_GRANTEES = re.compile(
    r"(?:再|并)?对[^,]*(?:企业|单位|机构|个人|项目|园区|平台|人才|团队|主体|人员|家庭|学校|农户|商户|协会|组织)$"
)
_LOOK_BACK = re.compile(
    r"近年来|目前|现有|现已|此前|历年|已(?:经)?(?:建成|达到?|有|累计|形成|实现|完成|超过|突破|培育|成为|获|建|"
    r"连续|拥有|位居)|“?十[二三]五”?(?:期间|时期|以来)"
)
_MEASURE = (
    r"(?:(?<!效)率|比重|占比|比例|指数|增加值|产值|总量|总额|规模|收入|强度|浓度|投入|产量|面积|能力建设水平|"
    r"寿命|贡献度|满意度|拥有量|保有量|增长|增速|销售额|交易额)"
)
_RELATIVE = re.compile(
    r"(?P<adv>均|都|分别|继续|持续|总体|保持|明显|显著|要|力争)*(?P<verb>高于|超过|优于|好于|快于|领先于|不低于|达到|"
    r"接近|低于|位居|居于|保持在|处于|进入)"
    r"(?P<bench>(?:全国|全省|全市|国家|国内|世界|国际|全球|同期|东部|中部|西部|沿海|长三角|珠三角|地区生产总值|GDP|"
    r"经济|同类|先进|周边|预期)[\u4e00-\u9fff]{0,12}?"
    r"(?:平均水平|平均增速|平均增长水平|平均值|平均|先进水平|领先水平|一流水平|前列|先进行列|第一方阵|水平|增速|增幅|"
    r"均值))(?!的)"
)
_AGAINST = re.compile(
    r"(?P<verb>高于|快于|超过|不低于|不慢于|低于)(?P<bench>(?!全|国家)[\u4e00-\u9fff]{2,14}?(?:平均增速|平均水平|增速|增幅|增长速度))$"
)
_IN_STEP = re.compile(
    r"(?P<verb>与|和|同)(?P<bench>(?:全[国省市])?(?:地区生产总值|GDP|[国工]?[民业]?经济|劳动生产率)(?:增长|发展|提高|增速)?|全[国省市](?:平均)?(?:水平)?)"
    r"(?:保持)?(?:基本)?(?:保持)?同步(?:增长|提高)?$"
)
_RISE = re.compile(
    r"(?P<adv>显著|明显|大幅|大幅度|稳步|持续|进一步|不断|逐步|有效|较大幅度|有所|较快)(?P<verb>提升|提高|增长|"
    r"增加|上升|扩大|下降|降低|减少|缩小|改善|增强)$"
)
_COVER: tuple[tuple[re.Pattern[str], Decimal, str, str], ...] = (
    (re.compile(r"(?:基本)?(?:实现)?(?:趋零增长|零增长)"), Decimal(0), "%", "增长"),
    (re.compile(r"(?:实现)?零(?:发生|事故|发案|新增|死亡|感染)"), Decimal(0), "起", ""),
    (re.compile(r"(?:动态|全部|基本)?清零"), Decimal(0), "个", ""),
    (re.compile(r"(?:实现)?(?:全覆盖|全面覆盖|应(?P<v>[\u4e00-\u9fff])尽(?P=v))"), Decimal(100), "%", "覆盖"),
    (re.compile(r"(?:实现)?全量(?P<what>利用|处理|处置|回收|收集|入库|归集)"), Decimal(100), "%", "what"),
    (
        re.compile(
            r"(?:实现)?全部(?P<what>摘帽|出列|清退|利用|达标|淘汰|退出|完成|建成|消除|脱贫|整治到位|治理|覆盖|入轨|上线|纳管)"
        ),
        Decimal(100),
        "%",
        "what",
    ),
)
_PREDICATE_END = re.compile(
    r"(?:应用|脱贫|摘帽|增长|利用|提升|提高|管控|覆盖|发生|完成|达标|实现|改善|优化|下降|增强|健全|形成|建成|整合|化)$"
)


@dataclass(frozen=True)
class Wording:
    """A target said without digits."""

    indicator: str
    comparator: Comparator
    value: Decimal | None
    unit: str | None
    kind: Kind
    benchmark: str | None
    start: int
    end: int


def condition(norm: str, clause: Clause) -> str | None:
    """条件 or 禁止 where the whole clause asks for nothing to be reached."""
    words = norm[clause.start : clause.end].strip()
    last = clause.end >= clause.sentence[1]
    if _FORBIDDEN.search(words):
        return "禁限"
    if re.search(r"每(?:增加|新增|满|超过|引进)[^,]*[0-9]", words):
        return "条件"
    if _CONDITION.search(words) and not last and not re.search(r"(?:目标|任务|工作)的$", words):
        return "条件"
    if not last and _GRANTEES.match(words):
        return "条件"
    return (
        "条件" if re.search(r"的基础上|的前提下", words) and not re.search(r"的(?:基础上|前提下)[,]", words) else None
    )


def required(norm: str, clause: Clause, times: Times) -> bool:
    """Whether a sentence without a year states what a rule demands (严格执行…规定,温度应保持在…): 技术要求."""
    begin, end = max(clause.sentence[0], clause.start - FAR), min(clause.sentence[1], clause.end + FAR)
    if _RULED.search(norm, begin, clause.start) is None and _MODAL.search(norm, clause.start, clause.end) is None:
        return False
    return not any(m.year for m in times.between(begin, end))


def status(norm: str, clause: Clause, times: Times) -> str | None:
    """现状 where the clause tells what has been reached, not what is to be."""
    if clause.scope.status:
        return "现状"
    time = governing(clause, clause.end, times)
    if time is not None and time.kind == "past":
        return "现状"
    begin = max(clause.sentence[0], clause.start - FAR)
    if _LOOK_BACK.search(norm, begin, clause.end) and not any(
        m.kind == "due" for m in times.between(begin, clause.end)
    ):
        return "现状"
    return None


def without_number(norm: str, clause: Clause, quotes: Spans, pairs: Spans) -> list[Wording]:
    """The targets in words of a clause, segment by segment."""
    found: list[Wording] = []
    for start, end in _segments(norm, clause, quotes, pairs):
        wording = _covering(norm, start, end, quotes) or _relative(norm, start, end) or _rising(norm, start, end)
        if wording is not None:
            found.append(wording)
    return found


def _segments(norm: str, clause: Clause, quotes: Spans, pairs: Spans) -> list[tuple[int, int]]:
    """Cut at 、 only behind a predicate: 总量趋零增长、废弃物全量利用 says two things, 煤矸石、煤泥 is one subject."""
    parts: list[tuple[int, int]] = []
    begin = clause.start
    for at in range(clause.start, clause.end):
        if (
            norm[at] == "、"
            and at not in quotes
            and at not in pairs
            and _PREDICATE_END.search(norm, max(begin, at - 4), at)
        ):
            parts.append((begin, at))
            begin = at + 1
    parts.append((begin, clause.end))
    return parts


def _covering(norm: str, start: int, end: int, quotes: Spans) -> Wording | None:
    """全覆盖 = 100 %, 零发生 = 0."""
    for pattern, value, unit, suffix in _COVER:
        match = pattern.search(norm, start, end)
        if match is None or match.start() in quotes or norm[match.end() : match.end() + 1] == "的":
            continue
        what = match["what"] if suffix == "what" else suffix
        subject = tidy(norm[start : match.start()])
        behind = tidy(norm[match.end() : end])
        if suffix == "what" and not subject:
            subject = behind
        if len(subject) < 2:
            continue
        name = subject if what and subject.endswith(what) else subject + (what if suffix != "覆盖" else "全覆盖")
        return Wording(name, "=", value, unit, "coverage", None, _skip(norm, start), match.end())
    return None


def _skip(norm: str, start: int) -> int:
    while norm[start] in " ,、;:。\t\n":
        start += 1
    return start


def _relative(norm: str, start: int, end: int) -> Wording | None:
    """高于全国平均水平: the value is that of the nation in its year."""
    match = _RELATIVE.search(norm, start, end) or _AGAINST.search(norm, start, end) or _IN_STEP.search(norm, start, end)
    if match is None:
        return None
    subject = tidy(norm[start : match.start()])
    average = "平均" in match["bench"] or match["bench"].endswith(("增速", "增幅", "均值"))
    if len(subject) < 2 or not (re.search(_MEASURE, subject) or (average and match["verb"] != "进入")):
        return None
    verb = match["verb"]
    if verb in {"与", "和", "同"}:
        return Wording(subject, "~", None, None, "relative", match["bench"], _skip(norm, start), match.end())
    sign: Comparator = "<" if verb == "低于" else ">=" if verb in {"不低于", "不慢于"} else ">"
    if verb not in {"高于", "超过", "优于", "好于", "快于", "领先于", "不低于", "不慢于", "低于"}:
        sign = ">=" if average else "qualitative"
    kind: Kind = "relative" if sign != "qualitative" else "qualitative"
    return Wording(subject, sign, None, None, kind, match["bench"], _skip(norm, start), match.end())


def _rising(norm: str, start: int, end: int) -> Wording | None:
    """比重显著提升: an indicator that can be measured, without the measure."""
    words = norm[start:end].rstrip()
    match = _RISE.search(words)
    if match is None:
        return None
    subject = tidy(words[: match.start()])
    if not re.search(_MEASURE + "$", subject) or re.search(r"[和、]$", subject):
        return None
    return Wording(subject, "qualitative", None, None, "qualitative", None, _skip(norm, start), start + len(words))
