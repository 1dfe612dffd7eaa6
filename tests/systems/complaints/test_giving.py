"""Evidence from the firm's desk and the handler's: to each its own, and nothing after the end."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.factories.complaints import complaint, does, handles
from tests.factories.registers import FIRM
from zhiheng.directory.models import Officer, Region
from zhiheng.mechanisms.scope import everywhere
from zhiheng.systems.complaints.models import Complaint, Exhibit

pytestmark = pytest.mark.django_db


@pytest.fixture
def firm_clerk(client: Client) -> Client:
    """A browser in which somebody of the firm has signed in."""
    clerk = Officer.objects.create(username="firm", display_name="企业", role="firm", firm_code=FIRM)
    client.force_login(clerk)
    return client


@pytest.fixture
def accepted() -> Complaint:
    case = complaint("2026-05-06")
    with handles():
        does(case, "accept", "2026-05-07")
    return case


def gives(client: Client, case: Complaint, key: str = "g" * 22) -> int:
    file = SimpleUploadedFile("检测报告.pdf", b"%PDF-1.4 x")
    return client.post(f"/complaints/{case.pk}/evidence/", {"files": file, "once": key}).status_code


def test_the_firm_gives_evidence_and_sees_it_on_the_page(firm_clerk: Client, accepted: Complaint) -> None:
    assert gives(firm_clerk, accepted) == 302
    assert "材料 1.pdf" in firm_clerk.get(accepted.get_absolute_url()).content.decode()
    with everywhere():
        assert Exhibit.objects.get().hand == "firm"


def test_the_firm_sees_no_person(firm_clerk: Client, accepted: Complaint) -> None:
    shown = firm_clerk.get(accepted.get_absolute_url()).content.decode()
    assert "电水壶" in shown and "王小明" not in shown and "13800138000" not in shown
    assert "查看" not in shown.split("<main", 1)[1]


def test_the_firm_reads_what_it_has_to_answer_to_without_name_and_number(firm_clerk: Client) -> None:
    case = complaint("2026-05-06", facts="我是王小明，电话13800138000，电水壶不通电。", also_reports=True)
    with handles():
        does(case, "accept", "2026-05-07")
        does(case, "split", "2026-05-07")
    shown = firm_clerk.get(case.get_absolute_url()).content.decode().split("<main", 1)[1].split("</main>")[0]
    assert "电水壶不通电" in shown and "王小明" not in shown and "13800138000" not in shown
    assert "同时举报" not in shown and "分出举报" not in shown


def test_another_firm_finds_no_such_complaint(client: Client, accepted: Complaint) -> None:
    other = Officer.objects.create(username="other", display_name="别家", role="firm", firm_code="91130100MA00000008")
    client.force_login(other)
    assert gives(client, accepted) == 404
    assert client.get(accepted.get_absolute_url()).status_code == 404


def test_a_stranger_is_asked_to_sign_in(client: Client, accepted: Complaint) -> None:
    assert gives(client, accepted) == 302
    with everywhere():
        assert not Exhibit.objects.exists()


def test_nothing_is_added_after_the_end(client: Client, accepted: Complaint) -> None:
    with handles():
        does(accepted, "agree", "2026-05-20")
    here = Region.objects.get(slug="shijiazhuang-qiaoxi")
    handler = Officer.objects.create(username="h", display_name="办案", role="inspector", region=here)
    client.force_login(handler)
    assert gives(client, accepted) == 404
