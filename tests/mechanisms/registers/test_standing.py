"""The state of a row on a day: pure from dates and events, and the same when the database is asked."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.factories.registers import inspector, place, sits
from zhiheng.mechanisms.registers.declaring import Event, Happened, problems, state_on
from zhiheng.mechanisms.registers.models import RegisterEvent
from zhiheng.mechanisms.registers.standing import in_force, with_state
from zhiheng.systems.registers.models import AssuredUnit, ReturnPromise

START, NOON = date(2026, 1, 1), datetime(2026, 1, 1, 4, tzinfo=UTC)


def happened(day: int, brings: str, minute: int = 0) -> Happened:
    return Happened(START + timedelta(days=day), NOON + timedelta(minutes=minute), brings)


@pytest.mark.parametrize(
    ("events", "day", "state"),
    [
        ([], 0, "not_yet"),
        ([], 10, "active"),
        ([], 20, "active"),
        ([], 21, "expired"),
        ([happened(12, "suspended")], 11, "active"),
        ([happened(12, "suspended")], 12, "suspended"),
        ([happened(12, "suspended"), happened(15, "active")], 15, "active"),
        ([happened(12, "suspended"), happened(12, "active", 1)], 12, "active"),
        ([happened(12, "")], 12, "active"),
        ([happened(5, "cancelled")], 6, "cancelled"),
        ([happened(15, "left")], 30, "left"),
        ([happened(12, "suspended")], 30, "expired"),
    ],
)
def test_the_state_follows_from_dates_and_events(events: list[Happened], day: int, state: str) -> None:
    valid = START + timedelta(days=10), START + timedelta(days=20)
    assert state_on(*valid, events, START + timedelta(days=day)) == state


@pytest.mark.django_db
def test_the_database_gives_every_row_the_same_state_on_every_day() -> None:
    """300 rows of seeded dates and events, some of them struck out, of two kinds, on 40 days."""
    keeper, region = inspector(), place()
    for number in range(300):
        seed = hashlib.sha256(f"register {number}".encode()).digest()
        kind = AssuredUnit if seed[0] % 2 else ReturnPromise
        own = {} if kind is AssuredUnit else {"days": 15, "refund_days": 7}
        dates = [START + timedelta(days=byte % 30) if byte % 3 else None for byte in seed[1:3]]
        row = kind(code=f"R{number}", region=region, valid_from=dates[0], valid_to=dates[1], **own)
        with sits(keeper):
            row.save(force_insert=True)
            for place_of, byte in enumerate(seed[3 : 3 + seed[2] % 6]):
                event = kind.events[byte % len(kind.events)]
                told = {"by": keeper, "at": NOON + timedelta(minutes=byte // 16), "why": "随机"}
                on = START + timedelta(days=byte % 40)
                made = RegisterEvent.objects.create(register=row, key=event.key, brings=event.brings, on=on, **told)
                if seed[20 + place_of] % 4 == 0:
                    RegisterEvent.objects.create(register=row, key="strike", on=on, strikes=made, **told)
    with sits(keeper):
        for kind in (AssuredUnit, ReturnPromise):
            rows = list(kind.objects.prefetch_related("happened__struck_by"))
            seen = set()
            for day in (START + timedelta(days=number) for number in range(40)):
                asked = dict(with_state(kind.objects.all(), kind, day).values_list("code", "state_then"))
                assert asked == {row.code: row.state_on(day).key for row in rows}
                assert in_force(kind.objects.all(), kind, day) == list(asked.values()).count("active")
                seen |= set(asked.values())
            assert len(seen) >= 6


def test_a_declaration_that_names_what_is_not_there_is_told() -> None:
    events = (Event("stop", "停", ("running",), "stopped"), Event("stop", "停"))
    assert sorted(problems(ReturnPromise.states, events, "active")) == [
        "event stop names the state running, which is not declared",
        "event stop names the state stopped, which is not declared",
        "two events are called stop",
    ]
    assert not list(problems(AssuredUnit.states, AssuredUnit.events, AssuredUnit.first))
