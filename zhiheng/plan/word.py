"""A .docx as the text that a reader sees: paragraphs, list numbers, tables and text boxes in reading order.

Left out: headers, footers, footnotes, comments, tracked deletions, hidden text and the table of contents (it repeats
every heading). Only the standard library is used; every part is read within the limits of ``archive``.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from zhiheng.plan.archive import Archive
from zhiheng.plan.numbering import Numbering, Styles, list_of, value_of
from zhiheng.plan.unreadable import Unreadable

_MAIN_RELATION = "/officeDocument"
_READ_THROUGH_NAMES = """
    w:ins w:moveTo w:hyperlink w:smartTag w:customXml w:sdtContent w:fldSimple w:dir w:bdo w:r w:object w:pict
    w:drawing w:ruby w:rubyBase"""
_READ_THROUGH = frozenset(_READ_THROUGH_NAMES.split())
_OFF = frozenset({"0", "false", "off", "none"})
_SPACES = re.compile(r"[ \t]*\n[ \t]*")
_MAX_NESTING = 100


def text_of(archive: Archive) -> str:
    """The text of a Word document, one paragraph or table row a line.

    Raises ``Unreadable`` when the archive holds no Word document or a damaged one.
    """
    name = _main_part(archive)
    root = archive.xml(name) if name else None
    body = None if root is None else root.find("w:body")
    if name is None or body is None:
        raise Unreadable(
            "文件不是 Word 文档(缺少正文 word/document.xml);请另存为 .docx",
            "not a Word document (word/document.xml is missing): save it as .docx",
        )
    folder = posixpath.dirname(name)
    styles = Styles(archive.xml(posixpath.join(folder, "styles.xml")))
    numbering = Numbering(archive.xml(posixpath.join(folder, "numbering.xml")), styles.linked)
    return "\n".join(_Reader(styles, numbering).lines(body, 0))


def _main_part(archive: Archive) -> str | None:
    """The part that the package names as its document: usually word/document.xml, in some exports document2.xml."""
    relations = archive.xml("_rels/.rels")
    for relation in () if relations is None else relations:
        if (relation.get("Type") or "").endswith(_MAIN_RELATION):
            name = (relation.get("Target") or "").lstrip("/")
            return name if name in archive.names and name.startswith("word/") else None
    return "word/document.xml" if "word/document.xml" in archive.names else None


def _on(properties: Element | None, name: str) -> bool:
    found = None if properties is None else properties.find(name)
    return found is not None and (found.get("w:val") or "1") not in _OFF


class _Reader:
    """Walks the body once; ``_carried`` holds the text of a paragraph whose end mark was deleted with tracking."""

    def __init__(self, styles: Styles, numbering: Numbering) -> None:
        self._styles = styles
        self._numbering = numbering
        self._carried = ""

    def lines(self, parent: Element, depth: int) -> Iterator[str]:
        """The lines of a body, a cell or a text box, without empty ones."""
        if depth > _MAX_NESTING:
            return
        for child in parent:
            if child.tag == "w:p":
                yield from self._paragraph(child, depth)
            elif child.tag == "w:tbl":
                yield from self._table(child, depth)
            elif child.tag == "w:sdt":
                content = child.find("w:sdtContent")
                if content is not None and not _is_contents(child):
                    yield from self.lines(content, depth + 1)
            elif child.tag == "mc:AlternateContent":
                if (chosen := _alternative(child)) is not None:
                    yield from self.lines(chosen, depth + 1)
            elif child.tag in {"w:ins", "w:moveTo", "w:customXml", "w:smartTag"}:
                yield from self.lines(child, depth + 1)

    def _paragraph(self, paragraph: Element, depth: int) -> Iterator[str]:
        properties = paragraph.find("w:pPr")
        style = value_of(properties, "w:pStyle")
        if self._styles.is_contents(style):
            return
        boxes: list[Element] = []
        text = self._carried + "".join(_inline(paragraph, boxes))
        mark = None if properties is None else properties.find("w:rPr")
        if mark is not None and (mark.find("w:del") is not None or mark.find("w:moveFrom") is not None):
            self._carried = text
        else:
            self._carried = ""
            # an empty paragraph of a list counts in Word but says nothing
            label = self._label(properties, style)
            if text.strip():
                yield from _SPACES.sub("\n", label + text.strip()).split("\n")
        for box in boxes:
            yield from self.lines(box, depth + 1)

    def _label(self, properties: Element | None, style: str | None) -> str:
        number, level = list_of(properties)
        if number is None:
            number, from_style, named_by = self._styles.list_of(style)
            if level is None:
                level = from_style
            if level is None and number is not None:
                level = self._numbering.level_of_style(number, named_by)
        return "" if number is None or number == "0" else self._numbering.label(number, level or 0)

    def _table(self, table: Element, depth: int) -> Iterator[str]:
        """A row is a line, its cells parted by tabs; a row with one filled cell (a 专栏 box) keeps its paragraphs."""
        for row in _through(table, "w:tr"):
            if _on(row.find("w:trPr"), "w:del"):
                continue
            cells = [list(self.lines(cell, depth + 1)) for cell in _through(row, "w:tc")]
            filled = [cell for cell in cells if cell]
            if len(filled) == 1:
                yield from filled[0]
            elif filled:
                yield "\t".join(" ".join(cell) for cell in cells)


def _through(parent: Element, name: str) -> Iterator[Element]:
    """Children of that name, also inside content controls and tracked insertions."""
    for child in parent:
        if child.tag == name:
            yield child
        elif child.tag in {"w:sdt", "w:sdtContent", "w:ins", "w:customXml", "w:moveTo"}:
            yield from _through(child, name)


def _is_contents(control: Element) -> bool:
    gallery = next(control.iter("w:docPartGallery"), None)
    return value_of(gallery) == "Table of Contents"


def _alternative(element: Element) -> Element | None:
    """Word writes a drawing twice, new and old: the new one is read, so that a text box is read once."""
    choice = element.find("mc:Choice")
    return element.find("mc:Fallback") if choice is None else choice


def _inline(parent: Element, boxes: list[Element]) -> Iterator[str]:
    """The characters of a paragraph or run; text boxes met on the way are put into ``boxes``."""
    if parent.tag == "w:r" and _on(parent.find("w:rPr"), "w:vanish"):
        return
    for child in parent:
        tag = child.tag
        if tag in {"w:t", "m:t"}:
            yield (child.text or "").replace("\n", " ")
        elif tag == "w:txbxContent":
            boxes.append(child)
        elif tag in {"w:tab", "w:ptab"}:
            yield "\t"
        elif tag in {"w:br", "w:cr"}:
            yield "" if child.get("w:type") in {"page", "column"} else "\n"
        elif tag == "w:noBreakHyphen":
            yield "-"
        elif tag == "mc:AlternateContent":
            if (chosen := _alternative(child)) is not None:
                yield from _inline(chosen, boxes)
        elif tag == "w:sdt":
            if (content := child.find("w:sdtContent")) is not None:
                yield from _inline(content, boxes)
        elif tag in _READ_THROUGH or tag.startswith(("x:", "m:")):
            yield from _inline(child, boxes)
