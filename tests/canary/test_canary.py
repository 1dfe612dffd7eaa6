"""Nobody sees what is another's: every person asks every address for everything."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest
from django.db import connection

from tests.canary.campaign import Campaign
from tests.canary.people import BEHIND_ROW_SECURITY, PEOPLE
from tests.canary.world import World, build
from tests.conventions.tree import listed
from zhiheng.mechanisms.scope import everywhere


@pytest.fixture(autouse=True)
def logs_as_before() -> Iterator[None]:
    """Asking silences what is logged of refused requests; the tests that follow read it."""
    requests = logging.getLogger("django.request")
    before = requests.level
    yield
    requests.setLevel(before)


@pytest.fixture
def world(db: None) -> World:
    """Everything that is somebody's, with the people."""
    with everywhere():
        return build()


def test_nobody_sees_what_is_anothers(world: World) -> None:
    # Behind row-level security each request costs twice; there those ask who meet most of what can go wrong.
    campaign = Campaign(world, PEOPLE if connection.vendor == "sqlite" else BEHIND_ROW_SECURITY)
    findings = list(campaign.run())
    print(f"{connection.vendor}: {campaign.asking.requests} requests, {len(findings)} findings")
    assert not findings, listed(findings[:60])
