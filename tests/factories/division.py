"""People at posts all over the province, and parts that they give each other."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Any

from tests.factories.ledger import FRUIT, ledger_of
from tests.factories.uploading import MORNING
from zhiheng.directory.models import Officer, Region, Unit
from zhiheng.directory.scope import desk_of
from zhiheng.division.dividing import Share, divide, move
from zhiheng.division.models import Part
from zhiheng.division.origin import Origin, origin_of
from zhiheng.ledger.models import Ledger
from zhiheng.mechanisms.scope import at_desk


def office(username: str = "zhang") -> Officer:
    """Somebody of 质量强省工作专班; the same name is the same person."""
    return _person(username, role="office")


def of_unit(username: str = "wang", unit: str = "省市场监管局") -> Officer:
    """The liaison officer of a provincial unit; 省市场监管局 and 省林果办 share the first words of FRUIT."""
    return _person(username, role="liaison", unit=Unit.objects.named_or_new(unit, ("河北省",))[0])


def of_region(username: str = "li", region: str = "shijiazhuang") -> Officer:
    """The liaison officer of a city, or of a county (shijiazhuang-zhengding)."""
    return _person(username, role="liaison", region=Region.objects.get(slug=region))


def sits(officer: Officer) -> AbstractContextManager[None]:
    """Everything inside is asked from the officer's desk."""
    return at_desk(desk_of(officer, MORNING.date()))


def fruit() -> Ledger:
    """The ledger of FRUIT (2024-2026) as a plan of this province, the same one within a test."""
    return Ledger.objects.filter(slug="guopin").first() or ledger_of(FRUIT.replace("云川", "河北"))


def words(ledger: Ledger | None = None) -> Origin:
    """The first assignment of a ledger's first task, ready to be divided."""
    task = (ledger or fruit()).task_set.order_by("sort_no").select_related("ledger", "document").first()
    assert task
    return origin_of(task, task.assignments.order_by("start").first())


def parts_of(
    *regions: str, by: Officer | None = None, origin: Origin | None = None, issue: bool = True, **share: Any
) -> list[Part]:
    """A part for each region (石家庄 and 唐山 unless others are named) as one act of an officer, the office's if none.

    ``share`` overrides content, year, quarter, due, contact and note.
    """
    giver = by or office()
    said = {"content": "抽检果品50批次", "year": 2025, **share}
    places = [Region.objects.get(slug=slug) for slug in regions or ("shijiazhuang", "tangshan")]
    with sits(giver):
        shares = [Share(place, **said) for place in places]
        return divide(origin or words(), shares, issue=issue, by=giver, at=MORNING, why="任务分解")


def accepted(part: Part, by: Officer) -> Part:
    """The part after its receiver has accepted it."""
    with sits(by):
        move(part, "accept", part.version, by=by, at=MORNING)
    return part


def _person(username: str, **post: Any) -> Officer:
    known = Officer.objects.filter(username=username).first()
    return known or Officer.objects.create(username=username, display_name=f"{username}某", **post)
