"""Demonstration rows of the registers (演示数据): invented shops under codes that no firm can have, each marked."""

from __future__ import annotations

from datetime import datetime
from importlib.resources import files
from typing import Any

import yaml
from django.apps import apps
from django.db import transaction

from zhiheng.mechanisms.registers.keeping import enter, record
from zhiheng.mechanisms.registers.models import Register, kinds
from zhiheng.mechanisms.scope import Desk, at_desk

ORDER = ("cross-shop-network", "return-promise", "assured-unit", "odr-member")
"""A promise may name a network, which therefore comes first."""


@transaction.atomic
def load_registers(at: datetime, *, by: Any) -> int:
    """Enter the rows that are not there yet, with what happened to them until that day; gives how many there are."""
    given = yaml.safe_load(files(__package__).joinpath("demo.yaml").read_text("utf-8"))
    regions = apps.get_model("directory", "Region").objects
    every = frozenset(regions.values_list("pk", flat=True))
    with at_desk(Desk(casework=every)):
        for kind in ORDER:
            for said in given[kind]:
                if not Register.objects.filter(of_kind=kind, code=said["code"]).exists():
                    _entered(kinds()[kind], said, regions.get(slug=said["region"]), by, at)
    return sum(map(len, given.values()))


def _entered(kind: type[Register], said: dict[str, Any], region: Any, by: Any, at: datetime) -> None:
    events = said.pop("events", ())
    row = kind(**{**said, "region": region, "demo": True})
    enter(row, by=by, at=at, why="演示数据")
    for version, (key, on, why) in enumerate((one for one in events if one[1] <= at.date()), 1):
        record(row, key, version, on=on, why=why, by=by, at=at)
