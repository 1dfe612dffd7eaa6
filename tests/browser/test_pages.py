"""Every public page, whoever made it: it fits the screen, can be used without eyes or mouse, and asks no other host."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.pages import NOT_PAGES, PublicPage, public_pages, unsampled

FIRST_PAGE_AT_MOST = 200 * 1024

every_page = pytest.mark.parametrize("public", public_pages(), ids=str)


def opened(page: Page, url: str) -> None:
    answer = page.goto(url)
    assert answer is not None and answer.status == 200, f"{url}: {answer and answer.status}"


def overflow(page: Page) -> int:
    """How many pixels the page is wider than its window."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def test_every_page_with_an_address_of_its_own_has_a_sample() -> None:
    assert not [name for name in unsampled() if name not in NOT_PAGES]
    assert len(public_pages()) > 15


@every_page
def test_a_page_fits_an_office_screen_and_has_no_serious_finding(
    public: PublicPage, desktop: Page, axe: Callable[[Page], list[str]]
) -> None:
    opened(desktop, public.url)
    assert overflow(desktop) <= 0
    assert axe(desktop) == []
    assert desktop.locator("h1").count() == 1
    assert desktop.title().strip("· ")


@every_page
def test_a_page_fits_a_phone(public: PublicPage, phone: Page, axe: Callable[[Page], list[str]]) -> None:
    opened(phone, public.url)
    assert overflow(phone) <= 0
    assert axe(phone) == []


@pytest.mark.parametrize("public", [page for page in public_pages() if page.name != "api_docs"], ids=str)
def test_the_english_page_fits_too(public: PublicPage, desktop: Page) -> None:
    """All but the interface's own page, which has one address for both languages."""
    opened(desktop, f"/en{public.url}")
    assert desktop.locator("html").get_attribute("lang") == "en"
    assert overflow(desktop) <= 0


def test_high_contrast_and_large_text_fit_and_have_no_serious_finding(
    desktop: Page, axe: Callable[[Page], list[str]]
) -> None:
    opened(desktop, "/")
    desktop.get_by_role("button", name="大字").click()
    desktop.get_by_role("button", name="高对比").click()
    assert desktop.get_by_role("button", name="大字").get_attribute("aria-pressed") == "true"
    assert overflow(desktop) <= 0
    assert axe(desktop) == []


def test_the_first_page_is_light(desktop: Page) -> None:
    """All bytes that cross the wire for a first visit, compressed, headers included."""
    seen: list[float] = []
    wire = desktop.context.new_cdp_session(desktop)
    wire.send("Network.enable")
    wire.on("Network.loadingFinished", lambda event: seen.append(event["encodedDataLength"]))
    desktop.goto("/", wait_until="networkidle")
    print(f"first page: {sum(seen) / 1024:.1f} KB in {len(seen)} answers")
    assert len(seen) >= 4
    assert sum(seen) <= FIRST_PAGE_AT_MOST


def test_the_keyboard_skips_to_the_content(desktop: Page) -> None:
    opened(desktop, "/")
    desktop.keyboard.press("Tab")
    skip = desktop.locator(":focus")
    assert skip.inner_text() == "跳到正文"
    box = skip.bounding_box()
    assert box is not None and box["x"] >= 0 and box["y"] >= 0
    desktop.keyboard.press("Enter")
    assert desktop.evaluate("document.activeElement.id") == "content"


def test_the_focus_can_be_seen(desktop: Page) -> None:
    opened(desktop, "/")
    for _ in range(12):
        desktop.keyboard.press("Tab")
        style = desktop.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert style != "none", desktop.evaluate("document.activeElement.outerHTML")


def test_on_paper_there_is_no_menu_and_no_group_stays_closed(desktop: Page) -> None:
    opened(desktop, "/")
    desktop.emulate_media(media="print")
    assert not desktop.locator(".mainnav").is_visible()
    assert not desktop.locator("#site-search").is_visible()
    desktop.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert desktop.locator("details:not([open])").count() == 0
