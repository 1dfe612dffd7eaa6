"""Every post has one effect: its form carries a key and its view asks for it. Exceptions are named, with the reason."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.converters import UUIDConverter

from tests.browser.pages import SAMPLES
from tests.conventions.tree import listed, name, source, templates
from zhiheng.directory.models import Officer
from zhiheng.ledger.models import Ledger
from zhiheng.mechanisms.idempotency.once import SAFE, once
from zhiheng.web.api import api

EXEMPT = {
    "login": "signing in twice is being signed in; a wrong password must count each time",
    "logout": "signing out twice is being signed out",
    "display": "the same choice again is the same choice",
    "complain_step": "each step replaces what the session keeps of it, sealed; nothing is filed",
    "keep_this": "keeping the same words again replaces them",
    "discard": "discarding twice is having discarded",
    "password": "no trace of a password is kept, and sending it again fails: the old one is no longer right",
}
"""Addresses that take posts without a key, by name."""

OF_THE_SESSION = ("django_session", "directory_keptform")
"""Tables that a request keeps for its own browser: who is signed in, and copies of what could not be sent."""

POSTS = re.compile(r"""\bPOST\b|\bFILES\b|require_POST|require_http_methods""")
FORM = re.compile(r"<form\b[^>]*\bmethod=[\"']post[\"'].*?</form>", re.DOTALL | re.IGNORECASE)
GOES_TO = re.compile(r"{%\s*url\s+[\"'](\w+)[\"']")


def addresses(patterns: list[URLPattern | URLResolver] | None = None) -> Iterator[URLPattern]:
    """Every named address of the portal; the interface for machines is asked by itself."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            if not pattern.namespace:
                yield from addresses(pattern.url_patterns)
        elif pattern.name:
            yield pattern


def reached(view: Callable[..., Any]) -> Iterator[Callable[..., Any]]:
    """A view, what its decorators wrap, and the functions of its own module that it calls."""
    waiting, seen = [view], set()
    while waiting:
        function = waiting.pop()
        if id(function) in seen:
            continue
        seen.add(id(function))
        yield function
        bare = inspect.unwrap(function)
        if inspect.isfunction(bare) and bare.__module__.startswith("zhiheng."):
            called = (bare.__globals__.get(word) for word in bare.__code__.co_names)
            waiting += [one for one in called if inspect.isfunction(one) and one.__module__ == bare.__module__]


def takes_posts(view: Callable[..., Any]) -> bool:
    """Whether a view does something with what is posted."""
    if of_class := getattr(view, "view_class", None):
        return hasattr(of_class, "post") and "post" in of_class.http_method_names
    return any(POSTS.search(inspect.getsource(inspect.unwrap(function))) for function in reached(view))


def asks_for_a_key(view: Callable[..., Any]) -> bool:
    """Whether a view, or the function it hands its work to, is decorated with ``once``."""
    return any(getattr(function, "once", False) for function in reached(view))


def test_every_view_that_takes_posts_asks_for_a_key() -> None:
    found = {pattern.name: pattern.callback for pattern in addresses() if takes_posts(pattern.callback)}
    assert set(EXEMPT) <= set(found)
    careless = [one for one, view in found.items() if one not in EXEMPT and not asks_for_a_key(view)]
    assert not careless, listed(careless)


def test_every_form_that_is_posted_carries_a_key() -> None:
    forms = [(name(path), form) for path in templates() for form in FORM.findall(source(path))]
    assert forms
    exempt = {"zhiheng/web/templates/registration/login.html", "zhiheng/web/templates/registration/password.html"}
    careless = [
        path
        for path, form in forms
        if "{% once %}" not in form and path not in exempt and not set(GOES_TO.findall(form)) & set(EXEMPT)
    ]
    assert not careless, listed(careless)


def test_every_address_of_the_interface_that_is_written_to_asks_for_a_key() -> None:
    views = [view for router in api._get_bound_routers() for view in router.path_operations.values()]
    writes = [one for view in views for one in view.operations if set(one.methods) - SAFE]
    assert writes
    careless = [one.path for one in writes if not getattr(one.run, "once", False)]
    assert not careless, listed(careless)


@pytest.mark.parametrize("role", ["office", "audit_admin"])
def test_a_post_without_a_key_writes_nothing(client: Client, hebei: Ledger, role: str) -> None:
    client.force_login(Officer.objects.create(username="careless", display_name="粗心", role=role))
    written = []
    for pattern in addresses():
        for arguments in SAMPLES.get(str(pattern.name), [of_nothing(pattern)]):
            if pattern.name not in EXEMPT:
                with CaptureQueriesContext(connection) as queries:
                    client.post(reverse(str(pattern.name), args=arguments), {"act": "submit", "version": "1"})
                written += [f"{pattern.name}: {sql['sql'][:80]}" for sql in queries if is_write(sql["sql"])]
    assert not written, listed(written)


def of_nothing(pattern: URLPattern) -> list[int | UUID]:
    """Ids for an address that nothing has."""
    kinds = pattern.pattern.converters.values()
    return [UUID(int=1) if isinstance(kind, UUIDConverter) else 1 for kind in kinds]


def is_write(sql: str) -> bool:
    """Whether a statement changes rows other than those of the session."""
    return sql.startswith(("INSERT", "UPDATE", "DELETE")) and not any(table in sql for table in OF_THE_SESSION)


def test_a_careless_view_is_found() -> None:
    def careless(request: Any) -> Any:
        return request.POST["x"]

    assert takes_posts(careless) and not asks_for_a_key(careless)
    assert takes_posts(once(careless)) and asks_for_a_key(once(careless))
