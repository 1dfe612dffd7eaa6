"""查进度: what the one who filed it sees of a complaint, and can do with it, and what nobody else can."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from tests.factories.complaints import ID_CARD, complaint, does, firm, handles, holds, on
from tests.factories.registers import inspector
from zhiheng.mechanisms.cases.models import CaseMove
from zhiheng.mechanisms.idempotency.models import Receipt
from zhiheng.mechanisms.parameters import parameters
from zhiheng.mechanisms.scope import everywhere
from zhiheng.systems.complaints.models import Complaint, Exhibit, Knock, Ticket
from zhiheng.systems.complaints.models.knock import again_at
from zhiheng.systems.complaints.models.ticket import digest, hand_out

pytestmark = pytest.mark.django_db
DAY = "2026-05-06"
PNG = b"\x89PNG\r\n\x1a\n" + b"1" * 40


@pytest.fixture
def case() -> Complaint:
    return complaint("2026-04-30")


@pytest.fixture
def link(case: Complaint) -> str:
    """The address on the receipt."""
    with holds(case):
        return f"/r/{hand_out(case, at=on('2026-04-30'))}/"


@pytest.fixture
def acts(client: Client, link: str, case: Complaint) -> Iterator[Any]:
    """``acts(key, **said)``: the filer does something on the page; gives what the page then says."""
    keys = iter(range(100))

    def done(key: str, **said: Any) -> str:
        with everywhere():
            version = Complaint.objects.get(pk=case.pk).version
        sent = {"act": key, "version": version, "once": f"{next(keys):022d}", **said}
        return client.post(link, sent).content.decode()

    yield done


def now(case: Complaint) -> Complaint:
    with everywhere():
        return Complaint.objects.get(pk=case.pk)


def test_the_stages_have_days_and_the_unit_and_the_limit_are_named(client: Client, case: Complaint, link: str) -> None:
    shown = client.get(link).content.decode()
    assert case.number in shown and "石家庄市桥西区市场监督管理部门" in shown
    assert "2026-04-30" in shown and "最晚 2026-05-13" in shown and "消费者权益保护法第46条" in shown
    assert shown.count('<li class="now"') == 1 and shown.count('<li class="ahead"') == 2
    assert "noindex" in shown


def test_a_refusal_is_told_with_its_clause_and_the_next_way(client: Client, case: Complaint, link: str) -> None:
    with handles():
        does(case, "refuse", DAY)
    shown = client.get(link).content.decode()
    assert "不予受理" in shown and "第16条第1项" in shown and "向人民法院提起诉讼" in shown
    assert "经营者在外地" in shown


def test_notes_of_the_handler_stay_with_the_handler(client: Client, case: Complaint, link: str) -> None:
    with handles():
        does(case, "accept", DAY, note="内部:请先核对发票")
        does(case, "suspend", "2026-05-07", note="内部:送省院检测")
    shown = client.get(link).content.decode()
    assert "内部" not in shown and "鉴定、检测" in shown
    assert shown.count('<li class="now"') == 1


def test_what_the_firm_answers_is_told(client: Client, case: Complaint, link: str) -> None:
    with handles():
        does(case, "accept", DAY)
    with firm():
        does(case, "answer", "2026-05-08")
    assert "同意换货，不同意赔偿" in client.get(link).content.decode()


def test_personal_data_is_shown_to_nobody_by_the_link(client: Client, case: Complaint, link: str) -> None:
    shown = client.get(link).content.decode()
    assert "13800138000" not in shown and "王小明" not in shown


def test_the_filer_rates_once_and_may_ask_to_open_it_again(acts: Any, case: Complaint) -> None:
    with handles():
        does(case, "accept", DAY)
        does(case, "agree", "2026-05-20")
    assert "已办理" in acts("rate", solved="no", satisfaction="2")
    assert (now(case).solved, now(case).satisfaction) == (False, 2)
    assert "已经评价过" in acts("rate", solved="yes", satisfaction="5")
    assert "已办理" in acts("reopen", why="没有退款。")
    assert now(case).state == "received"


def test_a_wrong_answer_is_told_beside_its_question_and_the_rest_is_kept(acts: Any, case: Complaint) -> None:
    with handles():
        does(case, "accept", DAY)
        does(case, "agree", "2026-05-20")
    shown = acts("rate", solved="yes", satisfaction="", note="服务周到")
    assert "请填写" in shown and "服务周到" in shown and now(case).satisfaction is None


def test_the_filer_withdraws_and_gives_proof_of_identity(acts: Any, case: Complaint) -> None:
    with handles():
        does(case, "ask_identity", DAY)
    assert "身份证复印件" in acts("identity_given", id_type="id_card", id_number="110105194912310021")
    assert now(case).state == "identity"
    assert "1" + "*" * 16 + "X" in acts("identity_given", id_type="id_card", id_number=ID_CARD)
    assert now(case).state == "received" and now(case).id_number.open() == ID_CARD
    acts("withdraw")
    assert now(case).state == "withdrawn"


def test_no_move_keeps_an_id_number_that_the_case_keeps_sealed(client: Client, acts: Any, case: Complaint) -> None:
    with handles():
        does(case, "ask_identity", DAY)
    shown = acts("identity_given", id_type="id_card", id_number=ID_CARD)
    client.force_login(inspector())
    url = case.get_absolute_url()
    pages = [shown, client.get(url).content.decode(), client.get(f"/api{url}".rstrip("/")).content.decode()]
    with everywhere():
        kept = CaseMove.objects.get(case=case, transition="identity_given")
    for told in (*pages, kept.words.open(), str(kept.said)):
        assert ID_CARD not in told
    assert kept.written() == {"id_number": "1" + "*" * 16 + "X"}
    assert "1" + "*" * 16 + "X" in pages[1] and case.number in pages[2]


def test_what_only_a_handler_may_do_is_neither_offered_nor_done(acts: Any, client: Client, link: str) -> None:
    assert 'value="accept"' not in client.get(link).content.decode()
    assert "没有办成" in acts("accept")


def test_an_act_on_a_page_that_is_no_longer_true_does_nothing(client: Client, link: str, case: Complaint) -> None:
    with handles():
        does(case, "ask_identity", DAY)
    shown = client.post(link, {"act": "withdraw", "version": 1, "once": "w" * 22}).content.decode()
    assert "刚刚有了新的进展" in shown and now(case).state == "identity"


def test_evidence_can_be_added_until_it_is_closed(client: Client, link: str, case: Complaint) -> None:
    sent = {"act": "exhibit", "files": SimpleUploadedFile("小票.png", PNG), "once": "e" * 22}
    assert "材料 1.png" in client.post(link, sent).content.decode()
    with handles():
        does(case, "refuse", DAY)
    again = {"act": "exhibit", "files": SimpleUploadedFile("二.png", PNG + b"2"), "once": "f" * 22}
    assert "不能再补充" in client.post(link, again).content.decode()
    with everywhere():
        assert Exhibit.objects.count() == 1


def test_evidence_of_the_consumer_is_not_for_the_firm(client: Client, link: str, case: Complaint) -> None:
    client.post(link, {"act": "exhibit", "files": SimpleUploadedFile("小票.png", PNG), "once": "e" * 22})
    with handles():
        does(case, "accept", DAY)
        assert Exhibit.objects.count() == 1
    with firm():
        assert Complaint.objects.count() == 1 and Exhibit.objects.count() == 0


def test_a_link_opens_one_case_and_a_wrong_one_none(client: Client, link: str) -> None:
    other = complaint("2026-05-07")
    assert other.number not in client.get(link).content.decode()
    wrong = client.get(link[:-2] + ("A/" if link[-2] != "A" else "B/"))
    assert wrong.status_code == 404


def test_of_a_link_nothing_is_kept_but_its_hash(client: Client, case: Complaint, link: str) -> None:
    token = link.split("/")[2]
    shown = client.post(link, {"act": "withdraw", "version": 1, "once": "r" * 22}).content.decode()
    assert f"/r/{token}/" in shown
    with everywhere():
        assert Ticket.objects.get().sha256 == digest(token)
    receipt = Receipt.objects.get()
    assert token.encode() not in bytes(receipt.body) and token not in str(receipt.headers)


def looked_up(client: Client, case: Complaint, **other: str) -> str:
    sent = {"number": case.number.lower(), "phone": "138-0013-8000", "once": "r" * 22, **other}
    return client.post("/receipt/", sent).content.decode()


def test_a_firm_that_knows_number_and_phone_reads_how_far_it_is_and_does_nothing(
    client: Client, case: Complaint, link: str
) -> None:
    client.post(link, {"act": "exhibit", "files": SimpleUploadedFile("小票.png", PNG), "once": "e" * 22})
    with handles():
        does(case, "ask_identity", DAY)
    shown = looked_up(client, case)
    assert case.number in shown and shown.count('<li class="now"') == 1 and "回执上的二维码或链接" in shown
    main = shown.split("<main", 1)[1].split("</main>")[0]
    for nothing in ("<form", "/r/", "材料 1", "身份证复印件", "不肯退", "王", case.firm_name):
        assert nothing not in main, nothing
    looked_up(client, case, act="withdraw", version="2", once="s" * 22)
    assert now(case).state == "identity"
    with everywhere():
        assert Ticket.objects.count() == 1


def test_a_decision_is_read_by_number_and_phone_without_what_was_written_of_it(client: Client, case: Complaint) -> None:
    with handles():
        does(case, "refuse", DAY)
    shown = looked_up(client, case)
    assert "不予受理" in shown and "第16条第1项" in shown and "经营者在外地" not in shown


def test_the_number_of_a_complaint_is_not_published_and_not_found_out(client: Client, case: Complaint) -> None:
    with handles():
        does(case, "accept", DAY)
        does(case, "agree", "2026-05-20")
        does(case, "publish", "2026-05-21")
    for path in ("/public/complaint/", "/public/complaint.csv", f"/public/complaint/?q={case.firm_name}"):
        shown = client.get(path).content.decode()
        assert case.firm_name in shown and case.number not in shown
    found = client.get("/public/complaint.csv", {"q": case.number[:6]}).content.decode()
    assert case.firm_name not in found


@pytest.mark.parametrize("wrong", [{"number": "TS20260430-AAAAAAAA"}, {"phone": "13900139000"}, {"phone": ""}])
def test_number_and_phone_must_both_be_right(client: Client, case: Complaint, wrong: dict[str, str]) -> None:
    sent = {"number": case.number, "phone": "13800138000", "once": "r" * 22, **wrong}
    shown = client.post("/receipt/", sent).content.decode()
    assert "error-summary" in shown and "进度页" not in shown


def test_nobody_tries_numbers_without_end_and_who_finds_is_not_counted(client: Client, case: Complaint) -> None:
    most = int(str(parameters()["complaint.lookups_an_hour"].versions[-1].value))
    for nth in range(most):
        assert case.number in looked_up(client, case, once=f"{nth:022d}")
        looked_up(client, case, number="TS-1", once=f"{nth:021d}x")
    refused = client.post("/receipt/", {"number": case.number, "phone": "13800138000", "once": "z" * 22})
    assert refused.status_code == 429
    assert f"请在 {again_at(timezone.now()):%H:%M} 以后再查" in refused.content.decode()
    assert Knock.objects.get().number == most
