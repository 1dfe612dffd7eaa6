"""Dated duties: 2019年6月底前…, 到2023年底…, 印发之日起30日内…, 到2020年,基本建成…. The date is the last day meant."""

from __future__ import annotations

import re
from bisect import bisect_left
from datetime import date

from zhiheng.plan.clauses import clauses
from zhiheng.plan.document import Document
from zhiheng.plan.model import Deadline, Quote
from zhiheng.plan.outline import plain
from zhiheng.plan.periods import LIMIT_LEFT, TimeMark

_DUTY = re.compile(
    r"(?:基本)?(?:建成|建立|实现|完成|形成|全面推行|全面实施|全面完成|健全|出台|制定|印发|启动|投入|开通|上线|"
    r"达到|普及|推行)"
)
_WHAT_LIMIT = 60


def read_deadlines(doc: Document, targets: list[tuple[int, int]]) -> list[Deadline]:
    """Every duty with a last day, in document order; a bare year counts where its sentence sets no figure."""
    found: list[Deadline] = []
    aimed = sorted(targets)
    headings = {n.id: plain(n.heading.of(doc.text)) for n in doc.tree.nodes}
    for scope in doc.scopes:
        if scope.status:
            continue
        for clause in clauses(doc.norm, scope, doc.shut, doc.marked):
            for mark in doc.times.between(clause.start, clause.end):
                last = _last_day(doc, mark, clause.sentence, aimed)
                if last is None or mark.start in doc.quotes:
                    continue
                what, end = _what(doc, mark, clause.sentence)
                if _limited(doc, mark):
                    what, end = headings.get(scope.clause) or what, mark.end
                if what and not re.search(r"(?:目标|要求|任务)[:：]?$", what):
                    found.append(Deadline(scope.clause, what, last, Quote(mark.start, end)))
    found.extend(_in_marks(doc))
    return sorted(found, key=lambda d: d.span)


def _limited(doc: Document, mark: TimeMark) -> bool:
    """Whether 完成时限: stands before the date: the duty is then the item itself."""
    return LIMIT_LEFT.search(doc.norm, max(0, mark.start - 8), mark.start) is not None


def _last_day(doc: Document, mark: TimeMark, sentence: tuple[int, int], aimed: list[tuple[int, int]]) -> date | None:
    """The exact day of a mark; 31 December for a bare year whose duty has no figure of its own."""
    if mark.kind in {"due", "window", "within"} and mark.date is not None:
        return mark.date
    if mark.kind != "due" or mark.year is None or mark.first is not None:
        return None
    if _limited(doc, mark):
        return date(mark.year, 12, 31)
    if any(sentence[0] <= start < sentence[1] for start, _ in _near(aimed, sentence)):
        return None
    return date(mark.year, 12, 31) if _DUTY.search(_what(doc, mark, sentence)[0]) else None


def _near(aimed: list[tuple[int, int]], sentence: tuple[int, int]) -> list[tuple[int, int]]:
    low = bisect_left(aimed, (sentence[0], 0))
    return aimed[low : low + 1]


def _what(doc: Document, mark: TimeMark, sentence: tuple[int, int]) -> tuple[str, int]:
    """The duty: what follows the date up to the next stop, else what stands before it."""
    end = sentence[1]
    begin = mark.end
    while begin < end and doc.norm[begin] in " ,、:\t":
        begin += 1
    stop = re.compile(r"[,;。]").search(doc.norm, min(begin + 6, end), end)
    if stop and re.search(r"(?:基础上|前提下|同时)$", doc.norm[begin : stop.start()]) and stop.end() + 4 < end:
        begin = stop.end()
        stop = re.compile(r"[,;。]").search(doc.norm, min(begin + 6, end), end)
    cut = min(stop.start() if stop else end, begin + _WHAT_LIMIT)
    words = doc.text[begin:cut].strip()
    if len(words) >= 4:
        left = re.search(r"[^,;。()\n]*$", doc.norm[max(sentence[0], mark.start - _WHAT_LIMIT) : mark.start])
        who = doc.text[mark.start - len(left.group()) : mark.start].strip() if left and len(words) <= 6 else ""
        return who + words, cut
    before = doc.text[max(sentence[0], mark.start - _WHAT_LIMIT) : mark.start]
    return before.strip(" ，,、"), mark.end


def _in_marks(doc: Document) -> list[Deadline]:
    """完成时限 written inside a responsibility mark dates the text that the mark governs."""
    found = []
    for task in doc.tasks.tasks:
        for assignment in task.assignments:
            for mark in doc.times.between(assignment.mark.start, assignment.mark.end):
                if mark.kind in {"due", "mention"} and mark.year is not None:
                    last = mark.date or date(mark.year, 12, 31)
                    found.append(Deadline(task.id, task.heading, last, Quote(mark.start, mark.end)))
    return found
