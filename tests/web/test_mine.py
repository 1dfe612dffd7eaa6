"""我的页面 of people in different posts."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

from django.db import connection
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.factories.apportioning import proposed, target
from tests.factories.division import accepted, of_region, office, parts_of, sits
from tests.factories.reporting import FigureFactory
from tests.factories.uploading import read_by, send
from zhiheng.directory.models import Officer, Region, Unit
from zhiheng.division.models import Part
from zhiheng.ledger.models import Ledger
from zhiheng.mechanisms.scope import desk_now


def mine(client: Client, **post: object) -> str:
    officer = Officer.objects.create_user("li", display_name="李某", **post)
    client.force_login(officer)
    return client.get("/mine/").content.decode()


def test_a_stranger_is_asked_to_sign_in_first(client: Client, hebei: Ledger) -> None:
    assert client.get("/mine/")["Location"] == "/login/?next=/mine/"


def test_a_city_s_liaison_sees_the_newest_figure_of_each_indicator(client: Client, hebei: Ledger) -> None:
    FigureFactory(at="tangshan", year=2024, value=91)
    FigureFactory(at="tangshan", year=2025, value=97, demo=True)
    html = mine(client, role="liaison", region=Region.objects.get(slug="tangshan"))
    assert "唐山市" in html and ">97%<" in html and ">91%<" not in html
    assert 'class="demo-badge"' in html and 'class="demo-banner"' in html


def test_a_city_without_figures_is_told_so(client: Client, hebei: Ledger) -> None:
    assert "本地区尚无数值" in mine(client, region=Region.objects.get(slug="xinji"))


def test_a_unit_that_no_plan_names_is_told_so(client: Client, hebei: Ledger) -> None:
    unit = Unit.objects.named_or_new("省档案馆")[0]
    html = mine(client, unit=unit)
    assert "没有任务点名本单位" in html and "没有目标由本单位负责" in html


def test_an_administrator_has_a_page_too(client: Client, hebei: Ledger) -> None:
    assert "不属于任何单位或地区" in mine(client, role="system_admin")


def test_a_demonstration_account_says_that_it_is_one(client: Client, hebei: Ledger) -> None:
    assert "演示账号" in mine(client, demo=True)


def section(html: str, place: str) -> str:
    """One section of the page: todo, begun or done."""
    return html.split(f'id="{place}"')[1].split("</section>")[0]


def page(officer: Officer, address: str = "/mine/") -> tuple[Client, str]:
    client = Client()
    client.force_login(officer)
    return client, client.get(address).content.decode()


def test_what_waits_is_accepted_with_one_click_and_then_stands_under_done(hebei: Ledger) -> None:
    part = parts_of("tangshan")[0]
    client, html = page(of_region("ma", "tangshan"))
    assert "待签收的分解任务" in section(html, "todo")
    assert part.content in section(html, "todo")
    answer = send(client, part.get_absolute_url(), act="accept", version=1, back="mine")
    assert answer["Location"] == "/mine/"
    html = client.get("/mine/").content.decode()
    assert "没有待办" in section(html, "todo")
    assert "已签收" in section(html, "done")


def test_drafts_wait_to_be_issued_and_issued_parts_stand_under_begun(hebei: Ledger) -> None:
    part = parts_of("tangshan", issue=False)[0]
    client, html = page(office())
    assert "待下达的草稿" in section(html, "todo")
    assert part.content not in section(html, "begun")
    send(client, part.get_absolute_url(), act="issue", version=1, back="mine")
    html = client.get("/mine/").content.decode()
    assert "待下达的草稿" not in html
    assert part.content in section(html, "begun")


def test_the_nearest_date_stands_first_and_none_last(hebei: Ledger) -> None:
    days = {"无期": None, "年底": date(2025, 12, 31), "年中": date(2025, 6, 30)}
    for year, (content, due) in enumerate(days.items(), 2024):
        parts_of("tangshan", year=year, due=due, content=content)
    todo = section(page(of_region("ma", "tangshan"))[1], "todo")
    assert todo.index("年中") < todo.index("年底") < todo.index("无期")


def test_a_proposal_waits_for_another_than_the_one_who_made_it(hebei: Ledger) -> None:
    address = proposed(target(hebei, "T38"), by=office()).get_absolute_url()
    assert address in section(page(office("liu"))[1], "todo")
    html = page(office())[1]
    assert address not in section(html, "todo")
    assert address in section(html, "begun")


def test_nobody_sees_what_waits_for_another(hebei: Ledger) -> None:
    part = parts_of("tangshan")[0]
    for other in (of_region("bai", "baoding"), of_region("feng", "tangshan-fengrun")):
        assert part.content not in page(other)[1]
    assert "待签收的分解任务" not in page(office())[1]


def test_work_moves_with_the_post(hebei: Ledger) -> None:
    ma = of_region("ma", "tangshan")
    part = accepted(parts_of("tangshan")[0], ma)
    client, html = page(ma)
    assert "已签收" in section(html, "done")
    Officer.objects.filter(pk=ma.pk).update(region=Region.objects.get(slug="baoding"))
    for address in ("/mine/", "/mine/done/"):
        assert str(part) not in client.get(address).content.decode()


def test_what_colleagues_of_the_post_did_stands_under_done_too(hebei: Ledger) -> None:
    part = parts_of("tangshan", by=office())[0]
    html = page(office("liu"), "/mine/done/")[1]
    assert part.content in html
    assert "zhang某" in html


def test_done_is_paged_and_tells_of_readings(hebei: Ledger) -> None:
    parts_of(*Region.objects.reporting(date(2026, 11, 22)).values_list("slug", flat=True))
    for quarter in range(1, 5):
        parts_of(*Region.objects.reporting(date(2026, 11, 22)).values_list("slug", flat=True), quarter=quarter)
    read_by("zhang")
    client, html = page(office(), "/mine/done/")
    assert "第 1 页，共 2 页" in html
    assert "经手的方案" in html
    for odd in ("2", "99", "x", "-1"):
        assert client.get(f"/mine/done/?page={odd}").status_code == 200


def test_a_thousand_parts_cost_no_more_questions_than_ten(
    hebei: Ledger, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    part, ma = parts_of("tangshan")[0], of_region("ma", "tangshan")
    client, _html = page(ma)
    rows = [Part(**{**values_of(part), "id": uuid4()}) for _number in range(999)]
    with sits(office()):
        Part.objects.bulk_create(rows)
    with django_assert_max_num_queries(36):
        html = client.get("/mine/").content.decode()
    assert "在列表中批量办理(1000 项)" in html
    assert html.count('name="back"') == 50


def test_what_waits_is_found_by_an_index(hebei: Ledger) -> None:
    with sits(of_region("ma", "tangshan")):
        plan = Part.objects.filter(Part.received_at(desk_now()), state=Part.ISSUED).order_by().explain()
    # PostgreSQL reads a table of no rows whole, as it should.
    assert "USING INDEX division_pa" in plan or connection.vendor == "postgresql"


def values_of(part: Part) -> dict[str, object]:
    return {field.attname: getattr(part, field.attname) for field in part._meta.concrete_fields}
