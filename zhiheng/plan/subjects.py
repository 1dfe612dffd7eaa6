"""What a number is said of: the subject before the verb, the object behind it, and names that share their parts.

花生种植、收获机械化率分别达到65%和55% speaks of two indicators; each gets its full name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_ADVERB = (
    r"(?:均|都|全部|分别|总体上?|平均|一般|原则上|基本|力争|争取|预计|累计|年均|每年|逐年|已|要|需|应当?|提前|逐步|"
    r"率先|大约|约|近|再|合计|"
    r"将|能够|可|持续|同比|环比|稳步|每年均|普遍|整体|各)"
)
VALUE_VERBS: tuple[tuple[str, str], ...] = (
    ("hold", r"稳定保持在|稳定维持在|稳定在|保持在|维持在|稳定达到|稳定|始终保持|保持"),
    (
        "<=",
        r"不得超过|不得高于|不超过|不高于|不大于|不多于|不突破|控制在|控制到|降低到|降低至|下降到|下降至|降到|降至|"
        r"降为|减少到|减少至|减至|压缩到|压缩至|压缩为|"
        r"压减到|压减至|缩短到|缩短至|缩短为|缩减到|缩减至|精简到|精简至|精简为|压降至|限定在|压至",
    ),
    (
        ">=",
        r"不得低于|不得少于|不低于|不少于|不小于|不短于|至少达到|达到|达至|达|至少|提高到|提高至|提升到|提升至|"
        r"提升为|增加到|增加至|增至|增长到|增长至|"
        r"扩大到|扩大至|上升到|上升至|升至|发展到|发展至|壮大到|拓展到|拓展至|延长到|延长至|提至|恢复到|恢复至|"
        r"力争完成|突破到",
    ),
    (">", r"超过|突破|高于|大于|多于|优于|逾|超"),
    ("<", r"低于|小于|少于|短于|不足"),
    (
        "grow",
        (
            r"(?:年均|同比)?(?:增长率?|增加|提高|提升|上升|扩大|增幅|增速|下降率?|降低|减少|降幅|压减|缩短|压缩|缩减|"
            r"削减|精简|减排)"
        ),
    ),
    ("=", r"占到|占|为|是|完成|实现"),
)
_ANY_VALUE = "|".join(f"(?P<v{i}>{words})" for i, (_, words) in enumerate(VALUE_VERBS))
_VALUE = re.compile(rf"(?P<adv>{_ADVERB}*)(?:{_ANY_VALUE})(?P<late>{_ADVERB}*)$")
_PRODUCE_LIST = (
    "新增认定 新增培育 新增建设 新增 新建提升改造 新建改造 新改扩建 新改建 改扩建 新扩建 新建 改建 扩建 建设改造 "
    "建设完善 建设 建成投用 建成 打造形成 打造 推出 培育认定 培育壮大 "
    "培育打造 培育 培养引进 培养 引进培育 引进 引育 建立健全 建立 组建 创建 创成 实施 开展 发布 制定发布 制定修订 "
    "制定 制修订 修订 制订 举办 承办 组织开展 组织实施 组织 "
    "培训 完成 改造提升 改造 选择 遴选推广 遴选 选树 选育 选派 评选 评定 认定 扶持 帮扶 服务 支持 推广应用 推广 推进 "
    "推动 设立 布局建设 布局 形成 招引 招募 招聘 招收 发展壮大 发展 "
    "吸纳 转化 突破 攻克 研发 申报 争创 争取 落地 引入 补齐 配建 升级 提升 配备 配置 安装 更新改造 更新 淘汰 关停 "
    "增配 扩种 新创 育成 筹措供应 筹措 提档升级 维修更换 募集 新招 增殖 更新提升 建有 "
    "召开 调整 抽查 检查 抽检 检测 监测 治理 修复 造林 绿化 种植 生产 "
    "筹集建设 筹集 筹建 开发 开通 新开工 新开通 新开 拓展 覆盖 惠及 带动 转移 安置 救助 资助 表彰 命名 归集 入库 "
    "储备 谋划 策划 签约 投放 发放 新登记 新认定 新培育 新引进 "
    "新设立 新设 新发展 新签约 整治 整合 拆除 清理 办理 受理 审核 评价发布 发放 采集 建档 聘任 派驻 选聘 确定 启动 "
    "推荐 培植 孵化 做强 做优 做大 壮大 集聚 汇聚 拥有 打通 建好 改善 实现 "
    "增设 增加 至少 安排 落实 推行 编制 出台 制作 播出 征集 参与 主导 创作 生成 输送 储备 吸引 聚集 构建 参加 提供 "
    "解决 轮训 交办 办好 评价 植树 申请 获批 获得 取得 "
    "选拔 选送 轮训 入选 跻身 揭牌 接入 上线 部署 改革 复制 试点 挖掘 开设 讲授 执法 备案 巡查 排查 复审 命题 考核 "
    "对接 发行 融资 投入 投产 开工 竣工 交付 改厕 硬化 联网 认证 登记 授权"
)
_PRODUCE = _PRODUCE_LIST.split()
_PRODUCE_WORDS = "|".join(sorted(set(_PRODUCE), key=len, reverse=True))
PRODUCE = re.compile(_PRODUCE_WORDS)
_PRODUCE_START = re.compile(rf"(?:{_PRODUCE_WORDS})+")
# Verbs that only say that a thing comes into being: the indicator is the thing.
_MERE = re.compile(
    r"(?:建设|建成投用|建成|打造形成|打造|推出|培育壮大|培育打造|培育认定|培育|培养|形成|建立健全|建立|创建|创成|"
    r"选择|遴选|拥有|建有|构建|至少|实现|完成|争取|争创|推动|推进|力争|"
    r"引进培育|培育引进|培养引进|引育|发展壮大|发展|布局建设|布局|组建|设立|集聚|支持|组织|做强|做优|做大|壮大|获得|取得|达到)+"
)
_FLUFF = re.compile(
    r"^(?:[ \t,、:;。\-*★▲●·•]|[一二三四五六七八九十]是|"
    r"其中|同时|并且|并(?![购网联轨])|且|以及|及(?!时)|和(?!谐|平)|与|或|"
    r"力争|争取|确保|努力|全力|推动|促进|使得|将(?![军来])|逐步|基本(?=建成|实现|形成|完成|建立|达到|消除)|"
    r"全面(?!质量)|持续|加快|进一步|着力|大力|积极|稳步|不断|预计|力促|带动|原则上|累计|合计|总计|实现|继续(?!教育|"
    r"医学)|分别|统筹|鼓励|引导|支持|推进|对于?(?!外|口|接)|"
    r"每年|年均|每(?:个)?季度|每(?:个)?月|逐年|达到|保持|至少|到(?![位岗期户课])|至|在全国范围内|"
    r"每[两二三四五0-9]+年|今年|当年|年内|期末|底前?|前|末|期间|争取在|按照|落实|免费)+"
)
_DATE_START = re.compile(
    r"^(?:(?:未来|今后)?(?:[一二两三四五六七八九十]|[0-9]{1,2})年(?:之内|以内|内|(?:左右)?的?时间(?:内)?|(?=累计|共|新增|合计))"
    r"|全年|到?期末)|"
    r"^(?:到|至|力争|力争到|截至|争取到?|预计到?|于|在|从|自|比|较)*(?:(?:19|20)[0-9]{2}[ ]?年?(?:-{1,2}|~|至|"
    r"到)?){1,2}年?(?:度)?(?:底前?|末|年底|上半年|下半年|[0-9]{1,2}月(?:底|末)?(?:[0-9]{1,2}日)?)?"
    r"(?:之?前|以前|起|开始|期间|相比|增长|水平)?|^(?:到|至)?“?十[三四五六]五”?(?:期?末|末期|期间|时期)?"
)
_BASE = re.compile(
    r"(?:比|较|与|同)(?:(?:19|20)[0-9]{2}年|上年|上一?年度|去年|同期|“?十[二三四]五”?末?)(?:同期|底|末)?(?:相比)?"
)
INDICATOR_END = re.compile(
    r"(?:(?<!效)率|比重|占比|比例|指数|增加值|产值|总量|总额|规模|数量|人数|户数|家数|个数|总数|收入|面积|产量|强度|"
    r"浓度|密度|寿命|投入|消费|能力|容量|里程|营收|"
    r"利润|税收|销售额|交易额|金额|投资额?|保有量|拥有量|覆盖面|达标|水平|增速|增长|得分|满意度|增幅|消耗|能耗|"
    r"排放量?|库存|库容|支出|余额|存量|年限|时间|时长|用量|产能|数|量|额|值|度)$"
)
_PLACE_FIRST = re.compile(
    rf"^(?P<noun>[^,。;“”]{{0,24}}?(?:县\(市、区\)|县|市|区|乡镇|镇|街道|村|领域|城市|地区|行业|企业|学校|医院|园区|"
    rf"社区))"
    rf"(?:大力|积极|全面|率先|探索)?(?P<verb>(?:{_PRODUCE_WORDS}|建有|具备|达标).*)$"
)
JOIN = re.compile(r"、|以及|和(?!谐|旅游|信息化|社会|国)|(?<![普涉触波])及(?![时格早其])|(?<!参)与(?!会)")
_PER = re.compile(
    r"(?:每一?|各)(?:个|家|所|座|条)?(?P<per>设区的?市|地级市|设区市|市\(州\)|地\(市、州、盟\)|市州|县\(市、区\)|"
    r"县区|区县|乡镇|街道|行政村|村|县|市|区|社区|省份?|园区|学校|企业|单位)"
)


@dataclass(frozen=True)
class Said:
    """What stands before a number: its subject, the class of its verb or None, whether it produces things."""

    subject: str
    sign: str | None
    verb: str
    produces: bool
    offset: int


_EVERYWHERE = re.compile(
    r"^(?:全|我|本)[省市县区州](?=累计|实现|力争|新增|新建|新改|建成|建设|培育|打造|创建|引进|完成|组织|开展|举办|推广|认定)"
)


def tidy(words: str) -> str:
    """A name without time, connecting words and long brackets around it."""
    before = None
    while before != words:
        before = words
        words = _EVERYWHERE.sub("", words, count=1)
        words = _DATE_START.sub("", words, count=1)
        words = _FLUFF.sub("", words, count=1)
    words = re.sub(r"\((?:[^()]{9,}|以?下?简称[^()]*)\)|原则上", "", words)
    words = _BASE.sub("", words)
    words = re.sub(r"[\s,、:;。的\-]+$", "", re.sub(r"\s+", "", words))
    return re.sub(r"(?<=[\u4e00-\u9fff]{2})(?:大约|约)$", "", words)


def said(pre: str) -> Said:
    """Read the words before a number from the right: verb, then subject; else the producing verb that opens them."""
    pre = pre.rstrip(" \t")
    match = _VALUE.search(pre, max(0, len(pre) - 24))
    if match:
        sign, verb = next((VALUE_VERBS[i][0], match[f"v{i}"]) for i in range(len(VALUE_VERBS)) if match[f"v{i}"])
        subject = pre[: match.start()]
        return Said(subject, sign, (match["adv"] or "") + verb, False, match.start())
    stripped = tidy(pre)
    produce = _PRODUCE_START.match(stripped)
    return Said(stripped, None, produce.group() if produce else "", bool(produce), 0)


def things(words: str) -> str:
    """The name of produced things: 建设50所 -> the thing alone, 新增/实施/服务 kept because they are the indicator."""
    words = tidy(words)
    mere = _MERE.match(words)
    if mere and len(words) - mere.end() >= 2:
        words = words[mere.end() :]
    return words


def places(words: str) -> str:
    """县(市、区)设立平台 as a name of what is counted: 设立平台的县(市、区)."""
    match = _PLACE_FIRST.match(words)
    return f"{match['verb']}的{match['noun']}" if match else words


def repeated_for(words: str) -> tuple[str, str] | None:
    """每个设区的市 -> ("设区市", the words): each of them has to reach the value."""
    match = _PER.search(words)
    if match is None:
        return None
    return match["per"].replace("设区的市", "设区市"), match.group()


def coordinated(words: str, count: int) -> list[str] | None:
    """The full names of ``count`` things that a list joins, head and tail put back; None when they are fewer."""
    words = tidy(words)
    parts = [p for p in _cut(words) if p]
    if len(parts) < count or count < 2:
        return None
    while len(parts) > count:
        parts[0:2] = [parts[0] + "、" + parts[1]]
    first, last = parts[0], parts[-1]
    sums = [re.search(r"[0-9][0-9.,]*[十百千万亿]*元?", p) for p in parts]
    if sums[0] and sums[-1] and all(m and not p[: m.start()] for m, p in zip(sums[1:], parts[1:], strict=True)):
        head, tail = first[: sums[0].start()], last[sums[-1].end() :]
        return [head + m.group() + tail for m in sums if m]
    if all(INDICATOR_END.search(p) for p in parts):
        return _headed(parts)
    if _OWN_MEASURE.search(first) and INDICATOR_END.search(last) and first[-2:] != last[-2:]:
        return _grouped(parts)
    middle = {len(p) for p in parts[1:-1]}
    if count > 2 and (len(middle) > 1 or len(first) < max(middle)):
        unit = _CLOSING.search(last) or re.search(r"[\u4e00-\u9fff]{2}(?:率|量|额|值|数|比重|占比)$", last)
        return [p + (unit.group() if unit else "") for p in parts[:-1]] + [last]
    whole = _whole(parts)
    if whole is not None:
        return whole
    return _shared(parts)


def _whole(parts: list[str]) -> list[str] | None:
    """Lists whose parts are grades (国家级、省级平台) or names that end alike; None where the tail is shared."""
    first, last = parts[0], parts[-1]
    graded = _GRADE.search(first)
    if graded and all(_GRADE.match(p) for p in parts[1:]):
        tail = last[_GRADE.match(last).end() :]  # type: ignore[union-attr]
        head = first[: graded.start()]
        return [first + tail, *(head + p + tail for p in parts[1:-1]), head + last]
    opened = _VERB_HEAD.match(first)
    if len(first) > 4 and first[-2:] == last[-2:] and len(last) > 4:
        return [first, *((opened.group() if opened else "") + p for p in parts[1:])]
    return None


def _shared(parts: list[str]) -> list[str]:
    """Names that share the tail of the last (种植、收获机械化率) and the verb of the first."""
    first, last, count = parts[0], parts[-1], len(parts)
    core = len(parts[1]) if count > 2 else 0
    if core and last[core : core + 1] in _CLASS and parts[1][-1:] not in last[:core]:
        core += 1
    closing = _CLOSING.search(last)
    if not core and closing and closing.start() >= 2:
        core = closing.start()
        if core >= len(first):
            return [first + closing.group(), last]
    if not core:
        at = last.find(first[-1], 0, 8)
        core = at + 1 if at >= 1 else 3 if last[2:3] in _CLASS else 2
    tail = last[core:]
    verb = _VERB_HEAD.match(first)
    head = verb.group() if verb else first[:-core] if len(first) > core else ""
    between = [head + p + tail for p in parts[1:-1]]
    return [first + tail, *between, head + last]


_GRADE = re.compile(r"(?:国家|世界|国际|部|省|市|县|区|州|自治区|地市|省部)级(?:$|(?=[\u4e00-\u9fff]))")
_BARE_LIST = "产量 总产 单产 面积 产值 数量 规模 总量 收入 增速 占比 比重"
BARE_MEASURES = frozenset(_BARE_LIST.split())
_OF_THING = re.compile(r"(?:播种|种植|养殖|栽培|建设)?(?:面积|产量|总产|产值|规模|数量|存栏量?|出栏量?|总量|总数)$")
_OWN_MEASURE = re.compile(r"(?:出栏量?|存栏量?|产量|总产|单产|面积|产值|收入|(?<!效)率|比重|占比|规模|总额|增加值)$")
_CLASS = frozenset("品类业物料剂")
_CLOSING = re.compile(
    r"(?:综合|平均|重点工程|人均)*(?:机械化|合格|覆盖|普及|利用|回收|达标|处理|治理|排放|减排|增加|消费|拥有|参保|"
    r"入学|就业|投入|销售|交易)"
    r"(?:总量|总额|量|率|强度|额|值|比重|比例)$"
)
_VERB_HEAD = re.compile(
    r"^(?:对|给予)?(?:当年|当年度|年度)?(?:首次|新)?(?:列入|评为|被评为|上榜|入围|(?:主持|承担|参与|主导)(?:制定|制修订|修订|起草)?|获得|获评|获|认定为?|入选|通过|新增|创建|建设|取得|首次|牵头|符合)"
)


def _headed(parts: list[str]) -> list[str]:
    """Whole names; a bare measure takes the thing of the first (粮食播种面积和产量 -> 粮食产量)."""
    thing = _OF_THING.sub("", parts[0])
    return [p if n == 0 or p not in BARE_MEASURES or len(thing) < 2 else thing + p for n, p in enumerate(parts)]


def _grouped(parts: list[str]) -> list[str]:
    """生猪出栏量、蔬菜和水产品产量: each name without a measure takes that of the next one that has one."""
    names: list[str] = []
    waiting: list[str] = []
    for part in parts:
        waiting.append(part)
        if INDICATOR_END.search(part):
            names.extend(coordinated("、".join(waiting), len(waiting)) or waiting)
            waiting = []
    return names + waiting


def _cut(words: str) -> list[str]:
    """Cut a list at 、 和 及 与 outside brackets and quotations."""
    parts, depth, begin, at = [], 0, 0, 0
    while at < len(words):
        char = words[at]
        if char in "(“《":
            depth += 1
        elif char in ")”》":
            depth = max(0, depth - 1)
        elif depth == 0:
            match = JOIN.match(words, at)
            if match:
                parts.append(words[begin:at])
                begin = at = match.end()
                continue
        at += 1
    parts.append(words[begin:])
    return parts
