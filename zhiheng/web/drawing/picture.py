"""A picture is a list of marks with places; it is written into a page, or into a file of its own with its style.

Places are whole units of a view box, x to the right and y down.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

TITLE, LINE, MARGIN, LEAST = 19, 14, 16, 480
"""Sizes of letters, the margin and the least width of a file, in units of its view box."""


@dataclass(frozen=True)
class Mark:
    """One element: its name, its class, its places; ``text`` for words alone."""

    element: str
    css: str
    places: tuple[tuple[str, str | int], ...]
    text: str = ""

    def written(self) -> SafeString:
        places = format_html_join("", ' {}="{}"', self.places)
        return format_html(
            '<{} class="{}"{}>{}</{}>', mark_safe(self.element), self.css, places, self.text, mark_safe(self.element)
        )


@dataclass(frozen=True)
class Linked:
    """Marks that open an address; ``told`` says in words what they are, for those who do not see them."""

    href: str
    told: str
    marks: tuple[Mark, ...]

    def written(self) -> SafeString:
        inside = format_html_join("", "{}", ((mark.written(),) for mark in self.marks))
        title = format_html("<title>{}</title>", self.told)
        if not self.href:
            return format_html("<g>{}{}</g>", title, inside)
        return format_html('<a href="{}" aria-label="{}">{}{}</a>', self.href, self.told, title, inside)


@dataclass(frozen=True)
class Picture:
    """What is drawn, and how large it is; ``real``: it is shown as large as that and scrolls, instead of shrinking."""

    width: int
    height: int
    marks: tuple[Mark | Linked, ...]
    real: bool = False

    def svg(self) -> SafeString:
        """For a page; the element around it is named by the title of the figure."""
        size = format_html(' width="{}" height="{}"', self.width, self.height) if self.real else ""
        inside = format_html_join("", "{}", ((mark.written(),) for mark in self.marks))
        return format_html('<svg viewBox="0 0 {} {}"{}>{}</svg>', self.width, self.height, size, inside)

    def file(self, title: str, lines: Iterable[str], style: str) -> str:
        """A whole SVG file: the finding, lines on measure and source, and the drawing without its links."""
        head, y, width = [], MARGIN, max(self.width, LEAST)
        for text, css, size in [(title, "drawn-title", TITLE), *((line, "drawn-line", LINE) for line in lines)]:
            for part in folded(text, (width - 2 * MARGIN) / size):
                y += round(size * 1.4)
                head.append(words(css, MARGIN, y, part, "start").written())
        top = y + MARGIN
        plain = (mark for one in self.marks for mark in (one.marks if isinstance(one, Linked) else (one,)))
        inside = format_html_join("", "{}", ((mark.written(),) for mark in plain))
        return format_html(
            '<?xml version="1.0" encoding="UTF-8"?>\n<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}" '
            'width="{}" height="{}"><title>{}</title><style>{}</style><rect class="drawn-paper" width="{}" '
            'height="{}"></rect>{}<g transform="translate(0 {})">{}</g></svg>\n',
            *(width, top + self.height, width, top + self.height, title, mark_safe(style)),
            *(width, top + self.height, mark_safe("".join(head)), top, inside),
        )


def rect(css: str, x: int, y: int, width: int, height: int) -> Mark:
    """A filled box."""
    return Mark("rect", css, (("x", x), ("y", y), ("width", width), ("height", height)))


def line(css: str, x1: int, y1: int, x2: int, y2: int) -> Mark:
    """A straight line."""
    return Mark("line", css, (("x1", x1), ("y1", y1), ("x2", x2), ("y2", y2)))


def circle(css: str, x: int, y: int, r: int) -> Mark:
    """A dot."""
    return Mark("circle", css, (("cx", x), ("cy", y), ("r", r)))


def path(css: str, points: Sequence[tuple[int, int]], *, closed: bool = False) -> Mark:
    """A line through points, or the area between them."""
    return Mark("path", css, (("d", "M" + "L".join(f"{x} {y}" for x, y in points) + ("Z" if closed else "")),))


def words(css: str, x: int, y: int, text: str, anchor: str = "middle") -> Mark:
    """Words that stand on a line, from, around or up to a place (start, middle, end)."""
    return Mark("text", css, (("x", x), ("y", y), ("text-anchor", anchor)), text)


def wide(text: str) -> float:
    """About how wide words are, in heights of their letters: a Chinese character is one, a Latin letter half."""
    return sum(1 if unicodedata.east_asian_width(sign) in "WF" else 0.56 for sign in text)


def folded(text: str, most: float) -> list[str]:
    """Words on lines of at most a width; Latin words stay whole."""
    lines, now = [], ""
    for piece in _pieces(text):
        if now and wide(now + piece.rstrip()) > most:
            lines.append(now.rstrip())
            now = piece.lstrip()
        else:
            now += piece
    return [*lines, now.rstrip()] if now.strip() else lines


def _pieces(text: str) -> list[str]:
    """Each Chinese character by itself, each other run up to its next space."""
    pieces = [""]
    for sign in text:
        chinese = unicodedata.east_asian_width(sign) in "WF"
        if chinese or pieces[-1].endswith(" ") or (pieces[-1] and unicodedata.east_asian_width(pieces[-1][-1]) in "WF"):
            pieces.append(sign)
        else:
            pieces[-1] += sign
    return [piece for piece in pieces if piece]
