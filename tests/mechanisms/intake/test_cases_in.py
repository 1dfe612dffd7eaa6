"""Cases from Excel: only new ones, received on days of their own, never filed twice, nothing personal in the open."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from tests.mechanisms.cases.visiting import inspector
from tests.mechanisms.intake.test_registers_in import act, counts, faults, template, typed_into, upload
from tests.small.models import Visit
from zhiheng.mechanisms.intake.models import IntakeRow
from zhiheng.mechanisms.scope import everywhere

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small")]
IMPORT = "/cases/visit/import/"


@pytest.fixture
def qin(client: Client) -> Client:
    client.force_login(inspector())
    return client


def row(client: Client, **more: str) -> dict[str, str]:
    region = inspector().region
    assert region
    return {"办理地区": region.name, "事项": "电梯", "联系人": "王小明", "电话": "13800001111", **more}


def test_every_row_becomes_a_case_with_its_clock_from_the_day_it_was_received(qin: Client) -> None:
    content = typed_into(
        template(qin, f"{IMPORT}template.xlsx"), row(qin, 收到日期="2026-11-16"), row(qin, 事项="锅炉")
    )
    page = upload(qin, content, IMPORT)
    assert counts(page)["new"] == 2 and "13800001111" not in page.content.decode()
    act(qin, page, "confirm", why="12315 平台转来")
    with everywhere():
        found = {one.topic: one for one in Visit.objects.all()}
    assert timezone.localdate(found["电梯"].filed_at).isoformat() == "2026-11-16"
    assert found["电梯"].due_on.isoformat() == "2026-11-25"
    assert found["锅炉"].person == "王**"
    again = upload(qin, content, IMPORT)
    assert counts(again) == {"new": 0, "changed": 0, "same": 2, "wrong": 0}
    assert "逐件办理" in act(qin, page, "undo", why="报错了").content.decode()
    with everywhere():
        assert Visit.objects.count() == 2


def test_a_day_to_come_a_missing_name_and_the_same_row_twice_are_wrong(qin: Client) -> None:
    wrong = {**row(qin, 收到日期="2099-01-01"), "联系人": ""}
    page = upload(qin, typed_into(template(qin, f"{IMPORT}template.xlsx"), wrong, row(qin), row(qin)), IMPORT)
    told = dict(faults(page))
    assert told["G4 收到日期"] == "收到日期不能晚于今天" and "必填" in told["D4 联系人"]
    assert told["A6 办理地区"] == "与第 5 行相同" and counts(page)["new"] == 1


def test_nothing_personal_lies_open_in_what_an_import_keeps(qin: Client) -> None:
    upload(qin, typed_into(template(qin, f"{IMPORT}template.xlsx"), row(qin)), IMPORT)
    with everywhere(), connection.cursor() as cursor:
        for table in ("intake_intake", "intake_intakerow"):
            cursor.execute(f"SELECT * FROM {table}")
            assert all("13800001111" not in str(value) and "王小明" not in str(value) for value in cursor.fetchone())
    with everywhere():
        assert "…" in IntakeRow.objects.get().said["changes"]["phone"]
