"""Coverage: every digit, every quantity in Chinese numerals, every mark and every sum is claimed or listed as unread.

Every paragraph has its place in the outline, so ``read`` counts the characters that are not listed in ``unread``.
"""

from __future__ import annotations

import re

from zhiheng.plan.document import Document
from zhiheng.plan.model import Coverage, Quote, Unread
from zhiheng.plan.text import Spans

_LOOSE_MARK = re.compile(r"(?:责任|牵头|配合|负责|主办|协办)(?:单位|部门)\s*:")
_SAID_LIKE_MARK = re.compile(r"(?:部|委|局|厅|办|政府|单位|部门)(?:等)?[^、,;]{0,12}(?:负责|牵头|配合|参与)$")
_DIGITS = re.compile(r"[0-9]+(?:[.,][0-9]+)*")
_OTHER_DIGITS = re.compile(r"[^\W0-9_a-zA-Z\u4e00-\u9fff]+")


def cover(doc: Document) -> Coverage:
    """Lay all claims on the text and list what is left."""
    claimed = claims(doc)
    unread = [Unread(Quote(s, e), why) for s, e, why in doc.doubts]
    doubted = Spans.of((s, e) for s, e, _ in doc.doubts)
    for match in _DIGITS.finditer(doc.norm):
        at = match.start()
        if at not in claimed and at not in doubted:
            unread.append(Unread(Quote(at, match.end()), f"数字“{match.group()}”未能归入目标、资金、时间、编号或名称"))
    for match in _OTHER_DIGITS.finditer(doc.norm):
        if any(c.isdigit() for c in match.group()) and match.start() not in claimed:
            unread.append(Unread(Quote(match.start(), match.end()), "不认识的数字写法"))
    for quantity in doc.numbers:
        if quantity.shape not in {"digits", "name"} and quantity.start not in claimed and quantity.start not in doubted:
            unread.append(Unread(Quote(quantity.start, quantity.end), "数量未能归入目标、资金、时间或名称"))
    for mark in doc.tasks.loose:
        unread.append(Unread(mark.span, "责任标注不在任何条目之内"))
    unread.extend(_unread_marks(doc))
    ordered = tuple(sorted(unread, key=lambda u: u.span))
    lost = sum(u.span.end - u.span.start for u in ordered)
    return Coverage(len(doc.text), max(0, len(doc.text) - lost), ordered)


def claims(doc: Document) -> Spans:
    """All claimed characters of a document that has been read."""
    return Spans.of([*((s, e) for s, e, _ in doc.claims), *_structure(doc)])


def _unread_marks(doc: Document) -> list[Unread]:
    """Words that announce a mark where no mark was read."""
    found = []
    for match in _LOOSE_MARK.finditer(doc.norm):
        if match.start() not in doc.marked:
            found.append(Unread(Quote(match.start(), match.end()), "像是责任标注，但没有读出单位"))
    for start, end in zip(doc.pairs.starts, doc.pairs.ends, strict=True):
        words = doc.norm[start + 1 : end - 1]
        if start not in doc.marked and _SAID_LIKE_MARK.search(words) and not re.search(r"[^、,;]{3,}由", words):
            found.append(Unread(Quote(start, end), "像是责任标注，但没有读出单位"))
    return found


def _structure(doc: Document) -> list[tuple[int, int]]:
    """What the frame of the document claims: numbers of headings, title, signature, dates, marks, quoted names."""
    spans: list[tuple[int, int]] = list(doc.face.spans)
    spans.extend((n.line.start, n.heading.start) for n in doc.tree.nodes)
    spans.extend((m.start, m.end) for m in doc.times.marks)
    spans.extend((m.span.start, m.span.end) for m in doc.marks)
    spans.extend((q.start, q.end) for q in doc.numbers if q.shape == "name")
    spans.extend(zip(doc.quotes.starts, doc.quotes.ends, strict=True))
    return spans
