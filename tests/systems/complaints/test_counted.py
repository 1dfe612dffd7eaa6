"""From the acts of officers to a number: who had the complaint answers for it, and passing it round betters nothing."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tests.factories.complaints import complaint, does, handles, holds, region
from zhiheng.indicators.asking import answer
from zhiheng.indicators.declaring import Definition
from zhiheng.indicators.definitions.complaints import confirmed_solved, first_checked_on_time, mediated, satisfaction
from zhiheng.indicators.shapes import Value
from zhiheng.indicators.tree import WHOLE
from zhiheng.mechanisms.cases.models import Case
from zhiheng.mechanisms.periods import Grain, Period
from zhiheng.mechanisms.scope import everywhere

pytestmark = pytest.mark.django_db
MARCH = Period.of("2026-03")
LATER = date(2026, 11, 22)
HERE, THERE = "shijiazhuang-qiaoxi", "tangshan-lubei"


def counted(definition: Definition) -> dict[int, Value]:
    """March, by region."""
    return {cell.region: cell.found for cell in answer(definition.key, MARCH, Grain.MONTH, on=LATER).cells}


def test_a_county_answers_for_what_it_let_lie_and_the_next_for_its_own_time() -> None:
    found = complaint("2026-03-02", HERE)
    with handles(HERE):
        does(found, "transfer", "2026-03-20", to=THERE)
    with handles(THERE):
        assert list(found.clock_rows.values_list("region__slug", "ended_by")) == [(HERE, "transfer"), (THERE, "")]
        does(found, "accept", "2026-03-23")
        rows = found.clock_rows.order_by("began", "clock", "round").values_list("clock", "region__slug", "ended_by")
        assert list(rows) == [("accept", HERE, "transfer"), ("accept", THERE, "accept"), ("mediate", THERE, "")]
        does(found, "agree", "2026-03-24")
    checked = counted(first_checked_on_time)
    assert checked[region(HERE).pk] == Value(Decimal(0), 1, 0)
    assert checked[region(THERE).pk] == Value(Decimal(100), 1, 1)
    # A move is of the region that had the case when it was made, also once the case has gone on.
    with everywhere():
        Case.objects.filter(pk=found.pk).update(region=region(HERE))
    assert set(counted(mediated)) & {region(HERE).pk, region(THERE).pk} == {region(THERE).pk}


def test_passing_a_complaint_round_does_not_better_the_first_check() -> None:
    for _neglected in range(2):
        complaint("2026-03-02", HERE)
    before = counted(first_checked_on_time)[WHOLE]
    round_ = complaint("2026-03-02", HERE)
    for number in range(4):
        at, to = (HERE, THERE) if number % 2 == 0 else (THERE, HERE)
        with handles(at):
            does(round_, "transfer", f"2026-03-{3 + number:02}", to=to)
    with handles(HERE):
        does(round_, "withdraw", "2026-03-09")
    assert counted(first_checked_on_time)[WHOLE] == before == Value(Decimal(0), 2, 0)


def test_what_a_consumer_says_is_counted_as_it_was_said() -> None:
    for solved, points in (("yes", "4"), ("no", "1")):
        found = complaint("2026-03-02")
        with handles():
            does(found, "accept", "2026-03-03")
            does(found, "agree", "2026-03-04")
        with holds(found):
            does(found, "rate", "2026-03-05", solved=solved, satisfaction=points)
    assert counted(confirmed_solved)[WHOLE] == Value(Decimal(50), 2, 1)
    assert counted(satisfaction)[WHOLE] == Value(Decimal("2.5"), 2)
