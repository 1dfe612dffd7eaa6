"""A sampler in a cellar without a network: nothing is lost, and what was kept has one effect when it is back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import PHONE
from tests.browser.test_upload_journey import PASSWORD, fits, officer, own_portal

__all__ = ["officer", "own_portal"]
Fits = Callable[[Page], list[str]]
PICTURE = """async () => {
  const canvas = document.createElement("canvas"), pen = canvas.getContext("2d");
  canvas.width = 4000; canvas.height = 3000;
  for (let nth = 0; nth < 60000; nth++) {
    pen.fillStyle = `hsl(${nth * 37 % 360}, 80%, ${nth % 90}%)`;
    pen.fillRect(nth * 7919 % 4000, nth * 104729 % 3000, 40, 30);
  }
  const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.95));
  return Array.from(new Uint8Array(await blob.arrayBuffer()));
}"""
SAID = {"product": "演示蛋糕", "batch_no": "20261101", "producer_name": "示例食品厂", "seal_no": "FQ-9"}
SAID |= {"quantity": "检样 2 盒、备样 1 盒", "price": "58.00"}


@pytest.fixture
def phone(browser: Browser, own_portal: str) -> Iterator[Page]:
    """The sampler's phone, signed in, with the sheets kept on it."""
    options: Any = {"viewport": PHONE, "is_mobile": True, "has_touch": True, "locale": "zh-CN"}
    context = browser.new_context(base_url=own_portal, **options)
    page = context.new_page()
    signs_in(page)
    page.goto("/sampling/sheet/")
    expect(page.locator("[data-ready]")).to_be_visible()
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    yield page
    context.close()


def signs_in(page: Page) -> None:
    """As the inspector of 唐山."""
    page.goto("/login/")
    page.get_by_label("用户名").fill("demo-inspector")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="登录").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("演示用户")


def opens(page: Page) -> None:
    """The first sheet of the list."""
    page.locator(".sheet-cards a").first.click()
    expect(page.locator("form[data-ready=yes]")).to_be_visible()


def fills(page: Page, **more: str) -> None:
    """All that has to be filled in."""
    for name, words in {**SAID, **more}.items():
        page.locator(f"[name={name}]").fill(words)


def photographs(page: Page) -> None:
    """With a camera whose pictures are larger than what is sent."""
    content = bytes(page.evaluate(PICTURE))
    assert len(content) > 1_000_000
    page.locator("[name=photos]").set_input_files({"name": "a.jpg", "mimeType": "image/jpeg", "buffer": content})
    expect(page.locator(".shelf li")).to_have_count(1)
    assert int(page.locator(".shelf span").inner_text().split()[0]) <= 500


def signs(page: Page) -> None:
    """With a finger on the glass."""
    glass = page.locator("canvas.glass")
    glass.scroll_into_view_if_needed()
    box = glass.bounding_box()
    assert box
    page.mouse.move(box["x"] + 30, box["y"] + 30)
    page.mouse.down()
    page.mouse.move(box["x"] + 160, box["y"] + 80, steps=6)
    page.mouse.up()
    expect(page.locator("canvas.glass[data-kept=yes]")).to_be_visible()


def submits(page: Page) -> None:
    page.get_by_role("button", name="提交抽样单").click()


def kept(page: Page) -> None:
    """What was typed, photographed and signed is on the phone."""
    expect(page.locator("form [data-saved]")).to_contain_text("已保存在本机")


def unsent(page: Page) -> str:
    return page.locator("[data-number]").inner_text()


def test_a_sheet_is_filled_in_without_a_network_and_sent_once_when_there_is_one(phone: Page, axe: Fits) -> None:
    fits(phone, axe)
    before = phone.locator(".sheet-cards li").count()
    phone.context.set_offline(True)
    phone.reload()
    opens(phone)
    address = phone.url
    fills(phone)
    photographs(phone)
    signs(phone)
    kept(phone)
    phone.reload()
    expect(phone.locator("form[data-ready=yes]")).to_be_visible()
    assert phone.locator("[name=product]").input_value() == "演示蛋糕"
    expect(phone.locator(".shelf li")).to_have_count(1)
    submits(phone)
    expect(phone.locator(".sheets-bar li")).to_contain_text("待上传")
    assert unsent(phone) == "1"
    phone.close()  # the browser is closed and opened again
    again = phone.context.new_page()
    again.goto("/sampling/sheet/")
    assert unsent(again) == "1"
    fits(again, axe)
    phone.context.set_offline(False)
    expect(again.locator("[data-number]")).to_have_text("0")
    again.goto("/sampling/sheet/")
    assert again.locator(".sheet-cards li").count() == before - 1
    again.goto(address)
    shows_the_sample(again, axe)


def shows_the_sample(page: Page, axe: Fits) -> None:
    """What was handed in stands on the page of the sample, and its labels can be printed."""
    assert "/cases/sample/" in page.url
    for words in ("演示蛋糕", "58.00", "现场照片 1.jpg", "签名 2.png", "打印样品标签"):
        expect(page.get_by_role("main")).to_contain_text(words)
    fits(page, axe)
    page.get_by_role("link", name="打印样品标签").click()
    expect(page.locator(".sample-label")).to_have_count(2)
    fits(page, axe)


def test_what_the_server_refuses_comes_back_beside_its_field(phone: Page, axe: Fits) -> None:
    opens(phone)
    fills(phone, samplers="没有这个人、也没有他", price="0")
    submits(phone)
    expect(phone.locator(".field-error")).to_have_count(2)
    expect(phone.get_by_role("main")).to_contain_text("不是抽到的抽样人员")
    fits(phone, axe)
    phone.goto("/sampling/sheet/")
    expect(phone.locator(".sheets-bar li")).to_contain_text("被退回")
    phone.locator(".sheets-bar li a").click()
    expect(phone.locator(".field-error")).to_have_count(2)
    phone.locator("[value=none_found]").check()
    phone.locator("[name=ground]").select_option("gone")
    phone.locator("[name=why]").fill("已经搬走，邻居说明。")
    submits(phone)
    phone.wait_for_url("**/sampling/sheet/")
    expect(phone.locator("[data-number]")).to_have_text("0")


def test_who_was_signed_out_meanwhile_keeps_all_and_is_asked_to_sign_in(phone: Page) -> None:
    opens(phone)
    fills(phone)
    kept(phone)
    phone.context.clear_cookies()
    submits(phone)
    phone.wait_for_url("**/login/**")
    signs_in(phone)
    phone.goto("/sampling/sheet/")
    expect(phone.locator("[data-number]")).to_have_text("0")
