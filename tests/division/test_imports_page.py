"""The pages of an import: files and pasted blocks as people send them, the workbook back in red, and who sees what."""

from __future__ import annotations

import re
from io import BytesIO
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from openpyxl import load_workbook

from tests.factories.division import accepted, fruit, of_region, of_unit, office, parts_of, words
from tests.factories.importing import filled, first_row, new_row, typed_into
from tests.factories.uploading import person, send
from tests.mechanisms.workbooks.hostile import TABLES
from tests.mechanisms.workbooks.made import book, shared, sheet
from zhiheng.directory.models import Officer
from zhiheng.division.importing import batches
from zhiheng.division.models import ImportBatch, Part
from zhiheng.mechanisms.scope import everywhere

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def var(settings: Any, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path


def desk(officer: Officer) -> Client:
    client = Client()
    client.force_login(officer)
    return client


def upload(client: Client, content: bytes, name: str = "分解.xlsx", **more: Any) -> HttpResponse:
    return send(client, "/imports/", ledger=fruit().slug, file=SimpleUploadedFile(name, content), **more)


def preview(client: Client, content: bytes, name: str = "分解.xlsx") -> Any:
    """The page of the new batch."""
    answer = upload(client, content, name)
    assert answer.status_code == 302, errors(answer)
    return client.get(answer["Location"])


def errors(answer: Any) -> list[str]:
    return [error for found in answer.context["form"].errors.values() for error in found]


def counts(page: Any) -> dict[str, int]:
    return {value: n for value, _, n in page.context["counts"]}


def act(client: Client, page: Any, act: str, **sent: Any) -> Any:
    """Send one of the forms of the page and give the page after it."""
    answer = send(client, page.request["PATH_INFO"], act=act, **sent)
    assert answer.status_code == 302
    return client.get(answer["Location"])


def template(client: Client, query: str = "") -> bytes:
    answer = client.get(f"/imports/template.xlsx?plan={fruit().slug}{query}")
    assert answer.status_code == 200
    return bytes(answer.content)


def test_three_planted_errors_are_repaired_in_the_file_that_comes_back() -> None:
    parts_of("shijiazhuang")
    zhang = desk(office())
    planted = [new_row("保定市", year=2099), new_row("承德市市", quarter="2"), new_row("邯郸市", due="13月")]
    page = preview(zhang, typed_into(template(zhang), planted))
    assert counts(page) == {"new": 0, "changed": 0, "same": 1, "wrong": 3}
    text = page.content.decode()
    for cell in (f"F{first_row() + 1} 年份", f"E{first_row() + 2} 接收地区或单位", f"I{first_row() + 3} 完成时限"):
        assert cell in text
    answer = zhang.get(f"{page.request['PATH_INFO']}returned.xlsx")
    book = load_workbook(BytesIO(answer.content))
    sheet = book.worksheets[0]
    red = [c.coordinate for row in sheet.iter_rows(min_row=4) for c in row if c.fill.fgColor.rgb == "00FFC7CE"]
    assert red == [f"F{first_row() + 1}", f"E{first_row() + 2}", f"I{first_row() + 3}"]
    assert sheet.cell(first_row() + 1, 14).value.startswith("F列“年份”")
    repaired = typed_into(
        answer.content, [{"year": 2026}, {"receiver": "承德市"}, {"due": "2025年9月"}], at=first_row() + 1
    )
    page = preview(zhang, repaired, "改好.xlsx")
    assert counts(page) == {"new": 3, "changed": 0, "same": 1, "wrong": 0}
    page = act(zhang, page, "confirm", why="按会议纪要", issue="1")
    assert page.context["batch"].state == ImportBatch.CONFIRMED
    with everywhere():
        assert Part.objects.filter(issued=True).count() == 4
    page = act(zhang, page, "undo", why="填错了")
    assert page.context["batch"].state == ImportBatch.UNDONE
    with everywhere():
        assert Part.objects.exclude(state=Part.WITHDRAWN).count() == 1


def test_an_act_needs_its_reason_and_happens_once() -> None:
    zhang = desk(office())
    page = preview(zhang, filled([new_row()], office()))
    page = act(zhang, page, "confirm", why=" ")
    assert "请写明导入的理由" in page.content.decode() and page.context["batch"].state == ImportBatch.CHECKED
    address = page.request["PATH_INFO"]
    for _ in range(2):
        send(zhang, address, act="confirm", why="纪要", once="the-same-key-of-a-test-1")
    act(zhang, page, "confirm", why="纪要")
    with everywhere():
        assert Part.objects.count() == 1
    assert zhang.post(address, {"act": "burn", "once": "key-of-a-test-unknown-act"}).status_code == 404
    page = act(zhang, page, "cancel")
    assert "已导入，不能再这样办理" in page.content.decode()


def test_only_the_right_rows_when_that_is_chosen() -> None:
    zhang = desk(office())
    page = preview(zhang, filled([new_row("保定市"), new_row("承德市", year=2099)], office()))
    assert "只导入正确的 1 行" in page.content.decode()
    page = act(zhang, page, "confirm", why="纪要", only_right="1")
    with everywhere():
        assert [part.receiver.name for part in Part.objects.all()] == ["保定市"]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("空.xlsx", b"", "文件是空的"),
        ("空白.csv", b" \n", "文件是空的"),
        ("计划.docx", b"PK", "只能上传 .xlsx 或 .csv"),
        ("旧.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "旧版 .xls/.et 表格"),
        ("图.csv", b"\x89PNG\r\n", "这是图片，不能导入"),
        ("页.xlsx", b"<html><table></table></html>", "网页或 XML"),
        ("坏.xlsx", b"PK\x03\x04broken", ""),
        ("无表头.csv", "甲,乙\n1,2\n".encode(), "没有找到这些列的表头"),
        ("只有表头.csv", "任务编号,接收地区或单位,工作内容\n".encode(), "表头下面没有填写任何行"),
    ],
)
def test_a_file_that_holds_no_table_is_refused_in_words(name: str, content: bytes, said: str) -> None:
    answer = upload(desk(office()), content, name)
    assert answer.status_code == 200 and len(errors(answer)) == 1
    assert said in errors(answer)[0]
    with everywhere():
        assert not ImportBatch.objects.exists()


SOME_HOSTILE = (
    *("a zip bomb in the sheet", "a macro", "a link to another workbook", "a billion laughs", "cut in half"),
    *("a row beyond every sheet", "a quotation mark that never closes", "two hundred thousand lines"),
)


@pytest.mark.parametrize("what", SOME_HOSTILE)
def test_a_table_made_to_hurt_is_refused_on_the_page_in_one_sentence(what: str) -> None:
    hostile = next(table for table in TABLES if table.what == what)
    answer = upload(desk(office()), hostile.make(), hostile.name)
    assert answer.status_code == 200 and len(errors(answer)) == 1 and "Traceback" not in errors(answer)[0]
    with everywhere():
        assert not ImportBatch.objects.exists()


def test_a_workbook_as_wps_writes_it_is_read_past_a_million_blank_rows() -> None:
    texts = [
        "任务编号",
        "责任分工原文",
        "接收地区或单位",
        "年份",
        "工作内容",
        words().task.key,
        words().quote,
        "保定市",
        "抽检",
    ]
    strings = shared(*(f"<r><t>{text}</t></r><rPh sb='0' eb='1'><t>pinyin</t></rPh>" for text in texts))
    head = "".join(f'<c r="{letter}1" t="s"><v>{n}</v></c>' for n, letter in enumerate("ABCDE"))
    row = "".join(f'<c r="{letter}2" t="s"><v>{n}</v></c>' for letter, n in zip("ABC", (5, 6, 7), strict=True))
    year = '<c r="D2" s="1"><v>2025</v></c><c r="E2" t="str"><v>抽检</v></c>'
    blank = (f'<row r="{n}" s="1"><c r="A{n}" s="1"/></row>' for n in range(3, 1_048_577))
    rows = chain([f'<row r="1">{head}</row><row r="2">{row}{year}</row>'], blank)
    before, after = sheet("{}").split("{}")
    content = book(chain([before], rows, [after]), {"xl/sharedStrings.xml": strings})
    page = preview(desk(office()), content)
    assert counts(page) == {"new": 1, "changed": 0, "same": 0, "wrong": 0}


def test_formulas_errors_hidden_rows_and_merged_cells_are_told() -> None:
    book = load_workbook(BytesIO(filled([new_row("保定市"), new_row("承德市"), new_row("邯郸市")], office())))
    page = book.worksheets[0]
    first = first_row()
    page[f"H{first}"] = "=1+1"
    page[f"J{first + 1}"] = "#N/A"
    page[f"J{first + 1}"].data_type = "e"
    page.row_dimensions[first + 2].hidden = True
    page.merge_cells(f"B{first}:B{first + 2}")
    out = BytesIO()
    book.save(out)
    answer = preview(desk(office()), out.getvalue())
    text = answer.content.decode()
    assert counts(answer) == {"new": 1, "changed": 0, "same": 0, "wrong": 2}
    assert f"H{first} 工作内容" in text and "这里是公式" in text
    assert f"J{first + 1} 责任人" in text and "错误值 #N/A" in text
    assert f"隐藏的第 {first + 2} 行也已读取" in text and "合并单元格" in text


def test_a_block_copied_in_excel_is_read_like_a_file() -> None:
    zhang, task = desk(office()), words().task.key
    quote = words().quote
    head = "任务编号\t责任分工原文\t接收地区或单位\t年份\t工作内容"
    block = f"{head}\r\n{task}\t{quote}\t保定市\t２０２５\t抽检\r\n{task}\t{quote}\t保定市\t2025\t再抽检\r\n"
    answer = send(zhang, "/imports/", ledger=fruit().slug, block=block)
    page = zhang.get(answer["Location"])
    assert counts(page) == {"new": 1, "changed": 0, "same": 0, "wrong": 1}
    assert "C3 接收地区或单位" in page.content.decode()
    back = load_workbook(BytesIO(zhang.get(f"{page.request['PATH_INFO']}returned.xlsx").content)).worksheets[0]
    assert back["C3"].fill.fgColor.rgb == "00FFC7CE"


def test_a_file_or_a_block_and_not_both_nor_neither() -> None:
    zhang = desk(office())
    answer = send(zhang, "/imports/", ledger=fruit().slug)
    assert errors(answer) == ["请选择一个文件，或粘贴表格，二者选一。"]
    answer = upload(zhang, filled([new_row()], office()), block="甲\t乙")
    assert errors(answer) == ["请选择一个文件，或粘贴表格，二者选一。"]


def test_a_csv_as_wps_saves_it_in_chinese_encoding_is_read() -> None:
    task, quote = words().task.key, words().quote
    text = f"任务编号,责任分工原文,接收地区或单位,年份,工作内容\r\n{task},{quote},保定市,2025,抽检\r\n"
    zhang = desk(office())
    page = preview(zhang, text.encode("gb18030"), "分解.csv")
    assert counts(page)["new"] == 1
    assert zhang.get(f"{page.request['PATH_INFO']}returned.xlsx").status_code == 200
    assert zhang.get(f"{page.request['PATH_INFO']}file.bin").getvalue() == text.encode("gb18030")


def test_a_long_file_is_checked_step_by_step_with_progress(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "STEP", 2)
    zhang = desk(office())
    regions = ("保定市", "承德市", "邯郸市", "唐山市", "沧州市")
    page = preview(zhang, filled([new_row(region) for region in regions], office()))
    assert page.context["batch"].done == 0 and 'hx-trigger="load"' in page.content.decode()
    address = page.request["PATH_INFO"]
    step = zhang.post(address, {"act": "check", "once": "key-of-a-test-htmx-1"}, headers={"HX-Request": "true"})
    assert "已核对 2 / 5 行（40%）" in step.content.decode() and b"<html" not in step.content
    act(zhang, page, "check")
    last = zhang.post(address, {"act": "check", "once": "key-of-a-test-htmx-2"}, headers={"HX-Request": "true"})
    assert last.headers["HX-Refresh"] == "true"
    late = zhang.post(address, {"act": "check", "once": "key-of-a-test-htmx-3"}, headers={"HX-Request": "true"})
    assert late.headers["HX-Refresh"] == "true"
    assert counts(zhang.get(address))["new"] == 5


def test_rows_are_filtered_by_outcome_fifty_a_page() -> None:
    zhang = desk(office())
    rows = [
        new_row("保定市", year=year, quarter=q) for year in (2024, 2025, 2026) for q in ("全年", "1", "2", "3", "4")
    ]
    page = preview(zhang, filled([*rows, *rows, *rows, *rows], office()))
    assert counts(page) == {"new": 15, "changed": 0, "same": 0, "wrong": 45}
    address = page.request["PATH_INFO"]
    assert len(page.context["lines"]) == 50 and len(zhang.get(f"{address}?page=2").context["lines"]) == 10
    wrong = zhang.get(f"{address}?outcome=wrong")
    assert {row.outcome for row, _, _ in wrong.context["lines"]} == {"wrong"}
    assert zhang.get(f"{address}?outcome=nonsense&page=x").status_code == 200


def test_a_batch_is_found_by_its_post_and_by_nobody_else() -> None:
    accepted(parts_of("shijiazhuang")[0], of_region())
    li = desk(of_region())
    page = preview(li, filled([new_row("正定县")], of_region()))
    address = page.request["PATH_INFO"]
    for stranger in (of_region("ma", "tangshan"), of_unit(), office(), of_region("he", "shijiazhuang-zhengding")):
        client = desk(stranger)
        for file in ("", "returned.xlsx", "file.bin"):
            assert client.get(f"{address}{file}").status_code == 404
        assert send(client, address, act="confirm", why="我来").status_code == 404
        assert "分解.xlsx" not in client.get("/imports/").content.decode()
    colleague = desk(of_region("yang"))
    assert "分解.xlsx" in colleague.get("/imports/").content.decode()
    act(colleague, colleague.get(address), "confirm", why="接着办")
    with everywhere():
        assert Part.objects.filter(region__slug="shijiazhuang-zhengding").count() == 1


@pytest.mark.parametrize("role", ["reviewer", "audit_admin", "public"])
def test_who_may_not_divide_has_no_such_pages(role: str) -> None:
    client = desk(person("mo", role))
    for address in ("/imports/", "/imports/template.xlsx"):
        assert client.get(address).status_code == 404
    assert "/login/" in Client().get("/imports/")["Location"]


def test_the_template_holds_my_rows_and_the_regions_to_divide_among() -> None:
    (part,) = parts_of("shijiazhuang")
    parts_of("tangshan", by=of_unit())
    zhang = desk(office())
    mine = load_workbook(BytesIO(template(zhang))).worksheets[0]
    assert [mine.cell(first_row(), 1).value, mine.cell(first_row() + 1, 1).value] == [str(part.pk), None]
    assert mine.protection.sheet and mine.cell(first_row(), 1).protection.locked
    among = load_workbook(BytesIO(template(zhang, f"&task={words().task.key}&mark=1"))).worksheets[0]
    names = [among.cell(row, 5).value for row in range(first_row(), first_row() + 15)]
    assert names[:2] == ["石家庄市", "承德市"] and names.count(None) == 1
    assert among.cell(first_row(), 4).value == words().quote
    for wrong in ("&task=九九", "&part=x", f"&part={part.pk}", f"&task={words().task.key}&mark=9"):
        assert zhang.get(f"/imports/template.xlsx?plan={fruit().slug}{wrong}").status_code == 404


def test_the_name_of_the_template_is_as_offices_name_files() -> None:
    fruit()
    said = desk(of_region()).get("/imports/template.xlsx")["Content-Disposition"]
    assert re.search(r"UTF-8''%E7%9F%B3%E5%AE%B6%E5%BA%84%E5%B8%82_.*_\d{8}\.xlsx", said)


def test_what_was_typed_into_a_file_is_shown_and_not_run() -> None:
    page = preview(desk(office()), filled([new_row("<script>alert(1)</script>", content="<b>粗</b>")], office()))
    assert b"<script>alert" not in page.content and b"<b>" not in page.content
