"""The sampling of the demonstration: made by the acts of real plans, labelled, the same batches on every machine."""

from __future__ import annotations

from datetime import date

import pytest

from tests.factories.sampling import on
from zhiheng.directory.loading import load_accounts
from zhiheng.directory.models import Officer
from zhiheng.mechanisms.draw import recipe_of, verify
from zhiheng.mechanisms.scope import everywhere
from zhiheng.systems.sampling import sorts
from zhiheng.systems.sampling.demonstration import load_sampling
from zhiheng.systems.sampling.models import Draw, IndustryOutput, Sample, SamplingPlan, TestedBatch

pytestmark = pytest.mark.django_db
NOW = on("2026-11-23", 14)


def test_plans_live_batches_are_labelled_draws_are_right_and_a_second_setup_makes_none() -> None:
    load_accounts()
    cast = {name: Officer.objects.get(username=f"demo-{name}") for name in ("bureau", "lab")}
    told = {"by": cast["bureau"], "laboratory": cast["lab"]}
    samples, batches = load_sampling(NOW, **told)
    assert load_sampling(NOW, **told) == (0, 0)
    with everywhere():
        assert 15 <= samples == Sample.objects.count() <= 40 and batches > 12_000
        for model in (Sample, SamplingPlan, TestedBatch, IndustryOutput):
            assert not model.objects.filter(demo=False).exists()
        states = set(Sample.objects.values_list("state", flat=True))
        assert {"at_lab", "tested", "served", "ordered", "announced", "corrected", "passed", "none_found"} <= states
        made = TestedBatch.objects.filter(source__startswith="YS-")
        assert made.filter(judged_on__gt=NOW.date()).count() == 0
        assert made.get(source="YS-food-evaluation-00007").judged_on == date(2026, 2, 9)
        assert made.get(source="YS-food-evaluation-00007").product == "火腿肠"
        assert {row.sampling_type for row in made.filter(category=sorts.FOOD)} == {"evaluation", "supervision", "risk"}
        assert not made.filter(sampling_type=sorts.RISK, published_on__isnull=False).exists()
        assert IndustryOutput.objects.count() == 3 * 14 * 29
        for draw in Draw.objects.all():
            shares = list(draw.shares.values("party", "commitment", "secret"))
            assert verify(recipe_of(draw.recipe, shares, draw.picked or [])) == []
