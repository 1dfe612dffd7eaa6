"""任务分解: the page on which a task is given to many at once."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.factories.division import accepted, fruit, of_region, of_unit, office, parts_of, sits
from tests.factories.ledger import NOBODY, ledger_of
from tests.factories.uploading import send
from zhiheng.directory.models import Officer
from zhiheng.division.dividing import move
from zhiheng.division.models import Part

pytestmark = pytest.mark.django_db
TASK = "二(一)1"
SAID = {"content": "抽检果品50批次", "due": "", "contact": "", "note": ""}


def at(officer: Officer) -> Client:
    client = Client()
    client.force_login(officer)
    return client


def address(key: str = TASK, **asked: object) -> str:
    return f"{reverse('divide', args=[fruit().slug, key])}?{urlencode(asked, doseq=True)}"


def divided(where: str, by: Officer, rows: list[str], act: str = "issue", **said: str) -> HttpResponse:
    return send(at(by), where, act=act, row=rows, **{**SAID, **said})


def shown(where: str, by: Officer) -> str:
    return at(by).get(where).content.decode()


def stands() -> list[Part]:
    with sits(office()):
        return list(Part.objects.all())


def test_the_words_and_what_is_inherited_stand_once_above() -> None:
    html = shown(address(), office())
    assert "每年抽检果品500批次" in html
    assert "省市场监管局" in html
    assert 'href="?mark=2"' in html
    assert "文件写明的期限" in shown(address("二(二)3"), office())
    assert "2025-06-30" in shown(address("二(二)3"), office())


def test_all_fourteen_regions_are_chosen_with_one_box_and_issued_in_one_act() -> None:
    where = address(to="region:all", year=2025)
    html = shown(where, office())
    rows = [row.split('"')[0] for row in html.split('name="row" value="')[1:]]
    assert len(rows) == 14
    assert html.count('placeholder="同上"') == 14 * 4
    answer = divided(where, office(), rows)
    assert answer["Location"].endswith("#division")
    parts = stands()
    assert {part.state for part in parts} == {Part.ISSUED}
    assert len({part.region for part in parts}) == 14
    assert "已下达 14 项" in shown(answer["Location"], office()) or parts


def test_one_row_says_something_else_than_the_others() -> None:
    where = address(to=["region:tangshan", "region:handan"], year=[2025, 2026], quarter=2)
    rows = [f"region:{place}:{year}:2" for place in ("tangshan", "handan") for year in (2025, 2026)]
    own = {
        "content-region:handan:2026:2": "抽检果品80批次",
        "due-region:handan:2026:2": "２０２６年６月",
        "contact-region:handan:2026:2": "赵某",
    }
    divided(where, office(), rows, act="draft", due="2026.12.31", note="试点", **own)
    said = {(part.region.slug, part.year): (part.content, str(part.due), part.contact, part.note) for part in stands()}
    assert said["handan", 2026] == ("抽检果品80批次", "2026-06-30", "赵某", "试点")
    assert said["tangshan", 2026] == ("抽检果品50批次", "2026-12-31", "", "试点")
    assert {part.state for part in stands()} == {Part.DRAFT}


def test_a_row_that_is_not_ticked_is_not_made() -> None:
    where = address(to="region:all", year=2025)
    divided(where, office(), ["region:tangshan:2025:0"])
    assert [part.region.slug for part in stands()] == ["tangshan"]


def test_where_a_part_stands_already_the_row_says_so_and_is_not_ticked() -> None:
    parts_of("tangshan")
    where = address(to=["region:tangshan", "region:handan"], year=2025)
    html = shown(where, office())
    assert html.count("这一时期已有分解任务") == 1
    assert html.count('name="row"') == 2
    assert html.count(' checked></td><th scope="row">') == 1
    answer = divided(where, office(), ["region:tangshan:2025:0", "region:handan:2025:0"])
    assert "“唐山市”在这一时期已有分解任务" in answer.content.decode()
    assert len(stands()) == 1


def test_every_problem_is_told_at_once_with_a_link_and_what_was_typed_stays() -> None:
    where = address(to=["region:tangshan", "region:handan"], year=2025)
    rows = ["region:tangshan:2025:0", "region:handan:2025:0"]
    own = {"due-region:handan:2025:0": "2025年13月", "content-region:handan:2025:0": "检" * 501}
    html = divided(where, office(), rows, content="", due="昨天", **own).content.decode()
    for anchor in (
        'href="#id_content"',
        'href="#id_due"',
        'href="#due-region:handan:2025:0"',
        'href="#content-region:handan:2025:0"',
    ):
        assert anchor in html
    assert 'value="2025年13月"' in html
    assert 'value="昨天"' in html
    assert "“2025年13月”不是日期" in html
    assert not stands()


def test_common_words_may_be_missing_where_every_row_has_its_own() -> None:
    where = address(to="region:tangshan", year=2025)
    divided(where, office(), ["region:tangshan:2025:0"], content="", **{"content-region:tangshan:2025:0": "抽检"})
    assert stands()[0].content == "抽检"


def test_no_row_is_told_and_makes_nothing() -> None:
    answer = divided(address(to="region:all", year=2025), office(), [])
    assert "请至少选择一个接收地区或单位" in answer.content.decode()
    forged = divided(address(to="region:tangshan", year=2025), office(), ["region:handan:2025:0"])
    assert "请至少选择一个接收地区或单位" in forged.content.decode()
    assert not stands()


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"year": 2025}, "请至少选择一个接收地区或单位"),
        ({"to": "region:all"}, "请选择年份"),
        ({"to": "region:all", "year": 2031}, "年份须在方案的 2024—2026 年之内"),
        ({"to": "region:all", "year": "2025年13月"}, "年份须在方案的 2024—2026 年之内"),
        ({"to": "region:nowhere", "year": 2025}, "有 1 个接收方不在可下达的范围内"),
        ({"to": "region:shijiazhuang-zhengding", "year": 2025}, "有 1 个接收方不在可下达的范围内"),
        ({"to": "region:all", "year": 2025, "quarter": 9}, "季度只能是 1 至 4"),
        ({"to": "region:all", "year": "plan", "quarter": 1}, "写了季度，还须写年份"),
        ({"to": ["region:all", "unit:all"], "year": [2024, 2025, 2026], "quarter": "each"}, "一次最多分解 200 项"),
    ],
)
def test_an_odd_choice_is_told_and_makes_no_table(asked: dict[str, object], told: str) -> None:
    html = shown(address(**asked), office())
    assert told in html
    assert 'name="row"' not in html
    assert not divided(address(**asked), office(), ["region:tangshan:2025:0"]).has_header("Location")
    assert not stands()


def test_full_width_digits_are_a_year() -> None:
    assert 'value="region:tangshan:2025:0"' in shown(address(to="region:tangshan", year="２０２５"), office())


def test_a_unit_divides_its_own_words_and_finds_no_page_for_another_s() -> None:
    wang = of_unit()
    assert "建立快检站点" not in shown(address(), wang)
    divided(address(to="region:tangshan", year=2025), wang, ["region:tangshan:2025:0"])
    assert stands()[0].giver == wang.unit
    assert at(of_unit("cai", "省财政厅")).get(address()).status_code == 404
    assert at(wang).get(address(mark=2)).status_code == 404


def test_nobody_else_finds_the_page() -> None:
    assert Client().get(address()).status_code == 302
    for officer in (of_region(), Officer.objects.create(username="x", role="reviewer", display_name="审")):
        assert at(officer).get(address()).status_code == 404
        assert send(at(officer), address(to="region:all", year=2025), act="issue", **SAID).status_code == 404


def test_a_task_without_marks_is_divided_by_the_office_alone() -> None:
    ledger_of(NOBODY.replace("云川", "河北"), slug="yuan")
    where = reverse("divide", args=["yuan", "一(一)"])
    assert at(office()).get(f"{where}?to=region:tangshan&year=plan").status_code == 200
    assert at(of_unit()).get(where).status_code == 404


def test_a_city_divides_among_its_counties_what_it_has_accepted() -> None:
    li, part = of_region(), parts_of("shijiazhuang")[0]
    where = reverse("divide_part", args=[part.pk])
    assert at(li).get(where).status_code == 404
    accepted(part, li)
    html = shown(f"{where}?to=region:shijiazhuang-zhengding&year=2025", li)
    assert "正定县" in html
    assert "唐山市" not in html
    rows = ["region:shijiazhuang-zhengding:2025:0"]
    answer = divided(f"{where}?to=region:shijiazhuang-zhengding&year=2025", li, rows)
    assert answer["Location"] == f"/parts/{part.pk}/#below"
    below = next(row for row in stands() if row.parent_id)
    assert (below.parent_id, below.giver, below.lead) == (part.pk, li.region, part.lead)
    for other in (office(), of_region("ma", "tangshan"), of_region("zhao", "shijiazhuang-zhengding")):
        assert at(other).get(where).status_code == 404


def test_a_part_that_was_withdrawn_meanwhile_is_not_divided() -> None:
    li = of_region()
    part = accepted(parts_of("shijiazhuang")[0], li)
    with sits(office()):
        move(part, "withdraw", part.version, by=office(), at=part.made_at, why="停")
    where = reverse("divide_part", args=[part.pk])
    assert divided(f"{where}?to=region:all&year=2025", li, ["region:shijiazhuang-zhengding:2025:0"]).status_code == 404


def test_the_same_post_sent_twice_divides_once() -> None:
    where, client = address(to="region:tangshan", year=2025), at(office())
    for _time in range(2):
        send(client, where, act="issue", row="region:tangshan:2025:0", once="the-very-same-key", **SAID)
    assert len(stands()) == 1
