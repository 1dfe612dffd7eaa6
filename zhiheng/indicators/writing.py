"""Rows become parts: months of Parquet files, each ordered by id and named by the hash of its bytes. No Django.

Rows come as Arrow from where they are asked for (``Job``): few of them from Django's own connection, many from the
database through DuckDB's scanners. Whatever the way, the same select casts them and the same writer writes them, so
that the same rows are the same bytes. Scanning goes on in a process of its own (``scanned``): SQLite must not be opened
by two copies of its library in one, whose locks would then be lost, and the rows of years leave a web worker alone.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from zhiheng.indicators.snapshot_folder import ALL, EMPTY, Part, fits

DAY = "the day"
"""A column that dates the rows and is not written."""
BATCH = 500_000
ROW_GROUP = 122_880
"""Rows that an engine reads at a time; DuckDB's own."""
HEX = np.frombuffer("".join(f"{byte:02x}" for byte in range(256)).encode(), dtype=np.uint16)
ARROW = {"UUID": pa.string(), "VARCHAR": pa.string(), "BIGINT": pa.int64(), "BOOLEAN": pa.bool_(), "DATE": pa.date32()}
SETTINGS: dict[str, Any] = {"autoinstall_known_extensions": False, "autoload_known_extensions": False}


@dataclass(frozen=True)
class Job:
    """A table to be written: its columns as (name, type in DuckDB, key where it is JSON), and the rows it is made of.

    ``sql`` gives the columns in this order, then the day where the table has one (``dated``). ``by`` whom it is asked:
    "scan" is DuckDB over the database's tables, for all rows; "query" the database itself, which has an index of days.
    """

    table: str
    columns: Sequence[tuple[str, str, str]]
    dated: bool
    sql: str = ""
    by: Literal["scan", "query"] = "scan"

    def select(self, rows: str) -> str:
        """The select that gives every column its name and type."""
        cast = [_cast(f"c{nth}", *column) for nth, column in enumerate(self.columns)]
        names = [f"c{nth}" for nth in range(len(cast))]
        if self.dated:
            names.append(f'"{DAY}"')
            cast.append(f'CAST("{DAY}" AS DATE) AS "{DAY}"')
        return f"SELECT {', '.join(cast)} FROM {rows} AS given({', '.join(names)})"


def given(job: Job, rows: Iterable[Sequence[Any]], folder: Path) -> dict[str, Part]:
    """Write rows of plain values, in the order of the columns; gives the parts by month."""
    kinds = [pa.string() if key else ARROW[kind] for _, kind, key in job.columns] + [pa.date32()] * job.dated
    columns = list(zip(*rows, strict=True)) or [() for _ in kinds]
    table = pa.table([pa.array(values, kind) for values, kind in zip(columns, kinds, strict=True)], _numbered(kinds))
    with _duckdb() as engine:
        engine.register("rows_given", table)
        return _written(job, engine.execute(job.select("rows_given")).to_arrow_reader(BATCH), folder)


def scanned(source: Mapping[str, str], jobs: Sequence[Job], folder: Path) -> dict[str, dict[str, Part]]:
    """Write tables from a database in a process of its own. ``source``: kind (sqlite, postgres) and address."""
    told = json.dumps({"source": dict(source), "jobs": [asdict(job) for job in jobs], "folder": str(folder)})
    done = subprocess.run([sys.executable, "-m", __name__], input=told, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"the tables could not be written: {done.stderr.strip()[-2000:]}")
    return {
        table: {month: Part(**part) for month, part in months.items()}
        for table, months in json.loads(done.stdout).items()
    }


def main() -> None:
    """What ``scanned`` runs: the job on standard input, the parts on standard output."""
    told = json.load(sys.stdin)
    folder, source = Path(told["folder"]), told["source"]
    found = {}
    with _duckdb() as engine:
        engine.execute(f"LOAD {_text(_extension(source['kind']))}")
        engine.execute(f"ATTACH {_text(source['address'])} AS source (TYPE {source['kind']}, READ_ONLY)")
        engine.execute("USE source")
        # One transaction, so that all tables are of one moment.
        engine.execute("BEGIN")
        for job in (Job(**one) for one in told["jobs"]):
            asked = f"{source['kind']}_query('source', {_text(job.sql)})" if job.by == "query" else f"({job.sql})"
            parts = _written(job, engine.execute(job.select(asked)).to_arrow_reader(BATCH), folder)
            found[job.table] = {month: asdict(part) for month, part in parts.items()}
    json.dump(found, sys.stdout)


def _duckdb() -> duckdb.DuckDBPyConnection:
    # Ids as their sixteen bytes, not as text with hyphens.
    return duckdb.connect(config={**SETTINGS, "arrow_lossless_conversion": True})


def _extension(kind: str) -> str:
    """The scanner of the installed package, loaded by its path: nothing is ever fetched."""
    package = find_spec(f"duckdb_extension_{kind}_scanner")
    assert package is not None and package.origin, f"the package duckdb-extension-{kind}-scanner is not installed"
    return str(next(Path(package.origin).parent.rglob(f"v{duckdb.__version__}/*.duckdb_extension")))


def _cast(given: str, name: str, kind: str, key: str) -> str:
    if key:
        path = _text(f'$."{key}"')
        return f'TRY_CAST(json_extract_string({given}, {path}) AS {kind}) AS "{name}"'
    return f'CAST({given} AS {kind}) AS "{name}"'


def _text(words: str) -> str:
    return "'" + words.replace("'", "''") + "'"


def _numbered(kinds: Sequence[object]) -> list[str]:
    return [f"c{nth}" for nth in range(len(kinds))]


def _written(job: Job, batches: pa.RecordBatchReader, folder: Path) -> dict[str, Part]:
    """Sort rows by month as they come, then each month by id; two months are written at a time."""
    months: dict[str, list[pa.RecordBatch]] = defaultdict(list)
    with ThreadPoolExecutor(min(4, os.cpu_count() or 1)) as pool:
        for pieces in pool.map(lambda batch: _by_month(job, batch), batches):
            for month, piece in pieces:
                months[month].append(piece)
        if not months:
            nothing = [pa.array([], field.type) for field in batches.schema]
            months[EMPTY if job.dated else ALL].append(pa.record_batch(nothing, batches.schema.names))
        names = sorted(months)
        parts = pool.map(lambda month: _part(job, months.pop(month), folder / job.table / month), names)
        return dict(zip(names, parts, strict=True))


def _by_month(job: Job, batch: pa.RecordBatch) -> list[tuple[str, pa.RecordBatch]]:
    """The rows of a batch by month, each row by itself as it was."""
    if not job.dated:
        return [(ALL, batch)] if len(batch) else []
    days = batch.column(len(job.columns)).cast(pa.int32()).to_numpy(zero_copy_only=False)
    counted = days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int16)
    order = np.argsort(counted, kind="stable")
    ordered = counted[order]
    batch = _taken(batch, order)
    cuts = [0, *(np.flatnonzero(np.diff(ordered)) + 1).tolist(), len(ordered)]
    return [
        (str(np.datetime64(int(ordered[begin]), "M")), batch.slice(begin, end - begin))
        for begin, end in zip(cuts, cuts[1:], strict=False)
        if end > begin
    ]


def _part(job: Job, pieces: list[pa.RecordBatch], folder: Path) -> Part:
    """Write one month: ordered by id, under a temporary name until it is whole."""
    whole = pa.concat_batches(pieces)
    rows = _taken(whole, _order(whole.column(0)))
    names = [name for name, _, _ in job.columns]
    columns = [_plain(rows.column(nth)) for nth in range(len(names))]
    folder.mkdir(parents=True, exist_ok=True)
    half = folder / f"{os.getpid()}.{id(pieces)}.half"
    pq.write_table(
        pa.table(columns, names),
        half,
        compression="zstd",
        compression_level=1,
        row_group_size=ROW_GROUP,
        # Plain columns for every engine: no schema of Arrow's own beside that of Parquet.
        store_schema=False,
        use_dictionary=[name for name, column in zip(names, columns, strict=True) if _repeats(column)],
    )
    with half.open("rb") as file:
        found = Part(hashlib.file_digest(file, "sha256").hexdigest(), len(rows))
    into = folder / f"{found.sha256}.parquet"
    # What is there already may be about to be removed as old: it is new again.
    half.replace(into)
    assert fits(into)
    return found


def _repeats(column: pa.Array) -> bool:
    """Whether a dictionary of its values is worth its while; numbers of samples and ids hardly repeat."""
    begin = column.slice(0, 1_000)
    return len(begin.unique()) * 2 <= len(begin)


def _order(ids: pa.Array) -> Any:
    """The order of ids, which are numbers or sixteen bytes."""
    if pa.types.is_integer(ids.type):
        return np.argsort(ids.to_numpy(), kind="stable")
    high, low = _bytes(ids).view(">u8").astype(np.uint64).reshape(-1, 2).T
    order = np.argsort(high, kind="stable")
    if (np.diff(high[order]) == 0).any():
        return np.lexsort((low, high))
    return order


def _taken(batch: pa.RecordBatch, order: Any) -> pa.RecordBatch:
    # Column by column: Arrow's own way for a whole batch takes twice as long.
    places = pa.array(order)
    return pa.record_batch([column.take(places) for column in batch.columns], batch.schema.names)


def _plain(column: pa.Array) -> pa.Array:
    """Sixteen bytes as 32 hexadecimal characters, DuckDB's truth values as those of Arrow; the rest as it is."""
    if isinstance(column.type, pa.Bool8Type):
        return column.storage.cast(pa.bool_())
    if not isinstance(column.type, pa.UuidType):
        return column
    ends = np.arange(len(column) + 1, dtype=np.int32) * 32
    text = pa.py_buffer(HEX[_bytes(column)])
    return pa.StringArray.from_buffers(len(column), pa.py_buffer(ends), text, column.buffers()[0])


def _bytes(ids: pa.Array) -> Any:
    raw = np.frombuffer(ids.storage.buffers()[1], dtype=np.uint8)
    return raw[ids.offset * 16 : (ids.offset + len(ids)) * 16]


if __name__ == "__main__":
    main()
