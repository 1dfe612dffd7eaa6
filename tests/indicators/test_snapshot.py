"""The snapshot of now: the changed months alone are written anew, one writes, and what was lost or changed is found."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from django.db import connection, transaction
from django.utils import timezone

from tests.factories.complaints import complaint
from tests.factories.tested_batches import concluded
from zhiheng.indicators import snapshot as room
from zhiheng.indicators import writing
from zhiheng.indicators.models import DirtyPart
from zhiheng.indicators.models import Snapshot as Taken
from zhiheng.indicators.snapshot import BrokenSnapshot, Snapshot, alone, in_folder, keep, kept, prune, snapshot_now
from zhiheng.indicators.snapshot_tables import tables
from zhiheng.mechanisms.scope import everywhere
from zhiheng.systems.sampling.models import TestedBatch

pytestmark = pytest.mark.django_db
BATCHES = "tested_batches"


@pytest.fixture(autouse=True)
def var(hebei: Any, tmp_path: Path, settings: Any) -> Iterator[Path]:
    """A folder of its own, and a test that sees all rows."""
    settings.VAR_DIR = tmp_path
    with everywhere():
        yield tmp_path


def rows(snapshot: Snapshot, table: str = BATCHES) -> list[dict[str, Any]]:
    return [row for path in snapshot.paths(table) for row in pq.read_table(path).to_pylist()]


def test_every_published_table_is_in_it_also_without_rows() -> None:
    snapshot = snapshot_now()
    assert set(snapshot.parts) == set(tables())
    assert list(snapshot.parts[BATCHES]) == ["none"]
    assert rows(snapshot) == []
    assert "judged_on" in pq.read_schema(snapshot.paths(BATCHES)[0]).names


def test_a_record_is_in_the_part_of_its_month_with_plain_values_in_order_of_ids() -> None:
    made = [concluded("2026-03-05", "甲"), concluded("2026-03-31", "乙", passed=False), concluded("2026-04-01", "丙")]
    snapshot = snapshot_now()
    assert {month: part.rows for month, part in snapshot.parts[BATCHES].items()} == {"2026-03": 2, "2026-04": 1}
    found = rows(snapshot)
    assert [row["id"] for row in found[:2]] == sorted(one.pk.hex for one in made[:2])
    last = next(row for row in found if row["id"] == made[1].pk.hex)
    assert (last["passed"], last["region"], last["sampled_on"], last["source"]) == (
        False,
        made[1].region_id,
        None,
        "乙",
    )
    assert last["judged_on"] == made[1].judged_on or str(made[1].judged_on) == str(last["judged_on"])


def test_only_the_months_that_changed_are_written_anew() -> None:
    one, _other = concluded("2026-03-05", "甲"), concluded("2026-04-05", "乙")
    before = snapshot_now()
    TestedBatch.objects.filter(pk=one.pk).update(passed=False)
    after = snapshot_now()
    assert after.hash != before.hash
    assert after.parts[BATCHES]["2026-04"] == before.parts[BATCHES]["2026-04"]
    assert after.parts[BATCHES]["2026-03"] != before.parts[BATCHES]["2026-03"]
    assert [row["passed"] for row in rows(after)] == [False, True]
    assert [row["passed"] for row in rows(before)] == [True, True], "the old snapshot is what it was"


def test_a_month_without_records_goes_and_the_last_one_leaves_an_empty_part() -> None:
    concluded("2026-03-05", "甲"), concluded("2026-04-05", "乙")
    snapshot_now()
    TestedBatch.objects.filter(source="甲").delete()
    assert list(snapshot_now().parts[BATCHES]) == ["2026-04"]
    TestedBatch.objects.all().delete()
    assert list(snapshot_now().parts[BATCHES]) == ["none"]
    concluded("2026-05-05", "丙")
    assert list(snapshot_now().parts[BATCHES]) == ["2026-05"]


def test_the_same_state_has_the_same_name() -> None:
    before = snapshot_now()
    one = concluded("2026-03-05", "甲")
    assert snapshot_now().hash != before.hash
    one.delete()
    assert snapshot_now().hash == before.hash


def test_what_a_transaction_wrote_is_in_its_own_snapshot_and_is_forgotten_with_it() -> None:
    before = snapshot_now()
    with pytest.raises(LookupError), transaction.atomic():
        concluded("2026-03-05", "甲")
        assert len(rows(snapshot_now())) == 1
        raise LookupError
    assert snapshot_now().hash == before.hash


@pytest.mark.django_db(transaction=True)
def test_without_a_change_one_query_is_asked(django_assert_num_queries: Any) -> None:
    first = snapshot_now()
    assert not DirtyPart.objects.exists()
    with django_assert_num_queries(1):
        assert snapshot_now().hash == first.hash


@pytest.mark.django_db(transaction=True)
def test_a_change_while_it_is_written_comes_with_the_next_one(monkeypatch: pytest.MonkeyPatch) -> None:
    concluded("2026-03-05", "甲")
    really = room._written

    def meanwhile(wanted: room.Wanted) -> Any:
        found = really(wanted)
        monkeypatch.setattr(room, "_written", really)
        concluded("2026-03-06", "乙")
        return found

    monkeypatch.setattr(room, "_written", meanwhile)
    assert len(rows(snapshot_now())) == 1
    assert len(rows(snapshot_now())) == 2


@pytest.mark.django_db(transaction=True)
def test_one_writes_and_the_others_serve_what_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "PATIENCE", 0)
    with alone(0) as mine:
        assert mine
        with pytest.raises(BrokenSnapshot):
            snapshot_now()
    before = snapshot_now()
    concluded("2026-03-05", "甲")
    with alone(0):
        assert snapshot_now().hash == before.hash
    assert len(rows(snapshot_now())) == 1


@pytest.mark.django_db(transaction=True)
def test_the_way_through_django_and_the_way_through_the_scanner_write_the_same_bytes(tmp_path: Path) -> None:
    concluded("2026-03-05", "甲'\"乙║%", industry="13", product_class="", firm_code="91130200MA0FFFFFX0")
    concluded("2026-03-06", "丙", passed=False, demo=False, product_class="类别")
    concluded("2025-12-31", "丁", published_on=datetime(2026, 1, 9, tzinfo=UTC).date())
    complaint("2026-05-06")
    through = snapshot_now()
    source = room._source() or {"kind": "sqlite", "address": _copied(tmp_path / "copy.sqlite3")}
    for months in (set(), {"2026-03", "2025-12"}):
        jobs = [room._job(one, months if one.says.day else (), sql=True) for one in tables().values()]
        found = writing.scanned(source, jobs, tmp_path / "scanned")
        for name, parts in found.items():
            wanted = months & set(through.parts[name]) or ({"none"} if months and tables()[name].says.day else ())
            assert {m: through.parts[name].get(m, parts[m]) for m in wanted or through.parts[name]} == parts, name


def _copied(path: Path) -> str:
    """The database of the test in a file: what is in memory cannot be scanned."""
    connection.ensure_connection()
    with sqlite3.connect(path) as file:
        connection.connection.backup(file)
    file.close()
    return str(path)


@pytest.mark.django_db(transaction=True)
def test_many_rows_are_scanned_and_the_page_does_not_wait_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("the SQLite of the tests is in memory, where nobody else can scan it")
    before = snapshot_now()
    concluded("2026-03-05", "甲")
    monkeypatch.setattr(room, "FEW", -1)
    monkeypatch.setattr(room, "PATIENCE", 60)
    assert len(rows(snapshot_now())) == 1
    concluded("2026-03-06", "乙")
    monkeypatch.setattr(room, "PATIENCE", 0)
    assert len(rows(snapshot_now())) == 1, "what stands"
    until = time.monotonic() + 60
    while DirtyPart.objects.exists() and time.monotonic() < until:
        time.sleep(0.05)
    assert len(rows(room.newest() or before)) == 2


def test_a_changed_byte_is_found_and_the_part_is_written_again() -> None:
    concluded("2026-03-05", "甲")
    snapshot = snapshot_now()
    path = snapshot.path(BATCHES, "2026-03")
    content = path.read_bytes()
    path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    with pytest.raises(BrokenSnapshot, match="changed"):
        snapshot.paths(BATCHES)
    with pytest.raises(BrokenSnapshot):
        in_folder(room.folder(), snapshot.hash)
    assert snapshot_now().hash == snapshot.hash
    assert path.read_bytes() == content


def test_a_lost_folder_is_written_again_under_the_same_name(tmp_path: Path, settings: Any) -> None:
    concluded("2026-03-05", "甲")
    before = snapshot_now()
    settings.VAR_DIR = tmp_path / "elsewhere"
    after = snapshot_now()
    assert after.hash == before.hash
    assert after.folder != before.folder
    assert rows(after) == rows(before)


def test_a_changed_manifest_is_refused() -> None:
    snapshot = snapshot_now()
    manifest = room.folder() / f"{snapshot.hash}.json"
    manifest.write_text(manifest.read_text().replace('"rows":0', '"rows":1', 1))
    with pytest.raises(BrokenSnapshot, match="changed"):
        in_folder(room.folder(), snapshot.hash)


def test_a_folder_is_checked_without_a_database(tmp_path: Path) -> None:
    snapshot = snapshot_now()
    program = (
        "import sys; from pathlib import Path; from zhiheng.indicators.snapshot_folder import in_folder;"
        "print(in_folder(Path(sys.argv[1]), sys.argv[2]).hash); assert 'django' not in sys.modules"
    )
    command = [sys.executable, "-c", program, str(room.folder()), snapshot.hash]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip() == snapshot.hash


def test_old_snapshots_go_with_their_files_and_those_that_something_published_names_stay() -> None:
    taken = []
    for nth in range(room.RECENT + 2):
        concluded(f"2026-03-{nth + 1:02}", f"甲{nth}")
        taken.append(snapshot_now())
    keep(taken[0].hash)
    later = timezone.now() + room.STAYS + timedelta(minutes=1)
    prune(later)
    assert [row.hash for row in Taken.objects.order_by("pk")] == [taken[0].hash, *(one.hash for one in taken[2:])]
    assert len(rows(kept(taken[0].hash))) == 1
    assert len(rows(snapshot_now())) == len(taken)
    with pytest.raises(BrokenSnapshot):
        taken[1].paths(BATCHES)
    assert not list(room.folder().glob(f"{taken[1].hash}.json"))


def test_a_young_snapshot_stays() -> None:
    concluded("2026-03-05", "甲")
    first = snapshot_now()
    for nth in range(room.RECENT + 1):
        concluded(f"2026-04-{nth + 1:02}", f"乙{nth}")
        snapshot_now()
    assert prune(timezone.now()) == 0
    assert len(rows(kept(first.hash))) == 1
