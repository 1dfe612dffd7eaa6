"""The lives of complaints, from receipt to the end, with the dates that the law gives."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from tests.factories.complaints import complaint, does, firm, handles, holds, joins_odr, on
from tests.factories.registers import inspector
from zhiheng.mechanisms.cases.acting import NotNow, NotSo, amend
from zhiheng.mechanisms.cases.declaring import problems
from zhiheng.mechanisms.cases.models import CaseClock
from zhiheng.mechanisms.cases.models.case import kinds
from zhiheng.systems.complaints.models import Complaint, OdrMember, ViolationReport

pytestmark = pytest.mark.django_db


def clock(case: Complaint | ViolationReport, key: str) -> CaseClock:
    found: CaseClock = case.clock_rows.filter(clock=key).last()
    return found


@pytest.mark.parametrize("kind", ["complaint", "report"])
def test_the_declaration_is_sound(kind: str) -> None:
    model = kinds()[kind]
    assert list(problems(model.states, model.transitions, model.clocks)) == []


def test_the_seven_working_days_to_accept_step_over_the_holidays_of_may() -> None:
    assert complaint("2026-04-30").due_on == date(2026, 5, 13)


def test_mediation_lasts_sixty_days_from_acceptance() -> None:
    with handles():
        found = complaint("2026-04-09")
        does(found, "accept", "2026-04-10")
        assert (found.state, found.due_on) == ("mediating", date(2026, 6, 9))


def test_before_july_2024_mediation_lasted_forty_five_working_days() -> None:
    with handles():
        found = complaint("2024-06-24")
        does(found, "accept", "2024-06-28")
        assert clock(found, "mediate").reference.endswith("第21条")
        assert found.due_on == date(2024, 8, 30)


def test_the_days_of_testing_are_not_counted() -> None:
    with handles():
        found = complaint("2026-04-09")
        does(found, "accept", "2026-04-10")
        does(found, "suspend", "2026-04-20")
        assert found.due_on is None
        does(found, "resume", "2026-04-29")
        assert found.due_on == date(2026, 6, 22)  # ten days later it is 19 June, the Dragon Boat festival


def test_a_complaint_without_proof_of_identity_is_not_accepted_since_april_2026_and_was_before() -> None:
    with handles():
        nameless = complaint("2026-04-20", id_number="", id_type="")
        with pytest.raises(NotNow, match="第121号令"):
            does(nameless, "accept", "2026-04-21")
        does(nameless, "ask_identity", "2026-04-21", identity_by="2026-04-28")
        with holds(nameless):
            does(nameless, "identity_given", "2026-04-25")
        does(nameless, "accept", "2026-04-26")
        assert clock(nameless, "accept").on_time
        before = complaint("2026-04-13", id_number="", id_type="")
        does(before, "accept", "2026-04-15")
        assert before.state == "mediating"


def test_a_number_that_is_no_identity_number_is_not_taken_and_the_case_stays_as_it_was() -> None:
    with handles():
        found = complaint("2026-05-06", id_number="", id_type="")
        does(found, "ask_identity", "2026-05-07", identity_by="2026-05-12")
        with pytest.raises(NotSo, match="校验位"):
            does(found, "identity_given", "2026-05-08", id_number="110105194912310021")
        assert (found.state, found.version, str(found.id_number)) == ("identity", 2, "")
        with pytest.raises(NotSo, match="期满后"):
            does(found, "refuse", "2026-05-09", ground="identity")
        does(found, "refuse", "2027-01-04", ground="identity")
        assert found.state == "refused"


def test_the_day_for_proof_of_identity_lies_ahead() -> None:
    with handles():
        found = complaint("2026-05-06")
        with pytest.raises(NotSo, match="不能早于今天"):
            does(found, "ask_identity", "2026-05-07", identity_by="2026-05-06")


def test_the_day_for_proof_of_identity_lies_within_the_time_to_accept_which_goes_on() -> None:
    with handles():
        found, late = complaint("2026-04-30"), complaint("2026-04-30")
        with pytest.raises(NotSo, match="受理期限到 2026-05-13 为止"):
            does(found, "ask_identity", "2026-05-07", identity_by="2026-05-14")
        does(found, "ask_identity", "2026-05-07", identity_by="2026-05-13")
        assert (found.state, found.due_on) == ("identity", date(2026, 5, 13))
        with pytest.raises(NotSo, match="2026-05-20"):
            does(late, "ask_identity", "2026-05-20", identity_by="2026-05-21")
        does(late, "ask_identity", "2026-05-20", identity_by="2026-05-20")


def grounds_of(found: Complaint, key: str) -> list[str]:
    transition = found.transition(key)
    assert transition
    return [one for one, _ in next(ask.choices for ask in found.asks_of(transition) if ask.name == "ground")]


def test_the_grounds_are_those_of_the_law_of_the_day_of_receipt() -> None:
    earlier, later = complaint("2026-04-14"), complaint("2026-04-15")
    assert "identity" not in grounds_of(earlier, "refuse")
    assert grounds_of(later, "refuse").index("identity") == 5
    assert "ceased" not in grounds_of(earlier, "terminate")
    assert grounds_of(earlier, "terminate")[1] == "appraisal"
    assert grounds_of(later, "terminate")[1:4] == ["absent", "no_agreement", "appraisal"]
    with handles(), pytest.raises(NotSo, match="没有这一项"):
        does(earlier, "refuse", "2026-04-16", ground="identity")


def test_a_refusal_names_its_article_and_another_way() -> None:
    with handles():
        found = complaint("2026-05-06")
        with pytest.raises(NotSo, match="其他解决途径"):
            does(found, "refuse", "2026-05-07", remedy="")
        does(found, "refuse", "2026-05-07", ground="too_late")
    assert found.decision and "第121号令）第16条第4项" in found.decision.reference
    assert (found.decision.words[:7], found.remedy_words) == ("自知道或者应当", "向人民法院提起诉讼")
    assert found.closed_on == date(2026, 5, 7)


@pytest.mark.parametrize("confirms", [holds, lambda found: handles()])
def test_a_firm_negotiates_within_ten_working_days_and_the_consumer_says_that_it_is_settled(confirms: Any) -> None:
    joins_odr()
    found = complaint("2026-04-24")
    with holds(found):
        does(found, "to_odr", "2026-04-24")
    assert (found.state, found.due_on) == ("odr", date(2026, 5, 12))
    with firm():
        seen = Complaint.objects.get(pk=found.pk)
        with pytest.raises(NotSo, match="协商结果"):
            does(seen, "odr_answer", "2026-05-08", result="")
        does(seen, "odr_answer", "2026-05-08")
        with pytest.raises(NotNow, match="不能这样办理"):
            does(seen, "odr_settle", "2026-05-09")
        assert (seen.state, seen.due_on) == ("odr", date(2026, 5, 12))
    with confirms(found):
        does(seen, "odr_settle", "2026-05-09")
        assert (seen.state, seen.closed_on, clock(seen, "odr").on_time) == ("settled", date(2026, 5, 9), True)


def test_when_odr_fails_the_time_to_accept_begins_anew_and_it_does_not_go_there_again() -> None:
    joins_odr()
    found = complaint("2026-04-24")
    with holds(found):
        does(found, "to_odr", "2026-04-24")
        does(found, "odr_fail", "2026-05-08")
        second = clock(found, "accept")
    assert (found.state, second.round, second.began, found.due_on) == (
        "received",
        2,
        date(2026, 5, 8),
        date(2026, 5, 18),
    )
    with handles(), pytest.raises(NotNow, match="已经由企业先行和解过一次"):
        does(found, "to_odr", "2026-05-11")


@pytest.mark.parametrize("said", [{"valid_to": date(2026, 4, 23)}, {"valid_from": date(2026, 4, 25)}])
def test_only_a_firm_that_takes_part_on_that_day_negotiates(said: dict[str, date]) -> None:
    found = complaint("2026-04-24")
    with holds(found), pytest.raises(NotNow, match="不是在线消费纠纷解决"):
        does(found, "to_odr", "2026-04-24")
    joins_odr(**said)
    with handles(), pytest.raises(NotNow, match="不是在线消费纠纷解决"):
        does(found, "to_odr", "2026-04-24")
    with handles():
        OdrMember.objects.update(valid_from=date(2026, 4, 24), valid_to=date(2026, 4, 24))
        does(found, "to_odr", "2026-04-24")
        assert found.state == "odr"


def test_a_complaint_without_the_code_of_the_firm_does_not_go_to_odr() -> None:
    found = complaint("2026-04-24", firm_code="")
    with holds(found), pytest.raises(NotNow, match="统一社会信用代码"):
        does(found, "to_odr", "2026-04-24")


def test_a_firm_sees_a_complaint_when_it_is_accepted_and_not_before_nor_when_it_is_refused() -> None:
    accepted, refused = complaint("2026-05-06"), complaint("2026-05-06")
    with handles():
        does(refused, "refuse", "2026-05-07")
    with firm():
        assert not Complaint.objects.exists()
    with handles():
        does(accepted, "accept", "2026-05-07")
    with firm():
        (seen,) = Complaint.objects.all()
        does(seen, "answer", "2026-05-08")
    assert seen.pk == accepted.pk


def test_mediation_ends_because_its_time_is_over_only_when_it_is() -> None:
    with handles():
        found = complaint("2026-04-09")
        does(found, "accept", "2026-04-10")
        with pytest.raises(NotSo, match="2026-06-09"):
            does(found, "terminate", "2026-06-09", ground="time")
        assert found.state == "mediating"
        does(found, "terminate", "2026-06-10", ground="time")
        tell = clock(found, "tell")
        assert (tell.due_on, clock(found, "mediate").on_time) == (date(2026, 6, 22), False)
        does(found, "tell_termination", "2026-06-22")
        with pytest.raises(NotNow, match="已经告知"):
            does(found, "tell_termination", "2026-06-23")
        assert clock(found, "tell").on_time


def test_who_withdraws_in_mediation_ends_it_and_both_are_told() -> None:
    found = complaint("2026-05-06")
    with handles():
        does(found, "accept", "2026-05-07")
    with holds(found):
        found.refresh_from_db()
        does(found, "withdraw_mediated", "2026-05-08")
        assert (found.state, found.ground, clock(found, "tell").began) == ("terminated", "withdrawn", date(2026, 5, 8))


def test_mediation_is_entrusted_only_with_consent() -> None:
    with handles():
        found = complaint("2026-05-06")
        with pytest.raises(NotSo, match="没有同意委托调解"):
            does(found, "accept", "2026-05-07", entrusted_to="某某消费者协会")
        willing = complaint("2026-05-06", agrees_to_entrust=True)
        does(willing, "accept", "2026-05-07", entrusted_to="某某消费者协会")
        assert willing.state == "mediating"


def test_an_agent_shows_a_power_of_attorney_and_joint_complainants_have_representatives() -> None:
    with handles():
        by_agent, joint = complaint("2026-05-06", agent="李小红"), complaint("2026-05-06", persons=12)
        with pytest.raises(NotNow, match="第20号令第10条"):
            does(by_agent, "accept", "2026-05-07")
        with pytest.raises(NotNow, match="第20号令第11条"):
            does(joint, "accept", "2026-05-07")
        amend(joint, 1, {"representatives": "王小明、李小红"}, by=inspector(), at=on("2026-05-07"), why="已推选")
        does(joint, "accept", "2026-05-07")
        assert joint.state == "mediating"


def test_a_purchase_lies_before_the_complaint_and_within_living_memory() -> None:
    for wrong in (date(1949, 9, 30), date(2026, 5, 7), date(202, 5, 1)):
        with pytest.raises(ValidationError, match="1949-10-01 至收到投诉之日（2026-05-06）"):
            complaint("2026-05-06", bought_on=wrong).clean()
    for right in (date(1949, 10, 1), date(2026, 5, 6), None):
        complaint("2026-05-06", bought_on=right).clean()
