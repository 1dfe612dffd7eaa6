"""我要投诉: the steps on a page without JavaScript, what is refused, and what comes of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.factories.complaints import ID_CARD, region
from tests.factories.registers import FIRM
from zhiheng.mechanisms.evidence.models import EvidenceFile
from zhiheng.mechanisms.parameters import parameters
from zhiheng.mechanisms.scope import everywhere
from zhiheng.systems.complaints.filing_form import STEPS
from zhiheng.systems.complaints.models import Complaint, Exhibit, Knock, OdrMember, Ticket

pytestmark = pytest.mark.django_db
PHONE = "13800138000"
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40
ANSWERS: dict[str, dict[str, Any]] = {
    "who": {"complainant": "李小红", "phone": "138 0013 8000", "id_type": "id_card", "id_number": ID_CARD.lower()},
    "against": {"trader_kind": "shop", "firm_name": "某某商场", "where": "shijiazhuang-qiaoxi"},
    "what": {
        **{"field": "appliances", "goods": "电饭煲", "bought_on": "2026-05-01", "amount_fen": "399.5"},
        "facts": "第二天就不通电，店里不肯退。",
    },
    "asks": {"claims": ["refund", "compensate"], "also_reports": "no"},
}
CONSENT = {"agrees_to_publish": "yes", "agrees_to_entrust": "no"}


def whole(**more: Any) -> dict[str, Any]:
    """Everything that the last page sends, with a key of its own."""
    said = {name: value for step in ANSWERS.values() for name, value in step.items()}
    return {**said, **CONSENT, "once": "k" * 22, **more}


@pytest.fixture
def everything() -> Iterator[None]:
    """The test itself sees all complaints."""
    with everywhere():
        yield


def member() -> None:
    """The firm takes part in ODR."""
    with everywhere():
        OdrMember.objects.create(code="ODR-1", name="某某商场", firm_code=FIRM, region=region())


def test_the_steps_lead_from_one_to_the_next_and_end_with_a_number_and_a_link(client: Client, everything: None) -> None:
    for step in STEPS:
        page = client.get(f"/complain/{step.key}/")
        assert page.status_code == 200 and "<script>" not in page.content.decode()
        client.post(f"/complain/{step.key}/", {**ANSWERS[step.key], "go": "on"})
    check = client.get("/complain/send/").content.decode()
    assert "石家庄市桥西区市场监督管理部门办理" in check and "李小红" in check and "399.50" in check
    sent = client.post("/complain/send/", whole())
    case = Complaint.objects.get()
    shown = sent.content.decode()
    assert sent.status_code == 200 and case.number in shown and "<svg" in shown and "style=" not in shown
    assert (case.region.slug, case.amount_fen, case.claims) == ("shijiazhuang-qiaoxi", 39950, ["refund", "compensate"])
    assert case.phone.open() == PHONE and case.id_number.open() == ID_CARD
    assert case.due_on is not None and f"最晚 {case.due_on:%Y-%m-%d}" in shown
    assert "complaint" not in client.session


def test_what_is_typed_lies_in_the_session_and_in_no_table_in_plain(client: Client) -> None:
    client.post("/complain/who/", {**ANSWERS["who"], "go": "on"})
    kept = Session.objects.get().session_data
    decoded = Session.objects.get().get_decoded()["complaint"]
    assert "李小红" not in kept + decoded and PHONE not in kept + decoded
    assert "李小红" in client.get("/complain/who/").content.decode()
    client.post("/complain/who/", {"go": "drop"})
    assert "李小红" not in client.get("/complain/who/").content.decode()


def test_going_back_keeps_what_is_half_typed(client: Client) -> None:
    client.post("/complain/against/", {"firm_name": "某某", "go": "back"})
    assert "某某" in client.get("/complain/against/").content.decode()


@pytest.mark.parametrize(
    ("step", "wrong", "words"),
    [
        ("who", {"phone": "12345"}, "不像一个电话号码"),
        ("who", {"id_number": "110105194912310021"}, "校验位不对"),
        ("who", {"complainant": ""}, "请填写“姓名”"),
        ("against", {"firm_code": "91130600000000000A"}, "校验位不对"),
        ("against", {"where": "elsewhere"}, "请选择您所在的县(市、区)"),
        ("against", {"firm_name": "张三 13800138000"}, "这里不要写手机号"),
        ("what", {"bought_on": "2126-01-01"}, "请核对年份"),
        ("what", {"amount_fen": "很多"}, "field-error"),
        ("asks", {"claims": []}, "请填写“请求”"),
        ("asks", {"also_reports": ""}, "请填写“是否同时举报违法行为”"),
    ],
)
def test_what_is_wrong_is_said_beside_its_question_and_kept(
    client: Client, step: str, wrong: dict[str, Any], words: str
) -> None:
    page = client.post(f"/complain/{step}/", {**ANSWERS[step], **wrong, "go": "on"})
    shown = page.content.decode()
    assert page.status_code == 200 and words in shown and "error-summary" in shown
    kept = [value for name, value in ANSWERS[step].items() if name not in wrong and isinstance(value, str)]
    assert all(value in shown for value in kept)


def test_nothing_is_ticked_beforehand_and_both_consents_are_asked_for(client: Client, everything: None) -> None:
    page = client.post("/complain/send/", whole(agrees_to_publish="", agrees_to_entrust=""))
    shown = page.content.decode()
    assert "请选择是否同意公示" in shown and "请选择是否同意委托调解" in shown
    assert not re.search(r'type="radio"[^>]*checked', shown)
    assert not Complaint.objects.exists()


def test_a_step_that_is_skipped_is_asked_for(client: Client, everything: None) -> None:
    assert client.get("/complain/send/")["Location"] == "/complain/who/"
    page = client.post("/complain/send/", whole(facts=""))
    assert "请填写“事实和经过”" in page.content.decode() and not Complaint.objects.exists()


def test_the_same_form_sent_ten_times_is_one_complaint_with_one_answer(client: Client, everything: None) -> None:
    answers = {client.post("/complain/send/", whole()).content for _ in range(10)}
    assert len(answers) == 1 and Complaint.objects.count() == 1 and Ticket.objects.count() == 1


def test_a_trader_elsewhere_is_taken_in_where_the_consumer_lives(client: Client, everything: None) -> None:
    client.post("/complain/send/", whole(where="elsewhere", nearby="tangshan-lubei"))
    case = Complaint.objects.get()
    assert (case.region.slug, case.trader_region) == ("tangshan-lubei", None)


def test_evidence_is_kept_as_it_came_once_each(client: Client, everything: None) -> None:
    files = [SimpleUploadedFile(name, PNG) for name in ("小票.png", "又一张.png")]
    client.post("/complain/send/", whole(files=files))
    exhibit = Exhibit.objects.get()
    assert exhibit.file.intact() and exhibit.file.name == "材料 1.png" and exhibit.file.by is None


@pytest.mark.parametrize("content", [b"MZ\x90\x00", b"%PDF-1.4 /JavaScript (x)", b""])
def test_a_file_of_another_kind_stops_the_whole_and_leaves_nothing(
    client: Client, everything: None, content: bytes
) -> None:
    page = client.post("/complain/send/", whole(files=[SimpleUploadedFile("照片.jpg", content)]))
    assert "还没有提交" in page.content.decode()
    assert not EvidenceFile.objects.exists() and not Complaint.objects.exists()


def test_a_firm_in_odr_is_offered_to_settle_first_and_has_ten_working_days(client: Client, everything: None) -> None:
    member()
    client.post("/complain/against/", {**ANSWERS["against"], "go": "on"})
    assert "先由企业协商" in client.get("/complain/asks/").content.decode()
    client.post("/complain/send/", whole(way="odr"))
    case = Complaint.objects.get()
    assert (case.state, case.firm_code, case.firm_sees) == ("odr", FIRM, True)
    assert list(case.clock_rows.filter(ended=None).values_list("clock", flat=True)) == ["odr"]


def test_a_firm_outside_odr_is_not_offered(client: Client) -> None:
    client.post("/complain/against/", {**ANSWERS["against"], "go": "on"})
    assert "先由企业协商" not in client.get("/complain/asks/").content.decode()


def test_one_address_cannot_file_without_end(client: Client, everything: None) -> None:
    most = int(str(parameters()["complaint.filings_an_hour"].versions[-1].value))
    for nth in range(most):
        assert client.post("/complain/send/", whole(once=f"{nth:022d}")).status_code == 200
    refused = client.post("/complain/send/", whole(once="z" * 22))
    assert refused.status_code == 429 and "以后再提交" in refused.content.decode()
    assert Complaint.objects.count() == most
    assert "127.0.0.1" not in Knock.objects.get().place
    other = client.post("/complain/send/", whole(once="y" * 22), REMOTE_ADDR="10.1.2.3")
    assert other.status_code == 200


def test_an_unknown_step_is_no_page(client: Client) -> None:
    assert client.get("/complain/nothing/").status_code == 404
    assert client.get("/complain/").status_code == 200


def test_the_form_is_complete_in_english(client: Client) -> None:
    for path in ("", *(f"{step.key}/" for step in STEPS)):
        page = client.get(f"/en/complain/{path}").content.decode()
        main = re.sub(r'<option.*?</option>|lang="zh-Hans">[^<]*', "", page.split("<main", 1)[1].split("</main>")[0])
        assert not re.search(r"[\u4e00-\u9fff]", main), re.findall(r"[\u4e00-\u9fff]+", main)[:5]
