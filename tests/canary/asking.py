"""One request of one person, and what it did: the answer, what stands in it of somebody's, and what was written."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from itertools import count
from typing import Any
from urllib.parse import unquote

from django.conf import settings
from django.core import signing
from django.db import connection, transaction
from django.test import Client

from tests.canary.needles import NEEDLE, needles_in, word_of
from tests.canary.people import STRANGER
from tests.canary.world import World
from zhiheng.web import keeping

OF_THE_SESSION = ("django_session", "idempotency_receipt", "directory_keptform", "indicators_snapshot")
"""Tables that a request may write for its own browser, and the snapshot of now, which is nobody's."""


@dataclass(frozen=True)
class Finding:
    """Something that must not be: who asked what, and what is wrong with the answer."""

    asker: str
    asked: str
    wrong: str

    def __str__(self) -> str:
        return f"{self.asker}: {self.asked}: {self.wrong}"


@dataclass(frozen=True)
class Question:
    """A request that needs no other one before it, and the judgement of its answer; ``address`` as in the policy."""

    address: str
    ask: Callable[[], Iterator[Finding]]


@dataclass(frozen=True)
class Answer:
    """What came back: the status, the needles in it that the request did not itself bring, the tables written."""

    status: int
    content: bytes
    headers: str
    needles: frozenset[str]
    wrote: frozenset[str]
    location: str = ""


def led_to_sign_in(answer: Answer) -> bool:
    """Whether a stranger was asked to sign in first."""
    return answer.status == 302 and answer.location.startswith(settings.LOGIN_URL.join("//"))


@dataclass
class Asking:
    """The people of a world with their browsers and tokens; counts what they ask."""

    world: World
    requests: int = 0
    keys: Iterator[int] = field(default_factory=count)
    lasting: bool = False

    def __post_init__(self) -> None:
        logging.getLogger("django.request").setLevel(logging.CRITICAL)
        self.cookies = {name: self._signed_in(name) for name in self.world.officers} | {STRANGER: {}}

    def _signed_in(self, name: str) -> dict[str, str]:
        client, officer = Client(), self.world.officers[name]
        client.force_login(officer)
        browser = signing.dumps([word_of("browser", name), officer.pk], salt=keeping.SALT)
        return {key: morsel.value for key, morsel in client.cookies.items()} | {keeping.COOKIE: browser}

    def page(self, asker: str, url: str, data: Mapping[str, Any] | None = None) -> Answer:
        """Open an address in the person's browser, or post to it what ``data`` holds; then all is as it was."""
        client = Client(raise_request_exception=False)
        client.cookies = SimpleCookie(self.cookies[asker])
        if data is None:
            return self._told(url, lambda: client.get(url))
        sent = {"once": f"key-of-the-canary-{next(self.keys):08}", **data}
        return self._told(f"{url} {_plain(sent)}", lambda: client.post(url, sent))

    def call(self, asker: str, method: str, url: str, data: Mapping[str, Any] | None = None) -> Answer:
        """Ask the interface with the person's token; a stranger has none."""
        client, headers = Client(raise_request_exception=False), {}
        if asker != STRANGER:
            headers["Authorization"] = f"Bearer {self.world.secrets[asker]}"
        if data is not None:
            headers["Idempotency-Key"] = f"key-of-the-canary-{next(self.keys):08}"
        if any(hasattr(value, "read") for value in (data or {}).values()):
            return self._told(url, lambda: client.post(url, data, headers=headers))
        body = {} if data is None else {"data": json.dumps(data), "content_type": "application/json"}
        return self._told(f"{url} {_plain(data or {})}", lambda: client.generic(method, url, headers=headers, **body))

    @contextmanager
    def in_turn(self) -> Iterator[None]:
        """What a request inside does stands for the next one."""
        with _undone():
            self.lasting = True
            try:
                yield
            finally:
                self.lasting = False

    def _told(self, asked: str, request: Any) -> Answer:
        self.requests += 1
        brought = {needle.decode() for needle in NEEDLE.findall(unquote(asked).encode())}
        with nullcontext() if self.lasting else _undone(), _writes() as wrote:
            response = request()
            content = b"".join(response.streaming_content) if response.streaming else response.content
        headers = "\n".join(f"{name}: {value}" for name, value in response.items())
        found = needles_in(content) | needles_in(unquote(headers).encode())
        location = response.headers.get("Location", "")
        return Answer(response.status_code, content, headers, frozenset(found - brought), frozenset(wrote), location)


@contextmanager
def _undone() -> Iterator[None]:
    """Whatever is written inside is taken back, as a test of Django's own does it."""
    block = transaction.atomic()
    block._from_testcase = True  # type: ignore[attr-defined]
    with block:
        yield
        transaction.set_rollback(True)


@contextmanager
def _writes() -> Iterator[set[str]]:
    """The tables of which a row was written inside, but for those of the session."""
    written: set[str] = set()

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        result = execute(sql, params, many, context)
        words = sql.replace('"', " ").split()
        if words[:1] and words[0] in ("INSERT", "UPDATE", "DELETE") and context["cursor"].rowcount > 0:
            table = words[2] if words[0] != "UPDATE" else words[1]
            if table not in OF_THE_SESSION:
                written.add(table)
        return result

    with connection.execute_wrapper(watch):
        yield written


def _plain(sent: Mapping[str, Any]) -> str:
    return " ".join(str(value) for value in sent.values())
