"""What is done with a complaint that is closed, and what goes on beside it."""

from __future__ import annotations

from datetime import date

import pytest

from tests.factories.complaints import HERE, complaint, does, firm, handles, holds, on, region
from tests.factories.registers import FIRM, inspector, promise, sits
from zhiheng.mechanisms.cases.acting import NotNow, NotSo, amend
from zhiheng.mechanisms.cases.models import Case
from zhiheng.mechanisms.registers.models import RegisterEvent
from zhiheng.systems.complaints.models import Complaint, ViolationReport

pytestmark = pytest.mark.django_db

NUMBERED = "请联系 13800138000。"


def closed(**said: object) -> Complaint:
    """A complaint that ended in an agreement; asked from the desk that handles it."""
    found = complaint("2026-05-06", **said)
    does(found, "accept", "2026-05-07")
    does(found, "agree", "2026-05-20")
    return found


def test_a_closed_complaint_is_published_with_consent() -> None:
    with handles():
        found = closed()
        does(found, "publish", "2026-05-25")
        assert list(Complaint.objects.filter(Complaint.published)) == [found]
        with pytest.raises(NotNow, match="已经公示"):
            does(found, "publish", "2026-05-26")
        does(found, "unpublish", "2026-05-27")
        assert not Complaint.objects.filter(Complaint.published).exists()


def test_without_consent_nothing_is_published() -> None:
    with handles(), pytest.raises(NotNow, match="没有同意公示"):
        does(closed(agrees_to_publish=False), "publish", "2026-05-25")


def test_an_exclusion_takes_a_publication_down_and_keeps_it_down() -> None:
    with handles():
        found = closed()
        does(found, "publish", "2026-05-25")
        does(found, "exclude", "2026-05-26")
        assert found.published_on is None
        with pytest.raises(NotNow, match="个人隐私"):
            does(found, "publish", "2026-05-27")


def test_a_summary_with_a_phone_number_is_not_published() -> None:
    with handles():
        found = closed()
        with pytest.raises(NotSo, match="电话或身份证号码"):
            does(found, "publish", "2026-05-25", summary=NUMBERED)
        found.refresh_from_db()
        assert (found.published_on, found.summary, found.version) == (None, "", 3)


@pytest.mark.parametrize(
    "summary",
    [
        "王小明买的电水壶不通电。",
        "王 小 明买的电水壶不通电。",
        "李小红代投诉人主张退款。",
        "赵大力等人购买电水壶。",
        "住槐安路１２号的消费者购买电水壶。",
    ],
)
def test_a_summary_with_a_name_or_an_address_of_those_who_complain_is_not_published(summary: str) -> None:
    said = {"agent": "李小红", "agent_authority": "代为主张退款", "persons": 3, "representatives": "赵大力、孙和平"}
    with handles():
        found = closed(**said, address="河北省石家庄市桥西区槐安路12号")
        with pytest.raises(NotSo, match="姓名或住址"):
            does(found, "publish", "2026-05-25", summary=summary)
        does(found, "publish", "2026-05-25", summary="消费者在石家庄市桥西区购买电水壶，经调解和平解决。")
        assert found.published_on


def test_only_the_filer_agrees_to_publication_and_taking_it_back_takes_it_down() -> None:
    with handles():
        found = closed(agrees_to_publish=False)
        for name in ("agrees_to_publish", "agrees_to_entrust"):
            with pytest.raises(NotNow):
                amend(found, found.version, {name: True}, by=inspector(), at=on("2026-05-21"), why="来电同意")
        with pytest.raises(NotNow):
            does(found, "consent", "2026-05-21", publish="yes")
    with holds(found):
        does(found, "consent", "2026-05-21", publish="yes")
    with handles():
        does(found, "publish", "2026-05-25")
        assert Complaint.objects.filter(Complaint.published).exists()
    with holds(found):
        does(found, "consent", "2026-05-26", publish="no")
    with handles():
        assert not Complaint.objects.filter(Complaint.published).exists()
        with pytest.raises(NotNow, match="没有同意公示"):
            does(found, "publish", "2026-05-27")


def test_an_open_complaint_is_not_published() -> None:
    with handles():
        found = complaint("2026-05-06")
        does(found, "accept", "2026-05-07")
        with pytest.raises(NotNow, match="不能公示"):
            does(found, "publish", "2026-05-25")


def test_what_the_consumer_said_counts_before_what_was_said_on_the_phone() -> None:
    with handles():
        called, rated = closed(), closed()
        does(called, "follow_up", "2026-05-25", solved="no", satisfaction="2")
        with holds(rated):
            does(rated, "rate", "2026-05-21", solved="yes", satisfaction="5")
            with pytest.raises(NotNow, match="已经评价过"):
                does(rated, "rate", "2026-05-22", satisfaction="1")
        does(rated, "follow_up", "2026-05-25", solved="no", satisfaction="1")
        called.refresh_from_db()
        rated.refresh_from_db()
        assert (called.solved, called.satisfaction, rated.solved, rated.satisfaction) == (False, 2, True, 5)


def test_a_complaint_that_is_opened_again_has_a_time_to_accept_of_its_own_and_loses_what_it_ended_with() -> None:
    with handles():
        found = closed()
        does(found, "publish", "2026-05-25")
        with holds(found):
            does(found, "reopen", "2026-05-26")
        again = found.clock_rows.get(clock="reaccept")
        assert (found.state, found.closed_on, found.published_on, found.due_on) == (
            "received",
            None,
            None,
            again.due_on,
        )
        assert "比照" in again.reference
        does(found, "accept", "2026-05-27")
        assert [row.round for row in found.clock_rows.filter(clock="mediate")] == [1, 2]


def test_a_complaint_is_not_opened_again_without_end() -> None:
    with handles():
        found = complaint("2026-05-06")
        for day in ("2026-05-07", "2026-05-08", "2026-05-11"):
            does(found, "refuse", day)
            does(found, "reopen", day)
        does(found, "refuse", "2026-05-12")
        with pytest.raises(NotNow, match="3 次"):
            does(found, "reopen", "2026-05-13")


def test_a_complaint_that_is_passed_on_lies_on_the_other_desk_with_a_new_time_to_accept() -> None:
    found = complaint("2026-05-06")
    with handles():
        does(found, "transfer", "2026-05-08")
        assert not Complaint.objects.exists()
    with handles("tangshan-lubei"):
        seen = Complaint.objects.get()
        rounds = [(row.began, row.ended) for row in seen.clock_rows.filter(clock="accept")]
        assert (seen.state, rounds) == (
            "received",
            [(date(2026, 5, 6), date(2026, 5, 8)), (date(2026, 5, 8), None)],
        )
        does(seen, "accept", "2026-05-11")


def test_a_complaint_is_not_passed_on_to_where_it_lies_nor_to_the_province() -> None:
    with handles():
        found = complaint("2026-05-06")
        for slug in (HERE, "hebei"):
            with pytest.raises(NotSo, match="另一个"):
                does(found, "transfer", "2026-05-08", to=slug)
        assert Complaint.objects.get().region == region()


def test_bureaus_that_both_or_neither_want_it_have_seven_working_days() -> None:
    with handles():
        found = complaint("2026-05-06")
        does(found, "dispute", "2026-05-07")
        row = found.clock_rows.get(clock="competence")
        assert (row.due_on, found.due_on) == (
            date(2026, 5, 15),
            date(2026, 5, 14),
        )  # 9 May is a Saturday that is worked
        does(found, "accept", "2026-05-14")
        assert found.clock_rows.get(clock="competence").on_time


def test_the_same_person_about_the_same_trader_is_proposed_as_one_and_a_person_merges() -> None:
    kept = complaint("2026-05-06")
    twice = complaint("2026-05-08", phone="+86 138-0013-8000", id_number="")
    other_firm = complaint("2026-05-08", firm_code="", firm_name="另一家")
    other_person = complaint("2026-05-08", phone="13900139000", id_number="", id_type="")
    long_ago = complaint("2025-01-08")
    with handles():
        assert list(twice.duplicates()) == [kept]
        for wrong in (other_person, other_firm):
            assert wrong not in kept.duplicates()
        assert long_ago not in kept.duplicates()
        with pytest.raises(NotSo, match="不是同一人"):
            does(other_person, "merge", "2026-05-09", into=kept.number)
        with pytest.raises(NotSo, match="被投诉企业不同"):
            does(other_firm, "merge", "2026-05-09", into=kept.number)
        with pytest.raises(NotSo, match="没有这个编号"):
            does(twice, "merge", "2026-05-09", into="TS20260101-XXXXXXXX")
        does(twice, "merge", "2026-05-09", into=kept.number)
        assert (twice.state, twice.merged_into, twice.closed_on) == ("merged", kept, date(2026, 5, 9))
        assert not kept.duplicates().exists()


def test_a_clue_in_the_same_paper_becomes_a_report_of_the_same_day_with_its_own_clocks() -> None:
    with handles():
        found = complaint("2026-05-06")
        does(found, "accept", "2026-05-07")
        does(found, "split", "2026-05-08")
        (report,) = found.reports.all()
        assert (report.due_on, report.named, report.facts.open()) == (date(2026, 5, 26), True, "产品没有合格证。")
        assert (report.reporter.open(), report.phone.open()) == ("王小明", "13800138000")
        with pytest.raises(NotNow, match=report.number):
            does(found, "split", "2026-05-09")
        does(found, "terminate", "2026-05-20")
        assert ViolationReport.objects.get().state == "received"
    with firm():
        assert [case.of_kind for case in Case.objects.all()] == ["complaint"]


def test_a_clue_found_in_mediation_is_received_that_day_and_nobody_is_told() -> None:
    with handles():
        found = complaint("2026-05-06")
        does(found, "split", "2026-05-11", since="found")
        (report,) = found.reports.all()
        assert (report.due_on, report.named, str(report.reporter)) == (date(2026, 6, 1), False, "")
        does(report, "drop", "2026-05-20", why="没有违法事实。")
        assert not report.clock_rows.filter(clock="tell").exists()
        with pytest.raises(NotNow, match="没有具名"):
            does(report, "tell", "2026-05-21", how="phone")


def test_a_check_may_be_extended_once_and_testing_is_not_counted_and_a_named_reporter_is_told() -> None:
    with handles():
        found = complaint("2026-05-06")
        does(found, "split", "2026-05-06")
        (report,) = found.reports.all()
        does(report, "extend", "2026-05-20", approved_by="局长", why="案情复杂。")
        assert report.due_on == date(2026, 6, 16)
        with pytest.raises(NotNow, match="延长过一次"):
            does(report, "extend", "2026-05-21", approved_by="局长", why="案情复杂。")
        does(report, "suspend", "2026-05-22")
        does(report, "resume", "2026-05-26")
        assert report.due_on == date(2026, 6, 22)
        does(report, "open_case", "2026-06-01", file_number="某市监立〔2026〕1号")
        assert report.due_on == date(2026, 6, 8)
        does(report, "tell", "2026-06-08", how="phone")
        assert report.clock_rows.get(clock="tell").on_time


def test_a_broken_promise_is_recorded_where_the_promise_is_kept() -> None:
    officer = inspector()
    kept = promise(firm_code=FIRM)
    with sits(officer):
        found = complaint("2026-05-06", slug="shijiazhuang-qiaoxi", promise="七日无理由退货")
        does(found, "accept", "2026-05-07", by=officer)
        does(found, "terminate", "2026-05-20", by=officer, promise_broken="yes")
        (event,) = RegisterEvent.objects.filter(register=kept)
        assert (event.key, event.case_number, event.on) == ("breach", found.number, date(2026, 5, 20))
        assert event.at == on("2026-05-20")
