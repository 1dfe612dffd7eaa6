"""How tested batches come to be and change: by the acts of a sample alone, each change with its line of the journal.

Asked ``everywhere``: a laboratory concludes what becomes a row that it does not read.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from zhiheng.mechanisms.journal.models import write_entries
from zhiheng.mechanisms.scope import everywhere
from zhiheng.mechanisms.versions import update_if_unchanged
from zhiheng.systems.sampling.models.tested_batch import TestedBatch

SAME = (
    *("category", "sampling_type", "industry", "product_class", "region_id", "sampled_on", "judged_on", "passed"),
    *(
        "failing_items",
        "firm_code",
        "firm_name",
        "producer_code",
        "producer_name",
        "product",
        "brand",
        "spec",
        "batch_no",
        "demo",
    ),
)
"""What a batch takes over from its sample."""


def record(sample: Any) -> None:
    """The batch of a sample whose result reached the authority."""
    with everywhere():
        TestedBatch.objects.create(
            source=sample.number,
            plan=sample.plan_number,
            firm_address=sample.place,
            **{name: getattr(sample, name) for name in SAME},
        )


def change(sample: Any, now: Mapping[str, Any], *, by: Any, at: datetime, why: str) -> None:
    """Write what is new about the batch of a sample as its next version, with what was before in the journal."""
    with everywhere():
        batch = TestedBatch.objects.get(source=sample.number)
        told = {"by": by, "at": at, "why": why[:300], "ledger": "tested_batch", "thing": batch.source}
        update_if_unchanged(batch, batch.version, now, **told, seen_with=batch.pk)


def withdraw(sample: Any, *, by: Any, at: datetime, why: str) -> None:
    """Remove the batch of a sample that proves nothing, if it has one; the journal of the sample keeps that it was."""
    with everywhere(), transaction.atomic():
        batch = TestedBatch.objects.filter(source=sample.number).first()
        if batch is None:
            return
        line = (batch.source, "检验批次", f"{batch.judged_on} {batch.get_passed_display()}", "")
        batch.delete()
        write_entries([line], ledger="tested_batch", by=by, at=at, why=why[:300], seen_with=sample.pk)
