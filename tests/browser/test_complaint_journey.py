"""A citizen with a phone, a handler and a firm: a complaint through its whole life, one by ODR, one refused."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import PHONE
from tests.browser.test_upload_journey import fits, officer, own_portal

__all__ = ["officer", "own_portal"]
FIRM, CODE = "示例旅程商店", "91130600000000000M"
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 60
Fits = Callable[[Page], list[str]]


def on(page: Page) -> None:
    """To the next step of the form."""
    page.get_by_role("button", name="下一步").click()
    page.wait_for_load_state()


def says_who_and_against_whom(page: Page, axe: Fits, firm: str) -> None:
    """The first two steps."""
    page.get_by_label("姓名").fill("赵小兰")
    page.get_by_label("手机号").fill("13900139000")
    page.get_by_label("居民身份证").check()
    page.get_by_label("证件号码").fill("11010519491231002X")
    fits(page, axe)
    on(page)
    page.get_by_label("实体经营者").check()
    page.get_by_label("经营者名称").fill(firm)
    page.get_by_label("经营者所在的县(市、区)").select_option("shijiazhuang-qiaoxi")
    fits(page, axe)
    on(page)


def says_what(page: Page, axe: Fits, way: str) -> None:
    """The next two."""
    page.get_by_label("商品或服务的类别").select_option("appliances")
    page.get_by_label("商品或服务名称").fill("电饭煲")
    page.get_by_label("购买或接受服务的日期").fill("2026-05-01")
    page.get_by_label("事实和经过").fill("第二天就不通电，店里不肯退。")
    on(page)
    page.get_by_label("退还货款").check()
    page.locator("[name=also_reports][value=no]").check()
    if way:
        page.locator(f"[name=way][value={way}]").check()
    fits(page, axe)
    on(page)


def files(page: Page, axe: Fits, firm: str, way: str = "") -> str:
    """File a complaint on a phone, looking at each step; gives the address of its progress page."""
    page.goto("/")
    page.get_by_role("link", name="我要投诉").first.click()
    page.get_by_role("link", name="开始填写").click()
    says_who_and_against_whom(page, axe, firm)
    says_what(page, axe, way)
    page.get_by_label("证据材料").set_input_files([{"name": "小票.png", "mimeType": "image/png", "buffer": PNG}])
    page.locator("[name=agrees_to_publish][value=yes]").check()
    page.locator("[name=agrees_to_entrust][value=no]").check()
    expect(page.get_by_role("main")).to_contain_text("石家庄市桥西区市场监督管理部门办理")
    fits(page, axe)
    page.get_by_role("button", name="提交投诉").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("已收到您的投诉")
    expect(page.locator("svg.qr")).to_be_visible()
    fits(page, axe)
    link = page.get_by_role("link", name="打开进度页").get_attribute("href")
    assert link
    return link


def number(page: Page) -> str:
    """The number on the receipt."""
    return page.locator(".receipt-number").inner_text()


def found(page: Page, case: str) -> str:
    """The address of a complaint on the desk of an officer."""
    page.goto(f"/cases/complaint/?q={case}")
    page.get_by_role("link", name=case).click()
    return page.url


def does(page: Page, case: str, key: str, **said: str) -> None:
    """An officer does something with a complaint."""
    page.goto(f"{case}do/{key}/")
    for name, value in said.items():
        field = page.locator(f"main [name={name}]")
        kind = field.first.evaluate("field => field.type || field.tagName")
        if kind == "radio":
            page.locator(f"main [name={name}][value={value}]").check()
        elif kind.startswith("select"):
            field.select_option(value)
        else:
            field.fill(value)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_load_state()
    assert "/do/" not in page.url, page.locator("main").inner_text()[:400]


def stage(page: Page, link: str) -> str:
    """The stage that the filer is shown."""
    page.goto(link)
    return page.locator(".stages .now strong").inner_text()


def counted(page: Page, name: str) -> int:
    """How many cases are behind a measure on the public page."""
    page.goto("/complaints/")
    card = page.locator(".measures > li", has=page.get_by_role("heading", name=name, exact=True))
    return int((re.findall(r"\d+", card.locator(".where").first.inner_text().split("·")[1]) or ["0"])[0])


def within_seconds(page: Page, name: str, number: int) -> None:
    """The public page follows a move within seconds: it asks every five whether there was one."""
    for _ in range(10):
        if counted(page, name) == number:
            return
        page.wait_for_timeout(1000)
    assert counted(page, name) == number, name


@pytest.fixture
def phone(browser: Browser, own_portal: str) -> Iterator[Page]:
    """The citizen's phone, on the portal that this journey changes."""
    options: Any = {"viewport": PHONE, "is_mobile": True, "has_touch": True, "locale": "zh-CN"}
    context = browser.new_context(base_url=own_portal, **options)
    yield context.new_page()
    context.close()


def test_a_complaint_is_accepted_suspended_mediated_closed_rated_followed_up_and_published(
    phone: Page, officer: Callable[..., Page], axe: Fits
) -> None:
    handler, measures = officer("demo-bureau"), ("消费投诉按期办结率", "消费者确认解决率")
    before = {name: counted(phone, name) for name in measures}
    link = files(phone, axe, FIRM)
    case = found(handler, number(phone))
    does(handler, case, "accept")
    assert stage(phone, link) == "调解中"
    does(handler, case, "suspend", reason="testing")
    phone.reload()
    expect(phone.get_by_role("main")).to_contain_text("中止中")
    does(handler, case, "resume")
    does(handler, case, "agree", way="performed", terms="当场退款。")
    assert stage(phone, link) == "已办结"
    phone.locator("summary", has_text="评价").click()
    phone.locator("[name=solved][value=yes]").check()
    phone.locator("[name=satisfaction]").select_option("5")
    phone.get_by_role("button", name="评价").click()
    expect(phone.get_by_role("status")).to_contain_text("已办理")
    fits(phone, axe)
    does(handler, case, "follow_up", reached="yes")
    does(handler, case, "publish", summary="电饭煲不通电，经调解当场退款。")
    for name in measures:
        within_seconds(phone, name, before[name] + 1)
    expect(phone.get_by_role("main")).to_contain_text("电饭煲不通电")
    fits(phone, axe)


def test_another_is_settled_by_the_firm_itself(phone: Page, officer: Callable[..., Page], axe: Fits) -> None:
    phone.wait_for_timeout(6000)  # what the test before did is on the page
    before = counted(phone, "ODR 先行和解率")
    link = files(phone, axe, "示例企业", way="odr")
    assert stage(phone, link) == "企业先行和解"
    firm = officer("demo-firm")
    case = found(firm, number(phone))
    fits(firm, axe)
    expect(firm.get_by_role("main")).to_contain_text("店里不肯退")
    expect(firm.get_by_role("main")).not_to_contain_text("赵小兰")
    does(firm, case, "odr_answer", negotiated_on="2026-11-22", way="电话", process="已联系。", result="全额退款。")
    phone.goto(link)
    expect(phone.get_by_role("main")).to_contain_text("全额退款。")
    phone.locator("summary", has_text="确认已和解").click()
    phone.locator("#odr_settle-result").fill("钱已退回。")
    phone.get_by_role("button", name="确认已和解").click()
    assert stage(phone, link) == "已办结"
    expect(phone.get_by_role("main")).to_contain_text("全额退款。")
    within_seconds(phone, "ODR 先行和解率", before + 1)
    phone.goto(f"/complaints/firms/{CODE}/")
    for words in ("已办结", "已解决", "满意", "ODR-YS01"):
        expect(phone.get_by_role("main")).to_contain_text(words)
    fits(phone, axe)


def test_a_third_is_refused_with_its_ground_and_the_next_way(
    phone: Page, officer: Callable[..., Page], axe: Fits
) -> None:
    handler = officer("demo-bureau")
    link = files(phone, axe, FIRM)
    handler.goto("/cases/?due=today")
    expect(handler.get_by_role("main")).to_contain_text("今天到期")
    case = found(handler, number(phone))
    phone.wait_for_timeout(6000)  # what the tests before did is on the page
    before = counted(phone, "投诉按期初查率")
    does(handler, case, "refuse", ground="not_consumer", remedy="court", explanation="购买用于经营。")
    assert stage(phone, link) == "不予受理"
    expect(phone.get_by_role("main")).to_contain_text("第16条第3项")
    expect(phone.get_by_role("main")).to_contain_text("向人民法院提起诉讼")
    within_seconds(phone, "投诉按期初查率", before + 1)
