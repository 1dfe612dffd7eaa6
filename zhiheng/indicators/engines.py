"""Opening a snapshot: its tables in DuckDB, in this process, or over Spark Connect in a cluster that is there already.

Nothing is copied. An engine reads the parts of a snapshot where they lie; which of them a question needs it sees from
what each file says of its own columns, so a month that is not asked for costs no more than its last page.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache, cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any, Protocol

import duckdb
import ibis

from zhiheng.indicators.tree import Tree

EMBEDDED = "duckdb://"
SETTINGS: dict[str, Any] = {
    "threads": 2,
    # Nothing is fetched from outside.
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}
VIEWS = 64
"""How many tables a session of Spark Connect keeps under a name; the oldest is let go."""
REPORTING = "reporting"
"""The tree by which the plan is reported: 定州, 辛集 and 雄安新区 stand beside the eleven cities, not in them."""


class Parts(Protocol):
    """What an engine asks of a snapshot: the files of a table, in order of time; at least one, though without rows."""

    def paths(self, table: str) -> Sequence[Path]: ...


def opened(snapshot: Parts, names: Iterable[str], url: str = EMBEDDED) -> dict[str, Any]:
    """Tables of a snapshot by their names, for Ibis. ``url``: ``duckdb://``, or ``sc://host:port`` of Spark or Sail.

    Over Spark Connect the parts are read by the server: it must see them under the same path.
    """
    table = _in_process if url == EMBEDDED else _connected(url).table
    return {name: table([str(path) for path in snapshot.paths(name)]) for name in names}


def tree_of(snapshot: Parts, on: date, url: str = EMBEDDED) -> Tree:
    """The tree of those who report on a day, from the snapshot itself: an old value keeps the tree of its time."""
    edges = opened(snapshot, ["region_edges"], url)["region_edges"]
    begun = edges.valid_from.isnull() | (edges.valid_from <= on)
    lasting = edges.valid_to.isnull() | (edges.valid_to >= on)
    rows = edges.filter((edges.tree == REPORTING) & begun & lasting).select("child", "parent")
    return Tree.of((row["child"], row["parent"]) for row in rows.to_pyarrow().to_pylist())


@cache
def _database() -> duckdb.DuckDBPyConnection:
    """One database in memory for the process, holding nothing: web workers share files, never a database."""
    database = duckdb.connect(":memory:", config=SETTINGS)
    # Parts never change, so what their last pages say may be kept.
    return database.execute("SET GLOBAL parquet_metadata_cache = true")


class _Here(threading.local):
    """A connection of its own for every thread."""

    @cached_property
    def backend(self) -> Any:
        return ibis.duckdb.from_connection(_database().cursor())


_HERE = _Here()


def _in_process(paths: Sequence[str]) -> Any:
    given = ", ".join("'" + path.replace("'", "''") + "'" for path in paths)
    return _HERE.backend.sql(f"SELECT * FROM read_parquet([{given}])")


class _Connected:
    """A session of Spark Connect. A table there is a view, under a name that says which files it reads."""

    def __init__(self, url: str) -> None:
        from pyspark.sql.connect.session import SparkSession

        self.session = SparkSession.builder.remote(url).create()
        self._backend = _over_arrow()(self.session)
        self._backend.reconnect()
        self._views: dict[str, None] = {}
        self._lock = threading.Lock()

    def table(self, paths: Sequence[str]) -> Any:
        name = "parts_" + sha256("\n".join(paths).encode()).hexdigest()[:24]
        with self._lock:
            if name not in self._views:
                self.session.read.parquet(*paths).createOrReplaceTempView(name)
                self._views[name] = None
                for old in list(self._views)[:-VIEWS]:
                    del self._views[old]
                    self.session.catalog.dropTempView(old)
        return self._backend.table(name)


@cache
def _connected(url: str) -> _Connected:
    return _Connected(url)


def _over_arrow() -> Any:
    """Ibis' way to Spark, but rows come and go as Arrow: pandas would make fractions of numbers with gaps."""
    from ibis.backends.pyspark import Backend

    class OverArrow(Backend):  # type: ignore[misc]
        def to_pyarrow(self, expr: Any, /, **_: Any) -> Any:
            self._run_pre_execute_hooks(expr)
            return expr.__pyarrow_result__(self._session.sql(self.compile(expr.as_table())).toArrow())

        def _register_in_memory_table(self, op: Any) -> None:
            self._session.createDataFrame(op.data.to_pyarrow(op.schema)).createOrReplaceTempView(op.name)

    return OverArrow


def leave(url: str) -> None:
    """End the session with a server that is about to go: its client would ask it for minutes whether it is there."""
    _connected(url).session.stop()
    _connected.cache_clear()
