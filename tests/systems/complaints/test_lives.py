"""The lives of complaints, from receipt to the end, with the dates that the law gives."""

from __future__ import annotations

from datetime import date

import pytest

from tests.factories.complaints import complaint, does, firm, handles, holds, region
from zhiheng.mechanisms.cases.acting import NotNow, NotSo
from zhiheng.mechanisms.cases.declaring import problems
from zhiheng.mechanisms.cases.models import CaseClock
from zhiheng.mechanisms.cases.models.case import kinds
from zhiheng.mechanisms.registers.models import RegisterEvent
from zhiheng.systems.complaints.models import Complaint, ViolationReport

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
