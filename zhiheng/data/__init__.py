"""Names, numbers and codes that the program needs, each with its source: plain YAML, read once, as frozen values.

What lies here and how it is read:

``regions.yaml`` → :func:`regions`
    One row per region: ``id`` (own slug, never derived from a code), ``kind`` (province, city, county, overlay),
    ``name`` (full official name), ``short`` (as on charts), ``name_en``, ``gb`` (GB/T 2260 code, an attribute; null
    for 雄安), ``administrative`` and ``reporting`` (the id of the parent in either tree, null at the root), ``sort``
    (建制 order, all rows distinct), ``valid_from``/``valid_to`` (null where not known), ``source`` (a key of the
    file's ``sources``). The 14 reporting regions are the rows whose ``reporting`` parent is the province.

``units.yaml`` → :func:`units`
    One row per unit: ``id``, ``name`` (full), ``short`` (as the plan writes it), ``name_en``, ``kind`` (government,
    directly-under, central, peoples-organisation), ``sort``, ``aliases``, ``valid_from``/``valid_to`` (a year or
    null), ``successor`` (an id or null), ``certainty`` (known or believed), ``source`` (a key of ``sources``),
    ``note``. Rows with ``in_plan: true`` are the 24 units of the bundled plan; the others are their successors.

``population.yaml`` → :func:`census`
    Residents of the 14 reporting regions on the census day, ``certain`` where a row was compared with a published text.

``calendar.yaml``
    The years whose days off the State Council announced, each with its notice; ``zhiheng.mechanisms.calendar.library``.

``gb2828.yaml``
    Single sampling plans of GB/T 2828.1, as their diagonals; ``zhiheng.mechanisms.acceptance``.

``plans/<name>.yaml`` → :func:`plan_document`, turned into a ``Plan`` by ``zhiheng.plan.edition``.

``demo.py`` → the demonstration province (演示数据): seeded figures and accounts.

``demo_complaints.yaml``
    Complaints of the demonstration and what happens to them; ``zhiheng.systems.complaints.demonstration``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Literal

import yaml

# The safe loader of libyaml, where the wheel brings it, reads seven times faster than the same loader in Python.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

RegionKind = Literal["province", "city", "county", "overlay"]
UnitKind = Literal["government", "directly-under", "central", "peoples-organisation"]
Certainty = Literal["known", "believed"]


@dataclass(frozen=True)
class Region:
    """A region (地区) with its parent in each of the two trees; ``gb`` is an attribute and identifies nothing."""

    id: str
    kind: RegionKind
    name: str
    short: str
    name_en: str
    gb: str | None
    administrative: str | None
    reporting: str | None
    sort: int
    valid_from: date | None
    valid_to: date | None
    source: str


@dataclass(frozen=True)
class Unit:
    """A responsible unit (责任单位), its other names and what became of it.

    ``valid_from`` and ``valid_to`` are years: the first and the last in which the name was in use.
    """

    id: str
    name: str
    short: str
    name_en: str
    kind: UnitKind
    sort: int
    aliases: tuple[str, ...]
    in_plan: bool
    valid_from: int | None
    valid_to: int | None
    successor: str | None
    certainty: Certainty
    source: str
    note: str | None


@dataclass(frozen=True)
class Census:
    """Residents by region on a day (人口普查): ``total`` is the published figure of the province, in persons.

    ``unverified`` are the regions whose row was not yet compared with the published text.
    """

    name: str
    as_of: date
    published: date
    source: str
    reviewed: date
    total: int
    residents: Mapping[str, int]
    unverified: tuple[str, ...]


def read_yaml(*path: str) -> Any:
    """The content of one file of this folder (``read_yaml("plans", "x.yaml")``); scalars, lists and mappings only."""
    return yaml.load(files(__package__).joinpath(*path).read_text(encoding="utf-8"), Loader=_LOADER)


@cache
def regions() -> tuple[Region, ...]:
    """All regions in 建制 order: the province, its reporting regions, then the counties."""
    return tuple(Region(**row) for row in read_yaml("regions.yaml")["regions"])


@cache
def units() -> tuple[Unit, ...]:
    """The units of the bundled plan in the usual order of provincial units, then their successors."""
    return tuple(Unit(**{**row, "aliases": tuple(row["aliases"])}) for row in read_yaml("units.yaml")["units"])


def reporting_regions() -> tuple[Region, ...]:
    """The 14 regions that report to the province: 11 设区市, 定州, 辛集, 雄安新区."""
    root = next(region.id for region in regions() if region.kind == "province")
    return tuple(region for region in regions() if region.reporting == root)


def counties_of(region_id: str) -> tuple[Region, ...]:
    """The counties that report through a region; 定州 and 辛集 report for themselves."""
    return tuple(r for r in regions() if r.kind == "county" and region_id in (r.id, r.reporting))


@cache
def census() -> Census:
    """The newest census of the reporting regions."""
    given = read_yaml("population.yaml")
    rows = given["regions"]
    residents = MappingProxyType({row["region"]: row["residents"] for row in rows})
    unverified = tuple(row["region"] for row in rows if not row["certain"])
    told = {name: given[name] for name in ("name", "as_of", "published", "source", "reviewed", "total")}
    return Census(**told, residents=residents, unverified=unverified)


@cache
def plan_document(name: str) -> Any:
    """A bundled plan as it stands in ``plans/<name>.yaml``; see ``zhiheng.plan.edition`` for its shape."""
    return read_yaml("plans", f"{name}.yaml")


def bundled_plans() -> tuple[str, ...]:
    """Names of the plans that come with the program."""
    names = (entry.name for entry in files(__package__).joinpath("plans").iterdir())
    return tuple(sorted(name.removesuffix(".yaml") for name in names if name.endswith(".yaml")))
