"""Workbooks made by hand, part by part, as programs other than ours write them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{SPREADSHEET}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{SPREADSHEET}.worksheet+xml"/>'
    f'<Override PartName="/xl/sharedStrings.xml" ContentType="{SPREADSHEET}.sharedStrings+xml"/></Types>'
)
WORKBOOK = f'<workbook {MAIN} xmlns:r="{OFFICE}"><sheets><sheet name="任务" sheetId="1" r:id="r1"/></sheets></workbook>'
HEAD = (
    '<row r="1"><c r="A1" t="inlineStr"><is><t>任务</t></is></c><c r="B1" t="inlineStr"><is><t>数量</t></is></c></row>'
)
ROW = '<row r="2"><c r="A2" t="inlineStr"><is><t>抽检</t></is></c><c r="B2"><v>3</v></c></row>'


def relations(*links: tuple[str, str, str], mode: str = "") -> str:
    """A part of relations: (id, last word of the type, target)."""
    inside = "".join(
        f'<Relationship Id="{name}" Type="{OFFICE}/{kind}" Target="{target}"{mode}/>' for name, kind, target in links
    )
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inside}</Relationships>'
    )


BOOK_LINKS = (
    ("r1", "worksheet", "worksheets/sheet1.xml"),
    ("r2", "sharedStrings", "sharedStrings.xml"),
    ("r3", "styles", "/xl/styles.xml"),
)


def sheet(rows: str = HEAD + ROW, before: str = "", after: str = "") -> str:
    """The XML of a sheet: rows, and what stands before and after them."""
    return f"<worksheet {MAIN}>{before}<sheetData>{rows}</sheetData>{after}</worksheet>"


def shared(*items: str) -> str:
    """The XML of shared texts, each item the inside of an ``si``."""
    return f"<sst {MAIN}>" + "".join(f"<si>{item}</si>" for item in items) + "</sst>"


def book(page: str | Iterable[str] = "", parts: Mapping[str, str | bytes] | None = None) -> bytes:
    """An .xlsx of one sheet (whole or in pieces); ``parts`` are added or replace what is there."""
    kept = io.BytesIO()
    given = dict(parts or {})
    own = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": relations(("r1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": WORKBOOK,
        "xl/_rels/workbook.xml.rels": relations(*BOOK_LINKS),
        "xl/sharedStrings.xml": shared("<t>抽检</t>"),
    }
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in (own | given).items():
            made.writestr(name, data)
        if "xl/worksheets/sheet1.xml" not in given:
            with made.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as out:
                for piece in [page or sheet()] if isinstance(page, str) else page:
                    out.write(piece.encode())
    return kept.getvalue()
