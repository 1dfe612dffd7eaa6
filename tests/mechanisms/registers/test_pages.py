"""The pages of registers: open to everybody in the public columns, written by who keeps the region."""

from __future__ import annotations

import secrets
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from tests.factories.registers import FIRM, happened, inspector, network, place, promise, sits, unit
from zhiheng.directory.models import Officer
from zhiheng.mechanisms.registers.models import Register, RegisterEvent
from zhiheng.systems.registers.models import ReturnPromise

pytestmark = pytest.mark.django_db
LIST = "/registers/return-promise/"


def signed_in(client: Client, officer: Officer | None = None) -> Client:
    client.force_login(officer or inspector())
    return client


def text(response: Any) -> str:
    return str(response.content.decode())


def sent(client: Client, url: str, **said: Any) -> Any:
    return client.post(url, {"once": secrets.token_urlsafe(16), **said})


def filled(**said: Any) -> dict[str, Any]:
    whole = {"code": "A9", "name": "某某超市", "region": place().pk, "firm_code": FIRM, "valid_from": "2026-01-01"}
    whole |= {"shops": "裕华路3号", "scope": "百货", "days": 15, "conditions": "商品完好", "refund_way": "原路退回"}
    return {**whole, "refund_days": 7, "returns_year": 2025, "returns_count": 12, "returns_sum": "1234.50", **said}


def test_a_stranger_finds_a_shop_by_name_and_by_code_and_what_it_promised(client: Client) -> None:
    row = promise(firm_code=FIRM, returns_sum=123450)
    for words in ("商场", FIRM, "A1"):
        assert row.get_absolute_url() in text(client.get("/registers/", {"q": words}))
    page = text(client.get(row.get_absolute_url()))
    assert "中山路1号" in page and "有效" in page
    assert "1,234.50" not in page and "变更记录" not in page and "登记一件事" not in page
    assert "没有查到" in text(client.get("/registers/", {"q": "无此商家"}))


def test_the_list_shows_the_state_of_any_day_and_filters_by_it(client: Client) -> None:
    row = promise("A1")
    promise("A2")
    happened(row, "suspend", date(2026, 3, 1))
    then, now = (client.get(LIST, {"on": day, "state": "suspended"}) for day in ("2026-02-28", "2026-03-01"))
    assert "没有符合条件的行" in text(then)
    assert "A1" in text(now) and "A2" not in text(now) and "2026-03-01 的状态" in text(now)
    assert "要写成 2026-11-22 这样的日期" in text(client.get(LIST, {"on": "昨天"}))


def test_the_file_holds_exactly_what_the_list_shows(client: Client) -> None:
    promise("A1")
    book = load_workbook(BytesIO(client.get(f"{LIST[:-1]}.xlsx?columns=code,days,returns_sum&on=2026-02-01").content))
    rows = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows(min_row=3, max_row=4)]
    assert rows == [["登记编号", "无理由退货天数"], ["A1", 15]]
    assert client.get(f"{LIST[:-1]}.json").json()["rows"][0]["code"] == "A1"
    assert client.get(f"{LIST[:-1]}.pdf").status_code == 404


def test_who_keeps_a_region_enters_a_row_and_is_told_all_that_is_wrong_at_once(client: Client) -> None:
    network()
    signed_in(client)
    wrong = text(sent(client, f"{LIST}new/", **filled(days=3, firm_code="1", network="N7", valid_to="2025-01-01")))
    assert "统一社会信用代码应为 18 位" in wrong and "失效日不能早于生效日" in wrong
    assert "不少于 7 天" in text(sent(client, f"{LIST}new/", **filled(days=3)))
    assert "没有这个编号的异店退换货网络" in text(sent(client, f"{LIST}new/", **filled(network="N7")))
    made = sent(client, f"{LIST}new/", **filled(network="N1"))
    row = ReturnPromise._base_manager.get()
    assert made.status_code == 302 and (row.returns_sum, row.published) == (123450, True)
    assert "已经有了" in text(sent(client, f"{LIST}new/", **filled()))
    assert "1,234.50" in text(client.get(row.get_absolute_url()))


def test_a_row_is_kept_by_its_own_region_alone(client: Client) -> None:
    row = promise()
    signed_in(client, inspector("wu", "tangshan"))
    page = text(client.get(row.get_absolute_url()))
    assert "登记一件事" not in page and "更正</a>" not in page
    assert client.get(f"{row.get_absolute_url()}amend/").status_code == 404
    event = {"event": "cancel", "on": "2026-03-01", "why": "x", "version": 1}
    assert sent(client, f"{row.get_absolute_url()}record/", **event).status_code == 404
    sent(client, f"{LIST}new/", **filled())
    assert not ReturnPromise._base_manager.filter(code="A9").exists()


def test_an_event_is_recorded_on_the_page_and_struck_out_again(client: Client) -> None:
    row = promise()
    signed_in(client)
    to = f"{row.get_absolute_url()}record/"
    event = {"event": "suspend", "on": "2026-03-01", "why": "店铺装修", "version": 1}
    assert "不能晚于今天" in text(sent(client, to, **event | {"on": "2099-01-01"}))
    assert sent(client, to, **event).status_code == 302
    page = text(client.get(row.get_absolute_url()))
    assert "店铺装修" in page and "暂停" in page
    assert sent(client, to, **event | {"event": "resume"}).status_code == 302  # of an older version: nothing is done
    wrong = RegisterEvent._base_manager.get()
    sent(client, f"{row.get_absolute_url()}strike/{wrong.pk}/", why="记错了店", version=2)
    assert "误记，已划去" in text(client.get(row.get_absolute_url()))
    with sits(inspector()):
        assert row.state_on(timezone.localdate()).key == "active"
    client.logout()
    assert "暂停" not in text(client.get(row.get_absolute_url()))


def test_a_correction_of_what_somebody_changed_meanwhile_is_shown_field_by_field(client: Client) -> None:
    row = promise(returns_sum=100)
    signed_in(client)
    url = f"{row.get_absolute_url()}amend/"
    read = {"initial-returns_sum": "1.00", "initial-name": "某某商场", "version": 1, "why": "更正"}
    own = filled(code="A1", network="", returns_year="", returns_count="") | read
    assert sent(client, url, **own | {"returns_sum": "2.50"}).status_code == 302
    second = sent(client, url, **own | {"returns_sum": "3.00"})
    assert second.status_code == 409 and 'value="2.50"' in text(second) and 'value="3.00"' in text(second)
    assert ReturnPromise._base_manager.get().returns_sum == 250


def test_a_register_without_public_columns_is_for_officials_alone(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ReturnPromise, "public", ())
    row = promise(firm_code=FIRM)
    for url in (LIST, row.get_absolute_url(), f"{LIST[:-1]}.csv"):
        assert client.get(url).status_code == 404
    assert LIST not in text(client.get("/registers/"))
    office, firm = (Officer.objects.create(username=role, role=role, firm_code=FIRM) for role in ("office", "firm"))
    for worker in (inspector(), office, firm):
        signed_in(client, worker)
        assert client.get(row.get_absolute_url()).status_code == 200
    signed_in(client, Officer.objects.create(username="nobody", role="liaison"))
    assert client.get(row.get_absolute_url()).status_code == 404


def test_an_assured_unit_goes_its_way_from_declared_to_delisted(client: Client) -> None:
    row = unit()
    signed_in(client)
    for key, day in (("announce", "2026-02-01"), ("grant", "2026-03-01"), ("delist", "2026-06-01")):
        version = Register._base_manager.get().version
        said = {"event": key, "on": day, "why": "依办法", "version": version}
        assert sent(client, f"{row.get_absolute_url()}record/", **said).status_code == 302
    with sits(inspector()):
        states = [row.state_on(date(2026, month, 2)).key for month in (1, 2, 3, 6)]
    assert states == ["declared", "announced", "active", "delisted"]


def test_nonsense_in_an_address_is_not_found(client: Client) -> None:
    assert client.get("/registers/nonsense/").status_code == 404
    assert client.get(f"{LIST}00000000-0000-0000-0000-000000000001/").status_code == 404
    assert client.get(f"{LIST}new/").status_code == 302
