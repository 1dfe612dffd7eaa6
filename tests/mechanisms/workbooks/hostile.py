"""Tables made to hurt whoever reads them, or that are not what they say: each with how it must end.

``refused`` end in one line; ``harmless`` are read, with nothing in them computed or run. All are made here.
"""

from __future__ import annotations

import io
import stat
import zipfile
from collections.abc import Iterator
from hashlib import sha256

from tests.ledger.hostile import OLE, Hostile, locked, nested_zip, overlapping, package, pdf
from tests.mechanisms.workbooks.made import HEAD, MAIN, ROW, WORKBOOK, book, relations, shared, sheet

SHEET, STRINGS, STYLES = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml"
OUTSIDE = ' TargetMode="External"'
TEXT = '<row r="2"><c r="A2" t="inlineStr"><is><t>{}</t></is></c></row>'
LAUGHS = '<!ENTITY a0 "哈">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))


def with_rows(*rows: str) -> bytes:
    """The header, a good row and others."""
    return book(sheet(HEAD + ROW + "".join(rows)))


def inflating(part: str, megabytes: int, around: str = "{}", filling: str = " ") -> bytes:
    """A workbook of which one part inflates to that many megabytes of one sign."""
    head, _, tail = around.partition("{}")
    kept = io.BytesIO(book())
    with zipfile.ZipFile(kept, "a", zipfile.ZIP_DEFLATED, compresslevel=9) as made:
        made.filelist = [entry for entry in made.filelist if entry.filename != part]
        made.NameToInfo.pop(part, None)
        with made.open(part, "w", force_zip64=True) as out:
            out.write(head.encode())
            for _ in range(megabytes):
                out.write(filling.encode() * (1 << 20))
            out.write(tail.encode())
    return kept.getvalue()


def blank_rows(count: int, last: str = "") -> Iterator[str]:
    """The pieces of a sheet with that many formatted rows of three empty cells."""
    head, tail = sheet(HEAD + ROW + "{}" + last).split("{}")
    yield head
    for start in range(3, count, 1000):
        yield "".join(
            f'<row r="{n}" s="1" customFormat="1"><c r="A{n}" s="1"/><c r="B{n}" s="1"/><c r="C{n}" s="1"/></row>'
            for n in range(start, min(start + 1000, count))
        )
    yield tail


def filled(rows: int, columns: str = "ABCDEFGHIJ") -> Iterator[str]:
    """The pieces of a sheet with that many rows of numbers."""
    head, tail = sheet(HEAD + "{}").split("{}")
    yield head
    for n in range(2, rows + 2):
        yield f'<row r="{n}">' + "".join(f'<c r="{letter}{n}"><v>1</v></c>' for letter in columns) + "</row>"
    yield tail


def declared(doctype: str, use: str = "x") -> bytes:
    """A sheet with a document type."""
    return book(f'<?xml version="1.0"?>{doctype}' + sheet(HEAD + TEXT.format(use)))


def linked(kind: str, target: str, part: str = "xl/worksheets/_rels/sheet1.xml.rels") -> bytes:
    """A workbook with a relation that leads outside."""
    return book(parts={part: relations(("r9", kind, target), mode=OUTSIDE)})


def symlink() -> bytes:
    """A workbook with a symbolic link."""
    kept = io.BytesIO(book())
    with zipfile.ZipFile(kept, "a") as made:
        link = zipfile.ZipInfo("xl/media/image1.png")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        made.writestr(link, "/etc/passwd")
    return kept.getvalue()


def many_parts(count: int) -> bytes:
    """A workbook with that many empty parts."""
    return book(parts={f"x/{number}": b"" for number in range(count)})


def ods() -> bytes:
    """An OpenDocument table."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as made:
        made.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        made.writestr("content.xml", "<a/>")
    return kept.getvalue()


def pointing(target: str) -> bytes:
    """A workbook whose sheet lies elsewhere."""
    return book(parts={"xl/_rels/workbook.xml.rels": relations(("r1", "worksheet", target))})


def past_the_scale(data: bytes) -> bytes:
    """The same with a megabyte that does not shrink, so that what follows the weighing is met."""
    kept = io.BytesIO(data)
    with zipfile.ZipFile(kept, "a", zipfile.ZIP_DEFLATED) as made:
        noise = b"".join(sha256(b"%d" % number).digest() for number in range(1 << 15))
        made.writestr("xl/media/image9.png", noise)
    return kept.getvalue()


def with_strings(strings: str) -> bytes:
    """A workbook whose second row takes the first shared text."""
    return book(sheet(HEAD + '<row r="2"><c r="A2" t="s"><v>0</v></c></row>'), {STRINGS: strings})


def merged_over_each_other() -> bytes:
    """Two thousand rows, all merged into one cell twenty thousand times."""
    head, tail = "".join(filled(2_000, "A")).split("</sheetData>")
    areas = '<mergeCell ref="A1:GR100000"/>' * 20_000
    return book(f"{head}</sheetData><mergeCells>{areas}</mergeCells>{tail}")


PACKAGES = (
    Hostile("a zip bomb in the sheet", "a.xlsx", lambda: inflating(SHEET, 300)),
    Hostile("a zip bomb in a part that is not read", "a.xlsx", lambda: inflating("xl/media/image1.png", 300)),
    Hostile("a zip bomb in the shared texts", "a.xlsx", lambda: inflating(STRINGS, 300, shared("<t>{}</t>"), "A")),
    Hostile("parts that overlap", "a.xlsx", overlapping),
    Hostile("zips in zips", "a.xlsx", lambda: nested_zip(5)),
    Hostile("ten thousand parts and more", "a.xlsx", lambda: many_parts(10_001)),
    Hostile("a macro", "a.xlsx", lambda: book(parts={"xl/vbaProject.bin": OLE})),
    Hostile("a macro in an odd place", "a.xlsx", lambda: book(parts={"custom/VBAPROJECT.BIN": OLE})),
    Hostile("a link to another workbook", "a.xlsx", lambda: book(parts={"xl/externalLinks/externalLink1.xml": "<a/>"})),
    Hostile("an embedded OLE object", "a.xlsx", lambda: book(parts={"xl/embeddings/oleObject1.bin": OLE})),
    Hostile("an ActiveX control", "a.xlsx", lambda: book(parts={"xl/activeX/activeX1.xml": "<a/>"})),
    Hostile("a custom ribbon", "a.xlsx", lambda: book(parts={"customUI/customUI.xml": "<a/>"})),
    Hostile("a connection to a database", "a.xlsx", lambda: book(parts={"xl/connections.xml": "<a/>"})),
    Hostile("a query to a web page", "a.xlsx", lambda: book(parts={"xl/queryTables/queryTable1.xml": "<a/>"})),
    Hostile("a picture from another host", "a.xlsx", lambda: linked("image", "http://127.0.0.1/p.png")),
    Hostile("an object from a share", "a.xlsx", lambda: linked("oleObject", r"\\host\share\x")),
    Hostile("a link to click", "a.xlsx", lambda: linked("hyperlink", "http://127.0.0.1/"), "harmless"),
    Hostile("a part name that climbs", "a.xlsx", lambda: book(parts={"../../etc/cron.d/x": "x"})),
    Hostile("a part name from the root", "a.xlsx", lambda: book(parts={"/etc/passwd": "x"})),
    Hostile("a part name with a drive", "a.xlsx", lambda: book(parts={"C:/Windows/x": "x"})),
    Hostile("a symbolic link", "a.xlsx", symlink),
    Hostile("a password on the zip", "a.xlsx", locked),
    Hostile("an encrypted package", "a.xlsx", lambda: OLE + b"\0" * 512 + "EncryptedPackage".encode("utf-16-le")),
    Hostile("cut short", "a.xlsx", lambda: book()[:-30]),
    Hostile("cut in half", "a.xlsx", lambda: book()[: len(book()) // 2]),
    Hostile("a directory that lies", "a.xlsx", lambda: book().replace(b"PK\x01\x02", b"PK\x01\x03")),
    Hostile("a sheet that lies elsewhere", "a.xlsx", lambda: pointing("../../../../etc/passwd")),
    Hostile("a sheet that is not there", "a.xlsx", lambda: pointing("worksheets/sheet9.xml")),
    Hostile("a sheet that is the workbook itself", "a.xlsx", lambda: pointing("workbook.xml"), "harmless"),
)

MARKUP = (
    Hostile("a billion laughs", "a.xlsx", lambda: declared(f"<!DOCTYPE w [{LAUGHS}]>", "&a9;")),
    Hostile(
        "quadratic entities", "a.xlsx", lambda: declared(f'<!DOCTYPE w [<!ENTITY a "{"A" * 99_999}">]>', "&a;" * 999)
    ),
    Hostile(
        "an external entity",
        "a.xlsx",
        lambda: declared('<!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd">]>', "&a;"),
    ),
    Hostile("a foreign document type", "a.xlsx", lambda: declared('<!DOCTYPE w SYSTEM "http://127.0.0.1/x.dtd">')),
    Hostile("a document type in the texts", "a.xlsx", lambda: with_strings("<!DOCTYPE sst>" + shared("<t>x</t>"))),
    Hostile(
        "a document type in the workbook", "a.xlsx", lambda: book(parts={"xl/workbook.xml": f"<!DOCTYPE w>{WORKBOOK}"})
    ),
    Hostile("a document type in the styles", "a.xlsx", lambda: book(parts={STYLES: "<!DOCTYPE w><styleSheet/>"})),
    Hostile(
        "XML nested 50,000 deep",
        "a.xlsx",
        lambda: past_the_scale(book(sheet(after="<a>" * 50_000 + "</a>" * 50_000))),
        "harmless",
    ),
    Hostile("three million elements", "a.xlsx", lambda: past_the_scale(book(sheet(after="<a/>" * 3_000_000)))),
    Hostile(
        "an attribute of 20 MB", "a.xlsx", lambda: past_the_scale(with_rows(f'<row r="3" x="{"A" * (20 << 20)}"/>'))
    ),
    Hostile("a comment of 20 MB", "a.xlsx", lambda: past_the_scale(with_rows(f"<!--{'> ' * (10 << 20)}-->"))),
    Hostile("XML that does not close", "a.xlsx", lambda: book(sheet()[:-20])),
    Hostile("no XML at all", "a.xlsx", lambda: book("hello")),
    Hostile(
        "texts nested in texts",
        "a.xlsx",
        lambda: past_the_scale(with_strings(shared("<r>" * 200 + "<t>x</t>" + "</r>" * 200))),
        "harmless",
    ),
    Hostile("three million empty texts", "a.xlsx", lambda: past_the_scale(with_strings(shared(*["<t/>"] * 3_000_000)))),
    Hostile(
        "a shared text of 40 MB", "a.xlsx", lambda: past_the_scale(inflating(STRINGS, 40, shared("<t>{}</t>"), "A"))
    ),
    Hostile(
        "many texts of 30,000 signs",
        "a.xlsx",
        lambda: past_the_scale(with_strings(shared(*[f"<t>{'字' * 30_000}</t>"] * 800))),
    ),
    Hostile(
        "a million formats",
        "a.xlsx",
        lambda: past_the_scale(
            book(parts={STYLES: f"<styleSheet {MAIN}><cellXfs>{'<xf/>' * 1_000_000}</cellXfs></styleSheet>"})
        ),
    ),
)

CELLS = (
    Hostile("a cell of 300 MB", "a.xlsx", lambda: past_the_scale(inflating(SHEET, 200, sheet(HEAD + TEXT), "A"))),
    Hostile("a cell of 40,000 signs", "a.xlsx", lambda: with_rows(TEXT.format("字" * 40_000).replace("2", "3"))),
    Hostile(
        "a cell at XFD1048576", "a.xlsx", lambda: with_rows('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')
    ),
    Hostile(
        "an empty cell at XFD1048576",
        "a.xlsx",
        lambda: with_rows('<row r="1048576"><c r="XFD1048576" s="1"/></row>'),
        "harmless",
    ),
    Hostile("a cell in column ZZZZZZ", "a.xlsx", lambda: with_rows('<row r="3"><c r="ZZZZZZ3"><v>1</v></c></row>')),
    Hostile("a row beyond every sheet", "a.xlsx", lambda: with_rows(f'<row r="{9**30}"><c><v>1</v></c></row>')),
    Hostile("a million empty formatted rows", "a.xlsx", lambda: book(blank_rows(1_048_577)), "harmless"),
    Hostile(
        "a value behind a million empty rows",
        "a.xlsx",
        lambda: book(blank_rows(1_000_000, '<row r="1000001"><c r="A1000001"><v>1</v></c></row>')),
    ),
    Hostile("five million filled cells", "a.xlsx", lambda: book(filled(80_000, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"))),
    Hostile("a false dimension", "a.xlsx", lambda: book(sheet(before='<dimension ref="A1"/>')), "harmless"),
    Hostile(
        "a dimension of the whole sheet",
        "a.xlsx",
        lambda: book(sheet(before='<dimension ref="A1:XFD1048576"/>')),
        "harmless",
    ),
    Hostile("rows that go back", "a.xlsx", lambda: with_rows(ROW)),
    Hostile(
        "cells that go back",
        "a.xlsx",
        lambda: with_rows('<row r="3"><c r="B3"><v>1</v></c><c r="A3"><v>1</v></c></row>'),
    ),
    Hostile("a cell that names another row", "a.xlsx", lambda: with_rows('<row r="3"><c r="A9"><v>1</v></c></row>')),
    Hostile(
        "a shared text that is not there", "a.xlsx", lambda: with_rows('<row r="3"><c r="A3" t="s"><v>99</v></c></row>')
    ),
    Hostile(
        "a shared text of number -1", "a.xlsx", lambda: with_rows('<row r="3"><c r="A3" t="s"><v>-1</v></c></row>')
    ),
    Hostile(
        "a number of a million digits",
        "a.xlsx",
        lambda: with_rows(f'<row r="3"><c r="A3"><v>{"9" * 1_000_000}</v></c></row>'),
    ),
    Hostile(
        "numbers without end",
        "a.xlsx",
        lambda: with_rows('<row r="3"><c r="A3"><v>1E999</v></c><c r="B3"><v>nan</v></c></row>'),
        "harmless",
    ),
    Hostile("a number that is a word", "a.xlsx", lambda: with_rows('<row r="3"><c r="A3"><v>three</v></c></row>')),
    Hostile(
        "a format that is not there",
        "a.xlsx",
        lambda: with_rows('<row r="3"><c r="A3" s="99999"><v>1</v></c></row>'),
        "harmless",
    ),
    Hostile(
        "a formula with a stored value",
        "a.xlsx",
        lambda: with_rows('<row r="3"><c r="B3"><f>1+1</f><v>2</v></c></row>'),
        "harmless",
    ),
    Hostile(
        "a formula that starts a program",
        "a.xlsx",
        lambda: with_rows('<row r="3"><c r="B3"><f>cmd|\'/C calc\'!A0</f><v>2</v></c></row>'),
        "harmless",
    ),
    Hostile(
        "merged over the whole sheet",
        "a.xlsx",
        lambda: book(sheet(after='<mergeCells><mergeCell ref="A2:XFD1048576"/></mergeCells>')),
        "harmless",
    ),
    Hostile("twenty thousand merged over each other", "a.xlsx", merged_over_each_other),
    Hostile(
        "half a million merged ranges",
        "a.xlsx",
        lambda: book(sheet(after="<mergeCells>" + '<mergeCell ref="A2:B2"/>' * 500_000 + "</mergeCells>")),
    ),
    Hostile(
        "a merged range that is none",
        "a.xlsx",
        lambda: book(sheet(after='<mergeCells><mergeCell ref="A:"/></mergeCells>')),
    ),
    Hostile(
        "half a million hidden columns",
        "a.xlsx",
        lambda: book(sheet(before="<cols>" + '<col min="1" max="16384" hidden="1"/>' * 500_000 + "</cols>")),
        "harmless",
    ),
    Hostile(
        "a million hidden rows",
        "a.xlsx",
        lambda: with_rows("".join(f'<row r="{n}" hidden="1"/>' for n in range(3, 1_000_000))),
        "harmless",
    ),
    Hostile(
        "thirty sheets",
        "a.xlsx",
        lambda: book(
            parts={
                "xl/workbook.xml": WORKBOOK.replace(
                    "</sheets>",
                    "".join(f'<sheet name="{n}" sheetId="{n}" r:id="r1"/>' for n in range(2, 31)) + "</sheets>",
                )
            }
        ),
        "harmless",
    ),
)

KINDS = (
    Hostile("nothing at all", "a.xlsx", lambda: b""),
    Hostile("blanks only", "a.csv", lambda: b" \n\t\n" * 1000),
    Hostile("an old .xls", "a.xls", lambda: OLE + b"\0" * 2000),
    Hostile("an old .xls named .xlsx", "a.xlsx", lambda: OLE + b"\0" * 2000),
    Hostile("a binary workbook", "a.xlsb", lambda: book(parts={"xl/workbook.bin": b"\0"})),
    Hostile("a table of OpenDocument", "a.ods", ods),
    Hostile("a Word document", "a.xlsx", package),
    Hostile("a web page named .xls", "a.xls", lambda: "<html><table><tr><td>任务</td></tr></table></html>".encode()),
    Hostile(
        "XML of 2003",
        "a.xls",
        lambda: b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
    ),
    Hostile(
        "a web archive named .xls", "a.xls", lambda: b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n"
    ),
    Hostile("a PDF", "a.xlsx", pdf),
    Hostile("a PDF that is a workbook as well", "a.xlsx", lambda: pdf() + book()),
    Hostile("a program named .xlsx", "a.xlsx", lambda: b"MZ" + bytes(range(256)) * 20),
    Hostile("a picture named .xlsx", "a.xlsx", lambda: b"\x89PNG\r\n\x1a\n" + b"\0" * 100),
    Hostile("a packed file named .csv", "a.csv", lambda: b"\x1f\x8b\x08" + b"\0" * 100),
    Hostile("a plain archive", "a.xlsx", lambda: book(parts={"_rels/.rels": relations()})),
    Hostile("noise", "a.csv", lambda: bytes(range(256)) * 400),
    Hostile("zeros", "a.csv", lambda: b"\0" * (1 << 20)),
    Hostile("a quotation mark that never closes", "a.csv", lambda: '任务,数量\n"抽检,3\n'.encode() * 10_001),
    Hostile("a line of three million cells", "a.csv", lambda: b"1," * 3_000_000),
    Hostile("a cell of 15 MB", "a.csv", lambda: "任务,数量\n".encode() + b"A" * (15 << 20)),
    Hostile("two hundred thousand lines", "a.csv", lambda: "任务,数量\n".encode() + b"1,2\n" * 200_000),
    Hostile(
        "formulas in every line", "a.csv", lambda: "任务,数量\n=cmd|' /C calc'!A0,3\n@SUM(1),-2\n".encode(), "harmless"
    ),
    Hostile("a name of commands", "$(reboot);`x`&&.csv", lambda: "任务,数量\n抽检,3\n".encode("gbk"), "harmless"),
)

TABLES = (*PACKAGES, *MARKUP, *CELLS, *KINDS)
