"""Sums that the plan promises: 给予30万元、20万元资助, 核定支出费用50%、最高不超过100万元, 可申请最高15万元的贷款.

One entry for one rule: a share and its cap belong together; 分别 gives as many rules as sums. Money is in 分.
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from zhiheng.plan.clauses import Clause, clauses
from zhiheng.plan.document import Document
from zhiheng.plan.model import Funding, Quote
from zhiheng.plan.quantities import Quantity, scaled
from zhiheng.plan.subjects import coordinated, tidy

_GRANT = re.compile(
    r"给予|补助|补贴|奖励|奖补|支持资金|资助|返还|贴息|资金支持|经费支持|扶持资金|补偿|予以(?:支持|奖励|补助)|"
    r"奖金|减免|退还|抵免|一次性奖|救助金|津贴|以奖代补|担保额度|授信额度"
)
_LOAN = re.compile(r"(?:申请|享受|提供|给予|发放)[^,。]{0,16}(?:最高|不超过)[^,。]{0,20}贷款|贷款(?:最高)?额度")
_BUDGET = re.compile(
    r"财政[^,。]{0,10}(?:安排|列支|拿出|投入)|"
    r"(?:安排|统筹|列支|落实|设立)[^,。]{0,24}(?:资金|经费)|(?:资金|经费)[^,。]{0,8}(?:安排)"
)
_CAP = re.compile(r"(?:最高|不超过|上限|至多|最多|封顶|限额|不高于)[^,、0-9]{0,10}$")
_CAP_BEHIND = re.compile(r"\s?(?:以内|封顶|为限|上限)")
_PER = re.compile(
    r"每(?!年|月|季)(?:一)?(?:个)?(?P<per>[\u4e00-\u9fff]{1,5}?)(?:每年|每月)?(?:可|给予|补助|补贴|奖励|资助|最高|不超过|按|"
    r"一次性)*$"
)
_CAP_ONLY = re.compile(
    r"(?P<who>(?:单个|单家|单户|单项|单一|同一|每个|每家|每户|每)(?!年|月|次)[\u4e00-\u9fff]{1,5}?)?"
    r"(?:每年度?|年度|全年|当年|累计|合计|补助|奖励|补贴|资助|支持|资金|金额|总额|额度|享受|获得|可|给予|的|度)*"
    r"(?:最高|不得?超过|上限|限额|封顶|最多)[\u4e00-\u9fff]{0,8}$"
)
_FOR = re.compile(r"\s*(?:并|再|其中)?对(?![外口])")
_BEHIND = re.compile(r"(?:用于|支持|打造|建设|扶持|推动|发展|奖励)[\u4e00-\u9fff“”、]{4,40}")
_REACHED = re.compile(r"(?:达到|达|增长|提高到|总额|余额|规模|突破)$")
_EARNED = re.compile(r"(?:投资额?|到位|每增加[^,]*|纳税|产值|收入)$")
_ONE_OF = re.compile(r"\s*(?:单个|单家|单户|单项|同一)")
_BY_SHARE = re.compile(
    r"(?<=[\u4e00-\u9fff]{2})[,]?按照?(?:不超过|不高于|其|实际|总|设备|项目|固定|合同|投入|投资|购置|年度|核定|审定).*$"
)
_CONDITION_END = re.compile(r"的$")
_PAYS = re.compile(r"给予|予以|按照?|最高|不超过|一次性|可按|每")
_VERB = re.compile(
    r"(?:给予|予以|可申请|申请|享受|一次性|分别|按照?|每个?[\u4e00-\u9fff]{0,4}|最高|不超过|奖励|补助|补贴|资助|标准|"
    r"可|再|各)+$"
)


def read_funding(doc: Document) -> list[Funding]:
    """All rules in document order; their numbers are claimed as 资金 so that no other reader takes them."""
    found: list[Funding] = []
    for scope in doc.scopes:
        if scope.status:
            continue
        before: Clause | None = None
        last: list[Funding] = []
        for clause in clauses(doc.norm, scope, doc.shut, doc.marked):
            if before is not None and before.sentence != clause.sentence:
                before = None
            if _FOR.match(doc.norm, clause.start, clause.end):
                last = []
            rules = _capping(doc, clause, last)
            if rules and last and rules[0].span.start == last[0].span.start:
                del found[-len(last) :]
            rules = rules or _rules(doc, clause, before)
            found.extend(rules)
            last = rules or last
            ended = doc.norm[clause.start : clause.end].rstrip().endswith("的")
            aimed = before is not None and _FOR.match(doc.norm, before.start) and not rules and not ended
            before = before if aimed and not _FOR.match(doc.norm, clause.start) else clause
    return found


def _capping(doc: Document, clause: Clause, last: list[Funding]) -> list[Funding]:
    """单个企业每年最高不超过100万元: a cap of the rules before it, part of them where they are shares without one."""
    numbers = [q for q in doc.numbers_in(clause.start, clause.end) if doc.times.covers(q.start) is None]
    if not last or len(numbers) != 1 or not _is_money(numbers[0]):
        return []
    quantity = numbers[0]
    words = doc.norm[clause.start : quantity.start].strip()
    said = _CAP_ONLY.match(words)
    tail = re.sub(r"\s", "", doc.norm[quantity.end : clause.end])
    if said is None or re.search(r"对|的|贷款", words) or len(tail) > 8:
        return []
    doc.claim(quantity.start, quantity.end, "资金")
    doc.funded.add(quantity.start)
    who = re.sub(r"^(?:单个|单家|单户|单项|单一|同一|每个|每家|每户|每)", "", said["who"] or "")
    per = (who + ("/年" if re.search(r"每年|年度|全年", words) else "")) or None
    if all(rule.share is not None and rule.cap_fen is None for rule in last):
        end = quantity.end
        return [replace(r, cap_fen=fen(quantity), per=r.per or per, span=Quote(r.span.start, end)) for r in last]
    item = "、".join(dict.fromkeys(rule.item for rule in last))
    return [Funding(clause.scope.clause, item, None, None, fen(quantity), per, Quote(quantity.start, quantity.end))]


def _rules(doc: Document, clause: Clause, before: Clause | None) -> list[Funding]:
    words = doc.norm[clause.start : clause.end]
    numbers = [
        q for q in doc.numbers_in(clause.start, clause.end) if q.start not in doc.marked and q.start not in doc.quotes
    ]
    numbers = [q for q in numbers if _is_money(q) or q.unit == "%"]
    if not numbers or (_CONDITION_END.search(words.strip()) and clause.end < clause.sentence[1]):
        return []
    sentence = doc.norm[clause.sentence[0] : clause.sentence[1]]
    granted = _GRANT.search(words) or _LOAN.search(words) or _BUDGET.search(words)
    continued = _GRANT.search(sentence) and (
        re.match(r"\s*(?:最高|不超过|每|单个|单户|单项|按|或按|上限|累计最高|总额)", words) or "标准" in words
    )
    if not granted and not continued:
        return []
    if any(_target_like(doc.norm, clause, q) for q in numbers):
        return []
    for quantity in numbers:
        doc.claim(quantity.start, quantity.end, "资金")
        doc.funded.add(quantity.start)
    for quantity in doc.numbers_in(clause.start, clause.end):
        if quantity.unit == "倍":
            doc.claim(quantity.start, quantity.end, "资金")
            doc.funded.add(quantity.start)
    return _entries(doc, clause, before, numbers)


def _is_money(quantity: Quantity) -> bool:
    return bool(quantity.unit) and str(quantity.unit).endswith("元") and "/" not in str(quantity.unit)


def _target_like(norm: str, clause: Clause, quantity: Quantity) -> bool:
    """补贴资金总额达到10亿元, 贷款余额增长10% are aims about money, not a rule that pays it."""
    before = norm[clause.start : quantity.start].rstrip()
    return bool(_REACHED.search(before) or (quantity.unit != "%" and _EARNED.search(before)))


def fen(quantity: Quantity) -> int:
    """The amount in 分 (30 万元 -> 30000000)."""
    unit = str(quantity.unit)
    value, _ = scaled(quantity.value, re.sub(r"[^十百千万亿]", "", unit), None)
    return int(value * 100)


def _entries(doc: Document, clause: Clause, before: Clause | None, numbers: list[Quantity]) -> list[Funding]:
    """Pair each share with the cap behind it; every other sum stands alone."""
    norm = doc.norm
    groups: list[list[Quantity]] = []
    for quantity in numbers:
        capped = _capped(norm, clause, quantity)
        if groups and capped and groups[-1][-1].unit == "%" and len(groups[-1]) == 1:
            groups[-1].append(quantity)
        else:
            groups.append([quantity])
    items = _items(norm, clause, before, groups)
    all_capped = re.search(r"最高分别|分别(?:最高|不超过)", norm[clause.start : clause.end]) is not None
    found = []
    for group, item in zip(groups, items, strict=True):
        shares = [q for q in group if q.unit == "%"]
        sums = [q for q in group if q.unit != "%"]
        caps = [q for q in sums if all_capped or _capped(norm, clause, q)]
        plain = [q for q in sums if q not in caps]
        found.append(
            Funding(
                clause=clause.scope.clause,
                item=item,
                amount_fen=fen(plain[0]) if plain else None,
                share=Fraction(shares[0].value / Decimal(100)) if shares else None,
                cap_fen=fen(caps[0]) if caps else None,
                per=_per(norm, clause, group[0]),
                span=Quote(group[0].start, group[-1].end),
            )
        )
    return found


def _capped(norm: str, clause: Clause, quantity: Quantity) -> bool:
    before = norm[max(clause.start, quantity.start - 14) : quantity.start]
    return (
        bool(
            _CAP.search(before) or quantity.suffix in {"以内", "之内", "以下"} or _CAP_BEHIND.match(norm, quantity.end)
        )
        and quantity.unit != "%"
    )


def _per(norm: str, clause: Clause, quantity: Quantity) -> str | None:
    match = _PER.search(norm[clause.start : quantity.start].rstrip())
    if match is None:
        match = re.search(
            (r"每(?:个)?(?P<per>项目|家|人|户|亩|件|台|项|张|企业|平方米|吨)"), norm[clause.start : quantity.start]
        )
    return match["per"] if match else None


def _items(norm: str, clause: Clause, before: Clause | None, groups: list[list[Quantity]]) -> list[str]:
    """What the money is for: 对… before it, in this clause or in the one before; with 分别, one item for each sum."""
    here, count = norm[clause.start : groups[0][0].start], len(groups)
    words = _VERB.sub("", here.strip())
    whole = _aim(words)
    if before is not None and (len(whole) < 4 or _PAYS.match(here.strip()) or _ONE_OF.match(here)):
        whole = _aim(norm[before.start : before.end])
    behind = _BEHIND.match(norm, groups[-1][-1].end, clause.end)
    if count == 1 and behind and _BUDGET.search(here):
        return [tidy(behind.group())]
    if count == 1:
        return [whole or tidy(norm[clause.start : clause.end])[:40]]
    named = coordinated(whole, count) if "分别" in here or "分别" in norm[clause.start : clause.end] else None
    if named:
        return named
    items = [whole or tidy(norm[clause.start : clause.end])[:40]]
    for left, right in zip(groups, groups[1:], strict=False):
        own = _aim(_VERB.sub("", norm[left[-1].end : right[0].start].strip()))
        items.append(own if len(own) >= 2 else items[-1])
    return items


def _aim(words: str) -> str:
    words = tidy(words)
    words = re.sub(r"^对(?:于)?", "", words)
    words = _BY_SHARE.sub("", words)
    return _VERB.sub("", words)
