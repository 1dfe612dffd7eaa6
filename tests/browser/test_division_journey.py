"""Officials of three posts in three browsers: a task is divided to fourteen regions, accepted, and stays unseen."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE
from tests.browser.test_upload_journey import fits, officer, own_portal

__all__ = ["officer", "own_portal"]
TASK = "/plans/hebei-2023-2027/tasks/二(二)4/"


def divided_to_fourteen(zhang: Page, axe: Callable[[Page], list[str]]) -> None:
    """The office divides the task, puts right what is told, and issues all fourteen parts at once."""
    zhang.goto(TASK)
    zhang.get_by_role("link", name="分解这项任务").click()
    fits(zhang, axe)
    zhang.get_by_role("button", name="列出分解表").click()
    expect(zhang.get_by_role("alert")).to_contain_text("请至少选择一个接收地区或单位")
    zhang.get_by_label("全部 14 个").check()
    zhang.get_by_label("2026年").check()
    zhang.get_by_role("button", name="列出分解表").click()
    fits(zhang, axe)
    zhang.get_by_label("工作内容", exact=True).fill("每季度公示消费投诉")
    zhang.get_by_label("完成时限", exact=True).fill("2026年13月")
    zhang.get_by_label("责任人 唐山市 2026年").fill("马某")
    zhang.get_by_role("button", name="下达").click()
    expect(zhang.get_by_role("alert")).to_contain_text("“2026年13月”不是日期")
    expect(zhang.get_by_label("责任人 唐山市 2026年")).to_have_value("马某")
    zhang.get_by_label("完成时限", exact=True).fill("２０２６年１２月")
    zhang.get_by_role("button", name="下达").click()
    expect(zhang.locator("main")).to_contain_text("已下达 14 项")
    fits(zhang, axe)


def given_on(li: Page) -> None:
    """石家庄 says something on its part and gives it on to 正定县."""
    li.get_by_label("写意见").fill("已安排到县")
    li.get_by_role("button", name="提交意见").click()
    expect(li.locator("main")).to_contain_text("已安排到县")
    li.get_by_role("link", name="进一步分解").click()
    li.get_by_label("正定县").check()
    li.get_by_label("2026年").check()
    li.get_by_role("button", name="列出分解表").click()
    li.get_by_role("button", name="下达").click()
    expect(li.get_by_role("region", name="分解任务")).to_contain_text("正定县")


def test_the_office_divides_a_task_to_fourteen_regions_and_shijiazhuang_accepts_in_one_click(
    officer: Callable[..., Page], axe: Callable[[Page], list[str]]
) -> None:
    zhang, li, county = officer("demo-office"), officer("demo-city"), officer("demo-county")
    divided_to_fourteen(zhang, axe)
    tangshan = zhang.get_by_role("link", name="唐山市").first.get_attribute("href")

    li.goto("/mine/")
    todo = li.locator("#todo")
    expect(todo).to_contain_text("每季度公示消费投诉")
    fits(li, axe)
    todo.get_by_role("button", name="签收").click()
    expect(li.locator("#todo")).to_contain_text("没有待办")
    expect(li.locator("#done")).to_contain_text("已签收")
    assert li.goto(str(tangshan)).status == 404  # type: ignore[union-attr]

    li.goto(TASK)
    li.get_by_role("region", name="分解任务").get_by_role("link", name="石家庄市").click()
    fits(li, axe)
    own = li.url
    given_on(li)
    county.goto("/mine/")
    expect(county.locator("#todo")).to_contain_text("每季度公示消费投诉")
    assert county.goto(own).status == 404  # type: ignore[union-attr]


def test_two_of_the_office_change_the_same_part_and_the_second_sees_both(
    officer: Callable[..., Page], axe: Callable[[Page], list[str]]
) -> None:
    zhang, liu = officer("demo-office"), officer("demo-office2", PHONE)
    zhang.goto(f"{TASK}divide/?to=region:handan&year=2027")
    zhang.get_by_label("工作内容", exact=True).fill("公示投诉")
    zhang.get_by_role("button", name="存为草稿").click()
    zhang.get_by_role("link", name="邯郸市").last.click()
    address = zhang.url
    fits(zhang, axe)
    for page, words in ((zhang, "公示投诉三次"), (liu, "公示投诉四次")):
        page.goto(f"{address}change/")
        page.get_by_label("工作内容").fill(words)
        page.get_by_label("修改理由").fill("调整次数")
    liu.get_by_role("button", name="保存修改").click()
    expect(liu.locator("main")).to_contain_text("公示投诉四次")
    fits(liu, axe)
    zhang.get_by_role("button", name="保存修改").click()
    expect(zhang.get_by_role("alert")).to_contain_text("您打开之后，这里又改过")
    fits(zhang, axe)
    zhang.get_by_label("我的：公示投诉三次").check()
    zhang.get_by_role("button", name="保存修改").click()
    expect(zhang.locator("main")).to_contain_text("已修改，理由已留痕")
    zhang.goto(address)
    expect(zhang.locator(".page-head")).to_contain_text("公示投诉三次")
