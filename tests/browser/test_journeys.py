"""What a stranger does here, in a real browser."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP


def is_answered(page: Page) -> bool:
    """Whether the page tells who is responsible for 消费投诉按期办结率 and what is promised for 2025."""
    expect(page.get_by_role("heading", level=1)).to_contain_text("消费投诉按期办结率")
    expect(page.locator("main").get_by_role("link", name="省市场监管局").first).to_be_visible()
    said = page.locator("main").inner_text()
    return bool(re.search(r"2025", said) and re.search(r"≥\s*95\s*%", said))


def test_by_the_menu_a_stranger_finds_who_is_responsible_in_two_clicks(desktop: Page) -> None:
    desktop.goto("/")
    desktop.get_by_role("navigation", name="主导航").get_by_role("link", name="指标目录").click()
    desktop.get_by_role("main").get_by_role("link", name="消费投诉按期办结率").first.click()
    assert is_answered(desktop)


def test_while_typing_initials_the_indicator_is_offered(desktop: Page) -> None:
    desktop.goto("/")
    desktop.get_by_role("searchbox").first.press_sequentially("xfts", delay=30)
    desktop.locator("#search-suggestions").get_by_role("link", name="消费投诉按期办结率").click()
    assert is_answered(desktop)


def test_suggestions_close_with_escape(desktop: Page) -> None:
    desktop.goto("/")
    box = desktop.get_by_role("searchbox").first
    box.press_sequentially("xfts", delay=30)
    expect(desktop.locator("#search-suggestions a").first).to_be_visible()
    box.press("Escape")
    expect(desktop.locator("#search-suggestions")).to_be_hidden()


def test_without_javascript_the_same_is_found(open_page: Callable[..., Page]) -> None:
    page = open_page(DESKTOP, java_script_enabled=False)
    page.goto("/")
    page.locator("#site-search").fill("消费投诉")
    page.locator("#site-search").press("Enter")
    expect(page.locator("main")).to_contain_text("2025年")
    page.locator("main").get_by_role("link", name="消费投诉按期办结率").first.click()
    assert is_answered(page)


def test_from_a_hit_in_the_text_one_stands_at_the_marked_words(desktop: Page) -> None:
    desktop.goto("/search/?q=消费投诉")
    desktop.locator("main section", has_text="文件文字").get_by_role("link").first.click()
    marked = desktop.locator("mark#quote")
    expect(marked).to_have_text("消费投诉")
    expect(marked).to_be_in_viewport()


def test_a_citizen_sees_in_the_first_screen_whether_promises_are_kept(desktop: Page) -> None:
    desktop.goto("/")
    verdict = desktop.locator(".verdict")
    expect(verdict).to_be_in_viewport()
    expect(verdict).to_contain_text(re.compile(r"方案共有\s*49\s*项目标"))
    numbers = [int(number) for number in desktop.locator(".tally-number").all_inner_texts()]
    assert sum(numbers) == 49
    expect(desktop.locator(".tally")).to_be_in_viewport()
    expect(desktop.locator(".demo-banner")).to_be_in_viewport()


def test_a_count_opens_its_promises(desktop: Page) -> None:
    desktop.goto("/")
    kept = desktop.locator("#state-kept")
    expect(kept.locator("table")).to_be_hidden()
    desktop.locator('.tally a[href="#state-kept"]').click()
    expect(kept.locator("table")).to_be_visible()
    count = int(desktop.locator('.tally a[href="#state-kept"] .tally-number').inner_text())
    assert kept.locator("tbody tr").count() == count


def test_the_language_switch_keeps_the_page(desktop: Page) -> None:
    desktop.goto("/search/?q=xfts")
    desktop.get_by_role("link", name="English").click()
    expect(desktop).to_have_url(re.compile(r"/en/search/\?q=xfts$"))
    expect(desktop.locator("main")).to_contain_text("Consumer complaints closed on time")
    desktop.get_by_role("link", name="中文", exact=True).click()
    expect(desktop).to_have_url(re.compile(r"(?<!/en)/search/\?q=xfts$"))


def test_a_liaison_signs_in_and_out(desktop: Page) -> None:
    desktop.goto("/mine/")
    desktop.get_by_label("用户名").fill("demo-unit")
    desktop.get_by_label("密码").fill("wrong")
    desktop.get_by_role("main").get_by_role("button", name="登录").click()
    expect(desktop.locator(".error-summary")).to_be_focused()
    desktop.get_by_label("密码").fill("zhiheng-demo")
    desktop.get_by_role("main").get_by_role("button", name="登录").click()
    expect(desktop.locator("main")).to_contain_text("演示账号")
    expect(desktop.locator("main")).to_contain_text("本单位的任务")
    desktop.get_by_role("button", name="退出").click()
    desktop.goto("/mine/")
    expect(desktop.get_by_label("用户名")).to_be_visible()
