"""What who handles a complaint sees beside it: competence, duplicates, decision, report, evidence, papers."""

from __future__ import annotations

import uuid
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from tests.factories.complaints import HERE, complaint, does, handles, holds, on, region
from tests.factories.registers import FIRM, inspector
from zhiheng.directory.models import Officer
from zhiheng.mechanisms.cases.declaring import Hand
from zhiheng.mechanisms.privacy.models import MOST_WITHIN, Reveal, record, reveals_of
from zhiheng.mechanisms.scope import Desk, at_desk, everywhere
from zhiheng.systems.complaints.exhibiting import exhibit
from zhiheng.systems.complaints.models import Complaint, Exhibit

pytestmark = pytest.mark.django_db

PHOTO = b"\xff\xd8\xff" + b"0" * 40


@pytest.fixture
def sun(client: Client) -> Officer:
    """检查办案人员 of 石家庄市, signed in."""
    person = inspector()
    client.force_login(person)
    return person


def shown(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, url
    return answer.content.decode()


def given(found: Complaint, hand: Hand, data: bytes = PHOTO) -> Exhibit:
    with holds(found) if hand is Hand.FILER else handles():
        (kept,) = exhibit(
            found, [SimpleUploadedFile("王小明13800138000.jpg", data)], hand=hand, by=None, at=on("2026-05-06")
        )
    return kept


def test_the_handler_is_told_who_is_competent_and_what_to_do(client: Client, sun: Officer) -> None:
    elsewhere = complaint(trader_region=region("tangshan-lubei"))
    page = shown(client, elsewhere.get_absolute_url())
    assert "应由 路北区 办理" in page and "经营者的实际经营地" in page and "/do/transfer/" in page
    assert "还不知道经营者的所在地" in shown(client, complaint().get_absolute_url())


def test_the_handler_is_told_that_the_purchase_lies_more_than_three_years_back(client: Client, sun: Officer) -> None:
    late = complaint("2026-05-11", bought_on=date(2023, 5, 8))
    assert "第121号令）第16条第4项" in shown(client, late.get_absolute_url())
    assert "已超过三年" not in shown(client, complaint("2026-05-08", bought_on=date(2023, 5, 8)).get_absolute_url())
    before = complaint("2026-04-14", bought_on=date(2023, 4, 3))
    assert "第20号令）第15条第4项" in shown(client, before.get_absolute_url())


def test_the_handler_sees_the_other_complaint_of_the_same_person_and_merges_it(client: Client, sun: Officer) -> None:
    kept, twice = complaint("2026-05-06"), complaint("2026-05-07")
    url = twice.get_absolute_url()
    assert kept.number in shown(client, url)
    sent = {"once": uuid.uuid4().hex, "version": 1, "into": kept.number}
    assert client.post(f"{url}do/merge/", sent).status_code == 302
    assert "已并入" in shown(client, url)


def test_a_complaint_that_is_a_report_too_asks_to_be_split_and_then_leads_to_the_report(
    client: Client, sun: Officer
) -> None:
    found = complaint(also_reports=True)
    url = found.get_absolute_url()
    assert "应当分开办理" in shown(client, url)
    sent = {"once": uuid.uuid4().hex, "version": 1, "since": "same_paper", "clue": "没有合格证"}
    assert client.post(f"{url}do/split/", sent).status_code == 302
    with handles():
        report = found.reports.get()
    assert report.number in shown(client, url)
    page = shown(client, report.get_absolute_url())
    assert found.number in page and "被举报单位看不到举报" in page
    assert "王小明" not in page and "13800138000" not in page


def test_a_refused_form_keeps_the_case_as_it_was_and_can_be_sent_again(client: Client, sun: Officer) -> None:
    found = complaint()
    url = f"{found.get_absolute_url()}do/transfer/"
    sent = {"version": 1, "to": HERE, "why": "误投"}
    again = client.post(url, {"once": uuid.uuid4().hex, **sent})
    assert "请选另一个" in again.content.decode() and 'name="version" value="1"' in again.content.decode()
    right = client.post(url, {"once": uuid.uuid4().hex, **sent, "to": "tangshan-lubei"})
    assert (right.status_code, right.url) == (302, "/cases/")
    assert client.get(found.get_absolute_url()).status_code == 404


def test_a_refusal_is_printed_with_ground_article_and_all_other_ways(client: Client, sun: Officer) -> None:
    found = complaint("2026-05-06")
    with handles():
        does(found, "refuse", "2026-05-07", ground="not_consumer", explanation="买来转卖。")
    assert "不予受理决定书" in shown(client, found.get_absolute_url())
    page = shown(client, f"/complaints/{found.pk}/papers/refuse/")
    for words in ("样张", "第121号令）第16条第3项", "买来转卖。", "消费者权益保护法第39条第5项", "王**"):
        assert words in page
    assert "王小明" not in page
    for other in ("accept", "terminate", "withdraw"):
        assert client.get(f"/complaints/{found.pk}/papers/{other}/").status_code == 404


def test_an_acceptance_is_printed_with_the_day_on_which_mediation_ends(client: Client, sun: Officer) -> None:
    found = complaint("2026-04-09")
    with handles():
        does(found, "accept", "2026-04-10")
    assert "2026-06-09" in shown(client, f"/complaints/{found.pk}/papers/accept/")


def test_evidence_is_for_the_handler_and_of_the_firm_its_own(client: Client, sun: Officer) -> None:
    found = complaint("2026-05-06")
    with handles():
        does(found, "accept", "2026-05-07")
    ours, theirs = given(found, Hand.FILER), given(found, Hand.FIRM, b"%PDF-1.4 x")
    page = shown(client, found.get_absolute_url())
    assert "材料 1.jpg" in page and "材料 1.pdf" in page and "王小明13800138000" not in page
    answer = client.get(f"/complaints/{found.pk}/evidence/{ours.pk}/")
    assert b"".join(answer.streaming_content) == PHOTO and answer["X-Content-Type-Options"] == "nosniff"
    with handles():
        looked = reveals_of(found).get()
    assert (looked.by, looked.field, looked.purpose) == (sun, "证据材料 1.jpg", "办理中查看证据")

    at = Officer.objects.create(username="firm", display_name="钱某", role="firm", firm_code=FIRM, region=region())
    client.force_login(at)
    page = shown(client, found.get_absolute_url())
    assert "材料 1.jpg" not in page and "材料 1.pdf" in page and "管辖" not in page
    assert client.get(f"/complaints/{found.pk}/evidence/{ours.pk}/").status_code == 404
    own = client.get(f"/complaints/{found.pk}/evidence/{theirs.pk}/")
    assert b"".join(own.streaming_content) == b"%PDF-1.4 x"
    assert client.get(f"/complaints/{found.pk}/papers/accept/").status_code == 404
    with everywhere():
        assert Reveal.objects.count() == 1


def test_the_working_group_sees_the_case_and_no_evidence(client: Client) -> None:
    found = complaint("2026-05-06")
    kept = given(found, Hand.FILER)
    with at_desk(Desk(whole=True)):
        assert Complaint.objects.count() == 1 and not Exhibit.objects.exists()
    client.force_login(Officer.objects.create(username="office", display_name="专班", role="office"))
    assert "材料 1.jpg" not in shown(client, found.get_absolute_url())
    assert client.get(f"/complaints/{found.pk}/evidence/{kept.pk}/").status_code == 404


def test_evidence_of_another_complaint_is_for_no_other_firm_and_no_other_receipt() -> None:
    found, other = complaint("2026-05-06"), complaint("2026-05-06", firm_code="911302000000000001")
    for one in (found, other):
        with handles():
            does(one, "accept", "2026-05-07")
    ours, theirs = given(found, Hand.FILER), given(found, Hand.FIRM, b"%PDF-1.4 x")
    for desk, seen in (
        (Desk(case=found.pk), {ours}),
        (Desk(case=other.pk), set()),
        (Desk(firm=FIRM), {theirs}),
        (Desk(firm=other.firm_code), set()),
    ):
        with at_desk(desk):
            assert set(Exhibit.objects.all()) == seen


def test_who_looks_too_often_is_stopped_before_the_file(client: Client, sun: Officer) -> None:
    found = complaint("2026-05-06")
    kept = given(found, Hand.FILER)
    with handles():
        for _ in range(MOST_WITHIN):
            record(found, "证据", by=sun, at=timezone.now(), purpose="办理中查看证据")
    stopped = client.get(f"/complaints/{found.pk}/evidence/{kept.pk}/")
    assert (stopped.status_code, stopped.url) == (302, found.get_absolute_url())


def test_nobody_elses_handler_nor_a_stranger_opens_evidence_or_papers(client: Client) -> None:
    found = complaint("2026-05-06")
    with handles():
        does(found, "accept", "2026-05-07")
    kept = given(found, Hand.FILER)
    addresses = [f"/complaints/{found.pk}/evidence/{kept.pk}/", f"/complaints/{found.pk}/papers/accept/"]
    assert [client.get(url).url.startswith("/login/") for url in addresses] == [True, True]
    client.force_login(inspector("li", "tangshan"))
    assert [client.get(url).status_code for url in addresses] == [404, 404]


def test_a_complaint_that_came_by_phone_is_filed_with_person_trader_and_facts(client: Client, sun: Officer) -> None:
    sent = {"region": region().pk, "channel": "phone", "complainant": "李小红", "phone": "13900139000"}
    sent |= {
        "persons": 1,
        "trader_kind": "shop",
        "trader_reachable": "on",
        "facts": "少称二两。",
        "claims": ["make_up"],
    }
    for missing in (
        {},
        {"firm_name": "某某菜店", "facts": ""},
        {"firm_name": "某某菜店", "firm_code": FIRM[:-1] + "A"},
    ):
        answer = client.post("/cases/complaint/new/", {"once": uuid.uuid4().hex, **sent, **missing})
        assert answer.status_code == 200 and "error-summary" in answer.content.decode(), missing
    filed = client.post("/cases/complaint/new/", {"once": uuid.uuid4().hex, **sent, "firm_name": "某某菜店"})
    assert filed.status_code == 302
    page = shown(client, filed.url)
    assert "李**" in page and "补足数量" in page and "受理期限" in page


def test_a_consent_is_asked_for_when_it_is_filed_and_not_corrected(client: Client, sun: Officer) -> None:
    assert "agrees_to_publish" in client.get("/cases/complaint/new/").context["form"].fields
    form = client.get(f"{complaint().get_absolute_url()}amend/").context["form"]
    assert "facts" in form.fields and "agrees_to_publish" not in form.fields and "agrees_to_entrust" not in form.fields


def test_a_firm_is_not_offered_the_reports_which_it_never_sees(client: Client, sun: Officer) -> None:
    assert "/cases/report/" in shown(client, "/cases/")
    at = Officer.objects.create(username="firm", display_name="钱某", role="firm", firm_code=FIRM, region=region())
    client.force_login(at)
    page = shown(client, "/cases/")
    assert "/cases/complaint/" in page and "/cases/report/" not in page and "全部举报" not in page


def test_what_is_claimed_is_corrected_and_the_journal_says_it_in_words(client: Client, sun: Officer) -> None:
    found = complaint(claims=["refund"])
    url = f"{found.get_absolute_url()}amend/"
    asked = client.get(url).context["form"]
    kept = {name: asked[name].value() for name in asked.fields if asked[name].value() not in (None, "", False)}
    sent = {**kept, "once": uuid.uuid4().hex, "version": 1, "claims": ["refund", "replace"], "why": "来电补充"}
    assert client.post(url, sent).status_code == 302
    assert "退还货款和服务费用、更换" in shown(client, found.get_absolute_url()).replace("更换、退还货款和服务费用", "")
