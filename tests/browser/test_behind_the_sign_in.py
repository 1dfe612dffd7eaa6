"""The pages of accounts, passwords and the sign-in log fit the screen and can be used without eyes or mouse."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

PAGES = [
    ("demo-audit", "/mine/"),
    ("demo-audit", "/sign-ins/"),
    ("demo-audit", "/en/sign-ins/"),
    ("demo-system", "/accounts/"),
    ("demo-office", "/parts/"),
    ("demo-system", "/accounts/new/"),
    ("demo-system", "/accounts/1/"),
    ("demo-security", "/accounts/1/"),
    ("demo-firm", "/password/"),
    ("demo-firm", "/mine/kept/"),
    ("demo-security", "/mine/tokens/"),
]


def opened(page: Page, account: str, url: str) -> Page:
    """The page as the account sees it."""
    page.goto(f"/login/?next={url}")
    page.get_by_label("用户名").fill(account)
    page.get_by_label("密码").fill("zhiheng-demo")
    page.get_by_role("main").get_by_role("button", name="登录").click()
    page.wait_for_url(f"**{url}")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    return page


def fits(page: Page) -> bool:
    """Whether nothing is to the right of the screen."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))


@pytest.mark.parametrize(("account", "url"), PAGES)
def test_a_page_fits_an_office_screen_and_has_no_serious_finding(
    desktop: Page, axe: Callable[..., list[str]], account: str, url: str
) -> None:
    page = opened(desktop, account, url)
    assert fits(page)
    assert not axe(page)


@pytest.mark.parametrize(("account", "url"), PAGES)
def test_a_page_fits_a_phone(phone: Page, account: str, url: str) -> None:
    assert fits(opened(phone, account, url))


def test_the_warning_is_announced_and_takes_the_focus(desktop: Page, axe: Callable[..., list[str]]) -> None:
    desktop.clock.install()
    page = opened(desktop, "demo-audit", "/sign-ins/")
    page.clock.fast_forward("28:30")
    expect(page.get_by_role("alertdialog")).to_be_visible()
    expect(page.get_by_role("link", name="继续工作")).to_be_focused()
    assert not axe(page)
