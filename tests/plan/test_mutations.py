"""Damaged plans are read without a crash, without hanging and without losing anything in silence.

A quick, repeatable part of what ``python -m benchmarks plan-mutations`` does 10,000 times; ``broken_promises`` ends a
reading that hangs.
"""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.plan.documents import SMALL
from tests.plan.mutations import STEPS, broken_promises, mutated, sources, within


@given(text=mutated(sources()))
@settings(max_examples=200, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@example(text="")
@example(text=SMALL)
@example(text="(责任单位:")
@example(text="(" * 3000)
@example(text="(责任单位:省" * 500)
@example(text="1" * 5000 + "%")
@example(text="一、" * 2000)
@example(text="到2025年" * 1000 + "达到")
@example(text="、" * 5000)
@example(text="\n" * 5000)
def test_a_damaged_plan_is_read_and_nothing_is_lost(text: str) -> None:
    assert broken_promises(text) == []


@given(text=st.text(max_size=400))
@settings(max_examples=150, deadline=None, derandomize=True)
def test_any_text_at_all_is_read(text: str) -> None:
    assert broken_promises(text) == []


def test_every_kind_of_damage_changes_the_text() -> None:
    for name, step in STEPS.items():
        assert step(SMALL, 40, 400, "①") != SMALL, name


def test_a_reading_that_hangs_would_be_noticed() -> None:
    with pytest.raises(TimeoutError), within(0.05):
        while True:
            pass
