"""The outline: chapters (一、 第一章), parts ((一)), items (1.), sub-items ((1)) and boxes (专栏) as a tree.

A government document numbers by rank: a number of a higher rank closes every open one below it, whatever was skipped.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from zhiheng.plan.grids import Cell, Grid
from zhiheng.plan.model import Quote, Section
from zhiheng.plan.text import Line, lines

_CN = "一二三四五六七八九十百零〇"
_KINDS: tuple[tuple[int, re.Pattern[str]], ...] = (
    (0, re.compile(rf"第[{_CN}0-9]{{1,4}}[篇编部](?:分)?(?=[ \t:、]|[^0-9a-zA-Z])")),
    (1, re.compile(rf"第[{_CN}0-9]{{1,4}}章")),
    (2, re.compile(rf"第[{_CN}0-9]{{1,4}}节")),
    (3, re.compile(rf"[{_CN}]{{1,4}}[、．.](?!\d)")),
    (4, re.compile(rf"\([ ]?[{_CN}]{{1,4}}[ ]?\)[、.]?")),
    (5, re.compile(r"[0-9]{1,3}(?:[、]|\.(?![0-9])|[ ]+(?=[^\d\s年月日%,.、，。)(-]))")),
    (6, re.compile(r"\([ ]?[0-9]{1,3}[ ]?\)[、.]?")),
    (7, re.compile(r"[①-⑳]|[0-9]{1,2}\)")),
    (4, re.compile(r"专栏[ ]?[0-9一二三四五六七八九十]{0,3}(?=[ :\t、]|$|[^0-9])")),
)
_ARTICLE = re.compile(rf"第[{_CN}0-9]{{1,4}}条[ \t]")
_DOTTED = re.compile(r"([0-9]{1,2}(?:\.[0-9]{1,2}){1,3})\.?(?=[ \t\u4e00-\u9fff])(?![年月日个万亿%])")
_HEADING_LIMIT = 60
_ROW_RANK = 9
_ROWS = "\n"
_SPACED = re.compile(r"[ \t]{2,}|(?<=[\u4e00-\u9fff])[ \t](?=[\u4e00-\u9fff“])")


@dataclass(frozen=True)
class Node:
    """A numbered item: its number, its heading, where its body begins, and the paragraphs that stand under it alone.

    ``alone`` says that the heading has the line to itself. ``own`` holds the paragraphs before the first child.
    """

    id: str
    number: str
    rank: int
    level: int
    parent: int | None
    heading: Quote
    body: int
    line: Line
    alone: bool
    children: tuple[int, ...] = ()
    own: tuple[Line, ...] = ()
    end: int = 0

    @property
    def own_end(self) -> int:
        """The end of the paragraphs that stand before the first child."""
        return self.own[-1].end if self.own else self.line.end


@dataclass
class _Open:
    """A node while its end is not known."""

    node: Node
    children: list[int] = field(default_factory=list)
    own: list[Line] = field(default_factory=list)


@dataclass(frozen=True)
class Outline:
    """All nodes in document order, and the paragraphs before the first and outside every number."""

    nodes: tuple[Node, ...]
    front: tuple[Line, ...]

    def ancestors(self, at: int) -> list[int]:
        """The indexes from the node itself up to its root."""
        chain = []
        here: int | None = at
        while here is not None:
            chain.append(here)
            here = self.nodes[here].parent
        return chain

    def sections(self, text: str) -> tuple[Section, ...]:
        """The nodes as the contract shows them."""
        return tuple(
            Section(
                id=n.id,
                number=n.number,
                heading=plain(n.heading.of(text)),
                level=n.level,
                parent=None if n.parent is None else self.nodes[n.parent].id,
                span=Quote(n.line.start, n.end),
            )
            for n in self.nodes
        )


def plain(words: str) -> str:
    """A heading without inner blanks and closing punctuation."""
    return re.sub(r"\s+", "", words).strip("。;；:：,，、")


def number_of(line: str) -> tuple[int, int] | None:
    """(rank, length) of the number that opens a paragraph, or None."""
    dotted = _DOTTED.match(line)
    if dotted:
        return 5 + dotted.group(1).count("."), dotted.end()
    article = _ARTICLE.match(line)
    if article:
        return 5, article.end()
    for rank, pattern in _KINDS:
        match = pattern.match(line)
        if match:
            return rank, match.end()
    return None


def outline(norm: str, end: int, start: int = 0, tables: tuple[Grid, ...] | list[Grid] = ()) -> Outline:
    """Read the tree of ``norm[start:end]``; what follows ``end`` (signature) belongs to nobody.

    The lines of tables carry no numbers; a row of a table of tasks is an item of its own.
    """
    rows = _rows(norm, tables)
    opened: list[_Open] = []
    path: list[int] = []
    front: list[Line] = []
    ids: dict[str, int] = {}
    for line in lines(norm):
        if line.start < start or line.start >= end:
            front.append(line)
            continue
        row = rows.get(line.start)
        found = (_ROW_RANK, 0) if row else None if line.start in rows else number_of(line.of(norm))
        if found is None:
            (opened[path[-1]].own if path else front).append(line)
            continue
        while path and opened[path[-1]].node.rank >= found[0]:
            path.pop()
        node = _node(norm, line, found, opened, path, ids, row)
        if path:
            opened[path[-1]].children.append(len(opened))
        path.append(len(opened))
        opened.append(_Open(node))
    return Outline(_closed(opened), tuple(front))


def _rows(norm: str, tables: tuple[Grid, ...] | list[Grid]) -> dict[int, Cell | None]:
    """The lines of tables by their begin: the cell of the task where the row asks for one, else None."""
    found: dict[int, Cell | None] = {}
    for grid in tables:
        found[grid.head.start] = None
        for line, cells in grid.rows:
            task = grid.task
            cell = cells[task] if task is not None and task < len(cells) else None
            found[line.start] = cell if cell is not None and len(cell.words) >= 4 else None
    return found


def _first_words(words: str) -> int:
    """How much of a cell is its heading: the first sentence, within the limit of headings."""
    stop = re.search(r"[。;]", words)
    return min(stop.start() if stop else len(words), _HEADING_LIMIT)


def _node(
    norm: str,
    line: Line,
    found: tuple[int, int],
    opened: list[_Open],
    path: list[int],
    ids: dict[str, int],
    row: Cell | None,
) -> Node:
    """The item that a paragraph opens; for a row of a table of tasks, the cell of the task is its heading."""
    rank, length = found
    start = line.start + length
    while start < line.end and norm[start] in " \t":
        start += 1
    heading, body = _heading(norm, start, line.end)
    number = re.sub(r"\s", "", norm[line.start : line.start + length])
    if row is not None:
        start, body, heading = row.start, line.end, row.start + _first_words(row.words)
        number = f"表{ids.get(_ROWS, 0) + 1}"
        ids[_ROWS] = ids.get(_ROWS, 0) + 1
    above = opened[path[-1]].node.id if path else ""
    ident = above + _short(number)
    ids[ident] = ids.get(ident, 0) + 1
    if ids[ident] > 1:
        ident = f"{ident}·{ids[ident]}"
        ids[ident] = ids.get(ident, 0) + 1
    parent = path[-1] if path else None
    alone = body >= line.end
    return Node(ident, number, rank, len(path) + 1, parent, Quote(start, heading), body, line, alone, end=line.end)


def _short(number: str) -> str:
    """The number as ids carry it: 二、 -> 二, (一) -> (一), 1. -> 1, 第一章 -> 第一章."""
    return number.rstrip("、.．:")


def _heading(norm: str, start: int, end: int) -> tuple[int, int]:
    """Where the heading that begins at ``start`` ends, and where the body begins on the same line."""
    line = norm[start:end]
    stop = re.search(r"[。;]|(?<=[^0-9]):", line)
    cut = stop.start() if stop else len(line)
    spaced = _SPACED.search(line, 4, max(4, min(cut, 40)))
    if spaced and len(line) - spaced.end() > 12 and re.search(r"[。;,]", line[spaced.end() :]):
        return start + spaced.start(), start + spaced.end()
    if cut > _HEADING_LIMIT:
        comma = re.search(r"[,(]", line[:cut])
        return start + (comma.start() if comma else _HEADING_LIMIT), start
    mark = re.search(r"\((?=[^()]{0,80}?(?:单位|部门|牵头|负责|主体))", line[:cut])
    if mark and mark.start() >= 2:
        return start + mark.start(), start + mark.start()
    return start + cut, min(end, start + cut + (1 if stop else 0))


def _closed(opened: list[_Open]) -> tuple[Node, ...]:
    """Give every node its last character: that of its last paragraph or its last child."""
    ends = [o.own[-1].end if o.own else o.node.line.end for o in opened]
    for at in range(len(opened) - 1, -1, -1):
        parent = opened[at].node.parent
        if parent is not None:
            ends[parent] = max(ends[parent], ends[at])
    return tuple(
        replace(o.node, children=tuple(o.children), own=tuple(o.own), end=ends[at]) for at, o in enumerate(opened)
    )
