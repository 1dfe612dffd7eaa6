"""A walk through the portal as a visitor makes it: from the first page along every link, a few pages of each kind."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import parse_qs, urljoin, urlsplit

from django.test import Client
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve
from django.utils import translation

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
BARE = {"title", "option"}
"""Elements that hold no others: a part of their words cannot be marked as of another language."""
SPOKEN = ("alt", "aria-label", "aria-description", "placeholder", "title")


@dataclass(frozen=True)
class Visited:
    """One page of the walk: its address, the name of its address, and what it answered."""

    url: str
    name: str
    status: int
    content_type: str
    text: str

    @property
    def words(self) -> list[str]:
        """What the page says in its own language; what the visitor asked for is not the page's word."""
        asked = [value for values in parse_qs(urlsplit(self.url).query).values() for value in values]
        reader = Reader.of(self.text)
        said = [*reader.words, *reader.bare]
        for word in asked:
            said = [words.replace(word, "") for words in said]
        return said

    @property
    def is_page(self) -> bool:
        return self.status == 200 and self.content_type.startswith("text/html")


class Reader(HTMLParser):
    """Reads a page: where it links to, and the words that are not in an element of another language or a quotation."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.bare: list[str] = []
        self.words: list[str] = []
        self.open: list[tuple[str, bool]] = []

    @classmethod
    def of(cls, text: str) -> Reader:
        """A reader that has read a page."""
        reader = cls()
        reader.feed(text)
        return reader

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {key: value or "" for key, value in attrs}
        if tag in {"a", "form"} and (target := given.get("href") or (tag == "form" and given.get("action"))):
            self.links.append(str(target))
        own = given.get("lang", "").lower().startswith("zh") and tag != "html"
        quoted = bool(self.open and self.open[-1][1]) or own or tag in {"script", "style", "mark"}
        if not quoted:
            self.words.extend(given[key] for key in SPOKEN if given.get(key))
            if tag == "input" and given.get("type") in {"submit", "button"}:
                self.words.append(given.get("value", ""))
        if tag not in VOID:
            self.open.append((tag, quoted))

    def handle_endtag(self, tag: str) -> None:
        while self.open and any(name == tag for name, _ in self.open):
            if self.open.pop()[0] == tag:
                return

    def handle_data(self, data: str) -> None:
        if data.strip() and not (self.open and self.open[-1][1]):
            bare = bool(self.open) and self.open[-1][0] in BARE
            (self.bare if bare else self.words).append(data.strip())


def walk(client: Client, start: str = "/", each: int = 2) -> Iterator[Visited]:
    """Follow the links of this host from ``start``, at most ``each`` addresses of a name; machine addresses once."""
    waiting, seen, counts = deque([start]), {start}, Counter[str]()
    while waiting:
        url = waiting.popleft()
        name = name_of(url)
        counts[name] += 1
        if counts[name] > each:
            continue
        answer = client.get(url)
        content_type = answer.headers.get("Content-Type", "")
        text = answer.content.decode() if content_type.startswith("text/html") else ""
        if answer.streaming:
            # Read to its end a file is closed as a server would; closing it here would close the database as well.
            b"".join(answer.streaming_content)
        yield Visited(url, name, answer.status_code, content_type, text)
        for link in Reader.of(text).links:
            target = urlsplit(urljoin(url, link))
            address = f"{target.path}?{target.query}" if target.query else target.path
            if not target.netloc and target.scheme in {"", "http"} and address not in seen:
                seen.add(address)
                waiting.append(address)


def name_of(url: str) -> str:
    """The name of an address; the address itself when there is no such."""
    path = urlsplit(url).path
    with translation.override("en" if path.startswith("/en/") else "zh-hans"):
        try:
            return resolve(path).view_name or url
        except Resolver404:
            return url


def names(patterns: list[URLPattern | URLResolver] | None = None) -> Iterator[str]:
    """Every named address of the URL configuration, the interface for machines (which has its own test) left out."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            if not pattern.namespace:
                yield from names(pattern.url_patterns)
        elif pattern.name:
            yield pattern.name
