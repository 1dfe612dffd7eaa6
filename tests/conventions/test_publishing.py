"""What models publish holds: each way leads to a value, and no value is the text or the number of a person."""

from __future__ import annotations

import pytest
from django.core.exceptions import FieldDoesNotExist
from django.db import models

from zhiheng.directory.models import Officer, Unit
from zhiheng.indicators.snapshot_tables import Published, resolved, tables
from zhiheng.mechanisms.cases.models import CaseMove
from zhiheng.mechanisms.publishing import Publishes
from zhiheng.systems.complaints.models import Complaint
from zhiheng.systems.sampling.models import TestedBatch

WORDS = {
    "regions.slug": "the key of a place",
    "regions.name": "the name of a place",
    "regions.gb_code": "the code of a place",
    **{f"{kind}_clocks.clock": "a key of a declaration" for kind in ("complaint", "report", "sampling")},
    **{f"{kind}_clocks.ended_by": "a key of a declaration" for kind in ("complaint", "report", "sampling")},
    "complaint_clocks.firm": "the code of a company",
    "complaint_moves.firm": "the code of a company",
    "report_clocks.firm": "the code of a company",
    "complaint_moves.transition": "a key of a declaration",
    "complaint_moves.ground": "a choice of a declaration",
    "industry_outputs.source": "the yearbook that says so",
    "tested_batches.industry": "a division of GB/T 4754",
    "tested_batches.product_class": "a class of the plan's own list",
    "tested_batches.source": "the number of a sample, or an import and its row",
    "tested_batches.plan": "the number of a plan",
}
"""Published words that come from no list of choices, each with what they are. A name or number of a person is none."""


@pytest.mark.parametrize("one", tables().values(), ids=lambda one: one.name)
def test_published_words_are_choices_or_have_a_reason(one: Published) -> None:
    free = {
        f"{one.name}.{column.name}"
        for column in one.columns
        if column.kind == "VARCHAR" and not _chosen(one, column.way)
    }
    assert free <= set(WORDS), sorted(free - set(WORDS))


def _chosen(one: Published, way: str) -> bool:
    """Whether the words of a field are of a list."""
    opts, last = one.model._meta, None
    for step in way.split("__"):
        last = opts.pk if step == "pk" else opts.get_field(step)
        if last.is_relation:
            opts = last.related_model._meta
    return bool(getattr(last, "choices", None))


@pytest.mark.parametrize(
    ("model", "way"),
    [
        (Complaint, "phone"),  # sealed
        (CaseMove, "words"),  # sealed
        (CaseMove, "at"),  # a moment, which is a day only in a time zone
        (CaseMove, "said"),  # whatever was said
        (Unit, "nothing"),  # not there
    ],
)
def test_what_is_no_value_for_counting_is_refused(model: type[models.Model], way: str) -> None:
    with pytest.raises((TypeError, FieldDoesNotExist)):
        resolved(Publishes("x", {"x": way}), model)


def test_a_part_is_a_month_of_a_date_of_the_table_itself() -> None:
    assert resolved(Publishes("x", {}, day="judged_on"), TestedBatch).says.day == "judged_on"
    with pytest.raises(TypeError):
        resolved(Publishes("x", {}, day="date_joined"), Officer)


def test_who_publishes_is_the_model_itself_and_a_table_has_one() -> None:
    assert len(tables()) == len({one.name for one in tables().values()}) >= 8
