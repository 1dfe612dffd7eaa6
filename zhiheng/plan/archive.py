"""Reading parts of a zip file and their XML within stated limits.

A .docx comes from outside: it may be a bomb. What is inflated is counted while it streams (the sizes that the file
states are the sender's word), XML with a document type is refused (entities can grow without end), and the number
and depth of elements is bounded.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from zhiheng.plan.unreadable import Unreadable

MAX_ENTRIES = 10_000
MAX_PART_BYTES = 48 * 1024 * 1024
MAX_ELEMENTS = 2_000_000
MAX_DEPTH = 150
_CHUNK = 1 << 16
_CENTRAL_HEADER = b"PK\x01\x02"

_SHORT = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m",
    "http://schemas.openxmlformats.org/package/2006/relationships": "rel",
}


def broken_zip() -> Unreadable:
    """The refusal for a zip container whose bytes do not hold together."""
    return Unreadable(
        "文件已损坏,无法解压;请重新下载,或用 WPS、Office 打开后另存一份",
        "the file is damaged and cannot be unpacked; download it again or save it anew",
    )


def too_large() -> Unreadable:
    """The refusal for a container that would inflate beyond the limits of this module."""
    return Unreadable(
        "文件解压后异常庞大,已停止读取(疑似压缩炸弹)", "the file inflates beyond the limit and was not read (zip bomb?)"
    )


def _bad_xml() -> Unreadable:
    return Unreadable(
        "文件内部的 XML 已损坏;请用文字处理软件打开后另存为 .docx",
        "the XML inside the file is damaged; open it in a word processor and save it anew as .docx",
    )


def _locked() -> Unreadable:
    return Unreadable("文件已加密,请解除密码后另存再读", "the file is encrypted: remove the password and save it again")


class Archive:
    """A zip file held in memory, read part by part within the limits.

    Raises ``Unreadable`` when the bytes are not a sound zip or hold too many entries.
    """

    def __init__(self, data: bytes) -> None:
        if data.count(_CENTRAL_HEADER) > MAX_ENTRIES:
            raise too_large()
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, EOFError, OverflowError, NotImplementedError, OSError):
            raise broken_zip() from None
        self.names = frozenset(self._zip.namelist())

    def part(self, name: str) -> bytes | None:
        """The inflated bytes of one part, None when there is no such part; ``Unreadable`` beyond the limits."""
        if name not in self.names:
            return None
        kept = bytearray()
        for piece in self.pieces(name):
            kept += piece
            if len(kept) > MAX_PART_BYTES:
                raise too_large()
        return bytes(kept)

    def pieces(self, name: str) -> Iterator[bytes]:
        """The inflated bytes of one part as they come, for who counts them; ``Unreadable`` when damaged or locked."""
        if self._zip.getinfo(name).flag_bits & 0x1:
            raise _locked()
        try:
            with self._zip.open(name) as stream:
                while piece := stream.read(_CHUNK):
                    yield piece
        except (zipfile.BadZipFile, zlib.error, ValueError, EOFError, OverflowError, NotImplementedError, OSError):
            raise broken_zip() from None
        except RuntimeError:  # zipfile says "encrypted" with a bare RuntimeError
            raise _locked() from None

    def xml(self, name: str) -> Element | None:
        """The root element of one part (names as in ``parse_xml``), None when there is no such part."""
        data = self.part(name)
        return None if data is None else parse_xml(data)


def _short(name: str) -> str:
    space, bar, local = name.rpartition("}")
    if not bar:
        return local
    return f"{_SHORT.get(space, 'x')}:{local}"


def _refuse_doctype(*_: object) -> None:
    raise Unreadable(
        "文件内部的 XML 带有文档类型声明(DTD),出于安全不予读取",
        "the XML inside the file declares a document type (DTD), which is refused for safety",
    )


def parse_xml(data: bytes) -> Element:
    """An element tree whose names carry short prefixes (``w:p``, ``mc:Choice``; ``x:`` for every other namespace).

    The transitional and the strict edition of OOXML thus read alike. Raises ``Unreadable`` for XML that is not
    well formed, declares a document type, or has too many or too deeply nested elements.
    """
    builder = TreeBuilder()
    parser = expat.ParserCreate(namespace_separator="}")
    depth = count = 0

    def start(name: str, attributes: Mapping[str, str]) -> None:
        nonlocal depth, count
        depth, count = depth + 1, count + 1
        if depth > MAX_DEPTH or count > MAX_ELEMENTS:
            raise too_large()
        builder.start(_short(name), {_short(key): value for key, value in attributes.items()})

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        builder.end(_short(name))

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = builder.data
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.buffer_text = True
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError):
        raise _bad_xml() from None
    root: Element = builder.close()
    return root
