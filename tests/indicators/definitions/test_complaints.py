"""What the complaint numbers count, and what they leave out: small tables and their answers."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

import ibis
import pyarrow as pa
import pytest

from zhiheng.indicators.computing import Question, cells
from zhiheng.indicators.declaring import Definition
from zhiheng.indicators.definitions.complaints import (
    closed_on_time,
    confirmed_solved,
    days_to_close,
    first_checked_on_time,
    mediated,
    reports_checked_on_time,
    satisfaction,
    settled_by_odr,
)
from zhiheng.indicators.shapes import Value
from zhiheng.indicators.tree import WHOLE, Tree
from zhiheng.mechanisms.periods import Grain, Period

LATER = date(2026, 11, 22)
HEBEI, SHIJIAZHUANG, CHANGAN, QIAOXI, BAODING, DINGZHOU = range(1, 7)
REPORTING = Tree.of([(SHIJIAZHUANG, HEBEI), (CHANGAN, SHIJIAZHUANG), (QIAOXI, SHIJIAZHUANG), (DINGZHOU, HEBEI)])
CLOCKS = {
    **dict.fromkeys(("id", "case", "clock", "ended_by", "firm", "field"), pa.string()),
    **dict.fromkeys(("began", "due_on", "ended"), pa.date32()),
    **dict.fromkeys(("region", "round"), pa.int64()),
    "demo": pa.bool_(),
}
MOVES = {
    **dict.fromkeys(("id", "case", "transition", "ground", "firm", "field"), pa.string()),
    **dict.fromkeys(("nth", "region", "satisfaction"), pa.int64()),
    **dict.fromkeys(("solved", "demo"), pa.bool_()),
    "done_on": pa.date32(),
}
USUAL = {"region": QIAOXI, "firm": "", "field": "", "demo": False}
Row = Mapping[str, Any]


def day(number: int, month: int = 3) -> date:
    return date(2026, month, number)


def mediation(due: date | None, ended: date | None, **said: Any) -> Row:
    """A round of a clock, by default of mediation, of a case of its own."""
    return {"clock": "mediate", "round": 1, "began": day(1, 1), "due_on": due, "ended": ended, "ended_by": "", **said}


def move(case: str, nth: int, on: date, transition: str = "rate", **said: Any) -> Row:
    return {"case": case, "nth": nth, "done_on": on, "transition": transition, **said}


def table(rows: Sequence[Row], columns: Mapping[str, pa.DataType]) -> Any:
    filled = [{"id": f"{nth:03}", "case": f"c{nth:03}"} | USUAL | row for nth, row in enumerate(rows)]
    return ibis.memtable(pa.Table.from_pylist(filled, schema=pa.schema(list(columns.items()))))


def asked(
    definition: Definition,
    clocks: Sequence[Row] = (),
    moves: Sequence[Row] = (),
    *,
    on: date = LATER,
    period: str = "2026-03",
    apart: tuple[str, ...] = (),
) -> dict[Hashable, Value]:
    """The cells of one period, by region or by group of the whole."""
    found = table(clocks, CLOCKS)
    tables = {"complaint_clocks": found, "report_clocks": found, "complaint_moves": table(moves, MOVES)}
    span = Period.of(period)
    grain = {4: Grain.YEAR, 6: Grain.QUARTER, 7: Grain.MONTH}[len(period)]
    rows = cells(definition, tables, Question(span, grain, on, apart), REPORTING)
    if not apart:
        return {cell.region: cell.found for cell in rows}
    return {cell.group[0]: cell.found for cell in rows if cell.region == WHOLE}


def counts(*given: Any, **said: Any) -> tuple[int | None, int]:
    whole = asked(*given, **said)[WHOLE]
    return whole.numerator, whole.denominator


OWED = {
    "closed on its day": (day(10), day(10), (1, 1)),
    "closed before its day": (day(10), day(3), (1, 1)),
    "closed late in the same month": (day(10), day(20), (0, 1)),
    "closed late in a later month": (day(10), day(20, 4), (0, 1)),
    "overdue and open": (day(10), None, (0, 1)),
    "closed early, due in a later month": (day(10, 5), day(31), (1, 1)),
    "closed early in an earlier month": (day(10), day(20, 2), (1, 1)),
    "due in an earlier month, closed late in this one": (day(10, 2), day(5), None),
    "due later and open": (day(10, 12), None, None),
    "paused without an end": (None, None, None),
    "due in a later month, closed in a later month": (day(10, 5), day(2, 4), None),
}


@cache
def owed_in_march() -> dict[Hashable, Value]:
    rows = [mediation(due, ended, field=what) for what, (due, ended, _) in OWED.items()]
    return asked(closed_on_time, rows, apart=("field",))


@pytest.mark.parametrize("what", OWED)
def test_what_is_owed_in_march(what: str) -> None:
    found, expected = owed_in_march().get(what), OWED[what][2]
    assert (found and (found.numerator, found.denominator)) == expected


def test_on_its_day_a_complaint_is_not_overdue_and_on_the_next_it_is() -> None:
    rows = [mediation(day(10), None)]
    assert [counts(closed_on_time, rows, on=on)[1] for on in (day(9), day(10), day(11))] == [0, 0, 1]


def test_what_was_known_on_a_day_is_told_again_later() -> None:
    rows = [mediation(day(10), day(20)), mediation(day(25), day(12))]
    known = [counts(closed_on_time, rows, on=on) for on in (day(10), day(11), day(12), day(20))]
    assert known == [(0, 0), (0, 1), (1, 2), (1, 2)]


def test_a_complaint_that_ended_early_counts_in_two_months_and_once_in_their_year() -> None:
    rows = [mediation(day(10, 5), day(31))]
    found = [counts(closed_on_time, rows, period=text) for text in ("2026-03", "2026-05", "2026Q1", "2026Q2", "2026")]
    assert found == [(1, 1)] * 5


def test_a_province_is_made_of_its_counties_and_not_of_their_rates() -> None:
    rows = [
        mediation(day(10), day(9) if number < on_time else None, region=place)
        for place, on_time, late in ((CHANGAN, 1, 0), (QIAOXI, 1, 8), (DINGZHOU, 5, 0))
        for number in range(on_time + late)
    ]
    found = asked(closed_on_time, rows)
    assert found[CHANGAN] == Value(Decimal(100), 1, 1)
    assert found[QIAOXI] == Value(Decimal("11.11"), 9, 1)
    assert found[SHIJIAZHUANG] == Value(Decimal(20), 10, 2)
    assert found[HEBEI] == found[WHOLE] == Value(Decimal("46.67"), 15, 7)
    # 定州 reports for itself, though it lies in 保定.
    assert BAODING not in found


def test_nothing_owed_is_no_data_and_not_a_hundred_percent() -> None:
    for definition in (closed_on_time, first_checked_on_time, settled_by_odr, reports_checked_on_time, mediated):
        assert asked(definition)[WHOLE] == Value(None, 0, 0)
    for definition in (satisfaction, days_to_close):
        assert asked(definition)[WHOLE] == Value(None, 0)


@pytest.mark.parametrize("way", ["transfer", "to_odr", "withdraw"])
def test_what_went_on_undecided_counts_only_when_it_was_late(way: str) -> None:
    rows = [
        mediation(day(10), day(10), clock="accept", ended_by=way),
        mediation(day(10), day(11), clock="accept", ended_by=way),
        mediation(day(10), day(9), clock="accept", ended_by="refuse"),
    ]
    assert counts(first_checked_on_time, rows) == (1, 2)


def test_a_complaint_that_was_opened_again_is_to_be_accepted_again() -> None:
    rows = [mediation(day(10), day(9), clock="accept", ended_by="accept"), mediation(day(20), None, clock="reaccept")]
    assert counts(first_checked_on_time, rows) == (1, 2)


def test_reports_are_checked_by_their_own_clock() -> None:
    rows = [mediation(day(10), day(9), clock="verify"), mediation(day(10), None, clock="verify")]
    assert counts(reports_checked_on_time, [*rows, mediation(day(10), day(9), clock="tell")]) == (1, 2)


def test_an_odr_that_nobody_ends_does_not_vanish() -> None:
    ways = ((day(9), "odr_settle"), (day(9), "odr_fail"), (None, ""), (day(9), "withdraw"), (day(20, 4), "odr_settle"))
    rows = [mediation(day(10), ended, clock="odr", ended_by=by) for ended, by in ways]
    assert counts(settled_by_odr, rows) == (2, 4)
    # Settled late it counts once, where its time ended; until then as one that was not settled.
    assert counts(settled_by_odr, rows, on=day(1, 4)) == (1, 4)
    assert counts(settled_by_odr, rows, period="2026-04") == (0, 0)
    # 按期办结率: settled and overdue ones are in; what was given up in time is decided on when it is accepted.
    assert asked(closed_on_time, rows)[WHOLE] == Value(Decimal("33.33"), 3, 1)


def test_success_of_mediation_leaves_withdrawals_out() -> None:
    moves = [
        move("a", 1, day(9), "agree"),
        move("b", 1, day(9), "agree"),
        move("c", 1, day(9), "terminate", ground="absent"),
        move("d", 1, day(9), "terminate", ground="withdrawn"),
        move("e", 1, day(9), "withdraw_mediated"),
        move("f", 1, day(9), "terminate"),
    ]
    assert counts(mediated, [], moves) == (2, 4)
    assert counts(mediated, [], moves, on=day(8)) == (0, 0)


def test_a_move_is_of_the_region_that_had_the_case_then() -> None:
    rows = [
        mediation(None, day(2), case="a", clock="accept", began=day(2), region=CHANGAN),
        mediation(None, day(3), case="a", clock="accept", round=2, began=day(2), region=QIAOXI),
        mediation(None, day(9), case="a", began=day(3), region=QIAOXI),
        mediation(None, None, case="a", clock="reaccept", began=day(12), region=DINGZHOU),
    ]
    moves = [move("a", 4, day(9), "agree", region=DINGZHOU), move("b", 1, day(9), "agree", region=CHANGAN)]
    found = asked(mediated, rows, moves)
    assert {place: found[place].denominator for place in (QIAOXI, CHANGAN)} == {QIAOXI: 1, CHANGAN: 1}
    assert DINGZHOU not in found


def test_only_the_last_rating_of_a_complaint_counts() -> None:
    moves = [
        move("a", 1, day(10), solved=False, satisfaction=1),
        move("a", 2, day(12), solved=True, satisfaction=4),
        move("b", 1, day(12), solved=False, satisfaction=2),
    ]
    assert counts(confirmed_solved, [], moves) == (1, 2)
    assert asked(satisfaction, [], moves)[WHOLE] == Value(Decimal(3), 2)
    assert asked(satisfaction, [], moves, on=day(11))[WHOLE] == Value(Decimal(1), 1)
    assert asked(satisfaction, [], moves, period="2026-02")[WHOLE] == Value(None, 0)


def test_what_was_said_on_the_phone_counts_where_the_consumer_has_not_rated() -> None:
    moves = [
        move("a", 1, day(10), "follow_up", solved=False, satisfaction=1),
        move("a", 2, day(12), solved=True, satisfaction=4),
        move("a", 3, day(13), "follow_up", solved=False, satisfaction=2),
        move("b", 1, day(12), "follow_up", solved=True),
        move("c", 1, day(12), "follow_up"),
    ]
    assert counts(confirmed_solved, [], moves) == (2, 2)
    assert asked(satisfaction, [], moves)[WHOLE] == Value(Decimal(4), 1)
    assert counts(confirmed_solved, [], moves, on=day(11)) == (0, 1)


def test_a_rating_before_a_reopening_does_not_beat_a_later_call() -> None:
    moves = [
        each
        for case in "ab"
        for each in (
            move(case, 1, day(10), solved=True, satisfaction=5),
            move(case, 2, day(11), "reopen"),
            move(case, 3, day(12), "follow_up", solved=False, satisfaction=1),
        )
    ]
    moves.append(move("b", 4, day(13), solved=True, satisfaction=3))
    assert counts(confirmed_solved, [], moves) == (1, 2)
    assert asked(satisfaction, [], moves)[WHOLE] == Value(Decimal(2), 2)
    assert counts(confirmed_solved, [], moves, on=day(11)) == (2, 2)


def test_days_to_close_are_those_from_acceptance() -> None:
    rows = [mediation(day(30, 4), day(ended), began=day(began)) for began, ended in ((1, 3), (1, 11), (2, 31))]
    rows.append(mediation(day(30, 4), None, began=day(1)))
    assert asked(days_to_close, rows)[WHOLE] == Value(Decimal(10), 3)


def test_firms_are_told_apart_and_demonstration_is_counted() -> None:
    rows = [
        mediation(day(10), day(9), firm="A", demo=True),
        mediation(day(10), None, firm="A"),
        mediation(day(10), None, firm="B"),
    ]
    tables = {"complaint_clocks": table(rows, CLOCKS)}
    of_a = Question(Period.of("2026-03"), Grain.MONTH, LATER, within=(("firm", "A"),))
    (whole,) = [cell for cell in cells(closed_on_time, tables, of_a, REPORTING) if cell.region == WHOLE]
    assert (whole.found, whole.demo) == (Value(Decimal(50), 2, 1), 1)
    by_firm = cells(closed_on_time, tables, replace(of_a, within=(), apart=("firm",)), REPORTING)
    assert {cell.group for cell in by_firm} == {("A",), ("B",)}
