"""Tables of indicators (专栏 主要指标): one row for one indicator, a column for each year, cells parted by tabs.

A column of a year that has passed, or one headed 现状, 基期 or 实际, tells what is; the others are targets. The sign
in a cell (≥, ＞, 左右) is the comparator; a bare number is "=".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from zhiheng.plan.clauses import Scope
from zhiheng.plan.document import Document
from zhiheng.plan.grids import Cell
from zhiheng.plan.head import term
from zhiheng.plan.model import Comparator, Quote
from zhiheng.plan.subjects import tidy
from zhiheng.plan.targets import Draft, kind_of
from zhiheng.plan.text import Line

_YEAR = re.compile(r"((?:19|20)[0-9]{2})")
_PAST = re.compile(r"现状|基期|基数|实际|完成|现值|基准|当前")
_NAME = re.compile(r"指标|名称|项目|内容")
_UNIT = re.compile(r"单位")
_CELL = re.compile(
    r"(?P<sign>≥|>=|>|≤|<=|<|大于|不低于|不少于|达到|高于|小于|不高于|不超过|约)?\s*"
    r"(?P<n>-?[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?)\s*(?P<u>%|‰|[^0-9\s()]{0,6}?)?\s*"
    r"(?:\([^()]*\))?(?P<late>以上|左右|以内|以下)?"
)
_IN_NAME = re.compile(r"\((?P<u>%|‰|[^()0-9]{1,10})\)\s*$")
_SIGNS: dict[str, Comparator] = {
    "≥": ">=", ">=": ">=", "不低于": ">=", "不少于": ">=", "达到": ">=", ">": ">", "大于": ">", "高于": ">", "≤": "<=",
    "<=": "<=", "不高于": "<=", "不超过": "<=", "<": "<", "小于": "<", "约": "~",
}  # fmt: skip
_LATE: dict[str, Comparator] = {"以上": ">=", "左右": "~", "以内": "<=", "以下": "<="}


@dataclass(frozen=True)
class Columns:
    """What the header row says: which column names, which gives the unit, which years are aims."""

    name: int | None
    unit: int | None
    years: dict[int, int]


def read_tables(doc: Document) -> list[Draft]:
    """The targets of all tables of indicators; every number of theirs is claimed, as target or as part of a table."""
    found: list[Draft] = []
    scopes = {s.line.start: s for s in doc.scopes}
    for grid in doc.tables:
        if grid.task is not None:
            _claim(doc, grid.head, "表头")
            continue
        columns = _columns(doc, grid.header)
        for line in (grid.head, *(line for line, _ in grid.rows)):
            _claim(doc, line, "表头" if line is grid.head else "表格")
        for line, cells in grid.rows:
            scope = scopes.get(line.start)
            if columns is not None and scope is not None:
                found.extend(_row(scope, cells, columns))
    return found


def _columns(doc: Document, cells: tuple[Cell, ...]) -> Columns | None:
    """The header, when a cell names the indicator and another one a year."""
    name = next((i for i, c in enumerate(cells) if _NAME.search(c.words) and not _YEAR.search(c.words)), None)
    titled = term(doc.face.title)
    first = max(doc.face.issued.year if doc.face.issued else 0, titled[0] if titled else 0)
    years: dict[int, int] = {}
    dated = False
    for i, cell in enumerate(cells):
        match = _YEAR.search(cell.words)
        if match and i != name:
            dated = True
            if not _PAST.search(cell.words) and int(match.group(1)) >= first:
                years[i] = int(match.group(1))
    if name is None or not dated:
        return None
    return Columns(name, next((i for i, c in enumerate(cells) if _UNIT.search(c.words) and i != name), None), years)


def _row(scope: Scope, cells: tuple[Cell, ...], columns: Columns) -> list[Draft]:
    """The targets of one row; a row with fewer cells than the header has no place for them."""
    if columns.name is None or columns.name >= len(cells):
        return []
    name = cells[columns.name].words
    unit = cells[columns.unit].words if columns.unit is not None and columns.unit < len(cells) else None
    inside = _IN_NAME.search(name)
    if inside:
        name, unit = name[: inside.start()], unit or inside["u"]
    name = tidy(re.sub(r"^[0-9]+[.、]?", "", name))
    found = []
    for i, year in columns.years.items():
        match = _CELL.fullmatch(cells[i].words) if i < len(cells) else None
        if match is None or len(name) < 2:
            continue
        sign = _LATE.get(match["late"] or "") or _SIGNS.get(match["sign"] or "") or "="
        value = Decimal(match["n"].replace(",", ""))
        mine = match["u"] or (None if unit in {"-", "—", ""} else unit)
        span = Quote(min(cells[columns.name].start, cells[i].start), cells[i].end)
        kind = kind_of(name, mine, name, None)
        found.append(Draft(scope.clause, name, sign, value, mine, kind, year, None, None, None, span))
    return found


def _claim(doc: Document, line: Line, kind: str) -> None:
    for quantity in doc.numbers_in(line.start, line.end):
        doc.claim(quantity.start, quantity.end, kind)
    for match in re.finditer(r"[0-9]+", doc.norm[line.start : line.end]):
        doc.claim(line.start + match.start(), line.start + match.end(), kind)
