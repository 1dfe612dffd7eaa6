"""A block copied in Excel or WPS and pasted into a page: cells parted by tabs, quoted where they hold line ends."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from zhiheng.mechanisms.workbooks.checking import same_heading
from zhiheng.mechanisms.workbooks.fields import Page, Table
from zhiheng.mechanisms.workbooks.sheet_xml import MAX_COLUMNS
from zhiheng.plan.unreadable import Unreadable

MAX_PASTED = 1_000_000
MAX_PASTED_ROWS = 10_000
"""Of one block, since 2026-11-22: some 5,000 rows of 12 columns fit; more is a file to upload."""

_PLAIN = re.compile(r"[^\t\n]*+")
_QUOTED = re.compile(r'"((?:[^"]|"")*+)"(?=[\t\n]|\Z)')


def pasted(text: str, headings: Sequence[str]) -> Table:
    """The block as a table; rows and columns count from its first cell. Raises ``Unreadable`` for one too large.

    A first line with at least two of the headings (or the only one) is the header; without it the columns are taken in
    the order of ``headings``.
    """
    if len(text) > MAX_PASTED:
        raise Unreadable(
            f"粘贴的内容超过 {MAX_PASTED} 字；请改为上传 .xlsx 文件",
            f"more than {MAX_PASTED} characters were pasted: upload a file instead",
        )
    rows = list(_rows(text.replace("\r\n", "\n").replace("\r", "\n")))
    if len(rows) > MAX_PASTED_ROWS or any(len(row) > MAX_COLUMNS for row in rows):
        raise Unreadable(
            f"粘贴的内容超过 {MAX_PASTED_ROWS} 行或 {MAX_COLUMNS} 列；请只复制要填的部分，或改为上传 .xlsx 文件",
            f"more than {MAX_PASTED_ROWS} rows or {MAX_COLUMNS} columns were pasted: copy less or upload a file",
        )
    page: Page = {"name": "", "rows": [], "hidden_rows": [], "hidden_columns": [], "merged": []}
    page["rows"] = [(n, [c or None for c in row]) for n, row in enumerate(rows, 1) if any(c.strip() for c in row)]
    known = {same_heading(heading) for heading in headings}
    first = {same_heading(cell) for cell in rows[0]} if rows else set()
    if len(known & first) < min(2, len(known)):
        page["head"] = list(headings)
    return {"form": "paste", "pages": [page]}


def _rows(text: str) -> Iterator[list[str]]:
    """Excel quotes a cell only when a tab or a line end stands in it; other quotation marks are the person's own."""
    at, row = 0, list[str]()
    while at < len(text):
        quoted = _QUOTED.match(text, at) if text[at] == '"' else None
        if quoted and ("\n" in quoted[1] or "\t" in quoted[1]):
            cell, at = quoted[1].replace('""', '"'), quoted.end()
        else:
            plain = _PLAIN.match(text, at)
            cell, at = (plain.group(), plain.end()) if plain else ("", at)
        row.append(cell)
        if at >= len(text) or text[at] == "\n":
            yield row
            row = []
        elif at == len(text) - 1:
            row.append("")
            yield row
        at += 1
