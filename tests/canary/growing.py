"""More of what somebody may not see, for a moment: nothing that they are shown may move."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from typing import Any
from uuid import uuid4

from django.db import transaction

from tests.canary.world import World
from zhiheng.mechanisms.scope import everywhere

GROWN = ("part", "proposal", "quota", "batch", "comment", "attachment")


@contextmanager
def grown(world: World, asker: str) -> Iterator[None]:
    """A second one of everything that this person may not see, taken away again."""
    with transaction.atomic():
        with everywhere():
            for one in world.kept:
                if one.kind in GROWN and asker not in one.seen:
                    _doubled(one.row)
        yield
        transaction.set_rollback(True)


def _doubled(row: Any) -> None:
    again = copy(row)
    again._state = copy(row._state)
    again.pk, again._state.adding = uuid4(), True
    if hasattr(again, "apportionment_id"):
        again.year = (again.year or 0) + 7  # one quota a region and year
    type(row)._base_manager.bulk_create([again])
