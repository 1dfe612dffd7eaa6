"""A value as a file: what was counted, by which version of which definition, from which snapshot. No database.

``value.json`` says it. In a .zip the manifest of the snapshot lies beside it, with the parts that the value needs, so
that ``zhiheng verify`` computes it again on any machine.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from ibis.expr import operations as ops

from zhiheng.indicators.computing import Question, cells
from zhiheng.indicators.declaring import Definition
from zhiheng.indicators.engines import opened, tree_of
from zhiheng.indicators.shapes import Facts, Value, percent
from zhiheng.indicators.snapshot_folder import Snapshot
from zhiheng.indicators.tree import WHOLE
from zhiheng.mechanisms.periods import Grain, Period

SCHEMA = "zhiheng.value/1"
NAME = "value.json"
EDGES = "region_edges"
"""The tree of those who report is a table of the snapshot too."""
REGIONS = "regions"
"""So are the regions with their names."""
DAYS = {
    "complaint_clocks": "began",
    "complaint_moves": "done_on",
    "report_clocks": "began",
    "sampling_clocks": "began",
    "tested_batches": "judged_on",
}
"""The column whose month is the part of a row, as the models declare it (``publishes``): they cannot be asked here."""
STAMP = (2000, 1, 1, 0, 0, 0)
"""The same value is the same file, whenever it is packed."""


class NoValue(ValueError):
    """What was given is no value file."""


class NoCell(ValueError):
    """There is no such cell: the period is not of whole months. A count of nothing would not be of it."""


@dataclass(frozen=True)
class Counted:
    """What was counted in a cell, as it is written down; decimals as text, None for no data or what does not apply."""

    value: str | None
    numerator: int | None
    denominator: int
    covered: str | None
    demonstration: bool

    @classmethod
    def of(cls, value: Value, demo: int) -> Counted:
        """From what a fold gives, and how many of the records are 演示数据."""
        return cls(_text(value.value), value.numerator, value.denominator, _text(value.covered), demo > 0)


@dataclass(frozen=True)
class Told:
    """A value with all that is needed to count it again. ``region`` is an id of the snapshot's tree, 0 for all.

    ``words`` are for people and prove nothing: names, unit, formula, when it was published.
    """

    definition: str
    version: str
    begins: date
    ends: date
    region: int
    on: date
    snapshot: str
    counted: Counted
    words: Mapping[str, Any]

    @property
    def period(self) -> Period:
        return Period(self.begins, self.ends)


def counted(definition: Definition, snapshot: Snapshot, period: Period, region: int, on: date) -> Counted:
    """Count one cell in a snapshot: whole months, one region (WHOLE for all), as known on a day; NoCell otherwise."""
    if not period.whole:
        raise NoCell(str(period))
    tables = opened(snapshot, definition.tables)
    found = cells(definition, tables, Question(period, Grain.CUMULATIVE, on), tree_of(snapshot, on))
    for cell in found:
        if cell.region == region and cell.period == period:
            return Counted.of(cell.found, cell.demo)
    fold = definition.over(tables, on).fold or percent
    return Counted.of(fold({}), 0)


def as_json(told: Told) -> dict[str, Any]:
    """What value.json holds."""
    given = {"schema": SCHEMA, **asdict(told)}
    return given | {name: given[name].isoformat() for name in ("begins", "ends", "on")}


def written(told: Told) -> bytes:
    """The content of value.json: sorted keys, no spaces, UTF-8."""
    return json.dumps(as_json(told), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def read(content: bytes) -> Told:
    """The value of a value.json; NoValue where it is none."""
    try:
        given = json.loads(content, object_pairs_hook=_once)
        if given.pop("schema") != SCHEMA:
            raise NoValue("the schema is not " + SCHEMA)
        for name in ("begins", "ends", "on"):
            given[name] = date.fromisoformat(given[name])
        told = Told(**{**given, "counted": Counted(**given["counted"])})
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as wrong:
        raise NoValue(str(wrong)) from wrong
    if not _typed(told):
        raise NoValue("something is not of its kind")
    return told


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object of JSON; what is said twice in it could be read in two ways."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise NoValue("a name is there twice")
    return found


def _typed(told: Told) -> bool:
    """Whether each field is of its kind, whatever JSON made of it; ``True`` is no count."""
    said, words = asdict(told.counted), asdict(told)["words"]
    kinds: list[tuple[Any, type]] = [
        *((one, str) for one in (told.definition, told.version, told.snapshot)),
        *((one, int) for one in (told.region, said["denominator"])),
        (0 if said["numerator"] is None else said["numerator"], int),
        (said["demonstration"], bool),
        (words, dict),
        (words.get("published", {}) if type(words) is dict else None, dict),
    ]
    numbers = (said["value"], said["covered"])
    return all(type(one) is kind for one, kind in kinds) and all(one is None or _is_number(one) for one in numbers)


def _is_number(text: object) -> bool:
    try:
        return isinstance(text, str) and Decimal(text).is_finite()
    except InvalidOperation:
        return False


def original(words: Any) -> str:
    """Words of a definition as they are written in it, in no reader's language; without Django's settings."""
    if isinstance(words, str):
        return words
    _, (_, given, *_) = words.__reduce__()  # what ``gettext_lazy`` was called with
    return str(given[0])


def in_words(definition: Definition, region: str) -> dict[str, Any]:
    """What a value file says in words of a definition, and the name of the region."""
    return {
        "name": original(definition.name),
        "unit": definition.unit,
        "formula": original(definition.words),
        "source": original(definition.source),
        "certain": definition.certain,
        "region": region,
    }


def region_named(snapshot: Snapshot, region: int) -> str | None:
    """The name of a region in a snapshot, of the province for WHOLE; None where there is none."""
    rows = opened(snapshot, [REGIONS])[REGIONS]
    found = rows.filter(rows.kind == "province" if region == WHOLE else rows.id == region).name.to_pyarrow().to_pylist()
    return str(found[0]) if len(found) == 1 else None


def packed(told: Told, snapshot: Snapshot, definition: Definition) -> bytes:
    """The .zip: value.json, the manifest and the parts that are needed."""
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w") as pack:
        _put(pack, NAME, written(told), zipfile.ZIP_DEFLATED)
        manifest = snapshot.folder / f"{snapshot.hash}.json"
        _put(pack, manifest.name, manifest.read_bytes(), zipfile.ZIP_DEFLATED)
        few = needed(definition, snapshot, told.period, told.on)
        for table, months in few.parts.items():
            for month in months:
                path = few.path(table, month)
                _put(pack, path.relative_to(few.folder).as_posix(), path.read_bytes(), zipfile.ZIP_STORED)
    return into.getvalue()


def needed(definition: Definition, snapshot: Snapshot, period: Period, on: date) -> Snapshot:
    """The snapshot with the parts alone that a value is counted from: of its tables, the tree and the regions.

    Of a table whose rows are counted one by one on the day that puts them into their month, the months of the period
    are enough; of any other, every month is needed.
    """
    parts = {name: snapshot.parts[name] for name in (*definition.tables, EDGES, REGIONS)}
    of_period = {
        name: {month: part for month, part in months.items() if _touches(month, period)} or months
        for name, months in parts.items()
    }
    few = replace(snapshot, parts=of_period)
    tables = opened(few, definition.tables)
    column = _day_of(definition.over(tables, on), tables, definition.tables[0])
    if column and column == DAYS.get(definition.tables[0]):
        parts[definition.tables[0]] = of_period[definition.tables[0]]
    return replace(snapshot, parts=parts)


def _touches(month: str, period: Period) -> bool:
    return f"{period.begins:%Y-%m}" <= month <= f"{period.ends:%Y-%m}" if month[:1].isdigit() else True


def _day_of(facts: Facts, tables: Mapping[str, Any], main: str) -> str:
    """The column of the first table that is the day of its rows, where they are only chosen and named; "" elsewhere."""
    relation, column = facts.table.op(), "day"
    while isinstance(relation, ops.Project | ops.Filter):
        told = relation.predicates if isinstance(relation, ops.Filter) else relation.values.values()
        if any(one.find((ops.Analytic, ops.Reduction, ops.WindowFunction, ops.Subquery)) for one in told):
            return ""
        if isinstance(relation, ops.Project):
            field = relation.values[column]
            if not isinstance(field, ops.Field):
                return ""
            column = field.name
        relation = relation.parent
    return column if relation == tables[main].op() else ""


def _put(pack: zipfile.ZipFile, name: str, content: bytes, how: int) -> None:
    entry = zipfile.ZipInfo(name, STAMP)
    entry.compress_type = how
    pack.writestr(entry, content)


def _text(number: Decimal | None) -> str | None:
    return None if number is None else str(number)
