"""Going through the portal as people do, by HTTP: pages, their forms, their links and files."""

from __future__ import annotations

import re
import secrets
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from http.cookiejar import CookieJar
from typing import Protocol
from urllib.parse import urlencode, urljoin, urlsplit

Fields = dict[str, list[str]]
NOT_FOLLOWED = re.compile(r"^/(logout|static|stay|display|en/api/docs|api/docs)")


@dataclass(frozen=True)
class Answer:
    """What came back, after redirects."""

    url: str
    status: int
    content: bytes

    @property
    def text(self) -> str:
        return self.content.decode(errors="replace")


class Visitor(Protocol):
    """Somebody with a browser."""

    def get(self, url: str) -> Answer: ...

    def post(self, url: str, fields: Mapping[str, list[str]]) -> Answer: ...


class ByHttp:
    """By HTTP, with cookies of its own."""

    def __init__(self, address: str) -> None:
        self.address, self.cookies = address, CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))

    def get(self, url: str) -> Answer:
        return self._read(urllib.request.Request(urljoin(self.address, url)))

    def post(self, url: str, fields: Mapping[str, list[str]]) -> Answer:
        token = next((str(cookie.value) for cookie in self.cookies if cookie.name == "csrftoken"), "")
        body = urlencode({**fields, "csrfmiddlewaretoken": token}, doseq=True).encode()
        referer = {"Referer": urljoin(self.address, url)}
        return self._read(urllib.request.Request(urljoin(self.address, url), body, referer))

    def _read(self, request: urllib.request.Request) -> Answer:
        try:
            with self.opener.open(request, timeout=60) as answer:
                return Answer(urlsplit(answer.url).path, answer.status, answer.read())
        except urllib.error.HTTPError as refused:
            return Answer(urlsplit(refused.url or "").path, refused.code, refused.read())


@dataclass
class Form:
    """A form of a page: where it goes, and what stands in it; of choices the first that says something."""

    action: str
    fields: Fields = field(default_factory=dict)
    typed: list[str] = field(default_factory=list)


class _Forms(HTMLParser):
    """Reads the posted forms of a page, each filled in as somebody in a hurry would."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.open: Form | None = None
        self.select = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = {name: value or "" for name, value in attrs}
        name, value = held.get("name", ""), held.get("value", "")
        if tag == "form" and held.get("method", "").lower() == "post":
            self.open = Form(held.get("action", ""))
            self.forms.append(self.open)
        elif tag == "select":
            self.select = name
        if self.open is None:
            return
        if tag == "option" and self.select and value and self.select not in self.open.fields:
            self.open.fields[self.select] = [value]
        elif tag == "textarea":
            self.open.typed.append(name)
        elif tag == "input" and name and held.get("type") not in {"file", "submit"}:
            if not value and held.get("type", "text") in {"text", "tel", "search"}:
                self.open.typed.append(name)
            elif value and name not in self.open.fields:
                self.open.fields[name] = [value]

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.open = None
        elif tag == "select":
            self.select = ""


def form_of(answer: Answer, towards: str) -> Form:
    """The form of a page whose address begins like this; LookupError says what the page has instead."""
    forms = _Forms(answer.text).forms
    for form in forms:
        form.action = form.action or answer.url
        if form.action.startswith(towards):
            return form
    there = [form.action for form in forms]
    raise LookupError(f"{answer.url} ({answer.status}) has no form to {towards}, only {there}")


def send(visitor: Visitor, form: Form, *, words: str = "", **fields: str) -> Answer:
    """Send a form with some fields typed; ``words`` goes into every other line that is empty."""
    given = {name: [words] for name in form.typed} if words else {}
    key = {"once": [secrets.token_hex(16)]} if "once" in form.fields else {}
    return visitor.post(form.action, {**given, **form.fields, **key, **{name: [said] for name, said in fields.items()}})


def sign_in(visitor: Visitor, username: str, password: str) -> None:
    """Sign in, or fail."""
    visitor.get("/login/")
    answer = visitor.post("/login/", {"username": [username], "password": [password], "next": ["/mine/"]})
    assert answer.status == 200 and "/logout/" in answer.text, f"{username}: {answer.status} {answer.url}"


def walk(visitor: Visitor, *starts: str, most: int, told: Callable[[Answer], None]) -> int:
    """Open pages and files, from some addresses from link to link; gives how many were opened.

    What lies below one of these addresses comes before the rest of the portal.
    """
    waiting, known, opened = list(starts), set(starts), 0
    while waiting and opened < most:
        answer = visitor.get(waiting.pop(0))
        opened += 1
        told(answer)
        for link in _links(answer):
            if link not in known:
                known.add(link)
                waiting.insert(0 if link.startswith(starts) else len(waiting), link)
    return opened


def _links(answer: Answer) -> Iterator[str]:
    """Where a page leads; a list of the API leads to each of its rows."""
    if re.fullmatch(r"/api/\w+/\w+", answer.url):
        yield from (f"{answer.url}/{key}" for key in re.findall(r'"id": ?"([0-9a-f-]{36})"', answer.text))
    if not answer.content[:200].lstrip().lower().startswith(b"<!doctype html"):
        return
    for found in re.findall(r'href="([^"#]+)', answer.text):
        link = urljoin(answer.url, unescape(found))
        if link.startswith("/") and not NOT_FOLLOWED.match(link):
            yield link
