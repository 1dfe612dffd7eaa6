"""HTML as a stream of tags and text, in time that grows linearly whatever the page holds.

The parser of the standard library takes minutes for a page of unfinished tags or comments (known, and not mended in
every Python 3.11); a plan comes from outside, so the stream is cut here. What is left open is closed by the end of the
page, as browsers do.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_TAG = re.compile(r"""<(/?)([a-zA-Z][^\s/>]*+)((?:=\s*+"[^"]*+"|=\s*+'[^']*+'|[^>])*+)>""")
_LOOSE_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]*+)([^>]*+)>")
_ATTRIBUTE = re.compile(r"""([^\s=/>"']++)(?:\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s>"']*+)))?""")
_ATTRIBUTES_READ = 4000
_RAW = {name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE) for name in ("script", "style", "textarea", "title")}


@dataclass(frozen=True)
class Start:
    """A start tag, its name in small letters, its attributes as written (entities resolved)."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class End:
    """An end tag."""

    name: str


def stream(page: str) -> Iterator[Start | End | str]:
    """Tags and runs of text (entities resolved) of a page, in order; comments and declarations are left out."""
    tags = _TAG
    at = 0
    while at < len(page):
        opening = page.find("<", at)
        if opening != at:
            yield html.unescape(page[at : opening if opening >= 0 else None])
        if opening < 0:
            return
        if page.startswith(("<!", "<?", "</!"), opening):
            at = _past_declaration(page, opening)
            continue
        found = tags.match(page, opening)
        if found is None and tags is _TAG and _LOOSE_TAG.match(page, opening):
            # a quotation mark never closes: from here on they do not count, so that no tag is searched twice
            tags = _LOOSE_TAG
            found = tags.match(page, opening)
        if found is None and page[opening + 1 : opening + 3].lstrip("/")[:1].isalpha():
            return  # a tag that never ends
        if found is None:
            yield "<"
            at = opening + 1
            continue
        at = found.end()
        name = found[2].lower()
        if found[1]:
            yield End(name)
            continue
        yield Start(name, _attributes(found[3]))
        if name in _RAW:
            closing = _RAW[name].search(page, at)
            yield page[at : closing.start() if closing else None]
            at = closing.start() if closing else len(page)


def _past_declaration(page: str, opening: int) -> int:
    """Where a comment or a declaration ends; one that is never closed takes the rest of the page."""
    if page.startswith("<!--", opening):
        end = page.find("-->", opening + 4)
        return end + 3 if end >= 0 else len(page)
    end = page.find(">", opening)
    return end + 1 if end >= 0 else len(page)


def _attributes(written: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(written[:_ATTRIBUTES_READ]):
        found.setdefault(match[1].lower(), html.unescape(match[2] or match[3] or match[4] or ""))
    return found
