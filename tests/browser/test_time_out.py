"""A session ends while somebody fills in a form: the warning, the sign-in, and everything typed is there again."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser import serving
from tests.browser.conftest import DESKTOP

PLAN = """云泽市茶园管护行动计划(2025-2028年)

一、工作目标

到2028年,茶园巡护覆盖率达到90%以上,新建晒场12处。

二、重点任务

(一)修整步道。清理落石,每季度检查一次。(责任单位:云泽市茶园管理处)
"""


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A portal of this module's own, because a plan is uploaded to it."""
    with serving.portal(tmp_path_factory.mktemp("time-out")) as address:
        yield address


@pytest.fixture
def at_a_correction(open_page: Callable[..., Page]) -> Page:
    """The office has uploaded a plan and stands at the form that corrects one of its rows."""
    page = open_page(DESKTOP)
    sign_in(page, "/uploads/")
    page.get_by_label("方案文件").set_input_files(
        {"name": "茶园.txt", "mimeType": "text/plain", "buffer": PLAN.encode()}
    )
    page.get_by_role("button", name="上传并读取").click()
    page.get_by_role("link", name="更正 茶园巡护覆盖率").click()
    expect(page.get_by_label("更正理由")).to_be_visible()
    return page


def sign_in(page: Page, goes_to: str = "", name: str = "demo-office") -> None:
    if goes_to:
        page.goto(goes_to)
    page.get_by_label("用户名").fill(name)
    page.get_by_label("密码").fill("zhiheng-demo")
    page.get_by_role("main").get_by_role("button", name="登录").click()


def end_session(page: Page) -> None:
    """What the end of a session leaves of the browser's cookies."""
    page.context.clear_cookies(name="sessionid")


def test_what_was_sent_too_late_stands_in_the_form_again_and_is_sent_by_the_person(at_a_correction: Page) -> None:
    page = at_a_correction
    address = page.url
    page.get_by_label("更正理由").fill("原文是“90%以上”")
    end_session(page)
    page.get_by_role("button", name="保存更正").click()
    expect(page.get_by_text("您填写的内容已留存")).to_be_visible()
    sign_in(page)
    expect(page).to_have_url(address)
    expect(page.get_by_text("已放回表单")).to_be_visible()
    expect(page.get_by_label("更正理由")).to_have_value("原文是“90%以上”")
    page.get_by_role("button", name="这一行读错了，删去").click()
    expect(page.get_by_text("已更正，理由已留痕。")).to_be_visible()


def test_the_warning_comes_two_minutes_before_and_going_on_takes_it_away(at_a_correction: Page) -> None:
    page = at_a_correction
    page.clock.install()
    page.reload()
    warning = page.get_by_role("alertdialog")
    page.clock.fast_forward("27:50")
    expect(warning).to_be_hidden()
    page.clock.fast_forward("00:30")
    expect(warning).to_be_visible()
    with page.expect_response("**/stay/"):
        page.get_by_role("link", name="继续工作").click()
    page.clock.run_for(1000)
    expect(warning).to_be_hidden()


def test_at_the_end_the_page_is_left_and_what_was_typed_comes_back(at_a_correction: Page) -> None:
    page = at_a_correction
    address = page.url
    page.clock.install()
    page.reload()
    page.get_by_label("更正理由").press_sequentially("还没写完的理由")
    end_session(page)
    page.clock.fast_forward("30:01")
    expect(page.get_by_label("用户名")).to_be_visible()
    sign_in(page)
    expect(page).to_have_url(address)
    expect(page.get_by_label("更正理由")).to_have_value("还没写完的理由")


def test_a_colleague_who_signs_in_at_the_same_screen_does_not_get_it(at_a_correction: Page) -> None:
    page = at_a_correction
    page.get_by_label("更正理由").fill("只给本人看的理由")
    end_session(page)
    page.get_by_role("button", name="保存更正").click()
    sign_in(page, "/login/", "demo-audit")
    expect(page.get_by_role("main")).to_contain_text("审计管理员")
    assert "只给本人看的理由" not in page.content()
    page.goto("/mine/kept/")
    expect(page.get_by_text("没有留存的填写")).to_be_visible()
