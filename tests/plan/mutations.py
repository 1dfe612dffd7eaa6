"""What can happen to a document on its way to the reader, and what must hold of any reading.

``mutated`` is a hypothesis strategy of damaged plans; ``broken_promises`` lists what a reading of a text gets wrong.
"""

from __future__ import annotations

import json
import re
import signal
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from hypothesis import strategies as st

from tests.plan.documents import SHARED, SMALL
from zhiheng.plan import claimed, parse
from zhiheng.plan.model import Plan, Quote

SECONDS = 10.0
"""How long one mutated text of a few thousand characters may take at the very most before it counts as hanging."""

WIDE = {**{chr(c): chr(c + 0xFEE0) for c in range(0x21, 0x7F)}, " ": "\u3000"}
NARROW = {wide: narrow for narrow, wide in WIDE.items()} | {"。": ".", "、": ","}
ODD = "()（）【】〔〕《》“”[]{}:：;；,，、。.…—-–~〜%％‰+/\\0123456789０１２①⑵一二三十百千万亿零〇两半"
CONTROLS = "\x00\x01\x07\x08\x0b\x0c\x1b\x1f\x7f\x85\xa0\u200b\u200e\u2028\u2029\u202e\ufeff\ufffd\ue000\t\r"

Step = tuple[str, int, int, str]


def _cut_out(text: str, start: int, end: int, _: str) -> str:
    return text[:start] + text[end:]


def _keep_only(text: str, start: int, end: int, _: str) -> str:
    return text[start:end] or text


def _widen(text: str, start: int, end: int, _: str) -> str:
    return text[:start] + "".join(WIDE.get(sign, sign) for sign in text[start:end]) + text[end:]


def _narrow(text: str, start: int, end: int, _: str) -> str:
    return text[:start] + "".join(NARROW.get(sign, sign) for sign in text[start:end]) + text[end:]


def _insert(text: str, start: int, _: int, sign: str) -> str:
    return text[:start] + sign + text[start:]


def _replace(text: str, start: int, _: int, sign: str) -> str:
    return text[:start] + sign + text[start + 1 :]


def _join_lines(text: str, start: int, end: int, _: str) -> str:
    return text[:start] + text[start:end].replace("\n", "") + text[end:]


def _split_lines(text: str, start: int, end: int, _: str) -> str:
    return text[:start] + re.sub("([,，。、])", r"\1\n", text[start:end]) + text[end:]


def _double(text: str, start: int, end: int, _: str) -> str:
    return text[:end] + text[start:end] + text[end:]


def _double_paragraph(text: str, start: int, _: int, __: str) -> str:
    first, last = text.rfind("\n", 0, start) + 1, text.find("\n", start)
    last = len(text) if last < 0 else last
    return text[:last] + "\n" + text[first:last] + text[last:]


def _swap_digits(text: str, start: int, end: int, _: str) -> str:
    return text[:start] + text[start:end].translate(str.maketrans("0123456789", "9876543210")) + text[end:]


def _drop_brackets(text: str, start: int, end: int, _: str) -> str:
    return text[:start] + re.sub("[()（）]", "", text[start:end]) + text[end:]


def _move(text: str, start: int, end: int, _: str) -> str:
    return text[end:] + text[start:end] + text[:start]


STEPS: dict[str, Callable[[str, int, int, str], str]] = {
    "cut out": _cut_out,
    "truncate": _keep_only,
    "full width": _widen,
    "half width": _narrow,
    "insert a sign": _insert,
    "replace a sign": _replace,
    "join lines": _join_lines,
    "split lines": _split_lines,
    "double": _double,
    "double a paragraph": _double_paragraph,
    "swap digits": _swap_digits,
    "drop brackets": _drop_brackets,
    "move": _move,
}


def sources() -> dict[str, str]:
    """The texts to damage: the small invented plan, and the real ones when ../shared is there."""
    paths = sorted(SHARED.glob("*.txt")) + sorted((SHARED / "examples").glob("*.txt")) if SHARED.is_dir() else []
    return {"small": SMALL, **{path.stem: path.read_text("utf-8") for path in paths}}


@st.composite
def mutated(draw: st.DrawFn, texts: dict[str, str]) -> str:
    """A window of a plan with one to eight things done to it."""
    text = texts[draw(st.sampled_from(sorted(texts)))]
    size = draw(st.sampled_from((120, 400, 1200, 3000, len(text))))
    start = draw(st.integers(0, max(0, len(text) - size)))
    text = text[start : start + size]
    for _ in range(draw(st.integers(1, 8))):
        name = draw(st.sampled_from(sorted(STEPS)))
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.sampled_from((1, 2, 5, 20, 100, 1000))))
        text = STEPS[name](text, start, end, draw(st.sampled_from(ODD + CONTROLS)))
    return text


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Raise ``TimeoutError`` when the block takes longer: a reader that hangs must fail, not stop the suite."""

    def ring(*_: object) -> None:
        raise TimeoutError(f"reading took longer than {seconds:g} s")

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


MARK = re.compile(r"[(（【〔](?:责任|牵头|配合)单位[:：][^()（）【】〔〕\n]{1,120}[)）】〕]")


def broken_promises(text: str) -> list[str]:
    """What a reading of ``text`` gets wrong, in words; empty when every promise of the reader holds."""
    with within(SECONDS):
        plan = parse(text)
    wrong = [f"text changed: {len(plan.text)} for {len(text)} characters"] if plan.text != text else []
    json.loads(json.dumps(plan.to_dict(), ensure_ascii=False, allow_nan=False))
    wrong += [
        f"{what} [{q.start}, {q.end}] lies outside of the text" for what, q in _spans(plan) if not _inside(q, text)
    ]
    for what, ids in (("section", plan.sections), ("task", plan.tasks), ("target", plan.targets)):
        twice = [name for name, count in Counter(item.id for item in ids).items() if count > 1]  # type: ignore[attr-defined]
        wrong += [f"{what} ids are not unique: {twice}"] if twice else []
    known = {section.id for section in plan.sections}
    wrong += [f"parent {s.parent} of {s.id} is unknown" for s in plan.sections if s.parent and s.parent not in known]
    wrong += [] if list(plan.units) == sorted(set(plan.units)) else ["units are not sorted and unique"]
    return wrong + list(_lost(plan, text))


def _inside(quote: Quote, text: str) -> bool:
    return 0 <= quote.start <= quote.end <= len(text)


def _spans(plan: Plan) -> Iterator[tuple[str, Quote]]:
    for task in plan.tasks:
        yield f"task {task.id}", task.span
        for assignment in task.assignments:
            yield f"assignment of {task.id}", assignment.span
            yield f"mark of {task.id}", assignment.mark
            yield from ((f"unit {unit.name}", unit.span) for unit in assignment.units)
    yield from ((f"section {section.id}", section.span) for section in plan.sections)
    yield from ((f"target {target.id}", target.span) for target in plan.targets)
    yield from ((f"sum {funding.item}", funding.span) for funding in plan.funding)
    yield from ((f"deadline {deadline.what}", deadline.span) for deadline in plan.deadlines)
    yield from ((f"unread ({unread.why})", unread.span) for unread in plan.coverage.unread)


def _lost(plan: Plan, text: str) -> Iterator[str]:
    """Digits and marks of responsibility that were neither claimed by something nor listed as unread."""
    coverage = plan.coverage
    if coverage.characters != len(text) or not 0 <= coverage.read <= coverage.characters:
        yield f"coverage counts {coverage.read} of {coverage.characters} characters in a text of {len(text)}"
    seen = [a.mark for task in plan.tasks for a in task.assignments] + [u.span for u in coverage.unread]
    for found in MARK.finditer(text):
        if not any(span.start < found.end() and found.start() < span.end for span in seen):
            yield f"mark lost: {found[0]}"
    taken = claimed(text)
    listed = [(u.span.start, u.span.end) for u in coverage.unread]
    for place, sign in enumerate(text):
        if sign.isdigit() and place not in taken and not any(start <= place < end for start, end in listed):
            yield f"digit lost at {place}: {text[max(0, place - 10) : place + 10]!r}"
