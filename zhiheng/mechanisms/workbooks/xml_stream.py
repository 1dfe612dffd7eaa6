"""The XML of a workbook as it is inflated, with bounds on what it may cost.

A sheet may be a hundred megabytes of which little matters, so no tree is built. A document type is refused, elements
are counted, and a token that never ends (an attribute of megabytes) is not waited for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from xml.parsers import expat

from zhiheng.plan.archive import too_large
from zhiheng.plan.unreadable import Unreadable

MAX_TAGS = 1_500_000
"""Of one part, since 2026-11-22: the most filled cells of a file have about half of them."""
LONGEST_TOKEN = 1 << 20
"""Bytes of one tag; Excel writes tags of some hundred bytes."""

Start = Callable[[str, dict[str, str]], None]
End = Callable[[str], None]


def damaged() -> Unreadable:
    """The refusal for a workbook whose inside contradicts itself."""
    return Unreadable(
        "工作簿内部已损坏，无法读取；请用 WPS 或 Excel 打开后另存为 .xlsx 再上传",
        "the workbook is damaged inside: open it in WPS or Excel and save it anew as .xlsx",
    )


def stream(
    pieces: Iterator[bytes], start: Start, end: End, data: Callable[[str], None], enough: Callable[[], bool]
) -> None:
    """Call ``start``, ``end`` (local names, without prefix) and ``data`` until the XML ends or ``enough`` says so.

    ``enough`` is asked after each piece; what ``pieces`` has left then is the caller's. Raises ``Unreadable``.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    _bind(parser, start, end, data)
    fed = 0
    try:
        for piece in pieces:
            parser.Parse(piece, False)
            fed += len(piece)
            if fed - parser.CurrentByteIndex > LONGEST_TOKEN:
                raise too_large()
            if enough():
                return
        parser.Parse(b"", True)
    except (expat.ExpatError, LookupError, ValueError):
        raise damaged() from None


def _bind(parser: expat.XMLParserType, start: Start, end: End, data: Callable[[str], None]) -> None:
    """Two calls a tag are what a sheet costs, so nothing is done here but to count and to drop prefixes."""
    count = 0

    def opened(name: str, attributes: dict[str, str]) -> None:
        nonlocal count
        count += 1
        if count > MAX_TAGS:
            raise too_large()
        start(name.rpartition(":")[2] if ":" in name else name, attributes)

    def closed(name: str) -> None:
        end(name.rpartition(":")[2] if ":" in name else name)

    parser.StartElementHandler = opened
    parser.EndElementHandler = closed
    parser.CharacterDataHandler = data
    parser.StartDoctypeDeclHandler = _refuse_doctype


def _refuse_doctype(*_: object) -> None:
    raise Unreadable(
        "文件内部的 XML 带有文档类型声明（DTD），出于安全不予读取",
        "the XML inside the file declares a document type (DTD), which is refused for safety",
    )
