"""The demonstration rows of the registers: marked, loaded once, and in the states that their events say."""

from __future__ import annotations

from datetime import date

import pytest

from tests.factories.registers import inspector
from tests.factories.uploading import MORNING
from zhiheng.mechanisms.registers.models import Register, RegisterEvent
from zhiheng.mechanisms.scope import Desk, at_desk
from zhiheng.systems.registers.demonstration import load_registers

pytestmark = pytest.mark.django_db


def test_the_rows_are_marked_and_loaded_once() -> None:
    keeper = inspector(region="hebei")
    assert load_registers(MORNING, by=keeper) == load_registers(MORNING, by=keeper) == Register._base_manager.count()
    assert all(Register._base_manager.values_list("demo", flat=True))
    assert RegisterEvent._base_manager.count() == 9


def test_their_states_on_a_day_are_of_every_sort() -> None:
    load_registers(MORNING, by=inspector(region="hebei"))
    with at_desk(Desk(whole=True)):
        states = {row.code: row.state_on(date(2026, 11, 22)).key for row in Register.objects.all()}
    assert states == {
        "WL-0001": "active",
        "TH-0001": "active",
        "TH-0002": "active",
        "TH-0003": "expired",
        "TH-0004": "left",
        "FX-0001": "active",
        "FX-0002": "announced",
        "FX-0003": "delisted",
        "ODR-YS01": "active",
        "ODR-YS02": "active",
    }


def test_a_loading_for_an_earlier_day_knows_no_later_event() -> None:
    load_registers(MORNING.replace(year=2025, month=12), by=inspector(region="hebei"))
    assert not RegisterEvent._base_manager.filter(on__gt=date(2025, 12, 22)).exists()
