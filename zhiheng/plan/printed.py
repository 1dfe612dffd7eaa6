"""A plan as lines for a console: what it is, of whom it asks what, the targets, the sums, and what was not read."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence

from zhiheng.plan.model import Funding, Plan, Target, plain_number

_SIGNS = {">=": "≥", ">": ">", "<=": "≤", "<": "<", "=": "=", "~": "≈", "hold": "稳定在", "qualitative": "定性"}
_QUOTE_LENGTH = 24
_CADENCES = {"annual": "每年", "quarterly": "每季度", "monthly": "每月"}


def lines(plan: Plan) -> Iterator[str]:
    """The lines of a report on one plan, in Chinese, without trailing blanks."""
    yield plan.title or "(没有标题)"
    yield "  ".join(_particulars(plan))
    yield (
        f"章节 {len(plan.sections)}  任务 {len(plan.tasks)}  责任分工 {sum(len(t.assignments) for t in plan.tasks)}  "
        f"责任单位 {len(plan.units)}  目标 {len(plan.targets)}  资金 {len(plan.funding)}  时限 {len(plan.deadlines)}"
    )
    if plan.units:
        yield from ("", "责任单位(任务数)", *_units(plan))
    if plan.targets:
        yield from ("", "目标", *_columns([_target(target) for target in plan.targets]))
    if plan.funding:
        yield from ("", "资金", *_columns([(f.clause, f.item, _sum(f)) for f in plan.funding]))
    if plan.deadlines:
        yield from ("", "时限", *_columns([(d.clause, d.date.isoformat(), d.what) for d in plan.deadlines]))
    yield from ("", *_coverage(plan))


def _particulars(plan: Plan) -> Iterator[str]:
    if plan.issuer:
        yield f"发文机关 {plan.issuer}"
    if plan.number:
        yield f"文号 {plan.number}"
    if plan.issued:
        yield f"成文日期 {plan.issued.isoformat()}"
    yield "期限 " + (f"{plan.period[0]}–{plan.period[1]} 年" if plan.period else "未写明")


def _units(plan: Plan) -> Iterator[str]:
    """Each unit with the number of tasks in which it is named, most first."""
    counts = Counter(name for task in plan.tasks for name in {unit.name for a in task.assignments for unit in a.units})
    for name, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        yield f"  {name} {count}"


def _target(target: Target) -> tuple[str, ...]:
    value = "" if target.value is None else str(plain_number(target.value))
    wanted = " ".join(part for part in (_SIGNS[target.comparator], value + (target.unit or "")) if part)
    when = str(target.year) if target.year else _CADENCES.get(target.cadence or "", target.cadence or "")
    extra = "、".join(filter(None, (target.benchmark, target.per and f"每个{target.per}")))
    return target.id, target.clause, target.indicator, wanted + (f"({extra})" if extra else ""), when


def _sum(funding: Funding) -> str:
    parts = []
    if funding.share is not None:
        parts.append(f"{float(funding.share * 100):g}%")
    if funding.amount_fen is not None:
        parts.append(_yuan(funding.amount_fen))
    if funding.cap_fen is not None:
        parts.append("最高 " + _yuan(funding.cap_fen))
    return ",".join(parts) + (f"/{funding.per}" if funding.per else "")


def _yuan(fen: int) -> str:
    """Money in 万元 where it comes out even, else in 元."""
    return f"{fen // 1_000_000} 万元" if fen % 1_000_000 == 0 else f"{fen / 100:g} 元"


def _coverage(plan: Plan) -> Iterator[str]:
    coverage = plan.coverage
    yield f"共 {coverage.characters} 字,已读 {coverage.read} 字,未读 {len(coverage.unread)} 处"
    for unread in coverage.unread:
        start, end = unread.span.start, unread.span.end
        words = plan.text[start : min(end, start + _QUOTE_LENGTH)].replace("\n", " ")
        words = "".join(sign for sign in words if sign.isprintable())
        yield f"  [{start}–{end}] {words}{'…' if end - start > _QUOTE_LENGTH else ''}:{unread.why}"


def _width(text: str) -> int:
    """Columns that a text takes on a console: Chinese characters take two."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def _columns(rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    clean = [tuple(cell.replace("\n", " ") for cell in row) for row in rows]
    widths = [max(_width(cell) for cell in column) for column in zip(*clean, strict=True)]
    for row in clean:
        padded = (cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True))
        yield ("  " + "  ".join(padded)).rstrip()
