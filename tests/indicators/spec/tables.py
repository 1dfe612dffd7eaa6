"""A specification: tables as they are written on paper, what is asked of them, and the answer.

Each definition has a file of its name here, and the folder is its manual. A table is text: names of columns, then a
row a line, with ``-`` for what is missing. The columns are those that the models publish; what a table leaves out is
false, empty or missing, and the ids are counted. Regions are written by name (``REGIONS``), as they report.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import yaml

from zhiheng.indicators.computing import Cell, Question
from zhiheng.indicators.shapes import Value
from zhiheng.indicators.snapshot_tables import tables as published
from zhiheng.indicators.tree import WHOLE
from zhiheng.mechanisms.periods import Grain, Period

HERE = Path(__file__).parent
TYPES = {
    "UUID": pa.string(),
    "VARCHAR": pa.string(),
    "BIGINT": pa.int64(),
    "BOOLEAN": pa.bool_(),
    "DATE": pa.date32(),
}
REGIONS = ("全部", "河北", "石家庄", "长安区", "桥西区", "保定", "莲池区", "定州", "雄安", "容城县")
"""By number; 0 is not a place."""
EDGES = """
    child  parent  tree            valid_from  valid_to
    石家庄 河北    reporting       -           -
    长安区 石家庄  reporting       -           -
    桥西区 石家庄  reporting       -           -
    保定   河北    reporting       -           -
    莲池区 保定    reporting       -           -
    定州   河北    reporting       2013-06-01  -
    定州   保定    reporting       -           2013-05-31
    雄安   河北    reporting       2017-04-01  -
    容城县 雄安    reporting       2017-04-01  -
    容城县 保定    reporting       -           2017-03-31
    定州   保定    administrative  -           -
    容城县 保定    administrative  -           -
"""
"""定州 lies in 保定 and reports beside it; 容城县 reports through 雄安."""


@dataclass(frozen=True)
class Folder:
    """A snapshot in a folder: one file a table."""

    path: Path
    hash: str = ""

    def paths(self, table: str) -> list[Path]:
        """The one part of a table."""
        return [self.path / f"{table}.parquet"]


@dataclass(frozen=True)
class Asked:
    """A question of a specification, with every cell that it gives."""

    question: Question
    cells: dict[tuple[str, str, tuple[str, ...]], Value]


@dataclass(frozen=True)
class Spec:
    """The specification of the definition ``key``."""

    key: str
    tables: Mapping[str, pa.Table]
    asked: tuple[Asked, ...]

    @property
    def tree(self) -> pa.Table:
        """Who reports to whom."""
        return lines("region_edges", EDGES)

    def written(self, folder: Path) -> Folder:
        """Its tables as a snapshot, with the tree of those who report."""
        for name, table in {"region_edges": self.tree, **self.tables}.items():
            write(folder / f"{name}.parquet", table)
        return Folder(folder)


def write(path: Path, table: pa.Table) -> None:
    """One part of a snapshot."""
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(table, path)


def keys() -> list[str]:
    """The definitions that have a specification."""
    return sorted(path.stem for path in HERE.glob("*.yaml"))


def read(key: str) -> Spec:
    """One specification."""
    # All of it is text; as YAML reads it otherwise, ``on`` is a yes.
    told = yaml.load((HERE / f"{key}.yaml").read_text("utf-8"), Loader=yaml.BaseLoader)
    tables = {name: lines(name, text) for name, text in told["tables"].items()}
    return Spec(key, tables, tuple(asked_of(one) for one in told["asked"]))


def schema(name: str) -> pa.Schema:
    """The columns of a published table, from the models themselves."""
    return pa.schema([(column.name, TYPES[column.kind]) for column in published()[name].columns])


def lines(name: str, text: str) -> pa.Table:
    """A table of text as one of the snapshot."""
    columns = schema(name)
    head, *rows = (line.split() for line in text.strip().splitlines())
    assert set(head) <= set(columns.names), f"{name} has no {set(head) - set(columns.names)}"
    return table(columns, [dict(zip(head, row, strict=True)) for row in rows])


def table(columns: pa.Schema, rows: Sequence[Mapping[str, str]]) -> pa.Table:
    """Rows of text with these columns."""
    filled = [{"id": f"{nth:032}", **row} for nth, row in enumerate(rows)]
    return pa.Table.from_pylist(
        [{field.name: _value(field, row.get(field.name)) for field in columns} for row in filled], schema=columns
    )


def _value(field: pa.Field, text: str | None) -> Any:
    if text is None:
        return {pa.bool_(): False, pa.string(): ""}.get(field.type)
    if text == "-":
        return None
    if field.type == pa.bool_():
        return {"yes": True, "no": False}[text]
    if field.type == pa.date32():
        return date.fromisoformat(text)
    if field.type == pa.int64():
        return REGIONS.index(text) if text in REGIONS else int(text)
    return text


def asked_of(told: Mapping[str, Any]) -> Asked:
    """One question with its answer."""
    apart = tuple(told.get("apart", ()))
    within = tuple(sorted(told.get("within", {}).items()))
    first, _, last = told["span"].partition("..")
    span = Period(Period.of(first).begins, Period.of(last or first).ends)
    on = date.fromisoformat(told.get("on", "2026-11-22"))
    return Asked(Question(span, Grain(told["grain"]), on, apart, within), dict(_cells(told["cells"])))


def _cells(text: str) -> Iterator[tuple[tuple[str, str, tuple[str, ...]], Value]]:
    head, *rows = (line.split() for line in text.strip().splitlines())
    numbers = ("value", "of", "yes", "covered")
    for row in rows:
        told = dict(zip(head, row, strict=True))
        group = tuple(value for name, value in told.items() if name not in ("period", "region", *numbers))
        value, of, yes, covered = (told.get(name, "-") for name in numbers)
        yield (
            (told["period"], told.get("region", REGIONS[WHOLE]), group),
            Value(_number(value), int(of), None if yes == "-" else int(yes), _number(covered)),
        )


def _number(text: str) -> Decimal | None:
    return None if text == "-" else Decimal(text)


def named(cells: Sequence[Cell]) -> dict[tuple[str, str, tuple[str, ...]], Value]:
    """Cells as a specification writes them."""
    return {
        (
            str(cell.period),
            REGIONS[cell.region],
            tuple("-" if one is None else str(one) for one in cell.group),
        ): cell.found
        for cell in cells
    }
