"""From a file to its text: .txt, .docx, .html and text .pdf, told apart by what they hold and not by their name.

Everything that cannot be read ends in ``Unreadable`` with one line that says what to do.
"""

from __future__ import annotations

import codecs
import os
import re
from pathlib import Path

from zhiheng.plan.unreadable import Unreadable

MAX_FILE_BYTES = 64 * 1024 * 1024
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_IMAGES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")
_PACKED = (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"\xfd7zXZ", b"BZh")
_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}>\s*|<!--.{0,2000}?-->\s*){0,9}"
    rb"<(?:!doctype\s+html|html|head|body|meta|title|div|article|main|table|p|h[1-6])[\s>/]",
    re.IGNORECASE | re.DOTALL,
)
_TAG = re.compile(rb"<(?:html|body|p|div|br|table|span|h[1-6])[\s>/]", re.IGNORECASE)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with the same two bytes
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufffe\uffff]")
_STRANGE = re.compile("[\ue000-\uf8ff\ufffd]")


def extract(path: str | os.PathLike[str]) -> str:
    """The text of a plan document; offsets of the reader count its characters.

    A .txt is verbatim (byte-order mark off, line ends as ``\\n``); other kinds give a paragraph or table row a line.
    Raises ``Unreadable`` for a file that is missing, empty, broken, encrypted, scanned, too large or of another kind.
    """
    data = _bytes(Path(path))
    text = _text(data, Path(path).suffix.lower())
    if not text.strip():
        raise Unreadable("文件里没有文字", "the file holds no text")
    return text


def _bytes(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise Unreadable(f"{path.name} 是文件夹,不是文件", f"{path.name} is a folder, not a file")
        if path.exists() and not path.is_file():
            raise Unreadable(f"{path.name} 不是普通文件", f"{path.name} is not a regular file")
        with path.open("rb") as stream:
            data = stream.read(MAX_FILE_BYTES + 1)
    except FileNotFoundError:
        raise Unreadable(f"找不到文件 {path.name}", f"no such file: {path.name}") from None
    except (OSError, ValueError):
        raise Unreadable(f"打不开文件 {path.name}", f"cannot open {path.name}") from None
    if not data:
        raise Unreadable("文件是空的(0 字节)", "the file is empty (0 bytes)")
    if len(data) > MAX_FILE_BYTES:
        raise Unreadable(
            f"文件超过 {MAX_FILE_BYTES >> 20} MB 的上限", f"the file is larger than {MAX_FILE_BYTES >> 20} MB"
        )
    return data


def _text(data: bytes, suffix: str) -> str:
    """Dispatch by content; the suffix decides only between text and a fragment of HTML."""
    head = data[:4096]
    if b"%PDF-" in head[:1024]:
        from zhiheng.plan import pdf

        return pdf.text_of(data)
    if head.startswith(b"PK"):
        return _from_zip(data)
    _refuse_other_kinds(data)
    if _HTML.match(_past_bom(head)) or (suffix in {".html", ".htm", ".shtml", ".xhtml"} and _TAG.search(data)):
        from zhiheng.plan import webpage

        return webpage.text_of(decode(data, webpage.declared_encoding(head)))
    return decode(data)


def _from_zip(data: bytes) -> str:
    """Word's .docx; spreadsheets, slides, OFD and plain archives are zip files too and are told apart here."""
    from zhiheng.plan import archive, word

    package = archive.Archive(data)
    if "OFD.xml" in package.names:
        raise _other("OFD 版式文件", "an OFD file")
    for part, zh, en in (
        ("xl/workbook.xml", "Excel 表格", "an Excel workbook"),
        ("ppt/presentation.xml", "PowerPoint 演示文稿", "a PowerPoint file"),
        ("content.xml", "OpenDocument 文件", "an OpenDocument file"),
    ):
        if part in package.names:
            raise _other(zh, en)
    if "[Content_Types].xml" not in package.names and "word/document.xml" not in package.names:
        raise Unreadable(
            "这是压缩包,请先解压,再读其中的 .docx、.pdf、.html 或 .txt",
            "a plain archive: unpack it and read the document",
        )
    return word.text_of(package)


def _other(kind_zh: str, kind_en: str) -> Unreadable:
    return Unreadable(
        f"这是{kind_zh},不能直接读取;请用 WPS 或 Word 打开,另存为 .docx",
        f"{kind_en} cannot be read: open it in WPS or Word and save it as .docx",
    )


def _refuse_other_kinds(data: bytes) -> None:
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise Unreadable(
                "文档已加密,请解除密码后另存为 .docx", "the document is encrypted: remove the password first"
            )
        raise _other("旧版 .doc/.wps 文档", "an old .doc or .wps file")
    if data.startswith(b"{\\rtf"):
        raise _other("RTF 文档", "an RTF file")
    if b'progid="Word.Document"' in data[:2048] or b"<pkg:package" in data[:2048]:
        raise _other("Word XML 文档", "a Word XML file")
    if data[:2048].lstrip().lower().startswith(b"mime-version:"):
        raise _other("网页归档(.mht)", "a web archive (.mht)")
    if data.startswith(_IMAGES):
        raise Unreadable(
            "这是图片,没有文字;请先做文字识别(OCR)或改用 .docx",
            "an image holds no text: run OCR first or use the .docx",
        )
    if data.startswith(_PACKED):
        raise Unreadable("这是压缩包,请先解压", "a packed archive: unpack it first")


def _past_bom(head: bytes) -> bytes:
    """The start of a file as ASCII-like bytes, so that a page in UTF-16 is recognised too."""
    for mark, codec in _BOMS:
        if head.startswith(mark):
            return head[len(mark) :].decode(codec, "ignore").encode("utf-8", "ignore")
    return head


def decode(data: bytes, declared: str | None = None) -> str:
    """Bytes as text: by byte-order mark, by what the page declares, as UTF-8, as GB18030 (GBK, GB2312); never guessed.

    Line ends become ``\\n``; nothing else changes. Raises ``Unreadable`` for bytes that are no text or damaged text.
    """
    for mark, codec in _BOMS:
        if data.startswith(mark):
            return _checked(_decoded(data[len(mark) :], codec))
    for codec in dict.fromkeys(filter(None, ("utf-8", declared, "gb18030"))):
        try:
            text = data.decode(codec)
        except (UnicodeDecodeError, LookupError):
            continue
        if codec != "utf-8" and _is_damaged_utf8(data):
            break
        return _checked(text)
    raise _not_text(data)


def _decoded(data: bytes, codec: str) -> str:
    try:
        return data.decode(codec)
    except UnicodeDecodeError:
        raise Unreadable(
            "文字编码已损坏,请重新保存为 UTF-8", "the text encoding is damaged: save it again as UTF-8"
        ) from None


def _is_damaged_utf8(data: bytes) -> bool:
    """Whether bytes are UTF-8 but for a few: such a file also passes as GB18030, and would come out as nonsense."""
    text = data.decode("utf-8", "replace")
    wide = sum(1 for sign in text if "\u2e80" <= sign <= "\uffef" and sign != "\ufffd")
    return wide > 20 * text.count("\ufffd")


def _not_text(data: bytes) -> Unreadable:
    if _is_damaged_utf8(data):
        return Unreadable("文字编码已损坏(UTF-8 有残缺字节),请重新保存", "damaged UTF-8 (broken bytes): save it again")
    return _no_document()


def _no_document() -> Unreadable:
    return Unreadable(
        "不是可读的文档(应为 .txt、.docx、.html 或文字版 .pdf)",
        "not a document that can be read (.txt, .docx, .html, text .pdf)",
    )


def _checked(text: str) -> str:
    """Text with plain line ends; refused when it is full of control or private characters, as binary data is."""
    strange = len(_CONTROL.findall(text)) + len(_STRANGE.findall(text))
    if "\x00" in text or strange * 50 > len(text):
        raise _no_document()
    return text.replace("\r\n", "\n").replace("\r", "\n")
