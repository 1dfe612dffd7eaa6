"""The words around each number of a clause: what stands before it, what behind it, what the sentence hands on."""

from __future__ import annotations

import re
from dataclasses import dataclass

from zhiheng.plan.clauses import Clause
from zhiheng.plan.quantities import Quantity
from zhiheng.plan.subjects import INDICATOR_END, JOIN, PRODUCE, said, tidy

PRODUCE_END = re.compile(rf"(?:{PRODUCE.pattern})+(?:和|、)?(?:约|近|不少于|至少|超过)?$")
_JOINS = re.compile(rf"{JOIN.pattern}|并|(?<=[0-9%家个项])[到至]")


@dataclass
class Sentence:
    """What the clauses of one sentence hand on: subject, producing verb, 每个…, topic.

    ``counted`` is the last thing counted with its counter (家): 2022年,新增4家 counts the same thing again.
    ``base`` is where the words of a base value begin (由2020年的85提高到95).
    """

    begin: int
    subject: str = ""
    verb: str = ""
    per: str | None = None
    topic: str = ""
    made: str = ""
    base: int | None = None
    counted: tuple[str, str | None] = ("", None)


@dataclass(frozen=True)
class Slot:
    """A quantity with the words before it and behind it, up to its neighbours."""

    quantity: Quantity
    start: int
    pre: str
    post: str
    nested: bool


def slots(norm: str, clause: Clause, numbers: list[Quantity]) -> list[Slot]:
    """Share the words between two quantities: what is behind the first, what is before the second."""
    cuts: list[tuple[int, int, bool]] = []
    for left, right in zip(numbers, numbers[1:], strict=False):
        cuts.append(_between(norm, left.end, right.start))
    found = []
    for at, quantity in enumerate(numbers):
        start = cuts[at - 1][1] if at else clause.start
        stop = cuts[at][0] if at < len(cuts) else clause.end
        nested = bool(at) and cuts[at - 1][2]
        found.append(Slot(quantity, start, norm[start : quantity.start], norm[quantity.end : stop], nested))
    return found


def _between(norm: str, start: int, end: int) -> tuple[int, int, bool]:
    """(end of the first one's words, begin of the second one's, whether the second stands inside the first)."""
    words = norm[start:end]
    joins = list(_JOINS.finditer(words))
    if joins and joins[0].start() == 0:
        return start, start + joins[0].end(), False
    best = next((j for j in reversed(joins) if not words[j.end() :] or PRODUCE.match(words, j.end())), None)
    best = best or (joins[0] if joins else None)
    if best is not None:
        return start + best.start(), start + best.end(), False
    whole = said(words)
    if whole.sign and (not tidy(whole.subject) or INDICATOR_END.search(tidy(whole.subject))):
        return start, start, False
    produced = PRODUCE_END.search(words)
    return (
        (start, start + produced.start(), False) if produced and produced.start() else (end, end, bool(words.strip()))
    )
