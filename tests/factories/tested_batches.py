"""Tested batches in the database, without the sampling that leads to them."""

from __future__ import annotations

from datetime import date
from typing import Any

from zhiheng.directory.models import Region
from zhiheng.mechanisms.scope import everywhere
from zhiheng.systems.sampling.models import TestedBatch


def concluded(day: str, source: str, **said: Any) -> TestedBatch:
    """One batch that passed, concluded on a day; ``source`` is its number."""
    usual = {"category": "drug", "sampling_type": "supervision", "passed": True, "product": "片剂", "demo": True}
    with everywhere():
        return TestedBatch.objects.create(
            judged_on=date.fromisoformat(day),
            source=source,
            **{"region": Region.objects.get(slug="tangshan-lubei"), **usual, **said},
        )
