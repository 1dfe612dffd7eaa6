"""Two who divide, withdraw and give on at the same moment."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier

import pytest
from django.db import connection

from tests.factories.division import accepted, of_region, office, parts_of, sits, words
from tests.factories.uploading import MORNING
from zhiheng.directory.models import Officer
from zhiheng.division.dividing import DivisionRefused, NotNow, move
from zhiheng.division.models import Part
from zhiheng.division.origin import origin_of_part
from zhiheng.ledger.models import Ledger
from zhiheng.mechanisms.scope import everywhere

pytestmark = [
    pytest.mark.skipif(
        connection.vendor == "sqlite", reason="SQLite lets one write at a time; DATABASE=postgres can race"
    ),
    pytest.mark.django_db(transaction=True),
]


def test_of_two_divisions_at_the_same_moment_no_receiver_has_a_part_twice(hebei: Ledger) -> None:
    origin, people = words(hebei), [office("li"), office("wang")]

    def at_once(start: Barrier, quarter: int, by: Officer) -> int:
        try:
            start.wait(10)
            return len(parts_of(by=by, origin=origin, year=2025, quarter=quarter))
        except DivisionRefused:
            return 0
        finally:
            connection.close()

    for quarter in range(5):
        with ThreadPoolExecutor(2) as threads:
            assert sorted(threads.map(partial(at_once, Barrier(2), quarter), people)) == [0, 2]
    with everywhere():
        assert Part.objects.count() == 10


def test_a_part_withdrawn_at_the_moment_it_is_given_on_leaves_nothing_below(hebei: Ledger) -> None:
    li, giver = of_region(), office()

    def withdraw(start: Barrier, part: Part) -> None:
        with sits(giver):
            start.wait(10)
            move(part, "withdraw", part.version, by=giver, at=MORNING, why="停")

    def give_on(start: Barrier, part: Part) -> None:
        origin = origin_of_part(part)
        start.wait(10)
        parts_of("shijiazhuang-zhengding", by=li, origin=origin)

    def tried(act: Callable[[Barrier, Part], None], start: Barrier, part: Part) -> bool:
        try:
            with everywhere():
                act(start, Part.objects.select_related("task", "ledger", "document").get(pk=part.pk))
        except NotNow:
            return False
        finally:
            connection.close()
        return True

    for year in range(2023, 2028):
        with everywhere():
            part = accepted(parts_of("shijiazhuang", origin=words(hebei), year=year)[0], li)
        start = Barrier(2)
        with ThreadPoolExecutor(2) as threads:
            done = [threads.submit(tried, act, start, part) for act in (withdraw, give_on)]
            assert sorted(one.result() for one in done) == [False, True]
