"""What was measured goes with its sample; a tested batch is for its desk, its firm once told, all once it is public."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from tests.factories.sampling import CITY, COUNTY, FIRMS, LAB, OTHER_LAB
from zhiheng.directory.models import Region
from zhiheng.mechanisms.scope import Desk, at_desk, everywhere
from zhiheng.systems.sampling.models import Sample, TestedBatch, TestItem

pytestmark = pytest.mark.django_db
DAY, NOON = date(2026, 3, 2), datetime(2026, 3, 2, 4, tzinfo=UTC)
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


def test_what_was_measured_is_for_the_desk_the_laboratory_and_the_firm_once_it_was_told() -> None:
    here = Region.objects.get(slug=COUNTY)
    with everywhere():
        for number, told in (("waits", {}), ("told", {"served_on": DAY}), ("of nobody", {"served_on": DAY})):
            whose = {} if number == "of nobody" else {"firm_code": FIRMS[0], "aide_code": LAB}
            sample = Sample(number=number, region=here, state="served", firm_sees=True, filed_at=NOON, **whose, **told)
            sample.save()
            TestItem.objects.create(sample=sample, report_no=number, nth=1, name="铅", result="未检出", passed=True)
    every = {"waits", "told", "of nobody"}
    for desk, seen in (
        (Desk(whole=True), every),
        (Desk(casework=frozenset({here.pk})), every),
        (Desk(firm=LAB), {"waits", "told"}),
        (Desk(firm=OTHER_LAB), set()),
        (Desk(firm=FIRMS[0]), {"told"}),
        (Desk(), set()),
    ):
        with at_desk(desk):
            assert set(TestItem.objects.values_list("report_no", flat=True)) == seen
