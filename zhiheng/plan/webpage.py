"""The main text of an HTML page as lines: what the article says, without menus, scripts and page furniture.

A government page wraps its document in navigation, sharing buttons and a footer. The article is the innermost element
that holds nearly all of the page's prose; nothing is known of any particular site.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from dataclasses import dataclass

from zhiheng.plan.markup import End, Start, stream
from zhiheng.plan.numbering import written

_SKIPPED_NAMES = """
    script style noscript nav header footer aside form button select textarea iframe template svg head object
    audio video canvas dialog title"""
_VOID_NAMES = "area base br col embed hr img input link meta param source track wbr"
_BLOCK_NAMES = """
    address article blockquote body caption center dd div dl dt fieldset figcaption figure h1 h2 h3 h4 h5 h6 hr html
    li main ol p pre section table tbody td tfoot th thead tr ul"""
_FURNITURE = frozenset({"navigation", "banner", "contentinfo", "search"})
_CONTAINERS = frozenset({"article", "body", "center", "div", "main", "section", "td"})
_SKIPPED = frozenset(_SKIPPED_NAMES.split())
_VOID = frozenset(_VOID_NAMES.split())
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_CLOSED_BY = {
    "p": _BLOCKS,
    "li": frozenset({"li"}),
    "td": frozenset({"td", "th", "tr"}),
    "th": frozenset({"td", "th", "tr"}),
    "tr": frozenset({"tr"}),
    "dt": frozenset({"dt", "dd"}),
    "dd": frozenset({"dt", "dd"}),
}
_LIST_STYLES = {
    "a": "lowerLetter",
    "A": "upperLetter",
    "i": "lowerRoman",
    "I": "upperRoman",
    "lower-alpha": "lowerLetter",
    "upper-alpha": "upperLetter",
    "lower-latin": "lowerLetter",
    "upper-latin": "upperLetter",
    "lower-roman": "lowerRoman",
    "upper-roman": "upperRoman",
}
_CHINESE_LISTS = ("cjk-ideographic", "trad-chinese-informal", "simp-chinese-informal", "cjk-decimal")
_LIST_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([a-z-]+)")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden")
_SPACES = re.compile(r"[ \t\r\n\f\v\xa0\u2002\u2003\u3000]+")
_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,40})""", re.IGNORECASE)
_PROSE = re.compile(r"[。；;：]")
_MAX_DEPTH = 100
_PROSE_SHARE = 0.9
_LEAST_LINES = 3
_TITLE_LINES = 12
_CELL_LENGTH = 400


def declared_encoding(head: bytes) -> str | None:
    """The codec that an HTML head declares, None when it declares none that Python has.

    GB2312 and GBK are read as GB18030, which holds both, as browsers do.
    """
    for found in _CHARSET.finditer(head[:4096]):
        try:
            name = codecs.lookup(found[1].decode("ascii").lower()).name
        except LookupError:
            continue
        return "gb18030" if name in {"gb2312", "gbk", "gb18030", "hz"} else name
    return None


def text_of(page: str) -> str:
    """The main text of a page, one block or table row a line; "" when there is none."""
    reader = _Reader()
    for piece in stream(page):
        if isinstance(piece, Start):
            reader.start(piece.name, piece.attributes)
        elif isinstance(piece, End):
            reader.end(piece.name)
        else:
            reader.text(piece)
    reader.flush()
    blocks = _article(reader.blocks, " ".join(reader.title))
    return "\n".join(line for block in blocks for line in block.text.split("\n"))


@dataclass
class _Block:
    """One block of text: how many of its characters are links, the containers (by serial number) and cell around it."""

    text: str
    linked: int
    path: tuple[int, ...]
    heading: bool = False
    cell: int = 0

    @property
    def prose(self) -> int:
        """Characters that count as prose: sentences outside of links, never a menu entry."""
        plain = len(self.text) - self.linked
        return plain if self.linked * 2 < len(self.text) and (_PROSE.search(self.text) or plain > 40) else 0


@dataclass
class _Open:
    """An element that is open: its name, what it hands down to the elements in it, and its list counter."""

    tag: str
    skipped: bool = False
    preformatted: bool = False
    heading: bool = False
    cell: int = 0
    path: tuple[int, ...] = ()
    style: str = "decimal"
    suffix: str = "."
    next_number: int | None = None
    blocks_before: int = 0


def _article(blocks: list[_Block], page_title: str) -> list[_Block]:
    """The blocks of the innermost container with nearly all prose, and the heading of the page before it."""
    weights, rows = Counter[int](), Counter[int]()
    for block in blocks:
        for serial in block.path:
            weights[serial] += block.prose
            rows[serial] += block.text.count("\n") + 1
    whole = sum(block.prose for block in blocks)
    if not whole:
        return [block for block in blocks if block.linked * 2 < len(block.text)]
    # children have larger serial numbers than their parents, so the last one that is heavy enough is the innermost
    heavy = (s for s in weights if weights[s] >= _PROSE_SHARE * whole and rows[s] >= _LEAST_LINES)
    core = max(heavy, default=None)
    inside = [b for b in blocks if (core is None or core in b.path) and b.linked < len(b.text)]
    first = next(i for i, block in enumerate(blocks) if block is inside[0])
    known = {block.text for block in inside[:_TITLE_LINES]}
    title = [
        block
        for block in blocks[:first]
        if block.text not in known and (block.heading or (len(block.text) > 6 and block.text in page_title))
    ]
    return ([] if any(block.heading for block in inside) else title[-1:]) + inside


class _Reader:
    """Collects blocks; elements that HTML lets people leave open (p, li, td) are closed where browsers close them."""

    def __init__(self) -> None:
        self.blocks: list[_Block] = []
        self._open: list[_Open] = []
        self._serial = 0
        self._words: list[str] = []
        self._linked = 0
        self._in_link = False
        self._label = ""
        self.title: list[str] = []

    def start(self, tag: str, named: dict[str, str]) -> None:
        """Open an element; elements beyond the depth limit give their text to the one around them."""
        if tag in _BLOCKS or tag == "br":
            self._end_implied(tag)
            self._break_line() if tag == "br" else self.flush()
        if tag in _VOID:
            return
        if tag == "a":
            self._in_link = "href" in named
        if len(self._open) >= _MAX_DEPTH:
            return
        style = named.get("style", "").lower()
        around = self._open[-1] if self._open else _Open("")
        self._serial += 1
        opened = _Open(
            tag,
            skipped=around.skipped
            or tag in _SKIPPED
            or "hidden" in named
            or named.get("role") in _FURNITURE
            or bool(_HIDDEN.search(style)),
            preformatted=around.preformatted or tag == "pre",
            heading=around.heading or tag in {"h1", "h2"},
            cell=self._serial if tag in {"td", "th"} else around.cell,
            path=(*around.path, self._serial) if tag in _CONTAINERS else around.path,
            blocks_before=len(self.blocks),
        )
        if tag == "ol":
            _set_counter(opened, named, style)
        if tag == "li":
            self._count(named)
        self._open.append(opened)

    def end(self, tag: str) -> None:
        """Close the innermost element of that name, and what was left open in it."""
        if tag == "a":
            self._in_link = False
        if tag in _BLOCKS:
            self.flush()
        for index in range(len(self._open) - 1, -1, -1):
            if self._open[index].tag == tag:
                self._close_from(index)
                return

    def text(self, data: str) -> None:
        """Take up a run of text, with blanks as a browser shows them."""
        if self._open and self._open[-1].skipped:
            if self._open[-1].tag == "title":
                self.title.append(_SPACES.sub("", data))
            return
        lines = data.split("\n") if self._open and self._open[-1].preformatted else [data]
        words = "\n".join(_SPACES.sub(" ", line) for line in lines)
        self._words.append(words)
        if self._in_link:
            self._linked += len(words.strip())

    def flush(self) -> None:
        """End the block that is being collected."""
        text = "\n".join(line.strip() for line in "".join(self._words).split("\n") if line.strip())
        if text:
            around = self._open[-1] if self._open else _Open("")
            self.blocks.append(_Block(self._label + text, self._linked, around.path, around.heading, around.cell))
            self._label = ""
        self._words, self._linked = [], 0

    def _break_line(self) -> None:
        if not (self._open and self._open[-1].skipped):
            self._words.append("\n")

    def _end_implied(self, tag: str) -> None:
        for name, closers in _CLOSED_BY.items():
            if tag in closers and self._open and self._open[-1].tag == name:
                self.flush()
                self._close_from(len(self._open) - 1)

    def _close_from(self, index: int) -> None:
        for opened in reversed(self._open[index:]):
            if opened.tag == "tr":
                self._join_row(opened)
            if opened.tag == "li":
                self._label = ""
        del self._open[index:]

    def _count(self, named: dict[str, str]) -> None:
        parent = next((o for o in reversed(self._open) if o.tag in {"ol", "ul"}), None)
        if parent is None or parent.next_number is None:
            return
        number = _small_number(named.get("value", ""), parent.next_number)
        parent.next_number = number + 1
        self._label = written(number, parent.style) + parent.suffix

    def _join_row(self, row: _Open) -> None:
        """A row of a data table is a line, its cells parted by tabs; a row that lays out a page stays as it is."""
        blocks = self.blocks[row.blocks_before :]
        cells: dict[int, list[_Block]] = {}
        for block in blocks:
            cells.setdefault(block.cell, []).append(block)
        lengths = [sum(len(block.text) for block in cell) for cell in cells.values()]
        if len(cells) < 2 or max(lengths) > _CELL_LENGTH or any(block.heading for block in blocks):
            return
        text = "\t".join(" ".join(block.text.replace("\n", " ") for block in cell) for cell in cells.values())
        self.blocks[row.blocks_before :] = [_Block(text, sum(b.linked for b in blocks), row.path, cell=row.cell)]


def _set_counter(opened: _Open, named: dict[str, str], style: str) -> None:
    found = _LIST_STYLE.search(style)
    kind = found[1] if found else named.get("type", "1")
    opened.next_number = None if kind == "none" else _small_number(named.get("start", ""), 1)
    opened.style = "chineseCounting" if kind in _CHINESE_LISTS else _LIST_STYLES.get(kind, "decimal")
    opened.suffix = "、" if kind in _CHINESE_LISTS else "."


def _small_number(written_number: str, default: int) -> int:
    return int(written_number) if written_number.isdecimal() and len(written_number) < 6 else default
