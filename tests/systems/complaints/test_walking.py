"""Complaints walked at random: whatever was done, something legal leads out, and the rows stay of one piece."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.factories.complaints import SAID, complaint, handles, joins_odr, on, said_on
from tests.systems.complaints.histories import Chance
from zhiheng.mechanisms.cases.acting import NotNow, NotSo, act
from zhiheng.mechanisms.cases.counting import runs_of
from zhiheng.mechanisms.cases.declaring import reachable
from zhiheng.mechanisms.cases.models import Case
from zhiheng.mechanisms.scope import Desk, at_desk, desk_now
from zhiheng.systems.complaints.models import Complaint, ViolationReport

pytestmark = pytest.mark.django_db

WALKS, STEPS = 25, 12


@pytest.mark.parametrize("kind", [Complaint, ViolationReport])
def test_from_every_state_that_is_reached_a_way_leads_to_an_end(kind: type[Case]) -> None:
    ends = {state.key for state in kind.states if state.ends}
    for state in reachable(kind.states[0].key, kind.transitions):
        assert ends & reachable(state, kind.transitions), state


@pytest.mark.parametrize("seed", range(WALKS))
def test_a_walk_by_all_three_hands_is_never_stuck_and_counts_its_clocks_as_its_moves_say(seed: int) -> None:
    joins_odr()
    chance, found, day = Chance("walk", seed), complaint("2026-04-20"), date(2026, 4, 20)
    region = found.region_id
    for _step in range(STEPS):
        day += timedelta(days=chance.below(9))
        desks = (Desk(casework=frozenset({region})), Desk(firm=found.firm_code), Desk(case=found.pk))
        with at_desk(desks[chance.below(3)]):
            open_to = [one for one, why in found.possible(desk_now(), day) if not why and one.key not in UNWALKED]
            if not open_to:
                continue
            wanted = chance.among(open_to)
            try:
                act(found, wanted.key, found.version, said_on(wanted.key, str(day)), by=None, at=on(str(day)))
            except NotSo:
                assert wanted.key == "merge"
    with handles():
        assert_of_one_piece(found, day)


UNWALKED = {"transfer", "merge"}
"""What takes it from the desk, or needs another complaint: tried by themselves."""


def assert_of_one_piece(found: Complaint, day: date) -> None:
    fresh = Complaint.objects.get(pk=found.pk)
    moves = list(fresh.moves.order_by("nth"))
    assert [move.nth for move in moves] == list(range(1, len(moves) + 1))
    assert all(later.start == earlier.end for earlier, later in zip(moves, moves[1:], strict=False))
    assert (fresh.state, fresh.version) == (moves[-1].end, len(moves))
    assert (fresh.closed_on is not None) == fresh.in_state.ends
    runs = runs_of(Complaint.clocks, [(move.transition, move.on) for move in moves])
    rows = {(row.clock, row.round): (row.began, row.ended) for row in fresh.clock_rows.all()}
    assert rows == {(run.clock, run.round): (run.began, run.ended) for run in runs}
    running = [row.due_on for row in fresh.clock_rows.filter(ended=None) if row.due_on]
    assert fresh.due_on == min(running, default=None)
    if not fresh.in_state.ends:
        possible = [one for one, why in fresh.possible(desk_now(), day) if not why and one.end not in ("", fresh.state)]
        assert possible, "nothing leads on"


def test_what_no_desk_may_do_is_refused_at_every_state() -> None:
    found = complaint("2026-04-20")
    with at_desk(Desk(unit=1)):
        assert found.possible(desk_now(), date(2026, 4, 20)) == []
        for transition in Complaint.transitions:
            with pytest.raises(NotNow, match="不能这样办理"):
                act(found, transition.key, 1, SAID.get(transition.key, {}), by=None, at=on("2026-04-20"))
