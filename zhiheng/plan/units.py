"""Unit names and lists of them: what ends a name, what joins two, and which prefix carries through a list.

Names stay as the document writes them; only a prefix that the list shares (省A厅、B局) is put back.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from zhiheng.plan.text import Spans, brackets

_ENDS_LIST = (
    "部 委 局 厅 办 署 院 政府 办公室 管委会 委员会 中心 公司 集团 总社 联社 部门 单位 协会 学会 商会 联合会 工商联 "
    "残联 科协 文联 侨联 "
    "社科联 妇联 团省委 团市委 工会 总工会 法院 检察院 组委 筹委 大学 学院 学校 高校 银行 人行 分行 支行 海关 总队 "
    "支队 大队 专班 领导小组 "
    "机构 社 证监会 银保监会 贸促会 红十字会 协调小组 园区 开发区 高新区 经开区 新区 街道 街道办 乡镇 企业 事务所 "
    "研究所 研究院 馆 台 "
    "示范区 合作区 各市 各县 各区 各县市区 县区 市县 区县 各地 各地区 各旗县 军区 警备区 电网 电力 石油 石化 移动 "
    "联通 电信 铁塔 组 会"
)
_ENDS = _ENDS_LIST.split()
_END = re.compile(rf"(?:{'|'.join(sorted(_ENDS, key=len, reverse=True))})(?:\([^()]*\))?$")
_PLACES_END = re.compile(r"(?:各|全)[^、,]{0,4}(?:省|市|州|盟|县|区|旗|乡|镇)(?:\([^()]*\))?$")
_NOT_NAME = re.compile(
    r"[0-9。:;!?%“”]|[内由]人力|为|是|并|把|将|使|对(?![外口])|其(?![他它余])|的(?!士)|可以|应当|以下|"
    r"(?<!地级)以上|安装|经营|超过|不得|进行"
)
_BARE_START = re.compile(r"^(?:等|有关|相关|其他|其它|及|和|与|以及|由|同|会同|联合)+")
_COLLECTIVE = re.compile(
    r"^(?:各|其他|其它|有关|相关|省直|市直|省级|市级|区直|县直|中直|驻|地方|沿线|试点|所有|市有关|省有关|区有关|"
    r"县有关)"
)

# The functions of government that name a department at any level: a bare one takes the prefix of its list.
_STEMS = (
    "发展改革|发展和改革|发改|工业和信息化|工信|经济和信息化|经信|教育|科学技术|科技|民族宗教|民宗|公安|民政|司法|"
    "财政|人力资源社会保障|"
    "人力资源和社会保障|人社|自然资源|自然资源和规划|规划和自然资源|生态环境|环保|住房城乡建设|住房和城乡建设|住建|"
    "城乡建设|城市管理|城管|"
    "交通运输|交通|水利|水务|农业农村|农业|商务|文化和旅游|文化旅游|文化广电和旅游|文旅|文广旅|卫生健康|卫健|"
    "退役军人|退役军人事务|应急管理|应急|"
    "审计|国资|国有资产|市场监督管理|市场监管|体育|统计|医疗保障|医保|机关事务|林业和草原|林草|林业|园林|"
    "地方金融监管|地方金融|金融|金融工作|"
    "信访|粮食和储备|粮食和物资储备|粮食|能源|大数据|数据|药品监管|药监|知识产权|乡村振兴|扶贫|政务服务|政务服务管理|"
    "政务服务数据管理|人防|人民防空|"
    "文物|广电|广播电视|税务|气象|邮政管理|通信管理|地震|海洋|渔业|海事|口岸|投资促进|招商|行政审批|公路|铁路|民航|"
    "供销|贸促|外事|港澳|国土房管|国土资源|国土|房管|外经贸|经贸|规划|城乡规划|城建|环境保护|质监|质量技术监督|工商|"
    r"食品药品监管|食药监|安监|安全监管|卫生计生|卫计|文广新|文广|旅游|旅游发展|物价|法制|监察|住房城乡建设管理|规划国土|"
    r"规划资源|资规|资源规划|农|农牧|畜牧|畜牧兽医|中医药|绿化市容|地税|国税|中小企业|经济信息化|自然资源规划"
)
_BARE = re.compile(rf"^(?:{_STEMS})(?:委员会|办公室|管理局|监管局|监督局|事务局|厅|局|委|办)$")
_PARTY = re.compile(
    r"^(?:组织部|宣传部|统战部|政法委|网信办|编办|农办|外办|军民融合办|改革办|文明办|台办|老干部局|社会工作部)$"
)
_PREFIX = re.compile(
    rf"^(?P<p>[\u4e00-\u9fff]{{0,4}}?(?:省|市|自治区|州|县|区|旗))委?(?=(?:{_STEMS}|组织部|宣传部|统战部|政法委|"
    rf"网信办|编办|农办))"
)
VERBS = (
    r"按照?(?:各自)?(?:的)?职[责能](?:分工)?|根据(?:各自)?职[责能](?:分工)?|依(?:据|照)?(?:各自)?职[责能](?:分工)?|"
    r"在(?:各自)?职责范围内|分工|牵头|"
    r"负责|配合|参与|参加|协助|协同|协办|指导|落实|实施|组织|推进|共同|分别|联合|具体|统筹|督促|督导|抓好|承担|主办|"
    r"承办|支持|协调|推动|做好"
)
TAIL = re.compile(rf"(?:{VERBS})+$")
_AND_OTHERS = re.compile(
    r"等(?:省|市|区|县|中央|国家|自治区)?(?:级|直)?(?:各)?(?:有关|相关)?(?:部门|单位)(?:和单位)?(?:和|及|与|"
    r"以及)(?=[\u4e00-\u9fff()、]{2,30}(?:政府|管委会|办事处|委员会))"
)
_LEVEL = (
    r"(?:省|市|州|盟|县|区|旗|乡|镇|村|设区市|地级以上市|县级市|市州|街道|功能区|开发区|园区|自治区|直辖市|"
    r"\([^()]*\))"
)
_JOIN = re.compile(r"以及|和|与|及|联合|\s+")

_ZONE = re.compile(
    r"(?:高新区|新区|开发区|经开区|度假区|示范区|园区|保税区|功能区|风景区|名胜区|管理区|合作区|实验区|试验区|产业区|"
    r"港区|经济区)$"
)
_BOARD = re.compile(r"区(管委会|管理委员会)$")
_PLACE = re.compile(r"^(?!各|全|市|县|区)[\u4e00-\u9fff]{1,6}[县市区旗]$")
_RULES = re.compile(r"^(?!各|全)[\u4e00-\u9fff]{1,6}[县市区旗]((?:人民)?政府)$")


@dataclass(frozen=True)
class Name:
    """One name of a list: as it is to be read, and the characters that say it."""

    name: str
    start: int
    end: int


def looks_like_unit(words: str) -> bool:
    """Whether the words can name a body: a closing word of bodies, no clause inside."""
    words = words.strip()
    if not 2 <= len(words) <= 40 or _NOT_NAME.search(re.sub(r"\([^()]*\)", "", words)):
        return False
    return bool(_END.search(words) or _PLACES_END.search(words))


def is_department(words: str) -> bool:
    """Whether the words name a body beyond doubt: a department by function, a government, a collective of them."""
    if not looks_like_unit(words):
        return False
    body = re.sub(r"\([^()]*\)$", "", words)
    return bool(
        re.search(
            (r"(?:厅|局|委|部|署|办|政府|委员会|管委会|办公室|总局|银行|分行|海关|法院|检察院|总社|部门|单位)$"), body
        )
        and not re.search(r"(?:全|一|局|内|外|上|下|大|总|西|东|中|南|北)部$", body)
    )


def names(norm: str, start: int, end: int) -> list[Name]:
    """The names of ``norm[start:end]``, a list joined by 、 and by 和, 及, 与 between whole names."""
    shut = Spans.of((start + s, start + e) for s, e in brackets(norm[start:end]))
    pieces: list[tuple[int, int]] = []
    begin = start
    for at in range(start, end + 1):
        if at == end or (norm[at] in "、,;/" and at not in shut):
            pieces.extend(_conjoined(norm, begin, at, shut))
            begin = at + 1
    return [n for n in (_trim(norm, s, e) for s, e in _collectives(norm, pieces)) if n is not None]


def _conjoined(norm: str, start: int, end: int, shut: Spans) -> list[tuple[int, int]]:
    """Cut at a joining word only where a whole name stands on both sides (文化和旅游部 stays whole)."""
    begin = start
    parts = []
    others = _AND_OTHERS.search(norm, start, end)
    if others and others.start() not in shut:
        return [*_conjoined(norm, start, others.start(), shut), *_conjoined(norm, others.end(), end, shut)]
    for match in _JOIN.finditer(norm, start, end):
        left, right = norm[begin : match.start()].strip(), TAIL.sub("", norm[match.end() : end].strip())
        if match.start() in shut or not looks_like_unit(left) or len(right) < 2:
            continue
        if re.match(r"(?:有关|相关)?(?:单位|部门|机构|地方)$", right) or not _END.search(right.rstrip("等")):
            continue
        parts.append((begin, match.start()))
        begin = match.end()
    parts.append((begin, end))
    return parts


def _collectives(norm: str, pieces: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """各市、县(区)人民政府 is one collective name, not two units."""
    kept: list[tuple[int, int]] = []
    for piece in pieces:
        words = norm[piece[0] : piece[1]].strip()
        if kept and words:
            before = norm[kept[-1][0] : kept[-1][1]].strip()
            if re.fullmatch(rf"各?{_LEVEL}+(?:、{_LEVEL}+)*", before) and re.match(
                rf"{_LEVEL}+(?:(?:人民)?(?:政府|管委会|办事处)|$)", TAIL.sub("", words)
            ):
                kept[-1] = (kept[-1][0], piece[1])
                continue
        kept.append(piece)
    return kept


def _trim(norm: str, start: int, end: int) -> Name | None:
    """The name without the blanks and joining words around it."""
    words = norm[start:end]
    start += len(words) - len(words.lstrip())
    words = words.strip()
    lead = _BARE_START.match(words)
    if lead and not _COLLECTIVE.match(words):
        start += lead.end()
        words = words[lead.end() :]
    words = words.rstrip("。、,; ")
    if len(words) < 2 or not re.search(r"[\u4e00-\u9fff]{2}", words):
        return None
    return Name(words, start, start + len(words))


def carried(found: list[Name]) -> list[Name]:
    """Put back the prefix that a list writes once: 省市场监管局、财政厅 -> 省市场监管局, 省财政厅."""
    prefix, result = "", []
    for name in found:
        own = _PREFIX.match(name.name)
        if own:
            prefix = own["p"]
            result.append(name)
        elif prefix and _BARE.match(name.name):
            result.append(Name(prefix + name.name, name.start, name.end))
        elif prefix and _PARTY.match(name.name):
            result.append(Name(prefix + "委" + name.name, name.start, name.end))
        else:
            result.append(name)
    return result


def closed(found: list[Name]) -> list[Name]:
    """Put back the ending that a list writes once: 高新区、滨湖新区管委会 -> 高新区管委会."""
    result: list[Name] = []
    board = rule = ""
    for name in reversed(found):
        words = name.name
        own_board, own_rule = _BOARD.search(words), _RULES.match(words)
        if own_board or own_rule:
            board = own_board.group(1) if own_board else ""
            rule = own_rule.group(1) if own_rule else ""
        elif board and _ZONE.search(words):
            name = Name(words + board, name.start, name.end)
        elif rule and _PLACE.match(words):
            name = Name(words + rule, name.start, name.end)
        else:
            board = rule = ""
        result.append(name)
    return result[::-1]
