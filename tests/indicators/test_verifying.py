"""``zhiheng verify``: an auditor computes a published value again, and no change of a byte or a number passes."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import ibis
import pytest

from tests.factories.snapshots import TANGSHAN, batch, snapshot
from zhiheng.indicators import verifying
from zhiheng.indicators.declaring import Definition, definitions
from zhiheng.indicators.shapes import Facts, Table, share
from zhiheng.indicators.snapshot_folder import Part, Snapshot, keep_manifest, named, put
from zhiheng.indicators.snapshot_tables import tables
from zhiheng.indicators.tree import WHOLE
from zhiheng.indicators.value_file import DAYS, Counted, NoCell, Told, counted, in_words, needed, packed, read, written
from zhiheng.indicators.verifying import main
from zhiheng.mechanisms.periods import Period

ASKED = date(2026, 2, 1)
MAY = Period.of("2025-05")


@pytest.fixture
def drugs() -> Definition:
    return definitions()["drug_pass_rate"]


@pytest.fixture
def taken(tmp_path: Path) -> Snapshot:
    """Three batches in May, one of which failed, and one in June."""
    may = [batch("a", date(2025, 5, 2)), batch("b", date(2025, 5, 9), passed=False), batch("c", date(2025, 5, 31))]
    return snapshot(tmp_path / "snapshots", [*may, batch("d", date(2025, 6, 1))])


def told(definition: Definition, taken: Snapshot, period: Period = MAY, region: int = WHOLE) -> Told:
    found = counted(definition, taken, period, region, ASKED)
    words = in_words(definition, {WHOLE: "河北省", TANGSHAN: "唐山市"}[region])
    return Told(definition.key, definition.version, period.begins, period.ends, region, ASKED, taken.hash, found, words)


@pytest.fixture
def file(tmp_path: Path, drugs: Definition, taken: Snapshot) -> Path:
    path = tmp_path / "value.zip"
    path.write_bytes(packed(told(drugs, taken), taken, drugs))
    return path


def repacked(path: Path, change: dict[str, bytes | None]) -> Path:
    """The same .zip with some of its entries changed, or left out where the change is None."""
    with zipfile.ZipFile(path) as pack:
        content: dict[str, bytes | None] = {name: pack.read(name) for name in pack.namelist()}
    with zipfile.ZipFile(path, "w") as pack:
        for name, bytes_of in {**content, **change}.items():
            if bytes_of is not None:
                pack.writestr(name, bytes_of)
    return path


def names(path: Path, ending: str) -> list[str]:
    with zipfile.ZipFile(path) as pack:
        return [name for name in pack.namelist() if name.endswith(ending) and name != "value.json"]


def value_of(path: Path) -> dict[str, Any]:
    with zipfile.ZipFile(path) as pack:
        found: dict[str, Any] = json.loads(pack.read("value.json"))
        return found


def told_of(path: Path) -> Told:
    with zipfile.ZipFile(path) as pack:
        return read(pack.read("value.json"))


def verdict(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str]:
    status = main([str(one) for one in arguments])
    said = capsys.readouterr()
    return status, said.out + said.err


def test_what_was_counted_is_counted_again(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert value_of(file)["counted"] == {
        **{"value": "66.67", "numerator": 2, "denominator": 3, "covered": None, "demonstration": False}
    }
    status, said = verdict(capsys, file)
    assert (status, said.count("✗")) == (0, 0) and "核对一致" in said and "confirmed" in said


def test_the_answer_as_json_has_both_sides_and_each_check(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, said = verdict(capsys, file, "--json")
    answer = json.loads(said)
    assert status == 0 and answer["holds"] is True and answer["told"] == answer["found"]
    assert all(check["zh"] and check["en"] for check in answer["checks"])


def test_only_the_months_that_the_value_needs_are_in_the_file(file: Path) -> None:
    assert sorted(name.rsplit("/", 1)[0] for name in names(file, ".parquet")) == [
        "region_edges/all",
        "regions/all",
        "tested_batches/2025-05",
    ]


@pytest.mark.parametrize("number", ["value", "numerator", "denominator", "demonstration"])
def test_a_changed_number_is_found(file: Path, number: str, capsys: pytest.CaptureFixture[str]) -> None:
    given = value_of(file)
    given["counted"][number] = {"value": "99.99", "demonstration": True}.get(number, 7)
    status, said = verdict(capsys, repacked(file, {"value.json": json.dumps(given).encode()}))
    assert status == 1 and said.count("✗") == 1 and "differs" in said and "不同" in said


def test_a_changed_byte_of_a_part_is_found(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    name = next(one for one in names(file, ".parquet") if "tested" in one)
    with zipfile.ZipFile(file) as pack:
        content = bytearray(pack.read(name))
    content[len(content) // 2] ^= 1
    status, said = verdict(capsys, repacked(file, {name: bytes(content)}))
    assert status == 1 and "分区缺失或被改动" in said and "missing or was changed" in said


def test_a_flipped_byte_on_the_disk_is_found(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    content = bytearray(file.read_bytes())
    content[content.index(b"PAR1") + 40] ^= 1
    file.write_bytes(bytes(content))
    status, said = verdict(capsys, file)
    assert status == 1 and "被改动或损坏" in said and "changed or damaged" in said


def test_a_part_that_was_left_out_is_missed(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    name = next(one for one in names(file, ".parquet") if "tested" in one)
    status, said = verdict(capsys, repacked(file, {name: None}))
    assert status == 1 and "分区缺失或被改动" in said


def test_a_manifest_of_another_snapshot_is_found(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = snapshot(tmp_path / "other", [batch("a", date(2025, 5, 2))])
    manifest = (other.folder / f"{other.hash}.json").read_bytes()
    (own,) = names(file, ".json")
    status, said = verdict(capsys, repacked(file, {own: manifest}))
    assert status == 1 and "清单与快照" in said and "does not fit" in said
    status, said = verdict(capsys, repacked(file, {own: None, f"{other.hash}.json": manifest}))
    assert status == 1 and "没有快照" in said and "is not there" in said


def test_another_version_of_the_definition_is_said(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given = value_of(file)
    status, said = verdict(capsys, repacked(file, {"value.json": json.dumps({**given, "version": "0" * 12}).encode()}))
    assert status == 1 and "算法版本不同" in said and "The definition differs" in said
    status, said = verdict(
        capsys, repacked(file, {"value.json": json.dumps({**given, "definition": "nothing"}).encode()})
    )
    assert status == 1 and "没有指标算法 nothing" in said


def test_a_value_under_another_period_or_region_does_not_hold(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given = value_of(file)
    status, _ = verdict(capsys, repacked(file, {"value.json": json.dumps({**given, "begins": "2025-05-03"}).encode()}))
    assert status == 1
    status, _ = verdict(capsys, repacked(file, {"value.json": json.dumps({**given, "region": 2}).encode()}))
    assert status == 1


def test_the_number_alone_is_checked_against_a_folder_of_parts(
    tmp_path: Path, drugs: Definition, taken: Snapshot, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "value.json"
    path.write_bytes(written(told(drugs, taken, region=TANGSHAN)))
    assert verdict(capsys, path)[0] == 2
    assert verdict(capsys, path, "--parts", taken.folder)[0] == 0
    assert verdict(capsys, path, "--parts", tmp_path)[0] == 1


@pytest.mark.parametrize("content", [b"", b"{}", b"PK\x03\x04 nothing", b"[1]", b'{"schema":"zhiheng.value/1"}'])
def test_what_is_no_value_file_is_refused(tmp_path: Path, content: bytes, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "some.file"
    path.write_bytes(content)
    status, said = verdict(capsys, path)
    assert status == 2 and len(said.strip().splitlines()) == 1
    assert verdict(capsys, tmp_path / "nothing.zip")[0] == 2


def test_nothing_is_written_outside_by_a_file_that_was_made_to(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, said = verdict(capsys, repacked(file, {"../outside.json": b"{}"}))
    assert status == 1 and "不该有的文件" in said and not list(tmp_path.glob("**/outside.json"))


def test_of_what_is_counted_by_another_day_than_that_of_its_part_no_month_is_left_out(
    drugs: Definition, taken: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(DAYS, "tested_batches", "sampled_on")
    assert set(needed(drugs, taken, MAY, ASKED).parts["tested_batches"]) == {"2025-05", "2025-06"}


def test_the_days_of_parts_are_those_that_the_models_declare() -> None:
    declared = {one.name: one.says for one in tables().values() if one.says.day}
    assert {
        name: next(column for column, way in says.columns.items() if way == says.day) for name, says in declared.items()
    } == DAYS


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"ends": "2025-05-15"}, "不是整月"),
        ({"begins": "2025-05-02"}, "不是整月"),
        ({"begins": "2025-06-01", "ends": "2025-05-31"}, "不是整月"),
        ({"begins": "0001-01-01"}, "不是整月"),
        ({"region": 99999}, "没有地区 99999"),
        ({"on": "2099-01-01"}, "还没有到"),
    ],
)
def test_no_data_is_not_confirmed_of_what_is_no_cell(
    file: Path, changed: dict[str, Any], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    nothing = {"value": None, "numerator": 0, "denominator": 0, "covered": None, "demonstration": False}
    forged = {**value_of(file), **changed, "counted": nothing}
    status, told = verdict(capsys, repacked(file, {"value.json": json.dumps(forged).encode()}))
    assert status == 1 and said in told


def test_half_a_month_is_not_counted(drugs: Definition, taken: Snapshot) -> None:
    with pytest.raises(NoCell):
        counted(drugs, taken, Period(date(2025, 5, 1), date(2025, 5, 15)), WHOLE, ASKED)


def test_what_the_day_of_asking_did_is_said(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    earlier = json.dumps({**value_of(file), "on": "2020-01-01"}).encode()
    status, said = verdict(capsys, repacked(file, {"value.json": earlier}))
    assert status == 0 and "数值不随查询日变化" in said and "所知" not in said


@pytest.mark.parametrize("name", ["name", "unit", "formula", "source", "certain", "region", "more"])
def test_forged_words_are_found(file: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    given = value_of(file)
    forged = {**given, "words": {**given["words"], name: "石家庄市"}}
    status, said = verdict(capsys, repacked(file, {"value.json": json.dumps(forged).encode()}))
    assert status == 1 and said.count("✗") == 1


def test_that_publication_is_not_checked_is_said(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given = value_of(file)
    for published, status in (({"at": "2026-01-05", "why": None}, 0), ({"by": "somebody"}, 1)):
        told = json.dumps({**given, "words": {**given["words"], "published": published}}).encode()
        assert verdict(capsys, repacked(file, {"value.json": told}))[0] == status
    assert "不在核对之内" in verdict(capsys, file)[1]


def test_a_file_that_can_be_read_in_two_ways_is_refused(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    content = written(told_of(file))
    repacked(file, {"value.json": content.replace(b'"region":', b'"region":3,"region":', 1)})
    assert verdict(capsys, file)[0] == 2
    repacked(file, {"value.json": content})
    assert verdict(capsys, file)[0] == 0
    with zipfile.ZipFile(file, "a") as pack, pytest.warns(UserWarning, match="Duplicate name"):
        pack.writestr("value.json", content)
    status, said = verdict(capsys, file)
    assert status == 2 and "重名" in said


@pytest.mark.parametrize(
    "changed",
    [
        {"definition": [1]},
        {"snapshot": 5},
        {"region": True},
        {"words": []},
        {"words": {"published": 5}},
        *(
            {"counted": {name: wrong}}
            for name, wrong in [("numerator", "abc"), ("numerator", [1]), ("numerator", []), ("value", "sNaN")]
        ),
        {"counted": {"demonstration": 1}},
    ],
)
def test_what_is_not_of_its_kind_is_refused_in_a_sentence(
    file: Path, changed: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    given = value_of(file)
    counted = {**given["counted"], **changed.pop("counted", {})}
    wrong = json.dumps({**given, **changed, "counted": counted}).encode()
    status, said = verdict(capsys, repacked(file, {"value.json": wrong}))
    assert status == 2 and len(said.strip().splitlines()) == 1


@pytest.mark.parametrize(("at", "bytes_of"), [(8, b"\x01\x08"), (10, b"\x63\x00")])
def test_a_locked_or_strangely_packed_entry_is_refused(
    file: Path, at: int, bytes_of: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    content = bytearray(file.read_bytes())
    first = content.index(b"PK\x01\x02")
    content[first + at : first + at + len(bytes_of)] = bytes_of
    file.write_bytes(bytes(content))
    status, said = verdict(capsys, file)
    assert status == 2 and len(said.strip().splitlines()) == 1


def test_a_corrupt_stream_is_refused(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    content = bytearray(file.read_bytes())
    start = 30 + len("value.json")
    content[start : start + 8] = b"\xff" * 8
    file.write_bytes(bytes(content))
    assert verdict(capsys, file)[0] == 2


def test_what_unpacks_to_more_than_a_value_file_may_hold_is_refused(
    file: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verifying, "MOST_BYTES", 100)
    status, said = verdict(capsys, file)
    assert status == 2 and "太大" in said


def test_records_that_nobody_can_count_are_said(file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = snapshot(tmp_path / "other", [])
    junk = b"no parquet at all"
    part = Part(hashlib.sha256(junk).hexdigest(), 1)
    bad = named({**made.parts, "tested_batches": {"2025-05": part}}, made.folder)
    put(bad.path("tested_batches", "2025-05"), junk)
    keep_manifest(bad)
    path = tmp_path / "value.json"
    path.write_bytes(written(replace(told_of(file), snapshot=bad.hash)))
    status, said = verdict(capsys, path, "--parts", bad.folder)
    assert status == 1 and "无法计算" in said


def test_months_are_left_out_only_where_each_row_is_counted_by_the_day_of_its_month(
    drugs: Definition, taken: Snapshot
) -> None:
    def months(facts: Callable[[Table], Facts]) -> set[str]:
        return set(needed(replace(drugs, facts=facts), taken, MAY, ASKED).parts["tested_batches"])

    def later(tested_batches: Table) -> Facts:
        day = tested_batches.judged_on + ibis.interval(days=31)
        return share(tested_batches, day=day, where=tested_batches.passed)

    def both(tested_batches: Table) -> Facts:
        rows = tested_batches.union(tested_batches)
        return share(rows, day=rows.judged_on, where=rows.passed, twice=True)

    def first(tested_batches: Table) -> Facts:
        newest = ibis.window(group_by=tested_batches.region, order_by=tested_batches.judged_on)
        rows = tested_batches.mutate(place=ibis.row_number().over(newest))
        rows = rows.filter(rows.place == 0)
        return share(rows, day=rows.judged_on, where=rows.passed)

    assert months(drugs.facts) == {"2025-05"}
    assert months(later) == months(both) == months(first) == {"2025-05", "2025-06"}


def test_it_needs_neither_settings_nor_a_database(file: Path, tmp_path: Path) -> None:
    asked = [sys.executable, "-m", "zhiheng", "verify", str(file)]
    done = subprocess.run(
        asked, capture_output=True, text=True, env={"PATH": "/usr/bin", "PYTHONIOENCODING": "utf-8"}, timeout=120
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert Counted(**value_of(file)["counted"]).value == "66.67"
