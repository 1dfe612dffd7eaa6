"""The tables of a snapshot, from what models declare in ``publishes``: their columns, and the way to each in SQL."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q

from zhiheng.mechanisms.publishing import Publishes, Said

EVERY = "*"
"""In the place of a month: any of them."""
KINDS: tuple[tuple[type[models.Field[Any, Any]], str], ...] = (
    (models.UUIDField, "UUID"),
    (models.BooleanField, "BOOLEAN"),
    (models.DateField, "DATE"),
    (models.IntegerField, "BIGINT"),
    (models.CharField, "VARCHAR"),
)
Way = tuple[str, ...]
"""The joins from a record to a table, by their names."""
SAID = {bool: "BOOLEAN", int: "BIGINT", str: "VARCHAR"}


@dataclass(frozen=True)
class Column:
    """One column: its name, the way to its field, its type in DuckDB, and the key where the field is JSON."""

    name: str
    way: str
    kind: str
    key: str = ""


@dataclass
class Place:
    """A database table on the ways of a published one: how it is joined to the one before it, and what is read of it.

    ``direct``: it is what a row before it refers to, so that it is there before and goes after.
    """

    table: str
    before: Way | None = None
    left: str = ""
    right: str = ""
    direct: bool = True
    read: set[str] = field(default_factory=set)
    must: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Published:
    """One table of the snapshot, resolved: the model whose rows are its records, its columns, the tables behind it."""

    says: Publishes
    model: type[models.Model]
    columns: tuple[Column, ...]
    places: Mapping[Way, Place]

    @property
    def name(self) -> str:
        return self.says.table

    def rows(self, months: Iterable[str] = ()) -> models.QuerySet[Any, Any]:
        """Its rows as tuples of the columns and the day, of all months or of these, in no order."""
        found = self.model._base_manager.filter(**dict(self.says.where))
        for way, value in self.says.but.items():
            found = found.exclude(**{way: value})
        if self.says.day:
            found = found.filter(**{f"{self.says.day}__isnull": False})
            within = Q()
            for month in months:
                within |= Q(**{f"{self.says.day}__gte": _first(month), f"{self.says.day}__lt": _first(month, 1)})
            found = found.filter(within)
        ways = [column.way for column in self.columns]
        return found.order_by().values_list(*ways, *filter(None, [self.says.day]))


def tables() -> dict[str, Published]:
    """Every published table by its name, in order of the names; TypeError for a declaration that does not hold."""
    found: dict[str, Published] = {}
    for model in apps.get_models():
        for says in vars(model).get("publishes", ()):
            if says.table in found:
                raise TypeError(f"two models publish {says.table}")
            found[says.table] = resolved(says, apps.get_model(says.of) if says.of else model)
    return dict(sorted(found.items()))


def resolved(says: Publishes, model: type[models.Model]) -> Published:
    """What a declaration means; TypeError where it names what is not there, or what may not be published."""
    places: dict[Way, Place] = {(): Place(model._meta.db_table)}
    columns = [_column("id", "pk", model, places)]
    columns += [_column(name, way, model, places) for name, way in says.columns.items()]
    if says.day:
        prefix, last = _walked(model, says.day, places)
        if prefix or _kind(last) != "DATE":
            raise TypeError(f"{says.table}: {says.day} is no date in the table of {model.__name__} itself")
    for way, value in says.where.items():
        prefix, last = _walked(model, way, places)
        places[prefix].must[last.column] = value
    for way in says.but:
        _walked(model, way, places)
    if says.open_from and says.open_from not in says.columns:
        raise TypeError(f"{says.table}: {says.open_from} is no column")
    return Published(says, model, tuple(columns), places)


def _column(name: str, way: str | Said, model: type[models.Model], places: dict[Way, Place]) -> Column:
    if isinstance(way, Said):
        _, last = _walked(model, way.way, places)
        if not isinstance(last, models.JSONField):
            raise TypeError(f"{way.way} of {model.__name__} is no JSON")
        return Column(name, way.way, SAID[way.holds], way.key)
    _, last = _walked(model, way, places)
    return Column(name, way, _kind(last))


def _kind(last: Any) -> str:
    """The type of what is published; a moment is none, because it is a day only together with a time zone."""
    while last.remote_field:
        last = last.target_field
    for kind, name in KINDS:
        if isinstance(last, kind) and not isinstance(last, models.DateTimeField):
            return name
    raise TypeError(f"{last} holds what is not published: ids, words from a list, days, whole numbers, yes and no are")


def _walked(model: type[models.Model], way: str, places: dict[Way, Place]) -> tuple[Way, Any]:
    """Follow a way to its field, adding the tables it passes; gives the prefix of the last table, and the field."""
    prefix: Way = ()
    opts: Any = model._meta
    steps = way.split("__")
    for nth, step in enumerate(steps):
        found = opts.pk if step == "pk" else opts.get_field(step)
        if found.concrete and found.model._meta.concrete_model is not opts.concrete_model:
            for hop in opts.get_path_to_parent(found.model):
                prefix = _joined(prefix, hop, places)
            opts = found.model._meta
        if nth == len(steps) - 1:
            places[prefix].read.add(found.column)
            return prefix, found
        for hop in found.path_infos:
            prefix = _joined(prefix, hop, places)
            opts = hop.to_opts
    raise TypeError(f"{way} leads nowhere")


def _joined(prefix: Way, hop: Any, places: dict[Way, Place]) -> Way:
    ((left, right),) = hop.join_field.get_joining_fields()
    into = (*prefix, hop.join_field.name)
    places[prefix].read.add(left.column)
    place = Place(hop.to_opts.db_table, prefix, left.column, right.column, hop.direct)
    places.setdefault(into, place).read.add(right.column)
    return into


def _first(month: str, later: int = 0) -> date:
    year, nth = map(int, month.split("-"))
    return date(year + (nth - 1 + later) // 12, (nth - 1 + later) % 12 + 1, 1)


def by_table(published: Iterable[Published]) -> Iterator[tuple[str, list[tuple[Published, Way]]]]:
    """Each database table that stands on a way, with the published tables and the places where it stands in them."""
    found: dict[str, list[tuple[Published, Way]]] = {}
    for one in published:
        for prefix, place in one.places.items():
            found.setdefault(place.table, []).append((one, prefix))
    yield from sorted(found.items())
