"""Two officers in two browsers bring a Word document into the ledger: one uploads and corrects, the other confirms."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import serving
from tests.browser.conftest import DESKTOP, PHONE
from tests.plan.documents import SMALL, typed_docx

PASSWORD = "zhiheng-demo"


@pytest.fixture(scope="module")
def own_portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A portal of its own, because this journey changes its data."""
    with serving.portal(tmp_path_factory.mktemp("uploads")) as address:
        yield address


@pytest.fixture
def officer(browser: Browser, own_portal: str) -> Iterator[Callable[..., Page]]:
    """``officer("demo-office")``: a browser of their own in which somebody has signed in."""
    contexts = []

    def signed_in(name: str, viewport: dict[str, int] = DESKTOP, language: str = "zh-CN") -> Page:
        context = browser.new_context(viewport=viewport, base_url=own_portal, locale=language)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.goto("/login/")
        page.get_by_label("用户名").fill(name)
        page.get_by_label("密码").fill(PASSWORD)
        page.get_by_role("main").get_by_role("button", name="登录").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("演示用户")
        return page

    yield signed_in
    for context in contexts:
        context.close()


def overflow(page: Page) -> int:
    """How many pixels the page is wider than its window."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def fits(page: Page, axe: Callable[[Page], list[str]]) -> None:
    """The page has no sideways scroll and no serious accessibility finding."""
    assert overflow(page) <= 0, page.url
    assert not axe(page), page.url


def upload(page: Page, document: Path) -> None:
    """Choose a document and send it."""
    page.goto("/mine/")
    page.get_by_role("link", name="上传方案").click()
    page.get_by_label("方案文件").set_input_files(str(document))
    page.get_by_role("button", name="上传并读取").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("核对读取稿")


def test_two_officers_bring_a_document_into_the_ledger(
    officer: Callable[..., Page], axe: Callable[[Page], list[str]], tmp_path: Path
) -> None:
    zhang, li, wang = officer("demo-office"), officer("demo-office2"), officer("demo-city")
    upload(zhang, typed_docx(SMALL, tmp_path / "冷链.docx"))
    address = zhang.url
    fits(zhang, axe)
    rows = zhang.get_by_role("region", name="读出了什么")
    expect(rows).to_contain_text("重点企业入网率 2025年 ≥ 90%")
    assert li.goto(address).status == 404  # type: ignore[union-attr]

    rows.get_by_role("link", name="更正 重点企业入网率").click()
    fits(zhang, axe)
    zhang.get_by_label("指标", exact=True).fill("重点冷链企业入网率")
    zhang.get_by_label("更正理由").fill("指标名不完整")
    zhang.get_by_role("button", name="保存更正").click()
    expect(zhang.get_by_role("region", name="读出了什么")).to_contain_text("重点冷链企业入网率 2025年 ≥ 90% 已更正")
    zhang.get_by_role("button", name="核对完毕，提交确认").click()
    expect(zhang.locator("main")).to_contain_text("待第二人确认")
    assert zhang.get_by_role("link", name="去确认").count() == 0

    li.goto("/mine/")
    li.locator("section", has_text="我的待办").get_by_role("link", name="云溪省冷链物流提升行动方案").click()
    fits(li, axe)
    expect(li.locator("main")).to_contain_text("指标名不完整")
    assert wang.goto(address).status == 404  # type: ignore[union-attr]
    li.get_by_role("button", name="确认入账").click()
    expect(li.locator(".brand")).to_contain_text("云溪省冷链物流提升行动方案")

    wang.goto(f"{li.url}indicators/")
    expect(wang.locator("main")).to_contain_text("重点冷链企业入网率")
    zhang.goto("/mine/")
    expect(zhang.locator("section", has_text="我发起")).to_contain_text("已确认入账")


def test_on_a_phone_document_and_reading_stand_under_each_other(
    officer: Callable[..., Page], axe: Callable[[Page], list[str]], tmp_path: Path
) -> None:
    zhang = officer("demo-office", PHONE)
    upload(zhang, typed_docx(SMALL.replace("冷链物流", "冷链运输"), tmp_path / "a.docx"))
    fits(zhang, axe)
    document, rows = (zhang.get_by_role("region", name=name).bounding_box() for name in ("文件", "读出了什么"))
    assert document and rows and document["y"] + document["height"] <= rows["y"]


def test_a_file_that_is_dropped_on_the_field_is_taken(officer: Callable[..., Page]) -> None:
    zhang = officer("demo-office")
    zhang.goto("/uploads/")
    zhang.evaluate(
        """() => {
            const files = new DataTransfer();
            files.items.add(new File(["一、目标\\n到2026年达到95%。"], "a.txt", {type: "text/plain"}));
            const drop = new DragEvent("drop", {dataTransfer: files, bubbles: true, cancelable: true});
            document.querySelector(".drop p").dispatchEvent(drop);
        }"""
    )
    assert zhang.evaluate("document.querySelector('#id_file').files[0].name") == "a.txt"
