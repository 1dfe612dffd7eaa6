"""A declaration says what is wrong with itself, and the clocks follow from the moves."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from zhiheng.mechanisms.cases.counting import Run, runs_of
from zhiheng.mechanisms.cases.declaring import Clock, State, Transition, problems, reachable

STATES = (State("new", "新"), State("open", "办理中"), State("waiting", "等待"), State("done", "办结", ends=True))
TRANSITIONS = (
    Transition("take", "受理", ("new",), "open"),
    Transition("wait", "中止", ("open",), "waiting"),
    Transition("go_on", "恢复", ("waiting",), "open"),
    Transition("close", "办结", ("open",), "done"),
    Transition("again", "重新办理", ("done",), "open"),
)
CLOCK = Clock("work", "办理时限", "test.work", ("take", "again"), ("close",), (("wait", "go_on"),))


def day(number: int) -> date:
    return date(2026, 11, number)


def test_a_sound_declaration_has_no_problems() -> None:
    assert list(problems(STATES, TRANSITIONS, (CLOCK,))) == []


def test_a_name_that_nobody_declared_is_said() -> None:
    wrong = Transition("lose", "丢失", ("open",), "nowhere")
    assert list(problems(STATES, (*TRANSITIONS, wrong), (CLOCK,))) == [
        "transition lose names the state nowhere, which is not declared"
    ]
    assert list(problems(STATES, TRANSITIONS, (replace(CLOCK, ends=("shut",)),))) == [
        "clock work names the transition shut, which is not declared"
    ]


def test_a_state_without_a_way_in_or_out_is_said() -> None:
    lost = State("lost", "遗失")
    assert list(problems((*STATES, lost), TRANSITIONS, ())) == ["no way leads to the state lost"]
    trap = Transition("lose", "遗失", ("open",), "lost")
    assert list(problems((*STATES, lost), (*TRANSITIONS, trap), ())) == ["no way leads out of the state lost"]


def test_two_transitions_of_one_name_are_said() -> None:
    assert list(problems(STATES, (*TRANSITIONS, TRANSITIONS[0]), ())) == ["two transitions are called take"]


def test_a_transition_that_stays_leads_nowhere_new() -> None:
    assert reachable("new", (Transition("note", "备注", ("new",)),)) == {"new"}


def test_a_clock_runs_pauses_and_ends() -> None:
    moves = [("file", day(2)), ("take", day(3)), ("wait", day(5)), ("go_on", day(9)), ("close", day(12))]
    (run,) = runs_of((CLOCK,), moves)
    assert run == Run("work", "test.work", 1, day(3), ((day(5), day(9)),), day(12), ended_by="close")


def test_a_pause_that_goes_on_has_no_end_and_ends_with_the_clock() -> None:
    moves = [("take", day(3)), ("wait", day(5))]
    (run,) = runs_of((CLOCK,), moves)
    assert run.paused and run.pauses == ((day(5), None),)
    (run,) = runs_of((CLOCK,), [*moves, ("close", day(8))])
    assert (run.paused, run.pauses, run.ended) == (False, ((day(5), day(8)),), day(8))


def test_a_second_round_begins_after_the_first_has_ended_and_not_before() -> None:
    moves = [("take", day(3)), ("again", day(4)), ("close", day(5)), ("again", day(10))]
    first, second = runs_of((CLOCK,), moves)
    assert (first.round, first.began, first.ended) == (1, day(3), day(5))
    assert (second.round, second.began, second.ended) == (2, day(10), None)


def test_a_clock_that_nothing_began_does_not_run() -> None:
    assert runs_of((CLOCK,), [("file", day(2)), ("close", day(3))]) == []


def test_a_case_that_is_passed_on_ends_a_round_and_begins_the_next_in_one_move() -> None:
    passed_on = replace(CLOCK, begins=("take", "pass_on"), ends=("close", "pass_on"))
    first, second = runs_of((passed_on,), [("take", day(3)), ("pass_on", day(5))])
    assert (first.began, first.ended) == (day(3), day(5))
    assert (second.round, second.began, second.ended) == (2, day(5), None)


def test_an_extension_is_kept_with_the_round_that_it_extends() -> None:
    extended = replace(CLOCK, extensions=(("go_on", "test.longer"),))
    (run,) = runs_of((extended,), [("go_on", day(2)), ("take", day(3)), ("go_on", day(4)), ("close", day(5))])
    assert run.extended == ("test.longer",)
