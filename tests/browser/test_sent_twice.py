"""A double click, and two windows on one row, in a real browser: one effect each, and nothing overwritten unseen."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import serving
from tests.browser.conftest import DESKTOP, PHONE

PLAN = """云泽市竹林管护行动计划(2025-2028年)

一、工作目标

到2028年,竹林巡护覆盖率达到90%以上。

二、重点任务

(一)修整步道。清理落石,每季度检查一次。(责任单位:云泽市竹林管理处)
"""


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A portal of this module's own, because a plan is uploaded to it."""
    with serving.portal(tmp_path_factory.mktemp("sent-twice")) as address:
        yield address


@pytest.fixture(params=[DESKTOP, PHONE], ids=["desktop", "phone"])
def office(request: pytest.FixtureRequest, browser: Browser, portal: str) -> Iterator[Page]:
    """The office, signed in, before the page that takes a plan; not by ``open_page``, to which a 409 is a complaint."""
    context = browser.new_context(viewport=request.param, base_url=portal, locale="zh-CN")
    page = context.new_page()
    page.goto("/uploads/")
    page.get_by_label("用户名").fill("demo-office")
    page.get_by_label("密码").fill("zhiheng-demo")
    page.get_by_role("main").get_by_role("button", name="登录").click()
    expect(page.get_by_label("方案文件")).to_be_visible()
    yield page
    context.close()


def readings(page: Page) -> int:
    """How many documents the office has uploaded, as its page lists them."""
    page.goto("/uploads/")
    return page.locator("main a[href^='/uploads/']").count()


def upload(page: Page, clicks: int) -> None:
    """Choose the file and press the button so many times as quickly as a hand does."""
    file = {"name": "竹林.txt", "mimeType": "text/plain", "buffer": PLAN.encode()}
    page.get_by_label("方案文件").set_input_files(file)
    page.get_by_role("button", name="上传并读取").click(click_count=clicks, delay=20)
    expect(page.get_by_role("link", name="更正").first).to_be_visible()


def test_a_double_click_uploads_one_document(office: Page) -> None:
    before = readings(office)
    upload(office, clicks=2)
    assert readings(office) == before + 1


def test_who_saves_second_sees_both_values_and_chooses(office: Page, axe: Callable[..., list[str]]) -> None:
    upload(office, clicks=1)
    target = office.locator("a[href*='thing=target']").first
    address = target.get_attribute("href") or ""
    office.goto(address)
    first = office.context.new_page()
    first.goto(address)
    for page, value in ((first, "95"), (office, "93")):
        page.get_by_label("数值").fill(value)
        page.get_by_label("更正理由").fill(f"核对原文，应为 {value}")
        page.get_by_role("button", name="保存更正").click()
    expect(first.get_by_text("已更正，理由已留痕。")).to_be_visible()
    expect(office.get_by_role("heading", name="您打开之后，这里又改过")).to_be_visible()
    assert axe(office) == []
    assert office.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    office.get_by_label("我的：93").check()
    office.get_by_role("button", name="保存更正").click()
    expect(office.get_by_text("已更正，理由已留痕。")).to_be_visible()
    office.goto(address)
    expect(office.get_by_label("数值")).to_have_value("93")
