"""A text PDF as paragraphs: the lines that a page breaks at 28–40 characters are joined again.

A PDF knows no paragraphs, only characters at places. An official document indents the first line of a paragraph by two
characters and fills every line but the last: these two facts give the paragraphs back. Page numbers and running heads
are left out. The library (pypdfium2) is loaded only when a PDF is read.
"""

from __future__ import annotations

import ctypes
import re
import statistics
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from zhiheng.plan.unreadable import Unreadable

MAX_PAGES = 2000
MAX_CHARACTERS = 2_000_000
_PASSWORD_ERROR = 4
_CJK = "\u2e80-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uffef“”‘’—…·①-⑳"
_CJK_GAP = re.compile(f"(?<=[{_CJK}]) +| +(?=[{_CJK}])")
_RULE = r"[\s—–\-－―·•.]*"
_PAGE_NUMBER = re.compile(rf"{_RULE}(第?\s*\d{{1,4}}\s*页?([,，/\s]*共?\s*\d{{1,4}}\s*页?)?|[ivxIVX]{{1,6}}){_RULE}")
_GARBLED = re.compile("[\ue000-\uf8ff\ufffd\x00-\x08\x0e-\x1f]")
_ENDS = "。:：;；!！?？)）】〕"
_ITEM = re.compile(
    r"第[一二三四五六七八九十]+[章节条]|[(（]?[一二三四五六七八九十]{1,3}[)）、]|[(（]\d{1,2}[)）]|\d{1,2}[.．、](?!\d)"
)
_UNBREAKABLE = re.compile(r".?[、,，]?[A-Za-z0-9.%+-]*")
_MARGIN_SHARE = 0.13
_COLUMN_GAP = 1.5
_INDENT = 1.0


@dataclass(frozen=True)
class Line:
    """One printed line: its text, its edges and base line in points, its character size, page and page height."""

    text: str
    left: float
    right: float
    base: float
    size: float
    page: int
    height: float

    @property
    def in_margin(self) -> bool:
        """Whether the line stands where page numbers and running heads stand."""
        return self.base < self.height * _MARGIN_SHARE or self.base > self.height * (1 - _MARGIN_SHARE)


def text_of(data: bytes) -> str:
    """The paragraphs of a PDF, one a line.

    Raises ``Unreadable`` for an encrypted, broken or scanned PDF, one whose text layer is garbled, one that is beyond
    the limits, or when the PDF library is not installed.
    """
    try:
        import pypdfium2
    except ImportError:
        raise Unreadable(
            "读取 PDF 需要 pypdfium2 组件,本机未安装;请安装,或另存为 .docx",
            "reading a PDF needs the package pypdfium2, which is not installed",
        ) from None
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise _refusal(getattr(error, "err_code", None)) from None
    try:
        lines = _lines(document)
    except pypdfium2.PdfiumError:
        raise _refusal(None) from None
    finally:
        document.close()
    _check_text_layer(lines)
    return "\n".join(paragraphs(lines_of_body(lines)))


def _refusal(code: int | None) -> Unreadable:
    if code == _PASSWORD_ERROR:
        return Unreadable("PDF 已加密,请解除密码后再读", "the PDF is encrypted: remove the password first")
    return Unreadable("PDF 已损坏,无法打开;请重新下载", "the PDF is damaged and cannot be opened: download it again")


def _lines(document: Any) -> list[Line]:
    """The printed lines of all pages, within the limits on pages and characters."""
    pages = len(document)
    if pages > MAX_PAGES:
        raise Unreadable(
            f"PDF 有 {pages} 页,超过 {MAX_PAGES} 页的上限", f"the PDF has {pages} pages, more than {MAX_PAGES}"
        )
    lines: list[Line] = []
    room = MAX_CHARACTERS
    for number in range(pages):
        page = document[number]
        text_page = page.get_textpage()
        try:
            room -= text_page.count_chars()
            if room < 0:
                raise Unreadable("PDF 文字过多,已停止读取", "the PDF holds more text than the limit and was not read")
            lines += _page_lines(text_page, number, page.get_height())
        finally:
            text_page.close()
            page.close()
    return lines


def _check_text_layer(lines: Sequence[Line]) -> None:
    text = "".join(line.text for line in lines)
    if not text.strip():
        raise Unreadable(
            "扫描件:PDF 里没有文字层,请先做文字识别(OCR)或改用 .docx",
            "a scanned PDF without a text layer: run OCR first or use the .docx",
        )
    if len(_GARBLED.findall(text)) * 5 > len(text):
        raise Unreadable(
            "PDF 的文字层是乱码(字体缺少编码表),请改用 .docx 或做文字识别(OCR)",
            "the text layer of the PDF is garbled (fonts without a code table): use the .docx or run OCR",
        )


@dataclass(frozen=True)
class _Glyph:
    """A character with its place on the page in points; blanks that were typed are glyphs too."""

    sign: str
    left: float
    right: float
    base: float
    tall: float


def _page_lines(text_page: Any, number: int, height: float) -> Iterator[Line]:
    """The printed lines of one page; pieces on the same base line that follow one another are one line."""
    gathered: list[_Glyph] = []
    for run in _runs(text_page):
        if gathered and abs(run[0].base - gathered[-1].base) > 0.4 * max(run[0].tall, gathered[-1].tall):
            yield from _line(gathered, number, height)
            gathered = []
        gathered += run
    yield from _line(gathered, number, height)


def _runs(text_page: Any) -> Iterator[list[_Glyph]]:
    """Characters of a page between the line breaks that the library sees; blanks that it made up are left out."""
    import pypdfium2.raw as raw

    box = raw.FS_RECTF()
    x, y = ctypes.c_double(), ctypes.c_double()
    run: list[_Glyph] = []
    for index in range(text_page.count_chars()):
        code = raw.FPDFText_GetUnicode(text_page, index)
        if code in (10, 13):
            if run:
                yield run
            run = []
            continue
        # U+0002 and U+FFFE are the library's marks for a hyphen at the end of a line
        sign = "-" if code in (0x02, 0xFFFE) else chr(code) if 0 < code < 0x110000 else "\ufffd"
        if sign != "-" and raw.FPDFText_IsGenerated(text_page, index):
            continue
        raw.FPDFText_GetLooseCharBox(text_page, index, box)
        raw.FPDFText_GetCharOrigin(text_page, index, x, y)
        run.append(_Glyph(sign, box.left, box.right, y.value, max(box.top - box.bottom, 1.0)))
    if run:
        yield run


def _line(glyphs: Sequence[_Glyph], page: int, height: float) -> Iterator[Line]:
    """One line, read from left to right whatever the order in which it was drawn; nothing for a blank line."""
    inked = [glyph for glyph in glyphs if not glyph.sign.isspace()]
    if not inked:
        return
    size = _size(inked)
    out: list[str] = []
    last: _Glyph | None = None
    # a program may draw the quotation marks of a line after its words
    for glyph in sorted(glyphs, key=lambda g: g.left):
        gap = 0.0 if last is None else glyph.left - last.right
        if gap > _COLUMN_GAP * size and not glyph.sign.isspace():
            out.append("\t")
        elif gap > 0.15 * size:
            out.append(" ")
        out.append(" " if glyph.sign.isspace() else glyph.sign)
        last = glyph
    # halves of a character outside of the basic plane arrive one by one
    text = "".join(out).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    text = re.sub(" *\t *", "\t", _CJK_GAP.sub("", text)).strip()
    left, right = min(glyph.left for glyph in inked), max(glyph.right for glyph in inked)
    yield Line(text, left, right, statistics.median(g.base for g in inked), size, page, height)


def _size(glyphs: Sequence[_Glyph]) -> float:
    """The size of an em: the width of full-width characters, or a share of the height where a font is missing."""
    wide = [glyph.right - glyph.left for glyph in glyphs if "\u4e00" <= glyph.sign <= "\u9fff"]
    tall = 0.65 * statistics.median(glyph.tall for glyph in glyphs)
    return max(statistics.median(wide), tall) if wide else tall / 0.75


def lines_of_body(lines: Sequence[Line]) -> list[Line]:
    """The lines without page numbers and without heads or feet that repeat on most pages."""
    pages = len({line.page for line in lines})
    repeated = Counter((re.sub(r"\d+", "#", line.text), round(line.base / 4)) for line in lines if line.in_margin)
    return [
        line
        for line in lines
        if not (
            line.in_margin
            and (
                _PAGE_NUMBER.fullmatch(line.text)
                or (pages >= 3 and repeated[re.sub(r"\d+", "#", line.text), round(line.base / 4)] * 2 > pages)
            )
        )
    ]


@dataclass(frozen=True)
class _Column:
    """Where the body text of a page begins and ends, in points."""

    left: float
    right: float

    def indent(self, line: Line) -> float:
        """How far a line begins after the left edge, in characters."""
        return (line.left - self.left) / line.size

    def rest(self, line: Line) -> float:
        """How much of a line is left empty, in characters."""
        return (self.right - line.right) / line.size


def _column(lines: Sequence[Line]) -> _Column:
    size = statistics.median_low([line.size for line in lines])
    body = [line for line in lines if abs(line.size - size) < 0.15 * size]
    starts = Counter(round(line.left / 3) * 3 for line in body)
    ends = Counter(round(line.right / 3) * 3 for line in body)
    return _Column(
        min((start for start, count in starts.items() if count * 20 >= len(body)), default=min(starts)),
        # not the farthest edge: a comma may hang out into the margin
        max(edge for edge, count in ends.items() if count * 4 >= max(ends.values())),
    )


def paragraphs(lines: Sequence[Line]) -> Iterator[str]:
    """Lines joined to paragraphs; odd and even pages may have different margins."""
    parts = {parity: [line for line in lines if line.page % 2 == parity] for parity in (0, 1)}
    columns = {parity: _column(part) for parity, part in parts.items() if part}
    indented = _indents_paragraphs(lines, columns)
    joined: list[str] = []
    for number, line in enumerate(lines):
        if joined and _begins(line, lines[number - 1], columns, indented):
            yield _join(joined)
            joined = []
        joined.append(line.text)
    if joined:
        yield _join(joined)


def _indents_paragraphs(lines: Sequence[Line], columns: dict[int, _Column]) -> bool:
    """Whether this document indents first lines: judged by the lines that follow the short end of a sentence."""
    following = [
        columns[line.page % 2].indent(line) > _INDENT
        for last, line in zip(lines, lines[1:], strict=False)
        if last.text[-1] in _ENDS and columns[last.page % 2].rest(last) > 4
    ]
    return sum(following) * 2 >= len(following)


def _begins(line: Line, last: Line, columns: dict[int, _Column], indented: bool) -> bool:
    """Whether a line begins a paragraph: indented, numbered, of another size, or after a line that ended early."""
    column, before = columns[line.page % 2], columns[last.page % 2]
    if column.indent(line) > _INDENT or abs(line.size - last.size) > 0.15 * max(line.size, last.size):
        return True
    if before.indent(last) > 4:  # a centred title or a signature is a line of its own
        return True
    ended = last.text[-1] in _ENDS
    if ended and _ITEM.match(line.text):
        return True
    # a line stays short by some characters when a long number or word did not fit; by more only at an end
    head = _UNBREAKABLE.match(line.text)
    short = max((4 if ended else 8) if indented else (1.8 if ended else 4), len(head[0]) + 1 if head else 0)
    if before.rest(last) > short:
        return True
    return line.page == last.page and last.base - line.base > 2.6 * line.size and not indented


def _join(texts: Iterable[str]) -> str:
    out = ""
    for text in texts:
        if out and out[-1].isascii() and text[:1].isascii() and out[-1].isalpha() and text[:1].isalpha():
            out += " "
        out += text
    return out
