"""Snapshots in a folder, made of a few tested batches."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from zhiheng.indicators.snapshot_folder import Part, Snapshot, keep_manifest, named, put

HEBEI, SHIJIAZHUANG, TANGSHAN = 1, 2, 3
BATCH = pa.schema(
    [
        *((name, pa.string()) for name in ("id", "category", "sampling_type", "industry", "product_class")),
        *(("region", pa.int64()), ("judged_on", pa.date32()), ("passed", pa.bool_()), ("demo", pa.bool_())),
    ]
)
OUTPUT = pa.schema([("year", pa.int64()), ("region", pa.int64()), ("industry", pa.string()), ("weight", pa.int64())])
REGION = pa.schema([("id", pa.int64()), ("name", pa.string()), ("kind", pa.string())])
EDGE = pa.schema(
    [
        *(("child", pa.int64()), ("parent", pa.int64()), ("tree", pa.string())),
        *(("valid_from", pa.date32()), ("valid_to", pa.date32())),
    ]
)


def batch(id: str, day: date, passed: bool = True, region: int = TANGSHAN, **said: Any) -> dict[str, Any]:
    """One drug batch of supervised sampling, unless it is said otherwise."""
    usual = {"category": "drug", "sampling_type": "supervision", "industry": "", "product_class": "片剂", "demo": False}
    return {**usual, "id": id, "judged_on": day, "passed": passed, "region": region, **said}


def snapshot(folder: Path, batches: Iterable[Mapping[str, Any]], outputs: Iterable[Mapping[str, Any]] = ()) -> Snapshot:
    """These batches by month, these weights, and a province with two cities."""
    months: dict[str, list[Mapping[str, Any]]] = {}
    for row in sorted(batches, key=lambda row: str(row["id"])):
        months.setdefault(f"{row['judged_on']:%Y-%m}", []).append(row)
    edges = [{"child": city, "parent": HEBEI, "tree": "reporting"} for city in (SHIJIAZHUANG, TANGSHAN)]
    regions = [
        {"id": HEBEI, "name": "河北省", "kind": "province"},
        {"id": SHIJIAZHUANG, "name": "石家庄市", "kind": "city"},
        {"id": TANGSHAN, "name": "唐山市", "kind": "city"},
    ]
    parts = {
        "tested_batches": {
            month: _part(folder, "tested_batches", month, rows, BATCH) for month, rows in sorted(months.items())
        },
        "industry_outputs": {"all": _part(folder, "industry_outputs", "all", list(outputs), OUTPUT)},
        "region_edges": {"all": _part(folder, "region_edges", "all", edges, EDGE)},
        "regions": {"all": _part(folder, "regions", "all", regions, REGION)},
    }
    found = named(parts, folder)
    keep_manifest(found)
    return found


def _part(folder: Path, table: str, month: str, rows: list[Any], schema: pa.Schema) -> Part:
    written = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows, schema=schema), written)
    name = hashlib.sha256(written.getvalue()).hexdigest()
    put(folder / table / month / f"{name}.parquet", written.getvalue())
    return Part(name, len(rows))
