"""A case moves once for each version, and not at all when something is wrong; its rows are seen with it."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import ProgrammingError, connection, transaction

from tests.mechanisms.cases.visiting import FIRM, MONDAY, done, inspector, of_firm, overseer, sits, visit
from tests.small.models import Visit
from zhiheng.directory.models import Officer
from zhiheng.directory.scope import desk_of
from zhiheng.mechanisms.calendar.loading import load_calendar
from zhiheng.mechanisms.calendar.models import CalendarYear, SpecialDay
from zhiheng.mechanisms.cases.acting import NotNow, NotSo, act, amend
from zhiheng.mechanisms.cases.clocks import recount, recount_provisional
from zhiheng.mechanisms.cases.declaring import Ask, Transition
from zhiheng.mechanisms.cases.models import Case, CaseClock, CaseMove, Suspension, kinds
from zhiheng.mechanisms.scope import Desk, at_desk, everywhere
from zhiheng.mechanisms.versions import Stale

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small")]
ROWS = (Case, CaseMove, CaseClock, Suspension)


def counted(desk: Desk) -> list[int]:
    """How many rows of each table a desk is given."""
    with at_desk(desk):
        return [model.objects.count() for model in ROWS]


def test_two_who_act_on_one_version_are_one_move() -> None:
    qin, row = inspector(), visit()
    with sits(qin):
        again = Visit.objects.get()
        act(row, "wait", 1, {"why": "away"}, by=qin, at=MONDAY)
        with pytest.raises(Stale):
            act(again, "visit", 1, {"found": "正常", "on": "2026-11-16"}, by=qin, at=MONDAY)
        assert [move.transition for move in row.moves.all()] == ["file", "wait"]
        assert Visit.objects.get().state == "waiting"


def test_what_is_wrong_is_told_at_once_and_nothing_is_written() -> None:
    qin, row = inspector(), visit()
    with sits(qin):
        with pytest.raises(NotSo) as wrong:
            act(row, "visit", 1, {"found": "x" * 501, "on": "昨天"}, by=qin, at=MONDAY)
        assert [name for name, _ in wrong.value.problems] == ["found", "on"]
        with pytest.raises(NotNow, match="不能答复"):
            act(row, "answer", 1, {}, by=qin, at=MONDAY)
        assert (row.moves.count(), Visit.objects.get().version) == (1, 1)


def test_a_text_that_was_left_out_is_empty_in_its_field(monkeypatch: pytest.MonkeyPatch) -> None:
    qin, row = inspector(), visit()
    topic = Ask("topic", "事项", required=False, sets="topic")
    monkeypatch.setattr(Visit, "transitions", (Transition("retitle", "改事项", ("asked",), asks=(topic,)),))
    assert done(row, "retitle", qin).topic == ""


@pytest.mark.parametrize("who", [overseer, of_firm, lambda: inspector("luo", "shijiazhuang")])
def test_nobody_else_moves_it(who: object) -> None:
    row, other = visit(), who()  # type: ignore[operator]
    with at_desk(desk_of(other, date(2026, 11, 16))), pytest.raises(NotNow):
        act(row, "go_on", 1, {}, by=other, at=MONDAY)


@pytest.mark.parametrize("who", [overseer, of_firm, lambda: inspector("luo", "shijiazhuang")])
def test_nobody_else_corrects_it(who: object) -> None:
    row, other = visit(), who()  # type: ignore[operator]
    with at_desk(desk_of(other, date(2026, 11, 16))), pytest.raises(NotNow):
        amend(row, 1, {"topic": "电梯"}, by=other, at=MONDAY, why="更正")


def test_a_case_of_no_firm_is_in_nobodys_hands_but_its_handlers() -> None:
    row = visit(firm_code="", firm_sees=True)
    for desk in (Desk(), Desk(whole=True), Desk(casework=frozenset({0}))):
        assert not row.hands(desk)


def test_a_move_is_never_rewritten_nor_deleted() -> None:
    row = visit()
    with everywhere():
        move = row.moves.get()
        with pytest.raises(TypeError):
            move.save()
        with pytest.raises(TypeError):
            move.delete()


def test_counting_again_changes_nothing() -> None:
    qin, row = inspector(), visit()
    row = done(row, "wait", qin, why="testing")
    with everywhere():
        before = list(CaseClock.objects.values()), list(Suspension.objects.values("begins", "ends"))
        recount(row)
        assert (list(CaseClock.objects.values()), list(Suspension.objects.values("begins", "ends"))) == before
        assert Case.objects.get().due_on is None


def test_a_provisional_day_is_counted_again_when_the_calendar_is_published() -> None:
    load_calendar(at=MONDAY)
    row = visit(at=MONDAY.replace(month=12, day=28))
    assert (row.due_on, row.provisional) == (date(2027, 1, 6), True)
    notice = CalendarYear.objects.create(year=2027, notice="试", changed_at=MONDAY.replace(month=12, day=29))
    SpecialDay.objects.create(year=notice, day=date(2027, 1, 1), kind="off")
    assert recount_provisional() == 1
    with everywhere():
        again = Case.objects.get()
    assert (again.due_on, again.provisional) == (date(2027, 1, 7), False)


def test_the_rows_of_a_case_are_seen_with_it_and_the_kinds_are_known() -> None:
    assert kinds()["visit"] is Visit
    here, there = visit(firm_code=FIRM, firm_sees=True), visit("shijiazhuang")
    done(here, "wait", inspector(), why="away")
    seen = {who: counted(desk_of(officer, date(2026, 11, 16))) for who, officer in posts().items()}
    assert seen == {"handler": [1, 2, 1, 1], "other": [1, 1, 1, 0], "office": [2, 3, 2, 1], "firm": [1, 2, 1, 1]}
    assert counted(Desk(case=there.pk)) == [1, 1, 1, 0] and counted(Desk()) == [0, 0, 0, 0]


def posts() -> dict[str, Officer]:
    """Who asks."""
    return {
        "handler": inspector(),
        "other": inspector("luo", "shijiazhuang"),
        "office": overseer(),
        "firm": of_firm(),
    }


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="row-level security is in PostgreSQL alone")
def test_the_database_gives_every_desk_the_same() -> None:
    here = visit(firm_code=FIRM, firm_sees=True)
    visit("shijiazhuang")
    done(here, "wait", inspector(), why="away")
    desks = [*(desk_of(officer, date(2026, 11, 16)) for officer in posts().values()), Desk(case=here.pk), Desk()]
    for desk in desks:
        with at_desk(desk):
            assert [model._base_manager.count() for model in ROWS] == [model.objects.count() for model in ROWS]


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="the role of the server is PostgreSQL's")
@pytest.mark.parametrize("statement", ["DELETE FROM cases_casemove", "UPDATE cases_casemove SET at = now()"])
def test_the_role_of_the_server_rewrites_no_move(statement: str) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        connection.cursor().execute(statement)
