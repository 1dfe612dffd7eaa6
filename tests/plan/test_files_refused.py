"""Files that cannot be read end in one clear line, whatever is wrong with them; bombs are stopped early."""

from __future__ import annotations

import io
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.plan.documents import SMALL, pdf_of, typed_docx
from zhiheng.plan.archive import MAX_DEPTH, MAX_ENTRIES, MAX_PART_BYTES
from zhiheng.plan.files import extract
from zhiheng.plan.unreadable import Unreadable

TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
SPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def package(document: str | bytes, **parts: str) -> bytes:
    """A zip with the parts of a .docx."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("[Content_Types].xml", TYPES)
        made.writestr("word/document.xml", document)
        for name, text in parts.items():
            made.writestr(name.replace("__", "/") + ".xml", text)
    return kept.getvalue()


def laughs() -> bytes:
    entities = '<!ENTITY a0 "哈">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    return package(f"<!DOCTYPE w [{entities}]><w:document {SPACE}><w:body>&a9;</w:body></w:document>")


def locked_zip() -> bytes:
    data = bytearray(package(f"<w:document {SPACE}/>"))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(mark, at + 4)
    return bytes(data)


def many_entries() -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as made:
        for number in range(MAX_ENTRIES + 1):
            made.writestr(str(number), b"")
    return kept.getvalue()


def workbook() -> bytes:
    kept = io.BytesIO()
    book = openpyxl.Workbook()
    book.save(kept)
    return kept.getvalue()


def zipped(**entries: str) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as made:
        for name, text in entries.items():
            made.writestr(name.replace("__", "."), text)
    return kept.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600
REFUSED: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "an empty file": ("a.txt", lambda: b"", "空"),
    "a file of blanks": ("a.txt", lambda: b" \n\t\n", "没有文字"),
    "an old .doc": ("a.doc", lambda: OLE, "另存为 .docx"),
    "an encrypted .docx": ("a.docx", lambda: OLE + "EncryptedPackage".encode("utf-16-le"), "加密"),
    "a zip with a password": ("a.docx", locked_zip, "加密"),
    "a spreadsheet": ("a.docx", workbook, "Excel.*另存为 .docx"),
    "an OFD": ("a.ofd", lambda: zipped(OFD__xml="<a/>"), "OFD.*另存为 .docx"),
    "an OpenDocument file": ("a.odt", lambda: zipped(mimetype="x", content__xml="<a/>"), "OpenDocument.*另存为 .docx"),
    "a plain archive": ("a.zip", lambda: zipped(a__txt="x"), "压缩包"),
    "another archive": ("a.rar", lambda: b"Rar!\x1a\x07\x00", "压缩包"),
    "rich text": ("a.rtf", lambda: b"{\\rtf1\\ansi x}", "RTF.*另存为 .docx"),
    "a web archive": ("a.mht", lambda: b"MIME-Version: 1.0\r\n\r\nx", "mht"),
    "a picture": ("a.png", lambda: b"\x89PNG\r\n\x1a\n" + b"\x00" * 64, "图片"),
    "noise": ("a.txt", lambda: bytes(range(256)) * 40, "不是可读的文档"),
    "a .docx cut short": ("a.docx", lambda: package(f"<w:document {SPACE}/>")[:-40], "损坏"),
    "a .docx without a body": ("a.docx", lambda: package(f"<w:document {SPACE}/>"), "不是 Word 文档"),
    "a .docx with broken XML": ("a.docx", lambda: package("<w:document>"), "XML 已损坏"),
    "a billion laughs": ("a.docx", laughs, "DTD"),
    "too many entries": ("a.docx", many_entries, "庞大"),
    "XML nested too deep": (
        "a.docx",
        lambda: package(f"<w:document {SPACE}>" + "<w:p>" * (MAX_DEPTH + 1)),
        "庞大",
    ),
    "a broken PDF": ("a.pdf", lambda: b"%PDF-1.7\nnothing", "损坏"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused_with_one_line_that_says_what_to_do(name: str, tmp_path: Path) -> None:
    file, make, words = REFUSED[name]
    (tmp_path / file).write_bytes(make())
    with pytest.raises(Unreadable, match=words) as caught:
        extract(tmp_path / file)
    assert "\n" not in str(caught.value)
    assert caught.value.message_en.isascii()


def test_a_missing_file_a_folder_and_a_device_are_refused(tmp_path: Path) -> None:
    for path, words in (
        (tmp_path / "no.txt", "找不到文件 no.txt"),
        (tmp_path, "文件夹"),
        (Path("/dev/zero"), "普通文件"),
    ):
        with pytest.raises(Unreadable, match=words):
            extract(path)
    with pytest.raises(Unreadable, match="打不开"):
        extract("a\x00b.txt")


def test_a_zip_bomb_is_stopped_while_it_inflates(tmp_path: Path) -> None:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("[Content_Types].xml", TYPES)
        with made.open("word/document.xml", "w", force_zip64=True) as part:
            for _ in range(300):
                part.write(b" " * (1 << 20))
    (tmp_path / "bomb.docx").write_bytes(kept.getvalue())
    tracemalloc.start()
    with pytest.raises(Unreadable, match="庞大"):
        extract(tmp_path / "bomb.docx")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 3 * MAX_PART_BYTES


def real_files(folder: Path) -> dict[str, bytes]:
    return {
        "plan.docx": typed_docx(SMALL, folder / "plan.docx").read_bytes(),
        "plan.pdf": pdf_of(SMALL, folder / "plan.pdf").read_bytes(),
        "plan.txt": SMALL.encode("gb18030"),
    }


@pytest.fixture(scope="module")
def originals(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return real_files(tmp_path_factory.mktemp("originals"))


@given(data=st.data())
@settings(max_examples=150, deadline=None, derandomize=True)
def test_a_damaged_real_file_is_read_or_refused_but_never_crashes(
    data: st.DataObject, originals: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory
) -> None:
    name = data.draw(st.sampled_from(sorted(originals)))
    damaged = bytearray(originals[name])
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(damaged) - 1))
        damaged[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=4))
    path = tmp_path_factory.getbasetemp() / f"damaged-{name}"
    path.write_bytes(bytes(damaged))
    try:
        assert extract(path).strip()
    except Unreadable as refusal:
        assert "\n" not in str(refusal)
