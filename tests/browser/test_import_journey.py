"""The office divides in Excel, plants three errors, repairs them in the returned file, and undoes it all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE
from tests.browser.test_upload_journey import fits, officer, own_portal
from tests.factories.importing import first_row

__all__ = ["officer", "own_portal"]
TASK = "/plans/hebei-2023-2027/tasks/二(二)4/divide/"
FIRST = first_row()
PLANTED = {f"F{FIRST}": 2099, f"E{FIRST + 1}": "承德省", f"I{FIRST + 2}": "13月"}
REPAIRED = {f"F{FIRST}": 2026, f"E{FIRST + 1}": "承德市", f"I{FIRST + 2}": "2026年12月"}


def typed(path: Path, cells: dict[str, Any], *, work: str = "") -> Path:
    """A workbook after somebody typed into some cells, and the same work into all fourteen rows."""
    book = load_workbook(path)
    for place, value in cells.items():
        book.worksheets[0][place].value = value
    for row in range(FIRST, FIRST + 14) if work else ():
        book.worksheets[0][f"H{row}"].value = work
    book.save(path)
    return path


def downloaded(page: Page, link: str, to: Path) -> Path:
    """The file behind a link of the page."""
    with page.expect_download() as download:
        page.get_by_role("link", name=link).click()
    download.value.save_as(to)
    return to


def upload(page: Page, file: Path) -> None:
    page.get_by_label("Excel/WPS 文件").set_input_files(str(file))
    page.get_by_role("button", name="上传并核对").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("核对导入")


def outcomes(page: Page) -> str:
    return page.get_by_role("navigation", name="按结果筛选").inner_text().replace("\n", " ")


def test_three_errors_are_repaired_in_the_returned_file_and_the_import_is_undone(
    officer: Callable[..., Page], axe: Callable[[Page], list[str]], tmp_path: Path
) -> None:
    zhang, wang = officer("demo-office"), officer("demo-city")
    zhang.goto(TASK)
    file = downloaded(zhang, "用 Excel 填写：下载模板", tmp_path / "分解.xlsx")
    zhang.get_by_role("link", name="导入填好的表").click()
    fits(zhang, axe)
    upload(zhang, typed(file, PLANTED, work="每季度公示消费投诉"))
    fits(zhang, axe)
    assert outcomes(zhang).split()[-2:] == ["错误", "3"]
    rows = zhang.get_by_role("region", name="各行")
    for place in PLANTED:
        expect(rows).to_contain_text(place)
    assert wang.goto(zhang.url).status == 404  # type: ignore[union-attr]

    back = downloaded(zhang, "下载标红的文件", tmp_path / "标红.xlsx")
    zhang.get_by_role("link", name="上传改好的文件").click()
    upload(zhang, typed(back, REPAIRED))
    assert outcomes(zhang).split()[-2:] == ["错误", "0"]
    zhang.get_by_label("导入的理由或依据").fill("按会议纪要分解")
    zhang.get_by_label("新增的分解任务导入后直接下达").check()
    zhang.get_by_role("button", name="导入 14 行").click()
    expect(zhang.get_by_role("status")).to_contain_text("已导入")
    fits(zhang, axe)
    wang.goto("/parts/?page=1")
    expect(wang.locator("main")).to_contain_text("每季度公示消费投诉")

    zhang.locator("summary", has_text="撤销这一批").click()
    zhang.get_by_label("撤销理由").fill("用错了口径")
    zhang.get_by_role("button", name="撤销这一批").click()
    expect(zhang.get_by_role("region", name="各行")).to_contain_text("已撤销")
    wang.reload()
    expect(wang.locator("main")).to_contain_text("已撤回")


def test_on_a_phone_a_pasted_block_is_checked_row_by_row(
    officer: Callable[..., Page], axe: Callable[[Page], list[str]]
) -> None:
    zhang = officer("demo-office", PHONE)
    zhang.goto("/imports/")
    fits(zhang, axe)
    block = "任务编号\t接收地区或单位\t年份\t工作内容\n二(二)4\t唐山市\t2027\t自查\n二(二)4\t唐山州\t2027\t自查"
    zhang.get_by_label("从 Excel/WPS 粘贴").fill(block)
    zhang.get_by_role("button", name="上传并核对").click()
    fits(zhang, axe)
    expect(zhang.get_by_role("region", name="各行")).to_contain_text("B3 接收地区或单位")


def test_a_long_file_goes_on_by_itself_until_it_is_checked(officer: Callable[..., Page]) -> None:
    zhang = officer("demo-office")
    zhang.goto("/imports/")
    rows = "\n".join(f"二(二)4\t唐山市\t2025\t第{number}项" for number in range(1200))
    zhang.get_by_label("从 Excel/WPS 粘贴").fill(f"任务编号\t接收地区或单位\t年份\t工作内容\n{rows}")
    zhang.get_by_role("button", name="上传并核对").click()
    expect(zhang.locator(".page-head .lead")).to_contain_text("待确认", timeout=30_000)
    assert outcomes(zhang).split()[-2:] == ["错误", "1199"]


def paste(page: Page, text: str) -> None:
    """What Ctrl+V does in the cell that has the focus."""
    page.evaluate(
        """text => {
            const clipboard = new DataTransfer();
            clipboard.setData("text/plain", text);
            const paste = new ClipboardEvent("paste", {clipboardData: clipboard, bubbles: true, cancelable: true});
            document.activeElement.dispatchEvent(paste);
        }""",
        text,
    )


def test_a_block_pasted_into_the_table_of_a_division_fills_its_cells(officer: Callable[..., Page]) -> None:
    zhang = officer("demo-office")
    zhang.goto(f"{TASK}?to=region:tangshan&to=region:langfang&year=2024")
    zhang.get_by_label("工作内容 唐山市 2024年").focus()
    paste(zhang, '"先自查\n再""整改"""\t2024年6月\t马某\n抽检\t2024-06-31\t\t急\t多出\n再多\n')
    expect(zhang.get_by_label("工作内容 唐山市 2024年")).to_have_value('先自查\n再"整改"')
    expect(zhang.get_by_label("责任人 唐山市 2024年")).to_have_value("马某")
    expect(zhang.get_by_label("备注 廊坊市 2024年")).to_have_value("急")
    expect(zhang.locator("[data-grid-lost]")).to_contain_text("没有放下的格数：2")
    zhang.get_by_role("button", name="存为草稿").click()
    expect(zhang.get_by_role("alert").first).to_contain_text("2024-06-31")
    zhang.get_by_label("完成时限 廊坊市 2024年").focus()
    paste(zhang, "2024-06-30\t于某")
    expect(zhang.get_by_label("责任人 廊坊市 2024年")).to_have_value("于某")
