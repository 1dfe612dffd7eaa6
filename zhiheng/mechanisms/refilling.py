"""Putting what somebody typed back into the form of a page, whatever page it is; plain HTML in, plain HTML out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser
from itertools import accumulate
from urllib.parse import urljoin

Attributes = dict[str, str | None]
Pairs = Sequence[tuple[str, str]]

NOT_TYPED = {"password", "file", "submit", "button", "image", "reset"}
"""Inputs that are left as the page has them; a browser would not let us choose a file either."""


@dataclass
class _Control:
    """One control: its tag from ``start`` to ``end``, and for a textarea or an option the text after it."""

    tag: str
    attributes: Attributes
    start: int
    end: int
    owner: str = ""
    text: str = ""
    closed: int = 0

    @property
    def kind(self) -> str:
        return (self.attributes.get("type") or "text").lower() if self.tag == "input" else self.tag

    @property
    def name(self) -> str:
        return self.owner or self.attributes.get("name") or ""


@dataclass
class _Form:
    attributes: Attributes
    controls: list[_Control] = field(default_factory=list)

    def goes_to(self, page: str) -> str:
        return urljoin(page, self.attributes.get("action") or page)

    def likeness(self, pairs: Pairs) -> int:
        """How many hidden fields hold what was sent: tells apart the same form for each of many rows."""
        return sum(
            1 for c in self.controls if c.kind == "hidden" and (c.name, c.attributes.get("value") or "") in pairs
        )


class _Reader(HTMLParser):
    """Reads where the posted forms of a page and their controls stand."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.lines = [0, *accumulate(len(line) + 1 for line in html.split("\n"))]
        self.forms: list[_Form] = []
        self.open: _Form | None = None
        self.select = ""
        self.writing: _Control | None = None
        self.feed(html)

    @property
    def at(self) -> int:
        line, column = self.getpos()
        return self.lines[line - 1] + column

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        if tag == "form" and (attributes.get("method") or "").lower() == "post":
            self.open = _Form(attributes)
            self.forms.append(self.open)
        elif tag == "select":
            self.select = attributes.get("name") or ""
        elif tag in {"input", "textarea", "option"} and self.open:
            raw = self.get_starttag_text() or ""
            owner = self.select if tag == "option" else ""
            control = _Control(tag, attributes, self.at, self.at + len(raw), owner)
            self.open.controls.append(control)
            self.writing = control if tag != "input" else None

    def handle_data(self, data: str) -> None:
        if self.writing:
            self.writing.text += data

    def handle_endtag(self, tag: str) -> None:
        if tag in {"textarea", "option"} and self.writing:
            self.writing.closed, self.writing = self.at, None
        elif tag == "form":
            self.open = None


def refill(html: str, pairs: Pairs, *, path: str, page: str) -> str:
    """The page with its form that goes to ``path`` filled with ``pairs`` (name, value); without such a form as it was.

    ``page`` is the page's own address. Boxes that were not ticked are not; passwords, files and buttons stay as they
    are, and so do hidden fields that the pairs do not name.
    """
    forms = [form for form in _Reader(html).forms if form.goes_to(page) == path]
    if not forms:
        return html
    chosen = max(forms, key=lambda form: form.likeness(pairs))
    for start, end, new in sorted(_edits(chosen.controls, pairs), reverse=True):
        html = html[:start] + new + html[end:]
    return html


def _edits(controls: Iterable[_Control], pairs: Pairs) -> Iterator[tuple[int, int, str]]:
    """What to write over which characters of the page."""
    left: dict[str, list[str]] = {}
    for name, value in pairs:
        left.setdefault(name, []).append(value)
    controls = list(controls)
    offered = {(c.name, _value(c)) for c in controls if c.tag == "option"}
    for control in controls:
        name, value = control.name, _value(control)
        if not name or control.kind in NOT_TYPED:
            continue
        if control.kind in {"checkbox", "radio"}:
            yield _retagged(control, "checked", (name, value) in pairs)
        elif control.tag == "option":
            if any((name, chosen) in offered for chosen in left.get(name, [])):
                yield _retagged(control, "selected", (name, value) in pairs)
        elif left.get(name):
            typed = left[name].pop(0)
            if control.tag == "textarea":
                # A browser drops the first line break of a textarea, so one is given for it to drop.
                yield control.end, control.closed, "\n" + escape(typed)
            else:
                yield _retagged(control, "value", typed)


def _value(control: _Control) -> str:
    given = control.attributes.get("value")
    if given is not None:
        return given
    return control.text.strip() if control.tag == "option" else "on"


def _retagged(control: _Control, name: str, value: str | bool) -> tuple[int, int, str]:
    """The control's tag with one attribute set; True stands without a value, False takes it away."""
    attributes: dict[str, str | bool | None] = {**control.attributes, name: value}
    said = [
        key if given is True or given is None else f'{key}="{escape(str(given))}"'
        for key, given in attributes.items()
        if given is not False
    ]
    return control.start, control.end, f"<{control.tag} {' '.join(said)}>"
