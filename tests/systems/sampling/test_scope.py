"""A tested batch is seen by who handles or oversees it, by its firm once it was told, and by all once it is public."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.factories.sampling import CITY, COUNTY, FIRMS
from zhiheng.directory.models import Region
from zhiheng.mechanisms.scope import Desk, at_desk, everywhere
from zhiheng.systems.sampling.models import TestedBatch

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)
BATCHES: dict[str, dict[str, Any]] = {
    "waits": {"firm_code": FIRMS[0]},
    "told": {"firm_code": FIRMS[0], "served_on": DAY},
    "told to who has no code": {"served_on": DAY},
    "public": {"published_on": DAY},
}


def test_a_batch_is_for_its_desk_for_its_firm_once_told_and_for_all_once_public() -> None:
    here, elsewhere = Region.objects.get(slug=COUNTY), Region.objects.get(slug=CITY)
    with everywhere():
        for source, more in BATCHES.items():
            TestedBatch.objects.create(
                source=source,
                region=here,
                category="food",
                sampling_type="supervision",
                product="糕点",
                judged_on=DAY,
                passed=True,
                **more,
            )
    for desk, seen in (
        (Desk(whole=True), {*BATCHES}),
        (Desk(casework=frozenset({here.pk})), {*BATCHES}),
        (Desk(casework=frozenset({elsewhere.pk})), {"public"}),
        (Desk(firm=FIRMS[0]), {"told", "public"}),
        (Desk(firm=FIRMS[1]), {"public"}),
        (Desk(), {"public"}),
    ):
        with at_desk(desk):
            assert set(TestedBatch.objects.values_list("source", flat=True)) == seen
