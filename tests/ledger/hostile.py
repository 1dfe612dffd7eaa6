"""Files made to hurt whoever opens them, or that are not what they say: each with how it must end.

``refused`` end in one line; ``harmless`` are read as text, with nothing in them run; ``either`` may end at a limit.
Everything is made here, by hand or by real libraries, in a few bytes; nothing was taken from anywhere.
"""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
SPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
BODY = f"<w:document {SPACE}><w:body><w:p><w:r><w:t>一、目标。到2026年达到95%。</w:t></w:r></w:p></w:body></w:document>"
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" '
    'Target="{target}" TargetMode="External"/></Relationships>'
)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PLAN = "云溪省冷链方案\n一、目标\n到2026年,抽检合格率达到95%以上。\n"

End = Literal["refused", "harmless", "either"]


@dataclass(frozen=True)
class Hostile:
    """One file: what it tries, its name, how it is made, and how reading it must end."""

    what: str
    name: str
    make: Callable[[], bytes]
    end: End = "refused"


def package(document: str | bytes = BODY, parts: dict[str, bytes | str] | None = None) -> bytes:
    """A .docx of a document part and others."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("[Content_Types].xml", TYPES)
        made.writestr("word/document.xml", document)
        for name, data in (parts or {}).items():
            made.writestr(name, data)
    return kept.getvalue()


def external(kind: str, target: str, place: str = "word/_rels/document.xml.rels") -> bytes:
    """A .docx with a link of a kind that leads outside."""
    return package(parts={place: RELATIONS.format(kind=kind, target=target)})


def bomb(part: str = "word/document.xml", megabytes: int = 300, filling: bytes = b" ") -> bytes:
    """A .docx of which one part inflates to hundreds of megabytes."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as made:
        made.writestr("[Content_Types].xml", TYPES)
        if part != "word/document.xml":
            made.writestr("word/document.xml", BODY)
        with made.open(part, "w", force_zip64=True) as stream:
            for _ in range(megabytes):
                stream.write(filling * (1 << 20))
    return kept.getvalue()


def with_stated_size(size: int) -> bytes:
    """A bomb that says it is small: the stated sizes are overwritten."""
    data = bytearray(bomb(megabytes=60))
    at = data.rfind(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<I", size)
    return bytes(data)


def one_paragraph(megabytes: int) -> bytes:
    """A paragraph of that many megabytes in a single run."""
    head, tail = BODY.split("一、目标。")
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("[Content_Types].xml", TYPES)
        with made.open("word/document.xml", "w", force_zip64=True) as stream:
            stream.write(head.encode())
            for _ in range(megabytes):
                stream.write(b"A" * (1 << 20))
            stream.write(tail.encode())
    return kept.getvalue()


def overlapping() -> bytes:
    """Parts that share the same bytes of the file: the directory lists one part a hundred times."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("word/document.xml", BODY.encode() + b" " * (4 << 20))
        entry = made.infolist()[0]
        for number in range(100):
            double = zipfile.ZipInfo(f"word/part{number:03d}.xml")
            for name in ("compress_type", "CRC", "compress_size", "file_size", "header_offset", "flag_bits"):
                setattr(double, name, getattr(entry, name))
            made.filelist.append(double)
            made.NameToInfo[double.filename] = double
    return kept.getvalue()


def symlink() -> bytes:
    """A zip whose document part is a symbolic link."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as made:
        made.writestr("[Content_Types].xml", TYPES)
        made.writestr("word/document.xml", BODY)
        link = zipfile.ZipInfo("word/media/image1.png")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        made.writestr(link, "/etc/passwd")
    return kept.getvalue()


def locked() -> bytes:
    """A zip that says its parts are encrypted."""
    data = bytearray(package())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(mark, at + 4)
    return bytes(data)


def declared(doctype: str, use: str) -> bytes:
    """A document part with a document type declaration."""
    text = BODY.replace("一、目标。", use)
    return package(f'<?xml version="1.0"?>{doctype}{text}')


def laughs() -> bytes:
    """A billion laughs: ten entities of ten each."""
    entities = '<!ENTITY a0 "哈">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    return declared(f"<!DOCTYPE w [{entities}]>", "&a9;")


def nested_zip(levels: int) -> bytes:
    """A zip in a zip in a zip."""
    data = b" " * (1 << 20)
    for level in range(levels):
        kept = io.BytesIO()
        with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as made:
            for copy in range(4):
                made.writestr(f"{level}-{copy}.zip", data)
        data = kept.getvalue()
    return data


def entries(count: int) -> bytes:
    """A zip of that many empty parts."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as made:
        made.writestr("word/document.xml", BODY)
        for number in range(count):
            made.writestr(f"x/{number}", b"")
    return kept.getvalue()


def pdf(*objects: bytes, catalog: bytes = b"") -> bytes:
    """A small PDF of one page with text, more objects (numbered from 6) and more in its catalogue."""
    stream = b"BT /F1 24 Tf 72 700 Td (Plan 2026 reaches 95 percent of all firms.) Tj ET"
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R " + catalog + b">>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        *objects,
    ]
    body, places = bytearray(b"%PDF-1.7\n"), []
    for number, part in enumerate(parts, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    start = len(body)
    body += b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1)
    body += b"".join(b"%010d 00000 n \n" % place for place in places)
    body += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(parts) + 1, start)
    return bytes(body)


def hidden_action() -> bytes:
    """A PDF that keeps its JavaScript in a compressed object stream."""
    inside = zlib.compress(b"6 0 << /S /JavaScript /JS (app.alert(1)) >>")
    return pdf(
        b"<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream"
        % (len(inside), inside),
        catalog=b"/OpenAction 6 0 R ",
    )


def inflating_pdf(megabytes: int) -> bytes:
    """A PDF whose page inflates to that many megabytes."""
    squeezer = zlib.compressobj(9)
    piece = b"BT /F1 12 Tf (A) Tj ET\n" * 45_000
    stream = b"".join(squeezer.compress(piece) for _ in range(megabytes)) + squeezer.flush()
    page = b"<< /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream)
    return pdf(page).replace(b"/Contents 4 0 R", b"/Contents 6 0 R")


def paged_in_circles() -> bytes:
    """A PDF whose tree of pages leads back to itself."""
    return pdf().replace(b"/Kids [3 0 R]", b"/Kids [2 0 R]")


def mime_bodies() -> bytes:
    """A web archive that pretends to be a Word document."""
    return b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n" + PLAN.encode()


def html(inside: str) -> bytes:
    """A web page with a plan and something else."""
    return f"<!DOCTYPE html><html><head><meta charset=utf-8></head><body>{inside}<p>{PLAN}</p></body></html>".encode()


def deep(tag: str, levels: int) -> bytes:
    """A page of elements nested that deep."""
    return html(f"<{tag}>" * levels)


def overlong_xml(levels: int) -> bytes:
    """A Word body of paragraphs nested that deep."""
    return package(
        f"<w:document {SPACE}><w:body>" + "<w:sdt>" * levels + "</w:sdt>" * levels + "</w:body></w:document>"
    )


def many_elements(count: int) -> bytes:
    """A Word body of that many empty paragraphs."""
    return package(f"<w:document {SPACE}><w:body>" + "<w:p/>" * count + "</w:body></w:document>")


def huge_attribute() -> bytes:
    """A Word part with an attribute of twenty megabytes."""
    return package(BODY.replace("<w:p>", f'<w:p w:x="{"A" * (20 << 20)}">'))


FILES: tuple[Hostile, ...] = (
    Hostile("nothing at all", "a.docx", lambda: b""),
    Hostile("blanks only", "a.txt", lambda: b" \n\t\n" * 1000),
    Hostile("a zip bomb in the document part", "a.docx", bomb),
    Hostile("a zip bomb in a part that is not read", "a.docx", lambda: bomb("word/media/image1.png")),
    Hostile("a bomb that states a small size", "a.docx", lambda: with_stated_size(1000)),
    Hostile("a bomb that states no size", "a.docx", lambda: with_stated_size(0)),
    Hostile("parts that overlap", "a.docx", overlapping),
    Hostile("a paragraph of 300 MB", "a.docx", lambda: one_paragraph(300)),
    Hostile("a paragraph of 40 MB", "a.docx", lambda: one_paragraph(40)),
    Hostile("an attribute of 20 MB", "a.docx", huge_attribute),
    Hostile("zips in zips", "a.docx", lambda: nested_zip(5)),
    Hostile("ten thousand parts and more", "a.docx", lambda: entries(10_001)),
    Hostile("a billion laughs", "a.docx", laughs),
    Hostile(
        "quadratic entities", "a.docx", lambda: declared(f'<!DOCTYPE w [<!ENTITY a "{"A" * 99_999}">]>', "&a;" * 999)
    ),
    Hostile(
        "an external entity",
        "a.docx",
        lambda: declared('<!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd">]>', "&a;"),
    ),
    Hostile(
        "a parameter entity",
        "a.docx",
        lambda: declared('<!DOCTYPE w [<!ENTITY % a SYSTEM "http://127.0.0.1/">%a;]>', "x"),
    ),
    Hostile("a foreign document type", "a.docx", lambda: declared('<!DOCTYPE w SYSTEM "http://127.0.0.1/x.dtd">', "x")),
    Hostile("XML nested 50,000 deep", "a.docx", lambda: overlong_xml(50_000)),
    Hostile("three million elements", "a.docx", lambda: many_elements(3_000_000)),
    Hostile("a macro", "a.docx", lambda: package(parts={"word/vbaProject.bin": OLE})),
    Hostile("a macro in an odd place", "a.docx", lambda: package(parts={"custom/VBAPROJECT.BIN": OLE})),
    Hostile("macro data", "a.docm", lambda: package(parts={"word/vbaData.xml": "<a/>"})),
    Hostile("an embedded OLE object", "a.docx", lambda: package(parts={"word/embeddings/oleObject1.bin": OLE})),
    Hostile("an embedded workbook", "a.docx", lambda: package(parts={"word/embeddings/sheet.xlsx": b"PK"})),
    Hostile("an ActiveX control", "a.docx", lambda: package(parts={"word/activeX/activeX1.bin": OLE})),
    Hostile("a custom ribbon", "a.docx", lambda: package(parts={"customUI/customUI.xml": "<a/>"})),
    Hostile(
        "a template from another host",
        "a.docx",
        lambda: external("attachedTemplate", "http://127.0.0.1/t.dotm", "word/_rels/settings.xml.rels"),
    ),
    Hostile("a picture from another host", "a.docx", lambda: external("image", "http://127.0.0.1/p.png")),
    Hostile("an object from a share", "a.docx", lambda: external("oleObject", r"\\host\share\x")),
    Hostile("a frame from another host", "a.docx", lambda: external("frame", "mhtml:http://127.0.0.1/x!y")),
    Hostile("a link to click", "a.docx", lambda: external("hyperlink", "http://127.0.0.1/"), "harmless"),
    Hostile("a part name that climbs", "a.docx", lambda: package(parts={"../../etc/cron.d/x": "x"})),
    Hostile("a part name that climbs backwards", "a.docx", lambda: package(parts={"..\\..\\x": "x"})),
    Hostile("a part name from the root", "a.docx", lambda: package(parts={"/etc/passwd": "x"})),
    Hostile("a part name with a drive", "a.docx", lambda: package(parts={"C:/Windows/x": "x"})),
    Hostile("a symbolic link", "a.docx", symlink),
    Hostile("a password", "a.docx", locked),
    Hostile("an encrypted package", "a.docx", lambda: OLE + b"\0" * 512 + "EncryptedPackage".encode("utf-16-le")),
    Hostile("cut short", "a.docx", lambda: package()[:-30]),
    Hostile("cut in half", "a.docx", lambda: package()[: len(package()) // 2]),
    Hostile("only the mark of a zip", "a.docx", lambda: b"PK\x03\x04"),
    Hostile("a zip whose directory lies", "a.docx", lambda: package().replace(b"PK\x01\x02", b"PK\x01\x03")),
    Hostile("an old .doc", "a.doc", lambda: OLE + b"\0" * 2000),
    Hostile("an old .doc named .docx", "a.docx", lambda: OLE + b"\0" * 2000),
    Hostile("rich text named .docx", "a.docx", lambda: b"{\\rtf1\\ansi {\\object\\objemb{\\*\\objdata 0105}}}"),
    Hostile("a web archive named .doc", "a.doc", mime_bodies),
    Hostile("a program named .docx", "a.docx", lambda: b"MZ" + bytes(range(256)) * 20),
    Hostile("a program for Linux named .pdf", "a.pdf", lambda: b"\x7fELF" + bytes(range(256)) * 20),
    Hostile("a picture named .docx", "a.docx", lambda: b"\x89PNG\r\n\x1a\n" + b"\0" * 100),
    Hostile("a packed file named .txt", "a.txt", lambda: b"\x1f\x8b\x08" + b"\0" * 100),
    Hostile("noise", "a.txt", lambda: bytes(range(256)) * 400),
    Hostile("zeros", "a.txt", lambda: b"\0" * (1 << 20)),
    Hostile("broken UTF-8", "a.txt", lambda: PLAN.encode() * 20 + b"\xe4\xb8" + PLAN.encode()),
    Hostile(
        "JavaScript in a PDF",
        "a.pdf",
        lambda: pdf(b"<< /S /JavaScript /JS (app.alert(1)) >>", catalog=b"/OpenAction 6 0 R "),
    ),
    Hostile(
        "JavaScript with its name in bytes",
        "a.pdf",
        lambda: pdf(b"<< /S /J#61vaScript /J#53 (x) >>", catalog=b"/OpenAction 6 0 R "),
    ),
    Hostile("JavaScript in a compressed stream", "a.pdf", hidden_action),
    Hostile(
        "a program started by a PDF",
        "a.pdf",
        lambda: pdf(b"<< /S /Launch /F (cmd.exe) >>", catalog=b"/OpenAction 6 0 R "),
    ),
    Hostile(
        "a file in a PDF",
        "a.pdf",
        lambda: pdf(b"<< /Type /Filespec /EF << /F 7 0 R >> >>", catalog=b"/Names << /EmbeddedFiles 6 0 R >> "),
    ),
    Hostile("a form that sends itself", "a.pdf", lambda: pdf(b"<< /S /SubmitForm /F (http://127.0.0.1/) >>")),
    Hostile("an XFA form", "a.pdf", lambda: pdf(catalog=b"/AcroForm << /XFA 6 0 R >> ")),
    Hostile("a PDF page of 500 MB", "a.pdf", lambda: inflating_pdf(500), "either"),
    Hostile("pages in a circle", "a.pdf", paged_in_circles, "either"),
    Hostile("a PDF cut short", "a.pdf", lambda: pdf()[:200]),
    Hostile("a PDF that is a zip as well", "a.pdf", lambda: pdf() + package()),
    Hostile("a zip that is a PDF as well", "a.docx", lambda: pdf()[:9] + package()),
    Hostile("a page nested 200,000 deep", "a.html", lambda: deep("div", 200_000), "harmless"),
    Hostile("tables nested 20,000 deep", "a.html", lambda: deep("table><tr><td", 20_000), "harmless"),
    Hostile(
        "scripts and handlers in a page",
        "a.html",
        lambda: html("<script>fetch('/')</script><p onclick=x() style='x'>"),
        "harmless",
    ),
    Hostile("a page of entities", "a.html", lambda: html("&#x110000;&#-1;&amp" * 50_000)),
    Hostile("a comment that never ends", "a.html", lambda: html("<!--" * 100_000), "either"),
    Hostile("an attribute that never ends", "a.html", lambda: html('<p a="' + "x" * 3_000_000), "either"),
    Hostile("a name of 240 characters", "长" * 78 + ".txt", PLAN.encode, "harmless"),
    Hostile("a name of commands", "$(reboot);`x`&&.txt", PLAN.encode, "harmless"),
    Hostile("a name that turns around", "方案\u202etxt.exe", PLAN.encode, "harmless"),
    Hostile("a line of three million characters", "a.txt", lambda: ("到2026年达到95%" * 300_000).encode()),
    Hostile("a million opened brackets", "a.txt", lambda: ("(" * 1_000_000).encode()),
    Hostile("a million headings", "a.txt", lambda: ("一、\n" * 1_000_000).encode()),
    Hostile(
        "a number of a million digits", "a.txt", lambda: ("一、目标\n到2026年达到" + "9" * 1_000_000 + "%。").encode()
    ),
    Hostile("formulas at the head of lines", "a.txt", lambda: ("=cmd|' /C calc'!A0\n" + PLAN).encode(), "harmless"),
)
