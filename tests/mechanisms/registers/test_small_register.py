"""A small register, with nothing but its declaration, walked through everything: that is what a new register costs."""

from __future__ import annotations

import secrets
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from tests.factories.registers import inspector, place, sits
from tests.mechanisms.intake.test_registers_in import act, counts, template, typed_into, upload
from tests.small.models import Station
from zhiheng.mechanisms.journal.models import history_of
from zhiheng.mechanisms.registers.models import Register
from zhiheng.mechanisms.scope import everywhere

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small")]
LIST, API = "/registers/station/", "/api/registers/station"


@pytest.fixture
def keeper(client: Client) -> Client:
    client.force_login(inspector())
    return client


def sent(client: Client, url: str, **said: Any) -> Any:
    return client.post(url, {"once": secrets.token_urlsafe(16), **said})


def asked(client: Client, method: str, url: str, **body: Any) -> Any:
    more = {"headers": {"Idempotency-Key": uuid4().hex}, "content_type": "application/json"}
    return getattr(client, method)(url, body, **more)


def entered(client: Client, code: str = "Z1") -> Station:
    said = {"code": code, "name": "正定窗口", "region": place().pk, "firms_served": 12}
    assert sent(client, f"{LIST}new/", **said).status_code == 302
    with everywhere():
        row: Station = Station.objects.get(code=code)
        return row


def test_its_pages_its_events_and_its_journal_are_there(keeper: Client) -> None:
    row = entered(keeper)
    assert "一站式服务窗口" in keeper.get("/registers/").content.decode()
    listed = keeper.get(LIST).content.decode()
    assert "正定窗口" in listed and "服务企业数" in listed and "有效" in listed
    said = {"code": "Z1", "name": "正定县窗口", "region": place().pk, "firms_served": 20, "version": 1, "why": "更名"}
    assert sent(keeper, f"{row.get_absolute_url()}amend/", **said).status_code == 302
    event = {"event": "suspend", "on": "2026-03-01", "why": "搬迁", "version": 2}
    assert sent(keeper, f"{row.get_absolute_url()}record/", **event).status_code == 302
    page = keeper.get(row.get_absolute_url()).content.decode()
    assert "正定县窗口" in page and "更名" in page and "搬迁" in page and "暂停" in page
    with sits(inspector()):
        assert [line.field for line in history_of(row)][-1] == "登记" and history_of(row).count() == 3


def test_everybody_reads_its_public_list_and_its_files(keeper: Client) -> None:
    row = entered(keeper)
    stranger = Client()
    for url in (LIST, row.get_absolute_url(), f"/registers/?q={row.code}"):
        assert "正定窗口" in stranger.get(url).content.decode()
    for fmt in ("xlsx", "csv", "json"):
        assert stranger.get(f"{LIST[:-1]}.{fmt}").status_code == 200
    assert stranger.get(f"{LIST[:-1]}.json").json()["rows"][0]["firms_served"] == 12


def test_it_is_filled_in_in_excel_and_taken_back(keeper: Client) -> None:
    entered(keeper)
    url = f"{LIST}import/"
    new = {"登记编号": "Z2", "名称": "藁城窗口", "登记地区": "石家庄市"}
    page = upload(keeper, typed_into(template(keeper, f"{url}template.xlsx"), new, {**new, "登记编号": ""}), url)
    assert counts(page) == {"new": 1, "changed": 0, "same": 1, "wrong": 1}
    act(keeper, page, "confirm", why="新设", only_right="1")
    assert Station._base_manager.get(code="Z2").firms_served == 0
    act(keeper, page, "undo", why="未挂牌")
    assert not Station._base_manager.filter(code="Z2").exists()


def test_a_program_reads_and_keeps_it_as_people_do(keeper: Client) -> None:
    fields = {"code": "Z3", "name": "辛集窗口", "region": "shijiazhuang", "firms_served": 3}
    made = asked(keeper, "post", API, fields=fields)
    assert made.status_code == 201, made.content
    row = made.json()
    assert (row["state"], row["region"]) == ("active", "shijiazhuang")
    assert asked(keeper, "post", API, fields=fields).status_code == 422
    wrong = asked(keeper, "post", API, fields={"code": "Z4", "region": "tangshan", "colour": "red"}).json()
    assert {error["parameter"] for error in wrong["errors"]} == {
        f"fields.{n}" for n in ("name", "region", "colour")
    } | {"fields.firms_served"}
    odd = asked(keeper, "post", API, fields={**fields, "code": 5, "valid_from": 7, "valid_to": True, "region": False})
    assert odd.status_code == 422
    url = f"{API}/{row['id']}"
    changed = asked(keeper, "patch", url, fields={"firms_served": 4}, version=1, why="更正")
    assert changed.status_code == 200, changed.content
    assert asked(keeper, "patch", url, fields={"firms_served": 5}, version=1, why="更正").status_code == 409
    event = asked(keeper, "post", f"{url}/events", event="suspend", on="2026-03-01", why="搬迁", version=2).json()
    again = asked(keeper, "post", f"{url}/events", event="suspend", on="2026-03-01", why="搬迁", version=3)
    assert again.status_code == 409
    stranger = Client()
    told = stranger.get(url).json()
    assert (told["state"], told["events"][0]["why"]) == ("suspended", None)
    assert stranger.get(f"{url}?on=2026-02-28").json()["state"] == "active"
    assert stranger.get(f"{API}?state=suspended").json()["count"] == 1
    assert asked(stranger, "post", API, fields=fields).status_code == 401
    struck = asked(keeper, "post", f"{url}/events/{event['id']}/strike", why="记错", version=3)
    assert struck.status_code == 201 and stranger.get(url).json()["state"] == "active"


def test_a_program_hands_its_workbook_in(keeper: Client) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    content = typed_into(
        template(keeper, f"{LIST}import/template.xlsx"), {"登记编号": "Z5", "名称": "无极窗口", "登记地区": "石家庄市"}
    )
    body = {"room": "registers", "kind": "station", "file": SimpleUploadedFile("窗口.xlsx", content)}
    made = keeper.post("/api/intakes", body, headers={"Idempotency-Key": uuid4().hex})
    assert made.status_code == 201 and made.json()["counts"]["new"] == 1, made.content
    url = f"/api/intakes/{made.json()['id']}"
    assert keeper.get(f"{url}/rows").json()["items"][0]["changes"]["name"] == [None, "无极窗口"]
    assert asked(keeper, "post", f"{url}/confirm", why="新设").json()["state"] == "confirmed"
    assert Register._base_manager.filter(code="Z5").exists()
    assert asked(keeper, "post", f"{url}/undo", why="未挂牌").json()["state"] == "undone"
    assert not Register._base_manager.filter(code="Z5").exists()
