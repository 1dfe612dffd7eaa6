"""Published result tables are read as they are; wrong rows come back with reasons, and all of it can be taken back."""

from __future__ import annotations

import secrets
import shutil
import subprocess
from datetime import date
from io import BytesIO
from pathlib import Path
from time import process_time
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from tests.factories.registers import inspector
from tests.systems.sampling.tables import DRUGS_PASSED, FOOD_FAILED, GOODS_BOTH, as_csv, xlsx
from zhiheng.mechanisms.journal.models import history_of
from zhiheng.mechanisms.scope import everywhere
from zhiheng.systems.sampling.failing import items_of
from zhiheng.systems.sampling.models import TestedBatch

pytestmark = pytest.mark.django_db
FOOD, GOODS, DRUGS = (
    "food-supervision-failed-2026-02-20",
    "industrial-supervision-both-2026-02-20-37",
    ("drug-supervision-passed-2026-02-20"),
)


DATED = (["药品品名", "被抽样单位所在地", "报告日期"], ["演示片", "衡水市", "2026-02-01"])


def keeper(region: str = "hebei") -> Client:
    client = Client()
    client.force_login(inspector(f"keeper-{region}", region))
    return client


def sent(client: Client, key: str, content: bytes, name: str = "公布.xlsx") -> Any:
    form = {"once": secrets.token_urlsafe(16), "file": SimpleUploadedFile(name, content)}
    answer = client.post(f"/samples/import/{key}/", form)
    assert answer.status_code == 302, answer.context["form"].errors
    return client.get(answer["Location"])


def does(client: Client, page: Any, act: str, **said: Any) -> Any:
    form = {"once": secrets.token_urlsafe(16), "act": act, "why": "照公告导入", **said}
    return client.post(page.request["PATH_INFO"], form, follow=True)


def counts(page: Any) -> dict[str, int]:
    return {value: n for value, _, n in page.context["counts"] if n}


def said(page: Any) -> str:
    return " ".join(words for row, _, told in page.context["lines"] if row.outcome == "wrong" for *_, words in told)


def batches() -> dict[str, TestedBatch]:
    with everywhere():
        return {row.product + row.spec: row for row in TestedBatch.objects.select_related("region")}


def test_a_table_of_failed_food_is_read_with_its_titles_and_several_items_in_a_cell() -> None:
    client = keeper()
    page = sent(client, FOOD, xlsx(FOOD_FAILED, title_over=2))
    assert counts(page) == {"new": 2}, said(page)
    does(client, page, "confirm")
    found = batches()
    sauce, leek = found["演示牌花生酱300g/瓶"], found["韭菜计量销售"]
    assert [item.name for item in items_of(sauce.failing_items)] == ["黄曲霉毒素B₁", "过氧化值(以脂肪计)"]
    assert (sauce.passed, sauce.category, sauce.sampling_type) == (False, "food", "supervision")
    assert (sauce.region.slug, leek.region.slug) == ("tangshan-lunan", "shijiazhuang-qiaoxi")
    assert (sauce.producer_address, sauce.firm_name) == ("河北省唐山市路南区示例街1号", "示例超市")
    assert sauce.judged_on == sauce.published_on == leek.published_on == date(2026, 2, 20)
    assert (sauce.announcement, sauce.batch_no, sauce.source) == (
        "2026年第3号",
        "2026-01-05",
        "导入 XBJ26130200000000001",
    )
    told = [(line.new, line.why) for line in history_of(sauce)]
    assert told == [("2026-02-20 不合格（表中无检验日期，记公告日期）", "照公告导入")]


def test_a_table_of_goods_has_its_judgement_in_a_column_and_its_division_from_who_imports() -> None:
    client = keeper()
    page = sent(client, GOODS, as_csv(GOODS_BOTH), "公布.csv")
    assert counts(page) == {"new": 2}, said(page)
    does(client, page, "confirm")
    found = batches()
    assert (found["演示童车T-1"].passed, found["演示童车T-2"].passed) == (False, True)
    assert [item.name for item in items_of(found["演示童车T-1"].failing_items)] == ["结构强度", "标志"]
    assert {row.industry for row in found.values()} == {"37"}
    assert found["演示童车T-1"].judged_on == date(2026, 1, 20)


def test_a_table_of_passed_drugs_needs_no_items() -> None:
    client = keeper()
    does(client, sent(client, DRUGS, xlsx(DRUGS_PASSED)), "confirm")
    row = batches()["演示片10mg×20片"]
    assert (row.passed, row.batch_no, row.producer_name, row.region.slug) == (
        True,
        "260101",
        "示例药业",
        "hengshui-taocheng",
    )


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed: no file saved by it")
def test_a_table_that_libreoffice_saved_reads_the_same(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(xlsx(FOOD_FAILED, title_over=2))
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "xlsx"]
    subprocess.run([*command, "--outdir", tmp_path / "out", tmp_path / "a.xlsx"], check=True, capture_output=True)
    page = sent(keeper(), FOOD, (tmp_path / "out/a.xlsx").read_bytes())
    assert counts(page) == {"new": 2}, said(page)


def test_the_same_table_again_changes_nothing_and_a_corrected_one_is_the_next_version() -> None:
    client = keeper()
    does(client, sent(client, FOOD, xlsx(FOOD_FAILED, title_over=2)), "confirm")
    assert counts(sent(keeper(), FOOD, xlsx(FOOD_FAILED, title_over=2))) == {"same": 2}
    rows = [list(row) for row in FOOD_FAILED]
    rows[3][7] = "350g/瓶"
    page = sent(client, FOOD, xlsx(rows, title_over=2))
    assert counts(page) == {"changed": 1, "same": 1}
    page = does(client, page, "confirm")
    assert batches()["演示牌花生酱350g/瓶"].version == 2
    does(client, page, "undo")
    row = batches()["演示牌花生酱300g/瓶"]
    assert row.version == 3 and history_of(row).count() == 3


def test_an_address_that_names_the_province_alone_is_the_provinces() -> None:
    page = sent(keeper(), FOOD, xlsx([HEAD, ["演示糖", "河北省示例街", "铅", None, None, None]]))
    does(keeper(), page, "confirm")
    assert batches()["演示糖"].region.slug == "hebei"


def test_whoever_confirms_is_told_which_rows_have_no_day_and_that_what_failed_alone_gives_no_rate() -> None:
    rows = [HEAD, *([name, "唐山市", "铅", None, None, day] for name, day in (("糖", None), ("醋", "2026-02-01")))]
    client = keeper()
    page = sent(client, FOOD, xlsx(rows))
    told = " ".join(page.context["notices"])
    assert "第 2 行没有检验日期" in told and "单独导入算不出合格率" in told
    does(client, page, "confirm")
    assert batches()["醋"].judged_on == date(2026, 2, 1)
    assert [line.new for line in history_of(batches()["醋"])] == ["2026-02-01 不合格"]
    rows[2][5] = None
    page = sent(client, FOOD, xlsx(rows))
    assert counts(page) == {"same": 2}, "a day that is known is not taken away by a table without one"
    assert "没有检验日期" not in " ".join(sent(client, DRUGS, xlsx(DATED)).context["notices"])


def test_an_import_is_taken_back_whole_and_what_moved_since_stays() -> None:
    client = keeper()
    page = does(client, sent(client, FOOD, xlsx(FOOD_FAILED, title_over=2)), "confirm")
    with everywhere():
        TestedBatch.objects.filter(product="韭菜").update(version=2)
    page = does(client, page, "undo")
    assert set(batches()) == {"韭菜计量销售"} and page.context["left"] == 1


HEAD = ["食品名称", "被抽样单位地址", "不合格项目", "公告日期", "抽样日期", "检验日期"]
ELSEWHERE = ("淘宝网", "广州市天河区示例街", "杭州市西湖区", "南京市路南区")
WRONG = [
    (["演示糖", "唐山市", "铅║1║2 镉║3║4", None, None, None], "分不清哪些是项目"),
    (["演示糖", "唐山市", "/", None, None, None], "写不合格项目"),
    (["演示糖", "河北省桥西区示例街", "铅", None, None, None], "分不清是哪个县"),
    (["演示糖", "山东省济南市示例街", "铅", None, None, None], "不在您办理的地区"),
    *((["演示糖", named, "铅", None, None, None], "不在您办理的地区") for named in ELSEWHERE),
    *((["演示糖", blank, "铅", None, None, None], "没有写明被抽样单位在哪个地区") for blank in (None, "/")),
    (["演示糖", "唐山市", "未检出", None, None, None], "写不合格项目"),
    (["演示糖", "唐山市", "铅", "2099-01-01", None, None], "晚于今天"),
    (["演示糖", "唐山市", "铅", None, "2026-02-10", "2026-02-01"], "早于"),
    (["演示糖", "唐山市", "铅", "去年", None, None], "不是日期"),
    ([None, "唐山市", "铅", None, None, None], "必填"),
]


@pytest.mark.parametrize(("row", "words"), WRONG, ids=[f"{row[1]} {words}" for row, words in WRONG])
def test_a_wrong_row_comes_back_red_with_its_reason(row: list[Any], words: str) -> None:
    client = keeper()
    page = sent(client, FOOD, xlsx([HEAD, row, ["好的", "唐山市", "铅", None, None, None]]))
    assert counts(page) == {"new": 1, "wrong": 1} and words in said(page)
    book = load_workbook(BytesIO(client.get(page.context["returned_url"]).content)).worksheets[0]
    assert words in str([cell.value for cell in book[2]]) and book[3][len(HEAD)].value is None
    does(client, page, "confirm", only_right="1")
    assert set(batches()) == {"好的"}


def test_a_column_of_conclusions_says_passed_or_failed_and_nothing_else() -> None:
    rows = [["产品名称", "检验结论", "不合格项目"], ["甲", "待定", None], ["乙", "合格", "铅"], ["丙", "不合格", None]]
    page = sent(keeper(), "food-evaluation-both-2026-02-20", xlsx(rows))
    assert counts(page) == {"wrong": 3}
    assert all(words in said(page) for words in ("看不出是合格", "放错了表", "要写不合格项目"))


def test_a_note_below_the_table_is_no_product() -> None:
    note = ["注：演示"] * 3
    page = sent(keeper(), DRUGS, xlsx([["药品名称", "生产企业", "被抽样单位"], note]))
    assert counts(page) == {"wrong": 1} and "像是说明" in said(page)


def test_another_region_is_not_a_citys_to_import() -> None:
    page = sent(keeper("tangshan"), FOOD, xlsx([HEAD, ["演示糖", "石家庄市长安区", "铅", None, None, None]]))
    assert "不在您办理的地区" in said(page)


@pytest.mark.parametrize(
    "key",
    [
        *("food-risk-failed-2026-02-20", "food-supervision-failed", "food-supervision-maybe-2026-02-20"),
        *(
            "industrial-supervision-failed-2026-02-20",
            "food-supervision-failed-2026-02-30",
            "toys-supervision-failed-2026-02-20",
        ),
        *("industrial-supervision-failed-2026-02-20-99", "food-supervision-failed-2026-02-20-14"),
    ],
)
def test_what_a_table_is_of_is_said_and_never_guessed(key: str) -> None:
    assert keeper().get(f"/samples/import/{key}/").status_code == 404


def test_the_first_page_asks_what_the_table_is_of_and_leads_on() -> None:
    client = keeper()
    assert client.get("/samples/import/").status_code == 200
    chosen = {"category": "industrial", "sampling_type": "supervision", "outcome": "both", "announced": "2026-02-20"}
    page = client.get("/samples/import/", chosen)
    assert "国民经济行业大类" in page.content.decode() and page.context["form"].errors.keys() == {"industry"}
    assert client.get("/samples/import/", {**chosen, "industry": "37"})["Location"] == f"/samples/import/{GOODS}/"
    assert Client().get("/samples/import/").status_code == 302


def test_five_thousand_rows_are_shown_and_written_within_ten_seconds_each() -> None:
    client, rows = keeper(), [list(row) for row in FOOD_FAILED[:3]]
    for nth in range(5000):
        row = list(FOOD_FAILED[3])
        row[1], row[9] = f"XBJ2613020000{nth:08d}", f"2026010{nth % 9 + 1}"
        rows.append(row)
    content = xlsx(rows, title_over=2)
    began = process_time()
    page = sent(client, FOOD, content)
    shown = process_time()
    assert counts(page) == {"new": 5000}
    does(client, page, "confirm")
    written = process_time()
    with everywhere():
        assert TestedBatch.objects.count() == 5000
    print(f"shown in {shown - began:.1f} s, written in {written - shown:.1f} s")
    assert max(shown - began, written - shown) < 10
