"""Retries over a real connection that breaks at drawn points: one effect each. The long run: benchmarks retries."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection

from benchmarks.retries import BARE, KEYED, run
from tests.postgres import server

SEED, REQUESTS = "2026-11-22", 20
"""Ten retries of each request."""


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """A PostgreSQL of its own when this run is on PostgreSQL, since the campaign empties it; else a new SQLite."""
    if connection.vendor != "postgresql":
        yield ""
        return
    with server() as own:
        yield own


def test_every_request_has_one_effect_and_one_answer(url: str) -> None:
    outcome = run(KEYED, SEED, REQUESTS, url)
    assert (outcome.retries, sum(outcome.effects.values())) == (10 * REQUESTS, REQUESTS)
    assert outcome.cuts > 0 and (outcome.duplicates, outcome.losses, outcome.strange, outcome.divided) == (0, 0, 0, 0)


def test_without_the_checks_effects_are_doubled_and_halved(url: str) -> None:
    outcome = run(BARE, SEED, REQUESTS, url)
    assert outcome.duplicates > REQUESTS and outcome.strange > 0
