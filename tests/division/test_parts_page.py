"""The list of parts: what a desk sees of them, and what a post does to many at once."""

from __future__ import annotations

import csv
import io
import secrets
from datetime import date
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.conventions.test_english import CHINESE
from tests.conventions.walk import Reader
from tests.factories.division import accepted, fruit, of_region, of_unit, office, parts_of
from zhiheng.directory.models import Officer, Region
from zhiheng.division.models import Part
from zhiheng.mechanisms.scope import everywhere

pytestmark = pytest.mark.django_db


def desk(officer: Officer) -> Client:
    """The officer's browser, signed in."""
    client = Client()
    client.force_login(officer)
    return client


def act(client: Client, act: str, query: str = "", **sent: Any) -> HttpResponse:
    """Send the list's form as the page has it; the answer after the way back to the list."""
    return client.post(f"/parts/?{query}", {"act": act, "once": secrets.token_urlsafe(16), **sent}, follow=True)  # type: ignore[return-value]


def shown(client: Client, query: str = "page=1") -> Any:
    return client.get(f"/parts/?{query}").context["listing"]


def states() -> dict[str, str]:
    with everywhere():
        return {str(part.receiver): part.state for part in Part.objects.all()}


def three_pages() -> list[Part]:
    """116 parts: what the office gives its 14 regions and more, in ever new years and quarters."""
    fruit()
    regions = list(Region.objects.reporting(date(2026, 11, 22)).values_list("slug", flat=True))
    made: list[Part] = []
    for year in (2024, 2025, 2026):
        for quarter in (1, 2, 3):
            made += parts_of(*regions[: 14 if (year, quarter) != (2026, 3) else 4], year=year, quarter=quarter)
    return made


def test_a_desk_sees_what_it_gave_or_received_and_nothing_else() -> None:
    parts_of("shijiazhuang", content="石家庄抽检")
    parts_of("tangshan", content="唐山抽检")
    li, zhao = desk(of_region("li", "shijiazhuang")), desk(of_region("zhao", "tangshan"))
    html = li.get("/parts/").content.decode()
    assert "石家庄抽检" in html and "唐山" not in html.split("<main")[1]
    assert "石家庄" not in zhao.get("/parts/").content.decode().split("<main")[1]
    assert shown(desk(office())).page.paginator.count == 2
    assert shown(desk(of_unit("tong", "省统计局"))).page.paginator.count == 0


def test_a_draft_is_unknown_to_its_receiver() -> None:
    parts_of("shijiazhuang", issue=False)
    assert shown(desk(of_region())).page.paginator.count == 0
    assert shown(desk(office())).page.paginator.count == 1


@pytest.mark.parametrize("role", ["inspector", "firm", "system_admin", "security_admin", "audit_admin"])
def test_who_takes_no_part_in_the_work_has_no_such_page(role: str) -> None:
    client = desk(Officer.objects.create(username="who", display_name="某人", role=role))
    assert client.get("/parts/").status_code == 404 and client.get("/parts.csv").status_code == 404


def test_a_stranger_is_asked_to_sign_in(client: Client) -> None:
    assert client.get("/parts/")["Location"] == "/login/?next=/parts/"


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("region=tangshan", 1),
        ("region=baoding", 3),
        ("state=accepted", 1),
        ("state=odd", 3),
        ("year=2025", 2),
        ("year=whole", 1),
        ("q=石家庄", 1),
        ("q=晒场", 1),
        ("mine=given", 3),
        ("mine=received", 0),
        ("region=shijiazhuang&year=2025", 1),
        ("task=guopin:x", 3),
    ],
)
def test_filters_narrow(query: str, count: int) -> None:
    """A choice that does not exist is no filter, and is said."""
    first, _ = parts_of("shijiazhuang", "tangshan")
    parts_of("xiongan", content="新建晒场", year=None)
    accepted(first, of_region())
    assert shown(desk(office()), query).page.paginator.count == count


def test_one_filters_by_the_tasks_that_one_sees() -> None:
    part = parts_of("shijiazhuang")[0]
    client = desk(of_region())
    fields = {field["name"]: field for field in shown(client).fields}
    assert [value for value, _ in fields["task"]["options"]] == [f"guopin:{part.task.key}"]
    assert [value for value, _ in fields["region"]["options"]] == ["shijiazhuang"]
    assert shown(client, f"task=guopin:{part.task.key}").page.paginator.count == 1


def test_a_file_has_the_rows_and_columns_of_the_page() -> None:
    parts_of("shijiazhuang", "tangshan", content="=1+1")
    answer = desk(office()).get("/parts.csv?region=tangshan&columns=receiver,version")
    lines = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert lines == [["工作内容", "接收方", "版本号"], ["'=1+1", "唐山市", "1"]]
    assert desk(of_region()).get("/parts.json?region=tangshan").json()["metadata"]["rows"] == 1


def test_all_of_three_pages_are_withdrawn_with_one_reason() -> None:
    made = three_pages()
    client = desk(office())
    page = shown(client)
    assert (page.page.paginator.count, page.page.paginator.num_pages) == (len(made), 3)
    html = act(client, "withdraw", all=page.promise, why="分工调整").content.decode()
    assert f"已撤回 {len(made)} 项" in html
    with everywhere():
        assert set(Part.objects.values_list("state", flat=True)) == {Part.WITHDRAWN}


def test_of_a_set_that_changed_meanwhile_nothing_is_done() -> None:
    three_pages()
    client = desk(office())
    promise = shown(client).promise
    with everywhere():
        Part.objects.filter(region__slug="tangshan").first().delete()  # type: ignore[union-attr]
    answer = act(client, "withdraw", all=promise, why="分工调整")
    assert answer.status_code == 409 and "后来有变动" in answer.content.decode()
    with everywhere():
        assert set(Part.objects.values_list("state", flat=True)) == {Part.ISSUED}


def test_what_cannot_be_done_is_told_with_its_reason_and_the_rest_is_done() -> None:
    first, _ = parts_of("shijiazhuang", "tangshan", issue=False)
    parts_of("baoding", issue=True)
    client = desk(office())
    html = act(client, "issue", all=shown(client).promise, row="").content.decode()
    assert "已下达 2 项" in html and "1 项没有下达：状态是“已下达，待签收”，不能这样办理。" in html
    assert set(states().values()) == {Part.ISSUED}
    with everywhere():
        assert Part.objects.get(pk=first.pk).issued


def test_a_city_accepts_what_it_was_given() -> None:
    parts_of("shijiazhuang", "tangshan")
    li = desk(of_region())
    html = act(li, "accept", row=[line.mark for line in shown(li).lines]).content.decode()
    assert "已签收 1 项" in html
    assert states() == {"石家庄市": Part.ACCEPTED, "唐山市": Part.ISSUED}


def test_a_part_of_another_city_is_not_accepted_by_naming_it() -> None:
    foreign = parts_of("tangshan")[0]
    answer = act(desk(of_region()), "accept", row=f"{foreign.pk}.1")
    assert answer.status_code == 409 and "唐山" not in answer.content.decode().split("<main")[1]
    assert states() == {"唐山市": Part.ISSUED}


def test_withdrawing_needs_a_reason_and_keeps_what_was_ticked() -> None:
    part = parts_of("shijiazhuang")[0]
    answer = act(desk(office()), "withdraw", row=f"{part.pk}.1", why="  ")
    assert answer.status_code == 409 and "请写明撤回的理由" in answer.content.decode()
    assert f'value="{part.pk}.1" checked' in answer.content.decode()
    assert states() == {"石家庄市": Part.ISSUED}


@pytest.mark.parametrize("name", ["accept", "delete", ""])
def test_an_act_that_the_role_does_not_have_is_unknown(name: str) -> None:
    part = parts_of("shijiazhuang")[0]
    assert act(desk(office()), name, row=f"{part.pk}.1").status_code == 404


def test_the_same_post_again_does_nothing_more() -> None:
    part = parts_of("shijiazhuang")[0]
    client, sent = desk(of_region()), {"act": "accept", "row": f"{part.pk}.1", "once": secrets.token_urlsafe(16)}
    assert [client.post("/parts/", sent).status_code for _ in range(2)] == [302, 302]
    with everywhere():
        assert Part.objects.get(pk=part.pk).version == 2


def test_the_english_page_is_english() -> None:
    parts_of("shijiazhuang", "tangshan", due=date(2025, 6, 30))
    html = desk(office()).get("/en/parts/?columns=content,plan,lead,contact,note,version&sort=-due").content.decode()
    words = Reader.of(html).words
    assert len(words) > 60
    assert not [said for said in words if CHINESE.search(said)]
