"""A register filled in in Excel: every row judged, nothing written before a person confirms, all of it taken back."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from datetime import date
from io import BytesIO
from time import process_time
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from openpyxl import load_workbook

from tests.factories.registers import FIRM, happened, inspector, network, promise, sits
from zhiheng.directory.models import Officer
from zhiheng.mechanisms.intake.models import Intake, IntakeRow
from zhiheng.mechanisms.registers.models import Register
from zhiheng.mechanisms.scope import everywhere
from zhiheng.mechanisms.sheets import HEADER_ROW
from zhiheng.systems.registers.models import ReturnPromise

pytestmark = pytest.mark.django_db
IMPORT = "/registers/return-promise/import/"
NEW = {
    "登记编号": "B1",
    "名称": "某某超市",
    "登记地区": "石家庄市",
    "店铺地址（一行一处）": "裕华路3号",
    "承诺的商品范围": "百货",
}
NEW |= {"无理由退货天数": "１５", "退货条件": "完好", "退款方式": "原路退回", "退款天数": 7, "生效日": "2026年3月1日"}


def keeper(username: str = "sun", region: str = "shijiazhuang") -> Client:
    client = Client()
    client.force_login(inspector(username, region))
    return client


def template(client: Client, url: str = f"{IMPORT}template.xlsx") -> bytes:
    return bytes(client.get(url).content)


def typed_into(content: bytes, *rows: Mapping[str, Any], at: int = 0) -> bytes:
    """A template with rows typed below those that stand in it, or from a row on."""
    book = load_workbook(BytesIO(content))
    page = book.worksheets[0]
    places = {page.cell(HEADER_ROW, column).value: column for column in range(1, page.max_column + 1)}
    name = places.get("登记编号", 1)
    below = next(row for row in range(HEADER_ROW + 1, page.max_row + 2) if not page.cell(row, name).value)
    for number, row in enumerate(rows, at or below):
        for heading, value in row.items():
            page.cell(number, places[heading]).value = value
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def upload(client: Client, content: bytes, url: str = IMPORT) -> Any:
    sent = {"once": secrets.token_urlsafe(16), "file": SimpleUploadedFile("登记.xlsx", content)}
    answer = client.post(url, sent)
    assert answer.status_code == 302, answer.context["form"].errors
    return client.get(answer["Location"])


def act(client: Client, page: Any, act: str, **sent: Any) -> Any:
    return client.post(page.request["PATH_INFO"], {"once": secrets.token_urlsafe(16), "act": act, **sent}, follow=True)


def counts(page: Any) -> dict[str, int]:
    return {value: n for value, _, n in page.context["counts"]}


def faults(page: Any) -> list[tuple[str, str]]:
    return [
        (where, said) for row, _, told in page.context["lines"] if row.outcome == "wrong" for where, _, said in told
    ]


def rows(*codes: str) -> list[ReturnPromise]:
    found: Iterable[ReturnPromise] = ReturnPromise._base_manager.filter(code__in=codes).order_by("code")
    return list(found)


def test_rows_are_new_changed_unchanged_or_wrong_and_written_only_when_confirmed() -> None:
    client = keeper()
    promise("A1")
    promise("A2", returns_sum=123450)
    content = typed_into(template(client), {"无理由退货天数": 30, "全年退货金额（元）": "2,000.50"}, at=HEADER_ROW + 2)
    page = upload(client, typed_into(content, NEW, {**NEW, "登记编号": "B2", "无理由退货天数": 3}))
    assert counts(page) == {"new": 1, "changed": 1, "same": 1, "wrong": 1}
    assert faults(page) == [("L7 无理由退货天数", "无理由退货不少于 7 天（GB/T 44904-2024）。")]
    assert "1234.50" in page.content.decode() and "2000.50" in page.content.decode()
    assert not rows("B1")
    refused = act(client, page, "confirm", why="商家报送")
    assert "还有错误的行" in refused.content.decode() and not rows("B1")
    done = act(client, page, "confirm", why="商家报送", only_right="1")
    assert "已导入" in done.content.decode()
    changed, new = rows("A2", "B1")
    assert (changed.days, changed.returns_sum, changed.version) == (30, 200050, 2)
    assert (new.days, new.valid_from, new.region.slug) == (15, date(2026, 3, 1), "shijiazhuang")


def test_all_that_is_wrong_is_said_at_once_by_excel_row_and_column() -> None:
    client = keeper()
    network()
    wrong = {**NEW, "统一社会信用代码": "123", "生效日": "明天", "无理由退货天数": "多", "异店退换货网络编号": "N9"}
    page = upload(client, typed_into(template(client), wrong, {**NEW, "登记地区": "唐山市"}, NEW, NEW))
    told = dict(faults(page))
    assert "18 位" in told["E4 统一社会信用代码"] and "不是日期" in told["F4 生效日"]
    assert "不是数字" in told["L4 无理由退货天数"] and "没有这个编号" in told["P4 异店退换货网络编号"]
    assert "不在可选项中" in told["D5 登记地区"] and told["B7 登记编号"] == "与第 4 行相同"
    back = load_workbook(BytesIO(client.get(page.context["returned_url"]).content)).worksheets[0]
    heads = {back.cell(HEADER_ROW, column).value: column for column in range(1, back.max_column + 1)}
    assert "不是日期" in back.cell(4, heads["错误说明"]).value
    english = Client()
    english.force_login(Officer.objects.get(username="sun"))
    assert "18" in english.get(f"/en{page.request['PATH_INFO']}").content.decode()


def test_the_same_file_again_changes_nothing_and_an_older_one_is_stale() -> None:
    client = keeper()
    content = typed_into(template(client), NEW)
    act(client, upload(client, content), "confirm", why="商家报送")
    assert counts(upload(client, content)) == {"new": 0, "changed": 0, "same": 1, "wrong": 0}
    older = template(client)
    act(client, upload(client, typed_into(older, {"名称": "新名"}, at=HEADER_ROW + 1)), "confirm", why="更名")
    again = upload(client, typed_into(older, {"名称": "另一名"}, at=HEADER_ROW + 1))
    assert "下载之后有人改过，现在是第 2 版" in dict(faults(again)).popitem()[1]
    assert [row.name for row in rows("B1")] == ["新名"]


def test_a_batch_is_taken_back_but_for_what_somebody_has_touched_since() -> None:
    client = keeper()
    promise("A1")
    content = typed_into(template(client), {"名称": "新名"}, at=HEADER_ROW + 1)
    page = upload(client, typed_into(content, NEW, {**NEW, "登记编号": "B2"}))
    act(client, page, "confirm", why="商家报送")
    happened(rows("B2")[0], "suspend", date(2026, 4, 1))
    undone = act(client, page, "undo", why="报错了")
    assert "已撤销" in undone.content.decode()
    assert [(row.code, row.name) for row in rows("A1", "B1", "B2")] == [("A1", "某某商场"), ("B2", "某某超市")]
    with everywhere():
        assert [row.fate for row in IntakeRow.objects.order_by("row")] == ["undone", "undone", "left"]
    assert counts(upload(client, typed_into(template(client), NEW)))["new"] == 1


def test_what_changed_between_preview_and_confirmation_is_shown_anew_and_not_written() -> None:
    client = keeper()
    page = upload(client, typed_into(template(client), NEW))
    promise("B1")
    moved = act(client, page, "confirm", why="商家报送")
    assert "没有导入" in moved.content.decode() and counts(moved)["wrong"] == 1
    cancelled = act(client, page, "cancel")
    assert "已取消" in cancelled.content.decode()
    with everywhere():
        assert Intake.objects.get().state == "cancelled"


def test_rows_of_another_region_are_not_in_the_template_and_not_to_be_touched() -> None:
    row = promise("A1", firm_code=FIRM)
    other = keeper("wu", "tangshan")
    assert FIRM.encode() not in template(other)
    assert load_workbook(BytesIO(template(other))).worksheets[0].cell(HEADER_ROW + 1, 2).value is None
    content = typed_into(template(other), {"系统编号": str(row.pk), **NEW, "登记地区": "唐山市", "版本": 1})
    assert "登记簿里没有这一行" in dict(faults(upload(other, content))).popitem()[1]


def test_an_import_is_its_officers_alone() -> None:
    page = upload(client := keeper(), typed_into(template(client), NEW))
    address = page.request["PATH_INFO"]
    assert keeper("wu", "tangshan").get(address).status_code == 404
    assert Client().get(address).status_code == 302
    liaison = Client()
    liaison.force_login(Officer.objects.create(username="li", role="office"))
    assert liaison.get(IMPORT).status_code == 404 and client.get("/registers/nonsense/import/").status_code == 404


def test_what_was_read_lies_sealed_and_is_gone_when_it_was_confirmed() -> None:
    client = keeper()
    page = upload(client, typed_into(template(client), NEW))
    with everywhere(), connection.cursor() as cursor:
        cursor.execute('SELECT "table" FROM intake_intake')
        assert "某某超市".encode() not in bytes(cursor.fetchone()[0])
        cursor.execute("SELECT told FROM intake_intakerow")
        assert "裕华路".encode() not in bytes(cursor.fetchone()[0])
    act(client, page, "confirm", why="商家报送")
    with sits(inspector()):
        assert not Intake.objects.get().table
    assert client.get(page.context["returned_url"]).status_code == 404


def test_five_thousand_rows_are_shown_within_ten_seconds() -> None:
    """Of processor time: the machine of the tests does other things as well."""
    client = keeper()
    block = "\n".join(
        ["\t".join(NEW), *("\t".join(map(str, {**NEW, "登记编号": f"C{n}"}.values())) for n in range(5000))]
    )
    client.get(IMPORT)
    began = process_time()
    answer = client.post(IMPORT, {"once": secrets.token_urlsafe(16), "block": block})
    page = client.get(answer["Location"])
    took = process_time() - began
    assert counts(page)["new"] == 5000
    assert took < 10, f"{took:.1f} s"
    assert not Register._base_manager.exists()
