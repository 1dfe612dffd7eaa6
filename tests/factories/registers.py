"""Rows of registers, and those who keep them."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import date
from typing import Any

from tests.factories.uploading import MORNING
from zhiheng.directory.models import Officer, Region
from zhiheng.directory.scope import desk_of
from zhiheng.mechanisms.registers.keeping import enter, record
from zhiheng.mechanisms.registers.models import Register, RegisterEvent
from zhiheng.mechanisms.scope import at_desk
from zhiheng.systems.registers.models import AssuredUnit, CrossShopNetwork, ReturnPromise

FIRM = "91130100000000000U"
"""A code that no firm has: its own part is all zeros."""


def inspector(username: str = "sun", region: str = "shijiazhuang") -> Officer:
    """Somebody who keeps the registers of a region and of those below it; the same name is the same person."""
    known = Officer.objects.filter(username=username).first()
    at = Region.objects.get(slug=region)
    return known or Officer.objects.create(username=username, display_name=f"{username}某", role="inspector", region=at)


def sits(officer: Officer) -> AbstractContextManager[None]:
    """Everything inside is asked from the officer's desk."""
    return at_desk(desk_of(officer, MORNING.date()))


def place(slug: str = "shijiazhuang") -> Region:
    """A region by its slug."""
    return Region.objects.get(slug=slug)


def promise(code: str = "A1", by: Officer | None = None, **said: Any) -> ReturnPromise:
    """A promise to take goods back within fifteen days, in force from 2026."""
    keeper = by or inspector()
    given: dict[str, Any] = {
        "name": "某某商场",
        "region": place(),
        "valid_from": date(2026, 1, 1),
        "shops": "中山路1号",
    }
    given |= {
        "scope": "全部商品",
        "days": 15,
        "conditions": "商品完好",
        "refund_way": "原路退回",
        "refund_days": 7,
    } | said
    with sits(keeper):
        row = ReturnPromise(code=code, **given)
        enter(row, by=keeper, at=MORNING, why="商家承诺")
    return row


def unit(code: str = "F1", by: Officer | None = None, **said: Any) -> AssuredUnit:
    """A restaurant that declared itself."""
    keeper = by or inspector()
    given: dict[str, Any] = {"name": "某某饭店", "region": place(), "sort": "restaurant", "address": "平安大街2号"}
    with sits(keeper):
        row = AssuredUnit(code=code, **(given | {"promise": "明码标价", "valid_from": date(2026, 1, 1)} | said))
        enter(row, by=keeper, at=MORNING, why="单位申报")
    return row


def network(code: str = "N1", by: Officer | None = None) -> CrossShopNetwork:
    """Two shops of which one takes back what the other sold."""
    keeper = by or inspector()
    with sits(keeper):
        row = CrossShopNetwork(code=code, name="某某连锁", region=place(), selling="甲店", accepting="乙店")
        row.proof, row.settlement = "小票", "按月结算"
        enter(row, by=keeper, at=MORNING)
    return row


def happened(row: Register, key: str, on: date, by: Officer | None = None) -> RegisterEvent:
    """Something that happened to a row, as its version stands now."""
    keeper = by or inspector()
    with sits(keeper):
        row.refresh_from_db()
        return record(row, key, row.version, on=on, why="依记录", by=keeper, at=MORNING)
