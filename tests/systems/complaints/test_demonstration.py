"""The complaints of the demonstration: made by the acts of real ones, labelled, the same on every machine."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone

from tests.factories.complaints import on
from zhiheng.directory.loading import load_accounts
from zhiheng.directory.models import Officer
from zhiheng.mechanisms.cases.models import Case, CaseClock, CaseMove
from zhiheng.mechanisms.scope import everywhere
from zhiheng.systems.complaints.demonstration import load_complaints
from zhiheng.systems.complaints.models import Complaint, ViolationReport
from zhiheng.systems.registers.demonstration import load_registers

pytestmark = pytest.mark.django_db

NOW = on("2026-11-23", 14)


def test_every_end_is_there_each_row_is_labelled_nothing_lies_ahead_and_a_second_setup_makes_none() -> None:
    load_accounts()
    handler = Officer.objects.get(username="demo-bureau")
    load_registers(NOW, by=handler)
    made = load_complaints(NOW, by=handler)
    assert load_complaints(NOW, by=handler) == 0
    with everywhere():
        assert Complaint.objects.count() == made > 70
        assert not Case.objects.filter(demo=False).exists()
        ends = {state.key for state in Complaint.states} - {"merged", "transferred"}
        assert set(Complaint.objects.values_list("state", flat=True)) == ends
        assert {"filed", "not_filed"} == set(ViolationReport.objects.values_list("state", flat=True))
        assert max(CaseMove.objects.values_list("at", flat=True)) <= NOW
        today = Complaint.objects.filter(due_on=timezone.localdate(NOW), region__slug="tangshan-lubei")
        assert today.count() >= 3
        late = [row for row in CaseClock.objects.filter(clock="mediate") if row.on_time is False]
        assert late and Complaint.objects.filter(published_on__isnull=False).count() >= 5


def test_on_a_sunday_what_is_due_falls_on_the_next_working_day() -> None:
    load_accounts()
    sunday, handler = on("2026-11-22"), Officer.objects.get(username="demo-bureau")
    load_registers(sunday, by=handler)
    load_complaints(sunday, by=handler)
    with everywhere():
        assert Complaint.objects.filter(due_on=date(2026, 11, 23), region__slug="tangshan-lubei").count() >= 3
