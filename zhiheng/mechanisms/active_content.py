"""Files that would do something when they are opened are refused: others open every uploaded document and workbook.

The reader never runs what a file holds. But the file is kept and shown to the one who confirms, so macros, embedded
objects, links that Word loads by itself and actions of a PDF stop it at the door, by content and not by extension.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib

from zhiheng.plan.archive import MAX_ENTRIES, broken_zip, too_large
from zhiheng.plan.unreadable import Unreadable

MAX_RATIO = 400
"""Office packages shrink to a hundredth at most; whatever inflates four hundred times is made to."""
MAX_INFLATED = 256 * 1024 * 1024
_CHUNK = 1 << 16
_MACROS = re.compile(r"(^|/)(vbaproject\.bin|vbadata\.xml)$")
_OBJECTS = re.compile(r"(^|/)(activex|embeddings|customui|externallinks)/|(^|/)(oleobject|activex)[^/]*\.(bin|xml)$")
_CONNECTIONS = re.compile(r"(^|/)connections\.xml$|(^|/)querytables/")
_RELATIONSHIP = re.compile(rb"<[\w:]*Relationship\b[^>]*>")
_EXTERNAL = re.compile(rb"TargetMode\s*=\s*[\"']External[\"']")
_HYPERLINK = re.compile(rb"Type\s*=\s*[\"'][^\"']*/hyperlink[\"']")
_NAMED_BYTE = re.compile(rb"#([0-9A-Fa-f]{2})")
_PDF_ACTION = re.compile(
    rb"/(JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|SubmitForm|ImportData|XFA)(?![A-Za-z0-9_.-])"
)
_OBJECT_STREAM = re.compile(rb"/ObjStm.{0,400}?stream\r?\n", re.DOTALL)
_SYMLINK = 0o120000


def refuse_active(data: bytes) -> None:
    """Raise ``Unreadable`` for a file with macros, objects, actions or files in it, or a container made to hurt."""
    if data.startswith(b"PK"):
        _check_package(data)
    elif b"%PDF-" in data[:1024]:
        if b"PK\x03\x04" in data[-66_000:] or b"PK\x05\x06" in data[-66_000:]:
            raise _two_kinds()
        _check_pdf(data)


def _refused(what_zh: str, what_en: str) -> Unreadable:
    return Unreadable(
        f"文件里有{what_zh}，出于安全不予接收；请打开后只保留文字和数值，另存为 .docx 或 .xlsx 再上传",
        f"the file holds {what_en} and is refused for safety: keep words and figures only, save as .docx or .xlsx",
    )


def _two_kinds() -> Unreadable:
    return Unreadable(
        "文件同时是两种格式，出于安全不予接收；请重新另存为 .docx 或 .xlsx 后再上传",
        "the file is of two kinds at once and is refused for safety: save it anew as .docx or .xlsx",
    )


def _check_package(data: bytes) -> None:
    if b"%PDF-" in data[:1024] or data.count(b"PK\x01\x02") > MAX_ENTRIES:
        raise _two_kinds() if b"%PDF-" in data[:1024] else too_large()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            entries = package.infolist()
            for entry in entries:
                _check_entry(entry)
            if sum(entry.compress_size for entry in entries) > len(data):
                raise too_large()  # parts that overlap: one heap of bytes inflated many times
            for entry in entries:
                if entry.filename.lower().endswith(".rels"):
                    _check_links(package.open(entry).read(1 << 20))
            _weigh(package, entries, len(data))
    except (zipfile.BadZipFile, zlib.error, ValueError, EOFError, OverflowError, NotImplementedError, OSError):
        raise broken_zip() from None
    except RuntimeError:  # zipfile says "encrypted" with a bare RuntimeError
        raise Unreadable("文件已加密，请解除密码后另存再上传", "the file is encrypted: remove the password") from None


def _check_entry(entry: zipfile.ZipInfo) -> None:
    name = entry.filename.lower().replace("\\", "/")
    if name.startswith("/") or ".." in name.split("/") or re.match(r"[a-z]:", name):
        raise _refused("指向别处的文件名", "names that lead elsewhere")
    if (entry.external_attr >> 16) & 0o170000 == _SYMLINK:
        raise _refused("符号链接", "symbolic links")
    if _MACROS.search(name):
        raise _refused("宏", "macros")
    if _OBJECTS.search(name):
        raise _refused("嵌入对象", "embedded objects")
    if _CONNECTIONS.search(name):
        raise _refused("外部数据连接", "connections to outside data")


def _check_links(relations: bytes) -> None:
    """Links to click are harmless; what Word would load by itself (templates, pictures, objects) is not."""
    text = relations.replace(b"\x00", b"")  # relations in UTF-16 read the same
    for link in _RELATIONSHIP.findall(text):
        if _EXTERNAL.search(link) and not _HYPERLINK.search(link):
            raise _refused("自动打开的外部链接", "links that open by themselves")


def _weigh(package: zipfile.ZipFile, entries: list[zipfile.ZipInfo], packed: int) -> None:
    """Count what is really inflated; the sizes that a zip states are the sender's word."""
    inflated = 0
    for entry in entries:
        with package.open(entry) as stream:
            while piece := stream.read(_CHUNK):
                inflated += len(piece)
                if inflated > MAX_INFLATED or inflated > max(1 << 20, packed * MAX_RATIO):
                    raise too_large()


def _check_pdf(data: bytes) -> None:
    for part in (data, *_object_streams(data)):
        plain = _NAMED_BYTE.sub(lambda found: bytes([int(found[1], 16)]), part)
        if found := _PDF_ACTION.search(plain):
            name = found[1].decode()
            raise _refused(f"会自动执行的内容或附件(/{name})", f"actions or attached files (/{name})")


def _object_streams(data: bytes) -> list[bytes]:
    """Objects that a PDF keeps compressed, where a plain search would not see them; each up to 8 MB."""
    opened = []
    for found in _OBJECT_STREAM.finditer(data):
        try:
            opened.append(zlib.decompressobj().decompress(data[found.end() :], 8 << 20))
        except zlib.error:
            continue
    return opened
