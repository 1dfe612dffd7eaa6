"""A list in a real browser: what is selected is counted, columns and views are chosen, without a script too."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import DESKTOP
from tests.browser.test_behind_the_sign_in import fits, opened


def test_the_selection_is_counted_page_by_page_and_over_all(desktop: Page, axe: Callable[..., list[str]]) -> None:
    desktop.goto("/components/")
    chosen, rows = desktop.locator("[data-count]"), desktop.locator("[name=row]")
    expect(chosen).to_have_text("已选 0 行")
    rows.first.check()
    expect(chosen).to_have_text("已选 1 行")
    desktop.get_by_label("选择本页").check()
    expect(chosen).to_have_text("已选 2 行")
    desktop.get_by_label("选全部 120 行").check()
    expect(chosen).to_have_text("已选 120 行")
    rows.first.uncheck()
    expect(chosen).to_have_text("已选 1 行")
    expect(desktop.get_by_label("选全部 120 行")).not_to_be_checked()
    desktop.get_by_role("button", name="清除选择").click()
    expect(chosen).to_have_text("已选 0 行")
    assert not axe(desktop)


@pytest.mark.parametrize("script", [True, False], ids=["with a script", "without"])
def test_columns_order_and_a_view_are_chosen_and_kept(browser: Browser, portal: str, script: bool) -> None:
    context = browser.new_context(viewport=DESKTOP, base_url=portal, locale="zh-CN", java_script_enabled=script)
    page = context.new_page()
    page.goto("/login/?next=/accounts/")
    page.get_by_label("用户名").fill("demo-system")
    page.get_by_label("密码").fill("zhiheng-demo")
    page.get_by_role("main").get_by_role("button", name="登录").click()

    page.get_by_role("link", name="角色").click()
    expect(page.get_by_role("columnheader", name="角色")).to_have_attribute("aria-sort", "ascending")
    page.get_by_text("显示列", exact=True).first.click()
    page.locator("form.menu-panel").get_by_label("单位或地区").uncheck()
    page.get_by_role("button", name="应用").click()
    expect(page.get_by_role("columnheader")).to_have_count(4)

    page.get_by_text("常用视图").click()
    page.get_by_label("名称").fill("按角色")
    page.get_by_role("button", name="保存视图").click()
    page.get_by_role("link", name="清除").click()
    expect(page.get_by_role("columnheader")).to_have_count(5)
    page.get_by_role("link", name="按角色").click()
    expect(page.get_by_role("columnheader")).to_have_count(4)
    expect(page.get_by_role("columnheader", name="角色")).to_have_attribute("aria-sort", "ascending")

    page.get_by_text("常用视图", exact=True).click()
    page.get_by_role("button", name="删除 按角色").click()
    expect(page.get_by_role("link", name="按角色")).to_have_count(0)
    context.close()


def test_open_menus_fit_a_phone_and_have_no_serious_finding(phone: Page, axe: Callable[..., list[str]]) -> None:
    page = opened(phone, "demo-system", "/accounts/")
    for menu in page.locator(".menu > summary").all():
        menu.click()
        assert fits(page) and not axe(page)
