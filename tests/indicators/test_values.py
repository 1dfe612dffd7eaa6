"""公布值: told once, never rewritten; what changed afterwards stands beside it, record by record."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from tests.factories.complaints import complaint, does, handles
from tests.factories.values import AT, YEAR, drugs, judged, office, place, published
from zhiheng.indicators.declaring import definitions
from zhiheng.indicators.models import PublishedValue
from zhiheng.indicators.models import Snapshot as Taken
from zhiheng.indicators.snapshot import kept, snapshot_now
from zhiheng.indicators.value_file import packed
from zhiheng.indicators.values import Beside, NotPublished, beside, newest, publish, told_then
from zhiheng.indicators.verifying import verified
from zhiheng.mechanisms.journal.models import Entry
from zhiheng.mechanisms.periods import Period
from zhiheng.mechanisms.scope import everywhere
from zhiheng.systems.sampling.models import TestedBatch

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def batches(hebei: Any) -> None:
    """Forty drug batches of 2025 in a county of 唐山, of which 38 passed."""
    judged(40, passed=38)


def now(region: str = "hebei", period: Period = YEAR, at: datetime = AT) -> Beside:
    found = beside(drugs(), period, place(region), on=at.date(), snapshot=snapshot_now())
    assert found is not None
    return found


def rows() -> Any:
    return TestedBatch.objects.filter(category="drug").order_by("id")


def test_a_value_names_its_definition_its_snapshot_and_who_published_it() -> None:
    (value,) = published()
    assert (value.value, value.numerator, value.denominator) == (Decimal("95.00"), 38, 40)
    assert value.version == drugs().version and value.by == office() and value.region == place("hebei")
    assert Taken.objects.get(hash=value.snapshot).kept, "its files stay"
    assert kept(value.snapshot).hash == value.snapshot
    line = Entry.objects.get(thing="value:drug_pass_rate:2025")
    assert "河北省 95" in line.new and line.old == "" and line.by == office()


def test_the_province_and_its_regions_are_published_together_and_what_has_no_records_is_left_out() -> None:
    found = published("hebei", "tangshan", "xiongan")
    assert [value.region.slug for value in found] == ["hebei", "tangshan"]


def test_a_published_value_is_never_rewritten_nor_deleted() -> None:
    (value,) = published()
    value.value = Decimal("99")
    with pytest.raises(TypeError):
        value.save()
    with pytest.raises(TypeError):
        value.delete()
    assert PublishedValue.objects.get().value == Decimal("95.00")


def test_the_database_refuses_as_well() -> None:
    published()
    if connection.vendor != "postgresql":
        pytest.skip("what the server's role may not change is a right of PostgreSQL alone")
    from django.db.utils import ProgrammingError

    with pytest.raises(ProgrammingError), transaction.atomic():
        PublishedValue.objects.update(value=1)


def test_one_cell_has_one_first_value_and_each_is_superseded_once() -> None:
    (value,) = published()
    again = {name: getattr(value, name) for name in ("definition", "version", "period", "ends", "on", "snapshot", "at")}
    with pytest.raises(IntegrityError), transaction.atomic():
        PublishedValue.objects.create(**again, region=value.region, denominator=1, demo=False)


@pytest.mark.parametrize("period", ["2026", "2026Q4", "2026-11"])
def test_a_period_that_is_not_over_cannot_be_published(period: str) -> None:
    with pytest.raises(NotPublished, match="还没有结束"):
        published(period=Period.of(period))


def test_a_period_is_over_on_the_day_after_its_last() -> None:
    last = datetime(2025, 12, 31, 2, tzinfo=AT.tzinfo)
    with pytest.raises(NotPublished):
        published(at=last)
    assert published(at=last + timedelta(days=1))


def test_only_years_quarters_and_months_are_published() -> None:
    with pytest.raises(NotPublished, match="整年"):
        published(period=Period(date(2025, 1, 1), date(2025, 8, 31)))


def test_no_records_are_nothing_to_publish() -> None:
    with pytest.raises(NotPublished, match="没有数据"):
        published(period=Period.of("2024"))


def test_the_same_value_is_not_published_twice() -> None:
    published()
    with pytest.raises(NotPublished, match="相同"):
        published(why="再来一次")


def test_another_value_supersedes_with_a_reason_and_both_stay() -> None:
    (first,) = published()
    judged(10, passed=10)
    with pytest.raises(NotPublished, match="理由"):
        published()
    (second,) = published(why="迟报 10 批")
    assert second.supersedes == first and (second.numerator, second.denominator) == (48, 50)
    assert newest(drugs(), YEAR, place("hebei")) == second
    assert now().superseded == (first,)
    assert "河北省 95" in Entry.objects.get(why="迟报 10 批").old


def test_nothing_changed_is_said_of_what_is_the_same() -> None:
    published()
    found = now()
    assert found.same and not found.redefined and not found.difference and not found.tables


def test_late_changed_and_deleted_records_are_told_one_by_one() -> None:
    published()
    with everywhere():
        failed, *others = [row for row in rows() if not row.passed]
        passed, moved = [row for row in rows() if row.passed][:2]
        rows().filter(pk=failed.pk).update(passed=True)
        rows().filter(pk=moved.pk).update(judged_on=date(2026, 1, 3))
        rows().filter(pk=passed.pk).delete()
    judged(3, passed=3)
    found = now()
    assert found.difference is not None and not found.same
    assert (found.difference.came, found.difference.changed, found.difference.went) == (3, 1, 2)
    assert (found.current.found.numerator, found.current.found.denominator) == (40, 41)
    by_record = {str(line.record).replace("-", ""): line for line in found.difference.lines}
    assert by_record[failed.pk.hex].before is not None and by_record[failed.pk.hex].before.told is False
    assert by_record[passed.pk.hex].after is None
    gone = by_record[moved.pk.hex]
    assert gone.how == "went" and gone.after is not None and gone.after.day == date(2026, 1, 3)
    assert found.published.value == Decimal("95.00"), "what was published stays"


def test_what_changed_in_another_region_is_no_difference_here() -> None:
    published("tangshan")
    judged(5, passed=1, region="shijiazhuang-changan")
    found = now("tangshan")
    assert found.same and not found.difference and found.tables == ("tested_batches",)


def test_another_definition_is_said_to_be_another(monkeypatch: pytest.MonkeyPatch) -> None:
    published()
    monkeypatch.setitem(vars(drugs()), "version", "0" * 12)
    assert now().redefined and now().same
    assert published(why="算法修订")[0].version == "0" * 12


def test_files_that_are_lost_are_said_to_be_lost() -> None:
    (value,) = published()
    then = kept(value.snapshot)
    judged(1, passed=1)
    snapshot_now()
    then.path("tested_batches", "2025-05").unlink()
    assert now().difference is None


def test_a_published_value_is_confirmed_by_its_file_also_after_the_records_changed(tmp_path: Path) -> None:
    (value,) = published()
    with everywhere():
        rows().delete()
    file = tmp_path / "value.zip"
    file.write_bytes(packed(told_then(drugs(), value), kept(value.snapshot), drugs()))
    verdict = verified(file, today=date(2100, 1, 1))
    assert verdict.holds and verdict.found is not None and verdict.found.value == "95.00"


def test_what_few_people_are_behind_is_not_published() -> None:
    made = complaint("2026-04-30")
    with handles():
        does(made, "accept", "2026-05-07")
        does(made, "agree", "2026-05-20")
    with pytest.raises(NotPublished, match="背后的人太少"):
        publish(definitions()["closed_on_time"], [Period.of("2026Q2")], [place("hebei")], by=office(), at=AT)
