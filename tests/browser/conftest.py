"""Browsers and a served portal for the page tests.

``desktop`` and ``phone`` are pages at 1366×768 and 390×844; at the end of a test they fail it when a request left the
host or the page complained in its console (a broken script, a blocked style). ``axe(page)`` lists serious accessibility
findings, ``old_chromium(81)`` gives a browser of the kind that government offices still run.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import chromium
import pytest

from tests.browser import chromiums, serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

HERE = Path(__file__).parent
AXE = serving.ROOT / "node_modules" / "axe-core" / "axe.min.js"
DESKTOP = {"width": 1366, "height": 768}
PHONE = {"width": 390, "height": 844}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of this folder, so that ``-m "not browser"`` leaves them out."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("browser")
            # One worker of pytest-xdist takes them all: the browser and the served portal are started once.
            item.add_marker(pytest.mark.xdist_group("browser"))


def without(reason: str) -> None:
    """Skip with the reason, unless this run must have its browsers (ZHIHENG_BROWSERS=required, as in CI)."""
    if os.environ.get("ZHIHENG_BROWSERS") == "required":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a served portal: bundled plan, demonstration province. Tests must not change its data."""
    with serving.portal(tmp_path_factory.mktemp("portal")) as address:
        yield address


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A modern Chromium, started once."""
    from playwright.sync_api import sync_playwright

    try:
        program = chromium.modern()
    except chromium.NoChromiumError as error:
        without(f"no Chromium: {error}")
    # Playwright keeps an event loop in this thread; Django would refuse its database in every test that follows.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=program,
            args=list(chromiums.QUIET),
            env=chromiums.environment(program, tmp_path_factory.mktemp("browser")),
        )
        yield started
        started.close()


@pytest.fixture
def open_page(browser: Browser, portal: str) -> Iterator[Callable[..., Page]]:
    """``open_page(viewport, **context options)`` → a page in a context of its own, watched until the test ends."""
    contexts, complaints = [], []

    def opened(viewport: dict[str, int], **options: Any) -> Page:
        context = browser.new_context(viewport=viewport, base_url=portal, locale="zh-CN", **options)
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: outside(request.url))
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    def outside(url: str) -> None:
        if not url.startswith((f"{portal}/", "data:", "blob:", "about:")):
            complaints.append(f"a request left the host: {url}")

    yield opened
    for context in contexts:
        context.close()
    assert not complaints, complaints


@pytest.fixture
def desktop(open_page: Callable[..., Page]) -> Page:
    """A page of the size that office screens still have."""
    return open_page(DESKTOP)


@pytest.fixture
def phone(open_page: Callable[..., Page]) -> Page:
    """A page of a phone in the field."""
    return open_page(PHONE, is_mobile=True, has_touch=True, device_scale_factor=2)


@pytest.fixture(scope="session")
def axe() -> Callable[..., list[str]]:
    """``axe(page)`` → the serious and critical findings of axe-core, one line each: rule, where, what to do."""
    if not AXE.exists():
        without("axe-core is not in node_modules: run `make test`, or python tools/assets.py --dev")
    source = AXE.read_text(encoding="utf-8")

    def findings(page: Page, impacts: tuple[str, ...] = ("serious", "critical")) -> list[str]:
        page.evaluate(source)
        result = page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")
        return [
            f"{violation['id']} at {node['target'][0]}: {violation['help']}"
            for violation in result["violations"]
            if violation["impact"] in impacts
            for node in violation["nodes"]
        ]

    return findings


@pytest.fixture(scope="session")
def old_chromium(tmp_path_factory: pytest.TempPathFactory) -> Callable[[int], chromiums.OldChromium]:
    """``old_chromium(81 | 86 | 92)`` → that browser, or the test is skipped with the reason."""

    def version(number: int) -> chromiums.OldChromium:
        try:
            program = chromium.old(number)
        except chromium.NoChromiumError as error:
            without(str(error))
        return chromiums.OldChromium(number, program, tmp_path_factory.mktemp(f"chromium-{number}"))

    return version
