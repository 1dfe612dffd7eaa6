"""Rows of registers are entered, amended, and things happen to them; nobody writes where he does not keep."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from tests.factories.registers import FIRM, happened, inspector, place, promise, sits, unit
from tests.factories.uploading import MORNING
from zhiheng.mechanisms.journal.models import history_of
from zhiheng.mechanisms.registers.keeping import NotNow, amend, enter, erase, record, record_breach, strike
from zhiheng.mechanisms.registers.models import Register, RegisterEvent
from zhiheng.mechanisms.scope import Desk, at_desk, everywhere
from zhiheng.mechanisms.versions import Stale
from zhiheng.systems.registers.models import ReturnPromise

pytestmark = pytest.mark.django_db
ON = MORNING.date()


def test_a_row_is_entered_with_a_line_of_the_journal() -> None:
    row = promise()
    with sits(inspector()):
        assert [(line.field, line.new, line.why) for line in history_of(row)] == [("登记", "A1 某某商场", "商家承诺")]


def test_one_code_stands_once_in_a_register_and_may_stand_in_another() -> None:
    promise("A1")
    unit("A1")
    with pytest.raises(ValidationError, match="已经有了"):
        promise("A1")


def test_a_row_is_entered_and_amended_by_who_keeps_the_region_alone() -> None:
    stranger, row = inspector("wu", "tangshan"), promise()
    with pytest.raises(NotNow):
        promise("A2", by=stranger)
    with sits(stranger), pytest.raises(NotNow):
        amend(row, 1, {"name": "别的商场"}, by=stranger, at=MORNING, why="更名")
    with sits(keeper := inspector()), pytest.raises(NotNow):
        amend(row, 1, {"region": place("tangshan")}, by=keeper, at=MORNING, why="迁址")
    with at_desk(Desk(whole=True)), pytest.raises(NotNow):
        record(row, "suspend", 1, on=ON, why="整改", by=None, at=MORNING)


def test_who_was_slower_is_told_field_by_field_and_nothing_is_written() -> None:
    keeper, row = inspector(), promise()
    with sits(keeper):
        amend(row, 1, {"name": "新名商场", "days": 30}, by=keeper, at=MORNING, why="更名")
        with pytest.raises(Stale) as stale:
            amend(row, 1, {"name": "另一名", "days": 15}, by=keeper, at=MORNING, why="更名", read={"days": "15"})
        assert [(one.name, one.mine.words, one.theirs.words) for one in stale.value.differences] == [
            ("name", "另一名", "新名商场"),
            ("days", "15", "30"),
        ]
        now = ReturnPromise.objects.get(pk=row.pk)
        assert (now.name, now.days, now.version) == ("新名商场", 30, 2)
        assert [line.field for line in history_of(row)] == ["无理由退货天数", "名称", "登记"]


def test_what_happens_is_recorded_in_states_that_allow_it_and_never_for_a_day_to_come() -> None:
    keeper, row = inspector(), promise()
    happened(row, "suspend", ON)
    row.refresh_from_db()
    with sits(keeper):
        assert row.state_on(ON).key == "suspended" and row.state_on(date(2026, 1, 2)).key == "active"
        for key, on in (("suspend", ON), ("resume", date(2030, 1, 1)), ("nonsense", ON)):
            with pytest.raises(NotNow):
                record(row, key, row.version, on=on, why="整改", by=keeper, at=MORNING)
        with pytest.raises(Stale):
            record(row, "resume", row.version - 1, on=ON, why="整改完成", by=keeper, at=MORNING)


def test_a_wrong_event_is_struck_out_and_stays_to_be_read() -> None:
    keeper, row = inspector(), promise()
    wrong = happened(row, "cancel", ON)
    with sits(keeper):
        row.refresh_from_db()
        strike(wrong, row.version, why="记错了行", by=keeper, at=MORNING)
        again = Register.objects.get(pk=row.pk)
        assert again.state_on(ON).key == "active"
        assert [event.struck for event in again.happened.all()] == [True, False]
        with pytest.raises(NotNow):
            strike(RegisterEvent.objects.get(pk=wrong.pk), again.version, why="再划", by=keeper, at=MORNING)
        with pytest.raises(TypeError):
            again.happened.first().delete()


def test_a_breach_is_recorded_on_every_promise_in_force_wherever_it_is_kept_and_once_a_case() -> None:
    promise("A1", firm_code=FIRM)
    unit("F1", firm_code=FIRM)  # declared, not yet granted
    gone = promise("A2", firm_code=FIRM)
    happened(gone, "leave", date(2026, 2, 1))
    other = inspector("wu", "tangshan")
    with sits(other):
        for _ in range(2):
            record_breach(FIRM, ON, "承诺未兑现", "TS20261122-AAAA", by=other, at=MORNING)
        breaches = RegisterEvent.objects.filter(key="breach")
        assert [(one.register.code, one.case_number) for one in breaches] == [("A1", "TS20261122-AAAA")]
        assert Register.objects.get(code="A1").state_on(ON).key == "active"
        assert record_breach("", ON, "承诺未兑现", "TS1", by=other, at=MORNING) == []


def test_a_breach_is_not_recorded_on_a_row_that_its_finder_may_not_see() -> None:
    row, other = promise("A1", firm_code=FIRM), inspector("wu", "tangshan")
    with everywhere():
        Register.objects.filter(pk=row.pk).update(published=False)
    with sits(other):
        assert record_breach(FIRM, ON, "承诺未兑现", "TS1", by=other, at=MORNING) == []
    with sits(keeper := inspector()):
        assert len(record_breach(FIRM, ON, "承诺未兑现", "TS1", by=keeper, at=MORNING)) == 1


def test_a_row_entered_by_mistake_is_erased_until_something_has_happened_to_it() -> None:
    keeper, row, kept = inspector(), promise("A1"), promise("A2")
    happened(kept, "suspend", ON)
    with sits(keeper):
        erase(row, by=keeper, at=MORNING, why="误录")
        with pytest.raises(NotNow):
            erase(kept, by=keeper, at=MORNING, why="误录")
        assert [one.code for one in ReturnPromise.objects.all()] == ["A2"]
    promise("A1")


def test_a_firm_code_that_cannot_be_is_refused() -> None:
    with pytest.raises(ValidationError, match="校验位"):
        promise(firm_code="911301000000000001")
    with sits(keeper := inspector()), pytest.raises(ValidationError):
        enter(ReturnPromise(code="A3", region=place()), by=keeper, at=MORNING)
