"""The records behind a value, as far as the reader may know each: in words, or as a masked line that is counted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext

from zhiheng.indicators.declaring import Definition
from zhiheng.indicators.snapshot import Snapshot
from zhiheng.mechanisms.scope import Desk
from zhiheng.web.numbers.asked import Asked
from zhiheng.web.numbers.groups import group_label
from zhiheng.web.numbers.withheld import open_from, open_tables

SHORT = 8
"""Characters of an id."""
CASES = {"complaint_clocks": "complaint", "complaint_moves": "complaint", "report_clocks": "report"}
"""Tables whose records belong to a case of a kind."""
NAMED = ("product", "spec", "batch_no", "source")
"""What names a record that is open to the reader, where its table has it."""


@dataclass(frozen=True)
class Line:
    """One record: its id, its day, what it tells, where, what it is called, and its own page.

    Of one that the reader may not know (``whole`` is False) there is nothing but that it is there: its id is another
    on each page, so that pages of several groups do not tell together what each keeps back.
    """

    record: str
    demo: bool
    whole: bool = False
    day: date | None = None
    told: str = ""
    region: str = ""
    groups: tuple[str, ...] = ()
    name: str = ""
    href: str = ""


def line(
    row: Mapping[str, Any], definition: Definition, regions: Mapping[int, str], desk: Desk, on: date, salt: str
) -> Line:
    """A record as the desk may see it on a day; ``salt`` is that of the page."""
    demo = bool(row["demo"])
    if not _known(row, definition, desk, on):
        return Line(f"{salted_hmac(salt, _id(row['record'])).hexdigest()[:SHORT]}…", demo)
    return Line(
        _id(row["record"]),
        demo,
        True,
        row["day"],
        words_of(row["told"]),
        regions.get(row["region"], "—"),
        tuple(group_label(name, row.get(name)) for name in definition.apart or {}),
        " ".join(str(row[name]) for name in NAMED if row.get(name)),
        _page(row, definition, desk),
    )


def salt_of(asked: Asked, snapshot: Snapshot) -> str:
    """A secret of one value in one snapshot, the same on all pages of its records."""
    place = asked.region.slug if asked.region else ""
    told = "|".join((asked.definition.key, str(asked.span), place, *asked.kept, asked.on.isoformat(), snapshot.hash))
    return salted_hmac("zhiheng.web.numbers.lines", told, algorithm="sha256").hexdigest()


def words_of(told: object) -> str:
    """What a record tells: whether it is in the numerator, or its number."""
    if told is None:
        return "—"
    if isinstance(told, bool):
        return gettext("计入分子") if told else gettext("不计入分子")
    return str(told)


def _known(row: Mapping[str, Any], definition: Definition, desk: Desk, on: date) -> bool:
    """A desk of the province knows every record, another those of its regions; everybody what is published."""
    table = definition.tables[0]
    if desk.whole or desk.audits or row["region"] in desk.casework:
        return True
    if table not in open_tables() or table not in open_from():
        return table in open_tables()
    since = row.get(open_from()[table])
    return since is not None and since <= on


def _page(row: Mapping[str, Any], definition: Definition, desk: Desk) -> str:
    """The case that a record belongs to, for who may open it."""
    kind = CASES.get(definition.tables[0])
    if kind is None or not row.get("case") or not (desk.whole or row["region"] in desk.casework):
        return ""
    return reverse("case", args=[kind, UUID(_id(row["case"]))])


def _id(value: object) -> str:
    return value.hex if isinstance(value, UUID) else str(value)
