"""What an import did, in words, for the terminal."""

from __future__ import annotations

from typing import Protocol

from zhiheng.ledger.importing import Outcome
from zhiheng.plan.model import Plan


class Writable(Protocol):
    """Anything that takes words: a command's stdout."""

    def write(self, msg: str) -> object: ...


def tell_outcome(out: Writable, plan: Plan, outcome: Outcome) -> None:
    """Print what was read, what was not, and what changed against the edition before."""
    document = outcome.document
    marks = [assignment for task in plan.tasks for assignment in task.assignments]
    out.write(f"{plan.title}  [{document.ledger.slug} 第{document.edition_no}版 {document.get_form_display()}]")
    out.write(f"  条目 {len(plan.sections)}  任务 {len(plan.tasks)}  责任标注 {len(marks)}  责任单位 {len(plan.units)}")
    out.write(f"  目标 {len(plan.targets)}  资金 {len(plan.funding)}  期限 {len(plan.deadlines)}")
    if outcome.new_units:
        out.write(f"  名录中没有、按文件新登记的单位 {len(outcome.new_units)}:{'、'.join(outcome.new_units)}")
    coverage = plan.coverage
    out.write(f"  共 {coverage.characters} 字,未读 {len(coverage.unread)} 处")
    for unread in coverage.unread:
        words = unread.span.of(plan.text).replace("\n", " ")
        out.write(f"    第 {unread.span.start} 字「{words[:40]}」{unread.why}")
    if document.edition_no == 1 and outcome.new_edition:
        return
    out.write(f"  与上一版相比:{f'{len(outcome.changes)} 处变化' if outcome.changes else '没有变化'}")
    for change in outcome.changes:
        detail = f"{change.field}:{change.old} → {change.new}" if change.field else ""
        out.write(f"    {change.kind} {change.what} {change.key} {detail}".rstrip())
