"""The text of an edition cut for reading: blocks of headings and paragraphs, and in them runs of equally covered text.

Pure: it takes the text and spans and gives frozen values. Spans may overlap in any way (an assignment holds its mark,
the mark holds unit names, a quote may begin in the middle of either); every character of a line is given exactly once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

QUOTE = "quote"
_AFTER_HEADING = "。.:：;；"


@dataclass(frozen=True)
class Span:
    """A run of characters (end exclusive) with what it is ("mark", "target", "quote" …) and where it leads."""

    start: int
    end: int
    kind: str
    url: str = ""
    title: str = ""


@dataclass(frozen=True)
class Heading:
    """Where a clause of the outline begins, with its number and words; ``level`` counts from 1, 0 is a plain anchor."""

    start: int
    number: str
    words: str
    level: int
    anchor: str


@dataclass(frozen=True)
class Segment:
    """Characters that the same spans cover, in the order in which the spans begin."""

    start: int
    text: str
    covering: tuple[Span, ...]

    @property
    def kinds(self) -> str:
        """What covers these characters, as class names: "s-mark s-unread"."""
        return " ".join(dict.fromkeys(f"s-{span.kind}" for span in self.covering if span.kind != QUOTE))

    @property
    def link(self) -> Span | None:
        """The innermost span that leads somewhere: the one that began last."""
        return next((span for span in reversed(self.covering) if span.url), None)

    @property
    def quoted(self) -> bool:
        return any(span.kind == QUOTE for span in self.covering)


@dataclass(frozen=True)
class Run:
    """Neighbouring segments that are all quoted or all not; ``first`` is the run in which the quote begins."""

    quoted: bool
    first: bool
    segments: tuple[Segment, ...]


@dataclass(frozen=True)
class Block:
    """A heading (level 1 and more) or a paragraph (level 0) from ``start`` to ``end``."""

    start: int
    end: int
    level: int
    anchor: str
    runs: tuple[Run, ...]

    @property
    def text(self) -> str:
        return "".join(segment.text for run in self.runs for segment in run.segments)


Frame = tuple[int, int, Heading | None]


def segments(text: str, spans: Iterable[Span], cuts: Iterable[int] = ()) -> list[Segment]:
    """Cut a text wherever a span begins or ends and at ``cuts``; spans outside the text are clipped to it.

    Time grows with the length of the text and n log n of the spans, not with their product.
    """
    size = len(text)
    begins: dict[int, list[Span]] = {}
    ends: dict[int, list[Span]] = {}
    for span in spans:
        start, end = max(0, span.start), min(size, span.end)
        if start < end:
            begins.setdefault(start, []).append(span)
            ends.setdefault(end, []).append(span)
    places = sorted({0, size, *begins, *ends, *(cut for cut in cuts if 0 < cut < size)})
    open_spans: dict[Span, None] = {}
    cut_text = []
    for here, there in zip(places, places[1:], strict=False):
        for span in ends.get(here, ()):
            open_spans.pop(span, None)
        for span in sorted(begins.get(here, ()), key=lambda span: -span.end):
            open_spans[span] = None
        cut_text.append(Segment(here, text[here:there], tuple(open_spans)))
    return cut_text


def blocks(text: str, headings: Sequence[Heading], spans: Sequence[Span]) -> list[Block]:
    """The text as headings and paragraphs, without empty lines; a heading that runs into its paragraph is parted."""
    frames = _frames(text, headings)
    cuts = {place for start, end, _ in frames for place in (start, end)}
    pieces = segments(text, spans, cuts)
    quote_start = min((span.start for span in spans if span.kind == QUOTE), default=-1)
    made, place = [], 0
    for start, end, heading in frames:
        while place < len(pieces) and pieces[place].start < start:
            place += 1
        inside = []
        while place < len(pieces) and pieces[place].start < end:
            inside.append(pieces[place])
            place += 1
        level, anchor = (heading.level, heading.anchor) if heading else (0, "")
        made.append(Block(start, end, level, anchor, _runs(inside, quote_start)))
    return made


def heading_end(text: str, heading: Heading) -> int:
    """Where the words of a heading end: after its own words and their full stop, at most at the end of the line.

    A heading whose words are not found as they stand (they were cut or tidied) takes the first sentence of its line.
    """
    line_end = text.find("\n", heading.start)
    line_end = len(text) if line_end < 0 else line_end
    found = text.find(heading.words, heading.start, line_end) if heading.words else -1
    if found < 0:
        stop = text.find("。", heading.start, line_end)
        return line_end if stop < 0 else stop + 1
    end = found + len(heading.words)
    return end + 1 if end < line_end and text[end] in _AFTER_HEADING else end


def _frames(text: str, headings: Sequence[Heading]) -> list[Frame]:
    """(start, end, heading) of every block; a plain anchor names the paragraph it stands at the head of."""
    by_start: dict[int, Heading] = {}
    for heading in headings:
        # An item and the task that is made from it begin together: the outline gives the level.
        if heading.start not in by_start or by_start[heading.start].level < heading.level:
            by_start[heading.start] = heading
    starts = sorted(by_start)
    frames: list[Frame] = []
    place = line_start = 0
    for line in text.split("\n"):
        line_end = line_start + len(line)
        here = line_start
        while place < len(starts) and starts[place] <= line_end:
            start = starts[place]
            place += 1
            heading = by_start[start]
            _add(frames, text, here, start, None)
            limit = min(starts[place], line_end) if place < len(starts) else line_end
            stop = limit if heading.level == 0 else min(heading_end(text, heading), limit)
            _add(frames, text, start, stop, heading)
            here = stop
        _add(frames, text, here, line_end, None)
        line_start = line_end + 1
    return frames


def _add(frames: list[Frame], text: str, start: int, end: int, heading: Heading | None) -> None:
    if text[start:end].strip():
        frames.append((start, end, heading))


def _runs(pieces: Sequence[Segment], quote_start: int) -> tuple[Run, ...]:
    runs = []
    for quoted, group in groupby(pieces, key=lambda piece: piece.quoted):
        inside = tuple(group)
        first = quoted and inside[0].start <= quote_start < inside[-1].start + len(inside[-1].text)
        runs.append(Run(quoted, first, inside))
    return tuple(runs)
