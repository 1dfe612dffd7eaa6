"""Tables in the text: a header and the rows under it, cells parted by tabs or, where the header shows it, by blanks.

A grid is found once and used by all readers: its lines carry no numbers of the outline and hold no sentences, unless it
is a table of tasks, whose rows are items with a mark of their own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from zhiheng.plan.text import Line

_NAME = re.compile(
    r"(?:序号|编号|(?:主要|具体|核心|重点|工作|目标|建设|发展|年度|细化|实施)*(?:指标|任务|工作|事项|举措|措施|内容|目标|项目|清单)"
    r"(?:名称|内容|清单|举措|措施|事项|分解|要求)?|类别|分类|类型|名称|领域)"
)
_OTHER = re.compile(
    r"(?:计量)?单位|(?:指标)?属性|目标值?|现状值?|基期值?|基数|完成时[限间]|时间(?:节点|安排)?|时限|完成期限|进度|备注"
)
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
UNITS = re.compile(
    r"(?P<lead>(?:第一)?(?:牵头|主办|主责|主管)(?:负责)?)?(?P<help>配合|协办|参与|协同|协助)?(?P<duty>责任|负责|落实|实施|承办|"
    r"完成|工作)?(?:单位|部门|科室|机构|主体)(?:\(.*\))?"
)
TIME = re.compile(r"(?:完成|工作|办结|推进|计划)*(?:时限|时间|期限|时间节点|进度安排)(?:要求)?")
_TASK = re.compile(r"任务|工作|事项|举措|措施|内容|目标|项目")
_BLANKS = re.compile(r"[^ ]+")
_CELL_LIMIT = 24


@dataclass(frozen=True)
class Cell:
    """A cell of a row: its words and where they begin."""

    start: int
    words: str

    @property
    def end(self) -> int:
        return self.start + len(self.words)


@dataclass(frozen=True)
class Grid:
    """A table: its header, its rows, and the columns that name tasks, units and times where it is a table of tasks."""

    head: Line
    header: tuple[Cell, ...]
    rows: tuple[tuple[Line, tuple[Cell, ...]], ...]

    @property
    def units(self) -> tuple[int, ...]:
        """The columns of responsible units; a lone 单位 is the unit of a measure."""
        return tuple(
            i
            for i, cell in enumerate(self.header)
            if (match := UNITS.fullmatch(cell.words)) and (match["lead"] or match["help"] or match["duty"])
        )

    @property
    def time(self) -> int | None:
        return next((i for i, c in enumerate(self.header) if TIME.fullmatch(c.words)), None)

    @property
    def task(self) -> int | None:
        """The column of the task: the nearest to the left of the units that is named so."""
        if not self.units:
            return None
        named = [i for i, c in enumerate(self.header[: self.units[0]]) if _TASK.search(c.words)]
        return named[-1] if named else None


def cells_of(norm: str, line: Line, tabbed: bool) -> tuple[Cell, ...]:
    """The cells of a paragraph; empty ones count between tabs only."""
    words = norm[line.start : line.end]
    if not tabbed:
        return tuple(Cell(line.start + m.start(), m.group()) for m in _BLANKS.finditer(words))
    found, at = [], line.start
    for part in words.split("\t"):
        found.append(Cell(at + len(part) - len(part.lstrip()), part.strip()))
        at += len(part) + 1
    return tuple(found)


def grids(norm: str, paragraphs: list[Line]) -> list[Grid]:
    """Every table of the text in order; a table ends with the first paragraph that is no row of it."""
    found: list[Grid] = []
    at = 0
    while at < len(paragraphs):
        line = paragraphs[at]
        tabbed = norm.find("\t", line.start, line.end) >= 0
        header = cells_of(norm, line, tabbed) if line.end - line.start < 200 else ()
        at += 1
        if not _heads(header):
            continue
        rows: list[tuple[Line, tuple[Cell, ...]]] = []
        while at < len(paragraphs) and (row := _row(norm, paragraphs[at], header, tabbed)):
            rows.append((paragraphs[at], row))
            at += 1
        if rows:
            found.append(Grid(line, header, tuple(rows)))
    return found


def _heads(cells: tuple[Cell, ...]) -> bool:
    """Whether cells are a header: one names the thing, another one a year, a measure, a unit or a time."""
    if not 3 <= len(cells) <= 20 or any(len(c.words) > _CELL_LIMIT or "。" in c.words for c in cells):
        return False
    named = [i for i, c in enumerate(cells) if _NAME.fullmatch(c.words)]
    return bool(named) and any(
        _YEAR.search(c.words) or _OTHER.fullmatch(c.words) or UNITS.fullmatch(c.words) or TIME.fullmatch(c.words)
        for i, c in enumerate(cells)
        if i not in named[:1]
    )


def _row(norm: str, line: Line, header: tuple[Cell, ...], tabbed: bool) -> tuple[Cell, ...]:
    """The cells of a row under the header, put under their columns; empty where the paragraph is no row."""
    if tabbed != (norm.find("\t", line.start, line.end) >= 0):
        return ()
    cells = cells_of(norm, line, tabbed)
    if tabbed:
        return cells if len(cells) >= 2 else ()
    short = len(header) - len(cells)
    if not 0 <= short <= 1 or not re.search(r"[0-9]", norm[line.start : line.end]):
        return ()
    if any("。" in c.words for c in cells):
        return ()
    return (*(Cell(line.start, "") for _ in range(short)), *cells)
