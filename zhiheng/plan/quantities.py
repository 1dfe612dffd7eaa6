"""Quantities as plans write them: 95%, 5000项以上, 10万张, 1.2亿千瓦, 3.5件, 一半以上, 数以万计, 两次, 翻一番.

A quantity knows its value and its unit as written; 万 before a counter is folded into the value (10万张 = 100000 张),
while money, people and physical units keep it (45 亿元). Numbers inside names (1+X, 5G, 第3) are told apart.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from zhiheng.plan.periods import numeral

_PHYSICAL_LIST = (
    "元 美元 欧元 港元 日元 千瓦时 千瓦 瓦 兆瓦 吉瓦 吨标准煤 吨标煤 吨 公斤 千克 克 立方米 方 立方 平方公里 "
    "平方千米 平方米 公顷 亩 亩次 公里 千米 米 "
    "厘米 毫米 纳米 微米 海里 升 毫升 度 摄氏度 ℃ 人 人次 户 户次 标箱 标准箱 TEU kW kWh MW GW km km² m² m³ hm² kg "
    "帕 伏 千伏 kV 焦 吉焦 "
    "微克/立方米 毫克/升 毫克/立方米 吨/年 吨/日 立方米/年 元/平方米 元/吨 元/人 元/年 元/月 元/亩 人/平方公里 分贝 "
    "赫兹 比特 Gbps Mbps TB PB EB Tbps "
    "PFLOPS EFLOPS Flops 公斤/亩 斤 担 头 只 羽 株 尾 吨公里 人公里"
)
_PHYSICAL = _PHYSICAL_LIST.split()
_COUNTERS_LIST = (
    "个百分点 百分点 件/万人 人/万人 张/千人 人/千人 床/千人 家 个 项 件 张 所 座 处 条 种 台 套 辆 艘 架 次 场 期 "
    "名 位 篇 部 款 例 起 宗 支 棵 "
    "门 间 张床位 床 类 项次 批次 批 家次 件次 台次 台套 台/套 台(套) 个/年 个标准 户家 幅 本 册 节 课时 学时 学分 "
    "倍 成 分 级 "
    "颗 枚 片 块 口 眼 孔 道 盏 根 对 组 队 班 届 站 点 村 县 镇 市 场次 站点 "
    "岁 年 个月 月 天 日 个工作日 工作日 小时 分钟 秒 周 周年 个学期 学期 学年 人年 兆 艘次 架次 班列 列 箱 万 亿"
)
_COUNTERS = _COUNTERS_LIST.split()
_UNITS = sorted({*_PHYSICAL, *_COUNTERS}, key=len, reverse=True)
_KEEPS_SCALE = frozenset(_PHYSICAL)
_UNIT = "|".join(re.escape(u) for u in _UNITS)
_SCALE = r"万亿|千亿|百亿|十亿|千万|百万|十万|亿|万|千(?![瓦伏米克卡帕赫焦])|百"
_FACTOR = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
_CN = "一二两三四五六七八九十百千万亿零〇"
_NUMBER = r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?"

_ARABIC = re.compile(
    rf"(?P<n>{_NUMBER})[ ]?"
    rf"(?:(?P<pct>[%‰℃]|[万亿]?[元家个项名人件亩座所])?[ ]?(?:-{{1,2}}|~|至|到)[ ]?(?P<n2>{_NUMBER})[ ]?)?"
    rf"(?P<s>{_SCALE})?(?P<more>[余多])?[ ]?(?P<u>[%‰]|{_UNIT})?"
)
_CHINESE = re.compile(
    rf"(?P<n>(?<![第{_CN}之])[{_CN}]{{1,8}})(?P<more>[余多来])?"
    r"(?P<u>个百分点|个月|个工作日|平方公里|平方米|立方米|公里|公顷|亿元|万元|亩|吨|元|人次|人|户|"
    r"家|个|项|件|张|所|座|处|条|种|台|套|辆|次|场|期|名|位|篇|款|例|起|支|类|批|倍|年|天|日|小时|分钟|岁|大)"
)
_HALF = re.compile(r"一半|半数|过半(?!年)")
_PART = re.compile(rf"(?P<d>[{_CN}]{{1,3}})分之(?P<n>[{_CN}0-9.]{{1,8}})")
_TENTH = re.compile(r"(?P<n>[一二三四五六七八九][一二三四五六七八九]?)成(?=以上|左右|的|[,。;、])")
_TENS = re.compile(r"数以(?P<s>十|百|千|万|十万|百万|千万|亿)计")
_DOUBLE = re.compile(r"翻(?P<n>[一二两三四0-9])?番|倍增(?!计划|行动|工程)")
_CROWD = re.compile(
    r"(?<![0-9一二三四五六七八九十几数多])(?P<n>[一二三四五六七八九]?(?:十万|百万|千万|"
    r"万))(?:名)?(?=(?:[\u4e00-\u9fff]{0,4}?)"
    r"(?:青年|学生|大学生|毕业生|农民|农民工|职工|员工|人才|技工|工匠|劳动者|妇女|党员|教师|医师|护士|创客|技师)"
    r"[\u4e00-\u9fff]{0,8}(?:计划|工程|行动))"
)
_SUFFIX = re.compile(r"[ ]?(?P<w>(?:及)?以上|(?:及)?以下|之?以内|之内|左右|上下|及以上)")
_NAME_LEFT = re.compile(r"[A-Za-z+×_/]$|[A-Za-z][ .-]?$|第\s?$|前\s?$|No\.?$|编号\s?$|“十$")
_NAME_RIGHT = re.compile(
    r"强(?![化度])|[+×]|[A-Za-z]|\s?号|\s?(?:条|款|项)规定|级(?!以上|财政)|\.[0-9]|#|:[0-9]|/[0-9]"
)
_SAME_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_ARTICLES = frozenset(("一", "万", "千", "百", "千万", "十", "百万", "亿", "零", "万一"))
_ONE_OF = frozenset("倍次所家个名场支项件条座处期人")
CLASSIFIERS = (
    (re.compile(r"企业|公司|单位|机构|商户|园区|平台型|门店|医院$"), "家"),
    (re.compile(r"人才|人员|青年|学生|劳动者|工匠|农民|职工|教师|医师|党员"), "人"),
    (re.compile(r"项目|标准|任务|技术|成果"), "项"),
)


@dataclass(frozen=True)
class Quantity:
    """A number with its unit. ``value`` is exact; ``suffix`` is the word behind it (以上 …); ``end`` stands after it.

    ``shape`` tells the form: digits, chinese, half, part, tens (数以万计), double (翻番), crowd (百万青年),
    name (1+X, 12大).
    """

    start: int
    end: int
    value: Decimal
    unit: str | None
    shape: str
    suffix: str = ""
    more: bool = False
    upper: Decimal | None = None


def factor(scale: str) -> int:
    """百万 -> 1000000."""
    product = 1
    for char in scale:
        product *= _FACTOR.get(char, 1)
    return product


def quantities(norm: str) -> list[Quantity]:
    """Every quantity of the text in order; of two that overlap, the one that begins first and is longer stands."""
    found: list[Quantity] = []
    for match in _ARABIC.finditer(norm):
        quantity = _arabic(norm, match)
        if quantity is not None:
            found.append(quantity)
    found.extend(q for q in (_chinese(norm, m) for m in _CHINESE.finditer(norm)) if q is not None)
    for pattern, build in ((_HALF, _half), (_PART, _part), (_TENTH, _tenth), (_TENS, _tens), (_DOUBLE, _double)):
        found.extend(q for q in (build(m) for m in pattern.finditer(norm)) if q is not None)
    found.extend(_crowd(m) for m in _CROWD.finditer(norm))
    found.sort(key=lambda q: (q.start, -q.end))
    kept: list[Quantity] = []
    for quantity in found:
        if not kept or quantity.start >= kept[-1].end:
            kept.append(_suffixed(norm, quantity))
    return kept


def _suffixed(norm: str, quantity: Quantity) -> Quantity:
    match = _SUFFIX.match(norm, quantity.end)
    if match is None or quantity.shape == "name":
        return quantity
    return Quantity(
        quantity.start,
        match.end(),
        quantity.value,
        quantity.unit,
        quantity.shape,
        match["w"],
        quantity.more,
        quantity.upper,
    )


def scaled(value: Decimal, scale: str, unit: str | None) -> tuple[Decimal, str | None]:
    """Fold 万 and 亿 into the value of a counter; leave them with money, people and physical units."""
    if not scale:
        return value, unit
    big = next((b for b in ("万亿", "亿", "万") if scale.endswith(b)), "")
    if unit in _KEEPS_SCALE and big:
        return value * factor(scale[: -len(big)]), big + (unit or "")
    return value * factor(scale), unit


def _arabic(norm: str, match: re.Match[str]) -> Quantity | None:
    start, digits = match.start(), match["n"].replace(",", "")
    try:
        value = Decimal(digits)
    except InvalidOperation:
        return None
    left, unit, scale = norm[max(0, start - 4) : start], match["u"], match["s"] or ""
    if _NAME_LEFT.search(left) or _NAME_RIGHT.match(norm, match.end()):
        return Quantity(start, match.end(), value, None, "name")
    big = norm.startswith("大", match.end("n")) and not norm.startswith(("大型", "大中"), match.end("n"))
    if unit is None and (big or _NAME_RIGHT.match(norm, match.end("n"))):
        return Quantity(start, match.end("n"), value, None, "name")
    if (
        unit in {"级", "点"}
        and re.match(r"[\u4e00-\u9fff]", norm[match.end() : match.end() + 1])
        and not _SUFFIX.match(norm, match.end())
    ):
        return Quantity(start, match.end(), value, None, "name")
    upper = Decimal(match["n2"].replace(",", "")) if match["n2"] else None
    if unit in {"万", "亿"}:
        scale, unit = unit, None
    if match["pct"] in {"%", "‰", "℃"} and unit is None:
        unit = match["pct"]
    whole, read = scaled(value, scale, unit)
    top = scaled(upper, scale, unit)[0] if upper is not None else None
    end = match.end()
    while end > start and norm[end - 1] == " ":
        end -= 1
    return Quantity(start, end, whole, read, "digits", more=bool(match["more"]), upper=top)


def _chinese(norm: str, match: re.Match[str]) -> Quantity | None:
    """A Chinese numeral before a counter; 一 as an article (一批, 一个) and idioms are no quantities."""
    words, unit = match["n"], match["u"]
    if words in _ARTICLES and not (words == "一" and unit in _ONE_OF):
        return None
    if unit == "大" and re.match(
        (r"型|中|小|量|力|批|幅|众|气|学|城|道|家|赛|会|报告|以来|精神"), norm[match.end() :][:2]
    ):
        return None
    value = numeral(words)
    if value is None or value > 10**12:
        return None
    if unit == "大":
        return Quantity(match.start(), match.end(), Decimal(value), None, "name")
    kept = unit
    for big in ("亿", "万"):
        if unit.startswith(big):
            kept = unit
    return Quantity(match.start(), match.end(), Decimal(value), kept, "chinese", more=bool(match["more"]))


def _half(match: re.Match[str]) -> Quantity:
    return Quantity(match.start(), match.end(), Decimal(50), "%", "half", more=match.group() == "过半")


def _part(match: re.Match[str]) -> Quantity | None:
    """三分之二 and 百分之八十 as a percentage, to two decimals."""
    below, above = numeral(match["d"]), match["n"]
    try:
        top = Decimal(above)
    except InvalidOperation:
        read = numeral(above)
        if read is None:
            return None
        top = Decimal(read)
    if not below:
        return None
    return Quantity(match.start(), match.end(), (top * 100 / below).quantize(Decimal("0.01")).normalize(), "%", "part")


def _tenth(match: re.Match[str]) -> Quantity:
    tens = [numeral(c) or 0 for c in match["n"]]
    upper = Decimal(tens[1] * 10) if len(tens) == 2 else None
    return Quantity(match.start(), match.end(), Decimal(tens[0] * 10), "%", "part", upper=upper)


def _tens(match: re.Match[str]) -> Quantity:
    return Quantity(match.start(), match.end(), Decimal(factor(match["s"])), None, "tens", more=True)


def _double(match: re.Match[str]) -> Quantity:
    """翻一番 is growth by 100 %, 翻两番 by 300 %."""
    times = numeral(match["n"]) or 1 if match["n"] else 1
    return Quantity(match.start(), match.end(), Decimal((2**times - 1) * 100), "%", "double")


def _crowd(match: re.Match[str]) -> Quantity:
    value, unit = scaled(Decimal(numeral(match["n"]) or factor(match["n"])), "", "人")
    ten_thousand = value / 10**4
    return Quantity(match.start(), match.end(), ten_thousand, f"万{unit}", "crowd")
