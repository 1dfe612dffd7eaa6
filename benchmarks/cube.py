"""Every sampling indicator by region and month over 20 million batches, beside a bare scan, PostgreSQL and pandas.

All batches lie in the twelve months that are asked for, under 14 regions with 173 counties. A question is the way from
opening the parts to the folded cells, with no answer kept; beside it, in turn, DuckDB counts the same columns of the
same rows of the same files, and groups nothing. PostgreSQL and pandas group fewer batches (--beside) by the same
columns. Fails when the 95th percentile of a rate is over 300 ms, or its median over 1.5 times that of the scan; counts
of all batches, which no filter makes fewer, are printed alone. --linear asks one question of 1, 10 and 100 million.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from statistics import median

import duckdb
import pandas as pd
import psycopg
import pyarrow as pa
import pyarrow.parquet as pq

from tests.postgres import server
from zhiheng.indicators.computing import Question, cells
from zhiheng.indicators.declaring import definitions
from zhiheng.indicators.engines import SETTINGS, opened, tree_of
from zhiheng.indicators.tree import Tree
from zhiheng.mechanisms.periods import Grain, Period

MOST_MS, MOST_RATIO = 300, 1.5
ASKED = Question(Period.of("2026"), Grain.MONTH, date(2026, 12, 31), regions=frozenset(range(2, 16)))
COUNTS = ("batches_tested", "batches_failed")
FILTERS = {
    "food_pass_rate": "category = 'food' AND sampling_type = 'evaluation'",
    "drug_pass_rate": "category = 'drug' AND sampling_type = 'supervision'",
    "produce_pass_rate": "category = 'produce' AND sampling_type = 'routine'",
    "building_materials_pass_rate": "category = 'building' AND sampling_type = 'supervision'",
    "manufactured_goods_pass_rate": "category = 'industrial' AND sampling_type = 'supervision' AND industry <> ''",
    "batches_tested": "true",
    "batches_failed": "NOT passed",
}
COUNTED = "SELECT count(judged_on), count(region), count(passed), count(demo) FROM read_parquet({}) WHERE {}"
BATCHES = """COPY (
  SELECT md5(nth::VARCHAR) AS id,
    ['industrial','industrial','industrial','food','food','food','food','drug','produce','building'][1 + (d0 % 10)]
      AS category,
    ['supervision','supervision','evaluation','risk','routine'][1 + (d1 % 5)] AS sampling_type,
    (13 + d2 % 29)::VARCHAR AS industry, 'class ' || (d3 % 50) AS product_class, 16 + d4 % 173 AS region,
    (DATE '2026-{month:02}-01' + (d5 % 28)::INT)::DATE AS judged_on, d6 % 100 < 98 AS passed, d7 % 10 = 0 AS demo
  FROM (SELECT nth, {draws} FROM range({first}, {last}) each(nth)) ORDER BY id
) TO '{path}' (FORMAT parquet, COMPRESSION zstd)"""


GROUPED = """SELECT date_trunc('month', judged_on), region, count(*), count(*) FILTER (WHERE passed),
  count(*) FILTER (WHERE demo) FROM batches WHERE category = 'food' AND sampling_type = 'evaluation'
  AND judged_on BETWEEN '2026-01-01' AND '2026-12-31' GROUP BY 1, 2"""


@dataclass(frozen=True)
class Made:
    """Batches as a snapshot would hold them."""

    folder: Path

    def paths(self, table: str) -> list[Path]:
        return sorted((self.folder / table).glob("*.parquet"))


def main(arguments: Sequence[str] = ()) -> int:
    """Run it in a folder of its own; 1 when a question takes too long."""
    parser = argparse.ArgumentParser(prog="benchmarks cube", description=__doc__)
    parser.add_argument("--rows", type=int, default=20_000_000)
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--beside", type=int, default=2_000_000)
    parser.add_argument("--linear", action="store_true")
    chosen = parser.parse_args(list(arguments))
    if chosen.linear:
        for rows in (1_000_000, 10_000_000, 100_000_000):
            with tempfile.TemporaryDirectory(prefix="zh-cube-") as folder:
                made = _made(Path(folder), rows)
                tree = tree_of(made, ASKED.on)
                took = median(_timed(partial(_ask, made, "food_pass_rate", tree)) for _ in range(5))
                print(f"  {rows:>11,} batches: {took:8.0f} ms, {took / rows * 1e6:6.1f} ns a batch", flush=True)
        return 0
    with tempfile.TemporaryDirectory(prefix="zh-cube-") as folder:
        failed = _questions(_made(Path(folder), chosen.rows), chosen.rows, chosen.times)
    with tempfile.TemporaryDirectory(prefix="zh-cube-") as folder:
        _beside(_made(Path(folder), chosen.beside), chosen.beside)
    return 1 if failed else 0


def _questions(made: Made, rows: int, times: int) -> bool:
    """Each question and its scan in turn, so that whatever else the machine does slows both."""
    print(f"{rows:,} batches, 12 months, 14 regions with 173 counties; {times} times each; milliseconds")
    bare, tree, failed = duckdb.connect(config=SETTINGS), tree_of(made, ASKED.on), False
    paths = [str(path) for path in made.paths("tested_batches")]
    for key, kept in FILTERS.items():
        scan = COUNTED.format(paths, f"{kept} AND judged_on BETWEEN DATE '2026-01-01' AND DATE '2026-12-31'")
        asked, scanned = [], []
        for _ in range(times + 1):
            asked.append(_timed(partial(_ask, made, key, tree)))
            scanned.append(_timed(lambda scan=scan: bare.execute(scan).fetchall()))  # type: ignore[misc]
        # The first time of each reads the files from the disk.
        del asked[0], scanned[0]
        ratio, told = median(asked) / median(scanned), f"median {median(asked):5.0f}  p95 {_p95(asked):5.0f}"
        failed |= key not in COUNTS and (_p95(asked) > MOST_MS or ratio > MOST_RATIO)
        print(f"  {key:30} {told}  scan {median(scanned):5.0f}  ratio {ratio:.2f}", flush=True)
    return failed


def _ask(made: Made, key: str, tree: Tree) -> int:
    definition = definitions()[key]
    return len(cells(definition, opened(made, definition.tables), ASKED, tree))


def _beside(made: Made, rows: int) -> None:
    """The same grouping by PostgreSQL and by pandas, of the same fewer batches."""
    names, tree = ["category", "sampling_type", "judged_on", "region", "passed", "demo"], tree_of(made, ASKED.on)
    ours = median(_timed(partial(_ask, made, "food_pass_rate", tree)) for _ in range(5))

    def by_pandas() -> None:
        read = pd.read_parquet(made.folder / "tested_batches", columns=names)
        kept = read[(read.category == "food") & (read.sampling_type == "evaluation")]
        month = pd.to_datetime(kept.judged_on).dt.month
        kept.groupby([month, "region"]).agg(many=("passed", "size"), yes=("passed", "sum"), demo=("demo", "sum"))

    with server() as url, psycopg.connect(url) as connection:
        _loaded(made, connection, names)
        theirs = {
            "PostgreSQL GROUP BY": lambda: connection.execute(GROUPED).fetchall(),
            "pandas read and groupby": by_pandas,
        }
        print(f"  food_pass_rate over {rows:,} batches: {ours:.0f} ms with its cells")
        for name, way in theirs.items():
            took = median(_timed(way) for _ in range(5))
            print(f"  {name}: {took:.0f} ms, {took / ours:.1f} times as long", flush=True)


def _loaded(made: Made, connection: psycopg.Connection, names: Sequence[str]) -> None:
    """The batches in a table of PostgreSQL that holds nothing else, analysed."""
    kinds = "category text, sampling_type text, judged_on date, region bigint, passed boolean, demo boolean"
    connection.execute(f"CREATE UNLOGGED TABLE batches ({kinds})")
    file = made.folder / "batches.csv"
    paths = [str(path) for path in made.paths("tested_batches")]
    duckdb.sql(f"COPY (SELECT {', '.join(names)} FROM read_parquet({paths})) TO '{file}' (HEADER false)")
    with file.open("rb") as lines, connection.cursor().copy("COPY batches FROM STDIN (FORMAT csv)") as copy:
        while part := lines.read(1 << 20):
            copy.write(part)
    connection.commit()
    connection.execute("ANALYZE batches")


def _made(folder: Path, rows: int) -> Made:
    """The parts of a year, by hashes of the numbers of their rows; who reports to whom; outputs of divisions."""
    made = Made(folder)
    for table in ("tested_batches", "region_edges", "industry_outputs"):
        (folder / table).mkdir()
    draws = ", ".join(f"(hash(nth * 8 + {nth}) >> 8)::BIGINT AS d{nth}" for nth in range(8))
    maker = duckdb.connect(config=SETTINGS)
    for nth in range(12):
        path = folder / "tested_batches" / f"2026-{nth + 1:02}.parquet"
        first, last = rows * nth // 12, rows * (nth + 1) // 12
        maker.execute(BATCHES.format(month=nth + 1, first=first, last=last, path=path, draws=draws))
    edges = [(child, 1) for child in range(2, 16)] + [(16 + nth, 2 + nth % 14) for nth in range(173)]
    reporting = [{"child": child, "parent": parent, "tree": "reporting"} for child, parent in edges]
    days = pa.array([None] * len(edges), pa.date32())
    told = pa.Table.from_pylist(reporting).append_column("valid_from", days).append_column("valid_to", days)
    pq.write_table(told, folder / "region_edges" / "all.parquet")
    outputs = [
        {"year": 2025, "region": region, "industry": str(industry), "weight": region * 100 + industry, "demo": False}
        for region in range(2, 16)
        for industry in range(13, 42)
    ]
    pq.write_table(pa.Table.from_pylist(outputs), folder / "industry_outputs" / "all.parquet")
    return made


def _timed(what: Callable[[], object]) -> float:
    start = time.perf_counter()
    what()
    return (time.perf_counter() - start) * 1000


def _p95(took: Sequence[float]) -> float:
    return sorted(took)[-(len(took) // 20) - 1]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
