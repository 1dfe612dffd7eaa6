"""A text read again by a better reader: what work stands on stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tests.factories.ledger import FRUIT, ledger_of
from tests.factories.uploading import person
from zhiheng.directory.models import Region
from zhiheng.directory.scope import desk_of
from zhiheng.division.dividing import Share, divide
from zhiheng.division.models import Part
from zhiheng.division.origin import origin_of
from zhiheng.ledger.importing import import_plan
from zhiheng.ledger.models import Document
from zhiheng.mechanisms.scope import at_desk
from zhiheng.plan import parse

DAY = datetime(2026, 11, 22, 2, tzinfo=UTC)


@pytest.mark.django_db
def test_a_divided_task_stays_when_the_reader_no_longer_finds_it() -> None:
    ledger = ledger_of(FRUIT)
    task, other = ledger.task_set.all()[:2]
    office = person("zhang")
    with at_desk(desk_of(office, DAY.date())):
        share = Share(Region.objects.get(slug="tangshan"), "抽检果品", 2025)
        divide(origin_of(task, task.assignments.first()), [share], issue=True, by=office, at=DAY, why="下达")
        plan = parse(FRUIT)
        fewer = replace(plan, tasks=plan.tasks[2:], sections=plan.sections)
        import_plan(fewer, slug="guopin", form=Document.OFFICIAL, source_name="guopin.txt", by=None, at=DAY)
        assert Part.objects.get().task == task
    keys = set(ledger.task_set.values_list("key", flat=True))
    assert task.key in keys
    assert other.key not in keys
