"""行动方案原文: the whole document as it was read, every row of the ledger at its words."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from zhiheng.ledger.models import Assignment, Clause, Deadline, Document, Funding, Ledger, Target, Task, Unread
from zhiheng.ledger.passages import QUOTE, Block, Heading, Span, blocks
from zhiheng.ledger.views.opened import opened, way_to


@dataclass
class Notes:
    """What the margin of a block says: the rows that its words became, and what of it was not understood."""

    tasks: list[Task] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)
    funding: list[Funding] = field(default_factory=list)
    deadlines: list[Deadline] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)

    @property
    def any(self) -> bool:
        return bool(self.tasks or self.targets or self.funding or self.deadlines or self.unread)


@dataclass(frozen=True)
class Passage:
    """A block with its margin; ``tag`` is the element it is written as, ``is_title`` the document's own title line."""

    block: Block
    notes: Notes
    tag: str
    is_title: bool


class Rows:
    """All rows of one edition that stand somewhere in its text: seven queries."""

    def __init__(self, ledger: Ledger, document: Document) -> None:
        self.clauses = list(Clause.objects.filter(document=document).order_by("sort_no"))
        self.tasks = list(Task.objects.filter(document=document).order_by("start"))
        self.assignments = list(Assignment.objects.filter(task__document=document).order_by("start"))
        self.targets = list(Target.objects.filter(document=document).select_related("indicator").order_by("start"))
        self.funding = list(Funding.objects.filter(document=document).order_by("start"))
        self.deadlines = list(Deadline.objects.filter(document=document).order_by("start"))
        self.unread = list(Unread.objects.filter(document=document).order_by("start"))
        for row in self.tasks:
            row.ledger = ledger
        for target in self.targets:
            target.ledger = target.indicator.ledger = ledger

    def spans(self) -> list[Span]:
        """Marks, targets, sums, deadlines and unread words, each with the page of its row."""
        made = [Span(a.mark_start, a.mark_end, "mark") for a in self.assignments]
        made += [Span(t.start, t.end, "target", t.indicator.get_absolute_url(), str(t)) for t in self.targets]
        made += [Span(f.start, f.end, "sum") for f in self.funding]
        made += [Span(d.start, d.end, "deadline") for d in self.deadlines]
        made += [Span(u.start, u.end, "unread", title=u.why) for u in self.unread]
        return made

    def headings(self) -> list[Heading]:
        """The outline, and an anchor for every task that is a paragraph without a number."""
        known = {clause.key for clause in self.clauses}
        made = [Heading(c.start, c.number, c.heading, c.level, c.anchor) for c in self.clauses]
        made += [Heading(t.start, "", t.heading, 0, f"c-{t.key}") for t in self.tasks if t.key not in known]
        return made


def text(request: HttpRequest, slug: str) -> HttpResponse:
    """The document; ``?quote=a-b`` marks these characters, ``?edition=n`` opens an older edition."""
    ledger, document = opened(slug, request.GET.get("edition", ""))
    rows = Rows(ledger, document)
    quote = quote_of(request.GET.get("quote", ""), len(document.text))
    spans = rows.spans() + ([Span(*quote, QUOTE)] if quote else [])
    context = {
        "ledger": ledger,
        "crumbs": way_to(ledger, (_("行动方案原文"), "")),
        "document": document,
        "in_force": document == ledger.edition_in_force(),
        "outline": rows.clauses,
        "passages": _passages(document, blocks(document.text, rows.headings(), spans), rows),
        "quote": quote,
        "quote_missed": bool(request.GET.get("quote")) and quote is None,
        "unread": rows.unread,
        "digest": document.form == Document.DIGEST,
        "title": _("行动方案原文"),
    }
    return render(request, "ledger/text.html", context)


def quote_of(wanted: str, size: int) -> tuple[int, int] | None:
    """The run of characters that an address asks to mark; None when it is not one of this text."""
    match = re.fullmatch(r"([0-9]{1,9})-([0-9]{1,9})", wanted)
    if not match:
        return None
    start, end = int(match[1]), int(match[2])
    return (start, end) if start < end <= size else None


def _passages(document: Document, made: list[Block], rows: Rows) -> list[Passage]:
    notes = _notes(made, rows)
    first = rows.clauses[0].start if rows.clauses else len(document.text)
    passages = []
    for block in made:
        line = block.text.strip()
        is_title = block.start < first and len(line) > 5 and line in document.title
        tag = f"h{min(block.level + 1, 6)}" if block.level else "p"
        passages.append(Passage(block, notes[block.start], tag, is_title))
    return passages


def _notes(made: Iterable[Block], rows: Rows) -> dict[int, Notes]:
    """Each row beside the block in which it begins; blocks and rows are both in the order of the text."""
    notes: dict[int, Notes] = defaultdict(Notes)
    starts = [(block.start, block.end) for block in made]
    for name in ("tasks", "targets", "funding", "deadlines", "unread"):
        place = 0
        for row in getattr(rows, name):
            while place < len(starts) - 1 and starts[place][1] <= row.start:
                place += 1
            if starts:
                getattr(notes[starts[place][0]], name).append(row)
    return notes
