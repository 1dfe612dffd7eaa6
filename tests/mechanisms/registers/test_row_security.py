"""The database itself: everybody reads what is published, its keeper writes it, and a breach may come from afar."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from tests.factories.registers import FIRM, inspector, place, promise, sits
from tests.factories.uploading import MORNING
from zhiheng.mechanisms.registers.models import Register, RegisterEvent
from zhiheng.mechanisms.scope import Desk, at_desk
from zhiheng.systems.registers.models import ReturnPromise

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_postgresql() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("row-level security is in PostgreSQL alone")


def test_everybody_reads_what_is_published_and_nobody_what_is_not_without_a_desk() -> None:
    row = promise()
    with at_desk(Desk()):
        assert ReturnPromise._base_manager.get() == row
    with sits(inspector()):
        Register._base_manager.update(published=False)
    for desk in (Desk(), Desk(casework=frozenset({place("tangshan").pk}))):
        with at_desk(desk):
            assert not ReturnPromise._base_manager.exists() and not Register._base_manager.exists()
    with at_desk(Desk(whole=True)):
        assert ReturnPromise._base_manager.exists()


def test_another_region_changes_removes_and_takes_over_nothing() -> None:
    row, away = promise(firm_code=FIRM), place("tangshan")
    with at_desk(Desk(casework=frozenset({away.pk}), whole=True)):
        rows = Register._base_manager.filter(pk=row.pk)
        assert not rows.update(name="别的") and not rows.update(region=away)
        assert not ReturnPromise._base_manager.filter(pk=row.pk).update(days=1)
        for what in (
            lambda: Register(of_kind="return-promise", code="X", name="某", region=place()).save_base(raw=True),
            lambda: _event(row, key="suspend", brings="suspended"),
            lambda: _event(row, key="breach"),
        ):
            with pytest.raises(DatabaseError), transaction.atomic():
                what()
        _event(row, key="breach", case_number="TS1")
    with at_desk(Desk(firm=FIRM)), pytest.raises(DatabaseError), transaction.atomic():
        _event(row, key="breach", case_number="TS2")


def _event(row: ReturnPromise, **said: str) -> RegisterEvent:
    made: RegisterEvent = RegisterEvent.objects.create(
        register_id=row.pk, on=MORNING.date(), at=MORNING, why="记录", **said
    )
    return made
